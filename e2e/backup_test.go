package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// TestBackupGoesBackIntoEitherDatabase takes a backup of a server at work and starts a fresh server of each sort from it: whoever was
// signed in still is, and reads the same.
func TestBackupGoesBackIntoEitherDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, from database) {
		s := startServer(t, parleyBin, from.url(t), append(noLimits, "--demo")...)
		life := live(t, s)
		stop := life.chatter(t)
		file := filepath.Join(t.TempDir(), "backup.tar.zst")
		_, err := s.command("backup", file, "--quiet")
		stop()
		if err != nil {
			t.Fatal(err)
		}
		onBoth(t, func(t *testing.T, to database) {
			fresh := newServer(parleyBin, t.TempDir(), to.url(t), append(noLimits, "--demo")...)
			if _, err := fresh.command("restore", "--quiet", file); err != nil {
				t.Fatal(err)
			}
			if err := fresh.start(); err != nil {
				t.Fatal(err)
			}
			defer fresh.kill()
			life.goesOn(t, fresh)
		})
	})
}

// life is what somebody has done on a server before its backup.
type life struct {
	server   *server
	customer caller // with a visitor's token
	agent    caller // signed in at the console
	operator caller // with an API token
	at       string // the conversation's path
	picture  string // the path of an attachment
	seen     map[string]string
}

// live has a customer ask, send a picture and be answered by an agent.
func live(t *testing.T, s *server) *life {
	t.Helper()
	password, err := s.demoPassword()
	if err != nil {
		t.Fatal(err)
	}
	l := &life{server: s, seen: map[string]string{}}
	if l.agent, err = s.signIn("agent@demo.example", password); err != nil {
		t.Fatal(err)
	}
	token, err := s.token("demo", "operator")
	if err != nil {
		t.Fatal(err)
	}
	l.operator = caller{url: s.url, token: token}
	visit, err := s.open("demo", "ja-JP", "JP")
	if err != nil {
		t.Fatal(err)
	}
	l.customer = caller{url: s.url, token: visit.Token}
	var c row
	do(t, l.customer, "POST", "/visitor/conversations", map[string]string{}, &c)
	l.at = "/conversations/" + c.ID
	l.says(t, "one", "ヘッドホンの保証期間は？ \t\\N 👩‍👩‍👧 <b>&amp;</b>")
	var file struct{ ID, URL string }
	if err := upload(t, l.customer, "/visitor"+l.at+"/attachments", "写真.png", png).into(&file); err != nil {
		t.Fatal(err)
	}
	l.picture = strings.TrimPrefix(file.URL, "/api/v1")
	do(t, l.customer, "POST", "/visitor"+l.at+"/messages", map[string]any{"client_key": "picture", "attachments": []string{file.ID}}, nil)
	do(t, l.agent, "POST", l.at+"/take", nil, nil)
	do(t, l.agent, "POST", l.at+"/messages", map[string]string{"client_key": "a", "text": "二年です。"}, nil)
	for _, path := range []string{"/articles", "/products", "/orders", "/staff", "/tokens", "/shop", l.at, l.at + "/events?after=0"} {
		l.seen[path] = l.reads(t, path)
	}
	return l
}

func do(t *testing.T, c caller, method, path string, body, into any) {
	t.Helper()
	if err := c.must(method, path, body, into); err != nil {
		t.Fatal(err)
	}
}

func (l *life) says(t *testing.T, key, text string) {
	t.Helper()
	do(t, l.customer, "POST", "/visitor"+l.at+"/messages", map[string]string{"client_key": key, "text": text}, nil)
}

// herTime goes on by itself.
var herTime = regexp.MustCompile(`"local_time":"[^"]*"`)

// reads is what a route says to the agent, or to whoever may see more.
func (l *life) reads(t *testing.T, path string) string {
	t.Helper()
	for _, who := range []caller{l.agent, l.operator} {
		a, err := who.call(context.Background(), "GET", path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a.status == http.StatusOK {
			return herTime.ReplaceAllString(string(a.body), "")
		}
	}
	return "nobody here may"
}

// chatter lets other customers write without a pause until it is stopped, so that the backup is one of a server at work.
func (l *life) chatter(t *testing.T) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for i := range 2 {
		visit, err := l.server.open("demo", "en-US", "US")
		if err != nil {
			t.Fatal(err)
		}
		c := caller{url: l.server.url, token: visit.Token}
		var conversation row
		do(t, c, "POST", "/visitor/conversations", map[string]string{}, &conversation)
		all.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				text := map[string]string{"client_key": fmt.Sprint(i, "-", n), "text": "hello"}
				_, _ = c.call(ctx, "POST", "/visitor/conversations/"+conversation.ID+"/messages", text) // the last one is cut off
			}
		})
	}
	return func() { cancel(); all.Wait() }
}

