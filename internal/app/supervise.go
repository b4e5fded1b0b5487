package app

import (
	"context"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// supervisor tells systemd how the program is (sd_notify(3)). Without systemd nobody is told.
type supervisor struct {
	socket string
	every  time.Duration // 0: systemd does not watch
}

func newSupervisor() supervisor {
	s := supervisor{socket: os.Getenv("NOTIFY_SOCKET")}
	if strings.HasPrefix(s.socket, "@") { // a name that is no file
		s.socket = "\x00" + s.socket[1:]
	}
	if limit, err := strconv.ParseInt(os.Getenv("WATCHDOG_USEC"), 10, 64); err == nil {
		s.every = time.Duration(limit) * time.Microsecond / 3
	}
	return s
}

// tell sends a state. systemd may be away for a moment: then the next one tells.
func (s supervisor) tell(state string) {
	if s.socket == "" {
		return
	}
	conn, err := net.Dial("unixgram", s.socket)
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = conn.Write([]byte(state))
}

// watch tells again and again that requests are answered, as long as they are.
func (s supervisor) watch(ctx context.Context, address string) {
	if s.socket == "" || s.every <= 0 {
		return
	}
	client := http.Client{Timeout: s.every}
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if answers(ctx, &client, address) {
				s.tell("WATCHDOG=1")
			}
		}
	}
}

func answers(ctx context.Context, client *http.Client, address string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return false
	}
	res, err := client.Do(req)
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}
