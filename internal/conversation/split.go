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

// A customer begins a second matter in the middle of the first: from one message on, the rest becomes a conversation of its own. The first
// log keeps what was said; an event there says from where to where it is shown elsewhere, and one in the new log brings it.

// Part is the payload of split. Into stands on the conversation that was split, Of on the new one.
type Part struct {
	Into   string          `json:"into,omitempty"`
	Of     string          `json:"of,omitempty"`
	From   int64           `json:"from"` // the first seq that moves
	To     int64           `json:"to"`   // and the last
	Events json.RawMessage `json:"events,omitempty"`
}

// Split makes a conversation of its own from a message on, and tells its id. Who splits it has it.
func (c *Conversations) Split(ctx context.Context, shop, id string, seq int64, who flow.Actor) (made string, err error) {
	defer c.inLine(ctx, id)()
	half, err := c.cutShort(ctx, shop, id)
	if err != nil {
		return "", err
	}
	err = c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		if err := c.keep(ctx, tx, half); err != nil {
			return err
		}
		if err := c.splittable(ctx, tx, id, seq); err != nil {
			return err
		}
		head, err := get(ctx, tx, shop, id)
		if err != nil {
			return err
		}
		if made, err = c.startFrom(ctx, tx, have); err != nil {
			return err
		}
		part := Part{Into: made, From: seq, To: head.Head}
		if _, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Split, Actor: who, Payload: part}); err != nil {
			return err
		}
		part.Into, part.Of = "", id
		_, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: made, Shop: shop, Kind: flow.Split, Actor: who, Payload: part})
		return err
	})
	c.ended(ctx, half, err)
	return made, err
}

// splittable checks that a message is there and that something stays before it.
func (c *Conversations) splittable(ctx context.Context, tx *store.Tx, id string, seq int64) error {
	e, err := c.log.At(ctx, tx, id, seq)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && e.Kind != flow.Message) {
		return fault.Wrong(fault.Field{Location: "body.seq", Message: "there is no such message in this conversation", Reason: fault.UnknownMessage})
	}
	if err != nil {
		return err
	}
	_, err = c.log.NewestIn(ctx, tx, id, flow.Message, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Conflict, "This is the first message: nothing would stay here").Because(fault.SplitAll, nil)
	}
	return err
}

// startFrom opens an empty conversation beside another one.
func (c *Conversations) startFrom(ctx context.Context, tx *store.Tx, have Conversation) (string, error) {
	id, now := c.newID("cv"), store.Millis(c.now())
	_, err := tx.Exec(ctx, `INSERT INTO conversations (id, shop, contact, status, locale, country, page_url, page_title, page_product, created_at, updated_at)
		SELECT $1, shop, contact, 'open', locale, country, page_url, page_title, page_product, $2, $2 FROM conversations WHERE id = $3`, id, now, have.ID)
	return id, err
}

func (c *Conversations) applySplit(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var p Part
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		return err
	}
	if p.Into != "" {
		if err := c.ahead(ctx, tx, e); err != nil {
			return err
		}
		return c.last(ctx, tx, e.Stream, p.From)
	}
	subject, last, err := c.gist(ctx, tx, p)
	if err != nil {
		return err
	}
	var m Text
	if err := json.Unmarshal(last.Payload, &m); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE conversations SET head = $2, updated_at = $3, status = 'taken', assignee = $4, assignee_name = $5, subject = $6,
		last_text = $7, last_at = $8, last_actor = $9, last_name = $10, last_seq = 0 WHERE id = $1`, e.Stream, e.Seq, store.Millis(e.At), e.Actor.ID, e.Actor.Name, clip(subject, 80),
		clip(m.Text, 200), store.Millis(last.At), string(last.Actor.Kind), last.Actor.Name)
	return err
}

// gist is what a part begins with in her words, and its newest message.
func (c *Conversations) gist(ctx context.Context, tx *store.Tx, p Part) (subject string, last flow.Event, err error) {
	last.Payload = json.RawMessage("{}")
	for after := p.From - 1; after < p.To; {
		page, err := c.log.ReadIn(ctx, tx, p.Of, after, 500)
		if err != nil || len(page) == 0 {
			return subject, last, err
		}
		for _, e := range page {
			after = e.Seq
			if e.Kind != flow.Message || e.Seq > p.To {
				continue
			}
			var m Text
			if subject == "" && e.Actor.Kind == flow.Contact && json.Unmarshal(e.Payload, &m) == nil {
				subject = m.Text
			}
			last = e
		}
	}
	return subject, last, nil
}
