package builtin

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// maxText bounds what is analysed of one message; a question stands in its beginning or nowhere.
const maxText = 1500

// maxQuestions bounds how many questions of one message are answered.
const maxQuestions = 4

// understand is the first stage: language, acts, slots and the questions with their concepts.
func (e *Engine) understand(ctx context.Context, t engine.Turn) (*reading, error) {
	u := &reading{text: clean(t.Text), last: lastUnderstood(t.History)}
	e.language(u, t)
	if err := e.ownWords(ctx, u, t.ShopID); err != nil {
		return nil, err
	}
	u.whole, _ = e.hear(u, u.text, u.lang)
	u.acts = e.acts(u.whole)
	u.remember(t)
	e.slots(u, t)
	for _, part := range e.split(u) {
		q := e.question(u, part, u.lang)
		if len(u.Questions) < maxQuestions && (q.content() || len(u.Questions) == 0) {
			u.Questions = append(u.Questions, q)
		}
	}
	e.products(ctx, u, t)
	e.followUp(u, t)
	e.share(u)
	e.place(u)
	for i := range u.Questions {
		e.imply(&u.Questions[i])
	}
	for i := range u.Questions {
		e.unitsAsked(&u.Questions[i])
		e.noteStrange(u, &u.Questions[i])
	}
	return u, ctx.Err()
}

// clean drops what carries no meaning and could hide something: controls, zero-width and direction marks, markup brackets.
func clean(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n >= maxText {
			break
		}
		switch {
		case r == '\t' || r == '\r':
			r = ' '
		case r == '\n':
		case r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			continue
		case unicode.Is(unicode.Mn, r) && n > 0 && stacked(b.String()):
			continue
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSpace(b.String())
}

// stacked sees that the text already ends with two combining marks: a third is decoration.
func stacked(s string) bool {
	marks := 0
	for i := len(s); i > 0 && marks < 2; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.Is(unicode.Mn, r) {
			return false
		}
		marks++
		i -= n
	}
	return marks == 2
}

// language decides in which language she wrote and in which locale she is answered.
func (e *Engine) language(u *reading, t engine.Turn) {
	prior := t.Locale
	if prior == "" && u.last != nil {
		prior = u.last.Locale
	}
	lang, confidence := e.book.Detect(u.text, prior)
	u.Language, u.Confidence = lang, confidence
	if lang == "" {
		lang = firstOf(prior, t.ShopLocale)
	}
	u.lang = locale.Base(lang)
	u.pack = e.pack(t, lang, prior)
	u.Locale = u.pack.Tag
}

