package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"parley/bench/figure"
	"parley/bench/server"
	"parley/bench/wire"
)

const (
	overTo   = 300                   // messages from one process to a screen on the other
	returns  = 10_000                // screens of a process that is killed
	within   = 5 * time.Second       // in which all of them knock at the other
	patience = 2 * time.Minute       // for the last of them
	apart    = 15 * time.Millisecond // between messages, so that one does not wait for another
)

// clusterBench measures two processes on one PostgreSQL and one Redis: how long a message takes from one to a screen on the other, and how
// soon all screens of a killed process are up to date on the other.
func clusterBench(ctx context.Context, w *world, r figure.Report) error {
	a, b, err := pair(ctx, w)
	if err != nil {
		return err
	}
	agent, err := a.Shop(ctx, "bench", "agent")
	if err != nil {
		return err
	}
	if err := across(ctx, a, b, agent, r); err != nil {
		return err
	}
	return comeBack(ctx, a, b, agent, r)
}

// pair starts the two processes.
func pair(ctx context.Context, w *world) (a, b *server.Server, err error) {
	postgres, redis := os.Getenv("PARLEY_TEST_POSTGRES"), os.Getenv("PARLEY_TEST_REDIS")
	if postgres == "" || redis == "" {
		return nil, nil, errors.New("no PostgreSQL or no Redis: run make bench, or scripts/with-services")
	}
	database, err := emptyDatabase(postgres)
	if err != nil {
		return nil, nil, err
	}
	o := server.Options{Database: database, Redis: redis, Files: filepath.Join(w.dir, "files")}
	if a, err = w.start(ctx, o); err != nil {
		return nil, nil, err
	}
	b, err = w.start(ctx, o)
	return a, b, err
}

// across sends from the second process to screens on the first, whose steps run there: the longest way.
func across(ctx context.Context, a, b *server.Server, agent string, r figure.Report) error {
	list, err := welcomeAll(ctx, a.Address, "bench", 50)
	if err != nil {
		return err
	}
	err = each(ctx, a.Address, len(list), 8, func(c *wire.Conn, i int) error {
		status, answer, err := c.Do("POST", list[i].messages(), list[i].token, []byte(`{"client_key":"first","text":"hello"}`))
		return errors.Join(err, wants(status, 201, answer))
	})
	if err != nil {
		return err
	}
	sleep(ctx, 3*time.Second) // their answers
	c, err := settle(ctx, a.Address, list)
	defer c.close()
	if err != nil {
		return err
	}
	return c.cross(ctx, b.Address, agent, r)
}

// cross sends the messages; what came before on a screen is passed over.
func (c *crowd) cross(ctx context.Context, address, agent string, r figure.Report) error {
	conn, err := wire.Dial(address, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	var took figure.Sample
	for i := range overTo {
		key, to := fmt.Sprint("over", i), c.list[rand.IntN(len(c.list))]
		began := time.Now()
		status, answer, err := conn.Do("POST", staffMessages(to.conversation), agent, fmt.Appendf(nil, `{"client_key":"%s","text":"Is there anything else I can do for you?"}`, key))
		if err := errors.Join(err, wants(status, 201, answer)); err != nil {
			return err
		}
		if err := c.until(key, func(at time.Time) { took.Took(at.Sub(began)) }); err != nil {
			return err
		}
		sleep(ctx, apart)
	}
	r.Times("fan_out", &took)
	return ctx.Err()
}

func (c *crowd) until(key string, seen func(at time.Time)) error {
	end := time.After(10 * time.Second)
	for {
		select {
		case a := <-c.arrived:
			if a.key == key {
				seen(a.at)
				return nil
			}
		case <-end:
			return fmt.Errorf("%s did not arrive within 10 s", key)
		}
	}
}

// comeBack kills the first process under its screens; each knocks at the second at a moment of its own and waits for what it has not seen.
func comeBack(ctx context.Context, a, b *server.Server, agent string, r figure.Report) error {
	n := min(returns, openFiles())
	list, err := welcomeAll(ctx, a.Address, "bench", n)
	if err != nil {
		return err
	}
	old, err := settle(ctx, a.Address, list)
	if err != nil {
		old.close()
		return err
	}
	go func() {
		for range old.arrived { // nobody looks at what the first process still shows
		}
	}()
	err = each(ctx, b.Address, n, 32, func(c *wire.Conn, i int) error {
		status, answer, err := c.Do("POST", staffMessages(list[i].conversation), agent, []byte(`{"client_key":"missed","text":"I have found your parcel."}`))
		return errors.Join(err, wants(status, 201, answer))
	})
	if err != nil {
		return err
	}
	a.Kill()
	old.close() // the machine lets a program have only so many open files
	return knock(ctx, b.Address, list, r)
}

func knock(ctx context.Context, address string, list []customer, r figure.Report) error {
	began := time.Now()
	var took figure.Sample
	var mu sync.Mutex
	var all sync.WaitGroup
	var failed error
	var last time.Time
	for i, v := range list {
		all.Go(func() {
			sleep(ctx, time.Duration(i)*within/time.Duration(len(list)))
			from := time.Now()
			at, err := v.caughtUp(address, net.IPv4(127, 0, 0, byte(12+i/fromOne)))
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = errors.Join(failed, err)
				return
			}
			took.Took(at.Sub(from))
			if at.After(last) {
				last = at
			}
		})
	}
	all.Wait()
	if failed != nil {
		return failed
	}
	r.Times("reconnect", &took)
	r.Add("all_caught_up", last.Sub(began).Seconds(), "s", len(list))
	return ctx.Err()
}

// caughtUp opens the screen and waits until it shows the missed message.
func (v customer) caughtUp(address string, from net.IP) (at time.Time, err error) {
	conn, err := wire.Dial(address, from)
	if err != nil {
		return at, err
	}
	s, err := conn.Stream(v.events("0"), v.token)
	if err != nil {
		conn.Close()
		return at, err
	}
	if err := s.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return at, err
	}
	for {
		e, err := s.Next()
		if err != nil {
			return at, err
		}
		if wire.Field(e.Data, "client_key") == "missed" {
			return e.At, nil // it stays open, as a screen does; the bench's end closes it
		}
	}
}
