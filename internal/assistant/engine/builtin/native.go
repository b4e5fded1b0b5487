package builtin

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// source says once in a conversation that the evidence is in another language.
func (e *Engine) source(p *plan, f found) {
	if name := p.pack.Languages[locale.Base(f.hit.Lang)]; name != "" && !p.u.SourceSaid {
		p.say("source", "language", name)
		p.u.SourceSaid = true
	}
}

// pointTo names the article when nothing of it can be said natively.
func (e *Engine) pointTo(p *plan, q *Question, f found) {
	cite := p.cite(f.hit, f.passage.Passage)
	name := p.pack.Languages[locale.Base(f.hit.Lang)]
	if label := e.label(p, q); label != "" {
		p.add(p.pack.Say("article", "language", name, "label", label), cite)
	} else {
		p.add(p.pack.Say("article_plain", "language", name), cite)
	}
	p.u.Offered = true
}

func (e *Engine) bounded(p *plan, fig figure.Figure, said string) string {
	switch {
	case fig.Bound == figure.Over && fig.Kind == figure.Money:
		return p.pack.Say("figure_over", "figure", said)
	case fig.Bound == figure.Within && fig.Kind != figure.Date && fig.Kind != figure.Clock && fig.Lo == fig.Hi:
		return p.pack.Say("figure_upto", "figure", said)
	}
	return said
}

// topic is the concept that names what is asked: the most specific topic, measure or action of the question.
func (e *Engine) topic(q *Question, lang string) string { return e.topicIn(q, lang, nil) }

// topicIn is the topic among those that a passage speaks of, so that a figure never gets the name of another question's
// matter. there is nil when no passage is meant.
func (e *Engine) topicIn(q *Question, lang string, there []string) string {
	lex := e.book.Lexicon()
	best, rank := "", 0
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		r := topicRank[lex.Kind(id)]
		if r == 0 || lex.Label(id, lang) == "" {
			continue
		}
		r = r*4 + min(3, len(lex.Broader(id)))
		if e.inner(q, id) {
			r -= 8
		}
		if there != nil && !e.within(id, there) {
			r -= 30
			for _, t := range there {
				if lex.Is(id, t) && lex.Kind(t) != "measure" {
					r += 28 // the passage uses the broader word
					break
				}
			}
		}
		if e.narrowed(q, id, lang) {
			r -= 12
		}
		if c, _ := lex.Concept(id); c.Unit != "" && unitKind(c.Unit) == q.Unit {
			r += 6
		}
		if r > rank {
			best, rank = id, r
		}
	}
	return best
}

// narrowed says that the question also holds a narrower concept, which names the matter better.
func (e *Engine) narrowed(q *Question, id, lang string) bool {
	lex := e.book.Lexicon()
	for _, other := range q.Concepts {
		if other != id && lex.Is(other, id) && lex.Label(other, lang) != "" && !e.inner(q, other) {
			return true
		}
	}
	return false
}

// topicRank orders the kinds of concept by how well they name what a question is about.
var topicRank = map[string]int{"topic": 6, "action": 6, "symptom": 5, "attribute": 4, "part": 3, "thing": 2, "measure": 2}

// inner says that a concept was only met inside a longer expression.
func (e *Engine) inner(q *Question, id string) bool {
	for _, m := range q.analysis.Matches {
		if m.ID == id {
			return m.How == lexicon.Inner
		}
	}
	return false
}

func (e *Engine) label(p *plan, q *Question) string {
	return e.book.Lexicon().Label(e.topic(q, p.pack.Lang()), p.pack.Lang())
}

func specific(kind string) bool { return kind == "place" || kind == "thing" || kind == "modifier" }

// nativeFree answers a question for a price when the passage says that it is free.
func (e *Engine) nativeFree(p *plan, q *Question, list []found) bool {
	if q.Unit != string(figure.Money) && !q.acts["free"] {
		return false
	}
	f := list[0]
	if !e.free(f) || e.denied(f) {
		return false
	}
	label := firstOf(e.label(p, q), p.pack.Measures["money"])
	p.add(capital(p.pack.Say("figure", "label", label, "figure", p.pack.Said["free"])), p.cite(f.hit, f.passage.Passage))
	return true
}

// denied sees a negation or exception in a passage.
func (e *Engine) denied(f found) bool {
	folded := lexicon.Fold(f.passage.Text)
	lang := locale.Base(f.hit.Lang)
	if lang == "zh" || lang == "ja" || lang == "th" || lang == "ko" {
		for _, w := range e.book.Negations(lang) {
			if strings.Contains(folded, w) {
				return true
			}
		}
		return false
	}
	for _, t := range lexicon.Tokens(folded) {
		if e.book.Negates(t.Text, lang) || strings.HasSuffix(t.Text, "nt") && lang == "en" && e.book.Negates(t.Text[:len(t.Text)-1]+"'t", lang) {
			return true
		}
	}
	return false
}

