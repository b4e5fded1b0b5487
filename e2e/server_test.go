package e2e

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// noLimits lets one address, the test's, do as much as it likes.
var noLimits = []string{"--rate-sessions", "0", "--rate-messages", "0", "--rate-requests", "0", "--rate-sign-ins", "0"}

// server is one running Parley: a real process on a port of its own.
type server struct {
	binary   string
	data     string // its folder
	database string // postgres://…, or "" for SQLite
	flags    []string
	env      []string
	port     int
	url      string
	logFile  string
	other    *server // a second process on the same database; staff are on it

	cmd    *exec.Cmd
	exited chan struct{} // closed when the process is gone
	err    error         // how it went; read after exited
}

// newServer describes a server with a data folder of its own; start starts it.
func newServer(binary, dir, database string, flags ...string) *server {
	return &server{binary: binary, data: filepath.Join(dir, "data"), database: database, flags: flags, logFile: filepath.Join(dir, "server.log")}
}

// pair adds a second process on the same database.
func (s *server) pair(dir, redis string) {
	s.flags = append(s.flags, "--redis", redis, "--files", filepath.Join(dir, "files"))
	s.other = newServer(s.binary, filepath.Join(dir, "other"), s.database, s.flags...)
	s.other.logFile = filepath.Join(dir, "other.log")
}

// staff is the address for staff.
func (s *server) staff() string {
	if s.other != nil {
		return s.other.url
	}
	return s.url
}

// side is the address for a caller: staff are on the second process, when there is one.
func (s *server) side(c caller) string {
	if c.staff {
		return s.staff()
	}
	return s.url
}

// startServer starts one that ends with the test.
func startServer(t *testing.T, binary, database string, flags ...string) *server {
	t.Helper()
	s := newServer(binary, t.TempDir(), database, flags...)
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("what the server said:\n%s", s.said(6000))
		}
	})
	return s
}

// start runs the program on its data, on the same port as before, and waits until it is ready; then the second process.
func (s *server) start() error {
	if err := s.startOne(); err != nil || s.other == nil {
		return err
	}
	s.other.env = s.env
	return s.other.start()
}

func (s *server) startOne() error {
	for try := 0; ; try++ {
		if s.port == 0 {
			port, err := freePort()
			if err != nil {
				return err
			}
			s.port, s.url = port, fmt.Sprintf("http://127.0.0.1:%d", port)
		}
		err := s.launch()
		if err == nil || try == 3 || !strings.Contains(s.said(2000), "address already in use") {
			return err
		}
	}
}

func (s *server) launch() error {
	log, err := os.OpenFile(s.logFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	args := []string{"serve", "--data", s.data, "--listen", fmt.Sprintf("127.0.0.1:%d", s.port)}
	if s.database != "" {
		args = append(args, "--database", s.database)
	}
	s.cmd = exec.Command(s.binary, append(args, s.flags...)...)
	s.cmd.Stdout, s.cmd.Stderr, s.cmd.Env = log, log, append(plainEnv(), s.env...)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.exited = make(chan struct{})
	go func(cmd *exec.Cmd, exited chan struct{}) {
		s.err = cmd.Wait()
		close(exited)
	}(s.cmd, s.exited)
	return s.ready(30 * time.Second)
}

// plainEnv is the environment without settings that a developer may have.
func plainEnv() (env []string) {
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "PARLEY_") {
			env = append(env, pair)
		}
	}
	return env
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func (s *server) ready(within time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/readyz", nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-s.exited:
			return fmt.Errorf("the server ended at its start: %w\n%s", s.err, s.said(3000))
		case <-ctx.Done():
			s.kill()
			return fmt.Errorf("the server was not ready within %s\n%s", within, s.said(3000))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *server) running() bool {
	if s.cmd == nil {
		return false
	}
	select {
	case <-s.exited:
		return false
	default:
		return true
	}
}

// stop asks the program to end and waits; more than 30 seconds is a failure.
func (s *server) stop() error {
	if s.other == nil {
		return s.stopOne()
	}
	return errors.Join(s.other.stop(), s.stopOne())
}

func (s *server) stopOne() error {
	if !s.running() {
		return nil
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-s.exited:
	case <-time.After(30 * time.Second):
		s.kill()
		return errors.New("the server had not stopped after 30 s")
	}
	if s.err != nil {
		return fmt.Errorf("the server did not stop cleanly: %w\n%s", s.err, s.said(2000))
	}
	return nil
}

// kill is kill -9, of the second process too.
func (s *server) kill() {
	if s.other != nil {
		s.other.kill()
	}
	s.killOne()
}

func (s *server) killOne() {
	if s.running() {
		_ = s.cmd.Process.Kill() // it may be gone already
		<-s.exited
	}
}

// said is the end of what the program has printed.
func (s *server) said(n int) string {
	text, _ := os.ReadFile(s.logFile) // no file: it has said nothing
	said := string(text[max(0, len(text)-n):])
	if s.other != nil && s.other.cmd != nil {
		said += "\nthe second process:\n" + s.other.said(n)
	}
	return said
}

var passwordLine = regexp.MustCompile(`(?m)^\s*password\s+(\S+)\s*$`)

// demoPassword is what the welcome text tells.
func (s *server) demoPassword() (string, error) {
	m := passwordLine.FindStringSubmatch(s.said(1 << 20))
	if m == nil {
		return "", errors.New("the welcome text names no password:\n" + s.said(2000))
	}
	return m[1], nil
}

// command runs another of the program's commands on this server's data.
func (s *server) command(args ...string) (string, error) {
	args = append(args, "--data", s.data)
	if s.database != "" {
		args = append(args, "--database", s.database)
	}
	cmd := exec.Command(parleyBin, args...)
	cmd.Env = plainEnv()
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("parley %s: %w\n%s", strings.Join(args, " "), err, &stderr)
	}
	return strings.TrimSpace(string(out)), nil
}

// token makes an API token.
func (s *server) token(shop, role string) (string, error) {
	return s.command("token", "create", "--shop", shop, "--role", role)
}

// errors are the lines of the server's log that tell of errors: what a failed test needs to be understood.
func (s *server) errors() string {
	text, _ := os.ReadFile(s.logFile) // no file: it has said nothing
	var out []string
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "ERROR") || strings.Contains(line, "panic") {
			out = append(out, line)
		}
	}
	said := strings.Join(out[max(0, len(out)-20):], "")
	if s.other != nil {
		said += s.other.errors()
	}
	return said
}
