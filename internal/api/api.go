// Package api is the roof: it speaks HTTP. A handler is five moves: who, decode, check, do, answer; no rule of the business lives
// here. It owns the huma library and the OpenAPI description.
package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"

	"parley/internal/assistant"
	"parley/internal/assistant/engine"
	"parley/internal/assistant/engine/openai"
	"parley/internal/cluster"
	"parley/internal/conversation"
	"parley/internal/desk"
	"parley/internal/desk/macro"
	"parley/internal/desk/promise"
	"parley/internal/flow"
	"parley/internal/helpcentre"
	"parley/internal/knowledge"
	"parley/internal/knowledge/embed"
	"parley/internal/knowledge/ownwords"
	"parley/internal/realtime"
	"parley/internal/shop"
	"parley/internal/staff"
	"parley/internal/store"
)

// Words are the customer's texts that do not come from an engine: greeting and disclosure, by locale.
type Words interface {
	// Match is the best of the offered locales for a wanted one.
	Match(wanted string, offered []string) string
	Greeting(locale string, at time.Time) string
	Disclosure(locale, shop string) string
	RightToLeft(locale string) bool
}

// Parts are what the roof stands on.
type Parts struct {
	DB            *store.DB
	Log           *flow.Log
	Conversations *conversation.Conversations
	Shops         *shop.Shops
	Staff         *staff.Staff
	Knowledge     *knowledge.Knowledge
	OwnWords      *ownwords.Words
	Help          *helpcentre.Centre
	HelpDomains   map[string]string // host → slug of the shop whose help centre stands there
	Assistant     *assistant.Assistant
	Model         *openai.Engine // tries a language model out
	Embedder      embed.Embedder // tries an embeddings endpoint out
	Desk          *desk.Desk
	Presence      *desk.Presence
	Promises      *promise.Ledger
	Macros        *macro.Macros
	Hub           *realtime.Hub
	Cluster       *cluster.Cluster
	Files         conversation.Files
	Words         Words
	// EngineWith is the assistant's engine with one article replaced or added, to try a draft.
	EngineWith func(ctx context.Context, shop string, draft knowledge.Record) (engine.Engine, error)
	Widget     fs.FS
	Console    fs.FS
	Demo       http.Handler // nil without --demo
	SetupCode  string
	Limits     Limits
	TrustProxy bool
	Metrics    *prometheus.Registry
	Logger     *slog.Logger
	Version    string
}

// API is the room.
type API struct {
	Parts
	limits  limits
	mux     *http.ServeMux
	huma    huma.API
	closing chan struct{}
	streams sync.WaitGroup // those on connections of their own, which the HTTP server does not know any more
}

// New builds all routes.
func New(p Parts) *API {
	a := &API{Parts: p, limits: newLimits(p.Limits, p.Cluster), mux: http.NewServeMux(), closing: make(chan struct{})}
	huma.NewError = fromHuma
	a.huma = humago.New(a.mux, describe(p.Version))
	a.huma.UseMiddleware(a.enter)
	a.visitorRoutes()
	a.streamRoutes()
	a.authRoutes()
	a.conversationRoutes()
	a.verbRoutes()
	a.deskWordRoutes()
	a.promiseRoutes()
	a.macroRoutes()
	a.articleRoutes()
	a.wordRoutes()
	a.helpCentreRoutes()
	a.catalogueRoutes()
	a.staffRoutes()
	a.shopRoutes()
	a.systemRoutes()
	a.helpRoutes()
	a.webRoutes()
	return a
}

// Closing ends the streams, so that a graceful stop does not wait for them.
func (a *API) Closing() { close(a.closing) }

// Closed waits until every stream has told its client that it ends. Call it when the HTTP server takes no more requests.
func (a *API) Closed(ctx context.Context) {
	told := make(chan struct{})
	go func() { a.streams.Wait(); close(told) }()
	select {
	case <-told:
	case <-ctx.Done():
	}
}

func describe(version string) huma.Config {
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Parley", Version: version, Description: "Customer service for shops that sell across borders. docs/api.md tells what a description cannot."},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"bearer": {Type: "http", Scheme: "bearer", Description: "A customer's session token, or a shop's API token"},
					"cookie": {Type: "apiKey", In: "cookie", Name: cookieName, Description: "A signed-in console; unsafe methods need X-CSRF-Token"},
				},
			},
		},
		OpenAPIPath: "/api/openapi", Formats: map[string]huma.Format{"application/json": format, "json": format}, DefaultFormat: "application/json",
	}
}

