package wire

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func serve(t *testing.T, h http.HandlerFunc) *Conn {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c, err := Dial(strings.TrimPrefix(s.URL, "http://"), net.IPv4(127, 0, 0, 3))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestPostOverOneConnection(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "Bearer t" || !strings.HasPrefix(r.RemoteAddr, "127.0.0.3:") {
			http.Error(w, "who?", http.StatusUnauthorized)
			return
		}
		fmt.Fprintf(w, `{"from":%q,"long":%q,"body":%s}`, r.RemoteAddr, strings.Repeat("x", 5000), body)
	})
	type answer struct {
		From, Long string
		Body       map[string]int
	}
	var from string
	for i := range 3 {
		a, err := Post[answer](c, "/", "t", map[string]int{"i": i})
		if err != nil || a.Body["i"] != i || len(a.Long) != 5000 || (from != "" && a.From != from) {
			t.Fatalf("answer %d: %v %v", i, a, err)
		}
		from = a.From
	}
	if _, err := Post[answer](c, "/", "", 1); err == nil || !strings.Contains(err.Error(), "401 who?") {
		t.Errorf("a refusal must be an error with its text: %v", err)
	}
}

func TestStream(t *testing.T) {
	long := strings.Repeat("word ", 2000)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for _, part := range []string{"retry: 1000\n\n", ": ping\n\n", "id: 4\nevent: event\nda", "ta: {\"seq\":4}\n\n", "event: delta\ndata: " + long + "\n\n"} {
			fmt.Fprint(w, part)
			_ = http.NewResponseController(w).Flush()
		}
	})
	s, err := c.Stream("/", "t")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []Event{{ID: "4", Name: "event", Data: []byte(`{"seq":4}`)}, {Name: "delta", Data: []byte(long)}} {
		e, err := s.Next()
		if err != nil || e.ID != want.ID || e.Name != want.Name || string(e.Data) != string(want.Data) || e.At.IsZero() {
			t.Fatalf("have %q %q %v", e.Name, e.Data, err)
		}
	}
	if _, err := s.Next(); err == nil {
		t.Error("the end of the stream is an error")
	}
}

func TestField(t *testing.T) {
	data := []byte(`{"seq":3,"actor":{"kind":"agent"},"client_key":"k17","payload":{}}`)
	if Field(data, "client_key") != "k17" || Field(data, "kind") != "agent" || Field(data, "none") != "" {
		t.Error("fields are not found")
	}
}
