package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"parley/internal/assistant/engine/openai/wiretest"
)

// A language model, black box: the real program, and an endpoint that speaks the true wire.

// modelled is a demo shop that uses the endpoint.
type modelled struct {
	t      *testing.T
	server *server
	owner  caller
}

func newModelled(t *testing.T) *modelled {
	t.Helper()
	s := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	token, err := s.token("demo", "owner")
	if err != nil {
		t.Fatal(err)
	}
	return &modelled{t: t, server: s, owner: caller{url: s.url, token: token}}
}

func setting(url string, change map[string]any) map[string]any {
	m := map[string]any{"enabled": true, "base_url": url, "model": "m", "key": "sk-e2e-secret", "vision": false, "window": 16000, "first_token_seconds": 5,
		"daily_budget": 0, "price_input": 1, "price_output": 1, "currency": "EUR"}
	for k, v := range change {
		m[k] = v
	}
	return m
}

func (m *modelled) use(url string, change map[string]any) {
	m.t.Helper()
	var kept map[string]any
	if err := m.owner.must("PUT", "/shop/model", setting(url, change), &kept); err != nil {
		m.t.Fatal(err)
	}
	if kept["has_key"] != true || kept["key"] != nil {
		m.t.Errorf("the setting reads %v", kept)
	}
}

// customer opens a conversation.
func (m *modelled) customer() (caller, string) {
	m.t.Helper()
	v, err := m.server.open("demo", "en-US", "US")
	if err != nil {
		m.t.Fatal(err)
	}
	c := caller{url: m.server.url, token: v.Token}
	var r row
	if err := c.must("POST", "/visitor/conversations", map[string]string{}, &r); err != nil {
		m.t.Fatal(err)
	}
	return c, r.ID
}

func (m *modelled) says(c caller, id, key, text string) {
	m.t.Helper()
	if err := c.must("POST", "/visitor/conversations/"+id+"/messages", map[string]string{"client_key": key, "text": text}, nil); err != nil {
		m.t.Fatal(err)
	}
}

// answer waits for the n-th whole answer: as she reads it, and as staff do.
func (m *modelled) answer(c caller, id string, n int) (hers, staffs string) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(m.t.Context(), 20*time.Second)
	defer cancel()
	for after, found := int64(0), 0; ; {
		events, err := c.events(ctx, "/visitor", id, after, 5*time.Second)
		if err != nil {
			m.t.Fatal(err)
		}
		for _, e := range events {
			after = e.Seq
			if e.Actor.Kind == "assistant" && e.Kind == "message" && !e.Payload.Interrupted {
				if found++; found == n {
					return e.raw, m.asStaff(id, e.Seq)
				}
			}
		}
	}
}

func (m *modelled) asStaff(id string, seq int64) string {
	m.t.Helper()
	events, err := m.owner.events(m.t.Context(), "", id, seq-1, 0)
	if err != nil || len(events) == 0 {
		m.t.Fatalf("%v, %v", events, err)
	}
	return events[0].raw
}

const returnQuestion = "How many days do I have to return an item?"

// TestModelDiesInMidSentence: she reads on as if nothing had happened; only staff see why.
func TestModelDiesInMidSentence(t *testing.T) {
	m := newModelled(t)
	endpoint := wiretest.New(t, func(wiretest.Request) wiretest.Reply {
		return wiretest.Reply{Text: "Happy to help! You can return items wi", Cut: true}
	})
	m.use(endpoint.URL(), nil)
	c, id := m.customer()
	m.says(c, id, "k1", returnQuestion)
	hers, staffs := m.answer(c, id, 1)
	if !strings.Contains(hers, "Happy to help!\\n") || !strings.Contains(hers, "30") || !strings.Contains(hers, `"ref":"returns-window"`) || strings.Contains(hers, "items wi\"") {
		t.Errorf("she reads %s", hers)
	}
	for _, field := range []string{`"fallback":"cut"`, `"usage":{`, `"timings":{`} {
		if !strings.Contains(staffs, field) || strings.Contains(hers, strings.TrimRight(field, "{cut\"")) {
			t.Errorf("%s: staff read %s\nshe reads %s", field, staffs, hers)
		}
	}
}

// TestInterruptReachesTheModel: a new message closes the request to a slow model at once.
func TestInterruptReachesTheModel(t *testing.T) {
	m := newModelled(t)
	endpoint := wiretest.New(t, func(r wiretest.Request) wiretest.Reply {
		if r.Nth == 1 {
			return wiretest.Reply{Text: strings.Repeat("Happy to help! ", 500), Wait: 50 * time.Millisecond}
		}
		return wiretest.Reply{Text: "Gladly!"}
	})
	m.use(endpoint.URL(), nil)
	c, id := m.customer()
	m.says(c, id, "k1", returnQuestion)
	for end := time.Now().Add(10 * time.Second); len(endpoint.Requests()) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the model was never asked")
		}
	}
	m.says(c, id, "k2", "thanks")
	if r, gone := endpoint.Gone(3 * time.Second); !gone || r.Nth != 1 {
		t.Error("the request to the model stayed open")
	}
	if hers, _ := m.answer(c, id, 1); !strings.Contains(hers, `"outcome":"smalltalk"`) {
		t.Errorf("she reads %s", hers)
	}
}

// TestModelBudget: when the day's money is spent the built-in engine answers.
func TestModelBudget(t *testing.T) {
	m := newModelled(t)
	endpoint := wiretest.New(t, func(r wiretest.Request) wiretest.Reply {
		return wiretest.Reply{Text: "You can return items within 30 days. [" + r.Citing("30 days") + "]", In: 2_000_000, Out: 1000}
	})
	m.use(endpoint.URL(), map[string]any{"daily_budget": 1})
	c, id := m.customer()
	m.says(c, id, "k1", returnQuestion)
	if hers, _ := m.answer(c, id, 1); !strings.Contains(hers, `"engine":"openai:m"`) {
		t.Errorf("she reads %s", hers)
	}
	m.says(c, id, "k2", "How long is the warranty on headphones?")
	if hers, staffs := m.answer(c, id, 2); !strings.Contains(hers, `"engine":"builtin"`) || !strings.Contains(staffs, `"fallback":"budget"`) || len(endpoint.Requests()) != 1 {
		t.Errorf("%d requests; staff read %s", len(endpoint.Requests()), staffs)
	}
}

// TestModelTest: whoever sets a model up hears what to do.
func TestModelTest(t *testing.T) {
	m := newModelled(t)
	status := 0
	endpoint := wiretest.New(t, func(wiretest.Request) wiretest.Reply { return wiretest.Reply{Text: "ready", Status: status} })
	var trial struct{ Reply string }
	if err := m.owner.must("POST", "/shop/model/test", setting(endpoint.URL(), nil), &trial); err != nil || trial.Reply != "ready" {
		t.Errorf("%+v, %v", trial, err)
	}
	status = 401
	if err := m.owner.must("POST", "/shop/model/test", setting(endpoint.URL(), nil), nil); err == nil || !strings.Contains(err.Error(), "model_refused") || strings.Contains(err.Error(), "sk-e2e-secret") {
		t.Errorf("a wrong key: %v", err)
	}
}
