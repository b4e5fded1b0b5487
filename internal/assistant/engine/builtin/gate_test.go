package builtin

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"parley/internal/assistant/check"
	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

// TestEverySentencePassesTheGate: what the engine says must never need repair.
func TestEverySentencePassesTheGate(t *testing.T) {
	gate := check.New(book())
	for _, s := range samples {
		c := newTalk(t, "").turn
		c.Text = s.text
		var sentences []engine.Sentence
		r, err := bikes().Compose(context.Background(), c, func(s engine.Sentence, _ []engine.Evidence) error {
			sentences = append(sentences, s)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, said := range sentences {
			if v := gate.Sentence(said, check.Context{Locale: r.Locale, Evidence: r.Evidence, Said: s.text, Shop: "Ridgeway"}); v.Result != check.Pass {
				t.Errorf("%q → %q: %+v", s.text, said.Text, v)
			}
		}
	}
}

// TestStopsAtOnce: an error from release ends the answer with that error.
func TestStopsAtOnce(t *testing.T) {
	stop := fmt.Errorf("interrupted")
	turn := newTalk(t, "").turn
	turn.Text = "How do I return an item?"
	n := 0
	_, err := bikes().Compose(context.Background(), turn, func(engine.Sentence, []engine.Evidence) error { n++; return stop })
	if err != stop || n != 1 {
		t.Error(err, n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := bikes().Compose(ctx, turn, func(engine.Sentence, []engine.Evidence) error { return nil }); err == nil {
		t.Error("did not notice the cancelled run")
	}
}

func FuzzCompose(f *testing.F) {
	for _, s := range samples {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		turn := newTalk(t, "en-US").turn
		turn.Text = text
		r, err := bikes().Compose(context.Background(), turn, func(s engine.Sentence, _ []engine.Evidence) error {
			if strings.ContainsRune(s.Text, 0) {
				t.Fatal("NUL")
			}
			return nil
		})
		if err != nil || r.Outcome == "" {
			t.Fatal(err, r.Outcome)
		}
	})
}

func BenchmarkCompose5000(b *testing.B) {
	x := index.New(book().Lexicon(), book().Senses())
	topics := strings.Fields("warranty return shipping refund battery charger display helmet invoice voucher customs delivery payment colour size weight kettle toaster blender lamp")
	for i := range 5000 {
		if i < len(bikeArticles) {
			x.Put(bikeArticles[i])
			continue
		}
		a, c := topics[i%len(topics)], topics[(i/7)%len(topics)]
		x.Put(index.Doc{ID: fmt.Sprint("a", i), Lang: "en", Title: a + " of model X" + fmt.Sprint(i), Body: strings.Repeat(fmt.Sprintf("The %s of model X%d concerns the %s and takes %d days. ", a, i, c, i%50), 8)})
	}
	e := New(book(), shelf{x}, bikeShop{NewCatalog(bikeProducts, book().Lexicon())})
	turn := newTalk(b, "").turn
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		turn.Text = samples[i%len(samples)].text
		if _, err := e.Compose(context.Background(), turn, func(engine.Sentence, []engine.Evidence) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
