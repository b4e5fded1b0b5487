package builtin

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/knowledge/wordbook"
)

// reads is an engine with the fixture's articles and invented word books, or none.
func reads(t *testing.T, books map[string]string) *Engine {
	t.Helper()
	x := index.New(book().Lexicon(), book().Senses())
	for _, d := range bikeArticles {
		x.Put(d)
	}
	e := New(book(), shelf{x}, bikeShop{NewCatalog(bikeProducts, book().Lexicon())})
	s := wordbook.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	for from, text := range books {
		path := filepath.Join(t.TempDir(), "book-"+from)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Add(path, wordbook.Order{From: from}); err != nil {
			t.Fatal(err)
		}
	}
	e.Words = s
	return e
}

func answer(t *testing.T, e *Engine, tag, text string) (string, engine.Outcome) {
	t.Helper()
	turn := newTalk(t, tag).turn
	turn.Text = text
	var b strings.Builder
	r, err := e.Compose(context.Background(), turn, func(s engine.Sentence, _ []engine.Evidence) error {
		b.WriteString(s.Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), r.Outcome
}

// The book is of EDICT's form with words that no language has.
var inventedBooks = map[string]string{
	"de": "Plimpersud /(n) moonflower infusion/brew of the night/\n",
	"ja": "蒼魚茶 [あおうおちゃ] /(n) moonflower infusion/\n",
}

func TestWordBooksFindTheArticle(t *testing.T) {
	with, without := reads(t, inventedBooks), reads(t, nil)
	for q, tag := range map[string]string{
		"Wie lange muss der Plimpersud ziehen?": "de-DE",
		"Wie lange ziehen Plimpersude?":         "de-DE",
		"蒼魚茶は何分蒸らせばいいですか？":                      "ja-JP",
	} {
		if text, outcome := answer(t, with, tag, q); outcome != engine.Answered || !strings.Contains(text, "47") {
			t.Errorf("%s: %s %q", q, outcome, text)
		}
		if text, outcome := answer(t, without, tag, q); outcome == engine.Answered && strings.Contains(text, "47") {
			t.Errorf("%s: is answered without the book too, so it shows nothing: %q", q, text)
		}
	}
}

// TestWordBooksChangeNothingElse: what the lexicon knows, and words that a book translates into what no article says.
func TestWordBooksChangeNothingElse(t *testing.T) {
	books := map[string]string{"de": "Garantie /(n) gift card/\nZwurbel /(n) gadget nobody sells/\n"}
	with, without := reads(t, books), reads(t, nil)
	for _, q := range []string{"Wie lange gilt die Garantie?", "Kann ich einen Zwurbel kaufen?", "Was kostet der Versand nach Japan?"} {
		a, one := answer(t, with, "de-DE", q)
		b, two := answer(t, without, "de-DE", q)
		if a != b || one != two {
			t.Errorf("%s: %s %q, without books %s %q", q, one, a, two, b)
		}
	}
}
