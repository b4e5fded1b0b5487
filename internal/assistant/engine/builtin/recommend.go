package builtin

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Recommendation: a wish is taken apart into kinds of goods, qualities, what must not be, an age and a budget; every product
// in stock is held against it, and the one or two that fit best are named with the reason. When nothing fits nothing is named.

// desire is what she looks for.
type desire struct {
	things, qualities, not []string
	age                    float64 // years, -1 when she names none
	budget                 float64
	currency               string
	whole                  bool               // she plainly asks for a suggestion
	limited                bool               // she names what it may cost at most
	near                   map[string]float64 // how much of what she says a product's record speaks of
}

// recommend answers a wish for a suggestion and reports whether there was one.
func (e *Engine) recommend(p *plan, c *Catalog, q *Question) bool {
	if !e.seeksAdvice(p, q) {
		return false
	}
	d := e.desire(p)
	d.near = e.nearGoods(p, q)
	list := e.fitting(p, c, d)
	if len(list) == 0 {
		return d.whole && len(d.things) > 0 && e.nothingFits(p, c, d)
	}
	for _, f := range list {
		p.add(capital(p.pack.Say("recommend", "product", f.pr.title(p.pack.Tag), "items", strings.Join(e.reasons(p, c, d, f), p.pack.List.Sep))), e.record(p, f.pr))
	}
	p.u.Intent, p.u.Slots.Product = "product", list[0].pr.ID
	p.u.why("recommended " + list[0].pr.ID)
	p.settle(engine.Answered)
	return true
}

// nearGoods is the share of what she says that a record must speak of to be of the kind that she names by a word nobody foresaw.
const nearGoods = 0.4

// nearGoods tells how much of what a question says each product's record speaks of.
func (e *Engine) nearGoods(p *plan, q *Question) map[string]float64 {
	out := map[string]float64{}
	hits := e.recordHits(p, q)
	r := e.newRanker(p, q, hits)
	for _, h := range hits {
		for i := range h.Passages {
			l := r.lead(h, &h.Passages[i])
			id := strings.TrimPrefix(h.ID, recordPrefix)
			out[id] = max(out[id], l.covers)
		}
	}
	return out
}

// budgetWord are the words beside an amount that make it a limit.
var budgetWord = regexp.MustCompile(`(?i)budget|presupuesto|\btope\b|or[çc]amento|бюджет|ميزاني|예산|予算|预算|預算|งบ|ng[âa]n s[áa]ch|以内|以下|no m[áa]s de|a lo mucho|a lo m[áa]s|m[áa]ximo|\bmax|t[ốo]i [đd]a|까지|이하|円台|bis zu|h[öo]chstens|не дороже|не больше`)

// seeksAdvice says that she wishes for a suggestion.
func (e *Engine) seeksAdvice(p *plan, q *Question) bool {
	return len(q.Products) == 0 && !q.acts["compare"] && p.outcome != engine.HandedOff && e.seeks(p, q, e.desire(p))
}

// nothingFits says so when the shop sells such things at all but none as she wants it; else the rest of the engine decides.
func (e *Engine) nothingFits(p *plan, c *Catalog, d desire) bool {
	for _, id := range d.things {
		if len(c.concepts[id]) > 0 {
			p.say("recommend_none")
			p.u.Offered = true
			p.settle(engine.Declined)
			return true
		}
	}
	return false
}

// seeks tells a wish for a suggestion from a question of another kind.
func (e *Engine) seeks(p *plan, q *Question, d desire) bool {
	for _, m := range p.u.whole.Matches {
		if m.Kind == "topic" && m.How != lexicon.Inner && m.How != lexicon.Typo && !goodsTopics[m.ID] && !aside[m.ID] {
			return false
		}
	}
	enough := len(d.things) > 0 || len(d.qualities) > 0 || d.age >= 0
	gift := q.hasAny("gift", "gift_idea")
	if d.limited && q.Wants != "when" && q.Wants != "how_long" && q.Wants != "how" {
		return true
	}
	switch {
	case d.whole:
		return enough
	case gift:
		return len(d.things) > 0 || d.age >= 0
	case d.age >= 0 && len(d.things) > 0:
		return q.Wants == "" || q.Wants == "which" || q.Wants == "what"
	}
	return len(d.things) == 0 && len(d.qualities) >= 2 && q.acts["ask_can"] && e.hasThing(q)
}

