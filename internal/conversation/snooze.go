package conversation

import (
	"context"
	"encoding/json"
	"time"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Snoozed says until when a conversation rests, and for whom.
type Snoozed struct {
	Until *time.Time `json:"until,omitempty" doc:"Missing: until she writes"`
	By    Person     `json:"by"`
}

// SnoozedNote is the payload of snoozed.
type SnoozedNote struct {
	Until *time.Time `json:"until,omitempty"`
}

// Why a snooze is over.
const (
	wokenByTime  = "time"
	wokenByHer   = "wrote"
	wokenByStaff = "hand"
)

// WokenNote is the payload of woken.
type WokenNote struct {
	Why string `json:"why"`
	For string `json:"for,omitempty"` // whom it reminds
}

// endOfTime stands in the database for "until she writes".
const endOfTime int64 = 253402300799000

// furthest is how far ahead something may be planned.
const furthest = 366 * 24 * time.Hour

func snoozedOf(until int64, by Person) *Snoozed {
	if until == 0 {
		return nil
	}
	s := &Snoozed{By: by}
	if until < endOfTime {
		t := store.Time(until)
		s.Until = &t
	}
	return s
}

// ahead of now, and not too far.
func (c *Conversations) future(at time.Time, location string) error {
	now := c.now()
	if !at.After(now) {
		return fault.Wrong(fault.Field{Location: location, Message: "choose a time to come", Reason: fault.PastTime})
	}
	if at.After(now.Add(furthest)) {
		return fault.Wrong(fault.Field{Location: location, Message: "choose a time within a year", Reason: fault.TooLate, Values: fault.Values{"days": 366}})
	}
	return nil
}

// Snooze lets a conversation rest until a time, or, with nil, until she writes. Then it comes back on top for who.
func (c *Conversations) Snooze(ctx context.Context, shop, id string, who flow.Actor, until *time.Time) error {
	if until != nil {
		if err := c.future(*until, "body.until"); err != nil {
			return err
		}
		t := until.UTC().Truncate(time.Millisecond)
		until = &t
	}
	return c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		if have.Status == Closed {
			return fault.New(fault.Conflict, "A closed conversation rests already").Because(fault.IsClosed, nil)
		}
		if _, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Snoozed, Actor: who, Payload: SnoozedNote{until}}); err != nil || until == nil {
			return err
		}
		return c.later(ctx, tx, wakeUp{Shop: shop, Conversation: id}, *until)
	})
}

// Wake ends a snooze by hand.
func (c *Conversations) Wake(ctx context.Context, shop, id string, who flow.Actor) error {
	return c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		if have.Snoozed == nil {
			return nil
		}
		return c.wake(ctx, tx, shop, id, who, WokenNote{Why: wokenByStaff})
	})
}

func (c *Conversations) wake(ctx context.Context, tx *store.Tx, shop, id string, who flow.Actor, note WokenNote) error {
	_, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Woken, Actor: who, Payload: note})
	return err
}

// system is who acts when a time has come.
var system = flow.Actor{Kind: flow.System, ID: "system"}

// wakeDue ends a snooze whose time is over. One that was moved or ended since is left alone.
func (c *Conversations) wakeDue(ctx context.Context, shop, id string) error {
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		have, err := get(ctx, tx, shop, id)
		if err != nil {
			return err
		}
		if have.Snoozed == nil || have.Snoozed.Until == nil || have.Snoozed.Until.After(c.now()) {
			return nil
		}
		return c.wake(ctx, tx, shop, id, system, WokenNote{Why: wokenByTime, For: have.Snoozed.By.ID})
	})
}

func (c *Conversations) applySnoozed(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note SnoozedNote
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	until := endOfTime
	if note.Until != nil {
		until = store.Millis(*note.Until)
	}
	_, err := tx.Exec(ctx, "UPDATE conversations SET head = $2, snoozed_until = $3, snoozed_by = $4, snoozed_name = $5, reminder = '' WHERE id = $1",
		e.Stream, e.Seq, until, e.Actor.ID, e.Actor.Name)
	return err
}

func (c *Conversations) applyWoken(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note WokenNote
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE conversations SET head = $2, updated_at = $3, snoozed_until = 0, snoozed_by = '', snoozed_name = '', reminder = $4 WHERE id = $1`,
		e.Stream, e.Seq, store.Millis(e.At), note.For)
	return err
}
