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

// Whoever writes may mend or take back what she has written, for some minutes. The log keeps its order: the message stays at its seq with its
// new text, or with none, so that every later reader finds what is true now; an event of its own tells the open screens. What it said
// before stands in that event, for staff only.

// Revision is the payload of edited and recalled.
type Revision struct {
	Ref  int64  `json:"ref"` // seq of the message
	Text string `json:"text,omitempty"`
	Was  string `json:"was,omitempty"`
	Note bool   `json:"note,omitempty"` // it is a note
}

// Edit gives one's own message or note another text.
func (c *Conversations) Edit(ctx context.Context, shop, id string, who flow.Actor, seq int64, text string) (flow.Event, error) {
	text = c.Mask(Clean(text))
	if text == "" {
		return flow.Event{}, fault.Wrong(fault.Field{Location: "body.text", Message: "the message is empty; take it back instead", Reason: fault.Missing})
	}
	if utf8.RuneCountInString(text) > MaxText {
		return flow.Event{}, fault.Wrong(fault.Field{Location: "body.text", Message: "a message has at most 10000 characters", Reason: fault.TooLong, Values: fault.Values{"max": MaxText}})
	}
	return c.revise(ctx, shop, id, who, seq, flow.Edited, func(fields map[string]json.RawMessage, _ Text) Revision {
		fields["text"], _ = json.Marshal(text) // a string always encodes
		fields["edited"] = json.RawMessage("true")
		return Revision{Text: text}
	})
}

// Recall takes one's own message or note back.
func (c *Conversations) Recall(ctx context.Context, shop, id string, who flow.Actor, seq int64) (flow.Event, error) {
	return c.revise(ctx, shop, id, who, seq, flow.Recalled, func(fields map[string]json.RawMessage, was Text) Revision {
		clear(fields)
		fields["text"], fields["recalled"] = json.RawMessage(`""`), json.RawMessage("true")
		return Revision{}
	})
}

func (c *Conversations) revise(ctx context.Context, shop, id string, who flow.Actor, seq int64, kind flow.Kind, change func(map[string]json.RawMessage, Text) Revision) (e flow.Event, err error) {
	rules, err := c.Rules(ctx, shop)
	if err != nil {
		return e, err
	}
	defer c.inLine(ctx, id)()
	err = c.on(ctx, shop, id, func(tx *store.Tx, _ Conversation) error {
		old, was, err := c.revisable(ctx, tx, id, who, seq, rules)
		if err != nil {
			return err
		}
		fields := map[string]json.RawMessage{}
		if err := json.Unmarshal(old.Payload, &fields); err != nil {
			return err
		}
		r := change(fields, was)
		r.Ref, r.Was, r.Note = seq, was.Text, old.Kind == flow.Note
		if e, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: kind, Actor: who, Payload: r}); err != nil {
			return err
		}
		if err := c.log.Rewrite(ctx, tx, id, seq, fields); err != nil || kind == flow.Edited {
			return err
		}
		return c.erase(ctx, tx, id, seq, was)
	})
	return e, err
}

// revisable finds the message and checks that it may still be changed by who.
func (c *Conversations) revisable(ctx context.Context, tx *store.Tx, id string, who flow.Actor, seq int64, rules Rules) (e flow.Event, was Text, err error) {
	e, err = c.log.At(ctx, tx, id, seq)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && e.Kind != flow.Message && e.Kind != flow.Note) {
		return e, was, fault.Wrong(fault.Field{Location: "body.seq", Message: "there is no such message in this conversation", Reason: fault.UnknownMessage})
	}
	if err != nil {
		return e, was, err
	}
	var now struct {
		Text
		Recalled bool `json:"recalled"`
	}
	if err := json.Unmarshal(e.Payload, &now); err != nil {
		return e, was, err
	}
	switch {
	case e.Actor.Kind != who.Kind || e.Actor.ID != who.ID:
		err = fault.New(fault.Conflict, "Only who wrote a message may change it").Because(fault.NotYours, nil)
	case now.Recalled:
		err = fault.New(fault.Conflict, "This message was taken back already").Because(fault.AlreadyTaken, nil)
	case c.now().Sub(e.At) > time.Duration(rules.EditMinutes)*time.Minute:
		err = fault.New(fault.Conflict, "A message can be changed for %d minutes", rules.EditMinutes).Because(fault.EditOver, fault.Values{"minutes": rules.EditMinutes})
	}
	return e, now.Text, err
}

// erase removes what a recalled message has left elsewhere: its files for the customer, and its words in former edits
// and in messages that quote it.
func (c *Conversations) erase(ctx context.Context, tx *store.Tx, id string, seq int64, was Text) error {
	for _, a := range was.Attachments {
		if _, err := tx.Exec(ctx, "UPDATE attachments SET recalled = TRUE WHERE id = $1 AND conversation = $2", a.ID, id); err != nil {
			return err
		}
	}
	for after := seq; ; {
		page, err := c.log.ReadIn(ctx, tx, id, after, 500)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			if err := errors.Join(c.unquote(ctx, tx, e, seq), c.forgetEdit(ctx, tx, e, seq)); err != nil {
				return err
			}
		}
		after = page[len(page)-1].Seq
	}
}

// forgetEdit empties a former edit of a message that was taken back.
func (c *Conversations) forgetEdit(ctx context.Context, tx *store.Tx, e flow.Event, seq int64) error {
	var r Revision
	if e.Kind != flow.Edited || json.Unmarshal(e.Payload, &r) != nil || r.Ref != seq {
		return nil
	}
	r.Text = ""
	return c.log.Rewrite(ctx, tx, e.Stream, e.Seq, r)
}

// unquote empties the quote of a message that was taken back.
func (c *Conversations) unquote(ctx context.Context, tx *store.Tx, e flow.Event, seq int64) error {
	var fields map[string]json.RawMessage
	if e.Kind != flow.Message && e.Kind != flow.Note || json.Unmarshal(e.Payload, &fields) != nil || fields["quote"] == nil {
		return nil
	}
	var q Quote
	if err := json.Unmarshal(fields["quote"], &q); err != nil || q.Seq != seq {
		return err
	}
	q.Text = ""
	fields["quote"], _ = json.Marshal(q) // a struct of strings always encodes
	return c.log.Rewrite(ctx, tx, e.Stream, e.Seq, fields)
}

func (c *Conversations) applyRevision(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var r Revision
	if err := json.Unmarshal(e.Payload, &r); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE conversations SET head = $2, updated_at = $3, last_text = CASE WHEN last_seq = $4 THEN $5 ELSE last_text END WHERE id = $1",
		e.Stream, e.Seq, store.Millis(e.At), r.Ref, clip(r.Text, 200))
	return err
}

// revisionForCustomer hides what the message said before, and notes altogether.
func revisionForCustomer(e flow.Event) (flow.Event, bool) {
	var r Revision
	if json.Unmarshal(e.Payload, &r) != nil || r.Note {
		return e, false
	}
	r.Was = ""
	e.Payload, _ = json.Marshal(r) // a struct of strings and numbers always encodes
	return e, true
}
