package builtin

import (
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// maxSteps bounds how many steps are told at once.
const maxSteps = 6

// maxProcedure bounds the steps of an instruction she asked for. It is told to its end, because one that stops in the middle
// leaves the descaler in the machine.
const maxProcedure = 12

// fromCode answers a question about an error code with what stands under the heading, or in the row, that names it; failing that, with
// the sentence in which it stands.
func (e *Engine) fromCode(p *plan, q *Question, hits []index.Hit) bool {
	codes := codesIn(q)
	for _, is := range []func(*index.Passage, string) bool{names, mentions} {
		for _, code := range codes {
			for _, h := range hits {
				for i := range h.Passages {
					if s := &h.Passages[i]; s.Kind != index.Caption && is(s, code) {
						return e.tellSection(p, q, h, s)
					}
				}
			}
		}
	}
	return false
}

// codesIn lists the codes that she writes: E4, E-4, and E 4 with a gap. Beside a product, a longer one is taken for the product's own.
func codesIn(q *Question) (out []string) {
	list := q.analysis.Tokens
	for i, t := range list {
		switch {
		case t.Kind == lexicon.Code && (len(q.Products) == 0 || len(t.Text) <= 5):
			out = append(out, t.Text)
		case t.Kind == lexicon.Number && i > 0 && list[i-1].Kind == lexicon.Word && len(list[i-1].Text) <= 2 && len(t.Text) <= 3 && !list[i-1].Stop && !list[i-1].Known:
			out = append(out, list[i-1].Text+t.Text)
		}
	}
	return out
}

// names says whether a passage is about a code: a heading with it, a row with it as key, an item or sentence that begins with it.
func names(s *index.Passage, code string) bool {
	text, whole := s.Text, s.Kind == index.Heading
	if len(s.Cells) > 0 {
		text, whole = s.Cells[0].Text, true
	}
	for i, t := range lexicon.Tokens(text) {
		if !whole && i > 1 || s.Kind == index.Step {
			return false
		}
		if t.Text == code {
			return true
		}
	}
	return false
}

// mentions says whether a code stands anywhere in a passage.
func mentions(s *index.Passage, code string) bool {
	for _, t := range lexicon.Tokens(s.Text) {
		if t.Text == code && t.Kind == lexicon.Code {
			return true
		}
	}
	return false
}

// tellSection says what a heading or row names, and the steps below it.
func (e *Engine) tellSection(p *plan, q *Question, h index.Hit, head *index.Passage) bool {
	f := found{hit: h, passage: index.Scored{Passage: head, Coverage: 1}, own: e.isOwn(p, h)}
	steps := below(h, head)
	if !f.own && len(head.Cells) > 1 && e.nativeRow(p, q, lead{found: f}) {
		p.settle("answered")
		p.u.why("article " + h.ID)
		e.source(p, f)
		return true
	}
	if !f.own {
		return e.nativeSection(p, q, f, steps)
	}
	p.settle("answered")
	p.u.why("article " + h.ID)
	p.add(sentence(head.Text), p.cite(h, head))
	for i, s := range steps {
		if i == maxSteps {
			break
		}
		if s.Kind == index.Step {
			p.line(itoa(i+1)+". "+s.Text, p.cite(h, s))
		} else {
			p.add(sentence(s.Text), p.cite(h, s))
		}
	}
	return true
}

// nativeSection tells a section of an article in another language as far as its steps can be said natively.
func (e *Engine) nativeSection(p *plan, q *Question, f found, steps []*index.Passage) bool {
	var lines []string
	for i, s := range steps {
		if i == maxSteps {
			break
		}
		if line := e.stepLine(p, f.hit, s); line != "" {
			lines = append(lines, line)
		}
	}
	notions := e.notions(p, q, f)
	if len(notions) == 0 && len(f.passage.Cells) > 0 {
		notions = e.notions(p, q, withoutColumns(f))
	}
	figures := e.sectionFigures(p, f, steps)
	if len(lines) == 0 && len(notions) == 0 && len(figures) == 0 {
		return false
	}
	p.settle("answered")
	cite := p.cite(f.hit, f.passage.Passage)
	for _, s := range steps[:min(len(steps), maxSteps)] {
		p.cite(f.hit, s)
	}
	if len(notions) > 0 {
		p.add(p.pack.Say("facts", "items", p.pack.Join(notions)), cite)
	}
	if len(lines) > 0 {
		p.say("steps")
		for i, line := range lines {
			p.line(itoa(i+1)+". "+line, p.cite(f.hit, steps[i]))
		}
	} else if len(figures) > 0 {
		p.add(p.pack.Say("facts", "items", p.pack.Join(figures)), p.citeAll(f.hit, steps)...)
	}
	e.source(p, f)
	return true
}

// citeAll notes several passages as evidence.
func (p *plan) citeAll(h index.Hit, list []*index.Passage) (ids []string) {
	for _, s := range list[:min(len(list), maxSteps)] {
		ids = append(ids, p.cite(h, s))
	}
	return ids
}

// maxSectionFigures bounds the figures told of a section whose sentences cannot be told.
const maxSectionFigures = 4

// sectionFigures says the figures below a heading, each with the notion beside it.
func (e *Engine) sectionFigures(p *plan, f found, below []*index.Passage) (out []string) {
	for _, s := range below[:min(len(below), maxSteps)] {
		l := lead{found: found{hit: f.hit, passage: index.Scored{Passage: s}}}
		for _, one := range e.factsOf(l.hit, s) {
			if one.fig.Kind == "" || one.fig.Kind == figure.Code || len(out) == maxSectionFigures {
				continue
			}
			said := e.bounded(p, one.fig, p.pack.FormatFigure(one.fig))
			if label := e.nearest(p, one); label != "" {
				said = label + " " + said
			}
			if !contains(out, said) {
				out = append(out, said)
			}
		}
	}
	return out
}

// nearest names the notion that stands right beside a figure.
func (e *Engine) nearest(p *plan, f fact) string {
	best, label := 40, ""
	for _, m := range f.own {
		if silent(m.Kind) || m.How == lexicon.Inner || m.Kind == "measure" || m.Kind == "time" || m.Kind == "modifier" {
			continue
		}
		if d := apart(m.Start, m.End, f.fig); d < best {
			if l := e.book.Lexicon().Label(m.ID, p.pack.Lang()); l != "" {
				best, label = d, l
			}
		}
	}
	return label
}

func (e *Engine) isOwn(p *plan, h index.Hit) bool {
	return strings.HasPrefix(h.Lang, p.pack.Lang())
}

// below lists what stands under a heading.
func below(h index.Hit, head *index.Passage) (list []*index.Passage) {
	if head.Kind != index.Heading {
		return nil
	}
	for i := head.Ord + 1; i < len(h.Passages); i++ {
		s := &h.Passages[i]
		if s.Kind == index.Heading || s.Heading != head.Heading {
			break
		}
		list = append(list, s)
	}
	return list
}

// fromSteps answers "how do I …?" with the numbered steps of the section that speaks of it.
func (e *Engine) fromSteps(p *plan, q *Question, hits []index.Hit) bool {
	if q.Wants != "how" || q.Unit != "" || len(hits) == 0 || !e.isOwn(p, hits[0]) {
		return false
	}
	h, matter := hits[0], e.matter(q, "")
	f := fact{found: found{hit: h, passage: index.Scored{Passage: &index.Passage{}}}}
	if len(matter) == 0 || e.topical(&f, matter) < 0.6 {
		return false
	}
	var best []*index.Passage
	top := -1.0
	for i := range h.Passages {
		s := &h.Passages[i]
		if s.Kind != index.Step || i > 0 && h.Passages[i-1].Kind == index.Step && h.Passages[i-1].Para == s.Para {
			continue
		}
		list := sameList(h, i)
		v := -0.01 * float64(i)
		head := e.read(s.Heading, h.Lang).analysis.Matches
		for _, id := range append(matter, q.Conditions...) {
			v += e.speak(head, id)
		}
		if len(list) >= 2 && v > top {
			best, top = list, v
		}
	}
	if len(best) == 0 {
		return false
	}
	p.settle("answered")
	p.u.why("article " + h.ID)
	e.ownSteps(p, h, best[:min(len(best), maxProcedure)])
	return true
}

func sameList(h index.Hit, i int) (list []*index.Passage) {
	for j := i; j < len(h.Passages) && h.Passages[j].Kind == index.Step && h.Passages[j].Para == h.Passages[i].Para; j++ {
		list = append(list, &h.Passages[j])
	}
	return list
}

// serves answers "do you ship to …?" with yes when the articles state a delivery time or price for that place.
func (e *Engine) serves(p *plan, q *Question, hits []index.Hit) bool {
	if q.Wants != "can" || q.Unit != "" || !p.u.placed || !e.about(q, "shipping") || len(q.Unknown) > 0 {
		return false
	}
	elsewhere := false
	for _, unit := range []string{string(figure.Duration), string(figure.Money)} {
		list := e.facts(p, q, hits, unit)
		if len(list) > 0 && list[0].place != "" && list[0].topical >= 0.7 {
			p.say("yes")
			e.state(p, q, list[0], unit)
			return true
		}
		for i := range list {
			elsewhere = elsewhere || list[i].located() && list[i].topical >= 0.7
		}
	}
	if elsewhere || !e.mentioned(p, hits) { // the articles list places, and hers is not among them
		p.u.why("other places only")
		e.decline(p)
		return true
	}
	return false
}

// mentioned says whether any article found speaks of a place that she names.
func (e *Engine) mentioned(p *plan, hits []index.Hit) bool {
	for _, h := range hits {
		for _, place := range p.u.places {
			if e.onPage(h, place) {
				return true
			}
		}
	}
	return false
}

// located says that a fact holds for certain places only.
func (f *fact) located() bool {
	for _, m := range f.own {
		if m.Kind == "place" && m.How != lexicon.Inner {
			return true
		}
	}
	return false
}

// about says whether a question names a concept or a special case of it.
func (e *Engine) about(q *Question, id string) bool {
	for _, c := range append(append([]string{}, q.Concepts...), q.Carried...) {
		if e.book.Lexicon().Is(c, id) {
			return true
		}
	}
	return false
}