// schemaName tells types of the same name from different rooms apart.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	room := path.Base(t.PkgPath())
	if room == "api" || room == "." || t.Name() == "" {
		return name
	}
	return strings.ToUpper(room[:1]) + room[1:] + name
}

// unmarshal reads JSON in which null means absent.
func unmarshal(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return &json.SyntaxError{Offset: d.InputOffset()}
	}
	if whole, ok := v.(*any); ok {
		dropNulls(*whole)
		return unique(data)
	}
	return nil
}

func dropNulls(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, one := range v {
			if one == nil {
				delete(v, k)
			} else {
				dropNulls(one)
			}
		}
	case []any:
		for _, one := range v {
			dropNulls(one)
		}
	}
}

// route describes one operation.
type route struct {
	method, path, summary string
	access                access
	status                int   // of success; 200 when 0
	maxBody               int64 // bytes; 1 MB when 0
	tag                   string
}

// out is an answer with a body.
type out[T any] struct {
	Status int
	Cookie []http.Cookie `header:"Set-Cookie"`
	Body   T
}

func ok[T any](v T) (*out[T], error) { return &out[T]{Status: http.StatusOK, Body: v}, nil }

// sent answers a send: 201 the first time, 200 for a repetition.
func sent[T any](v T, fresh bool) (*out[T], error) {
	if fresh {
		return &out[T]{Status: http.StatusCreated, Body: v}, nil
	}
	return ok(v)
}

// handle registers an operation; its errors become problems.
func handle[I, O any](a *API, r route, do func(ctx context.Context, in *I) (*O, error)) {
	op := huma.Operation{Method: r.method, Path: "/api/v1" + r.path, Summary: r.summary, OperationID: operationID(r.method, r.path), Tags: []string{r.tag},
		DefaultStatus: r.status, MaxBodyBytes: r.maxBody, Metadata: map[string]any{"access": r.access}, Security: security(r.access)}
	if r.maxBody > 0 {
		op.BodyReadTimeout = -1 // a large file over a slow line
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		o, err := do(ctx, in)
		if err != nil {
			return nil, problem(ctx, a.Logger, err)
		}
		return o, nil
	})
}

func security(need access) []map[string][]string {
	switch need {
	case public:
		return nil
	case visitor:
		return []map[string][]string{{"bearer": {}}}
	}
	return []map[string][]string{{"bearer": {}}, {"cookie": {}}}
}

func operationID(method, path string) string {
	id := []byte{}
	up := false
	for _, c := range []byte(method + path) {
		switch {
		case c == '/' || c == '-' || c == '{' || c == '}':
			up = true
		case up && 'a' <= c && c <= 'z':
			id, up = append(id, c-32), false
		case 'A' <= c && c <= 'Z':
			id = append(id, c+32)
		default:
			id, up = append(id, c), false
		}
	}
	return string(id)
}

// enter is the gate in front of every described operation.
func (a *API) enter(ctx huma.Context, next func(huma.Context)) {
	need, _ := ctx.Operation().Metadata["access"].(access)
	r, w := humago.Unwrap(ctx)
	c, err := a.admit(r, need)
	if err != nil {
		writeProblem(w, problem(r.Context(), a.Logger, err))
		return
	}
	next(huma.WithValue(ctx, callerKey{}, c))
}

// Handler is everything, behind the limits and the common headers.
func (a *API) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer a.recover(w, r)
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		if cors(w, r) {
			return
		}
		if err := a.limits.check(r, address(r, a.TrustProxy)); err != nil {
			writeProblem(w, problem(r.Context(), a.Logger, err))
			return
		}
		if !a.ownDomain(w, r) {
			a.mux.ServeHTTP(w, r)
		}
	})
}

func (a *API) recover(w http.ResponseWriter, r *http.Request) {
	if v := recover(); v != nil {
		if v == http.ErrAbortHandler {
			panic(v)
		}
		a.Logger.Error("A handler panicked", "path", r.URL.Path, "panic", v)
		writeProblem(w, newProblem("internal", 500, "Something went wrong here"))
	}
}
