package promise

import (
	"context"
	"time"
	"unicode/utf8"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// MaxText is the longest promise that is added by hand, in characters.
const MaxText = 500

// Draft is a promise that an agent adds.
type Draft struct {
	ClientKey string
	Text      string
	DueAt     time.Time
}

// Add writes down what an agent promised elsewhere, on the phone for example. A repeated client key gets the first one.
func (l *Ledger) Add(ctx context.Context, shop, id string, who flow.Actor, d Draft) (p Promise, fresh bool, err error) {
	d.Text = conversation.Clean(d.Text)
	if err := l.check(d); err != nil {
		return p, false, err
	}
	c, err := l.conversations.Get(ctx, shop, id)
	if err != nil {
		return p, false, err
	}
	err = l.db.Tx(ctx, func(tx *store.Tx) error {
		p = Promise{ID: l.newID("pr"), Conversation: id, Text: d.Text, By: who, Zone: zoneOf(c).String(), DueAt: d.DueAt, CreatedAt: l.now()}
		if fresh, err = insertByHand(ctx, tx, shop, d.ClientKey, p); err != nil {
			return err
		}
		p, err = l.byKey(ctx, tx, id, who.ID, d.ClientKey)
		return err
	})
	if err == nil && fresh {
		l.show(ctx, shop, id)
	}
	return p, fresh, err
}

func (l *Ledger) check(d Draft) error {
	var wrong []fault.Field
	if d.Text == "" {
		wrong = append(wrong, fault.Field{Location: "body.text", Message: "say what was promised", Reason: fault.Missing})
	}
	if utf8.RuneCountInString(d.Text) > MaxText {
		wrong = append(wrong, fault.Field{Location: "body.text", Message: "a promise has at most 500 characters", Reason: fault.TooLong, Values: fault.Values{"max": MaxText}})
	}
	if f, ok := l.past(d.DueAt); ok {
		wrong = append(wrong, f)
	}
	if len(wrong) > 0 {
		return fault.Wrong(wrong...)
	}
	return nil
}

func (l *Ledger) past(due time.Time) (fault.Field, bool) {
	return fault.Field{Location: "body.due_at", Message: "must be a time to come", Reason: fault.PastTime}, !due.After(l.now())
}

// Keep notes that the promise is fulfilled, in time or late.
func (l *Ledger) Keep(ctx context.Context, shop, id string, who flow.Actor) (Promise, error) {
	return l.end(ctx, shop, id, who, Kept)
}

// Withdraw notes that it no longer holds: it was agreed otherwise, or was none.
func (l *Ledger) Withdraw(ctx context.Context, shop, id string, who flow.Actor) (Promise, error) {
	return l.end(ctx, shop, id, who, Withdrawn)
}

func (l *Ledger) end(ctx context.Context, shop, id string, who flow.Actor, s State) (Promise, error) {
	return l.change(ctx, shop, id, func(tx *store.Tx) (int64, error) {
		return tx.Exec(ctx, "UPDATE promises SET state = $3, ended_at = $4, ended_by = $5 WHERE id = $1 AND shop = $2 AND state = 'open'",
			id, shop, string(s), store.Millis(l.now()), who.Name)
	})
}

// Move gives an open promise another time.
func (l *Ledger) Move(ctx context.Context, shop, id string, due time.Time) (Promise, error) {
	if f, ok := l.past(due); ok {
		return Promise{}, fault.Wrong(f)
	}
	return l.change(ctx, shop, id, func(tx *store.Tx) (int64, error) {
		return tx.Exec(ctx, "UPDATE promises SET due_at = $3 WHERE id = $1 AND shop = $2 AND state = 'open'", id, shop, store.Millis(due))
	})
}

// change runs a verb on an open promise. One that has ended already, by a colleague, says so.
func (l *Ledger) change(ctx context.Context, shop, id string, do func(tx *store.Tx) (int64, error)) (p Promise, err error) {
	err = l.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := do(tx)
		if err != nil {
			return err
		}
		if p, err = l.get(ctx, tx, shop, id); err == nil && n == 0 {
			err = fault.New(fault.Conflict, "%s has ended this promise already", p.EndedBy).Because(fault.PromiseEnded, fault.Values{"name": p.EndedBy})
		}
		return err
	})
	if err == nil {
		l.show(ctx, shop, p.Conversation)
	}
	return p, err
}
