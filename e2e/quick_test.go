package e2e

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"
)

// TestQuickMessages: who writes three messages in one breath gets one whole answer, the last thing in the log. An answer that was about
// to begin when the next message came must not run on beside it.
func TestQuickMessages(t *testing.T) {
	onWorlds(t, func(t *testing.T, d database) { breathless(t, slowServer(t, d, 40*time.Millisecond)) })
}

func breathless(t *testing.T, s *server) {
	token, err := s.token("demo", "viewer")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			if err := s.breath(caller{url: s.staff(), token: token}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// breath is one such customer.
func (s *server) breath(viewer caller) error {
	v, err := s.open("demo", "en-US", "US")
	if err != nil {
		return err
	}
	c := caller{url: s.url, token: v.Token}
	var r row
	if err := c.must("POST", "/visitor/conversations", map[string]string{}, &r); err != nil {
		return err
	}
	for i := range 3 {
		body := map[string]string{"client_key": fmt.Sprint("k", i), "text": fmt.Sprintf("Tell me a story, part %d", i)}
		if err := c.must("POST", "/visitor/conversations/"+r.ID+"/messages", body, nil); err != nil {
			return err
		}
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		events, err := viewer.events(context.Background(), "", r.ID, 0, 0)
		if err != nil {
			return err
		}
		if last := events[len(events)-1]; last.Actor.Kind == "assistant" && !last.Payload.Interrupted {
			return onlyLast(events)
		}
	}
	return fmt.Errorf("%s: no whole answer", r.ID)
}

// onlyLast: of all answers only the last is whole, and all three messages come before it.
func onlyLast(events []event) error {
	asked := 0
	for i, e := range events {
		if e.Actor.Kind == "contact" {
			asked++
		}
		if whole := e.Actor.Kind == "assistant" && !e.Payload.Interrupted; whole && (i != len(events)-1 || asked != 3) {
			return fmt.Errorf("an answer went on beside a newer message:\n%s", lines(events))
		}
	}
	return nil
}
