package e2e

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The property test: many customers and agents act at random, answers get lost on the way, and the program is killed again and again.
// What the log promises is then compared with a model of what was acknowledged.

// TestLogProperty is the short one of make test.
func TestLogProperty(t *testing.T) {
	onWorlds(t, func(t *testing.T, d database) { hammer(t, d, 14*time.Second, 8, 2) })
}

// TestSoakLogProperty is the long one of make soak; it runs only when -run asks for it by name.
func TestSoakLogProperty(t *testing.T) {
	onlySoak(t)
	long, err := time.ParseDuration(or(os.Getenv("PARLEY_TEST_SOAK"), "5m"))
	if err != nil {
		t.Fatal(err)
	}
	onWorlds(t, func(t *testing.T, d database) { hammer(t, d, long, 24, 4) })
}

// onlySoak leaves a long test out unless -run asks for it by name.
func onlySoak(t *testing.T) {
	t.Helper()
	if !strings.Contains(flag.Lookup("test.run").Value.String(), "Soak") {
		t.Skip("long: make soak")
	}
}

func seed(t *testing.T) uint64 {
	n := uint64(time.Now().UnixNano())
	if text := os.Getenv("PARLEY_TEST_SEED"); text != "" {
		var err error
		if n, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("PARLEY_TEST_SEED=%d repeats what everybody does (the machine's timing it does not)", n)
	return n
}

// storm is one run of the test.
type storm struct {
	t       *testing.T
	server  *server
	threads []*thread
	seed    uint64
	stop    context.Context
	viewer  caller
	downs   []down
}

// down is a time in which the program was dead or starting.
type down struct{ from, to time.Time }

// hammer lets customers and agents act for a while, then checks everything.
func hammer(t *testing.T, d database, long time.Duration, customers, agents int) {
	s := &storm{t: t, server: slowServer(t, d, 8*time.Millisecond), seed: seed(t)}
	token, err := s.server.token("demo", "viewer")
	if err != nil {
		t.Fatal(err)
	}
	s.viewer = caller{url: s.server.staff(), token: token}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server's errors:\n%s", s.server.errors())
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	s.stop = ctx
	reading, closeScreens := context.WithCancel(t.Context())
	defer closeScreens()
	for i := range customers {
		th, err := s.newThread(reading, i)
		if err != nil {
			t.Fatal(err)
		}
		s.threads = append(s.threads, th)
	}
	var busy sync.WaitGroup
	for i, th := range s.threads {
		busy.Go(func() { th.customerActs(s.random("customer", i)) })
	}
	for i := range agents {
		token, err := s.server.token("demo", "agent")
		if err != nil {
			t.Fatal(err)
		}
		busy.Go(func() { s.agentActs(caller{url: s.server.staff(), token: token}, i, s.random("agent", i)) })
	}
	kills := s.killNowAndThen(s.random("kill", 0))
	busy.Wait()
	s.settle()
	for _, th := range s.threads {
		th.check()
	}
	s.checkCauses()
	s.freshStart()
	t.Logf("%d kills; %s", kills, s.sums())
}

// random is a source of its own for each actor, so that one does not change what another does.
func (s *storm) random(who string, n int) *rand.Rand {
	var h uint64 = 14695981039346656037 // FNV-1a
	for _, b := range []byte(fmt.Sprint(who, n)) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(s.seed, h))
}

// killNowAndThen kills the program without warning and starts it anew, until the time is over.
func (s *storm) killNowAndThen(r *rand.Rand) (kills int) {
	for {
		select {
		case <-s.stop.Done():
			return kills
		case <-time.After(time.Duration(400+r.IntN(2200)) * time.Millisecond):
		}
		from := time.Now()
		kills++
		if err := s.fell(r); err != nil {
			s.t.Fatal(err)
		}
		s.downs = append(s.downs, down{from, time.Now()})
	}
}

