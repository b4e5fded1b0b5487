package conversation

import (
	"context"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Colleagues knows the shop's staff.
type Colleagues interface {
	// NameOf is the name of somebody who may read notes; "" when there is no such person.
	NameOf(ctx context.Context, shop, staff string) (string, error)
}

// mentioned names the colleagues that a note calls.
func (c *Conversations) mentioned(ctx context.Context, shop string, ids []string) (people []Person, err error) {
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		name, err := c.Colleagues.NameOf(ctx, shop, id)
		if err != nil {
			return nil, err
		}
		if name == "" {
			return nil, fault.Wrong(fault.Field{Location: "body.mentions", Message: "there is nobody with the id " + id + " in this shop", Reason: fault.UnknownStaff})
		}
		people = append(people, Person{id, name})
	}
	return people, nil
}

// mention writes down that a note calls somebody; her own notes do not.
func (c *Conversations) mention(ctx context.Context, tx *store.Tx, e flow.Event, staff string) error {
	if staff == e.Actor.ID {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO mentions (shop, staff, conversation, seq, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (staff, conversation, seq) DO NOTHING`,
		e.Shop, staff, e.Stream, e.Seq, store.Millis(e.At))
	return err
}

// tellMentioned lets the consoles of those who were called count anew.
func (c *Conversations) tellMentioned(shop, id string, people []Person) {
	for _, p := range people {
		c.screens.Publish(inboxChannel(shop), map[string]any{"type": "mention", "staff": p.ID, "conversation": id})
	}
}

func (c *Conversations) unreadMentions(ctx context.Context, shop, staff string) (n int, err error) {
	err = c.db.QueryRow(ctx, `SELECT COUNT(DISTINCT m.conversation) FROM mentions m JOIN conversations c ON c.id = m.conversation
		WHERE m.staff = $1 AND m.read_at = 0 AND m.shop = $2 AND c.merged_into = ''`, staff, shop).Scan(&n)
	return n, err
}
