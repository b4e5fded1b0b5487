package flow_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

var quiet = slog.New(slog.DiscardHandler)

func contact(id string) flow.Actor { return flow.Actor{Kind: flow.Contact, ID: id} }

// send appends one message in a transaction of its own.
func send(t testing.TB, db *store.DB, l *flow.Log, stream, key, text string) (flow.Event, bool) {
	t.Helper()
	var e flow.Event
	var fresh bool
	err := db.Tx(context.Background(), func(tx *store.Tx) (err error) {
		e, fresh, err = l.Append(context.Background(), tx, flow.Draft{Stream: stream, Shop: "s", Kind: flow.Message, Actor: contact("c"), ClientKey: key, Payload: map[string]string{"text": text}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return e, fresh
}

// start runs the log until the test ends.
func start(t testing.TB, l *flow.Log) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- l.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func TestSequenceHasNoHolesAndKeysAreIdempotent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		l := flow.New(db, "n", quiet)
		var all sync.WaitGroup
		for sender := range 8 {
			all.Go(func() {
				for i := range 20 {
					key := fmt.Sprintf("%d-%d", sender, i)
					first, fresh := send(t, db, l, "x", key, key)
					again, repeated := send(t, db, l, "x", key, "another text")
					if !fresh || repeated || again.Seq != first.Seq || string(again.Payload) != string(first.Payload) {
						t.Errorf("the same key gives the first event: %v %v / %v %v", first, fresh, again, repeated)
					}
				}
			})
		}
		all.Wait()
		events, err := l.Read(t.Context(), "x", 0, 1000)
		if err != nil || len(events) != 160 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		for i, e := range events {
			if e.Seq != int64(i+1) {
				t.Fatalf("event %d has seq %d", i, e.Seq)
			}
		}
	})
}

func TestStepsGetEveryEventInOrderAndAnswerOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		l := flow.New(db, "n", quiet)
		seen := map[string][]int64{}
		var mu sync.Mutex
		l.AddStep(flow.Step{Name: "echo", On: []flow.On{{Kind: flow.Message, By: flow.Contact}}, Emits: []flow.On{{Kind: flow.Message, By: flow.Assistant}},
			Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
				mu.Lock()
				defer mu.Unlock()
				seen[e.Stream] = append(seen[e.Stream], e.Seq)
				return []flow.Draft{{Kind: flow.Message, Actor: flow.Actor{Kind: flow.Assistant, ID: "a"}, Payload: e.Seq}}, nil
			}})
		stop := start(t, l)
		var all sync.WaitGroup
		for s := range 5 {
			all.Go(func() {
				for i := range 10 {
					send(t, db, l, fmt.Sprint("x", s), fmt.Sprint(i), "hello")
				}
			})
		}
		all.Wait()
		stop()
		for s := range 5 {
			events, err := l.Read(t.Context(), fmt.Sprint("x", s), 0, 1000)
			if err != nil || len(events) != 20 {
				t.Fatalf("stream %d has %d events, %v", s, len(events), err)
			}
			answered := map[string]bool{}
			last := int64(0)
			for _, e := range events {
				if e.Actor.Kind == flow.Assistant {
					if answered[string(e.Payload)] {
						t.Errorf("event %s was answered twice", e.Payload)
					}
					answered[string(e.Payload)] = true
				}
			}
			for _, seq := range seen[fmt.Sprint("x", s)] {
				if seq <= last {
					t.Errorf("the step saw %d after %d", seq, last)
				}
				last = seq
			}
		}
	})
}

// A process dies after an event was committed and before its step had run: the next one with the same name goes on at once, a
// node with another name when the lease is over.
func TestWhatACrashLeftIsTakenOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		dead := flow.New(db, "n", quiet) // has no steps and never runs: as if killed
		send(t, db, dead, "x", "k", "hello")
		l := flow.New(db, "n", quiet)
		got := make(chan flow.Event, 10)
		l.AddStep(flow.Step{Name: "see", On: []flow.On{{Kind: flow.Message}}, Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
			got <- e
			return nil, nil
		}})
		stop := start(t, l)
		if e := <-got; e.Seq != 1 {
			t.Errorf("got %v", e)
		}
		stop()
		again := flow.New(db, "n", quiet)
		again.AddStep(flow.Step{Name: "see", On: []flow.On{{Kind: flow.Message}}, Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
			if e.Seq == 1 {
				t.Error("an event that is settled comes again")
			}
			return nil, nil
		}})
		send(t, db, again, "x", "k2", "hello")
		stop = start(t, again)
		stop()
	})
}

func TestAnotherNodesLeaseIsRespected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		send(t, db, flow.New(db, "other", quiet), "x", "1", "hello")
		mine := flow.New(db, "mine", quiet)
		mine.AddStep(flow.Step{Name: "see", On: []flow.On{{Kind: flow.Message}}, Do: func(context.Context, flow.Event) ([]flow.Draft, error) {
			t.Error("the other node holds the lease")
			return nil, nil
		}})
		stop := start(t, mine)
		send(t, db, mine, "x", "2", "still the other's")
		stop()
	})
}

func TestAFailingStepGivesUpAndTheStreamGoesOn(t *testing.T) {
	db := storetest.SQLite(t)
	l := flow.New(db, "n", quiet)
	done := make(chan struct{})
	l.AddStep(flow.Step{Name: "picky", On: []flow.On{{Kind: flow.Message}}, Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
		switch e.Seq {
		case 1:
			return nil, errors.New("never")
		case 2:
			panic("at the disco")
		}
		close(done)
		return nil, nil
	}})
	start(t, l)
	for i := range 3 {
		send(t, db, l, "x", fmt.Sprint(i), "hello")
	}
	<-done
	letters, err := l.DeadLetters(t.Context(), "s")
	if err != nil || len(letters) != 2 {
		t.Errorf("dead letters: %v, %v", letters, err)
	}
}

