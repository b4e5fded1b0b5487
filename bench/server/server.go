// Package server runs the real program for a bench: on a free port, on a folder of its own, without rate limits.
package server

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"parley/bench/wire"
)

// Options say how to start.
type Options struct {
	Binary   string
	Dir      string // the data folder
	Database string // postgres://…; empty: SQLite in Dir
	Redis    string // redis://…, for a second process on the same database
	Files    string // shared by such processes
	Demo     bool
}

// Server is a running program.
type Server struct {
	Options
	Address string
	Started time.Duration // from the start of the process to the first 200 of /readyz
	cmd     *exec.Cmd
	ended   chan error
}

// patience is how long a start may take before the bench gives up.
const patience = time.Minute

// Start starts the program and waits until it is ready.
func Start(ctx context.Context, o Options) (*Server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s := &Server{Options: o, Address: address, ended: make(chan error, 1)}
	args := []string{"serve", "--data", o.Dir, "--listen", address, "--log-level", "warn", "--rate-sessions", "0", "--rate-messages", "0", "--rate-requests", "0"}
	if o.Demo {
		args = append(args, "--demo")
	}
	if o.Database != "" {
		args = append(args, "--database", o.Database)
	}
	if o.Redis != "" {
		args = append(args, "--redis", o.Redis, "--files", o.Files)
	}
	s.cmd = exec.CommandContext(ctx, o.Binary, args...)
	s.cmd.Env = environment()
	log, err := os.OpenFile(filepath.Join(o.Dir, "bench.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { s.ended <- s.cmd.Wait() }()
	if err := s.await(began); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// environment is ours without any setting of Parley's.
func environment() (kept []string) {
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "PARLEY_") {
			kept = append(kept, pair)
		}
	}
	return kept
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// await asks /readyz every half millisecond.
func (s *Server) await(began time.Time) error {
	for time.Since(began) < patience {
		select {
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("the server ended at its start: %v\n%s", err, s.tail())
		default:
		}
		if s.ready() {
			s.Started = time.Since(began)
			return nil
		}
		time.Sleep(500 * time.Microsecond)
	}
	return fmt.Errorf("the server is not ready after %v\n%s", patience, s.tail())
}

func (s *Server) ready() bool {
	c, err := wire.Dial(s.Address, nil)
	if err != nil {
		return false
	}
	defer c.Close()
	status, _, err := c.Do("GET", "/readyz", "", nil)
	return err == nil && status == 200
}

// tail is the end of what the server said.
func (s *Server) tail() string {
	text, err := os.ReadFile(filepath.Join(s.Dir, "bench.log"))
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

// Stop ends the program and waits for it. A second call does nothing.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case err := <-s.ended:
		s.ended <- err
	case <-time.After(30 * time.Second):
		_ = s.cmd.Process.Kill()
	}
}

// Kill ends the program at once, as a crash does.
func (s *Server) Kill() {
	_ = s.cmd.Process.Kill() // it may have ended
	err := <-s.ended
	s.ended <- err
}

// Memory is the program's resident memory in bytes.
func (s *Server) Memory() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("the memory of a process can only be read on Linux: %w", err)
	}
	return resident(text)
}

func resident(status []byte) (int64, error) {
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	line, _, _ := bytes.Cut(rest, []byte("kB"))
	n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64)
	return n << 10, err
}

// Processor is the processor time that the program has used.
func (s *Server) Processor() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	return processor(string(text))
}

// processor adds user and system time (proc(5): fields 14 and 15, in ticks of 10 ms).
func processor(stat string) (time.Duration, error) {
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("cannot read %q", stat)
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond, err
}

// Shop makes a shop and a token for it with the role.
func (s *Server) Shop(ctx context.Context, slug, role string) (token string, err error) {
	if _, err := s.command(ctx, "shop", "create", "--name", "Bench "+slug, "--slug", slug); err != nil {
		return "", err
	}
	return s.Token(ctx, slug, role)
}

// Token makes a token for a shop.
func (s *Server) Token(ctx context.Context, slug, role string) (string, error) {
	return s.command(ctx, "token", "create", "--shop", slug, "--role", role)
}

func (s *Server) command(ctx context.Context, noun, verb string, args ...string) (string, error) {
	args = append([]string{noun, verb, "--data", s.Dir}, args...)
	if s.Database != "" {
		args = append(args, "--database", s.Database)
	}
	cmd := exec.CommandContext(ctx, s.Binary, args...)
	cmd.Env = environment()
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("parley %s %s: %w: %s", noun, verb, err, wrong.String())
	}
	return strings.TrimSpace(string(out)), nil
}
