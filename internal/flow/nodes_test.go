package flow_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"parley/internal/flow"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// wire joins the nodes of a test: what one tells reaches the others at once.
type wire struct {
	hear map[string]map[string]func(from string, data []byte) // by node and topic
	dead []string
	told atomic.Int64
}

// end is one node's end of a wire.
type end struct {
	*wire
	node string
}

func (w *wire) end(node string) end {
	if w.hear == nil {
		w.hear = map[string]map[string]func(string, []byte){}
	}
	w.hear[node] = map[string]func(string, []byte){}
	return end{w, node}
}

func (e end) Hear(topic string, f func(from string, data []byte)) { e.hear[e.node][topic] = f }
func (e end) Dead() []string                                      { return e.dead }
func (e end) Tell(node, topic string, data []byte) {
	if f := e.hear[node][topic]; f != nil {
		e.told.Add(1)
		f(e.node, data)
	}
}

func follower(db *store.DB, w *wire, node string, got chan<- string) *flow.Log {
	l := flow.New(db, node, quiet)
	l.Share(w.end(node))
	l.AddStep(flow.Step{Name: "see", On: []flow.On{{Kind: flow.Message}}, Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
		got <- fmt.Sprintf("%s %d", node, e.Seq)
		return nil, nil
	}})
	return l
}

// A stream's steps run on the node that has it, however many nodes append; it is told, and does not wait for its next sweep.
func TestTheNodeThatHasTheStreamLearnsOfWhatOthersAppend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		got := make(chan string, 100)
		var w wire
		a, b := follower(db, &w, "a", got), follower(db, &w, "b", got)
		start(t, a)
		start(t, b)
		for i := range 20 {
			send(t, db, []*flow.Log{a, b}[i%2], "x", fmt.Sprint(i), "hello")
		}
		for i := range 20 {
			if seen := <-got; seen != fmt.Sprintf("a %d", i+1) {
				t.Fatalf("event %d was seen as %q", i+1, seen)
			}
		}
		if w.told.Load() != 10 {
			t.Errorf("b told a %d times of 10 events", w.told.Load())
		}
	})
}

// A dead node's lease is not waited for, and what it had done is not done again.
func TestADeadNodesStreamIsTakenOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		got := make(chan string, 100)
		var w wire
		a := follower(db, &w, "a", got)
		stop := start(t, a)
		send(t, db, a, "x", "1", "hello")
		if seen := <-got; seen != "a 1" {
			t.Fatal(seen)
		}
		stop()
		w.dead = []string{"a"}
		b := follower(db, &w, "b", got)
		start(t, b)
		send(t, db, b, "x", "2", "is anybody there?")
		if seen := <-got; seen != "b 2" {
			t.Errorf("%q: what a has done is done again", seen)
		}
	})
}

// An answer to a message that has been overtaken is refused, whoever writes it.
func TestAnOvertakenAnswerIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		l := flow.New(db, "a", quiet)
		began, end := make(chan struct{}, 2), make(chan struct{})
		l.AddStep(flow.Step{Name: "answer", On: []flow.On{{Kind: flow.Message, By: flow.Contact}}, Do: func(_ context.Context, e flow.Event) ([]flow.Draft, error) {
			began <- struct{}{}
			<-end
			return []flow.Draft{{Kind: flow.Message, Actor: flow.Actor{Kind: flow.Assistant, ID: "a"}, Payload: e.Seq, Newest: true}}, nil
		}})
		stop := start(t, l)
		send(t, db, l, "x", "1", "hello")
		<-began
		send(t, db, l, "x", "2", "and another thing")
		close(end)
		stop()
		events, err := l.Read(t.Context(), "x", 0, 10)
		if err != nil || len(events) != 3 || string(events[2].Payload) != "2" {
			t.Errorf("only the second message is answered: %v, %v", events, err)
		}
	})
}
