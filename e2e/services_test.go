package e2e

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// services are a PostgreSQL and a Redis of a test's own, which it may stop, kill and start again without hurting anybody else.
type services struct {
	dir                 string
	postgresAt, redisAt int // ports
	redisCmd            *exec.Cmd
}

// newServices starts both; they end with the test.
func newServices(t *testing.T) *services {
	t.Helper()
	dir, err := os.MkdirTemp("", "parley-services-") // not below the test's folder: its path is too long for PostgreSQL's socket
	if err != nil {
		t.Fatal(err)
	}
	s := &services{dir: dir}
	t.Cleanup(func() {
		s.stopRedis()
		_ = s.postgres("immediate", "stop") // it may be stopped already
		os.RemoveAll(dir)
	})
	if err := errors.Join(s.initPostgres(), s.ports(), s.startPostgres(), s.startRedis()); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *services) ports() (err error) {
	if s.postgresAt, err = freePort(); err != nil {
		return err
	}
	s.redisAt, err = freePort()
	return err
}

func (s *services) database() string {
	return fmt.Sprintf("postgres://parley@127.0.0.1:%d/postgres?sslmode=disable", s.postgresAt)
}

func (s *services) redis() string { return fmt.Sprintf("redis://127.0.0.1:%d", s.redisAt) }

func (s *services) initPostgres() error {
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		id, err := postgresUser()
		if err != nil {
			return err
		}
		if err := os.Chown(s.dir, int(id.Uid), int(id.Gid)); err != nil {
			return err
		}
	}
	return s.tool("initdb", "-D", filepath.Join(s.dir, "db"), "-U", "parley", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
}

func (s *services) startPostgres() error { return s.postgres("fast", "start") }

// postgres runs pg_ctl; it waits until the server is up, or down.
func (s *services) postgres(mode, what string) error {
	options := fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c max_connections=120", s.postgresAt, s.dir)
	args := []string{"-D", filepath.Join(s.dir, "db"), "-w", "-m", mode, "-l", filepath.Join(s.dir, "log"), "-o", options, what}
	if what == "start" {
		args = slices.Delete(args, 3, 5)
	}
	return s.tool("pg_ctl", args...)
}

// tool runs one of PostgreSQL's programs.
func (s *services) tool(name string, args ...string) error {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return fmt.Errorf("%s is not installed; scripts/install-for-tests does it", name)
	}
	cmd := exec.Command(found[len(found)-1], args...)
	cmd.Dir = s.dir
	if os.Getuid() == 0 {
		id, err := postgresUser()
		if err != nil {
			return err
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: id}
	}
	said, err := os.OpenFile(filepath.Join(s.dir, "tools"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) // a pipe would be held open by the server
	if err != nil {
		return err
	}
	defer said.Close()
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(said.Name()) // the error of the tool is the one to report
		return fmt.Errorf("%s: %w\n%s", name, err, text)
	}
	return nil
}

func postgresUser() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

func (s *services) startRedis() error {
	s.redisCmd = exec.Command("redis-server", "--port", strconv.Itoa(s.redisAt), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir)
	if err := s.redisCmd.Start(); err != nil {
		return err
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.redisAt)); err == nil {
			return conn.Close()
		}
	}
	return errors.New("redis did not start")
}

// stopRedis is kill -9: what Redis held is gone.
func (s *services) stopRedis() {
	if s.redisCmd != nil && s.redisCmd.Process != nil {
		_ = s.redisCmd.Process.Kill() // it may be gone already
		_ = s.redisCmd.Wait()
	}
}

// pair starts two processes on these services, with an engine that writes slowly.
func (s *services) pair(t *testing.T, delay time.Duration, flags ...string) *server {
	t.Helper()
	dir := t.TempDir()
	two := newServer(slowBin, dir, s.database(), append(flags, "--demo")...)
	two.env = []string{"PARLEY_TEST_DELAY=" + delay.String()}
	two.pair(dir, s.redis())
	if err := two.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := two.stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("what the processes said:\n%s", two.said(5000))
		}
	})
	return two
}
