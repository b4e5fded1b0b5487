package builtin

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// fromArticles answers one question from the shop's articles, or says that it does not know.
func (e *Engine) fromArticles(ctx context.Context, p *plan, q *Question) error {
	done, err := e.tryArticles(ctx, p, q)
	if done || err != nil {
		return err
	}
	if wider, ok := e.inContext(p, q); ok {
		if done, err = e.tryArticles(ctx, p, wider); done || err != nil {
			return err
		}
	}
	if q.acts["scope"] || p.u.acts["scope"] {
		e.outOfScope(p)
		return nil
	}
	e.decline(p)
	return nil
}

func (e *Engine) tryArticles(ctx context.Context, p *plan, q *Question) (bool, error) {
	hits, err := e.search(ctx, p, q)
	if err != nil || e.unanswered(p, q, hits) {
		return false, err
	}
	return e.fromCode(p, q, hits) || e.fromSteps(p, q, hits) || e.serves(p, q, hits) || e.clarify(p, q, hits) || e.fromPassages(p, q, hits), nil
}

// unanswered says that she looks for work, or asks whether the shop has goods, and neither the articles found nor the catalogue speak of
// that: what else they say of stores or sales is no answer.
func (e *Engine) unanswered(p *plan, q *Question, hits []index.Hit) bool {
	if e.asksWork(q) && !slices.ContainsFunc(hits, func(h index.Hit) bool { return e.onPage(h, "jobs") }) {
		p.u.why("asks for work, of which no article speaks")
		return true
	}
	if p.u.goods == nil || !e.seeksGoods(q) || len(q.Products) > 0 {
		return false
	}
	for _, m := range q.analysis.Matches {
		if m.Kind != "thing" || m.How == lexicon.Inner || m.How == lexicon.Typo || e.inRange(p.u.goods, m.ID) {
			continue
		}
		titled := slices.ContainsFunc(hits, func(h index.Hit) bool { return e.speak(e.read(h.Title, h.Lang).analysis.Matches, m.ID) == 1 })
		if !titled {
			p.u.why("asks for goods that are neither in the catalogue nor the title of an article")
			return true
		}
	}
	return false
}

// asksWork says that she looks for work at the shop.
func (e *Engine) asksWork(q *Question) bool {
	if q.has("jobs") && !e.inner(q, "jobs") {
		return true
	}
	for _, n := range e.book.Lexicon().Meanings(q.analysis) {
		if n.Key == "c:jobs" {
			return true
		}
	}
	return false
}

// inContext is a question with what was spoken of right before it, in this message or the one before: what it leaves out may stand there.
func (e *Engine) inContext(p *plan, q *Question) (*Question, bool) {
	before := e.spokenBefore(p, q)
	if before == nil || q.has("offtopic") || e.newGoods(q) {
		return nil, false
	}
	wider := *q
	wider.found = nil
	wider.Carried = append([]string{}, q.Carried...)
	for _, id := range append(append([]string{}, before.Concepts...), before.Carried...) {
		if k := e.book.Lexicon().Kind(id); k != "measure" && k != "time" && !q.has(id) && !contains(wider.Carried, id) && !(k == "place" && p.u.placed) {
			wider.Carried = append(wider.Carried, id)
		}
	}
	wider.around = before.Text
	return &wider, true
}

// spokenBefore is the question before this one.
func (e *Engine) spokenBefore(p *plan, q *Question) *Question {
	for i := range p.u.Questions {
		if &p.u.Questions[i] == q && i > 0 {
			return &p.u.Questions[i-1]
		}
	}
	return e.before(p.u, p.turn)
}

// onPage says whether any passage of an article, or its title, speaks of a concept.
func (e *Engine) onPage(h index.Hit, id string) bool {
	if e.speak(e.read(h.Title, h.Lang).analysis.Matches, id) > 0 {
		return true
	}
	for i := range h.Passages {
		if e.speak(e.read(h.Passages[i].Text, h.Lang).analysis.Matches, id) > 0 {
			return true
		}
	}
	return false
}

