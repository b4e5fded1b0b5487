package e2e

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"
)

// Commands about servers, shops and files.

func cmdUse(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "use fast|slow")
	w := worldOf(ts)
	w.use(ts, map[string]*server{"fast": w.suite.fast, "slow": w.suite.slow}[args[0]])
}

// start [slow] [flags…]: a server of the script's own, with empty data.
func cmdStart(ts *testscript.TestScript, _ bool, args []string) {
	w := worldOf(ts)
	url, err := w.suite.db.fresh()
	ts.Check(err)
	binary := parleyBin
	if len(args) > 0 && args[0] == "slow" {
		binary, args = slowBin, args[1:]
	}
	dir := ts.MkAbs(fmt.Sprintf("own%d", len(w.own)))
	ts.Check(os.MkdirAll(dir, 0o700))
	s, err := w.suite.db.server(binary, dir, url, args...)
	ts.Check(err)
	s.env = []string{"PARLEY_TEST_DELAY=" + wordDelay.String()}
	w.own = append(w.own, s)
	ts.Check(s.start())
	w.use(ts, s)
}

func cmdShutdown(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(worldOf(ts).server.stop()) }

func cmdCrash(ts *testscript.TestScript, _ bool, _ []string) { worldOf(ts).server.kill() }

// again: start on the same data and port. "! again" wants it to refuse; what it says is then on stdout.
func cmdAgain(ts *testscript.TestScript, neg bool, _ []string) {
	s := worldOf(ts).server
	err := s.start()
	if neg && err == nil {
		ts.Fatalf("the server started")
	}
	if !neg {
		ts.Check(err)
		return
	}
	fmt.Fprintln(ts.Stdout(), err)
}

// age: as if a newer Parley had written the database.
func cmdAge(ts *testscript.TestScript, _ bool, _ []string) {
	db, err := worldOf(ts).server.openDatabase()
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)")
	ts.Check(err)
}

// openDatabase looks into the stopped server's database, behind its back.
func (s *server) openDatabase() (*sql.DB, error) {
	if s.database != "" {
		return sql.Open("pgx", s.database)
	}
	return sql.Open("sqlite", "file:"+filepath.Join(s.data, "parley.db")+"?_pragma=busy_timeout(5000)")
}

// shop SLUG: makes a shop beside the running server; following customers and tokens are its own. $SHOP is unique on the server.
func cmdShop(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "shop NAME")
	w := worldOf(ts)
	slug := fmt.Sprintf("%s-%d", args[0], databases.Add(1))
	if args[0] != "demo" {
		_, err := w.server.command("shop", "create", "--name", "Shop "+args[0], "--slug", slug)
		ts.Check(err)
	} else {
		slug = "demo"
	}
	w.shop = slug
	ts.Setenv("SHOP", slug)
}

// token ROLE VARIABLE: an API token of the current shop.
func cmdToken(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "token ROLE VARIABLE")
	w := worldOf(ts)
	token, err := w.server.token(w.shop, args[0])
	ts.Check(err)
	w.staff[args[1]] = caller{token: token, staff: true}
	ts.Setenv(args[1], token)
}

// agent NAME ROLE: somebody who signs in at the console. In the demo shop "agent mia demo" is the demo's agent.
func cmdAgent(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "agent NAME demo|ROLE")
	w := worldOf(ts)
	email, password := "agent@demo.example", ""
	if args[1] == "demo" {
		var err error
		password, err = w.server.demoPassword()
		ts.Check(err)
	} else {
		email, password = args[0]+"@"+w.shop+".example", "a long pass phrase"
		admin, err := w.server.token(w.shop, "owner")
		ts.Check(err)
		body := map[string]string{"name": args[0], "email": email, "role": args[1], "password": password}
		ts.Check(caller{url: w.server.staff(), token: admin}.must("POST", "/staff", body, nil))
	}
	c, err := w.server.signIn(email, password)
	ts.Check(err)
	w.staff[args[0]] = c
	ts.Setenv("EMAIL", email)
	ts.Setenv("PASSWORD", password)
}

// identity VARIABLE SUBJECT [alg=none|wrong] [life=1h] [age=0s]: a signed identity, or a bad one.
func cmdIdentity(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "alg", "life", "age", "email", "name")
	need(ts, args, 2, "identity VARIABLE SUBJECT")
	w := worldOf(ts)
	token, err := w.server.token(w.shop, "admin")
	ts.Check(err)
	var v struct{ Secret string }
	ts.Check(caller{url: w.server.staff(), token: token}.must("GET", "/shop/identity-secret", nil, &v))
	life, err := time.ParseDuration(or(opts["life"], "30m"))
	ts.Check(err)
	age, err := time.ParseDuration(or(opts["age"], "0s"))
	ts.Check(err)
	issued := time.Now().Add(-age)
	claims := map[string]any{"sub": args[1], "iat": issued.Unix(), "exp": issued.Add(life).Unix()}
	for _, k := range []string{"email", "name"} {
		if opts[k] != "" {
			claims[k] = opts[k]
		}
	}
	ts.Setenv(args[0], signed(v.Secret, or(opts["alg"], "HS256"), claims))
}

func or(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

// learns CUSTOMER TEXT [source=article:ID] [not=article:ID]: asked in new conversations, the assistant comes to answer so within two
// seconds.
func cmdLearns(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "source", "not", "contains")
	need(ts, args, 2, "learns CUSTOMER TEXT source=article:ID")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	for {
		e, err := w.ask(ctx, c, args[1])
		if err != nil {
			ts.Fatalf("two seconds are over: %v", err)
		}
		if learned(e, opts) {
			return
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("after two seconds the answer is still %s with %v", e, e.Payload.Evidence)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func learned(e event, opts map[string]string) bool {
	for _, key := range []string{"source", "contains"} {
		if opts[key] != "" && mismatch(e, key, opts[key]) != "" {
			return false
		}
	}
	return opts["not"] == "" || mismatch(e, "source", opts["not"]) != ""
}

// ask puts a question in a new conversation and waits for the answer.
func (w *world) ask(ctx context.Context, c *customer, text string) (event, error) {
	who := c.caller
	who.url = w.server.side(who)
	var v row
	if err := who.must("POST", "/visitor/conversations", map[string]string{}, &v); err != nil {
		return event{}, err
	}
	if err := who.must("POST", "/visitor/conversations/"+v.ID+"/messages", map[string]string{"client_key": "q", "text": text}, nil); err != nil {
		return event{}, err
	}
	events, err := who.events(ctx, "/visitor", v.ID, 1, 10*time.Second)
	if err != nil || len(events) == 0 {
		return event{}, fmt.Errorf("no answer: %w", err)
	}
	return events[0], nil
}
