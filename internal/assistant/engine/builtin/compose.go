package builtin

import (
	"fmt"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// What bounds an answer: more would drown what was asked.
const (
	maxPassages = 3
	maxFigures  = 5
)

// fromPassages answers with the likeliest passages: the first, and those that add what she asked for and the first does not say.
func (e *Engine) fromPassages(p *plan, q *Question, hits []index.Hit) bool {
	list := e.leads(p, q, hits)
	if !e.sure(p, q, hits, list) {
		return false
	}
	before := len(p.sentences)
	for _, l := range e.choose(q, list) {
		e.tell(p, q, l)
	}
	if len(p.sentences) == before {
		p.u.why("nothing of it can be told in her language")
		return false
	}
	p.u.why("passage of " + list[0].hit.ID)
	p.u.why(fmt.Sprintf("sure %.2f, share %.2f of %d passages, score %.1f, page %.2f, passage %.2f, notions %.2f, page score %.2f", sureness(list[0]), list[0].p, len(list), list[0].score, list[0].hit.Coverage, list[0].passage.Coverage, list[0].signs[signWhole], list[0].hit.Score))
	p.settle(engine.Answered)
	return true
}

// sure says whether the best passage may be said at all.
func (e *Engine) sure(p *plan, q *Question, hits []index.Hit, list []lead) bool {
	if len(list) == 0 {
		p.u.why("nothing found")
		return false
	}
	chance := sureness(list[0])
	switch {
	case chance < enoughSure && !covered(q, list[0]) && (len(q.Carried) == 0 || chance < enoughSure*0.7):
		p.u.why(fmt.Sprintf("no passage is surely meant: %.2f for %s, %q", chance, list[0].hit.ID, cutTo(list[0].passage.Text, 80)))
		return false
	case chance < wellSure && (len(q.Unknown) > 1 && e.missed(q, list[0]) || len(q.Unknown) > 2 && list[0].own && list[0].hit.Coverage < 0.35 && list[0].signs[signWords] == 0):
		p.u.why("nothing that she names stands there")
		return false
	case q.around != "" && (len(q.Unknown) > 0 || e.ownMatter(q)) && e.missed(q, list[0]):
		p.u.why("only what was spoken of before stands there")
		return false
	case q.strange() > 1 && list[0].known < 0.5:
		p.u.why("most of what she says is known to nobody")
		return false
	case e.foreign(p, q, topPages(list)):
		p.u.why("speaks of goods that are neither in the articles nor in the catalogue")
		return false
	}
	return true
}

// topPages are the pages of the likeliest passages.
func topPages(list []lead) (out []index.Hit) {
	for _, l := range list[:min(len(list), 5)] {
		known := false
		for _, h := range out {
			known = known || h.ID == l.hit.ID
		}
		if !known {
			out = append(out, l.hit)
		}
	}
	return out
}

// strange counts the words of a question of which nobody knows the meaning.
func (q *Question) strange() (n int) {
	for _, t := range q.analysis.Tokens {
		if t.Kind == lexicon.Word && !t.Stop && !t.Known && !t.Glossed && len(t.Text) > 2 {
			n++
		}
	}
	return n
}

// covered says that a passage with its page speaks of all that she asks, in plain words.
func covered(q *Question, best lead) bool {
	return best.signs[signWhole] >= 0.5 && len(q.Unknown) == 0 && best.hit.Coverage >= 0.8 && best.signs[signNoUnit] == 0
}

func cutTo(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// missed says that a passage and its page speak of nothing that the question itself names.
func (e *Engine) missed(q *Question, l lead) bool {
	if l.signs[signWords] > 0 {
		return false
	}
	there := e.read(l.passage.Text+" . "+l.passage.Heading+" . "+l.hit.Title, l.hit.Lang).analysis.Matches
	for _, id := range q.Concepts {
		if k := e.book.Lexicon().Kind(id); k != "modifier" && k != "measure" && k != "time" && e.speak(there, id) > 0 {
			return false
		}
	}
	return true
}

// foreign says that she speaks of goods which no article found and no product of the shop knows.
func (e *Engine) foreign(p *plan, q *Question, hits []index.Hit) bool {
	if len(q.Products) > 0 {
		return false
	}
	strange := false
	for _, m := range q.analysis.Matches {
		if m.Kind != "thing" || m.How == lexicon.Inner || m.How == lexicon.Typo || e.book.Lexicon().Is(m.ID, "product") {
			continue
		}
		known := p.u.stocks(e.book.Lexicon(), m.ID)
		for _, h := range hits {
			known = known || e.onPage(h, m.ID) || e.written(h, q.analysis.Tokens[m.From:m.To])
		}
		if known {
			return false
		}
		strange = true
	}
	return strange
}

// written says that a page has words as she wrote them.
func (e *Engine) written(h index.Hit, words []lexicon.Token) bool {
	texts := []string{h.Title}
	for i := range h.Passages {
		texts = append(texts, h.Passages[i].Text)
	}
	for _, text := range texts {
		tokens, all := e.read(text, h.Lang).analysis.Tokens, true
		for _, w := range words {
			all = all && hasToken(tokens, w.Text)
		}
		if all {
			return true
		}
	}
	return false
}

// choose takes the best passage, one more for each further thing she asks, and one that is nearly as likely.
func (e *Engine) choose(q *Question, list []lead) []lead {
	out, asks, whole := list[:1:1], e.asks(q), answersAll(q, list[0])
	if asks <= 1 && whole {
		return out // one thing was asked, and it is said
	}
	for len(out) < maxPassages {
		next, ok := e.next(q, list, out)
		if !ok {
			break
		}
		asked := len(out) < asks && next.worth > -1.5 && (!whole || next.fresh > 0)
		adds := next.fresh > 0 && next.worth > -0.5
		near := len(out) == 1 && !whole && next.hit.ID == list[0].hit.ID && next.score > list[0].score-1.5
		if !asked && !adds && !near {
			break
		}
		out = append(out, next.lead)
	}
	return out
}

// addition is a passage that may be said besides others.
type addition struct {
	lead
	fresh float64 // what it says that they do not
	worth float64 // its score against the best passage's, with what is fresh and whether it is of the same article
}

// next is the passage that is best said after those chosen; false when none may be.
func (e *Engine) next(q *Question, list, chosen []lead) (best addition, ok bool) {
	top := list[0]
	for _, l := range list[1:min(len(list), 15)] {
		if l.signs[signElsewhere] > 0 || l.passage.Kind == index.Heading || l.score < top.score-4 || sameText(chosen, l) || repeats(chosen, l) || figuresOf(chosen)+min(len(l.figures), 3) > maxFigures+2 {
			continue
		}
		a := addition{lead: l, fresh: e.fresh(q, chosen, l)}
		a.worth = l.score - top.score + 1.5*a.fresh
		switch {
		case l.hit.ID == top.hit.ID:
			a.worth++
		case a.fresh == 0 || l.hit.Score < top.hit.Score*0.5:
			continue
		}
		if !ok || a.worth > best.worth {
			best, ok = a, true
		}
	}
	return best, ok
}

// answersAll says that a passage holds every kind of figure that is asked for, so that another could only confuse.
func answersAll(q *Question, l lead) bool {
	for _, unit := range q.units {
		if !holds([]lead{l}, unit) {
			return false
		}
	}
	return len(q.units) > 0
}

func figuresOf(list []lead) (n int) {
	for _, l := range list {
		n += min(len(l.figures), 3)
	}
	return n
}

// asks counts the things that a question asks: its question words, and the kinds of figure.
func (e *Engine) asks(q *Question) int {
	n, end := 0, -1
	for _, m := range q.analysis.Matches {
		act := strings.TrimPrefix(m.ID, locale.ActPrefix)
		if m.Kind == "question" {
			act = questionActs[m.ID]
		}
		if !strings.HasPrefix(act, "ask_") || m.How == lexicon.Inner || m.How == lexicon.Typo || m.From <= end+1 && end >= 0 {
			continue
		}
		n, end = n+1, m.To
	}
	return max(n, len(q.units))
}

// repeats says that a passage states no figure which those chosen do not.
func repeats(chosen []lead, l lead) bool {
	for _, f := range l.figures {
		known := false
		for _, c := range chosen {
			for _, o := range c.figures {
				known = known || figure.Same(f, o)
			}
		}
		if !known {
			return false
		}
	}
	return len(l.figures) > 0
}

func sameText(list []lead, l lead) bool {
	for _, o := range list {
		if o.passage.Text == l.passage.Text {
			return true
		}
	}
	return false
}

// fresh counts what a passage says of the question that those chosen do not: kinds of figure and notions.
func (e *Engine) fresh(q *Question, chosen []lead, l lead) (n float64) {
	for _, unit := range q.units {
		if !holds(chosen, unit) && holds([]lead{l}, unit) {
			n++
		}
	}
	for _, m := range q.analysis.Matches {
		switch m.Kind {
		case "topic", "action", "symptom", "attribute", "part", "thing":
		default:
			continue
		}
		if m.How == lexicon.Inner || m.How == lexicon.Typo || e.speak(l.analysis.Matches, m.ID) < 1 {
			continue
		}
		known := false
		for _, c := range chosen {
			known = known || e.speak(c.analysis.Matches, m.ID) > 0 || e.speak(e.read(c.passage.Heading+" . "+c.hit.Title, c.hit.Lang).analysis.Matches, m.ID) > 0
		}
		if !known {
			n++
		}
	}
	return min(n, 2)
}

func holds(list []lead, unit string) bool {
	for _, l := range list {
		for _, f := range l.figures {
			if string(f.Kind) == unit {
				return true
			}
		}
	}
	return false
}

// tell says a passage: in its own words when they are in her language, else natively.
func (e *Engine) tell(p *plan, q *Question, l lead) {
	if isRecord(l.hit) {
		e.tellRecord(p, q, l)
		return
	}
	if !l.own {
		e.tellNatively(p, q, l)
		return
	}
	if steps := e.steps(q, l.found); len(steps) > 0 {
		e.ownSteps(p, l.hit, steps)
		return
	}
	if l.passage.Kind == index.Heading {
		e.below(p, l.found)
		return
	}
	cite := p.cite(l.hit, l.passage.Passage)
	switch {
	case len(l.passage.Cells) > 1:
		p.add(sentence(row(e.askedCells(p, q, l))), cite)
	case len(l.figures) > maxFigures:
		p.add(sentence(e.trim(q, l.found)), cite)
	default:
		e.quoteInPlace(p, q, l, cite)
	}
}

// askedCells leaves of a wide table row the key and the columns that hold what was asked.
func (e *Engine) askedCells(p *plan, q *Question, l lead) []index.Cell {
	cells := l.passage.Cells
	if len(cells) <= 3 || len(q.units) == 0 {
		return cells
	}
	keep := map[string]bool{}
	for _, f := range e.relevant(p, q, l) {
		keep[f.column] = true
	}
	out := cells[:1:1]
	for _, c := range cells[1:] {
		if keep[c.Column] {
			out = append(out, c)
		}
	}
	if len(out) == 1 {
		return cells
	}
	return out
}

// relevant lists the figures of a passage that answer: those of the kinds asked for, for her place; all of a few when none is asked.
func (e *Engine) relevant(p *plan, q *Question, l lead) []fact {
	all := e.factsOf(l.hit, l.passage.Passage)
	var out []fact
	for _, unit := range q.units {
		matter := e.matter(q, unit)
		var fit []fact
		top := -100.0
		for _, f := range all {
			if e.rate(p, q, &f, unit, matter, l.hit.Score) {
				fit = append(fit, f)
				top = max(top, f.score)
			}
		}
		for _, f := range fit {
			if f.score >= top-0.4 && !hasFigure(out, f) {
				out = append(out, f)
			}
		}
	}
	few := 0
	for _, f := range all {
		if f.fig.Kind != "" && f.fig.Kind != figure.None && f.fig.Kind != figure.Code {
			few++
		}
	}
	if out = e.herMoney(p, out); len(out) > 0 && (few > shortRow || len(l.passage.Cells) > 0) {
		return out[:min(len(out), 4)]
	}
	for _, f := range all {
		one := f
		e.ratePlace(p, &one)
		if f.fig.Kind == "" || f.fig.Kind == figure.None && len(all) > 2 || f.fig.Kind == figure.Code || one.score < 0 || given(q, f.fig) || hasFigure(out, f) {
			continue
		}
		f.place = one.place
		out = append(out, f)
	}
	if out = e.herMoney(p, out); len(out) > 4 {
		return nil
	}
	return out
}

// herMoney keeps, where an amount is stated in several currencies, the one in hers.
func (e *Engine) herMoney(p *plan, list []fact) []fact {
	hers := currencyOf[firstOf(p.u.Slots.Country, p.turn.Country)]
	mine := false
	for i, f := range list {
		if hers == "CNY" && f.fig.Unit == "JPY" && e.book.Country(f.place) == "CN" { // "¥" in a row for China
			list[i].fig.Unit = "CNY"
			f = list[i]
		}
		mine = mine || f.fig.Kind == figure.Money && f.fig.Unit == hers
	}
	if !mine {
		return list
	}
	out := list[:0:0]
	for _, f := range list {
		if f.fig.Kind != figure.Money || f.fig.Unit == hers {
			out = append(out, f)
		}
	}
	return out
}

func given(q *Question, f figure.Figure) bool {
	for _, g := range q.figures {
		if figure.Same(g, f) {
			return true
		}
	}
	return false
}

func hasFigure(list []fact, f fact) bool {
	for _, o := range list {
		if figure.Same(o.fig, f.fig) && o.column == f.column {
			return true
		}
	}
	return false
}

// tellNatively says what of a passage in another language can be said for sure: its figures, a yes or no, names and notions.
func (e *Engine) tellNatively(p *plan, q *Question, l lead) {
	facts := e.relevant(p, q, l)
	switch {
	case len(q.units) == 0 && q.yesNo() && l.passage.Kind != index.Row && (e.nativeYes(p, q, l) || e.nativeNo(p, q, l)):
	case q.yesNo() && e.byStance(p, q, l):
	case e.nativeRow(p, q, l):
	case e.nativeSteps(p, q, l.found):
	case len(facts) > 0 && (len(q.units) > 0 || !e.nativeFacts(p, q, l.found)):
		e.stateAll(p, q, l, facts)
	case len(facts) > 0:
	case e.nativeFree(p, q, []found{l.found}):
	case e.nativeYes(p, q, l):
	case e.nativeNo(p, q, l):
	case e.nativeFacts(p, q, l.found):
	default:
		if len(p.sentences) == 0 && sureness(l) >= surelyOn {
			e.pointTo(p, q, l.found)
		}
		return
	}
	e.source(p, l.found)
}

// between stands between figures that are said together: a comma could read as part of a number or a range.
const between = " · "

// stateAll says figures natively; those with one name and condition share a sentence.
func (e *Engine) stateAll(p *plan, q *Question, l lead, facts []fact) {
	cite := p.cite(l.hit, l.passage.Passage)
	if len(facts) == 1 {
		p.add(e.factSentence(p, q, facts[0], string(facts[0].fig.Kind)), cite)
		return
	}
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	type group struct{ label, condition, figures string }
	var groups []group
	for _, f := range facts {
		unit := string(f.fig.Kind)
		g := group{firstOf(lex.Label(e.factTopic(q, f, unit, lang), lang), p.pack.Measures[unit]), e.factCondition(p, q, f), e.bounded(p, f.fig, p.pack.FormatFigure(f.fig))}
		if n := len(groups); n > 0 && groups[n-1].label == g.label && groups[n-1].condition == g.condition {
			groups[n-1].figures += between + g.figures
			continue
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		if g.condition != "" {
			p.add(capital(p.pack.Say("figure_for", "label", g.label, "condition", g.condition, "figure", g.figures)), cite)
		} else {
			p.add(capital(p.pack.Say("figure", "label", g.label, "figure", g.figures)), cite)
		}
	}
}
