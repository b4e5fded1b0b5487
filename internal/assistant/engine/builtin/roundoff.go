package builtin

import (
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// roundOff adds one more sentence of the same article when she asked for something that the answer so far does not speak of: "how long,
// and do I need photos?"
func (e *Engine) roundOff(p *plan, q *Question, h index.Hit) {
	missing := e.missing(p, q, h)
	if len(missing) == 0 {
		return
	}
	var best *index.Passage
	top := 0.0
	for i := range h.Passages {
		s := &h.Passages[i]
		if s.Kind == index.Heading || s.Kind == index.Caption || p.cites(h.ID, s.Text) {
			continue
		}
		if v := e.adds(p, q, h, s, missing); v > top {
			best, top = s, v
		}
	}
	if best == nil {
		return
	}
	text := best.Text
	if len(best.Cells) > 1 {
		text = row(best.Cells)
	}
	p.add(sentence(text), p.cite(h, best))
	p.u.why("rounded off from " + h.ID)
}

// missing lists what she asked for by name and neither the article's title nor anything cited of it speaks of.
func (e *Engine) missing(p *plan, q *Question, h index.Hit) (list []string) {
	said := append([]lexicon.Match{}, e.read(h.Title, h.Lang).analysis.Matches...)
	for _, ev := range p.evidence {
		if ev.Ref == h.ID {
			said = append(said, e.read(ev.Quote, h.Lang).analysis.Matches...)
		}
	}
	for _, m := range q.analysis.Matches {
		switch m.Kind {
		case "topic", "action", "symptom", "attribute", "part", "thing":
		default:
			continue
		}
		if m.How != lexicon.Inner && m.How != lexicon.Typo && !contains(list, m.ID) && e.speak(said, m.ID) == 0 {
			list = append(list, m.ID)
		}
	}
	return list
}

// adds weighs how much of what is missing a passage speaks of; one for another place than hers adds nothing.
func (e *Engine) adds(p *plan, q *Question, h index.Hit, s *index.Passage, missing []string) float64 {
	r := e.read(s.Text, h.Lang)
	v := 0.0
	for _, id := range missing {
		if e.speak(r.analysis.Matches, id) == 1 {
			v++
		}
	}
	if v == 0 || e.placeFit(p, found{hit: h, passage: index.Scored{Passage: s}, figures: r.figures}) < -0.3 {
		return 0
	}
	for _, unit := range q.units {
		for _, fig := range r.figures {
			if string(fig.Kind) == unit {
				return v + 0.3
			}
		}
	}
	return v
}
