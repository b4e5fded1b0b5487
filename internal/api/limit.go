package api

import (
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
}

// DefaultLimits let a whole office behind one address work, and stop a flood.
var DefaultLimits = Limits{Sessions: 50, Messages: 200, Requests: 1000, SignIns: 20}

// limiter keeps a token bucket for each address and forgets those that have been quiet.
type limiter struct {
	mu      sync.Mutex
	rate    rate.Limit
	burst   int
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

func newLimiter(perSecond float64, burst int) *limiter {
	return &limiter{rate: rate.Limit(perSecond), burst: burst, buckets: map[string]*bucket{}}
}

func (l *limiter) allow(key string) bool {
	if l.rate == 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Sub(l.swept) > time.Minute {
		l.swept = now
		for k, b := range l.buckets {
			if now.Sub(b.used) > time.Minute {
				delete(l.buckets, k)
			}
		}
	}
	b := l.buckets[key]
	if b == nil {
		b = &bucket{Limiter: rate.NewLimiter(l.rate, l.burst)}
		l.buckets[key] = b
	}
	b.used = now
	return b.Allow()
}

// limits are the four of them.
type limits struct{ sessions, messages, requests, signIns *limiter }

func newLimits(l Limits) limits {
	return limits{
		sessions: newLimiter(l.Sessions, int(2*l.Sessions)), messages: newLimiter(l.Messages, int(2*l.Messages)),
		requests: newLimiter(l.Requests, int(2*l.Requests)), signIns: newLimiter(l.SignIns/60, int(l.SignIns)),
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
	case strings.HasPrefix(path, "/api/v1/visitor/"):
		one = l.requests
	case r.Method == http.MethodPost && (path == "/api/v1/auth/sign-in" || path == "/api/v1/setup"):
		one = l.signIns
	default:
		return nil
	}
	if !one.allow(address) {
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
