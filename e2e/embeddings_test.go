package e2e

import (
	"strings"
	"testing"
	"time"

	"parley/internal/knowledge/embed/wiretest"
)

// An embeddings endpoint, black box: set up, tested, filled with what is published, asked for her question; and gone again.

func (m *modelled) findsByMeaning(endpoint *wiretest.Endpoint) {
	m.t.Helper()
	m.eventuallyAsked(endpoint, "articles", func(r wiretest.Request) bool { return strings.Contains(strings.Join(r.Input, "\n"), "30 days") })
}

func (m *modelled) eventuallyAsked(endpoint *wiretest.Endpoint, what string, ok func(wiretest.Request) bool) {
	m.t.Helper()
	end := time.After(30 * time.Second)
	for {
		next := endpoint.Next()
		for _, r := range endpoint.Requests() {
			if ok(r) {
				return
			}
		}
		select {
		case <-next:
		case <-end:
			m.t.Fatalf("the endpoint was never asked for the %s", what)
		}
	}
}

func TestEmbeddings(t *testing.T) {
	m := newModelled(t)
	endpoint := wiretest.New(t, nil)
	body := map[string]any{"enabled": true, "base_url": endpoint.URL(), "model": "m", "key": "sk-e2e-secret"}
	var trial, kept map[string]any
	if err := m.owner.must("POST", "/shop/embeddings/test", body, &trial); err != nil || trial["dimensions"] != 512.0 {
		t.Fatalf("the test says %v, %v", trial, err)
	}
	endpoint.Fail(401, `{"error":{"message":"no such key"}}`)
	if err := m.owner.must("POST", "/shop/embeddings/test", body, nil); err == nil || !strings.Contains(err.Error(), "body.key") || !strings.Contains(err.Error(), "no such key") {
		t.Errorf("a wrong key: %v", err)
	}
	endpoint.Fail(0, "")
	if err := m.owner.must("PUT", "/shop/embeddings", body, &kept); err != nil || kept["has_key"] != true || kept["key"] != nil {
		t.Fatalf("the setting reads %v, %v", kept, err)
	}
	m.findsByMeaning(endpoint)
	c, id := m.customer()
	// Questions are asked for once every article has its vector; until then she is answered by words.
	asked := func() bool {
		for _, r := range endpoint.Requests() {
			if len(r.Input) == 1 && strings.Contains(r.Input[0], returnQuestion) && r.Key == "sk-e2e-secret" {
				return true
			}
		}
		return false
	}
	for n := 1; !asked(); n++ {
		if n > 200 {
			t.Fatal("the endpoint was never asked for the question")
		}
		m.says(c, id, "k"+strings.Repeat("i", n), returnQuestion)
		if hers, _ := m.answer(c, id, n); !strings.Contains(hers, "30") || !strings.Contains(hers, `"ref":"returns-window"`) {
			t.Fatalf("she reads %s", hers)
		}
	}
	endpoint.Hold(true)
	c, id = m.customer()
	m.says(c, id, "k", returnQuestion)
	if hers, _ := m.answer(c, id, 1); !strings.Contains(hers, `"ref":"returns-window"`) {
		t.Errorf("beside a silent endpoint she reads %s", hers)
	}
}
