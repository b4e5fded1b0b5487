package builtin

import (
	"context"
	"sort"
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
	fit      float64
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
		return e.rank(p, q, hits)
	}
	if q.found.leads == nil {
		q.found.leads = e.rank(p, q, hits)
	}
	return q.found.leads
}

// gather weighs the passages of the pages found against the question, the best first.
func (e *Engine) gather(p *plan, q *Question, hits []index.Hit) []found {
	var out []found
	for i, h := range hits {
		if h.Score < hits[0].Score*0.45 && !(q.Unit != "" && h.Score >= hits[0].Score*0.25) {
			continue
		}
		for j, s := range h.Best {
			if j < 6 || i == 0 {
				out = append(out, e.weigh(p, q, h, s, hits[0].Score))
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].fit > out[j].fit })
	return out
}

// weigh joins what the passage covers, what its page covers, the page's rank, and whether it holds the figure asked for.
func (e *Engine) weigh(p *plan, q *Question, h index.Hit, s index.Scored, top float64) found {
	lang := locale.Base(h.Lang)
	f := found{hit: h, passage: s, own: lang == p.pack.Lang(), figures: e.book.Figures(s.Text, h.Lang)}
	f.fit = 0.45*s.Coverage + 0.3*h.Coverage + 0.25*h.Score/top
	best := 0.0
	if len(h.Best) > 0 {
		best = h.Best[0].Score
	}
	if best > 0 {
		f.fit += 0.15 * s.Score / best
	}
	f.fit += 0.25*h.InTitle + e.figureBonus(q, f) + e.placeFit(p, f)
	switch s.Kind {
	case index.Heading, index.Caption:
		f.fit -= 0.25
	case index.Step:
		if q.Wants != "how" && q.Unit == "" {
			f.fit -= 0.03
		}
	}
	return f
}

// placeFit favours a list item or table row for where the answer must hold, and marks down one for another place; a row of bare
// figures answers no question that asks for none.
func (e *Engine) placeFit(p *plan, f found) float64 {
	one := fact{found: f, own: e.read(f.passage.Text, f.hit.Lang).analysis.Matches}
	one.figures = f.figures
	v := 0.0
	if f.passage.Kind == index.Item || f.passage.Kind == index.Row {
		if len(f.passage.Cells) > 0 {
			one.own = e.read(f.passage.Cells[0].Text, f.hit.Lang).analysis.Matches
		}
		one.fig.End = len(f.passage.Text)
		e.ratePlace(p, &one)
		v = max(-0.5, min(0.3, one.score))
	}
	if len(f.passage.Cells) > 2 && len(f.figures) >= len(f.passage.Cells)-1 {
		v -= 0.4
	}
	return v
}

// figureBonus favours passages that hold what was asked; a passage without any such figure cannot answer "how long?",
// unless it says that there is nothing to pay.
func (e *Engine) figureBonus(q *Question, f found) float64 {
	if q.Unit == "" {
		if len(f.figures) > 0 && (q.Wants == "what" || q.Wants == "" || q.Wants == "when") {
			return 0.08
		}
		return 0
	}
	for _, fig := range f.figures {
		if fits(q, fig) {
			return 0.22
		}
	}
	if q.Unit == string(figure.Money) && e.free(f) {
		return 0.05
	}
	return -0.6
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
