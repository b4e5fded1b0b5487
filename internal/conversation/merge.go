package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Two conversations of one customer become one: the elder goes on, the younger points to it and is closed. Neither log changes; each gets
// an event. Whoever reads the elder finds the younger's messages in that event (see Whole) and shows them in order of time.

// Stand is what a merge changes of a conversation and what undoing it brings back.
type Stand struct {
	Status        Status  `json:"status"`
	Queue         string  `json:"queue,omitempty"`
	Assignee      *Person `json:"assignee,omitempty"`
	WaitingSince  int64   `json:"waiting_since,omitempty"` // milliseconds
	HandoffReason string  `json:"handoff_reason,omitempty"`
}

// Join is the payload of merged and of undone. On the conversation that goes on, From names the other; on the other, Into names the one
// that goes on.
type Join struct {
	From   string          `json:"from,omitempty"`
	Into   string          `json:"into,omitempty"`
	Ref    int64           `json:"ref,omitempty"` // undone: the event that does not count any more; merged with Into: the event over there
	Stand  *Stand          `json:"stand,omitempty"`
	Was    *Stand          `json:"was,omitempty"`
	Events json.RawMessage `json:"events,omitempty"` // never stored: what Whole adds for a reader
}

func standOf(c Conversation) Stand {
	s := Stand{Status: c.Status, Queue: c.Queue, Assignee: c.Assignee, HandoffReason: c.HandoffReason}
	if c.WaitingSince != nil {
		s.WaitingSince = store.Millis(*c.WaitingSince)
	}
	return s
}

// reach orders states by how near a person is.
var reach = map[Status]int{Closed: 0, Open: 1, Waiting: 2, Taken: 3}

func merged(have Conversation) error {
	return fault.New(fault.Conflict, "This conversation goes on in another one").Because(fault.MergedInto, fault.Values{"id": have.MergedInto})
}

// Merge makes two conversations of one customer one, and tells which goes on.
func (c *Conversations) Merge(ctx context.Context, shop, id, other string, who flow.Actor) (survivor string, err error) {
	if id == other {
		return "", fault.Wrong(fault.Field{Location: "body.with", Message: "choose another conversation", Reason: fault.SameOne})
	}
	defer c.inLines(ctx, id, other)()
	halves, err := c.cutBoth(ctx, shop, id, other)
	if err != nil {
		return "", err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		for _, half := range halves {
			if err := c.keep(ctx, tx, half); err != nil {
				return err
			}
		}
		elder, younger, err := c.pair(ctx, tx, shop, id, other)
		if err != nil {
			return err
		}
		survivor = elder.ID
		return c.merge(ctx, tx, elder, younger, who)
	})
	for _, half := range halves {
		c.ended(ctx, half, err)
	}
	return survivor, err
}

func (c *Conversations) cutBoth(ctx context.Context, shop, id, other string) (halves []*cut, err error) {
	for _, one := range []string{id, other} {
		half, err := c.cutShort(ctx, shop, one)
		if err != nil {
			return nil, err
		}
		halves = append(halves, half)
	}
	return halves, nil
}

// pair reads two conversations that may be merged, the elder first.
func (c *Conversations) pair(ctx context.Context, tx *store.Tx, shop, id, other string) (elder, younger Conversation, err error) {
	if elder, err = get(ctx, tx, shop, id); err != nil {
		return elder, younger, err
	}
	younger, err = get(ctx, tx, shop, other)
	if fault.CodeOf(err) == fault.NotFound {
		err = fault.Wrong(fault.Field{Location: "body.with", Message: "there is no such conversation", Reason: fault.OtherContact})
	}
	if err != nil {
		return elder, younger, err
	}
	if elder.Contact.ID != younger.Contact.ID {
		return elder, younger, fault.Wrong(fault.Field{Location: "body.with", Message: "it is another customer's; only one customer's conversations can be merged", Reason: fault.OtherContact})
	}
	for _, one := range []Conversation{elder, younger} {
		if one.MergedInto != "" {
			return elder, younger, merged(one)
		}
	}
	if younger.CreatedAt.Before(elder.CreatedAt) {
		elder, younger = younger, elder
	}
	return elder, younger, nil
}

