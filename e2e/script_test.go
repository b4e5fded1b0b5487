package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs every script against the real program, alone on SQLite and on two processes.
func TestScripts(t *testing.T) {
	onWorlds(t, func(t *testing.T, d database) {
		s := &suite{db: d, fast: d.begin(t, parleyBin, nil, append(noLimits, "--demo")...), slow: slowServer(t, d, wordDelay)}
		testscript.Run(t, testscript.Params{Dir: "script", Cmds: commands, Setup: s.setUp, RequireExplicitExec: true, RequireUniqueNames: true,
			Condition: func(cond string) (bool, error) { return cond == d.name, nil }})
	})
}

// Testscript's own words win over ours without a word: a script that says "stop" would end there, and pass.
func TestWordsAreOurs(t *testing.T) {
	for _, word := range strings.Fields("cd chmod cmp cmpenv cp env exec exists grep kill mkdir mv rm skip stderr stdin stdout stop symlink ttyin ttyout unix2dos unquote wait") {
		if commands[word] != nil {
			t.Errorf("%q is a word of testscript", word)
		}
	}
}

// slowServer starts the program with the slow engine and the demo shop.
func slowServer(t *testing.T, d database, delay time.Duration) *server {
	t.Helper()
	return d.begin(t, slowBin, []string{"PARLEY_TEST_DELAY=" + delay.String()}, append(noLimits, "--demo")...)
}

// setUp gives a script its world and the program on its PATH.
func (s *suite) setUp(env *testscript.Env) error {
	w := &world{suite: s, server: s.fast, shop: "demo", customers: map[string]*customer{}, staff: map[string]caller{}}
	env.Values[worldKey{}] = w
	env.Defer(w.close)
	env.Setenv("PATH", binFolder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	env.Setenv("URL", s.fast.url)
	env.Setenv("DATA", s.fast.data)
	env.Setenv("DATABASE", s.fast.database)
	return nil
}

// commands are the words of the scripts; script/README.md explains them.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	// servers
	"use": cmdUse, "start": cmdStart, "shutdown": cmdShutdown, "crash": cmdCrash, "again": cmdAgain, "age": cmdAge,
	// who is there
	"shop": cmdShop, "token": cmdToken, "customer": cmdCustomer, "agent": cmdAgent, "identity": cmdIdentity,
	// what customers do and see
	"says": cmdSays, "stops": cmdStops, "asks-person": cmdAskPerson, "rates": cmdRates, "watches": cmdWatches, "sees": cmdSees,
	"expects": cmdExpects, "never": cmdNever, "settles": cmdSettles, "learns": cmdLearns,
	// what staff do and see
	"takes": verbOf("take", "200"), "replies": cmdReplies, "notes": cmdNotes, "gives-back": verbOf("give-back", "200"), "closes": verbOf("close", "200"),
	"reopens": verbOf("reopen", "200"), "status": cmdStatus, "log": cmdLog, "buried": cmdBuried, "promised": cmdPromised, "finds": cmdFinds,
	"also": cmdAlso, "newest": cmdNewest, "in": cmdIn, "later": cmdLater,
	// plain HTTP
	"call": cmdCall, "until": cmdUntil, "problem": cmdProblem, "header": cmdHeader, "flood": cmdFlood, "keep": cmdKeep, "same": cmdSame,
}
