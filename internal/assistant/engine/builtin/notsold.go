package builtin

import (
	"parley/internal/locale/lexicon"
)

// notSold tells somebody who asks for goods that the shop has not that they are not in the range, and names what comes nearest.
// It is asked only when no article had an answer.
func (e *Engine) notSold(p *plan) bool {
	c := p.u.goods
	if c == nil || c.Len() == 0 || len(p.u.Questions) != 1 || len(p.u.Questions[0].Products) > 0 {
		return false
	}
	q, lex := &p.u.Questions[0], e.book.Lexicon()
	if !e.seeksGoods(q) {
		return false
	}
	for _, m := range q.analysis.Matches {
		if m.Kind != "thing" || m.How == lexicon.Inner || m.How == lexicon.Typo || m.ID == "gift_idea" || lex.Label(m.ID, p.pack.Lang()) == "" {
			continue
		}
		if e.inRange(c, m.ID) {
			return false
		}
		p.say("not_sold", "label", lex.Label(m.ID, p.pack.Lang()))
		e.alike(p, c, m.ID)
		return true
	}
	return false
}

// inRange says that the shop sells a thing or a kind of it.
func (e *Engine) inRange(c *Catalog, id string) bool {
	for _, t := range c.traits {
		if t.is(e.book.Lexicon(), id) == 2 {
			return true
		}
	}
	return false
}

// alike names up to two products that share the closest broader kind.
func (e *Engine) alike(p *plan, c *Catalog, id string) {
	above := e.book.Lexicon().Broader(id)
	if len(above) < 2 {
		return // all that comes above is a whole department
	}
	var names, cites []string
	for _, pr := range c.ofKind(above[0]) {
		if pr.InStock && len(names) < 2 {
			names, cites = append(names, pr.title(p.pack.Tag)), append(cites, e.record(p, pr))
		}
	}
	if len(names) > 0 {
		p.add(p.pack.Say("products", "items", p.pack.Join(names)), cites...)
	}
}
