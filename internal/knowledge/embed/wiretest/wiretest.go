// Package wiretest is an endpoint that speaks OpenAI's embeddings as they go over the wire, for tests. Its vectors are counts of
// hashed words, so that texts which share words lie near each other; words of its dictionary count as the word they mean.
package wiretest

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"unicode"
)

// Endpoint is the server.
type Endpoint struct {
	server  *httptest.Server
	means   map[string]string // a word and the word it counts as
	mu      sync.Mutex
	status  int
	body    string
	hold    bool
	size    int
	asked   []Request
	changed chan struct{}
}

// Request is what it was asked.
type Request struct {
	Model  string   `json:"model"`
	Input  []string `json:"input"`
	Format string   `json:"encoding_format"`
	Key    string   `json:"-"`
}

// New starts it; it ends with the test.
func New(t testing.TB, means map[string]string) *Endpoint {
	e := &Endpoint{means: means, size: 512, changed: make(chan struct{})}
	e.server = httptest.NewServer(http.HandlerFunc(e.serve))
	t.Cleanup(e.server.Close)
	return e
}

// URL is its base address.
func (e *Endpoint) URL() string { return e.server.URL + "/v1" }

// Fail makes it answer with a status and a body; 0 makes it whole again.
func (e *Endpoint) Fail(status int, body string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.status, e.body = status, body
}

// Hold makes it say nothing until whoever asks goes away.
func (e *Endpoint) Hold(on bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.hold = on
}

// Requests are those it was asked so far.
func (e *Endpoint) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Request{}, e.asked...)
}

// Next is closed when it is asked again.
func (e *Endpoint) Next() <-chan struct{} {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.changed
}

func (e *Endpoint) serve(w http.ResponseWriter, r *http.Request) {
	var q Request
	body, _ := io.ReadAll(r.Body)
	if r.URL.Path != "/v1/embeddings" || r.Method != http.MethodPost {
		http.Error(w, `{"error":{"message":"no such page","type":"invalid_request_error"}}`, http.StatusNotFound)
		return
	}
	if err := json.Unmarshal(body, &q); err != nil || len(q.Input) == 0 {
		http.Error(w, `{"error":{"message":"input is missing","type":"invalid_request_error"}}`, http.StatusBadRequest)
		return
	}
	q.Key = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	status, instead, hold := e.note(q)
	w.Header().Set("Content-Type", "application/json")
	switch {
	case hold:
		<-r.Context().Done()
	case status != 0:
		w.WriteHeader(status)
		fmt.Fprint(w, instead)
	default:
		_ = json.NewEncoder(w).Encode(e.answer(q))
	}
}

func (e *Endpoint) note(q Request) (status int, body string, hold bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = append(e.asked, q)
	close(e.changed)
	e.changed = make(chan struct{})
	return e.status, e.body, e.hold
}

// answer has the vectors in reverse: the protocol promises no order but an index.
func (e *Endpoint) answer(q Request) any {
	type row struct {
		Object    string    `json:"object"`
		Index     int       `json:"index"`
		Embedding []float64 `json:"embedding"`
	}
	data := []row{}
	for i := len(q.Input) - 1; i >= 0; i-- {
		data = append(data, row{"embedding", i, e.vector(q.Input[i])})
	}
	return map[string]any{"object": "list", "data": data, "model": q.Model, "usage": map[string]int{"prompt_tokens": 1, "total_tokens": 1}}
}

func (e *Endpoint) vector(text string) []float64 {
	v := make([]float64, e.size)
	v[0] = 0.01 // no text points nowhere
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(word) < 4 {
			continue
		}
		if meant := e.means[word]; meant != "" {
			word = meant
		}
		h := fnv.New32a()
		h.Write([]byte(word))
		v[1+int(h.Sum32())%(e.size-1)]++
	}
	return v
}
