package builtin

import (
	"context"

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
	for i := range u.Questions {
		q := &u.Questions[i]
		best := 0.0
		for _, n := range c.find(q.analysis) {
			if n.score >= 0.3 && len(q.Products) < 3 && (len(q.Products) == 0 || n.score >= 0.9*best) {
				best = max(best, n.score)
				q.Products = append(q.Products, n.id)
			}
		}
		if len(q.Products) == 1 {
			u.Slots.Product = q.Products[0]
		}
	}
}

// followUp completes a question that leans on the one before: "and to Japan?", "how long?", or the answer to a choice.
func (e *Engine) followUp(u *reading, t engine.Turn) {
	before := e.before(u, t)
	if before == nil || len(u.Questions) == 0 {
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
	if len(q.Products) == 0 {
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
			q := e.question(text, locale.Base(firstOf(lang, u.lang)))
			return &q
		}
	}
	return nil
}

// leans says whether a question cannot be understood alone: it names no topic, or answers what was asked back.
func (e *Engine) leans(q *Question, u *reading) bool {
	if u.last != nil && u.last.Awaiting == "choice" && len(q.analysis.Tokens) <= 12 {
		return true
	}
	if e.says(q, "topic", "action", "symptom", "measure") && !q.acts["correction"] {
		return false
	}
	if len(q.Unknown) > 2 {
		return false
	}
	return q.acts["correction"] || len(q.analysis.Tokens) <= 14 && (len(q.Concepts) > 0 || q.Wants != "" || len(q.Products) > 0) && len(q.Products) == 0 || len(q.analysis.Tokens) <= 6 && len(q.Products) > 0 && q.Wants == ""
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

// only says whether the message consists of nothing but the given acts.
func (u *reading) only(which ...string) bool {
	covered := map[int]bool{}
	for _, m := range u.whole.Matches {
		for _, w := range which {
			if m.ID == locale.ActPrefix+w {
				for i := m.From; i < m.To; i++ {
					covered[i] = true
				}
			}
		}
	}
	if len(covered) == 0 {
		return false
	}
	left := 0
	for i, t := range u.whole.Tokens {
		if !covered[i] && !t.Stop {
			left += len(t.Text)
		}
	}
	return left <= 2
}
