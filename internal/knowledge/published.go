package knowledge

import (
	"context"
	"fmt"

	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// Reader is somebody who reads articles outside of a conversation.
type Reader struct {
	Locale string
	Market string // "" unknown
}

// Text is one text of an article.
type Text struct {
	Locale, Market, Title, Body string
}

// Texts are all texts of an article, the main one first.
func (r Record) Texts() []Text {
	list := []Text{{r.Lang, r.Market, r.Title, r.Body}}
	for _, v := range r.Variants {
		list = append(list, Text{v.Locale, v.Market, v.Title, v.Body})
	}
	return list
}

// Choose picks the text that a reader gets: in her language before another, for her market before one for all, in her very locale before
// its sister's. own says that it is in her language; ok is false when every text is for other markets.
func Choose(list []Text, r Reader) (t Text, own, ok bool) {
	best := -1
	for _, one := range list {
		if one.Market != "" && one.Market != r.Market {
			continue
		}
		score := 0
		if locale.Base(one.Locale) == locale.Base(r.Locale) {
			score += 4
		}
		if one.Market != "" {
			score += 2
		}
		if one.Locale == r.Locale {
			score++
		}
		if score > best {
			best, t = score, one
		}
	}
	return t, best >= 4, best >= 0
}

// Published lists the articles that answer, by id.
func (k *Knowledge) Published(ctx context.Context, shop string) ([]Article, error) {
	return k.list(ctx, "SELECT "+articleColumns+" FROM articles WHERE shop = $1 AND state = 'published' ORDER BY id", shop)
}

// Edition changes whenever an article of the shop does.
func (k *Knowledge) Edition(ctx context.Context, shop string) (string, error) {
	var n, sum, at int64
	err := k.db.QueryRow(ctx, "SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT), COALESCE(MAX(updated_at), 0) FROM articles WHERE shop = $1 AND state = 'published'", shop).Scan(&n, &sum, &at)
	return fmt.Sprintf("%d.%d.%d", n, sum, at), err
}

// Find searches as a reader types: what her words mean, in whatever language an article is.
func (k *Knowledge) Find(ctx context.Context, shop, text string, r Reader, limit int) ([]Found, error) {
	a := k.lexicon.Analyze(text, locale.Base(r.Locale), lexicon.Asked)
	act := func(id string) bool { return k.lexicon.Kind(id) == lexicon.Act }
	hits, err := k.Search(ctx, shop, index.Query{Locale: r.Locale, Market: r.Market, Terms: index.QueryTerms(a, k.lexicon, act), Text: text, Limit: limit})
	if err != nil || len(hits) == 0 {
		return nil, err
	}
	var out []Found
	for _, h := range hits {
		if h.Coverage < leastCoverage || h.Score < hits[0].Score*leastShare {
			continue
		}
		f := Found{Article: h.ID, Locale: h.Lang, Market: h.Market, Title: h.Title}
		if len(h.Best) > 0 {
			f.Passage, f.Heading = h.Best[0].Text, h.Best[0].Heading
		}
		out = append(out, f)
	}
	return out, nil
}

// What is found must speak of a good part of what was asked, and not be far behind the best.
const (
	leastCoverage = 0.34
	leastShare    = 0.2
)

// Found is an article that speaks of what was looked for, with the passage that does so best.
type Found struct {
	Article, Locale, Market, Title, Passage, Heading string
}
