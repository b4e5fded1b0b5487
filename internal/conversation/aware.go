package conversation

import (
	"context"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// aware refuses a reply of somebody who has not seen what a colleague said since she began to write. After 0 says that she does not care.
func (c *Conversations) aware(ctx context.Context, tx *store.Tx, id string, who flow.Actor, after int64) error {
	if after == 0 {
		return nil
	}
	events, err := c.log.ReadIn(ctx, tx, id, after, 200)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind == flow.Message && e.Actor.Kind == flow.Agent && e.Actor.ID != who.ID {
			return fault.New(fault.Conflict, "%s has answered since you began to write; read it, then send with a newer after_seq", e.Actor.Name).
				Because(fault.SaidSince, fault.Values{"name": e.Actor.Name, "seq": e.Seq})
		}
	}
	return nil
}
