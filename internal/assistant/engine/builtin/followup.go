package builtin

import (
	"context"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// products notes which products each question names, and keeps the last one in mind.
func (e *Engine) products(ctx context.Context, u *reading, t engine.Turn) {
	if e.shop == nil {
		return
	}
	c, err := e.shop.Catalog(ctx, t.ShopID)
	if err != nil || c == nil {
		return
	}
	u.goods = c
	for i := range u.Questions {
		q := &u.Questions[i]
		for _, n := range c.find(q.analysis, e.hints(q, u)) {
			if len(q.Products) <= maxProducts {
				q.Products = append(q.Products, n.id)
			}
		}
		if i > 0 && len(q.Products) == 0 && e.sameGoods(c, q, u.Questions[i-1].Products) {
			q.Products = u.Questions[i-1].Products // "… and how heavy is it?"
		}
		if len(q.Products) == 1 {
			u.Slots.Product = q.Products[0]
		}
	}
}

// hints are what helps to tell which of a family a question means.
func (e *Engine) hints(q *Question, u *reading) hint {
	return hint{kinds: e.things(q), prior: u.Slots.Product, loose: q.acts["correction"] || u.acts["correction"]}
}

// sameGoods says that a question names no other thing than the products spoken of before it in the same message.
func (e *Engine) sameGoods(c *Catalog, q *Question, before []string) bool {
	if len(before) == 0 {
		return false
	}
	for _, k := range e.things(q) {
		if i, ok := c.byID[before[0]]; !ok || !c.isOfKind(int32(i), []string{k}) {
			return false
		}
	}
	return true
}

// followUp completes a question that leans on the one before: "and to Japan?", "how long?", or the answer to a choice.
func (e *Engine) followUp(u *reading, t engine.Turn) {
	before := e.before(u, t)
	if before == nil || len(u.Questions) == 0 {
		return
	}
	if e.repeated(u, t, before) {
		return
	}
	q := &u.Questions[0]
	if !e.leans(q, u) {
		return
	}
	for _, id := range append(append([]string{}, before.Concepts...), before.Carried...) {
		if !q.has(id) && !contains(q.Carried, id) && !e.replaced(q, id) {
			q.Carried = append(q.Carried, id)
		}
	}
	if q.Wants == "" || q.Wants == "what" || q.Wants == "can" && q.Unit == "" && !e.says(q, "topic", "action") {
		q.Wants = firstOf(before.Wants, q.Wants)
	}
	if q.Unit == "" && q.Wants == before.Wants {
		q.Unit = before.Unit
	}
	if len(q.Products) == 0 && len(before.Products) > 0 && !e.says(q, "thing") {
		q.Products = before.Products
	}
	q.Conditions = e.conditions(q)
	u.why("follow-up of: " + before.Text)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// before is the question of the last turn, understood anew when another engine answered it.
func (e *Engine) before(u *reading, t engine.Turn) *Question {
	if u.last != nil && len(u.last.Questions) > 0 {
		return &u.last.Questions[len(u.last.Questions)-1]
	}
	for i := len(t.History) - 1; i >= 0; i-- {
		if h := t.History[i]; h.Actor == "contact" {
			text := clean(h.Text)
			lang, _ := e.book.Detect(text, firstOf(h.Locale, t.Locale))
			q := e.question(u, text, locale.Base(firstOf(lang, u.lang)))
			return &q
		}
	}
	return nil
}

// repeated takes a wish to hear the last answer again, perhaps in another language: "in English, please". What else she
// asks in the same breath is asked of the same matter.
func (e *Engine) repeated(u *reading, t engine.Turn, before *Question) bool {
	if !u.acts["repeat"] || before.Text == "" {
		return false
	}
	rest := u.text
	for i := len(u.whole.Matches) - 1; i >= 0; i-- {
		if m := u.whole.Matches[i]; m.ID == locale.ActPrefix+"repeat" && m.End <= len(rest) {
			rest = rest[:m.Start] + rest[m.End:]
		}
	}
	also := e.question(u, strings.TrimSpace(rest), u.lang)
	if e.says(&also, "topic", "action", "symptom") && !also.hasAny("language_support") {
		return false
	}
	lang, _ := e.book.Detect(before.Text, u.lang)
	q := e.question(u, before.Text, locale.Base(firstOf(lang, u.lang)))
	q.Carried, q.Products = before.Carried, before.Products
	if also.Wants != "" && also.Wants != "can" {
		q.Wants, q.Unit = also.Wants, also.Unit
	}
	q.Conditions = e.conditions(&q)
	u.Questions = []Question{q}
	u.why("said again: " + before.Text)
	return true
}

// leans says whether a question cannot be understood alone: it names no topic, or answers what was asked back.
func (e *Engine) leans(q *Question, u *reading) bool {
	if u.last != nil && u.last.Awaiting == "choice" && len(q.analysis.Tokens) <= 12 {
		return true
	}
	if e.says(q, "topic", "action", "symptom", "measure") && !q.acts["correction"] {
		return false
	}
	if e.newGoods(q) {
		return false
	}
	if len(q.Unknown) > 2 || e.complete(q) && !q.acts["correction"] {
		return false
	}
	return q.acts["correction"] || len(q.analysis.Tokens) <= 14 && (len(q.Concepts) > 0 || q.Wants != "" || len(q.Products) > 0) && len(q.Products) == 0 || len(q.analysis.Tokens) <= 6 && len(q.Products) > 0 && q.Wants == ""
}

// newGoods says that she asks whether the shop has something by a name of its own, which is a new subject: "do you sell submarines?"
func (e *Engine) newGoods(q *Question) bool {
	return (q.acts["stock"] || matched(q.analysis, "do_you_have")) && len(q.Unknown) > 0
}

// complete says that a question names a matter that carries the very kind of figure it asks for: "送料はいくらですか".
func (e *Engine) complete(q *Question) bool {
	for _, id := range q.Concepts {
		c, _ := e.book.Lexicon().Concept(id)
		if c.Kind == "topic" && c.Unit != "" && unitKind(c.Unit) == q.Unit {
			return true
		}
	}
	return false
}

// says tells whether the question holds a concept of one of the kinds that was really written.
func (e *Engine) says(q *Question, kinds ...string) bool {
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner || q.Wants != "" && m.Kind == "measure" {
			continue
		}
		for _, k := range kinds {
			if m.Kind == k {
				return true
			}
		}
	}
	return false
}

// replaced says whether a carried concept gives way to a new one of its kind: Japan instead of Germany.
func (e *Engine) replaced(q *Question, id string) bool {
	lex := e.book.Lexicon()
	kind := lex.Kind(id)
	if kind == "measure" && q.Wants != "" {
		return true
	}
	if kind == "topic" || kind == "action" || kind == "symptom" || kind == "measure" {
		return e.says(q, "topic", "action", "symptom", "measure") // a new matter replaces the old one
	}
	if kind == "attribute" || kind == "part" {
		for _, m := range q.analysis.Matches {
			if m.How != lexicon.Inner && (m.Kind == "measure" && m.ID != "amount" || m.Kind == "attribute" || m.Kind == "topic" || m.Kind == "action" || m.Kind == "symptom" || m.Kind == "part") {
				return true // another property is asked for now
			}
		}
		return false
	}
	if kind != "place" && kind != "thing" {
		return false
	}
	for _, m := range q.analysis.Matches {
		if m.Kind == kind {
			return true
		}
	}
	return false
}

func (e *Engine) conditions(q *Question) []string {
	var out []string
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		if condition(e.book.Lexicon().Kind(id)) && !contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// only says whether the message consists of nothing but the given acts and words of courtesy.
func (u *reading) only(which ...string) bool {
	covered := map[int]bool{}
	met := false
	for _, m := range u.whole.Matches {
		fits := courtesy[m.ID]
		for _, w := range which {
			if m.ID == locale.ActPrefix+w {
				fits, met = true, true
			}
		}
		for i := m.From; i < m.To && fits; i++ {
			covered[i] = true
		}
	}
	if !met {
		return false
	}
	for _, m := range u.whole.Matches { // a matter may be made of words that without their tones are function words: trả hàng
		if (m.Kind == "topic" || m.Kind == "thing" || m.Kind == "part" || m.Kind == "symptom") && m.How == lexicon.Exact && !courtesy[m.ID] && !covered[m.From] {
			return false
		}
	}
	left := 0
	for i, t := range u.whole.Tokens {
		if !covered[i] && !t.Stop && !(t.Kind == lexicon.Syllable && particles[t.Text]) {
			left += len(t.Text)
		}
	}
	return left <= 2 || u.asksNothing(which)
}

// maxCourtesy bounds a message of courtesy with words around it that nobody foresaw, in tokens.
const maxCourtesy = 16

// asksNothing says that a short message with a word of courtesy names no goods, no matter and no figure, and puts no question: "thanks
// a million, you saved my evening".
func (u *reading) asksNothing(which []string) bool {
	if len(u.whole.Tokens) > maxCourtesy && !containsSyllables(u.text) || len([]rune(u.text)) > 90 || strings.ContainsAny(u.text, "?？؟") || contains(which, "ok") && len(which) <= 3 {
		return false
	}
	for _, m := range u.whole.Matches {
		if m.How == lexicon.Inner || m.How == lexicon.Typo || courtesy[m.ID] {
			continue
		}
		switch m.Kind {
		case "topic", "thing", "part", "symptom", "place", "handoff", "question":
			return false
		case "action":
			if which[0] == "hello" { // "hi, need to send something back"
				return false
			}
		}
	}
	for _, t := range u.whole.Tokens {
		if t.Kind == lexicon.Number || t.Kind == lexicon.Code {
			return false
		}
	}
	return true
}

// courtesy are notions that may stand around thanks and greetings without making them a question.
var courtesy = map[string]bool{locale.ActPrefix + "filler": true, "thanks": true, "please": true, "ok": true, "laugh": true, "compliment": true, "satisfaction": true, "goodbye": true, "hello": true}

// particles are characters that only colour a sentence of courtesy.
var particles = map[string]bool{"的": true, "了": true, "啊": true, "呀": true, "呢": true, "啦": true, "哦": true, "噢": true, "吧": true, "哈": true, "你": true, "您": true, "们": true, "亲": true, "宝": true, "哟": true, "那": true, "我": true, "先": true, "就": true, "ね": true, "よ": true, "で": true, "す": true, "は": true, "を": true, "に": true, "も": true, "の": true, "て": true, "ー": true, "〜": true, "っ": true, "ま": true, "し": true, "た": true, "w": true}
