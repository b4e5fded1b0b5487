package desk

import (
	"slices"
	"time"

	"parley/internal/conversation"
	"parley/internal/desk/promise"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/shop"
)

// Next is something to do now. The console says it in its language.
type Next struct {
	Do     string       `json:"do" enum:"keep_promise,calm,safety,answer,check_parcel,explain_customs,write_article,ask_identity,ask_order,close"`
	Values fault.Values `json:"values,omitempty"`
}

// mostNext is how much an agent can bear to be told.
const mostNext = 3

// late is how long a parcel may be on its way before somebody should ask the carrier.
const late = 12 * 24 * time.Hour

// next says what follows from what is known, the most pressing first. It suggests nothing that is not in the data.
func next(c conversation.Conversation, t talk, card Card, orders []shop.Order, now time.Time) []Next {
	list := []Next{}
	add := func(do string, v fault.Values) { list = append(list, Next{do, v}) }
	if t.handoff != nil && t.handoff.Reason == "danger" {
		add("safety", nil)
	}
	for _, p := range card.Promises {
		if p.State == promise.Broken || (p.State == promise.Open && p.DueAt.Sub(now) < time.Hour) {
			add("keep_promise", fault.Values{"text": p.Text, "due_at": p.DueAt.UTC().Format(time.RFC3339)})
			break
		}
	}
	if card.Mood != nil && card.Mood.Level == "angry" {
		add("calm", nil)
	}
	if waits(c, t) {
		add("answer", fault.Values{"since": t.last.At.UTC().Format(time.RFC3339)})
	}
	for _, o := range orders {
		if t.named(o.ID) || len(orders) == 1 {
			addOrder(add, o, now)
		}
	}
	if q, open := t.unanswered(); open {
		add("write_article", fault.Values{"question": q})
	}
	if t.seeks && card.VerifiedBy == "" {
		add(missing(card.Known), nil)
	}
	if c.Status == conversation.Taken && t.last.Actor.Kind == flow.Agent && now.Sub(t.last.At) > 24*time.Hour {
		add("close", nil)
	}
	return list[:min(len(list), mostNext)]
}

// missing is what she must still give before an order may be spoken of.
func missing(known []Known) string {
	if slices.ContainsFunc(known, func(k Known) bool { return k.What == "email" }) {
		return "ask_order"
	}
	return "ask_identity"
}

// waits: she has written to a person and nobody has answered.
func waits(c conversation.Conversation, t talk) bool {
	return t.last.Actor.Kind == flow.Contact && (c.Status == conversation.Taken || c.Status == conversation.Waiting)
}

func addOrder(add func(string, fault.Values), o shop.Order, now time.Time) {
	switch {
	case o.Status == "in_customs":
		add("explain_customs", fault.Values{"order": o.ID})
	case o.Status == "shipped" && o.Dates.ShippedAt != nil && now.Sub(*o.Dates.ShippedAt) > late:
		add("check_parcel", fault.Values{"order": o.ID, "days": int(now.Sub(*o.Dates.ShippedAt).Hours() / 24)})
	}
}

// unanswered is her last question when the assistant had to decline it.
func (t *talk) unanswered() (question string, open bool) {
	if len(t.tried) == 0 {
		return "", false
	}
	last := t.tried[len(t.tried)-1]
	return last.Question, last.Outcome == "declined"
}
