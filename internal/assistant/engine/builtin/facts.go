package builtin

import (
	"regexp"
	"sort"
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// fact is one figure that an article states, in a sentence, a list item or the cell of a table, with what it holds for.
type fact struct {
	found
	fig     figure.Figure
	own     []lexicon.Match // concepts of its clause, or of its row's key and its column
	column  string          // of a table
	topical float64         // share of the question's matter that it speaks of
	score   float64
	place   string // the place concept for which it holds, "" any
	named   bool   // it holds for a thing that she asks about
}

// seen is a passage as the engine reads it; reading is kept, because pages do not change.
type seen struct {
	analysis lexicon.Analysis
	figures  []figure.Figure
	notions  []notionOf
}

// maxSeen bounds what is kept of readings.
const maxSeen = 50_000

// read analyses a text once.
func (e *Engine) read(text, lang string) seen {
	key := lang + "\x00" + text
	s, ok := e.seen.get(key)
	if ok {
		return s
	}
	s = seen{analysis: e.analyze(text, lang), figures: e.book.Figures(text, lang)}
	s.notions = numbered(e.book.Lexicon().Notions(s.analysis))
	e.seen.put(key, s)
	return s
}

// facts lists the figures of one kind in the pages found, the best first.
func (e *Engine) facts(p *plan, q *Question, hits []index.Hit, unit string) []fact {
	matter := e.matter(q, unit)
	var out []fact
	for _, h := range hits {
		if h.Score < hits[0].Score*0.3 {
			break
		}
		for i := range h.Passages {
			if i >= 300 {
				break
			}
			for _, f := range e.factsOf(h, &h.Passages[i]) {
				if e.rate(p, q, &f, unit, matter, hits[0].Score) {
					out = append(out, f)
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return out
}

// factsOf reads the figures of a passage; a figure of a cell takes its unit from the column or the heading when the cell has
// none ("Warranty in months").
func (e *Engine) factsOf(h index.Hit, s *index.Passage) []fact {
	base := found{hit: h, passage: index.Scored{Passage: s}}
	if len(s.Cells) > 1 {
		return e.keptCells(base)
	}
	if s.Kind == index.Heading {
		return nil
	}
	r := e.read(s.Text, h.Lang)
	base.figures, base.analysis = r.figures, r.analysis
	var out []fact
	for _, fig := range r.figures {
		start, end := clause(s.Text, fig.Start, fig.End)
		f := fact{found: base, fig: fig}
		for _, m := range r.analysis.Matches {
			if m.Start >= start && m.End <= end || s.Kind == index.Item || len(r.figures) == 1 {
				f.own = append(f.own, m)
			}
		}
		out = append(out, f)
	}
	return out
}

// keptCells are the figures of a row, read once: a cell takes its unit from its column, its heading or the sentences before.
func (e *Engine) keptCells(base found) []fact {
	s := base.passage.Passage
	cells, ok := e.cells.get(s)
	if !ok {
		cells = e.cellFacts(base)
		e.cells.put(s, cells)
	}
	out := make([]fact, len(cells))
	for i, f := range cells {
		f.found = base
		out[i] = f
	}
	return out
}

// maxCells bounds of how many rows the figures are kept.
const maxCells = 10_000

func (e *Engine) cellFacts(base found) []fact {
	cells, lang := base.passage.Cells, base.hit.Lang
	key := e.read(cells[0].Text, lang)
	var out []fact
	for _, c := range cells[1:] {
		column := e.read(c.Column, lang)
		inside := e.read(c.Text, lang)
		figs := inside.figures
		for _, fig := range figs {
			if fig.Kind == figure.None || fig.Kind == figure.Count {
				fig = e.inherit(fig, lang, append([]string{c.Column, base.passage.Heading}, intro(base.hit, base.passage.Passage)...)...)
			}
			if fig.Kind == figure.None && timed(c.Column, column.analysis.Matches) {
				fig.Kind, fig.Unit = figure.Duration, e.unitNear(base.hit, base.passage.Passage)
			}
			if fig.Kind == figure.Money && fig.Bound == "" && freeFrom.MatchString(c.Column) {
				fig.Bound = figure.Over
			}
			f := fact{found: base, fig: fig, column: c.Column}
			f.own = append(append(append(f.own, key.analysis.Matches...), column.analysis.Matches...), inside.analysis.Matches...)
			out = append(out, f)
		}
		if len(figs) == 0 { // "free", "not available"
			out = append(out, fact{found: base, column: c.Column, fig: figure.Figure{Text: c.Text},
				own: append(append(append([]lexicon.Match{}, key.analysis.Matches...), column.analysis.Matches...), inside.analysis.Matches...)})
		}
	}
	return out
}

// freeFrom are names of columns with the amount from which something is free, as the languages of articles write them.
var freeFrom = regexp.MustCompile(`(?i)\b(free|gratis|kostenlos|gratuit\w*|frei|grátis)\b.{0,20}\b(from|over|above|at|ab|desde|dès|da|a partir)\b|(満|满|起|以上).{0,6}(免|包)|(免|包).{0,6}(满|起|以上)|包邮`)

// timed says that a column's name speaks of how long something takes.
func timed(name string, column []lexicon.Match) bool {
	for _, m := range column {
		if m.ID == "duration" || m.ID == "shipping_time" || m.ID == "processing_time" {
			return true
		}
	}
	return plainTime.MatchString(name)
}

// plainTime are names of columns that mean a duration, as the languages of articles write them.
var plainTime = regexp.MustCompile(`(?i)^\W*(transit |delivery |lead |average |typical )?(times?|duration|zeit|dauer|délais?|plazos?|prazos?|tempi?o?|срок|сроки|时间|时效|時間|期間|時長|时长|期限|المدة|기간|소요\s?기간)\W*$`)

// unitNear finds the unit of time that the sentences before a table, or its heading, name ("Times are in working days"); days else.
func (e *Engine) unitNear(h index.Hit, row *index.Passage) string {
	texts := []string{row.Heading, h.Title}
	for i := min(row.Ord, len(h.Passages)) - 1; i >= 0 && i > row.Ord-40; i-- {
		if s := &h.Passages[i]; s.Kind != index.Row {
			texts = append(texts, s.Text)
		}
	}
	for _, text := range texts {
		for _, t := range lexicon.Tokens(text) {
			if t.Kind == lexicon.Number {
				continue
			}
			figs := e.book.Figures("7 "+text[t.Start:], h.Lang)
			if len(figs) > 0 && figs[0].Start == 0 && figs[0].Kind == figure.Duration {
				return figs[0].Unit
			}
		}
	}
	return "day"
}

// intro is the sentence that stands before a table, which may name the unit of its figures ("Figures are months.").
func intro(h index.Hit, row *index.Passage) []string {
	for i := row.Ord - 1; i >= 0 && i < len(h.Passages); i-- {
		switch s := &h.Passages[i]; {
		case s.Heading != row.Heading:
			return nil
		case s.Kind == index.Sentence && len(s.Text) < 60:
			return []string{s.Text}
		case s.Kind == index.Sentence:
			return nil
		}
	}
	return nil
}

// inherit gives a bare number the unit that its column's or section's name ends with: "in months", "（月）", "(km)".
func (e *Engine) inherit(fig figure.Figure, lang string, names ...string) figure.Figure {
	for _, name := range names {
		tokens := lexicon.Tokens(name)
		for i := len(tokens); i >= 0; i-- { // the whole name ("Business days"), else the unit that stands at its end
			word := strings.TrimSpace(name)
			if i < len(tokens) {
				t := tokens[i]
				word = name[t.Start:t.End]
				if len(t.Text) < 3 && e.book.Lexicon().Stop(t.Text, locale.Base(lang)) {
					continue // "in" is no inch here
				}
			}
			word = strings.TrimPrefix(word, "بال") // "in months" is one Arabic word
			for _, try := range []string{fig.Text + " " + word, fig.Text + word, fig.Text + "か" + word, fig.Text + "个" + word} {
				for _, got := range e.book.Figures(try, lang) {
					if got.Kind != figure.None && got.Kind != figure.Count && got.Kind != figure.Code && got.Kind != figure.Date && got.Kind != figure.Money && got.Lo == fig.Lo && got.Hi == fig.Hi {
						got.Start, got.End = fig.Start, fig.End
						return got
					}
				}
			}
		}
	}
	return fig
}

// matter lists the concepts that say what a question of this unit is about, without what only says how to measure. When there
// is nothing else, things stand in.
func (e *Engine) matter(q *Question, unit string) []string {
	lex := e.book.Lexicon()
	var topics, rest []string
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		c, _ := lex.Concept(id)
		switch c.Kind {
		case "topic", "action", "symptom", "attribute":
			if c.Unit != "" && unit != "" && unitKind(c.Unit) != unit && len(q.units) > 1 {
				continue // it belongs to her other question
			}
			topics = append(topics, id)
		case "thing", "part", "modifier":
			rest = append(rest, id)
		}
	}
	if len(topics) == 0 {
		return rest
	}
	return topics
}

// rate scores a fact; false when it cannot be meant.
func (e *Engine) rate(p *plan, q *Question, f *fact, unit string, matter []string, top float64) bool {
	if f.fig.Kind != "" && !unitFits(q, unit, f.fig) || f.fig.Kind == "" && !(unit == string(figure.Money) && freeIn(f.own)) {
		return false
	}
	for _, given := range q.figures {
		if f.fig.Kind != "" && figure.Same(given, f.fig) && given.Kind != figure.None {
			return false // she said this one herself
		}
	}
	f.found.own = locale.Base(f.hit.Lang) == p.pack.Lang()
	f.score = 0.5*f.hit.Score/top + 0.3*f.hit.InTitle - 0.004*float64(f.passage.Ord)
	if string(f.fig.Kind) == unit {
		f.score += 0.35
	}
	if f.found.own {
		f.score += 0.05
	}
	f.topical = e.topical(f, matter)
	f.score += 1.2 * f.topical
	e.rateConditions(q, f)
	e.ratePlace(p, f)
	e.rateStrangers(q, f)
	f.score += rateKey(q, f) + rateColumn(q, f)
	if f.fig.Kind == figure.Money && !e.asksThreshold(q) && e.threshold(f) { // outweighs that "free" itself was asked in the same breath
		f.score -= 1.4
	}
	return true
}

// rateKey favours the row whose name she wrote out ("Dune 0"), and marks down one that shares only a part of it.
func rateKey(q *Question, f *fact) float64 {
	if len(f.passage.Cells) == 0 {
		return 0
	}
	tokens, written := lexicon.Tokens(f.passage.Cells[0].Text), 0
	for _, t := range tokens {
		for _, w := range q.analysis.Tokens {
			if w.Text == t.Text && t.Kind != lexicon.Syllable {
				written++
				break
			}
		}
	}
	switch {
	case written == 0:
		return 0
	case written == len(tokens):
		return 0.6
	}
	return 0.2 * float64(written) / float64(len(tokens))
}

// rateColumn favours the column whose name she wrote ("Brewline 12").
func rateColumn(q *Question, f *fact) float64 {
	if f.column == "" {
		return 0
	}
	for _, t := range lexicon.Tokens(f.column) {
		for _, w := range q.analysis.Tokens {
			if t.Kind == lexicon.Word && len(t.Text) > 3 && w.Text == t.Text && !w.Known && !w.Stop {
				return 0.6
			}
		}
	}
	return 0
}

// asksThreshold says that she wants to know from which amount on something is free, not what it costs.
func (e *Engine) asksThreshold(q *Question) bool {
	return q.hasAny("minimum_order", "free_shipping") || (q.has("free") || q.acts["free"]) && !q.has("shipping_cost")
}

// threshold says that an amount is not a price but that from which something is free.
func (e *Engine) threshold(f *fact) bool {
	if f.fig.Bound == figure.Over {
		return true
	}
	if f.column != "" {
		return freeIn(e.read(f.column, f.hit.Lang).analysis.Matches)
	}
	for _, m := range append(e.read(f.passage.Heading+" . "+f.hit.Title, f.hit.Lang).analysis.Matches, f.own...) {
		if m.ID == "free_shipping" || m.ID == "minimum_order" {
			return true
		}
	}
	return false
}

// freeIn says that concepts speak of something that costs nothing.
func freeIn(list []lexicon.Match) bool {
	for _, m := range list {
		if m.ID == locale.ActPrefix+"free" || m.ID == "free" || m.ID == "free_return" || m.ID == "free_shipping" {
			return true
		}
	}
	return false
}

func unitFits(q *Question, unit string, fig figure.Figure) bool {
	was := q.Unit
	q.Unit = unit
	ok := fits(q, fig)
	q.Unit = was
	return ok
}

// topical is the share of the matter that the fact, its section or its article speaks of.
func (e *Engine) topical(f *fact, matter []string) float64 {
	if len(matter) == 0 {
		return f.hit.Coverage
	}
	head := e.read(f.passage.Heading, f.hit.Lang).analysis.Matches
	title := e.read(f.hit.Title, f.hit.Lang).analysis.Matches
	sum, all := 0.0, 0.0
	for _, id := range matter {
		w := 1.0
		if e.special(id, matter) {
			w = 2 // the special case decides, not the matter in general
		}
		sum += w * max(e.speak(f.own, id), 0.9*e.speak(head, id), 0.8*e.speak(title, id), 0.6*e.speak(f.analysis.Matches, id))
		all += w
	}
	return sum / all
}

// special says that a concept is a special case of another one of the matter, not only what of it is measured.
func (e *Engine) special(id string, matter []string) bool {
	if c, _ := e.book.Lexicon().Concept(id); c.Unit != "" {
		return false
	}
	for _, other := range matter {
		if other != id && e.book.Lexicon().Is(id, other) {
			return true
		}
	}
	return false
}

// speak says how well concepts speak of one: by its own name or a narrower one wholly, by a broader one partly.
func (e *Engine) speak(list []lexicon.Match, id string) float64 {
	lex, best := e.book.Lexicon(), 0.0
	for _, m := range list {
		switch {
		case m.Kind == lexicon.Act || m.How == lexicon.Typo:
		case lex.Is(m.ID, id):
			return 1
		case lex.Is(id, m.ID) && m.Kind != "measure" && m.Kind != "time":
			best = 0.7
		}
	}
	return best
}

// rateConditions favours what holds for the things and conditions that she names.
func (e *Engine) rateConditions(q *Question, f *fact) {
	lex := e.book.Lexicon()
	head := e.read(f.passage.Heading+" . "+f.hit.Title, f.hit.Lang).analysis.Matches
	for _, id := range append(append([]string{}, q.Conditions...), q.Carried...) {
		switch lex.Kind(id) {
		case "time":
			f.score += 0.3*e.speak(f.own, id) + e.beside(f, id)
		case "thing", "part", "modifier", "attribute":
			v := max(e.speak(f.own, id), 0.7*e.speak(head, id))
			f.score += 0.5 * v
			f.named = f.named || v >= 0.6 && lex.Kind(id) != "modifier"
		}
	}
}

// beside favours the figure that stands next to a condition, where a sentence has several of both.
func (e *Engine) beside(f *fact, id string) float64 {
	near := 0.0
	for _, m := range f.own {
		if len(f.passage.Cells) == 0 && e.book.Lexicon().Is(m.ID, id) {
			near = max(near, 0.4/(1+float64(apart(m.Start, m.End, f.fig))/12))
		}
	}
	return near
}

// ratePlace favours what holds for the place she asks about, or for where she is; what holds only for another place is not meant.
func (e *Engine) ratePlace(p *plan, f *fact) {
	lex := e.book.Lexicon()
	wanted := p.u.places
	if len(wanted) == 0 {
		return
	}
	any, hit := false, ""
	for _, m := range f.own {
		if m.Kind != "place" || m.How == lexicon.Inner {
			continue
		}
		any = true
		for _, w := range wanted {
			if m.ID == w || lex.Is(w, m.ID) {
				hit = w
			}
		}
	}
	if rest := e.restOfWorld(f, wanted); rest == 1 {
		hit = wanted[0]
	} else if rest == -1 {
		any, hit = true, ""
	}
	switch {
	case hit != "":
		f.place = hit
		f.score += 0.9 + e.beside(f, hit)
	case any:
		f.score -= 1.5
	case f.hit.Market != "" && f.hit.Market == e.book.Country(wanted[0]):
		f.score += 0.4
	}
}

// special are the modifiers that make a fact hold for a few customers or a dearer service only.
var special = map[string]bool{"express": true, "business_customer": true, "refurbished": true, "used_state": true, "gift": true, "member": true, "first_order": true, "on_sale": true, "wholesale": true}

// others are keys of rows that hold for every place which has no row of its own.
var others = regexp.MustCompile(`(?i)^\s*(all\s+)?(the\s+)?(others?|other (countries|regions|markets|places|destinations)|elsewhere|everywhere else|rest of (the )?world|everyone else|any other.*|其他.{0,6}|其它.{0,6}|其余.{0,4}|その他.{0,6}|上記以外.{0,4}|기타.{0,4}|그 외.{0,4}|otros(\s.*)?|demás.*|outros(\s.*)?|demais.*|autres?(\s.*)?|altr[ie](\s.*)?|andere(\s.*)?|übrige.*|другие.*|остальные.*|بقية.*|باقي.*|غيرها|อื่น.*|các nước khác|khác)\s*$`)

// restOfWorld says of a row for all other places whether it holds for a wanted one: 1 when no other row of the table does, -1 when one
// does, 0 when it is no such row.
func (e *Engine) restOfWorld(f *fact, wanted []string) int {
	if len(f.passage.Cells) == 0 || !others.MatchString(f.passage.Cells[0].Text) {
		return 0
	}
	for i := range f.hit.Passages {
		if s := &f.hit.Passages[i]; len(s.Cells) > 0 && s.Para == f.passage.Para {
			for _, w := range wanted {
				if e.speak(e.read(s.Cells[0].Text, f.hit.Lang).analysis.Matches, w) > 0 || e.wider(s.Cells[0].Text, f.hit.Lang, w) {
					return -1
				}
			}
		}
	}
	return 1
}

// wider says that a text names a region in which a place lies.
func (e *Engine) wider(text, lang, place string) bool {
	for _, m := range e.read(text, lang).analysis.Matches {
		if m.Kind == "place" && e.book.Lexicon().Is(place, m.ID) {
			return true
		}
	}
	return false
}

// around is the text for which a figure holds: its row's key and column, or its clause.
func (f *fact) around() string {
	if len(f.passage.Cells) > 0 {
		return f.passage.Cells[0].Text + " . " + f.column
	}
	start, end := clause(f.passage.Text, f.fig.Start, f.fig.End)
	return f.passage.Text[start:end]
}

// rateStrangers marks down what holds for things and conditions that she did not name, and what another topic names.
func (e *Engine) rateStrangers(q *Question, f *fact) {
	lex := e.book.Lexicon()
	things, others, closer := 0, 0, 0
	asked := append(append([]string{}, q.Concepts...), q.Carried...)
	known := func(id string) bool {
		for _, a := range asked {
			if lex.Is(id, a) || lex.Is(a, id) {
				return true
			}
		}
		return false
	}
	for _, m := range f.own {
		if m.Kind == "topic" && !contains(asked, m.ID) && e.narrower(m.ID, asked) {
			closer++
		}
		if m.How == lexicon.Typo || m.How == lexicon.Inner || known(m.ID) {
			continue
		}
		switch m.Kind {
		case "thing", "part", "symptom", "attribute":
			things++
		case "modifier":
			if special[m.ID] {
				things++
			}
		case "topic", "action":
			others++
		}
	}
	if things > 0 && !f.named {
		f.score -= 0.35
	}
	f.score -= 0.12*float64(min(others, 3)) + 0.3*float64(min(closer, 1))
}

// narrower says that a concept is a special case of what she asks, and that she did not ask for the special case.
func (e *Engine) narrower(id string, asked []string) bool {
	lex := e.book.Lexicon()
	wider := false
	for _, a := range asked {
		if lex.Is(a, id) {
			return false
		}
		wider = wider || lex.Is(id, a)
	}
	return wider
}

// state says a fact: in the shop's own sentence where there is one in her language, else natively.
func (e *Engine) state(p *plan, q *Question, f fact, unit string) {
	cite := p.cite(f.hit, f.passage.Passage)
	p.u.why("article " + f.hit.ID)
	p.settle("answered")
	if f.found.own && f.passage.Kind == index.Sentence && len(f.figures) <= 4 {
		p.add(sentence(f.passage.Text), cite)
		return
	}
	p.add(e.factSentence(p, q, f, unit), cite)
	if !f.found.own {
		e.source(p, f.found)
	}
}

// factSentence puts a figure into the native sentence of its topic, with the condition under which it holds.
func (e *Engine) factSentence(p *plan, q *Question, f fact, unit string) string {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	topic := e.factTopic(q, f, unit, lang)
	condition := e.factCondition(p, q, f)
	said := p.pack.Said["free"]
	if f.fig.Kind != "" {
		said = p.pack.FormatFigure(f.fig)
		c, _ := lex.Concept(topic)
		if condition == "" && c.Say[lang] != "" && unitKind(c.Unit) == string(f.fig.Kind) && !strings.Contains(c.Say[lang], "{thing}") && f.fig.Bound == "" {
			return capital(locale.Fill(c.Say[lang], "figure", said))
		}
		said = e.bounded(p, f.fig, said)
	}
	label := firstOf(lex.Label(topic, lang), p.pack.Measures[string(f.fig.Kind)], p.pack.Measures[unit])
	if condition != "" {
		return capital(p.pack.Say("figure_for", "label", label, "condition", condition, "figure", said))
	}
	return capital(p.pack.Say("figure", "label", label, "figure", said))
}

// factTopic names what the figure is: a topic of the question that carries this unit first.
func (e *Engine) factTopic(q *Question, f fact, unit, lang string) string {
	lex := e.book.Lexicon()
	best, rank := "", 0.0
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		c, _ := lex.Concept(id)
		r := float64(topicRank[c.Kind])
		if r == 0 || c.Label[lang] == "" || c.Kind == "thing" || c.Kind == "part" {
			continue
		}
		switch {
		case c.Unit != "" && unitKind(c.Unit) == unit:
			r += 4
		case c.Unit != "":
			r -= 6
		}
		there := max(e.speak(f.own, id), 0.8*e.speak(f.analysis.Matches, id), 0.8*e.speak(e.read(f.passage.Heading+" . "+f.hit.Title, f.hit.Lang).analysis.Matches, id))
		if there == 0 && c.Unit == "" {
			continue // a figure must not get the name of what its article does not speak of
		}
		r += 6 * there
		if e.narrowed(q, id, lang) {
			r -= 2
		}
		if r > rank {
			best, rank = id, r
		}
	}
	if best == "" {
		return e.topicOf(f, lang)
	}
	return best
}

// topicOf names a figure by its own clause, or by its heading or title: the first matter there that has a name in her language.
func (e *Engine) topicOf(f fact, lang string) string {
	lex := e.book.Lexicon()
	for _, list := range [][]lexicon.Match{f.own, e.read(f.passage.Heading, f.hit.Lang).analysis.Matches, e.read(f.hit.Title, f.hit.Lang).analysis.Matches} {
		best, rank := "", 0
		for _, m := range list {
			c, _ := lex.Concept(m.ID)
			r := topicRank[c.Kind]
			if c.Kind == "measure" || c.Kind == "thing" || c.Kind == "part" || m.How == lexicon.Inner || c.Label[lang] == "" || c.Unit != "" && unitKind(c.Unit) != string(f.fig.Kind) {
				continue
			}
			if c.Unit != "" {
				r += 3
			}
			if r > rank {
				best, rank = m.ID, r
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// factCondition names the place and the things for which a figure holds, as far as she asked for them.
func (e *Engine) factCondition(p *plan, q *Question, f fact) string {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	var out []string
	add := func(id string) {
		if l := lex.Label(id, lang); l != "" && !contains(out, l) && len(out) < 3 {
			out = append(out, l)
		}
	}
	for _, id := range append(append([]string{}, q.Conditions...), q.Carried...) {
		if k := lex.Kind(id); (k == "thing" || k == "part") && e.speak(f.own, id) > 0 {
			add(id)
		}
	}
	if f.place != "" && p.u.placed {
		add(f.place)
	}
	return strings.Join(out, p.pack.List.Sep)
}
