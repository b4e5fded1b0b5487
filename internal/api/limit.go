package api

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"parley/internal/fault"
)

// Limits are how many requests a second one address may send; 0 means no limit.
type Limits struct {
	Sessions float64 // new customer sessions
	Messages float64 // messages of customers
	Requests float64 // anything of customers
	SignIns  float64 // tries to sign in, per minute
	Feedback float64 // what readers say of articles, per minute
}

// DefaultLimits let a whole office behind one address work, and stop a flood.
var DefaultLimits = Limits{Sessions: 50, Messages: 200, Requests: 1000, SignIns: 20, Feedback: 20}

// shared counts for all nodes together; known is false when they cannot be reached.
type shared interface {
	Allow(ctx context.Context, name string, perSecond float64, burst int) (ok, known bool)
}

// limiter lets an address do something so often. All nodes count together; while they cannot be reached each counts alone, so that there
// is always a limit and never a closed door.
type limiter struct {
	name   string
	rate   rate.Limit
	burst  int
	shared shared
	local  *buckets
}

func newLimiter(name string, perSecond float64, burst int, s shared) *limiter {
	return &limiter{name: name, rate: rate.Limit(perSecond), burst: burst, shared: s, local: &buckets{byKey: map[string]*bucket{}}}
}

func (l *limiter) allow(ctx context.Context, key string) bool {
	if l.rate == 0 {
		return true
	}
	if ok, known := l.shared.Allow(ctx, l.name+":"+key, float64(l.rate), l.burst); known {
		return ok
	}
	return l.local.allow(key, l.rate, l.burst)
}

// buckets are the token buckets of this node, one for each address; those that have been quiet are forgotten.
type buckets struct {
	mu    sync.Mutex
	byKey map[string]*bucket
	swept time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

func (b *buckets) allow(key string, perSecond rate.Limit, burst int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if now.Sub(b.swept) > time.Minute {
		b.swept = now
		for k, one := range b.byKey {
			if now.Sub(one.used) > time.Minute {
				delete(b.byKey, k)
			}
		}
	}
	one := b.byKey[key]
	if one == nil {
		one = &bucket{Limiter: rate.NewLimiter(perSecond, burst)}
		b.byKey[key] = one
	}
	one.used = now
	return one.Allow()
}

// limits are all of them.
type limits struct{ sessions, messages, requests, signIns, feedback *limiter }

func newLimits(l Limits, s shared) limits {
	return limits{
		sessions: newLimiter("sessions", l.Sessions, int(2*l.Sessions), s), messages: newLimiter("messages", l.Messages, int(2*l.Messages), s),
		requests: newLimiter("requests", l.Requests, int(2*l.Requests), s), signIns: newLimiter("sign-ins", l.SignIns/60, int(l.SignIns), s),
		feedback: newLimiter("feedback", l.Feedback/60, int(l.Feedback), s),
	}
}

// check finds the bucket of a request.
func (l limits) check(r *http.Request, address string) error {
	var one *limiter
	path := r.URL.Path
	switch {
	case r.Method == http.MethodPost && path == "/api/v1/visitor/sessions":
		one = l.sessions
	case r.Method == http.MethodPost && strings.HasPrefix(path, "/api/v1/visitor/") && strings.HasSuffix(path, "/messages"):
		one = l.messages
	case strings.HasPrefix(path, "/api/v1/visitor/"), path == "/healthz/stream":
		one = l.requests
	case r.Method == http.MethodPost && (path == "/api/v1/auth/sign-in" || path == "/api/v1/setup"):
		one = l.signIns
	default:
		return nil
	}
	if !one.allow(r.Context(), address) {
		return fault.New(fault.RateLimited, "Too many requests from this address; wait a moment")
	}
	return nil
}

// address is the sender's. Behind a trusted proxy the last hop that the proxy names counts; else anybody could name any.
func address(r *http.Request, trustProxy bool) string {
	if trustProxy {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(hops[len(hops)-1]); last != "" {
			return last
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
