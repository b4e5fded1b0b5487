package knowledge_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/knowledge"
	"parley/internal/knowledge/embed"
	"parley/internal/knowledge/embed/openai"
	"parley/internal/knowledge/embed/wiretest"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// settings are those of all shops.
type settings struct {
	mu sync.Mutex
	of map[string]embed.Setting
}

func (s *settings) Embeddings(context.Context) (map[string]embed.Setting, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of, nil
}

// meant is a house whose shop sh searches by meaning.
type meant struct {
	house
	db       *store.DB
	endpoint *wiretest.Endpoint
	settings *settings
}

// zorblax is a word of no language; the endpoint takes it for a warranty.
const zorblax = "zorblax?"

func openMeant(t *testing.T, db *store.DB, name string) *meant {
	t.Helper()
	m := &meant{house: open(t, db), db: db, endpoint: wiretest.New(t, map[string]string{"zorblax": "warranty"})}
	m.settings = &settings{}
	m.use(name)
	m.Embed(openai.New(), m.settings)
	return m
}

// use sets a model up; none when it has no name.
func (m *meant) use(name string) {
	m.settings.mu.Lock()
	defer m.settings.mu.Unlock()
	m.settings.of = map[string]embed.Setting{}
	if name != "" {
		m.settings.of["sh"] = embed.Setting{BaseURL: m.endpoint.URL(), Model: name}
	}
	m.EndpointsChanged()
}

// run lets the room work; it has stopped when the returned function has.
func (m *meant) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			m.t.Error(err)
		}
	})
	m.t.Cleanup(stop)
	return stop
}

func (m *meant) publish(id, body string) {
	m.t.Helper()
	if _, err := m.Save(m.t.Context(), "sh", record(id, body), knowledge.Published, 0, me); err != nil {
		m.t.Fatal(err)
	}
}

// models counts the vectors of each model.
func (m *meant) models() map[string]int {
	m.t.Helper()
	rows, err := m.db.Query(m.t.Context(), "SELECT model FROM passage_vectors")
	if err != nil {
		m.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var model string
		if err := rows.Scan(&model); err != nil {
			m.t.Fatal(err)
		}
		name, _, _ := strings.Cut(model, " @ ")
		out[name]++
	}
	return out
}

func (m *meant) eventually(what string, ok func() bool) {
	m.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	end := time.After(time.Minute) // longer than an endpoint rests
	for !ok() {
		select {
		case <-tick.C:
		case <-end:
			m.t.Fatalf("never: %s", what)
		}
	}
}

func (m *meant) eventuallyFinds(want string) {
	m.t.Helper()
	m.eventually("finds "+want, func() bool { return m.finds("sh", zorblax) == want })
}

const (
	warrantyText = "The warranty is 24 months."
	parcelText   = "Parcels leave daily."
)

func TestFoundByMeaningAndKeptInStep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := openMeant(t, db, "one")
		m.publish("early", warrantyText) // before anybody works: caught up
		m.publish("other", parcelText)
		m.run()
		m.eventuallyFinds("early")
		m.publish("late", "Our warranty covers motors.")
		m.eventually("finds both", func() bool { return len(strings.Fields(m.finds("sh", zorblax))) == 2 })
		a, err := m.Get(t.Context(), "sh", "early")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Save(t.Context(), "sh", a.Record, knowledge.Draft, a.Version, me); err != nil || strings.Contains(m.finds("sh", zorblax), "early") {
			t.Errorf("taken back, but found: %v", err)
		}
		if err := m.Delete(t.Context(), "sh", "late", me); err != nil || strings.Contains(m.finds("sh", zorblax), "late") {
			t.Errorf("deleted, but found: %v", err)
		}
		m.eventually("only the vector of what is published stays", func() bool { return m.models()["one"] == 1 })
		if got := m.finds("other", zorblax); got != "" {
			t.Errorf("another shop finds %q", got)
		}
	})
}

func TestAnotherModelAndNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		m := openMeant(t, db, "one")
		m.publish("a", warrantyText)
		m.publish("b", parcelText)
		stop := m.run()
		m.eventuallyFinds("a")
		m.use("two")
		m.eventually("all vectors are of the new model", func() bool { n := m.models(); return n["two"] == 2 && n["one"] == 0 })
		m.eventuallyFinds("a")
		asked := m.endpoint.Requests()
		stop()
		m.run() // what is kept needs no request
		m.eventuallyFinds("a")
		for _, r := range m.endpoint.Requests()[len(asked):] {
			if len(r.Input) != 1 || !strings.HasPrefix(r.Input[0], "zorblax") {
				t.Errorf("asked again for %q", r.Input)
			}
		}
		m.use("")
		m.eventuallyFinds("")
	})
}

func TestAnEndpointThatFailsHoldsNothingUp(t *testing.T) {
	m := openMeant(t, storetest.SQLite(t), "one")
	m.endpoint.Fail(503, "gone")
	failed := m.endpoint.Next()
	m.publish("a", warrantyText)
	m.run()
	<-failed
	if got := m.finds("sh", "warranty"); got != "a" {
		t.Errorf("by words it finds %q", got)
	}
	m.endpoint.Fail(0, "")
	m.eventuallyFinds("a")
	m.endpoint.Hold(true)
	began := time.Now()
	if got := m.finds("sh", "warranty"); got != "a" {
		t.Errorf("beside a silent endpoint it finds %q", got)
	}
	if took := time.Since(began); took < 250*time.Millisecond || took > 3*time.Second {
		t.Errorf("it waited %v for the vector", took)
	}
	for range 2 {
		m.finds("sh", "warranty")
	}
	n := len(m.endpoint.Requests())
	if got := m.finds("sh", "warranty"); got != "a" || len(m.endpoint.Requests()) != n {
		t.Error("it is asked on and on though it never answers")
	}
}
