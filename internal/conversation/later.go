package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Messages for later: written now, said at a time. When the customer writes before, nothing is said: what was written comes back to its
// author, who can judge whether it still fits.

// LaterState says what has become of a message for later.
type LaterState string

// The states.
const (
	LaterWaiting   LaterState = "waiting"
	LaterSent      LaterState = "sent"
	LaterCancelled LaterState = "cancelled"
	LaterReturned  LaterState = "returned" // not said; its text waits for its author
)

// Why a message for later came back.
const (
	returnedWrote = "wrote" // she wrote before
	returnedTaken = "taken" // a colleague has the conversation
)

// Later is a message that waits for its time.
type Later struct {
	ID           string     `json:"id"`
	Conversation string     `json:"conversation"`
	By           Person     `json:"by"`
	Text         string     `json:"text"`
	At           time.Time  `json:"at"`
	State        LaterState `json:"state" enum:"waiting,sent,cancelled,returned"`
	Reason       string     `json:"reason,omitempty" enum:"wrote,taken" doc:"Why it came back"`
	CreatedAt    time.Time  `json:"created_at"`
}

// UnsentNote is the payload of unsent.
type UnsentNote struct {
	ID     string `json:"id"`
	By     Person `json:"by"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// SendLater writes a message down that is said at a time.
func (c *Conversations) SendLater(ctx context.Context, shop, id string, who flow.Actor, key, text string, at time.Time) (l Later, fresh bool, err error) {
	if text, err = c.laterText(text); err != nil {
		return l, false, err
	}
	if err := c.future(at, "body.at"); err != nil {
		return l, false, err
	}
	defer c.inLine(ctx, id)()
	err = c.on(ctx, shop, id, func(tx *store.Tx, _ Conversation) error {
		if l, err = laterByKey(ctx, tx, id, who.ID, key); err == nil || !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		l = Later{ID: c.newID("la"), Conversation: id, By: Person{who.ID, who.Name}, Text: text, At: at.UTC().Truncate(time.Millisecond), State: LaterWaiting, CreatedAt: c.now().UTC().Truncate(time.Millisecond)}
		fresh = true
		if err := insertLater(ctx, tx, shop, key, l); err != nil {
			return err
		}
		return c.later(ctx, tx, sayLater{Shop: shop, ID: l.ID}, l.At)
	})
	if err == nil {
		c.tellLater(ctx, shop, id)
	}
	return l, fresh, err
}

func (c *Conversations) laterText(text string) (string, error) {
	text = c.Mask(Clean(text))
	if text == "" {
		return "", fault.Wrong(fault.Field{Location: "body.text", Message: "the message is empty", Reason: fault.Missing})
	}
	if utf8.RuneCountInString(text) > MaxText {
		return "", fault.Wrong(fault.Field{Location: "body.text", Message: "a message has at most 10000 characters", Reason: fault.TooLong, Values: fault.Values{"max": MaxText}})
	}
	return text, nil
}

// ChangeLater gives a waiting message another text or time.
func (c *Conversations) ChangeLater(ctx context.Context, shop, id string, text *string, at *time.Time) (l Later, err error) {
	if at != nil {
		if err := c.future(*at, "body.at"); err != nil {
			return l, err
		}
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if l, err = waitingLater(ctx, tx, shop, id); err != nil {
			return err
		}
		if text != nil {
			if l.Text, err = c.laterText(*text); err != nil {
				return err
			}
		}
		if at != nil {
			l.At = at.UTC().Truncate(time.Millisecond)
		}
		if err := saveLater(ctx, tx, l); err != nil || at == nil {
			return err
		}
		return c.later(ctx, tx, sayLater{Shop: shop, ID: l.ID}, l.At)
	})
	if err == nil {
		c.tellLater(ctx, shop, l.Conversation)
	}
	return l, err
}

// CancelLater takes a waiting message back, or puts one that came back away.
func (c *Conversations) CancelLater(ctx context.Context, shop, id string) error {
	l, err := laterOf(ctx, c.db, shop, id)
	if err != nil {
		return err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		n, err := moveLater(ctx, tx, id, LaterWaiting, LaterCancelled, "")
		if err == nil && n == 0 {
			_, err = moveLater(ctx, tx, id, LaterReturned, LaterCancelled, l.Reason)
		}
		return err
	})
	if err == nil {
		c.tellLater(ctx, shop, l.Conversation)
	}
	return err
}

// tellLater lets the open consoles read the list anew.
func (c *Conversations) tellLater(ctx context.Context, shop, id string) {
	c.screens.Publish(staffChannel(id), map[string]any{"type": "later"})
	if err := c.ShowRow(ctx, shop, id); err != nil {
		c.logger.Error("A row could not be shown", "conversation", id, "error", err)
	}
}

// sayDue says a message whose time has come: once, whatever becomes of the job that calls for it.
func (c *Conversations) sayDue(ctx context.Context, shop, id string) error {
	l, err := laterOf(ctx, c.db, shop, id)
	if err != nil || l.State != LaterWaiting || l.At.After(c.now()) {
		return err
	}
	defer c.inLine(ctx, l.Conversation)()
	half, err := c.cutShort(ctx, shop, l.Conversation)
	if err != nil {
		return err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if err := c.keep(ctx, tx, half); err != nil {
			return err
		}
		return c.sayLater(ctx, tx, shop, l)
	})
	c.ended(ctx, half, err)
	if fault.CodeOf(err) == fault.Conflict {
		err = c.db.Tx(ctx, func(tx *store.Tx) error { return c.giveLaterBack(ctx, tx, shop, l, returnedTaken) })
	}
	if err == nil {
		c.tellLater(ctx, shop, l.Conversation)
	}
	return err
}

func (c *Conversations) sayLater(ctx context.Context, tx *store.Tx, shop string, l Later) error {
	n, err := moveLater(ctx, tx, l.ID, LaterWaiting, LaterSent, "")
	if err != nil || n == 0 {
		return err // somebody was quicker
	}
	if l, err = laterOf(ctx, tx, shop, l.ID); err != nil {
		return err
	}
	who := flow.Actor{Kind: flow.Agent, ID: l.By.ID, Name: l.By.Name}
	if err := c.take(ctx, tx, shop, l.Conversation, who, false); err != nil {
		return err
	}
	_, _, err = c.log.Append(ctx, tx, flow.Draft{Stream: l.Conversation, Shop: shop, Kind: flow.Message, Actor: who, ClientKey: "later:" + l.ID, Payload: Text{Text: l.Text}})
	return err
}

// stir is what follows when she writes: messages for later come back, and a snooze is over.
func (c *Conversations) stir(ctx context.Context, tx *store.Tx, shop, id string, her flow.Actor) error {
	have, err := get(ctx, tx, shop, id)
	if err != nil {
		return err
	}
	if have.Snoozed != nil {
		if err := c.wake(ctx, tx, shop, id, her, WokenNote{Why: wokenByHer, For: have.Snoozed.By.ID}); err != nil {
			return err
		}
	}
	waiting, err := laters(ctx, tx, id, LaterWaiting)
	if err != nil {
		return err
	}
	for _, l := range waiting {
		if err := c.giveLaterBack(ctx, tx, shop, l, returnedWrote); err != nil {
			return err
		}
	}
	return nil
}

func (c *Conversations) giveLaterBack(ctx context.Context, tx *store.Tx, shop string, l Later, why string) error {
	n, err := moveLater(ctx, tx, l.ID, LaterWaiting, LaterReturned, why)
	if err != nil || n == 0 {
		return err
	}
	_, _, err = c.log.Append(ctx, tx, flow.Draft{Stream: l.Conversation, Shop: shop, Kind: flow.Unsent, Actor: system, Payload: UnsentNote{l.ID, l.By, l.Text, why}})
	return err
}

func (c *Conversations) applyUnsent(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note UnsentNote
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	return c.ahead(ctx, tx, e)
}