// What was given up on is sent through again, also after a restart: it fails once more, then it goes through, answers once, and is gone from
// the list. Another shop cannot see it.
func TestDeadLetterIsSentThroughAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var broken atomic.Bool
		broken.Store(true)
		node := func() (*flow.Log, func()) {
			l := flow.New(db, "n", quiet)
			l.AddStep(flow.Step{Name: "echo", On: []flow.On{{Kind: flow.Message, By: flow.Contact}}, Emits: []flow.On{{Kind: flow.Message, By: flow.Assistant}},
				Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
					if e.Seq == 1 && broken.Load() {
						return nil, errors.New("the lamp is out")
					}
					return []flow.Draft{{Kind: flow.Message, Actor: flow.Actor{Kind: flow.Assistant, ID: "a"}, Payload: e.Seq}}, nil
				}})
			return l, start(t, l)
		}
		l, stop := node()
		send(t, db, l, "x", "1", "hello")
		send(t, db, l, "x", "2", "are you there?")
		for letters := 0; letters == 0; time.Sleep(20 * time.Millisecond) {
			found, err := l.DeadLetters(t.Context(), "s")
			if err != nil {
				t.Fatal(err)
			}
			letters = len(found)
		}
		stop()
		l, stop = node()
		d, err := l.DeadLetter(t.Context(), "s", "x:1:echo")
		if err != nil || d.Error != "the lamp is out" || d.By != flow.Contact || d.Tries != 6 {
			t.Fatalf("%+v, %v", d, err)
		}
		if _, err := l.DeadLetter(t.Context(), "other", d.ID); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another shop reads it: %v", err)
		}
		if done, err := l.Retry(t.Context(), d); !done || fault.CodeOf(err) != fault.Conflict {
			t.Errorf("it fails again: %t, %v", done, err)
		}
		broken.Store(false)
		if done, err := l.Retry(t.Context(), d); !done || err != nil {
			t.Errorf("it goes through: %t, %v", done, err)
		}
		if _, err := l.Retry(t.Context(), d); err != nil {
			t.Errorf("a second time does no harm: %v", err)
		}
		left, err := l.DeadLetters(t.Context(), "s")
		if err != nil || len(left) != 0 {
			t.Errorf("left: %v, %v", left, err)
		}
		stop()
		events, err := l.Read(t.Context(), "x", 0, 10)
		if err != nil || len(events) != 4 {
			t.Errorf("each message is answered once: %v, %v", events, err)
		}
	})
}

func TestRefusedResultIsDropped(t *testing.T) {
	db := storetest.SQLite(t)
	l := flow.New(db, "n", quiet)
	l.OnApply(flow.Message, func(_ context.Context, _ *store.Tx, e flow.Event) error {
		if e.Actor.Kind == flow.Assistant {
			return flow.ErrRefused
		}
		return nil
	})
	l.AddStep(flow.Step{Name: "echo", On: []flow.On{{Kind: flow.Message, By: flow.Contact}}, Do: func(context.Context, flow.Event) ([]flow.Draft, error) {
		return []flow.Draft{{Kind: flow.Message, Actor: flow.Actor{Kind: flow.Assistant, ID: "a"}}}, nil
	}})
	stop := start(t, l)
	send(t, db, l, "x", "k", "hello")
	stop()
	events, err := l.Read(t.Context(), "x", 0, 10)
	letters, _ := l.DeadLetters(t.Context(), "s")
	if err != nil || len(events) != 1 || len(letters) != 0 {
		t.Errorf("%d events, %d dead letters, %v", len(events), len(letters), err)
	}
}

func TestCycleIsRefused(t *testing.T) {
	l := flow.New(storetest.SQLite(t), "n", quiet)
	step := func(name string, on, emits flow.On) {
		l.AddStep(flow.Step{Name: name, On: []flow.On{on}, Emits: []flow.On{emits}})
	}
	step("a", flow.On{Kind: flow.Message, By: flow.Contact}, flow.On{Kind: flow.Handoff})
	if err := l.Check(); err != nil {
		t.Errorf("this is no cycle: %v", err)
	}
	step("b", flow.On{Kind: flow.Handoff}, flow.On{Kind: flow.Message})
	if err := l.Check(); err == nil {
		t.Error("a message leads to a handoff that leads to a message")
	}
}

// A running step is finished by a stop.
func TestStopFinishesWhatRuns(t *testing.T) {
	db := storetest.SQLite(t)
	l := flow.New(db, "n", quiet)
	began, end := make(chan struct{}), make(chan struct{})
	l.AddStep(flow.Step{Name: "slow", On: []flow.On{{Kind: flow.Message, By: flow.Contact}}, Do: func(context.Context, flow.Event) ([]flow.Draft, error) {
		close(began)
		<-end
		return []flow.Draft{{Kind: flow.Message, Actor: flow.Actor{Kind: flow.Assistant, ID: "a"}, Payload: "done"}}, nil
	}})
	stop := start(t, l)
	send(t, db, l, "x", "k", "hello")
	<-began
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Error("stopped while the step was running")
	case <-time.After(20 * time.Millisecond): // not a wait for something: the stop must still be waiting after any time
	}
	close(end)
	<-stopped
	events, err := l.Read(t.Context(), "x", 0, 10)
	if err != nil || len(events) != 2 {
		t.Errorf("%d events, %v", len(events), err)
	}
	var text string
	if json.Unmarshal(events[1].Payload, &text) != nil || text != "done" {
		t.Errorf("the answer is %s", events[1].Payload)
	}
}
