package app

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// systemd is told that the program lives as long as requests are answered, and not when they are not.
func TestSupervisor(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	systemd, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer systemd.Close()
	var ill atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if ill.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	t.Setenv("NOTIFY_SOCKET", socket)
	t.Setenv("WATCHDOG_USEC", "60000")
	s := newSupervisor()
	s.tell("READY=1")
	heard := func(wait time.Duration) string {
		text := make([]byte, 100)
		_ = systemd.SetReadDeadline(time.Now().Add(wait)) // a socket has one
		n, _ := systemd.Read(text)                        // nothing came: ""
		return string(text[:n])
	}
	if got := heard(5 * time.Second); got != "READY=1" {
		t.Errorf("heard %q", got)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); s.watch(ctx, strings.TrimPrefix(server.URL, "http://")) }()
	for range 2 {
		if got := heard(5 * time.Second); got != "WATCHDOG=1" {
			t.Errorf("heard %q", got)
		}
	}
	ill.Store(true)
	for heard(200*time.Millisecond) != "" { // what was on its way
	}
	if got := heard(200 * time.Millisecond); got != "" {
		t.Errorf("a program that answers nothing says %q", got)
	}
	stop()
	<-ended
}