func (c *Conversations) merge(ctx context.Context, tx *store.Tx, elder, younger Conversation, who flow.Actor) error {
	was, theirs := standOf(elder), standOf(younger)
	stand := was
	if reach[younger.Status] > reach[elder.Status] {
		stand = theirs
	}
	shown, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: elder.ID, Shop: elder.Shop, Kind: flow.Merged, Actor: who, Payload: Join{From: younger.ID, Stand: &stand, Was: &was}})
	if err != nil {
		return err
	}
	if _, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: younger.ID, Shop: younger.Shop, Kind: flow.Merged, Actor: who, Payload: Join{Into: elder.ID, Ref: shown.Seq, Was: &theirs}}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE scheduled SET conversation = $2 WHERE conversation = $1 AND state IN ('waiting', 'returned')", younger.ID, elder.ID); err != nil {
		return err
	}
	return errors.Join(countLaters(ctx, tx, elder.ID), countLaters(ctx, tx, younger.ID))
}

func (c *Conversations) applyMerged(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var j Join
	if err := json.Unmarshal(e.Payload, &j); err != nil {
		return err
	}
	if j.Into != "" {
		_, err := tx.Exec(ctx, `UPDATE conversations SET head = $2, status = 'closed', waiting_since = 0, merged_into = $3, merged_seq = $4,
			snoozed_until = 0, snoozed_by = '', snoozed_name = '' WHERE id = $1`, e.Stream, e.Seq, j.Into, j.Ref)
		return err
	}
	if err := c.setStand(ctx, tx, e, j.Stand); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE conversations SET (last_text, last_at, last_actor, last_name, last_seq) = (SELECT last_text, last_at, last_actor, last_name, 0 FROM conversations WHERE id = $2)
		WHERE id = $1 AND last_at < (SELECT last_at FROM conversations WHERE id = $2)`, e.Stream, j.From)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE conversations SET unread = unread + (SELECT unread FROM conversations WHERE id = $2) WHERE id = $1", e.Stream, j.From)
	return err
}

// setStand writes how a conversation stands; nil leaves it as it is.
func (c *Conversations) setStand(ctx context.Context, tx *store.Tx, e flow.Event, s *Stand) error {
	if s == nil {
		return c.ahead(ctx, tx, e)
	}
	who := Person{}
	if s.Assignee != nil {
		who = *s.Assignee
	}
	_, err := tx.Exec(ctx, `UPDATE conversations SET head = $2, updated_at = $3, status = $4, queue = $5, assignee = $6, assignee_name = $7, waiting_since = $8, handoff_reason = $9
		WHERE id = $1`, e.Stream, e.Seq, store.Millis(e.At), string(s.Status), s.Queue, who.ID, who.Name, s.WaitingSince, s.HandoffReason)
	return err
}

// joinForCustomer tells a customer's screen where she goes on and who answers there.
func joinForCustomer(e flow.Event) (flow.Event, bool) {
	var j Join
	if json.Unmarshal(e.Payload, &j) != nil {
		return e, false
	}
	shown := map[string]any{}
	if j.From != "" {
		shown["from"] = j.From
	}
	if j.Into != "" {
		shown["into"] = j.Into
	}
	if e.Kind == flow.Undone {
		shown["ref"] = j.Ref
	}
	if j.Stand != nil {
		shown["status"] = j.Stand.Status
		if j.Stand.Assignee != nil {
			shown["name"] = j.Stand.Assignee.Name
		}
	}
	if j.Events != nil {
		shown["events"] = j.Events
	}
	e.Payload, _ = json.Marshal(shown) // texts and ready JSON always encode
	return e, true
}

// last sets the newest message anew from the conversation's own log, before a seq.
func (c *Conversations) last(ctx context.Context, tx *store.Tx, id string, before int64) error {
	e, err := c.log.NewestIn(ctx, tx, id, flow.Message, before)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var m Text
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE conversations SET last_text = $2, last_at = $3, last_actor = $4, last_name = $5, last_seq = $6 WHERE id = $1",
		id, clip(m.Text, 200), store.Millis(e.At), string(e.Actor.Kind), e.Actor.Name, e.Seq)
	return err
}
