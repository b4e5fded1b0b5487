package api

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"parley/internal/fault"
	"parley/internal/realtime"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func writeJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(v)
}

// systemRoutes are for whoever runs the server, and the console's WebSocket.
func (a *API) systemRoutes() {
	a.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _ = writeJSON(w, map[string]string{"status": "ok"}) })
	a.mux.HandleFunc("GET /healthz/stream", a.probe)
	a.mux.HandleFunc("GET /readyz", a.ready)
	a.mux.Handle("GET /metrics", promhttp.HandlerFor(a.Metrics, promhttp.HandlerOpts{}))
	a.mux.HandleFunc("GET /api/v1/realtime", a.realtime)
	a.Hub.MaySee = func(ctx context.Context, member, channel string) bool {
		id := strings.TrimPrefix(channel, "conversation:")
		_, err := a.Conversations.Get(ctx, shopOf(ctx), id)
		return err == nil
	}
	a.Hub.Moved = func(shop string) { a.Presence.Show(context.Background(), shop) }
}

func (a *API) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.DB.Ping(ctx); err != nil {
		writeProblem(w, problem(ctx, a.Logger, fault.New(fault.Unavailable, "The database does not answer").WithCause(err)))
		return
	}
	state := readiness{Status: "ready", Nodes: a.Cluster.Alive()}
	if a.Cluster.Missing() {
		state.Missing = []string{"redis"}
	}
	_ = writeJSON(w, state)
}

// readiness is the answer of /readyz. Without Redis a node goes on serving, so a balancer must not take it out: it is only named.
type readiness struct {
	Status  string   `json:"status"`
	Nodes   int      `json:"nodes"`
	Missing []string `json:"missing,omitempty"`
}

type shopKey struct{}

func shopOf(ctx context.Context) string {
	s, _ := ctx.Value(shopKey{}).(string)
	return s
}

func (a *API) realtime(w http.ResponseWriter, r *http.Request) {
	c, err := a.admit(r, viewer)
	if err != nil {
		writeProblem(w, problem(r.Context(), a.Logger, err))
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), shopKey{}, c.shop))
	a.Hub.Serve(w, r, realtime.Member{ID: c.id, Name: c.name}, c.shop)
}

// Content security policies. The widget's files are loaded by other sites and need none.
const (
	consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; font-src 'self'; " +
		"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	demoPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

func (a *API) webRoutes() {
	a.mux.Handle("GET /widget.js", anywhere(a.asset(a.Widget, "widget.js", "no-cache")))
	a.mux.Handle("GET /w/", anywhere(a.assets("/", a.Widget)))
	a.mux.Handle("GET /console/", a.console())
	a.mux.Handle("GET /console", http.RedirectHandler("/console/", http.StatusMovedPermanently))
	home := "/console/"
	if a.Demo != nil {
		home = "/demo/"
		a.mux.Handle("/demo/", withPolicy(demoPolicy, a.Demo))
	}
	a.mux.Handle("GET /{$}", http.RedirectHandler(home, http.StatusFound))
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, newProblem("not_found", 404, "There is nothing at "+r.Method+" "+r.URL.Path))
	})
}

// anywhere lets pages of other origins load a file: the widget's stand on every shop's page.
func anywhere(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		h.ServeHTTP(w, r)
	})
}

func withPolicy(policy string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		h.ServeHTTP(w, r)
	})
}

// asset serves one file that keeps its name; the browser asks each time whether it is still good.
func (a *API) asset(files fs.FS, name, cache string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			writeProblem(w, newProblem("not_found", 404, name+" is not built: run make build"))
			return
		}
		w.Header().Set("Cache-Control", cache)
		compressed(w, r, name, body)
	})
}

// assets serves files whose names carry a hash: they never change.
func (a *API) assets(prefix string, files fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), prefix)
		a.asset(files, name, "public, max-age=31536000, immutable").ServeHTTP(w, r)
	})
}

// console serves the application: its hashed files, and its page for every address that looks like a page.
func (a *API) console() http.Handler {
	files := a.assets("/console/", a.Console)
	page := a.asset(a.Console, "index.html", "no-store")
	return withPolicy(consolePolicy, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) != "" && path.Ext(r.URL.Path) != ".html" {
			files.ServeHTTP(w, r)
			return
		}
		page.ServeHTTP(w, r)
	}))
}
