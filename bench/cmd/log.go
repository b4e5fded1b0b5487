package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // only to make an empty database

	"parley/bench/figure"
	"parley/bench/server"
	"parley/bench/wire"
)

const (
	talks     = 100  // conversations that a person has taken; half of the messages are hers
	perSecond = 1000 // of the open loop
	openTime  = 15 * time.Second
	fullTime  = 6 * time.Second
	senders   = 128 // requests under way at saturation, and the most of them in the open loop
)

// logBench measures the log: how long a message takes to be acknowledged (committed, on disk) and to be seen on another screen, when 1,000
// come in each second whatever the server does, and how many a second it can take.
func logBench(ctx context.Context, w *world, r figure.Report) error {
	if err := disk(w, r); err != nil {
		return err
	}
	if err := logOn(ctx, w, r, "", ""); err != nil {
		return err
	}
	w.end()
	postgres := os.Getenv("PARLEY_TEST_POSTGRES")
	if postgres == "" {
		note("no PostgreSQL: run make bench, or scripts/with-services")
		return nil
	}
	url, err := emptyDatabase(postgres)
	if err != nil {
		return err
	}
	return logOn(ctx, w, r, url, "_postgres")
}

// disk measures what an fsync costs here; the log cannot be faster.
func disk(w *world, r figure.Report) error {
	f, err := os.Create(filepath.Join(w.dir, "fsync"))
	if err != nil {
		return err
	}
	defer f.Close()
	var took figure.Sample
	for range 300 {
		began := time.Now()
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
		took.Took(time.Since(began))
	}
	r.Times("disk_fsync", &took)
	return nil
}

func emptyDatabase(at string) (string, error) {
	admin, err := sql.Open("pgx", at)
	if err != nil {
		return "", err
	}
	defer admin.Close()
	name := fmt.Sprintf("bench%d", time.Now().UnixNano())
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	base, query, _ := strings.Cut(at, "?")
	return base[:strings.LastIndex(base, "/")+1] + name + "?" + query, nil
}

func logOn(ctx context.Context, w *world, r figure.Report, database, suffix string) error {
	s, err := w.start(ctx, server.Options{Database: database})
	if err != nil {
		return err
	}
	agent, err := s.Shop(ctx, "bench", "agent")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l, err := newLoad(ctx, s, agent)
	if err != nil {
		return err
	}
	if _, err := l.open(ctx, time.Second); err != nil { // to warm up
		return err
	}
	used, err := s.Processor()
	if err != nil {
		return err
	}
	p, err := l.open(ctx, openTime)
	if err != nil {
		return err
	}
	now, err := s.Processor()
	if err != nil {
		return err
	}
	r.Add("processor_per_message"+suffix, figure.Milliseconds(now-used)/float64(p.acked.Len()), "ms", p.acked.Len())
	r.Times("sent"+suffix, &p.acked)
	r.Times("seen"+suffix, &p.seen)
	if p, err = l.full(ctx, fullTime); err != nil {
		return err
	}
	r.Add("saturated"+suffix, float64(p.acked.Len())/fullTime.Seconds(), "1/s", p.acked.Len())
	r.Times("saturated_sent"+suffix, &p.acked)
	r.Times("saturated_seen"+suffix, &p.seen)
	return nil
}

// load sends messages into conversations and watches all of them.
type load struct {
	address, agent string
	talks          []customer
	sent           atomic.Int64 // messages begun, in all phases
	now            atomic.Pointer[phase]
}

// phase is one stretch of load. Messages are numbered; their keys are their numbers.
type phase struct {
	first       int64
	due         []atomic.Int64 // when each was to be sent, in nanoseconds
	acked, seen figure.Sample
	missing     atomic.Int64 // acknowledged and not yet seen
}

