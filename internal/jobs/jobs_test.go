package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"parley/internal/jobs"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// errand is what the tests' jobs are told.
type errand struct {
	Name string `json:"name"`
}

func (errand) Kind() string { return "errand" }

// round is added by Every.
type round struct{}

func (round) Kind() string { return "round" }

func open(t *testing.T, db *store.DB) *jobs.Jobs {
	t.Helper()
	j, err := jobs.Open(t.Context(), db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// run lets jobs be done until the returned function is called, or the test ends.
func run(t *testing.T, j *jobs.Jobs) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- j.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

func add(t *testing.T, db *store.DB, j *jobs.Jobs, name string, options ...jobs.Option) {
	t.Helper()
	if err := db.Tx(t.Context(), func(tx *store.Tx) error { return j.Add(t.Context(), tx, errand{name}, options...) }); err != nil {
		t.Fatal(err)
	}
}

// next waits for the next attempt that the handler told of.
func next(t *testing.T, done <-chan string) string {
	t.Helper()
	select {
	case name := <-done:
		return name
	case <-time.After(30 * time.Second):
		t.Fatal("no job was done")
		return ""
	}
}

// collect handles errands by telling of each attempt.
func collect(j *jobs.Jobs, how jobs.Options, do func(jobs.Job[errand]) error) <-chan string {
	done := make(chan string, 1000)
	jobs.Handle(j, func(_ context.Context, one jobs.Job[errand]) error {
		err := do(one)
		done <- one.Args.Name
		return err
	}, how)
	return done
}

func well(jobs.Job[errand]) error { return nil }

func TestAJobIsDoneWhenItsTransactionCommits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		done := collect(j, jobs.Options{}, well)
		refused := errors.New("refused")
		err := db.Tx(t.Context(), func(tx *store.Tx) error {
			if err := j.Add(t.Context(), tx, errand{"never"}); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		add(t, db, j, "once")
		run(t, j)
		if got := next(t, done); got != "once" {
			t.Errorf("done: %s", got)
		}
		add(t, db, j, "later in the run")
		if got := next(t, done); got != "later in the run" {
			t.Errorf("done: %s", got)
		}
	})
}

func TestAKeyIsThereOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		done := collect(j, jobs.Options{}, well)
		add(t, db, j, "first", jobs.Key("a:1"))
		add(t, db, j, "again", jobs.Key("a:1"))
		add(t, db, j, "other", jobs.Key("a:2"))
		run(t, j)
		got := map[string]int{next(t, done): 1}
		got[next(t, done)]++
		if got["first"] != 1 || got["other"] != 1 {
			t.Errorf("done: %v", got)
		}
		for name := ""; name != "after"; { // a key that is through may come again; the queue learns a moment after the handler that it is
			add(t, db, j, "after", jobs.Key("a:1"))
			select {
			case name = <-done:
			case <-time.After(100 * time.Millisecond):
			case <-t.Context().Done():
				t.Fatal("a key that was through did not come again")
			}
		}
	})
}

func TestAJobWaitsForItsTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		done := collect(j, jobs.Options{}, well)
		at := time.Now().Add(3 * time.Second)
		add(t, db, j, "later", jobs.At(at))
		add(t, db, j, "in an hour", jobs.At(time.Now().Add(time.Hour)))
		add(t, db, j, "now")
		run(t, j)
		if got := next(t, done); got != "now" {
			t.Errorf("done first: %s", got)
		}
		if got := next(t, done); got != "later" || time.Now().Before(at) {
			t.Errorf("done: %s, %v too early", got, time.Until(at))
		}
	})
}

func TestAJobIsTriedAgainAndGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		how := jobs.Options{Retries: []time.Duration{time.Millisecond, time.Millisecond}}
		done := collect(j, how, func(one jobs.Job[errand]) error {
			switch {
			case one.Args.Name == "hopeless":
				return jobs.GiveUp(errors.New("for good"))
			case one.Last != (one.Try == 3):
				t.Errorf("try %d is last: %v", one.Try, one.Last)
			case one.Args.Name == "stubborn" || one.Try < 3:
				return errors.New("not yet")
			}
			return nil
		})
		for _, name := range []string{"stubborn", "better", "hopeless"} {
			add(t, db, j, name)
		}
		run(t, j)
		got := map[string]int{}
		for range 3 + 3 + 1 {
			got[next(t, done)]++
		}
		add(t, db, j, "hopeless") // whoever comes now shows that nothing else was waiting
		if name := next(t, done); name != "hopeless" || got["stubborn"] != 3 || got["better"] != 3 || got["hopeless"] != 1 {
			t.Errorf("done: %v, then %s", got, name)
		}
	})
}

func TestAJobOutlivesTheProgram(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		first := collect(j, jobs.Options{}, well)
		stop := run(t, j)
		add(t, db, j, "before")
		next(t, first)
		stop()
		add(t, db, j, "between")
		again := open(t, db)
		second := collect(again, jobs.Options{}, well)
		run(t, again)
		if got := next(t, second); got != "between" {
			t.Errorf("done: %s", got)
		}
	})
}

func TestEveryBeginsWithTheStart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		rounds := make(chan string, 10)
		jobs.Handle(j, func(context.Context, jobs.Job[round]) error { rounds <- "round"; return nil }, jobs.Options{})
		jobs.Every(j, time.Hour, round{})
		run(t, j)
		next(t, rounds)
	})
}

// Many senders share SQLite's one writer with the queue: neither may make the other fail, and no job is lost or doubled.
func TestManyAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		j := open(t, db)
		done := collect(j, jobs.Options{}, well)
		run(t, j)
		const senders, each = 8, 20
		var sending sync.WaitGroup
		for s := range senders {
			sending.Go(func() {
				for n := range each {
					add(t, db, j, fmt.Sprintf("%d-%d", s, n))
				}
			})
		}
		sending.Wait()
		got := map[string]int{}
		for range senders * each {
			got[next(t, done)]++
		}
		if len(got) != senders*each {
			t.Errorf("%d different jobs done, want %d", len(got), senders*each)
		}
	})
}

func TestOnlyKnownKinds(t *testing.T) {
	db := storetest.SQLite(t)
	j := open(t, db)
	err := db.Tx(t.Context(), func(tx *store.Tx) error { return j.Add(t.Context(), tx, errand{"nobody"}) })
	if err == nil {
		t.Error("a job that nobody handles was added")
	}
}