// hasThing says that she asks whether the shop has something.
func (e *Engine) hasThing(q *Question) bool {
	return q.hasAny("do_you_have", "availability") || e.seeksGoods(q)
}

func matched(a lexicon.Analysis, id string) bool {
	for _, m := range a.Matches {
		if m.ID == id {
			return true
		}
	}
	return false
}

// aside are topics that a wish may touch without being about them.
var aside = map[string]bool{"return_reason": true, "discount": true, "sustainability": true, "shop_trust": true, "payment": true}

// desire reads the whole message: a wish is often told over several sentences.
func (e *Engine) desire(p *plan) desire {
	a := p.u.whole
	d := desire{age: -1, whole: p.u.acts["recommend"] || matched(a, "recommend") || matched(a, "gift_idea")}
	for _, m := range a.Matches {
		if m.How == lexicon.Typo || m.How == lexicon.Inner && m.Kind != "attribute" || m.ID == "gift_idea" || m.ID == "gift" {
			continue
		}
		switch {
		case m.Kind != "thing" && m.Kind != "attribute" && m.Kind != "part" && m.Kind != "measure" && m.Kind != "action":
		case e.rejected(p, m):
			d.not = append(d.not, m.ID)
		case m.Kind == "thing" && suits[m.ID] == nil && !contains(d.things, m.ID):
			d.things = append(d.things, m.ID)
		case (m.Kind != "thing" || suits[m.ID] != nil) && !contains(d.qualities, m.ID) && !passing[m.ID]:
			d.qualities = append(d.qualities, m.ID)
		}
	}
	e.limits(p, &d)
	return d
}

// passing are notions that every wish has.
var passing = map[string]bool{"place_order": true, "price": true, "cost": true, "amount": true, "duration": true, "recommended_age": true, "size_system": true, "use_action": true}

// rejected says that a negation stands right before what she names, or behind it where her language puts it there.
func (e *Engine) rejected(p *plan, m lexicon.Match) bool {
	k := p.u.whole.Tokens
	for i := max(0, m.From-4); i < m.From; i++ {
		if e.book.Negates(k[i].Text, p.u.lang) || rejects[k[i].Text] {
			return true
		}
	}
	behind := p.u.text[min(m.End, len(p.u.text)):]
	for _, w := range []string{"じゃない", "ではない", "なし", "以外", "는 말고", "은 말고", "말고", " 말고", "없는", " 없는", "아닌", "不要"} {
		if len(behind) >= len(w) && behind[:len(w)] == w {
			return true
		}
	}
	return false
}

// rejects are words that turn down what follows, beside the negations of the packs.
var rejects = map[string]bool{"kein": true, "keine": true, "keinen": true, "ohne": true, "sin": true, "sans": true, "pas": true, "sem": true, "senza": true, "без": true, "не": true, "بدون": true, "without": true, "no": true, "non": true, "khong": true, "ko": true}

// limits reads the age for whom it is and what it may cost.
func (e *Engine) limits(p *plan, d *desire) {
	for _, f := range e.book.Figures(p.u.text, p.u.lang) {
		switch {
		case f.Kind == figure.Money:
			d.budget, d.currency = f.Hi, f.Unit
			d.limited = f.Bound == figure.Within || budgetWord.MatchString(p.u.text)
		case f.Kind == figure.None && f.Lo >= 20 && d.budget == 0 && budgetWord.MatchString(p.u.text):
			d.budget, d.currency, d.limited = f.Hi, currencyOf[firstOf(p.turn.Country, p.u.Slots.Country)], true
		case f.Kind == figure.Duration && (f.Unit == "year" || f.Unit == "month") && d.age < 0:
			d.age = inYears(f.Lo, f.Unit)
		case f.Kind == figure.None && f.Lo == f.Hi && f.Lo >= 1 && f.Lo < 18 && d.age < 0 && d.whole:
			d.age = f.Lo
		}
	}
	if d.age > 99 {
		d.age = -1
	}
}

// suitable is a product held against a desire.
type suitable struct {
	pr    Product
	score float64
	why   []string // concepts that speak for it, with the attribute that states them
	keys  []string
	aged  bool
}

// fitting lists the one or two products that fit best.
func (e *Engine) fitting(p *plan, c *Catalog, d desire) []suitable {
	var list []suitable
	for i, pr := range c.products {
		if f, ok := e.fit(p, c, d, i, pr); ok {
			list = append(list, f)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].score > list[j].score })
	if len(list) > 1 && (list[0].score-list[1].score > 0.1 || len(list) > 2 && list[2].score == list[0].score && !d.whole) {
		list = list[:1]
	}
	if len(list) > 2 {
		list = list[:2]
	}
	return list
}

