package builtin

import (
	"context"
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// found is one passage that may answer, with the reasons.
type found struct {
	hit      index.Hit
	passage  index.Scored
	figures  []figure.Figure
	analysis lexicon.Analysis
	own      bool // in the language of the answer
}

// search is the second stage for articles: the pages that may answer. A question is looked up once.
func (e *Engine) search(ctx context.Context, p *plan, q *Question) ([]index.Hit, error) {
	if q.found != nil {
		return q.found.hits, nil
	}
	hits, err := e.knowledge.Search(ctx, p.turn.ShopID, index.Query{Locale: p.pack.Tag, Market: p.u.Slots.Country, Terms: e.terms(q), Limit: 10, Sense: e.book.Senses().Asked(e.askedNotions(q)),
		Text: strings.TrimSpace(q.around + "\n" + q.Text)})
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		p.u.Candidates = append(p.u.Candidates, Candidate{Ref: h.ID, Title: h.Title, Score: round(h.Score), Coverage: round(h.Coverage)})
	}
	q.found = &search{hits: hits}
	return hits, nil
}

// leads are the passages of the pages found, weighed once.
func (e *Engine) leads(p *plan, q *Question, hits []index.Hit) []lead {
	if q.found == nil {
		return e.rank(p, q, e.withRecords(p, q, hits))
	}
	if q.found.leads == nil {
		q.found.leads = e.rank(p, q, e.withRecords(p, q, hits))
	}
	return q.found.leads
}

func (e *Engine) free(f found) bool {
	for _, m := range e.analyze(f.passage.Text, f.hit.Lang).Matches {
		if m.ID == locale.ActPrefix+"free" || m.ID == "free" {
			return true
		}
	}
	return false
}

// fits says whether a figure is of the kind that the question asks for.
func fits(q *Question, f figure.Figure) bool {
	switch figure.Kind(q.Unit) {
	case f.Kind:
		return true
	case figure.Duration:
		return f.Kind == figure.Date || f.Kind == figure.Length && q.has("length_measure")
	case figure.Date, figure.Clock:
		return f.Kind == figure.Clock || f.Kind == figure.Date || f.Kind == figure.Duration
	case figure.Money:
		return f.Kind == figure.Percent && q.Wants != "how_much"
	case figure.Count:
		return f.Kind == figure.Count || f.Kind == figure.None
	case figure.Volume:
		return f.Kind == figure.Energy || f.Kind == figure.Data || f.Kind == figure.Count
	case figure.Power:
		return f.Kind == figure.Voltage && false
	}
	return false
}