// clarify asks back when the question is short and two articles answer it about equally well.
func (e *Engine) clarify(p *plan, q *Question, hits []index.Hit) bool {
	if len(hits) == 0 || len(q.Concepts)+len(q.Carried) > 1 || len(q.Unknown) > 0 || p.u.last != nil && p.u.last.Awaiting == "choice" {
		return false
	}
	list := e.leads(p, q, hits)
	if len(list) == 0 || isRecord(list[0].hit) {
		return false
	}
	first := list[0]
	for _, other := range list[1:] {
		if isRecord(other.hit) || other.hit.ID == first.hit.ID || other.score < first.score-equallyWell || first.passage.Coverage > 0.8 {
			continue
		}
		a, b := e.distinct(p, q, first.hit, other.hit), e.distinct(p, q, other.hit, first.hit)
		if a == "" || b == "" || a == b {
			continue
		}
		lex, lang := e.book.Lexicon(), p.pack.Lang()
		p.say("which", "a", lex.Label(a, lang), "b", lex.Label(b, lang))
		p.u.Awaiting, p.u.Choices, p.u.Intent = "choice", []string{a, b}, "clarify"
		p.settle(engine.Asked)
		return true
	}
	return false
}

// equallyWell is how far two passages may lie apart to be offered for choice.
const equallyWell = 0.15

// distinct names what one page's title speaks of and the other's does not.
func (e *Engine) distinct(p *plan, q *Question, a, b index.Hit) string {
	other := map[string]bool{}
	for _, m := range e.analyze(b.Title, b.Lang).Matches {
		other[m.ID] = true
	}
	for _, m := range e.analyze(a.Title, a.Lang).Matches {
		if !silent(m.Kind) && !other[m.ID] && !q.has(m.ID) && e.book.Lexicon().Label(m.ID, p.pack.Lang()) != "" {
			return m.ID
		}
	}
	return ""
}

// row reads a table row as a sentence: what its columns say of its key.
func row(cells []index.Cell) string {
	var parts []string
	for _, c := range cells[1:] {
		if c.Column == "" {
			parts = append(parts, c.Text)
		} else {
			parts = append(parts, c.Column+": "+c.Text)
		}
	}
	return cells[0].Text + " – " + strings.Join(parts, divider(cells[0].Text))
}

// divider is what stands between the columns of a row, in the script of its text.
func divider(text string) string {
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Arabic):
			return "؛ "
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			return "；"
		}
	}
	return "; "
}

// sentence makes sure that a list item or table row ends like a sentence.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:;…") {
		return s
	}
	for _, end := range []string{"。", "！", "？", "؟", "」", "）", ")", "”", "\""} {
		if strings.HasSuffix(s, end) {
			return s
		}
	}
	return s + fullStop(s)
}

// fullStop is the mark that ends a sentence in the script of s; Thai has none.
func fullStop(s string) string {
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Hangul):
			return "."
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			return "。"
		case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			return ""
		}
	}
	return "."
}

// below answers with what stands under a heading that is the question itself.
func (e *Engine) below(p *plan, f found) {
	n := 0
	for i := f.passage.Ord + 1; i < len(f.hit.Passages) && n < 2; i++ {
		s := &f.hit.Passages[i]
		if s.Heading != f.passage.Heading || s.Kind == index.Heading {
			break
		}
		p.add(sentence(s.Text), p.cite(f.hit, s))
		n++
	}
	if n == 0 {
		p.add(sentence(f.passage.Text), p.cite(f.hit, f.passage.Passage))
	}
}

// steps are the numbered steps of the section when she asks how to do something.
func (e *Engine) steps(q *Question, f found) []*index.Passage {
	if q.Unit != "" || q.Wants != "how" && !(f.passage.Kind == index.Step && q.Wants != "can" && q.Wants != "which") && !e.says(q, "symptom") {
		return nil
	}
	var out []*index.Passage
	for i := range f.hit.Passages {
		s := &f.hit.Passages[i]
		if s.Kind == index.Step && (f.passage.Kind == index.Step && s.Para == f.passage.Para || f.passage.Kind != index.Step && s.Heading == f.passage.Heading) {
			out = append(out, s)
		}
	}
	if len(out) < 2 || len(out) > 8 {
		return nil
	}
	return out
}

func (e *Engine) ownSteps(p *plan, h index.Hit, steps []*index.Passage) {
	p.say("steps")
	for i, s := range steps {
		p.line(itoa(i+1)+". "+s.Text, p.cite(h, s))
	}
}

// trim leaves the clause that answers when a passage is full of figures that were not asked.
func (e *Engine) trim(q *Question, f found) string {
	text := f.passage.Text
	if len(f.figures) <= 4 {
		return text
	}
	picked, ok := e.pick(q, f)
	if !ok {
		return text
	}
	start, end := clause(text, picked.Start, picked.End)
	return strings.Trim(text[start:end], " ,;，；、")
}
