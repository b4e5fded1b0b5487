// Package openai is the engine that lets a language model compose: any endpoint that speaks OpenAI's chat completions, hosted or
// on the shop's own machine. It owns the openai-go library.
//
// The model proposes, code decides. What it may rest on is found by the built-in engine and numbered; every sentence names its
// numbers and goes through check; a tool proves who asks before it tells anything. When the model fails, in whatever way and at
// whatever moment, the built-in engine answers the same turn.
package openai

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"parley/internal/assistant/engine"
	"parley/internal/assistant/engine/builtin"
)

// Setting is how a shop reaches its model.
type Setting struct {
	BaseURL    string  // for example https://api.openai.com/v1
	Key        string  // "" when the endpoint wants none
	Model      string  // its name there
	Vision     bool    // it may be shown her pictures
	Window     int     // tokens that fit into one request
	FirstToken float64 // seconds to wait for the first word
	Budget     float64 // a day, in Currency; 0 has no limit
	PriceIn    float64 // of a million tokens read
	PriceOut   float64 // of a million tokens written
	Currency   string
}

// Name signs the answers of the shop's model.
func (s Setting) Name() string { return "openai:" + s.Model }

// tells says that a text holds the endpoint's own key, or enough of it to be one: who runs the endpoint knows it.
func (s Setting) tells(text string) bool {
	return len(s.Key) >= 8 && strings.Contains(strings.ToLower(text), strings.ToLower(s.Key[:min(len(s.Key), 12)]))
}

func (s Setting) patience() time.Duration {
	if s.FirstToken <= 0 {
		return 15 * time.Second
	}
	return time.Duration(s.FirstToken * float64(time.Second))
}

func (s Setting) cost(in, out int64) float64 {
	return (float64(in)*s.PriceIn + float64(out)*s.PriceOut) / 1e6
}

// Shops keep settings, and accounts of what was spent on a day (2006-01-02, UTC).
type Shops interface {
	// Model is the shop's setting; false when it uses no model.
	Model(ctx context.Context, shop string) (Setting, bool, error)
	Spent(ctx context.Context, shop, day string) (float64, error)
	Spend(ctx context.Context, shop, day string, in, out int64, cost float64) error
}

// Limits are how long things may take.
type Limits struct {
	Connect time.Duration
	Idle    time.Duration // between two pieces of a stream
	Total   time.Duration // of one turn
	Pause   time.Duration // how long a model that failed three times is left alone
}

// DefaultLimits are for people who wait for an answer.
var DefaultLimits = Limits{Connect: 4 * time.Second, Idle: 15 * time.Second, Total: 90 * time.Second, Pause: 30 * time.Second}

// Engine composes with the shop's model, or lets the built-in engine do it.
type Engine struct {
	shops   Shops
	builtin *builtin.Engine
	limits  Limits
	http    *http.Client
	breaker *breaker
	logger  *slog.Logger
	now     func() time.Time
}

var _ engine.Engine = (*Engine)(nil)

// New makes the engine.
func New(shops Shops, fallback *builtin.Engine, limits Limits, logger *slog.Logger) *Engine {
	return &Engine{shops: shops, builtin: fallback, limits: limits, http: client(limits), breaker: newBreaker(limits.Pause, time.Now), logger: logger, now: time.Now}
}

// client keeps connections for the next turn. It follows no redirect: a key goes to the address that was typed in, nowhere else.
func client(limits Limits) *http.Client {
	dialer := &net.Dialer{Timeout: limits.Connect, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, TLSHandshakeTimeout: limits.Connect,
			MaxIdleConnsPerHost: 64, IdleConnTimeout: 90 * time.Second, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Compose answers one turn.
func (e *Engine) Compose(ctx context.Context, t engine.Turn, release func(engine.Sentence, []engine.Evidence) error) (engine.Reply, error) {
	s, on, err := e.shops.Model(ctx, t.ShopID)
	if err != nil {
		e.logger.Error("The setting of a shop's model could not be read", "shop", t.ShopID, "error", err)
	}
	if err != nil || !on {
		return e.builtin.Compose(ctx, t, release)
	}
	began := time.Now()
	lent, err := e.builtin.Lend(ctx, t)
	if err != nil || lent.Settled() {
		return e.builtin.Compose(ctx, t, release)
	}
	c := &composing{engine: e, setting: s, turn: t, lent: lent, pack: lent.Pack(), release: release, began: began, cited: map[string]bool{}}
	c.timings.Understand = since(began)
	ctx, cancel := context.WithTimeout(ctx, e.limits.Total)
	defer cancel()
	failure := c.run(ctx)
	c.account(context.WithoutCancel(ctx))
	switch {
	case c.stopped != nil:
		return engine.Reply{}, c.stopped
	case errors.Is(ctx.Err(), context.Canceled):
		return engine.Reply{}, context.Canceled
	case failure != nil:
		return c.fallBack(context.WithoutCancel(ctx), failure)
	}
	return c.reply()
}

// mayAsk says why a shop's model must not be asked now.
func (e *Engine) mayAsk(ctx context.Context, shop string, s Setting) error {
	if e.breaker.rests(s) {
		return Resting
	}
	if s.Budget <= 0 {
		return nil
	}
	spent, err := e.shops.Spent(ctx, shop, e.day())
	if err != nil {
		return err
	}
	if spent >= s.Budget {
		return Budget
	}
	return nil
}

func (e *Engine) day() string { return e.now().UTC().Format(time.DateOnly) }

// account writes down what a request has cost.
func (e *Engine) account(ctx context.Context, shop string, s Setting, in, out int64) {
	if err := e.shops.Spend(ctx, shop, e.day(), in, out, s.cost(in, out)); err != nil {
		e.logger.Error("What a model has cost could not be written down", "shop", shop, "error", err)
	}
}

func since(t time.Time) float64 { return float64(time.Since(t).Microseconds()) / 1000 }