// goesOn: everybody is who she was, sees what she saw, and can go on.
func (l *life) goesOn(t *testing.T, fresh *server) {
	t.Helper()
	after := *l
	after.server, after.customer.url, after.agent.url, after.operator.url = fresh, fresh.url, fresh.url, fresh.url
	for path, want := range l.seen {
		if have := after.reads(t, path); have != want {
			at := 0
			for at < min(len(have), len(want)) && have[at] == want[at] {
				at++
			}
			t.Errorf("%s differs behind %s:\nis  %.200s\nwas %.200s", path, want[max(0, at-100):at], have[at:], want[at:])
		}
	}
	a, err := after.customer.call(t.Context(), "GET", after.picture, nil)
	if err != nil || a.status != http.StatusOK || string(a.body) != string(png) {
		t.Errorf("the picture: %v %s", err, a)
	}
	after.says(t, "two", "ありがとう")
	do(t, after.agent, "POST", l.at+"/give-back", nil, nil)
	after.says(t, "three", "返品できますか？")
	events, err := after.customer.events(t.Context(), "/visitor", strings.TrimPrefix(l.at, "/conversations/"), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) && i > 0 && e.Seq <= events[i-1].Seq {
			t.Errorf("the log of the restored conversation goes %v", events)
		}
	}
	if a, err := after.customer.call(t.Context(), "POST", "/visitor"+l.at+"/messages", map[string]string{"client_key": "one", "text": "again"}); err != nil || a.status != http.StatusOK {
		t.Errorf("a repeated client key is known: %v %s", err, a)
	}
}

// TestRestoreCommand: the words of the two commands, and what they refuse.
func TestRestoreCommand(t *testing.T) {
	s := startServer(t, parleyBin, "", "--demo")
	folder, secret, empty := t.TempDir(), filepath.Join(t.TempDir(), "secret"), filepath.Join(t.TempDir(), "nothing")
	for name, text := range map[string]string{secret: "a pass phrase\n", empty: "\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, older := range []string{"parley-20260101T000000Z.tar.zst", "parley-20260102T000000Z.tar.zst.age", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(folder, older), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said(t, 0, "waiting jobs", "backup", folder, "--data", s.data, "--keep", "2", "--passphrase-file", secret)
	kept, _ := filepath.Glob(filepath.Join(folder, "*"))
	if len(kept) != 3 || !strings.HasSuffix(kept[1], "20260102T000000Z.tar.zst.age") || !strings.HasSuffix(kept[2], "Z.tar.zst.age") {
		t.Fatalf("kept: %v", kept)
	}
	file, to := kept[2], filepath.Join(t.TempDir(), "to")
	said(t, 0, "is whole", "restore", "--check", file, "--passphrase-file", secret)
	said(t, 1, "encrypted", "restore", "--check", file)
	said(t, 1, "is empty", "restore", file, "--data", to, "--passphrase-file", empty)
	said(t, 2, "parley restore FILE", "restore", "--data", to)
	said(t, 2, "parley backup FILE", "backup", "--data", s.data)
	said(t, 1, "there is no database", "backup", filepath.Join(folder, "x"), "--data", t.TempDir())
	said(t, 1, "never overwrites", "backup", file, "--data", s.data)
	said(t, 1, "stop it first", "restore", file, "--data", s.data, "--force", "--passphrase-file", secret)
	said(t, 0, "restored", "restore", file, "--data", to, "--passphrase-file", secret)
	said(t, 1, "--force", "restore", file, "--data", to, "--passphrase-file", secret)
	if err := os.WriteFile(filepath.Join(to, "restore-unfinished"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	said(t, 1, "interrupted", "serve", "--data", to)
}

// said runs a command and checks its exit code and a word of what it says.
func said(t *testing.T, code int, want string, args ...string) {
	t.Helper()
	cmd := exec.Command(parleyBin, args...)
	cmd.Env = plainEnv()
	out, _ := cmd.CombinedOutput() // the exit code tells
	if cmd.ProcessState.ExitCode() != code || !strings.Contains(string(out), want) {
		t.Errorf("parley %s: exit %d, want %d and %q: %s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), code, want, out)
	}
}