// newLoad opens the conversations, lets the agent take them, and puts a second screen before each.
func newLoad(ctx context.Context, s *server.Server, agent string) (*load, error) {
	l := &load{address: s.Address, agent: agent}
	var err error
	if l.talks, err = welcomeAll(ctx, s.Address, "bench", talks); err != nil {
		return nil, err
	}
	return l, each(ctx, s.Address, talks, 16, func(c *wire.Conn, i int) error {
		status, answer, err := c.Do("POST", "/api/v1/conversations/"+l.talks[i].conversation+"/take", agent, nil)
		if err != nil {
			return err
		}
		if err := wants(status, 200, answer); err != nil {
			return err
		}
		return l.talks[i].watch(ctx, s.Address, l.see)
	})
}

func (l *load) see(e wire.Event) {
	key := wire.Field(e.Data, "client_key")
	if e.Name != "event" || key == "" {
		return
	}
	n, err := strconv.ParseInt(key, 10, 64)
	p := l.now.Load()
	if err != nil || p == nil || n < p.first || n-p.first >= int64(len(p.due)) {
		return
	}
	p.seen.Took(time.Duration(e.At.UnixNano() - p.due[n-p.first].Load()))
	p.missing.Add(-1)
}

// send sends the next message, the customer's or the agent's.
func (l *load) send(c *wire.Conn, p *phase, n int64, due time.Time) error {
	p.due[n-p.first].Store(due.UnixNano())
	p.missing.Add(1)
	t := l.talks[n%talks]
	path, token := t.messages(), t.token
	if n/talks%2 == 1 {
		path, token = staffMessages(t.conversation), l.agent
	}
	body := fmt.Appendf(nil, `{"client_key":"%d","text":"Thank you, the parcel came this morning, but the charger is not in the box. Message %d"}`, n, n)
	status, answer, err := c.Do("POST", path, token, body)
	if err != nil {
		return err
	}
	p.acked.Took(time.Since(due))
	return wants(status, 201, answer)
}

func (l *load) begin(most int) *phase {
	p := &phase{first: l.sent.Load(), due: make([]atomic.Int64, most)}
	l.now.Store(p)
	return p
}

// open sends at fixed moments, however long the answers take. Times count from the moment a message was due, so that a server that
// stalls does not hide it.
func (l *load) open(ctx context.Context, long time.Duration) (*phase, error) {
	n := int(long.Seconds() * perSecond)
	p := l.begin(n)
	due := make(chan time.Time, n)
	go pace(ctx, n, time.Second/perSecond, due)
	return p, l.run(ctx, p, func(c *wire.Conn) error {
		for at := range due {
			if err := l.send(c, p, l.sent.Add(1)-1, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// pace gives out the moments. The thread is its own and sleeps by itself, because the runtime's timers are a millisecond late.
func pace(ctx context.Context, n int, every time.Duration, due chan<- time.Time) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(due)
	began := time.Now()
	for i := 0; i < n && ctx.Err() == nil; i++ {
		at := began.Add(time.Duration(i) * every)
		for rest := time.Until(at); rest > 0; rest = time.Until(at) {
			pause := syscall.NsecToTimespec(rest.Nanoseconds())
			_ = syscall.Nanosleep(&pause, nil) // woken early it sleeps again
		}
		due <- at
	}
}

// full sends as fast as answers come back.
func (l *load) full(ctx context.Context, long time.Duration) (*phase, error) {
	p := l.begin(1_000_000)
	end := time.Now().Add(long)
	return p, l.run(ctx, p, func(c *wire.Conn) error {
		for now := time.Now(); now.Before(end) && ctx.Err() == nil; now = time.Now() {
			if err := l.send(c, p, l.sent.Add(1)-1, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// run lets all senders work, and then waits until every acknowledged message was seen: none may be lost.
func (l *load) run(ctx context.Context, p *phase, work func(c *wire.Conn) error) error {
	var all sync.WaitGroup
	failed := make(chan error, senders)
	for range senders {
		all.Go(func() {
			c, err := wire.Dial(l.address, nil)
			if err == nil {
				defer c.Close()
				err = work(c)
			}
			if err != nil {
				failed <- err
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return err
	default:
	}
	for wait := time.Now().Add(10 * time.Second); p.missing.Load() > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(wait) || ctx.Err() != nil {
			return fmt.Errorf("%d of %d acknowledged messages were not seen on the second screen", p.missing.Load(), p.acked.Len())
		}
	}
	return nil
}