// fit scores one product; false when it is not what she wants.
func (e *Engine) fit(p *plan, c *Catalog, d desire, i int, pr Product) (suitable, bool) {
	t, lex, f := c.traits[i], e.book.Lexicon(), suitable{pr: pr}
	if !pr.InStock || e.overBudget(p, d, pr) || e.excluded(lex, t, d) {
		return f, false
	}
	for _, id := range d.things {
		switch t.is(lex, id) {
		case 2:
			f.score += 3 - e.narrowerKind(t, id)
		case 1:
			f.score += 1.5
		}
	}
	if len(d.things) > 0 && f.score == 0 && d.near[pr.ID] < nearGoods {
		return f, false
	}
	f.score += 3 * d.near[pr.ID]
	for _, id := range d.qualities {
		if key, ok := t.bears(lex, id); ok && !t.lacks[id] {
			f.score += 1.5
			f.why, f.keys = append(f.why, id), append(f.keys, key)
		}
	}
	from, to := e.agesOf(c, i)
	switch {
	case d.age >= 0 && from >= 0 && (d.age < from || d.age > to):
		return f, false
	case d.age >= 0 && from >= 0:
		f.score, f.aged = f.score+2+from/max(d.age, from, 0.1), true
	case d.age >= 0 && d.age <= 12 && len(d.things) == 0:
		return f, false
	}
	if d.age >= 0 && d.age <= 12 && len(d.things) == 0 {
		if _, toy := t.has["toy"]; toy {
			f.score++
		}
	}
	return f, f.score >= 2.5
}

func (e *Engine) agesOf(c *Catalog, i int) (float64, float64) {
	t := c.traits[i]
	t.ages(e, c.keys, c.products[i])
	return t.from, t.to
}

// narrowerKind is taken off when a product is something more special than she named.
func (e *Engine) narrowerKind(t traits, id string) float64 {
	for own := range t.has {
		if own != id && e.book.Lexicon().Kind(own) == "thing" && e.book.Lexicon().Is(own, id) {
			return 0.5
		}
	}
	return 0
}

func (e *Engine) excluded(lex *lexicon.Lexicon, t traits, d desire) bool {
	for _, id := range d.not {
		for own := range t.has {
			if own == id || lex.Is(own, id) {
				return true
			}
		}
		if id == "battery" {
			for own := range t.has {
				if own == "battery_life" || own == "battery_capacity" {
					return true
				}
			}
		}
	}
	return false
}

// overBudget holds her limit against the price in the currency that she named.
func (e *Engine) overBudget(p *plan, d desire, pr Product) bool {
	if d.budget == 0 {
		return false
	}
	price := pr.Prices[d.currency]
	if price == 0 {
		price = pr.Prices[p.currency(pr)]
	}
	return price > d.budget
}

// reasons say natively why a product fits: qualities, age, price.
func (e *Engine) reasons(p *plan, c *Catalog, d desire, f suitable) []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) && len(out) < 4 {
			out = append(out, s)
		}
	}
	for _, id := range f.why {
		if k := e.book.Lexicon().Kind(id); k == "attribute" || k == "part" {
			add(e.book.Lexicon().Label(id, p.pack.Lang()))
		}
	}
	if f.aged {
		add(e.ageOf(p, c, f.pr))
	}
	if currency := p.currency(f.pr); currency != "" {
		add(p.pack.FormatMoney(f.pr.Prices[currency], currency))
	}
	return out
}

// ageOf says for which age a product is meant: "from 18 months".
func (e *Engine) ageOf(p *plan, c *Catalog, pr Product) string {
	from, to := e.agesOf(c, c.byID[pr.ID])
	fig := figure.Figure{Lo: from, Hi: from, Kind: figure.Duration, Unit: "year"}
	if from < 2 && from != float64(int(from)) {
		fig.Lo, fig.Hi, fig.Unit = float64(int(from*12+0.5)), float64(int(from*12+0.5)), "month"
	}
	if to < 99 {
		fig.Hi = to
		return p.pack.FormatFigure(fig)
	}
	return p.pack.Say("figure_over", "figure", p.pack.FormatFigure(fig))
}
