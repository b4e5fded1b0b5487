package insight

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// script is what the served Parley does about a message: it appends events, at once or later.
type script func(c *talk, text string)

// served speaks the customer's side of the API as docs/api.md describes it, with scripted answers.
type served struct {
	t        *testing.T
	mu       sync.Mutex
	talks    map[string]*talk
	script   script
	openings []map[string]string
	limited  int // how many requests are still turned away with 429
	broken   int // how many requests still fail with 503
	busy     int // conversations that wait for events now
	busiest  int
}

type talk struct {
	mu     sync.Mutex
	events []map[string]any
	fresh  chan struct{}
}

func serve(t *testing.T, s script) (*served, Server) {
	p := &served{t: t, talks: map[string]*talk{}, script: s}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/shop", p.shop)
	mux.HandleFunc("POST /api/v1/visitor/sessions", p.session)
	mux.HandleFunc("POST /api/v1/visitor/conversations", p.conversation)
	mux.HandleFunc("POST /api/v1/visitor/conversations/{id}/messages", p.message)
	mux.HandleFunc("GET /api/v1/visitor/conversations/{id}/events", p.events)
	server := httptest.NewServer(p.gate(mux))
	t.Cleanup(server.Close)
	return p, Server{URL: server.URL, Token: "staff", HTTP: server.Client()}
}

// gate checks tokens and acts troubled when it is told to.
func (p *served) gate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		limited, broken := p.limited > 0, p.broken > 0
		p.limited, p.broken = p.limited-1, p.broken-1
		p.mu.Unlock()
		want := "Bearer visitor"
		if r.URL.Path == "/api/v1/shop" {
			want = "Bearer staff"
		}
		switch {
		case limited:
			w.Header().Set("Retry-After", "0.02")
			problem(w, http.StatusTooManyRequests, "wait a moment")
		case broken:
			problem(w, http.StatusServiceUnavailable, "not now")
		case r.URL.Path != "/api/v1/visitor/sessions" && r.Header.Get("Authorization") != want:
			problem(w, http.StatusUnauthorized, "who are you?")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func problem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "detail": detail})
}

func created(w http.ResponseWriter, v any) {
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(v)
}

func (p *served) shop(w http.ResponseWriter, _ *http.Request) {
	_ = json.NewEncoder(w).Encode(map[string]string{"slug": "demo"})
}

func (p *served) session(w http.ResponseWriter, r *http.Request) {
	var in map[string]string
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in["shop"] != "demo" {
		problem(w, http.StatusNotFound, "no such shop")
		return
	}
	p.mu.Lock()
	p.openings = append(p.openings, in)
	p.mu.Unlock()
	created(w, map[string]any{"token": "visitor", "contact": map[string]any{"id": "c"}})
}

func (p *served) conversation(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := fmt.Sprintf("cnv_%d", len(p.talks))
	p.talks[id] = &talk{fresh: make(chan struct{})}
	created(w, map[string]string{"id": id})
}

func (p *served) find(r *http.Request) *talk {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.talks[r.PathValue("id")]
}

func (p *served) message(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Key  string `json:"client_key"`
		Text string `json:"text"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Key == "" || in.Text == "refuse me" {
		problem(w, http.StatusUnprocessableEntity, "1 field is wrong")
		return
	}
	c := p.find(r)
	created(w, c.add("message", "contact", map[string]any{"text": in.Text}))
	p.script(c, in.Text)
}

// add commits an event.
func (c *talk) add(kind, actor string, payload any) map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := map[string]any{"seq": len(c.events) + 1, "kind": kind, "actor": map[string]string{"kind": actor}, "payload": payload, "at": time.Now()}
	c.events = append(c.events, e)
	close(c.fresh)
	c.fresh = make(chan struct{})
	return e
}

// say commits an assistant's message.
func (c *talk) say(text, outcome string, more map[string]any) {
	payload := map[string]any{"text": text, "locale": "en-US", "outcome": outcome, "evidence": []Cited{{Kind: "article", Ref: "returns"}}, "first_token_ms": 2.5}
	for k, v := range more {
		payload[k] = v
	}
	c.add("message", "assistant", payload)
}

func (p *served) events(w http.ResponseWriter, r *http.Request) {
	p.count(1)
	defer p.count(-1)
	after, err := strconv.Atoi(r.URL.Query().Get("after"))
	wait, err2 := strconv.ParseFloat(r.URL.Query().Get("wait"), 64)
	if err != nil || err2 != nil || wait < 0 || wait > 60 || strings.Contains(r.Header.Get("Accept"), "event-stream") {
		problem(w, http.StatusUnprocessableEntity, r.URL.RawQuery)
		return
	}
	c, end := p.find(r), time.After(time.Duration(wait*float64(time.Second)))
	for {
		c.mu.Lock()
		list, fresh := c.events[min(after, len(c.events)):], c.fresh
		c.mu.Unlock()
		if len(list) > 0 {
			_ = json.NewEncoder(w).Encode(map[string]any{"events": list})
			return
		}
		select {
		case <-fresh:
		case <-end:
			_ = json.NewEncoder(w).Encode(map[string]any{"events": []int{}})
			return
		case <-r.Context().Done():
			return
		}
	}
}

func (p *served) count(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy += n
	p.busiest = max(p.busiest, p.busy)
}
