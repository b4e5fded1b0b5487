package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"
)

// screen is what a customer sees live: it reads the stream of a conversation, resumes when it breaks, and keeps everything.
type screen struct {
	customer     caller
	conversation string
	nodes        []string // the addresses that it connects to in turn

	mu      sync.Mutex
	changed chan struct{} // closed at each change
	events  []event
	last    string              // Last-Event-ID
	runs    map[string][]uint16 // text by run, in the unit in which offsets count
	states  map[string]string
	run     string // the newest
	wrong   error  // a promise of the stream that was broken
}

func watch(ctx context.Context, customer caller, conversation string, nodes ...string) *screen {
	if len(nodes) == 0 {
		nodes = []string{customer.url}
	}
	s := &screen{customer: customer, conversation: conversation, nodes: nodes, changed: make(chan struct{}), runs: map[string][]uint16{}, states: map[string]string{}}
	go s.follow(ctx)
	return s
}

func (s *screen) follow(ctx context.Context) {
	for n := 0; ctx.Err() == nil; n++ {
		s.customer.url = s.nodes[n%len(s.nodes)]
		_ = s.connect(ctx) // it broke; resume
		select {
		case <-ctx.Done():
		case <-time.After(30 * time.Millisecond):
		}
	}
}

func (s *screen) connect(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.customer.url+"/api/v1/visitor/conversations/"+s.conversation+"/events", nil)
	if err != nil {
		return err
	}
	s.customer.identify(req)
	req.Header.Set("Accept", "text/event-stream")
	s.mu.Lock()
	if s.last != "" {
		req.Header.Set("Last-Event-ID", s.last)
	}
	s.mu.Unlock()
	res, err := browser.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the stream answered %s", res.Status)
	}
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	var id, kind, data string
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "id":
			id = value
		case "event":
			kind = value
		case "data":
			data = value
		case "":
			s.take(id, kind, data)
			id, kind, data = "", "", ""
		}
	}
	return lines.Err()
}

// take keeps one frame.
func (s *screen) take(id, kind, data string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	switch kind {
	case "event":
		err = s.takeEvent(id, data)
	case "delta":
		err = s.takeDelta(data)
	case "run":
		var r struct{ Run, State string }
		err = json.Unmarshal([]byte(data), &r)
		s.states[r.Run], s.run = r.State, r.Run
	default:
		return
	}
	if err != nil && s.wrong == nil {
		s.wrong = err
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *screen) takeEvent(id, data string) error {
	var e event
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		return err
	}
	if id != strconv.FormatInt(e.Seq, 10) {
		return fmt.Errorf("the stream's id %q is not the seq of %s", id, e)
	}
	s.last = id
	if n := len(s.events); n > 0 && s.events[n-1].Seq >= e.Seq {
		return fmt.Errorf("the stream showed %s after %s", e, s.events[n-1])
	}
	s.events = append(s.events, e)
	return nil
}

func (s *screen) takeDelta(data string) error {
	var d struct {
		Run, Text string
		Offset    int
	}
	if err := json.Unmarshal([]byte(data), &d); err != nil {
		return err
	}
	have := s.runs[d.Run]
	if d.Offset > len(have) {
		return fmt.Errorf("a delta of %s begins at %d, but only %d came before", d.Run, d.Offset, len(have))
	}
	s.runs[d.Run], s.run = append(have[:d.Offset:d.Offset], utf16.Encode([]rune(d.Text))...), d.Run
	return nil
}

// wait blocks until what is shown fulfils a condition.
func (s *screen) wait(within time.Duration, done func() bool) error {
	end := time.After(within)
	for {
		s.mu.Lock()
		ok, changed, wrong := done(), s.changed, s.wrong
		s.mu.Unlock()
		if ok || wrong != nil {
			return wrong
		}
		select {
		case <-changed:
		case <-end:
			return fmt.Errorf("the screen did not come to show it within %s; it shows %s", within, s)
		}
	}
}

// String tells what is shown.
func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, e := range s.events {
		fmt.Fprintf(&b, "\n  %s", e)
	}
	for run, text := range s.runs {
		fmt.Fprintf(&b, "\n  %s %s: %s", run, s.states[run], string(utf16.Decode(text)))
	}
	return b.String()
}