// nativeYes says yes when the passage affirms all that was asked and nothing in it denies or limits; a question with a
// figure of its own ("after 40 days?") is never answered by yes.
func (e *Engine) nativeYes(p *plan, q *Question, l lead) bool {
	f := l.found
	if q.Wants != "can" || q.Unit != "" || q.acts["ask_who"] || len(q.figures) > 0 || e.denied(f) || e.negatedQuestion(p, q) {
		return false
	}
	wholly := len(q.Unknown) == 0 && unexplained(q.analysis) <= 3 && f.passage.Coverage >= 0.75 && e.speaksOfAll(q, f)
	if !wholly && !(l.covers >= 0.75 && sureness(l) > 0.6 && allows(f.passage.Text, f.hit.Lang) && !limited(f.passage.Text) && !deniesFlatly(f.passage.Heading, f.hit.Lang)) {
		return false
	}
	label := e.label(p, q)
	if label == "" {
		return false
	}
	var more []string
	for _, id := range q.Conditions {
		if l := e.book.Lexicon().Label(id, p.pack.Lang()); l != "" && l != label && specific(e.book.Lexicon().Kind(id)) && e.speaksOf(f, id) {
			more = append(more, l)
		}
	}
	for i, fig := range f.figures {
		if i < 2 && len(f.figures) <= 2 && fig.Kind != figure.None {
			more = append(more, e.bounded(p, fig, p.pack.FormatFigure(fig)))
		}
	}
	if len(more) > 0 {
		label += " – " + strings.Join(more, p.pack.List.Sep)
	}
	p.add(p.pack.Say("yes_about", "label", label), p.cite(f.hit, f.passage.Passage))
	return true
}

// flatNo are the words that deny outright; "only" and "except" limit, and a limit is no plain no.
var flatNo = map[string][]string{"en": {"not", "cannot", "cant", "dont", "doesnt", "wont", "isnt", "arent", "no", "never", "none", "neither", "nothing", "excluded", "forbidden", "prohibited", "impossible", "unable"}, "zh": {"不能", "无法", "無法", "不可", "不支持", "不接受", "不提供", "不包括", "不在", "不适用", "不要", "请勿", "切勿", "禁止", "不得", "没有", "不会", "勿", "不含", "不退", "不换", "不赔", "不保", "不参加", "不发", "不送", "不予", "除外"}}

// nativeNo says no when one plain sentence of the article denies the matter that was asked, or stands under words that deny it ("Not
// covered:").
func (e *Engine) nativeNo(p *plan, q *Question, l lead) bool {
	f := l.found
	label := firstOf(e.label(p, q), e.book.Lexicon().Label(e.topicOf(fact{found: f, own: e.read(f.passage.Text, f.hit.Lang).analysis.Matches}, p.pack.Lang()), p.pack.Lang()))
	if q.Unit != "" || q.Wants != "can" && q.Wants != "" && q.Wants != "what" || label == "" || e.negatedQuestion(p, q) || !e.onMatter(q, l) {
		return false
	}
	denies := deniesFlatly(f.passage.Text, f.hit.Lang)
	if !denies && !e.denied(f) {
		above := f.passage.Heading
		if in := leadIn(f.hit.Page, f.passage.Passage); in != nil {
			above = in.Text
		}
		denies = (f.passage.Kind == index.Item || q.yesNo()) && deniesFlatly(above, f.hit.Lang) && !limited(above)
	}
	if !denies || limited(f.passage.Text) {
		return false
	}
	var more []string
	for _, id := range q.Conditions {
		if l := e.book.Lexicon().Label(id, p.pack.Lang()); l != "" && l != label && e.speaksOf(f, id) {
			more = append(more, l)
		}
	}
	if len(more) > 0 {
		label += " – " + strings.Join(more, p.pack.List.Sep)
	}
	p.add(p.pack.Say("no_about", "label", label), p.cite(f.hit, f.passage.Passage))
	return true
}

// deniesFlatly says that a text has a word that denies outright.
func deniesFlatly(text, lang string) bool {
	folded := lexicon.Fold(text)
	var words strings.Builder
	words.WriteByte(' ')
	for _, t := range lexicon.Tokens(folded) {
		words.WriteString(t.Text + " ")
	}
	for _, w := range flatNo[locale.Base(lang)] {
		if containsSyllables(w) && strings.Contains(folded, w) || strings.Contains(words.String(), " "+w+" ") {
			return true
		}
	}
	return false
}

