package cluster_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/cluster"
	"parley/internal/store"
)

// installation is a name of the test's own on the Redis that all tests share.
func installation() string { return store.NewID("test") }

// join starts one process of an installation; leave ends it without a word, as a crash does.
func join(t *testing.T, installation, node string, prepare ...func(*cluster.Cluster)) (c *cluster.Cluster, leave func()) {
	t.Helper()
	redis := os.Getenv("PARLEY_TEST_REDIS")
	if redis == "" {
		t.Fatal("PARLEY_TEST_REDIS is not set: run make test, or scripts/with-services go test ./...")
	}
	c, err := cluster.Open(redis, installation, node, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range prepare {
		p(c)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	leave = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(leave)
	until(t, func() bool { return !c.Missing() })
	return c, leave
}

// until waits for something that comes by itself.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not come")
		}
	}
}

func TestTheyHearEachOtherInOrder(t *testing.T) {
	shop := installation()
	heard := make(chan string, 200)
	listen := func(c *cluster.Cluster) {
		c.Hear("talk", func(from string, data []byte) { heard <- from + ": " + string(data) })
	}
	a, _ := join(t, shop, "a")
	b, _ := join(t, shop, "b", listen)
	join(t, installation(), "c", listen) // somebody else's
	until(t, func() bool { return a.Alive() == 2 && b.Alive() == 2 })
	for i := range 100 {
		a.Say("talk", fmt.Append(nil, i))
	}
	a.Tell("b", "talk", []byte("only you\x00with a zero"))
	a.Tell("z", "talk", []byte("not you"))
	for i := range 100 {
		if got := <-heard; got != fmt.Sprint("a: ", i) {
			t.Fatalf("%q instead of %d", got, i)
		}
	}
	if got := <-heard; got != "a: only you\x00with a zero" {
		t.Errorf("%q", got)
	}
	if len(heard) > 0 {
		t.Errorf("and %q", <-heard)
	}
}

func TestWhoFallsSilentIsDead(t *testing.T) {
	shop := installation()
	a, _ := join(t, shop, "a")
	_, leave := join(t, shop, "b")
	until(t, func() bool { return a.Alive() == 2 })
	if dead := a.Dead(); len(dead) != 0 {
		t.Errorf("dead: %v", dead)
	}
	leave()
	until(t, func() bool { return slices.Equal(a.Dead(), []string{"b"}) })
	join(t, shop, "b")
	until(t, func() bool { return len(a.Dead()) == 0 && a.Alive() == 2 })
}

func TestALockLetsOneInAtATime(t *testing.T) {
	shop := installation()
	a, _ := join(t, shop, "a")
	b, _ := join(t, shop, "b")
	var inside, most atomic.Int64
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			c := []*cluster.Cluster{a, b}[i%2]
			unlock := c.Lock(t.Context(), "door")
			now := inside.Add(1)
			if now > most.Load() {
				most.Store(now)
			}
			inside.Add(-1)
			unlock()
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d were inside", most.Load())
	}
}

// A note is taken by one only, and its writer learns of it; what she writes about her next doing stands.
func TestANoteIsTakenOnce(t *testing.T) {
	shop, ctx := installation(), t.Context()
	a, _ := join(t, shop, "a")
	b, _ := join(t, shop, "b")
	if !a.Note(ctx, "n", "run1", []byte("Once")) || !a.Note(ctx, "n", "run1", []byte("Once upon")) {
		t.Fatal("nobody has taken it")
	}
	if got := b.Look(ctx, "n"); string(got) != "Once upon" {
		t.Errorf("b reads %q", got)
	}
	if got := b.Take(ctx, "n"); string(got) != "Once upon" {
		t.Errorf("b takes %q", got)
	}
	if got := a.Take(ctx, "n"); got != nil {
		t.Errorf("and a takes %q", got)
	}
	if a.Note(ctx, "n", "run1", []byte("Once upon a")) {
		t.Error("the writer goes on with what was taken")
	}
	if got := b.Look(ctx, "n"); got != nil {
		t.Errorf("what was taken is there: %q", got)
	}
	if !a.Note(ctx, "n", "run2", []byte("Another")) {
		t.Error("the next doing is not what was taken")
	}
	b.Wipe(ctx, "n", "run1")
	if got := b.Look(ctx, "n"); string(got) != "Another" {
		t.Errorf("another's note was wiped: %q", got)
	}
	a.Wipe(ctx, "n", "run2")
	if got := b.Look(ctx, "n"); got != nil {
		t.Errorf("left: %q", got)
	}
}

func TestTheyCountTogether(t *testing.T) {
	shop := installation()
	a, _ := join(t, shop, "a")
	b, _ := join(t, shop, "b")
	may := 0
	for i := range 20 {
		ok, known := []*cluster.Cluster{a, b}[i%2].Allow(t.Context(), "address", 0.01, 6)
		if !known {
			t.Fatal("Redis is there")
		}
		if ok {
			may++
		}
	}
	if may != 6 {
		t.Errorf("%d of 20, the burst is 6", may)
	}
	if ok, _ := b.Allow(t.Context(), "another address", 0.01, 6); !ok {
		t.Error("another address has a bucket of its own")
	}
}

// Alone, and where Redis is not there, every call answers at once and nothing is held back.
func TestAloneEverythingGoesOn(t *testing.T) {
	nobody, err := cluster.Open("redis://127.0.0.1:1", "x", "a", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := cluster.Open("", "x", "a", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*cluster.Cluster{nobody, alone} {
		ctx := t.Context()
		c.Lock(ctx, "door")()
		c.Say("talk", nil)
		if _, known := c.Allow(ctx, "address", 1, 1); known {
			t.Error("nobody counts")
		}
		if !c.Note(ctx, "n", "run", nil) || c.Look(ctx, "n") != nil || c.Take(ctx, "n") != nil || len(c.Dead()) > 0 {
			t.Error("nobody is there")
		}
	}
	if !nobody.Missing() || alone.Missing() || !alone.Alone() {
		t.Error("only who should have a Redis misses it")
	}
	if _, err := cluster.Open("not an address", "x", "a", slog.New(slog.DiscardHandler)); err == nil {
		t.Error("that is no address")
	}
}
