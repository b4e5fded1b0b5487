package helpcentre

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/locale/lexicon"
	"parley/internal/store"
)

// What visitors leave behind: what they looked for, and whether an article helped.

// Search is something that visitors looked for in the last days.
type Search struct {
	Locale   string    `json:"locale"`
	Query    string    `json:"query" doc:"folded; addresses and long numbers are left out"`
	Times    int64     `json:"times"`
	Found    int64     `json:"found" doc:"articles"`
	Clicked  int64     `json:"clicked" doc:"how often a result was opened"`
	LastSeen time.Time `json:"last_seen"`
}

// Feedback is what a visitor said of an article.
type Feedback struct {
	ID         string     `json:"id"`
	Article    string     `json:"article"`
	Version    int64      `json:"version" doc:"of the article as she read it"`
	Locale     string     `json:"locale"`
	Helped     bool       `json:"helped"`
	Comment    string     `json:"comment,omitempty"`
	At         time.Time  `json:"at"`
	ResolvedAt *time.Time `json:"resolved_at,omitempty"`
	ResolvedBy string     `json:"resolved_by,omitempty"`
}

// Health is how an article does with its readers.
type Health struct {
	Article   string `json:"article"`
	Helped    int64  `json:"helped"`
	NotHelped int64  `json:"not_helped"`
	Open      int64  `json:"open" doc:"did not help, or came with a comment, and nobody has looked into it"`
}

// Period is how long searches are kept.
const Period = 90 * 24 * time.Hour

// Bounds of what is kept.
const (
	maxQuery        = 120
	maxComment      = 1000
	maxSearchesADay = 2000
	maxListed       = 300
)

var (
	mailAddress = regexp.MustCompile(`[^\s@]+@[^\s@]+`)
	longNumber  = regexp.MustCompile(`[\p{Nd}][\p{Nd}\s().+-]{3,}[\p{Nd}]`)
)

// nameless takes out of a text what could tell who wrote it.
func (c *Centre) nameless(text string) string {
	text = mailAddress.ReplaceAllString(c.mask(text), "…")
	return strings.Join(strings.Fields(longNumber.ReplaceAllString(text, "…")), " ")
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

// noted is a search as it is written down: folded, so that the same words are one row.
func (c *Centre) noted(query string) string { return cut(lexicon.Fold(c.nameless(query)), maxQuery) }

// Looked notes a search with what it found.
func (s *Site) Looked(ctx context.Context, tag, query string, found int) error {
	c := s.centre
	if query = c.noted(query); query == "" {
		return nil
	}
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		if err := c.countSearch(ctx, tx, s.Shop.ID, tag, query, found); err != nil {
			return err
		}
		return c.forgetSearches(ctx, tx, s.Shop.ID)
	})
}

// Opened notes that a result of a search was opened.
func (s *Site) Opened(ctx context.Context, tag, query string) error {
	c := s.centre
	if query = c.noted(query); query == "" {
		return nil
	}
	return c.db.Tx(ctx, func(tx *store.Tx) error { return c.countClick(ctx, tx, s.Shop.ID, tag, query) })
}

// Said keeps whether an article helped a visitor. visitor only tells votes apart.
func (s *Site) Said(ctx context.Context, v Visit, article, visitor string, helped bool, comment string) error {
	a, _, err := s.article(ctx, v, article)
	if err != nil {
		return err
	}
	c := s.centre
	f := Feedback{ID: store.NewID("fb"), Article: a.ID, Version: a.Version, Locale: v.Locale, Helped: helped, Comment: cut(c.nameless(comment), maxComment), At: c.now().UTC()}
	return c.db.Tx(ctx, func(tx *store.Tx) error { return vote(ctx, tx, s.Shop.ID, store.Hash(visitor), f) })
}

// Which searches a list shows.
const (
	TopSearches = "top"
	Unfound     = "unfound"  // without any result
	Unopened    = "unopened" // with results of which none was opened
)

// Searches lists what visitors looked for.
func (c *Centre) Searches(ctx context.Context, shop, which string) ([]Search, error) {
	having := map[string]string{Unfound: "HAVING MAX(found) = 0", Unopened: "HAVING MAX(found) > 0 AND SUM(clicked) = 0"}[which]
	return c.listSearches(ctx, shop, having, maxListed)
}

// Feedback lists what visitors said of articles: of one, or of all; open ones did not help or say something, and nobody has looked into them.
func (c *Centre) Feedback(ctx context.Context, shop, article string, resolved bool) ([]Feedback, error) {
	where := "WHERE shop = $1 AND ($2 = '' OR article = $2) AND (comment <> '' OR NOT helped) AND resolved_at = 0 ORDER BY at DESC, id LIMIT $3"
	if resolved {
		where = "WHERE shop = $1 AND ($2 = '' OR article = $2) AND resolved_at > 0 ORDER BY resolved_at DESC, id LIMIT $3"
	}
	return c.listFeedback(ctx, where, shop, article, maxListed)
}

// Resolve notes that somebody has looked into it; with by empty it is open again.
func (c *Centre) Resolve(ctx context.Context, shop, id, by string, open bool) error {
	at := store.Millis(c.now())
	if open {
		at, by = 0, ""
	}
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := resolve(ctx, tx, shop, id, at, by)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "There is no such feedback")
		}
		return err
	})
}

// Health tells how the articles do with their readers.
func (c *Centre) Health(ctx context.Context, shop string) ([]Health, error) {
	return c.health(ctx, shop)
}
