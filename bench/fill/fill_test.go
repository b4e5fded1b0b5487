package fill_test

import (
	"log/slog"
	"testing"

	"parley/bench/fill"
	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/store"
)

func TestThePastIsInTheInboxAndCanBeSearched(t *testing.T) {
	dir := t.TempDir()
	quiet := slog.New(slog.DiscardHandler)
	db, err := store.Open(t.Context(), dir, "", quiet)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(t.Context(), "INSERT INTO shops (id, slug, name, locale, locales, identity_secret, created_at) VALUES ('sh', 's', 'Shop', 'en-US', '[]', 'x', 1)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := fill.Past(t.Context(), fill.Options{Dir: dir, Shop: "s", Conversations: 600, Live: 40}); err != nil {
		t.Fatal(err)
	}
	if db, err = store.Open(t.Context(), dir, "", quiet); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c := conversation.New(db, flow.New(db, "n", quiet), nil, nil, quiet)
	if err := c.OpenSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	counts, err := c.Counts(t.Context(), "sh", "")
	if err != nil || counts["open"] != 20 || counts["closed"] != 560 {
		t.Errorf("%v %v", counts, err)
	}
	list, _, err := c.List(t.Context(), "sh", conversation.Filter{Text: fill.Marker}, conversation.PageOf{Limit: 5})
	if err != nil || len(list) != 1 || list[0].ID != "cv_fill00000599" {
		t.Errorf("%v %v", list, err)
	}
}