// pack picks the locale of the answer: her language when the shop serves it, else the conversation's, else the shop's.
func (e *Engine) pack(t engine.Turn, wanted ...string) *locale.Pack {
	for _, want := range append(wanted, t.ShopLocale) {
		tag := locale.Resolve(want, t.Locales)
		if locale.Base(want) == locale.Base(t.Locale) && locale.Resolve(t.Locale, t.Locales) != "" {
			tag = locale.Resolve(t.Locale, t.Locales)
		}
		if p, ok := e.book.Pack(tag); ok && tag != "" {
			return p
		}
	}
	for _, tag := range append(t.Locales, "en-US") {
		if p, ok := e.book.Pack(tag); ok {
			return p
		}
	}
	return e.book.Packs()[0]
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

func lastUnderstood(history []engine.Said) *Understood {
	for i := len(history) - 1; i >= 0; i-- {
		if len(history[i].Understood) == 0 {
			continue
		}
		var u Understood
		if json.Unmarshal(history[i].Understood, &u) == nil && u.Intent != "" {
			return &u
		}
	}
	return nil
}

// remember carries over what stays for the whole conversation.
func (u *reading) remember(t engine.Turn) {
	if u.last != nil {
		u.Slots, u.Anger, u.SourceSaid = u.last.Slots, u.last.Anger, u.last.SourceSaid
	}
	if t.PageProduct != "" && u.Slots.Product == "" {
		u.Slots.Product = t.PageProduct
	}
}

// acts collects what was heard; words inside a longer expression with content do not count, except question words.
func (e *Engine) acts(a lexicon.Analysis) map[string]bool {
	out := map[string]bool{}
	taken := map[int]int{} // token → where the expression with content that holds it begins, plus one
	for _, m := range a.Matches {
		for i := m.From; i < m.To && m.How != lexicon.Inner && !silent(m.Kind); i++ {
			taken[i] = m.From + 1
		}
	}
	for _, m := range a.Matches {
		name, act := strings.CutPrefix(m.ID, locale.ActPrefix)
		at := taken[m.From]
		switch {
		case (name == "ask_how" || m.ID == "how_to") && at > 0 && at != m.From+1: // 方法 in 支払い方法 asks nothing
		case act && (m.How != lexicon.Inner || strings.HasPrefix(name, "ask_") || at == 0):
			out[name] = true
		case !act && m.Kind == "question" && questionActs[m.ID] != "":
			out[questionActs[m.ID]] = true
		case !act && m.How != lexicon.Inner && m.How != lexicon.Typo:
			e.felt(m, out)
		}
	}
	return out
}

// questionActs maps the lexicon's question words to the acts.
var questionActs = map[string]string{"how_much": "ask_how_much", "how_long": "ask_how_long", "when": "ask_when", "where": "ask_where", "how_to": "ask_how", "which": "ask_which", "why": "ask_why", "who": "ask_who", "who_pays": "ask_who", "is_possible": "ask_can", "do_you_have": "ask_can", "definition": "ask_what", "compare": "compare", "recommend": "recommend"}

// felt takes over the lexicon's own words for what calls a person and for anger.
func (e *Engine) felt(m lexicon.Match, out map[string]bool) {
	if m.Kind != "handoff" && m.Kind != "feeling" {
		return
	}
	for act, roots := range callers {
		for _, root := range roots {
			if e.book.Lexicon().Is(m.ID, root) {
				out[act] = true
			}
		}
	}
}

var callers = map[string][]string{"danger": {"danger"}, "legal": {"legal"}, "human": {"human_agent"}, "anger": {"anger", "insult"}}

var emailForm = regexp.MustCompile(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+`)

func (e *Engine) slots(u *reading, t engine.Turn) {
	if m := emailForm.FindString(lexicon.Fold(u.text)); m != "" {
		u.Slots.Email = strings.TrimRight(m, ".")
	}
	for _, m := range u.whole.Matches {
		if code := e.book.Country(m.ID); code != "" {
			u.Slots.Country = code
		}
	}
	if u.Slots.Country == "" {
		u.Slots.Country = t.Country
	}
}

var sentenceEnd = regexp.MustCompile(`[?？؟!！。\n]+|\.\s+`)

// split cuts a message into its questions; a piece without content of its own joins its neighbour.
func (e *Engine) split(u *reading) []string {
	var parts []string
	rest := e.book.Part(u.text, u.lang)
	for rest != "" {
		loc := sentenceEnd.FindStringIndex(rest)
		if loc == nil {
			parts = append(parts, rest)
			break
		}
		parts = append(parts, rest[:loc[1]])
		rest = rest[loc[1]:]
	}
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		q := e.question(u, p, u.lang)
		if len(out) > 0 && !q.standsAlone() {
			out[len(out)-1] += " " + p
			continue
		}
		out = append(out, p)
	}
	return e.joinBackground(u, out)
}

// joinBackground puts a story ("I bought a kettle last week.") together with the question that follows it.
func (e *Engine) joinBackground(u *reading, parts []string) []string {
	var out []string
	for i := 0; i < len(parts); i++ {
		q := e.question(u, parts[i], u.lang)
		if i+1 < len(parts) && q.Wants == "" && !strings.ContainsAny(parts[i], "?？؟") {
			parts[i+1] = parts[i] + " " + parts[i+1]
			continue
		}
		out = append(out, parts[i])
	}
	return out
}

// wants are the question words in the order in which they decide, with the kind of figure that answers them.
var wants = []struct {
	act  string
	unit figure.Kind
}{
	{"ask_how_long", figure.Duration}, {"ask_percent", figure.Percent}, {"ask_hot", figure.Temperature}, {"ask_weight", figure.Weight}, {"ask_size", figure.Length},
	{"ask_how_many", figure.Count}, {"ask_how_much", figure.Money}, {"ask_when", figure.Duration}, {"ask_where", ""}, {"ask_why", ""}, {"ask_which", ""}, {"ask_how", ""}, {"ask_what", ""}, {"ask_can", ""},
}

// question analyses one piece.
func (e *Engine) question(u *reading, text, lang string) Question {
	a, own := e.hear(u, text, lang)
	q := Question{Text: text, analysis: a, acts: e.acts(a), figures: e.book.Figures(text, lang), books: own}
	for _, w := range wants {
		if q.acts[w.act] {
			q.Wants, q.Unit = strings.TrimPrefix(w.act, "ask_"), string(w.unit)
			break
		}
	}
	e.concepts(&q)
	e.measure(&q)
	q.Unknown = unknownIn(a, own)
	e.lookUp(&q)
	return q
}

// concepts lists what the question speaks of, and which of them choose among figures.
func (e *Engine) concepts(q *Question) {
	seen := map[string]bool{}
	sure := 0
	for _, m := range q.analysis.Matches {
		if !silent(m.Kind) && m.How != lexicon.Typo && m.How != lexicon.Inner {
			sure++
		}
	}
	for _, m := range q.analysis.Matches {
		if seen[m.ID] || silent(m.Kind) || m.How == lexicon.Typo && sure >= 2 { // among words that are sure, a guess is more often wrong
			continue
		}
		seen[m.ID] = true
		q.Concepts = append(q.Concepts, m.ID)
		if condition(m.Kind) {
			q.Conditions = append(q.Conditions, m.ID)
		}
	}
}

// silent kinds say how she speaks, not of what.
func silent(kind string) bool {
	switch kind {
	case lexicon.Act, "question", "social", "feeling", "handoff":
		return true
	}
	return false
}

func condition(kind string) bool {
	switch kind {
	case "place", "thing", "part", "modifier", "time", "attribute":
		return true
	}
	return false
}

// measure takes the unit from a concept that carries one when the question word left it open, or said it so generally
// ("多少", "كم", "quanto") that the concept knows better.
func (e *Engine) measure(q *Question) {
	unit, rank := "", 0
	for _, m := range q.analysis.Matches {
		c, _ := e.book.Lexicon().Concept(m.ID)
		if c.Unit == "" || m.How == lexicon.Typo || m.Kind == "act" {
			continue
		}
		r := topicRank[m.Kind] + m.To - m.From
		if m.How == lexicon.Inner {
			r -= 4
		}
		if q.Wants == "how_much" && c.Unit == string(figure.Money) {
			r += 4 // "wie viel kostet": the price word decides, not the word for amounts
		}
		if r > rank {
			unit, rank = unitKind(c.Unit), r
		}
	}
	switch q.Wants {
	case "how_much", "how_many", "what", "which", "when", "":
		if unit != "" && !(q.yesNo() && len(q.analysis.Tokens) > 3 && !containsSyllables(q.Text)) { // "Deckt die Garantie …?" wants a yes, not the period
			q.Unit = unit
		}
	}
	if q.yesNo() && len(q.figures) > 0 && q.figures[0].Kind == figure.Duration {
		q.Unit = string(figure.Duration) // "after 50 days?": the period answers better than yes or no
	}
	if q.Wants == "when" && unit == "" {
		q.Unit = ""
	}
}

// unitKind maps the lexicon's unit names to kinds of figure.
func unitKind(u string) string {
	switch u {
	case "capacity":
		return string(figure.Volume)
	}
	return u
}

// content says whether there is anything to look for.
func (q *Question) content() bool {
	return len(q.Concepts) > 0 || len(q.Unknown) > 0 || hasKind(q.analysis, lexicon.Code) || hasKind(q.analysis, lexicon.Syllable) && unexplained(q.analysis) > 1
}

// standsAlone says whether a piece is a question by itself.
func (q *Question) standsAlone() bool { return len(q.Concepts) > 0 }

func hasKind(a lexicon.Analysis, k lexicon.TokenKind) bool {
	for _, t := range a.Tokens {
		if t.Kind == k {
			return true
		}
	}
	return false
}

// unexplained counts the characters of scripts without spaces that no concept covers.
func unexplained(a lexicon.Analysis) int {
	n := 0
	for _, t := range a.Tokens {
		if t.Kind == lexicon.Syllable && !t.Known {
			n++
		}
	}
	return n
}

// terms are the question's search terms, with what was carried over from before.
func (e *Engine) terms(q *Question) []index.Term {
	lex := e.book.Lexicon()
	terms := index.QueryTerms(q.analysis, lex, func(id string) bool { return silent(lex.Kind(id)) })
	for i, id := range q.Carried {
		terms = append(terms, index.ConceptTerms(lex, id, 0.9, 50+i)...)
	}
	if q.around != "" {
		for _, t := range index.QueryTerms(lex.Analyze(q.around, q.analysis.Lang, lexicon.Asked), lex, func(string) bool { return true }) {
			t.Weight, t.Group = t.Weight*0.5, t.Group+32
			terms = append(terms, t)
		}
	}
	return e.translate(q, terms)
}

// implied is what a matter means together with the kind of figure that is asked: "how long is delivery?" asks for the delivery time.
var implied = []struct {
	unit     figure.Kind
	of, what string
}{
	{figure.Duration, "shipping", "shipping_time"}, {figure.Money, "shipping", "shipping_cost"}, {figure.Duration, "refund", "refund_time"},
	{figure.Duration, "return", "return_window"}, {figure.Money, "return", "return_shipping_cost"}, {figure.Duration, "repair", "repair_time"},
	{figure.Duration, "charge_action", "charging_time"},
}

// imply adds the concept that matter and figure mean together, unless she named something more special.
func (e *Engine) imply(q *Question) {
	for _, rule := range implied {
		if q.Unit != string(rule.unit) || !q.has(rule.of) && !contains(q.Carried, rule.of) || e.about(q, rule.what) {
			continue
		}
		if _, known := e.book.Lexicon().Concept(rule.what); known && !e.hasSpecial(q, rule.of) {
			q.Carried = append(q.Carried, rule.what)
		}
	}
}

// hasSpecial says that the question names a special case of a matter, with a figure of its own.
func (e *Engine) hasSpecial(q *Question, of string) bool {
	for _, id := range q.Concepts {
		if c, _ := e.book.Lexicon().Concept(id); id != of && c.Unit != "" && e.book.Lexicon().Is(id, of) && unitKind(c.Unit) == q.Unit {
			return true
		}
	}
	return false
}

// share lets a later question of the same message go on about what the first names: "do you ship to Japan and how much is it?"
func (e *Engine) share(u *reading) {
	for i := 1; i < len(u.Questions); i++ {
		q, before := &u.Questions[i], u.Questions[i-1]
		if !e.onlyMeasures(q) {
			continue
		}
		for _, id := range append(append([]string{}, before.Concepts...), before.Carried...) {
			if k := e.book.Lexicon().Kind(id); k != "measure" && !contains(q.Carried, id) && !q.has(id) {
				q.Carried = append(q.Carried, id)
			}
		}
	}
}

// onlyMeasures says that a question names a price or a time and nothing of which.
func (e *Engine) onlyMeasures(q *Question) bool {
	for _, id := range q.Concepts {
		c, _ := e.book.Lexicon().Concept(id)
		if c.Kind != "measure" || c.Unit != string(figure.Money) && c.Unit != string(figure.Duration) {
			return false
		}
	}
	return len(q.Unknown) <= 2 && len(q.Products) == 0
}

// place finds for where the answer must hold.
func (e *Engine) place(u *reading) {
	for _, q := range u.Questions {
		for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
			if e.book.Lexicon().Kind(id) == "place" && !contains(u.places, id) {
				u.places, u.placed = append(u.places, id), true
			}
		}
	}
	if id := e.book.Place(firstOf(u.Slots.Country, region(u.pack.Tag))); len(u.places) == 0 && id != "" {
		u.places = []string{id}
	}
}

// region is the country of a locale: where she is, as long as nothing else tells.
func region(tag string) string {
	_, code, _ := strings.Cut(tag, "-")
	return code
}

// unitsAsked lists every kind of figure that a piece asks for: "how long, and what does it cost?" asks for two.
func (e *Engine) unitsAsked(q *Question) {
	if q.Unit != "" {
		q.units = []string{q.Unit}
	}
	add := func(unit string) {
		if unit != "" && !contains(q.units, unit) && len(q.units) < 3 {
			q.units = append(q.units, unit)
		}
	}
	for _, w := range e.units(q) { // "how many seconds": the unit says what kind
		if w.kind != "" && w.kind != figure.Count {
			if q.Unit == string(figure.Count) || q.Unit == "" || q.Unit == string(figure.Money) && q.Wants != "how_much" {
				q.Unit, q.units = string(w.kind), nil
			}
			add(string(w.kind))
		}
	}
	if q.hasAny("who_pays", "return_shipping_cost") || q.acts["ask_who"] && q.hasAny("return", "payment", "shipping") {
		add(string(figure.Money))
	}
	for _, w := range wants[:6] { // "quanto tempo" also sounds like "how much": a price needs a word for it
		if q.acts[w.act] {
			add(string(w.unit))
		}
	}
	for _, m := range q.analysis.Matches {
		c, _ := e.book.Lexicon().Concept(m.ID)
		if unitKind(c.Unit) == string(figure.Money) && m.How != lexicon.Typo && m.How != lexicon.Inner {
			add(string(figure.Money))
		}
	}
}
