package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"reflect"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Undo takes a merge or a split back, named by its event on this conversation. What has been said since stays where it was said.
func (c *Conversations) Undo(ctx context.Context, shop, id string, seq int64, who flow.Actor) error {
	e, err := c.log.At(ctx, c.db, id, seq)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && e.Shop != shop) {
		return notFound("conversation")
	}
	if err != nil {
		return err
	}
	switch e.Kind {
	case flow.Merged:
		return c.unmerge(ctx, e, who)
	case flow.Split:
		return c.unsplit(ctx, e, who)
	}
	return fault.Wrong(fault.Field{Location: "body.seq", Message: "this cannot be undone", Reason: fault.UnknownMessage})
}

func (c *Conversations) unmerge(ctx context.Context, e flow.Event, who flow.Actor) error {
	var j Join
	if err := json.Unmarshal(e.Payload, &j); err != nil {
		return err
	}
	if j.From == "" {
		return fault.Wrong(fault.Field{Location: "body.seq", Message: "undo it in the conversation that goes on", Reason: fault.UnknownMessage})
	}
	defer c.inLines(ctx, e.Stream, j.From)()
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		elder, err := get(ctx, tx, e.Shop, e.Stream)
		if err != nil {
			return err
		}
		younger, err := get(ctx, tx, e.Shop, j.From)
		if err != nil {
			return err
		}
		theirs, err := c.log.NewestIn(ctx, tx, j.From, flow.Merged, younger.Head+1)
		if err != nil {
			return err
		}
		var before Join
		if err := json.Unmarshal(theirs.Payload, &before); err != nil {
			return err
		}
		if younger.MergedInto != e.Stream || before.Ref != e.Seq {
			return changedSince()
		}
		back := Join{From: j.From, Ref: e.Seq}
		if reflect.DeepEqual(standOf(elder), *j.Stand) {
			back.Stand = j.Was
		}
		if _, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: e.Stream, Shop: e.Shop, Kind: flow.Undone, Actor: who, Payload: back}); err != nil {
			return err
		}
		_, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: j.From, Shop: e.Shop, Kind: flow.Undone, Actor: who, Payload: Join{Ref: theirs.Seq, Stand: before.Was}})
		return err
	})
}

func changedSince() error {
	return fault.New(fault.Conflict, "Something has happened since; it cannot be undone any more").Because(fault.ChangedSince, nil)
}

func (c *Conversations) unsplit(ctx context.Context, e flow.Event, who flow.Actor) error {
	var p Part
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		return err
	}
	if p.Into == "" {
		return fault.Wrong(fault.Field{Location: "body.seq", Message: "undo it in the conversation that was split", Reason: fault.UnknownMessage})
	}
	defer c.inLines(ctx, e.Stream, p.Into)()
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		made, err := get(ctx, tx, e.Shop, p.Into)
		if err != nil {
			return err
		}
		if made.Head != 1 || made.MergedInto != "" || made.Later > 0 {
			return changedSince()
		}
		if _, err := c.log.AppendNew(ctx, tx, flow.Draft{Stream: e.Stream, Shop: e.Shop, Kind: flow.Undone, Actor: who, Payload: Join{Ref: e.Seq}}); err != nil {
			return err
		}
		_, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: p.Into, Shop: e.Shop, Kind: flow.Undone, Actor: who, Payload: Join{Into: e.Stream, Ref: 1}})
		return err
	})
}

func (c *Conversations) applyUndone(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var j Join
	if err := json.Unmarshal(e.Payload, &j); err != nil {
		return err
	}
	if j.Into != "" { // the new part of a split: its messages are back where they were
		_, err := tx.Exec(ctx, "UPDATE conversations SET head = $2, status = 'closed', merged_into = $3 WHERE id = $1", e.Stream, e.Seq, j.Into)
		return err
	}
	if err := c.setStand(ctx, tx, e, j.Stand); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE conversations SET merged_into = '', merged_seq = 0 WHERE id = $1", e.Stream); err != nil {
		return err
	}
	return c.last(ctx, tx, e.Stream, e.Seq)
}
