package knowledge_test

import (
	"log/slog"
	"strings"
	"testing"

	"parley/content"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/knowledge"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

var me = flow.Actor{Kind: flow.Agent, ID: "st", Name: "Mia"}

type house struct {
	*knowledge.Knowledge
	t   *testing.T
	lex *lexicon.Lexicon
}

func open(t *testing.T, db *store.DB) house {
	t.Helper()
	for _, id := range []string{"sh", "other"} {
		if _, err := db.Exec(t.Context(), "INSERT INTO shops (id, slug, name, locale, locales, identity_secret, created_at) VALUES ($1, $1, 'Shop', 'en-US', '[]', 'x', 1)", id); err != nil {
			t.Fatal(err)
		}
	}
	book, err := locale.Open(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	return house{knowledge.New(db, flow.New(db, "n", quiet), book.Lexicon(), book.Senses(), quiet, nil), t, book.Lexicon()}
}

// finds lists the articles that speak of a text.
func (h house) finds(shop, text string) string {
	h.t.Helper()
	hits, err := h.Search(h.t.Context(), shop, index.Query{Locale: "en-US", Text: text, Terms: index.QueryTerms(h.lex.Analyze(text, "en", lexicon.Asked), h.lex, nil)})
	if err != nil {
		h.t.Fatal(err)
	}
	var ids []string
	for _, hit := range hits {
		ids = append(ids, hit.ID)
	}
	return strings.Join(ids, " ")
}

func record(id, body string) knowledge.Record {
	return knowledge.Record{ID: id, Lang: "en", Title: "Article " + id, Body: body}
}

func TestSaveIsFoundAtOnceAndOnlyWhenPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		ctx := t.Context()
		if got := h.finds("sh", "warranty"); got != "" {
			t.Fatalf("found %q in an empty shop", got)
		}
		a, err := h.Save(ctx, "sh", record("a", "The warranty is 24 months."), knowledge.Draft, 0, me)
		if err != nil || h.finds("sh", "warranty") != "" {
			t.Fatalf("a draft does not answer: %v", err)
		}
		if a, err = h.Save(ctx, "sh", record("a", "The warranty is 36 months."), knowledge.Published, a.Version, me); err != nil {
			t.Fatal(err)
		}
		if got := h.finds("sh", "warranty"); got != "a" {
			t.Errorf("found %q", got)
		}
		if got := h.finds("other", "warranty"); got != "" {
			t.Errorf("another shop finds %q", got)
		}
		if _, err := h.Save(ctx, "sh", record("a", "x"), knowledge.Published, a.Version-1, me); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("an old version: %v", err)
		}
		if _, err := h.Save(ctx, "sh", record("a", "x"), knowledge.Published, 0, me); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("an id that is taken: %v", err)
		}
		if err := h.Delete(ctx, "sh", "a", me); err != nil || h.finds("sh", "warranty") != "" {
			t.Errorf("a deleted article does not answer: %v", err)
		}
		if err := h.Delete(ctx, "sh", "a", me); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("deleted twice: %v", err)
		}
	})
}

func TestImportIsWholeOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		file := `{"id":"a","lang":"en","title":"Warranty","body":"The warranty is 24 months.","tags":["warranty"],"market":null,"variants":[{"locale":"de-DE","title":"Garantie","body":"Die Garantie beträgt 24 Monate."}]}
{"id":"b","lang":"zh-CN","title":"退货","body":"7 天内可以退货。","tags":[]}`
		n, err := h.Import(t.Context(), "sh", strings.NewReader(file), me)
		if err != nil || n.Created != 2 || h.finds("sh", "warranty") != "a" {
			t.Fatalf("got %+v, %v", n, err)
		}
		if n, err = h.Import(t.Context(), "sh", strings.NewReader(file), me); err != nil || n.Updated != 2 {
			t.Errorf("again: %+v, %v", n, err)
		}
		bad := `{"id":"c","lang":"en","title":"C","body":"c","tags":[]}` + "\n" + `{"id":"d","lang":"en","title":"D","body":"d","tags":[],"colour":"red"}`
		if _, err := h.Import(t.Context(), "sh", strings.NewReader(bad), me); fault.CodeOf(err) != fault.Invalid || !strings.Contains(err.Error(), "line 2, colour") {
			t.Errorf("got %v", err)
		}
		if _, err := h.Get(t.Context(), "sh", "c"); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("half a file was taken: %v", err)
		}
		page, next, err := h.List(t.Context(), "sh", knowledge.Filter{Lang: "de", Limit: 1})
		if err != nil || len(page) != 1 || page[0].ID != "a" || next != "" {
			t.Errorf("got %v %q, %v", page, next, err)
		}
	})
}

// A shelf that is built anew from the database finds the same.
func TestRebuiltFindsTheSame(t *testing.T) {
	db := storetest.SQLite(t)
	h := open(t, db)
	if _, err := h.Save(t.Context(), "sh", record("a", "The warranty is 24 months."), knowledge.Published, 0, me); err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.DiscardHandler)
	again := house{knowledge.New(db, flow.New(db, "n", quiet), h.lex, nil, quiet, nil), t, h.lex}
	if got := again.finds("sh", "warranty"); got != "a" {
		t.Errorf("found %q", got)
	}
	draft, err := again.With(t.Context(), "sh", record("b", "The warranty is 12 months."))
	if err != nil || draft.Len() != 2 || again.finds("sh", "warranty") != "a" {
		t.Errorf("a try changes nothing: %d, %v", draft.Len(), err)
	}
}