// fell kills the program and starts it again: of two processes mostly one, while the other goes on.
func (s *storm) fell(r *rand.Rand) error {
	two := s.server
	switch {
	case two.other == nil || r.IntN(4) == 0:
		two.kill()
		return two.start()
	case r.IntN(2) == 0:
		two.killOne()
		pause(s.stop, r, 4000)
		return two.startOne()
	}
	two.other.kill()
	pause(s.stop, r, 4000)
	return two.other.start()
}

// node is the address of any process.
func (s *storm) node(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return s.server.url
	}
	return s.server.staff()
}

// steady tells whether the program ran all the time between two moments, and had started a while before.
func (s *storm) steady(from, to time.Time) bool {
	for _, d := range s.downs {
		if d.from.Before(to) && d.to.Add(4*time.Second).After(from) {
			return false
		}
	}
	return true
}

// settle waits until the assistant has done what it has to: the logs no longer grow and nothing is running.
func (s *storm) settle() {
	end := time.Now().Add(40 * time.Second)
	for quiet, before := 0, ""; quiet < 3; time.Sleep(700 * time.Millisecond) { // nothing tells from outside that nothing more will come
		if now := s.heads(); now == before {
			quiet++
		} else {
			quiet, before = 0, now
		}
		if time.Now().After(end) {
			s.t.Fatal("the logs do not come to rest")
		}
	}
}

// heads is where every log stands, and what is being written.
func (s *storm) heads() (text string) {
	for _, th := range s.threads {
		a, err := th.customer.call(s.t.Context(), "GET", "/visitor/conversations/"+th.id+"/events", nil)
		if err != nil {
			s.t.Fatal(err)
		}
		var v struct {
			Events []event
			Run    *struct{ Text string }
		}
		if err := a.into(&v); err != nil {
			s.t.Fatal(err)
		}
		text += fmt.Sprint(len(v.Events), v.Run != nil, " ")
		if v.Run != nil {
			text += time.Now().String() // never quiet while something runs
		}
	}
	return text
}

// freshStart kills and starts once more: everything must read as before.
func (s *storm) freshStart() {
	before := make([]string, len(s.threads))
	for i, th := range s.threads {
		before[i] = th.all()
	}
	s.server.kill()
	if err := s.server.start(); err != nil {
		s.t.Fatal(err)
	}
	for i, th := range s.threads {
		if now := th.all(); now != before[i] {
			s.t.Errorf("%s reads otherwise after a start:\n%s\nbefore:\n%s", th.id, now, before[i])
		}
	}
}

func (s *storm) sums() string {
	sends, answers, halves := 0, 0, 0
	for _, th := range s.threads {
		for _, e := range th.log {
			switch {
			case e.Kind == "message" && e.Actor.Kind == "contact":
				sends++
			case e.Payload.Interrupted:
				halves++
			case e.Kind == "message" && e.Actor.Kind == "assistant":
				answers++
			}
		}
	}
	return fmt.Sprintf("%d messages, %d whole answers, %d interrupted", sends, answers, halves)
}

// agentActs is one agent: she goes from conversation to conversation and does something.
func (s *storm) agentActs(c caller, n int, r *rand.Rand) {
	for i := 0; s.stop.Err() == nil; i++ {
		th := s.threads[r.IntN(len(s.threads))]
		path := "/conversations/" + th.id
		key := fmt.Sprintf("agent%d-%d", n, i)
		switch r.IntN(8) {
		case 0, 1:
			th.deliver(c, r, path+"/messages", key, "reply "+key, nil)
		case 2:
			th.deliver(c, r, path+"/notes", key, "note "+key, nil)
		case 3:
			th.act(c, r, path+"/take", map[string]bool{"force": r.IntN(2) == 0})
		case 4, 5, 6:
			th.act(c, r, path+"/give-back", nil)
		case 7:
			th.act(c, r, path+"/close", map[string]string{})
		}
		pause(s.stop, r, 300)
	}
}

// pause waits up to so many milliseconds.
func pause(ctx context.Context, r *rand.Rand, most int) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(r.IntN(most)) * time.Millisecond):
	}
}
