package conversation

import (
	"context"
	"database/sql"
	"errors"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// The verbs of staff. Whoever calls them has been let through the gate; the shop is the caller's own.

// Take gives the conversation to an agent; the assistant stops mid-sentence. From another agent it is taken only by force.
func (c *Conversations) Take(ctx context.Context, shop, id string, who flow.Actor, force bool) error {
	defer c.inLine(ctx, id)()
	half, err := c.cutShort(ctx, shop, id)
	if err != nil {
		return err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if err := c.keep(ctx, tx, half); err != nil {
			return err
		}
		return c.take(ctx, tx, shop, id, who, force)
	})
	c.ended(ctx, half, err)
	return err
}

// cutShort ends the running answer of a conversation of the shop.
func (c *Conversations) cutShort(ctx context.Context, shop, id string) (*cut, error) {
	if !c.busy(ctx, id) {
		return nil, nil
	}
	if _, err := c.Get(ctx, shop, id); err != nil {
		return nil, err
	}
	return c.interrupt(ctx, id, nil), nil
}

func (c *Conversations) take(ctx context.Context, tx *store.Tx, shop, id string, who flow.Actor, force bool) error {
	have, err := get(ctx, tx, shop, id)
	if err != nil {
		return err
	}
	if have.MergedInto != "" {
		return merged(have)
	}
	if have.Status == Taken && have.Assignee.ID == who.ID {
		return nil
	}
	if have.Status == Taken && !force {
		return fault.New(fault.Conflict, "%s already answers this conversation", have.Assignee.Name).Because(fault.TakenBy, fault.Values{"name": have.Assignee.Name})
	}
	if have.Status == Taken {
		left := flow.Draft{Stream: id, Shop: shop, Kind: flow.Left, Actor: flow.Actor{Kind: flow.Agent, ID: have.Assignee.ID, Name: have.Assignee.Name}, Payload: named(have.Assignee.Name)}
		if _, _, err := c.log.Append(ctx, tx, left); err != nil {
			return err
		}
	}
	_, _, err = c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Joined, Actor: who, Payload: named(who.Name)})
	return err
}

func named(name string) any { return map[string]string{"name": name} }

// Reply is an agent's message. It takes the conversation when nobody has it.
func (c *Conversations) Reply(ctx context.Context, shop, id string, who flow.Actor, s Send) (e flow.Event, fresh bool, err error) {
	payload, err := c.text(ctx, shop, id, s)
	if err != nil {
		return e, false, err
	}
	defer c.inLine(ctx, id)()
	half, err := c.cutShort(ctx, shop, id)
	if err != nil {
		return e, false, err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if err := c.keep(ctx, tx, half); err != nil {
			return err
		}
		if e, err = c.log.SentIn(ctx, tx, id, who, s.ClientKey); err == nil || !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := c.aware(ctx, tx, id, who, s.After); err != nil {
			return err
		}
		if err := c.take(ctx, tx, shop, id, who, false); err != nil {
			return err
		}
		e, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Message, Actor: who, ClientKey: s.ClientKey, Payload: payload})
		fresh = err == nil
		return err
	})
	c.ended(ctx, half, err)
	return e, fresh, err
}

// AddNote is a text that only staff see.
func (c *Conversations) AddNote(ctx context.Context, shop, id string, who flow.Actor, s Send) (e flow.Event, fresh bool, err error) {
	payload, err := c.text(ctx, shop, id, s)
	if err != nil {
		return e, false, err
	}
	if payload.Mentions, err = c.mentioned(ctx, shop, s.Mentions); err != nil {
		return e, false, err
	}
	err = c.on(ctx, shop, id, func(tx *store.Tx, _ Conversation) error {
		e, fresh, err = c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Note, Actor: who, ClientKey: s.ClientKey, Payload: payload})
		return err
	})
	if err == nil && fresh {
		c.tellMentioned(shop, id, payload.Mentions)
	}
	return e, fresh, err
}

// GiveBack lets the assistant answer again.
func (c *Conversations) GiveBack(ctx context.Context, shop, id string, who flow.Actor) error {
	return c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		if have.Status != Taken && have.Status != Waiting {
			return fault.New(fault.Conflict, "The assistant already answers this conversation").Because(fault.AssistantAnswers, nil)
		}
		_, _, err := c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Left, Actor: who, Payload: named(who.Name)})
		return err
	})
}

// on runs f in a transaction with the conversation as it is now.
func (c *Conversations) on(ctx context.Context, shop, id string, f func(tx *store.Tx, have Conversation) error) error {
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		have, err := get(ctx, tx, shop, id)
		if err != nil {
			return err
		}
		if have.MergedInto != "" {
			return merged(have)
		}
		return f(tx, have)
	})
}