// limited says that a text says no or yes only in part.
func limited(text string) bool {
	folded := lexicon.Fold(text)
	for _, w := range []string{"only", "except", "unless", "if ", "but ", "除", "仅", "只", "如果", "但"} {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// onMatter says that a sentence, a short one, speaks of a matter of the question.
func (e *Engine) onMatter(q *Question, l lead) bool {
	a := e.read(l.passage.Text, l.hit.Lang).analysis
	if len(a.Tokens) > 40 {
		return false
	}
	if q.yesNo() && (l.covers >= 0.6 || l.covers >= 0.4 && sureness(l) >= wellSure) {
		return true
	}
	for _, m := range q.analysis.Matches {
		if k := m.Kind; m.How != lexicon.Inner && m.How != lexicon.Typo && (k == "topic" || k == "action" || k == "thing" || k == "attribute" || k == "symptom") && e.speak(a.Matches, m.ID) == 1 {
			return true
		}
	}
	return false
}

// allowing are the words with which articles say that something may be done or is so.
var allowing = map[string][]string{"en": {"yes", "can", "may", "able", "possible", "allowed", "accept", "accepts", "accepted", "offer", "offers", "available", "free", "works", "covered", "included", "includes", "welcome", "fine", "ok", "okay", "safe"}, "zh": {"可以", "可", "能", "支持", "接受", "提供", "免费", "包括", "允许", "适用"}}

// allows says that a text allows or affirms.
func allows(text, lang string) bool {
	tokens := lexicon.Tokens(lexicon.Fold(text))
	for _, w := range allowing[locale.Base(lang)] {
		if containsSyllables(w) && strings.Contains(text, w) || hasToken(tokens, w) {
			return true
		}
	}
	return false
}

func (e *Engine) negatedQuestion(p *plan, q *Question) bool {
	for _, t := range q.analysis.Tokens {
		if e.book.Negates(t.Text, q.analysis.Lang) {
			return true
		}
	}
	return false
}

// speaksOfAll says whether the passage, its heading or its title speaks of every notion that she wrote; a broader word
// does not do.
func (e *Engine) speaksOfAll(q *Question, f found) bool {
	there := e.spoken(f)
	for _, m := range q.analysis.Matches {
		if silent(m.Kind) || m.How == lexicon.Inner || m.Kind == "measure" || m.Kind == "time" {
			continue
		}
		if !e.within(m.ID, there) {
			return false
		}
	}
	return true
}

// spoken lists the concepts of a passage with its heading and title.
func (e *Engine) spoken(f found) []string {
	var out []string
	for _, m := range e.analyze(f.passage.Text+" . "+f.passage.Heading+" . "+f.hit.Title, f.hit.Lang).Matches {
		out = append(out, m.ID)
	}
	return out
}

func (e *Engine) within(id string, there []string) bool {
	for _, t := range there {
		if e.book.Lexicon().Is(t, id) {
			return true
		}
	}
	return false
}

func (e *Engine) speaksOf(f found, id string) bool {
	for _, m := range e.analyze(f.passage.Text, f.hit.Lang).Matches {
		if m.ID == id {
			return true
		}
	}
	return false
}

// nativeFacts lists the notions and names of the passage that the question did not hold.
func (e *Engine) nativeFacts(p *plan, q *Question, f found) bool {
	if q.Unit != "" || q.Wants == "how" || q.Wants == "why" || q.acts["ask_who"] || f.passage.Coverage < 0.5 {
		return false
	}
	if hasKind(q.analysis, lexicon.Code) {
		f = e.section(f)
	}
	items := e.notions(p, q, f)
	if len(items) == 0 || onlyFigures(items) {
		return false
	}
	cite := p.cite(f.hit, f.passage.Passage)
	if label := e.label(p, q); label != "" {
		p.add(capital(p.pack.Say("facts_for", "label", label, "items", p.pack.Join(items))), cite)
	} else {
		p.add(p.pack.Say("facts", "items", p.pack.Join(items)), cite)
	}
	return true
}

// onlyFigures says that a list holds nothing but numbers, which would say nothing.
func onlyFigures(items []string) bool {
	for _, s := range items {
		if r, _ := utf8.DecodeRuneInString(s); !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// maxFacts bounds a list; a longer one would be a dump.
const maxFacts = 8

func (e *Engine) notions(p *plan, q *Question, f found) []string {
	if e.denied(f) {
		return nil
	}
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	f = withoutColumns(f)
	a := e.analyze(f.passage.Text, f.hit.Lang)
	var out []string
	add := func(s string) {
		if s != "" && !contains(out, s) && len(out) < maxFacts && !strings.Contains(strings.ToLower(q.Text), strings.ToLower(s)) {
			out = append(out, s)
		}
	}
	matched := map[int]bool{}
	at := 0
	for _, m := range a.Matches {
		for ; at < m.From; at++ {
			if !matched[at] {
				add(properName(f, a, at))
			}
		}
		for i := m.From; i < m.To; i++ {
			matched[i] = true
		}
		if silent(m.Kind) || m.How == lexicon.Inner || q.has(m.ID) || contains(q.Carried, m.ID) || e.covers(q, m.ID) {
			continue
		}
		if m.Kind != "time" && m.Kind != "measure" && (q.Wants != "where" || m.Kind == "place") {
			add(lex.Label(m.ID, lang))
		}
	}
	for ; at < len(a.Tokens); at++ {
		if !matched[at] {
			add(properName(f, a, at))
		}
	}
	figs := e.book.Figures(f.passage.Text, f.hit.Lang)
	for _, fig := range figs {
		if len(figs) <= 3 && fig.Kind != figure.None && fig.Kind != figure.Code {
			add(e.bounded(p, fig, p.pack.FormatFigure(fig)))
		}
	}
	return out
}

// withoutColumns leaves of a table row what it says, without the names of its columns.
func withoutColumns(f found) found {
	if len(f.passage.Cells) < 2 {
		return f
	}
	plain := *f.passage.Passage
	var parts []string
	for _, c := range plain.Cells[1:] {
		parts = append(parts, c.Text)
	}
	plain.Text = strings.Join(parts, ". ")
	f.passage.Passage = &plain
	return f
}

// section widens a passage to all that stands under its heading, for error codes: what it means and what to do.
func (e *Engine) section(f found) found {
	wide := *f.passage.Passage
	for i := f.passage.Ord + 1; i < len(f.hit.Passages); i++ {
		if s := &f.hit.Passages[i]; s.Heading == wide.Heading && s.Kind != index.Heading && f.passage.Heading != "" {
			wide.Text += " " + s.Text
		}
	}
	f.passage.Passage = &wide
	return f
}

// covers says that a concept is broader than something she asked, and so tells her nothing new.
func (e *Engine) covers(q *Question, id string) bool {
	for _, c := range q.Concepts {
		if e.book.Lexicon().Is(c, id) {
			return true
		}
	}
	return false
}

// properName returns a token that is a name or code and reads the same in every language.
func properName(f found, a lexicon.Analysis, i int) string {
	t := a.Tokens[i]
	raw := f.passage.Text[t.Start:t.End]
	if t.Kind == lexicon.Code {
		return raw
	}
	r, _ := utf8.DecodeRuneInString(raw)
	if t.Kind != lexicon.Word || t.Stop || !unicode.IsUpper(r) || len(raw) < 3 || r > 0x24F {
		return ""
	}
	lang := locale.Base(f.hit.Lang)
	if (i == 0 || lang == "de") && strings.ToUpper(raw) != raw {
		return ""
	}
	if i > 0 && strings.ContainsAny(f.passage.Text[a.Tokens[i-1].End:t.Start], ".:!?") {
		return ""
	}
	return raw
}

// nativeSteps tells known steps: each step must be fully said by notions that have a name in her language.
func (e *Engine) nativeSteps(p *plan, q *Question, f found) bool {
	steps := e.steps(q, f)
	if len(steps) == 0 {
		return false
	}
	lines := make([]string, 0, len(steps))
	for _, s := range steps {
		line := e.stepLine(p, f.hit, s)
		if line == "" {
			return false
		}
		lines = append(lines, line)
	}
	p.say("steps")
	for i, s := range steps {
		p.line(itoa(i+1)+". "+lines[i], p.cite(f.hit, s))
	}
	return true
}

func (e *Engine) stepLine(p *plan, h index.Hit, s *index.Passage) string {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	var parts []string
	acted := false
	a := e.analyze(s.Text, h.Lang)
	for _, m := range a.Matches {
		if silent(m.Kind) || m.How == lexicon.Inner {
			continue
		}
		if l := lex.Label(m.ID, lang); l != "" && !contains(parts, l) {
			parts = append(parts, l)
			acted = acted || m.Kind == "action"
		}
	}
	for _, fig := range e.book.Figures(s.Text, h.Lang) {
		parts = append(parts, p.pack.FormatFigure(fig))
	}
	unknown := 0
	for _, t := range a.Tokens {
		if !t.Stop && !t.Known && t.Kind == lexicon.Word {
			unknown++
		}
	}
	if !acted || len(parts) == 0 || unknown > 3 {
		return ""
	}
	return strings.Join(parts, " – ")
}

// capital begins a sentence with a capital where the script has them.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

var _ = engine.Answered
