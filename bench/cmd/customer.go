package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"parley/bench/wire"
)

// customer is one visitor of a shop with a session and a conversation.
type customer struct {
	token, conversation string
}

// welcome opens a session and a conversation.
func welcome(c *wire.Conn, shop, locale string) (v customer, err error) {
	session, err := wire.Post[struct{ Token string }](c, "/api/v1/visitor/sessions", "", map[string]string{"shop": shop, "locale": locale})
	if err != nil {
		return v, err
	}
	v.token = session.Token
	return v, v.begin(c)
}

// begin opens a new conversation.
func (v *customer) begin(c *wire.Conn) error {
	opened, err := wire.Post[struct{ ID string }](c, "/api/v1/visitor/conversations", v.token, map[string]string{})
	v.conversation = opened.ID
	return err
}

// welcomeAll opens n of them over some connections.
func welcomeAll(ctx context.Context, address, shop string, n int) ([]customer, error) {
	list := make([]customer, n)
	err := each(ctx, address, n, 32, func(c *wire.Conn, i int) (err error) {
		list[i], err = welcome(c, shop, "en-US")
		return err
	})
	return list, err
}

// each does n things over as many connections as wide; the first error ends it.
func each(ctx context.Context, address string, n, wide int, do func(c *wire.Conn, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var all sync.WaitGroup
	for range min(wide, n) {
		all.Go(func() {
			c, err := wire.Dial(address, nil)
			if err != nil {
				cancel(err)
				return
			}
			defer c.Close()
			for i := range next {
				if err := do(c, i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	for i := 0; i < n && ctx.Err() == nil; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
	return context.Cause(ctx)
}

func (v customer) messages() string {
	return "/api/v1/visitor/conversations/" + v.conversation + "/messages"
}

func (v customer) events(after string) string {
	return "/api/v1/visitor/conversations/" + v.conversation + "/events?after=" + after
}

func staffMessages(conversation string) string {
	return "/api/v1/conversations/" + conversation + "/messages"
}

// watch follows the conversation as one more open screen does, and takes it up again where it left off when the server lets it go. It
// returns once it is connected; see is called for every event.
func (v customer) watch(ctx context.Context, address string, see func(e wire.Event)) error {
	s, err := v.stream(address, "0")
	if err != nil {
		return err
	}
	go func() {
		last := "0"
		for ctx.Err() == nil {
			last = follow(ctx, s, last, see)
			for ctx.Err() == nil {
				if s, err = v.stream(address, last); err == nil {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
		}
		if s != nil {
			s.Close()
		}
	}()
	return nil
}

func (v customer) stream(address, after string) (*wire.Stream, error) {
	c, err := wire.Dial(address, nil)
	if err != nil {
		return nil, err
	}
	s, err := c.Stream(v.events(after), v.token)
	if err != nil {
		c.Close()
	}
	return s, err
}

// follow reads one stream to its end.
func follow(ctx context.Context, s *wire.Stream, last string, see func(e wire.Event)) string {
	stop := context.AfterFunc(ctx, func() { s.Close() })
	defer stop()
	defer s.Close()
	for {
		e, err := s.Next()
		if err != nil || e.Name == "gone" {
			return last
		}
		if e.ID != "" {
			last = e.ID
		}
		see(e)
	}
}

// wants checks a status.
func wants(status, want int, answer []byte) error {
	if status != want {
		return fmt.Errorf("status %d, not %d: %.300s", status, want, answer)
	}
	return nil
}
