package builtin

import (
	"context"
	"encoding/json"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// Lent is a message as this engine has read it, for an engine that composes in other words: it finds what this one finds, and
// hears of an order only what this one would tell.
type Lent struct {
	engine *Engine
	plan   *plan
	done   bool
}

// Lend reads a message.
func (e *Engine) Lend(ctx context.Context, t engine.Turn) (*Lent, error) {
	u, err := e.understand(ctx, t)
	if err != nil {
		return nil, err
	}
	l := &Lent{engine: e, plan: &plan{turn: t, u: u, pack: u.pack}}
	l.done = e.settled(l.plan)
	return l, nil
}

// Settled says that code alone answers: danger, law, a wish for a person, an attack, small talk.
func (l *Lent) Settled() bool { return l.done }

// Pack is the locale of the answer.
func (l *Lent) Pack() *locale.Pack { return l.plan.pack }

// Articles finds the passages that speak of a query; of the message itself when it is empty.
func (l *Lent) Articles(ctx context.Context, query string, limit int) ([]engine.Evidence, error) {
	p, err := l.reread(ctx, query)
	if err != nil {
		return nil, err
	}
	for i := range p.u.Questions {
		q := &p.u.Questions[i]
		hits, err := l.engine.search(ctx, p, q)
		if err != nil {
			return nil, err
		}
		n, list := 0, l.engine.leads(p, q, hits)
		for _, f := range list {
			if n < limit && f.score > list[0].score-worthLending && f.passage.Kind != index.Heading && !isRecord(f.hit) && !l.commands(f.found) {
				p.cite(f.hit, f.passage.Passage)
				n++
			}
		}
	}
	if query == "" {
		l.plan.u.Candidates = p.u.Candidates
	}
	return p.evidence, nil
}

// worthLending is how far a passage may lie behind the likeliest one to be lent.
const worthLending = 4

// commands says that a passage speaks to a model and not to a customer: such text got into an article by mistake or malice.
func (l *Lent) commands(f found) bool {
	return l.engine.acts(l.engine.read(f.passage.Text, f.hit.Lang).analysis)["internal"]
}

// Products finds the products that a query names.
func (l *Lent) Products(ctx context.Context, query string, limit int) ([]engine.Evidence, error) {
	if l.engine.shop == nil {
		return nil, nil
	}
	p, err := l.reread(ctx, query)
	if err != nil {
		return nil, err
	}
	c, err := l.engine.shop.Catalog(ctx, p.turn.ShopID)
	if err != nil || c == nil {
		return nil, err
	}
	for i := range p.u.Questions {
		list, _ := l.engine.meant(c, p, &p.u.Questions[i])
		for n, pr := range list {
			if n < limit {
				l.engine.record(p, pr)
			}
		}
	}
	return p.evidence, nil
}

// Order tells of her order what this engine would: nothing before it is hers, and only what she has typed herself counts.
func (l *Lent) Order(ctx context.Context, number, email string) ([]engine.Evidence, error) {
	t := l.plan.turn
	known := t.Contact.Verified && t.Contact.Email != ""
	if l.engine.shop == nil || !known && !(l.typed(number) && l.typed(email)) {
		return nil, nil
	}
	t.Text, t.History, t.PageProduct = strings.TrimSpace(number+" "+email), nil, ""
	u, err := l.engine.understand(ctx, t)
	if err != nil {
		return nil, err
	}
	p := &plan{turn: t, u: u, pack: l.plan.pack}
	if number == "" { // whose newest order it is, her signed identity says
		_, err = l.engine.ownOrders(ctx, p, nil)
	} else {
		_, err = l.engine.orders(ctx, p)
	}
	if len(p.evidence) > 0 {
		l.plan.u.Intent, l.plan.u.Slots.Order = "order", p.u.Slots.Order
	}
	return p.evidence, err
}

// typed says that a text stands in what she wrote in this conversation.
func (l *Lent) typed(text string) bool {
	text = bare(text)
	if len(text) < 3 {
		return false
	}
	said := bare(l.plan.turn.Text)
	for _, s := range l.plan.turn.History {
		if s.Actor == "contact" {
			said += "\n" + bare(s.Text)
		}
	}
	return strings.Contains(said, text)
}

// bare is a text without case, accents and the signs that people put between the parts of a number.
func bare(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "", "#", "").Replace(lexicon.Fold(clean(s)))
}

// reread reads a query in place of her message.
func (l *Lent) reread(ctx context.Context, query string) (*plan, error) {
	if query == "" {
		return &plan{turn: l.plan.turn, u: l.plan.u, pack: l.plan.pack}, nil
	}
	t := l.plan.turn
	t.Text, t.History = query, nil
	u, err := l.engine.understand(ctx, t)
	if err != nil {
		return nil, err
	}
	u.Slots.Country = firstOf(u.Slots.Country, l.plan.u.Slots.Country)
	return &plan{turn: t, u: u, pack: l.plan.pack}, nil
}

// Remember is what the next turn needs to know of this one, in this engine's form.
func (l *Lent) Remember(outcome engine.Outcome, asksIdentity bool) (json.RawMessage, error) {
	u := &l.plan.u.Understood
	if u.Intent == "" {
		u.Intent = string(outcome)
	}
	if outcome != engine.Declined {
		u.Declines = 0
	}
	if asksIdentity {
		u.Intent, u.Awaiting = "order", "identity"
	}
	return json.Marshal(u)
}

// Asks says that she asks something of substance.
func (l *Lent) Asks() bool {
	for i := range l.plan.u.Questions {
		if l.plan.u.Questions[i].content() {
			return true
		}
	}
	return false
}

// Decline is how this engine says that it does not know: the sentences, and what they amount to.
func (l *Lent) Decline(partly bool) (sentences []string, outcome engine.Outcome, person engine.Reason) {
	p := l.fresh()
	if partly {
		p.outcome = engine.Answered
	}
	l.engine.decline(p)
	return p.texts(), p.outcome, p.handoff
}

// HandOver is how this engine passes her on.
func (l *Lent) HandOver(reason engine.Reason) (sentences []string, person engine.Reason) {
	p := l.fresh()
	p.hand(reason)
	return p.texts(), p.handoff
}

func (l *Lent) fresh() *plan { return &plan{turn: l.plan.turn, u: l.plan.u, pack: l.plan.pack} }

func (p *plan) texts() (out []string) {
	for _, s := range p.sentences {
		out = append(out, s.Text)
	}
	return out
}
