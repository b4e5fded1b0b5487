package conversation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// TaggedNote is the payload of tagged: what really changed, with the names of that day.
type TaggedNote struct {
	Added   []Person `json:"added,omitempty"`
	Removed []Person `json:"removed,omitempty"`
}

// maxTags is how many tags a conversation has at most.
const maxTags = 20

// Tag adds and removes tags. What is there already, or not, changes nothing; so a list of conversations can be tagged without looking.
func (c *Conversations) Tag(ctx context.Context, shop, id string, who flow.Actor, add, remove []string) error {
	return c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		note, err := c.tagged(ctx, tx, shop, have.Tags, add, remove)
		if err != nil || len(note.Added)+len(note.Removed) == 0 {
			return err
		}
		if len(have.Tags)+len(note.Added)-len(note.Removed) > maxTags {
			return fault.Wrong(fault.Field{Location: "body.add", Message: "a conversation has at most 20 tags", Reason: fault.TooMany, Values: fault.Values{"max": maxTags}})
		}
		_, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Tagged, Actor: who, Payload: note})
		return err
	})
}

func (c *Conversations) tagged(ctx context.Context, tx *store.Tx, shop string, have, add, remove []string) (note TaggedNote, err error) {
	for i, id := range slices.Concat(add, remove) {
		adding := i < len(add)
		word, err := c.word(ctx, tx, shop, Tags, id)
		if fault.CodeOf(err) == fault.NotFound || (err == nil && adding && word.Gone) {
			return note, fault.Wrong(fault.Field{Location: "body.add", Message: fmt.Sprintf("there is no tag %q", id), Reason: fault.UnknownTag})
		}
		if err != nil {
			return note, err
		}
		has, one := slices.Contains(have, id), Person{word.ID, word.Name}
		if adding && !has && !slices.Contains(note.Added, one) {
			note.Added = append(note.Added, one)
		}
		if !adding && has && !slices.Contains(note.Removed, one) {
			note.Removed = append(note.Removed, one)
		}
	}
	return note, nil
}

func (c *Conversations) applyTagged(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note TaggedNote
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	have, err := get(ctx, tx, e.Shop, e.Stream)
	if err != nil {
		return err
	}
	tags := have.Tags
	for _, t := range note.Removed {
		tags = slices.DeleteFunc(tags, func(id string) bool { return id == t.ID })
		if _, err := tx.Exec(ctx, "DELETE FROM conversation_tags WHERE tag = $1 AND conversation = $2", t.ID, e.Stream); err != nil {
			return err
		}
	}
	for _, t := range note.Added {
		tags = append(tags, t.ID)
		if _, err := tx.Exec(ctx, "INSERT INTO conversation_tags (tag, conversation) VALUES ($1, $2) ON CONFLICT (tag, conversation) DO NOTHING", t.ID, e.Stream); err != nil {
			return err
		}
	}
	// Sorting forty conversations must not bring them all to the top: updated_at stays.
	_, err = tx.Exec(ctx, "UPDATE conversations SET head = $2, tags = $3 WHERE id = $1", e.Stream, e.Seq, jsonText(tags))
	return err
}

func jsonText(v any) string {
	b, _ := json.Marshal(v) // lists and maps of strings always encode
	return string(b)
}
