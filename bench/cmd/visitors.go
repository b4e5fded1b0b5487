package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"syscall"
	"time"

	"parley/bench/figure"
	"parley/bench/server"
	"parley/bench/wire"
)

const (
	wantVisitors = 15_000
	fromOne      = 5_000 // visitors from one loopback address: each has only so many ports
	nudges       = 300
)

// visitors measures what a customer costs who only has the page open, and how long a message takes to reach one of them.
func visitors(ctx context.Context, w *world, r figure.Report) error {
	n := openFiles()
	s, err := w.start(ctx, server.Options{})
	if err != nil {
		return err
	}
	agent, err := s.Shop(ctx, "bench", "agent")
	if err != nil {
		return err
	}
	list, err := welcomeAll(ctx, s.Address, "bench", n)
	if err != nil {
		return err
	}
	// The visitors' own memory counts, not what is left of their arrival: so the program starts anew.
	s.Stop()
	if s, err = w.start(ctx, server.Options{Dir: s.Dir}); err != nil {
		return err
	}
	sleep(ctx, 3*time.Second)
	before, err := s.Memory()
	if err != nil {
		return err
	}
	c, err := settle(ctx, s.Address, list)
	defer c.close()
	if err != nil {
		return err
	}
	if err := idle(ctx, s, r, before, n); err != nil {
		return err
	}
	return c.nudge(ctx, s.Address, agent, r)
}

// openFiles raises the limit and tells how many visitors fit under it.
func openFiles() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return wantVisitors
	}
	if limit.Max < wantVisitors+500 {
		higher := syscall.Rlimit{Cur: wantVisitors + 500, Max: wantVisitors + 500}
		if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &higher) != nil { // only root may
			n := int(limit.Max) - 500
			note("only %d visitors: raise the limit of open files (ulimit -Hn) for %d", n, wantVisitors)
			return n
		}
		return wantVisitors
	}
	limit.Cur = limit.Max
	_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit) // Go has done it already
	return wantVisitors
}

// crowd is all the open screens.
type crowd struct {
	list    []customer
	streams []*wire.Stream
	arrived chan arrival
}

type arrival struct {
	key string
	at  time.Time
}

// settle opens a stream for each visitor.
func settle(ctx context.Context, address string, list []customer) (*crowd, error) {
	c := &crowd{list: list, streams: make([]*wire.Stream, len(list)), arrived: make(chan arrival, 100)}
	err := each(ctx, address, len(list), 32, func(_ *wire.Conn, i int) error {
		conn, err := wire.Dial(address, net.IPv4(127, 0, 0, byte(2+i/fromOne)))
		if err != nil {
			return err
		}
		if c.streams[i], err = conn.Stream(list[i].events("0"), list[i].token); err == nil {
			go c.listen(c.streams[i])
		}
		return err
	})
	return c, err
}

func (c *crowd) listen(s *wire.Stream) {
	for {
		e, err := s.Next()
		if err != nil {
			return
		}
		if key := wire.Field(e.Data, "client_key"); key != "" {
			c.arrived <- arrival{key, e.At}
		}
	}
}

func (c *crowd) close() {
	for _, s := range c.streams {
		if s != nil {
			s.Close()
		}
	}
}

// idle lets them sit for more than one round of pings and measures.
func idle(ctx context.Context, s *server.Server, r figure.Report, before int64, n int) error {
	sleep(ctx, 5*time.Second)
	used, err := s.Processor()
	if err != nil {
		return err
	}
	const rest = 16 * time.Second
	sleep(ctx, rest)
	after, err := s.Memory()
	if err != nil {
		return err
	}
	now, err := s.Processor()
	if err != nil {
		return err
	}
	r.Add("rss_before", float64(before)/1024, "KB", 1)
	r.Add("rss_after", float64(after)/1024, "KB", 1)
	r.Add("per_visitor", float64(after-before)/1024/float64(n), "KB", n)
	r.Add("idle_processor_per_second", figure.Milliseconds(now-used)/rest.Seconds(), "ms", n)
	return ctx.Err()
}

// nudge sends single messages to one of them at a time.
func (c *crowd) nudge(ctx context.Context, address, agent string, r figure.Report) error {
	conn, err := wire.Dial(address, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	var took figure.Sample
	for i := range nudges {
		key := fmt.Sprintf("nudge%d", i)
		to := c.list[rand.IntN(len(c.list))]
		began := time.Now()
		status, answer, err := conn.Do("POST", staffMessages(to.conversation), agent, fmt.Appendf(nil, `{"client_key":"%s","text":"Is there anything else I can do for you?"}`, key))
		if err != nil {
			return err
		}
		if err := wants(status, 201, answer); err != nil {
			return err
		}
		select {
		case a := <-c.arrived:
			if a.key != key {
				return fmt.Errorf("%s came instead of %s", a.key, key)
			}
			took.Took(a.at.Sub(began))
		case <-time.After(10 * time.Second):
			return fmt.Errorf("a message did not arrive within 10 s")
		}
		sleep(ctx, 20*time.Millisecond)
	}
	r.Times("reached", &took)
	return ctx.Err()
}

// sleep waits, or returns when ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
