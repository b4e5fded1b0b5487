package conversation

import (
	"context"

	"parley/internal/flow"
	"parley/internal/store"
)

// What each side is doing right now and how far it has read. Typing is shown and never kept; how far somebody has read is a column and no
// event, because it changes all the time and nothing follows from it.

// Typing shows that an agent is writing: to colleagues always, to the customer unless it is a note.
func (c *Conversations) Typing(conversation string, who flow.Actor, note bool) {
	if !note {
		_ = c.screens.PublishRaw(CustomerTopic(conversation), Frame("typing", 0, map[string]any{"actor": map[string]any{"kind": who.Kind, "name": who.Name}}))
	}
	c.screens.Publish(staffChannel(conversation), map[string]any{"type": "typing", "actor": who, "note": note})
}

// Writes shows staff that the customer is writing.
func (c *Conversations) Writes(conversation string) {
	c.screens.Publish(staffChannel(conversation), map[string]any{"type": "typing", "actor": flow.Actor{Kind: flow.Contact}})
}

// MarkRead says that a member of staff has seen the customer's messages, up to seq or, with 0, all of them.
func (c *Conversations) MarkRead(ctx context.Context, shop, id, staff string, seq int64) error {
	have, err := c.Get(ctx, shop, id)
	if err != nil {
		return err
	}
	if seq == 0 || seq > have.Head {
		seq = have.Head
	}
	called, err := c.db.Exec(ctx, "UPDATE mentions SET read_at = $3 WHERE staff = $1 AND conversation = $2 AND read_at = 0", staff, id, store.Millis(c.now()))
	if err != nil {
		return err
	}
	if called > 0 {
		c.tellMentioned(shop, id, []Person{{ID: staff}})
	}
	n, err := c.db.Exec(ctx, `UPDATE conversations SET unread = 0, staff_seen = CASE WHEN staff_seen < $3 THEN $3 ELSE staff_seen END,
			reminder = CASE WHEN reminder = $4 THEN '' ELSE reminder END
		WHERE id = $1 AND shop = $2 AND (unread > 0 OR staff_seen < $3 OR (reminder <> '' AND reminder = $4))`, id, shop, seq, staff)
	if err != nil || n == 0 {
		return err
	}
	if have.StaffSeen < seq {
		_ = c.screens.PublishRaw(CustomerTopic(id), SeenFrame(seq))
	}
	return c.ShowRow(ctx, shop, id)
}

// SeenFrame tells a customer's screen how far staff have read.
func SeenFrame(seq int64) []byte { return Frame("seen", 0, map[string]int64{"seq": seq}) }

// MarkSeen says how far the customer has read.
func (c *Conversations) MarkSeen(ctx context.Context, have Conversation, seq int64) error {
	seq = min(seq, have.Head)
	n, err := c.db.Exec(ctx, "UPDATE conversations SET seen = $2 WHERE id = $1 AND seen < $2", have.ID, seq)
	if err != nil || n == 0 {
		return err
	}
	c.screens.Publish(staffChannel(have.ID), map[string]any{"type": "seen", "seq": seq})
	return nil
}
