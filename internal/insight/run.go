package insight

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"parley/internal/fault"
)

// Runner plays items to a server.
type Runner struct {
	Server      Server
	Ear         Ear           // nil: only the label of a reply tells its language
	Concurrency int           // conversations at a time
	Timeout     time.Duration // for one reply
}

// Result is one judged reply.
type Result struct {
	ID       string
	Turn     int // from 1; 0 for a single question
	Expect   Expect
	Locale   string // of the customer
	Asked    string
	Reply    Reply
	Skipped  bool // interrupted before it was finished, so there is nothing to judge
	TookMS   float64
	FirstMS  float64
	Timed    bool // a message came and was waited for, so that TookMS means something
	Failures []Failure
}

// Right says that no rule was broken.
func (r Result) Right() bool { return !r.Skipped && len(r.Failures) == 0 }

// Run plays all items and returns the results in their order. It fails when the server cannot be reached; what a server says
// no to is a wrong answer, not an error.
func (r Runner) Run(ctx context.Context, items []Item) (shop string, results []Result, err error) {
	if shop, err = r.Server.shop(ctx); err != nil {
		return "", nil, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	each := make([][]Result, len(items))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(max(r.Concurrency, 1), len(items)) {
		workers.Go(func() {
			for i := range next {
				var err error
				if each[i], err = r.play(ctx, shop, items[i]); err != nil {
					stop(err)
				}
			}
		})
	}
	hand(ctx, next, len(items))
	workers.Wait()
	for _, list := range each {
		results = append(results, list...)
	}
	return shop, results, context.Cause(ctx)
}

// hand gives out the numbers of the items until all are given or the run has stopped.
func hand(ctx context.Context, next chan<- int, n int) {
	defer close(next)
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			return
		}
	}
}

// shop asks which shop the token belongs to.
func (s Server) shop(ctx context.Context) (string, error) {
	var shop struct{ Slug string }
	_, err := s.call(ctx, http.MethodGet, "/shop", s.Token, nil, &shop)
	var r *refusal
	switch {
	case errors.As(err, &r) && r.status == http.StatusUnauthorized:
		return "", fault.New(fault.Unauthenticated, "the server at %s does not accept the token; make one with parley token create", s.URL)
	case errors.As(err, &r):
		return "", fault.New(fault.Unavailable, "the server at %s would not name its shop (%s)", s.URL, r)
	case err == nil && shop.Slug == "":
		return "", fault.New(fault.Unavailable, "the server at %s did not name its shop; is the address right?", s.URL)
	}
	return shop.Slug, err
}

// play has one conversation. Only a lost connection, or an end from outside, is an error.
func (r Runner) play(ctx context.Context, shop string, item Item) ([]Result, error) {
	d := item.dialogue()
	p := &player{timeout: r.Timeout, turns: d.Turns}
	var err error
	if p.visit, err = r.Server.enter(ctx, shop, d); err == nil {
		err = p.talk(ctx)
	}
	var no *refusal
	if err != nil && !errors.As(err, &no) {
		return nil, err
	}
	var results []Result
	for i, t := range d.Turns {
		if t.Expect == nil {
			continue
		}
		result := p.result(i, no, r.Ear)
		result.ID, result.Locale = d.ID, d.Locale
		if item.Dialogue != nil {
			result.Turn = i + 1
		}
		results = append(results, result)
	}
	return results, nil
}
