package openai

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/ssestream"
)

// Failure is a way in which a model can fail; a closed list, which the inspector shows.
type Failure string

// The ways to fail.
const (
	Unreachable Failure = "unreachable" // no connection, or an unknown name
	Slow        Failure = "slow"        // nothing came in time
	Cut         Failure = "cut"         // the stream ended in the middle
	Malformed   Failure = "malformed"   // what came is not what the protocol says
	Refused     Failure = "refused"     // the key is not accepted
	Unknown     Failure = "unknown"     // there is no such model, or no such address
	Limited     Failure = "limited"     // too many requests, or the account is empty
	Broken      Failure = "broken"      // the endpoint says that it failed
	Rejected    Failure = "rejected"    // the endpoint does not take our request
	Empty       Failure = "empty"       // an answer without a word
	Budget      Failure = "budget"      // the day's money is spent
	None        Failure = "none"        // the shop has no model
	Resting     Failure = "resting"     // it failed three times in a row and is left alone for a while
)

func (f Failure) Error() string { return "the model failed: " + string(f) }

// failure is how a turn went wrong: the class, and what exactly for the log and for who sets it up.
type failure struct {
	class  Failure
	detail string
	after  time.Duration // the endpoint asks to wait as long
}

func (f *failure) Error() string { return f.class.Error() + ": " + f.detail }

// because finds out why a request failed. status is 0 when there was no answer at all.
func because(ctx context.Context, err error, status int) *failure {
	var api *openai.Error
	var dial *net.OpError
	var name *net.DNSError
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	var told *ssestream.StreamError
	text := err.Error()
	switch {
	case errors.Is(context.Cause(ctx), errSlow) || errors.Is(err, context.DeadlineExceeded):
		return &failure{class: Slow, detail: "nothing came in time"}
	case errors.As(err, &api) && api.Message != "":
		return &failure{class: ofStatus(api.StatusCode), detail: api.Message}
	case status >= 300:
		return &failure{class: ofStatus(status), detail: text}
	case errors.As(err, &told):
		return &failure{class: Broken, detail: text}
	case errors.As(err, &name), errors.As(err, &dial) && dial.Op == "dial":
		return &failure{class: Unreachable, detail: text}
	case errors.As(err, &syntax), errors.As(err, &typed):
		return &failure{class: Malformed, detail: text}
	case status == 0:
		return &failure{class: Unreachable, detail: text}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &dial):
		return &failure{class: Cut, detail: text}
	}
	return &failure{class: Malformed, detail: text}
}

func ofStatus(status int) Failure {
	switch {
	case status == 401 || status == 403:
		return Refused
	case status == 404 || status >= 300 && status < 400:
		return Unknown
	case status == 429 || status == 402:
		return Limited
	case status >= 500:
		return Broken
	}
	return Rejected
}

// breaker leaves a model alone that fails again and again, so that customers do not wait for it each time.
type breaker struct {
	mu    sync.Mutex
	pause time.Duration
	now   func() time.Time
	state map[Setting]*trouble
}

type trouble struct {
	inARow int
	until  time.Time
}

// enough failures in a row, and the model rests.
const enough = 3

func newBreaker(pause time.Duration, now func() time.Time) *breaker {
	return &breaker{pause: pause, now: now, state: map[Setting]*trouble{}}
}

// rests tells whether to leave it alone. When the rest is over one turn tries it again, and the next failure makes it rest again.
func (b *breaker) rests(s Setting) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.state[s]
	return t != nil && t.inARow >= enough && b.now().Before(t.until)
}

func (b *breaker) note(s Setting, failed bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !failed {
		delete(b.state, s)
		return
	}
	t := b.state[s]
	if t == nil {
		t = &trouble{}
		b.state[s] = t
	}
	if t.inARow++; t.inARow >= enough {
		t.until = b.now().Add(b.pause)
	}
}
