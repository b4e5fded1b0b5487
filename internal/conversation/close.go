package conversation

import (
	"context"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// Closing says why a conversation is closed: a reason of the shop's list, and a comment. Both may be missing unless the shop wants a
// reason.
type Closing struct {
	Reason  string // id
	Comment string
}

// ClosedNote is the payload of a close; the customer sees that it is closed and nothing more.
type ClosedNote struct {
	ReasonID string `json:"reason_id,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Comment  string `json:"comment,omitempty"`
}

// maxComment is the longest comment on a close, in characters.
const maxComment = 1000

// Close ends a conversation; the customer's next message opens it again.
func (c *Conversations) Close(ctx context.Context, shop, id string, who flow.Actor, why Closing) error {
	note, err := c.closedNote(ctx, shop, why)
	if err != nil {
		return err
	}
	defer c.inLine(ctx, id)()
	half, err := c.cutShort(ctx, shop, id)
	if err != nil {
		return err
	}
	err = c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		if err := c.keep(ctx, tx, half); err != nil || have.Status == Closed {
			return err
		}
		_, _, err := c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Closed, Actor: who, Payload: note})
		return err
	})
	c.ended(ctx, half, err)
	return err
}

func (c *Conversations) closedNote(ctx context.Context, shop string, why Closing) (ClosedNote, error) {
	note := ClosedNote{ReasonID: why.Reason, Comment: c.Mask(Clean(why.Comment))}
	if utf8.RuneCountInString(note.Comment) > maxComment {
		return note, fault.Wrong(fault.Field{Location: "body.comment", Message: "a comment has at most 1000 characters", Reason: fault.TooLong, Values: fault.Values{"max": maxComment}})
	}
	if why.Reason == "" {
		rules, err := c.Rules(ctx, shop)
		if err == nil && rules.ReasonRequired {
			err = fault.Wrong(fault.Field{Location: "body.reason", Message: "this shop wants a reason; choose one of its list", Reason: fault.Missing})
		}
		return note, err
	}
	word, err := c.word(ctx, c.db, shop, Reasons, why.Reason)
	if fault.CodeOf(err) == fault.NotFound || word.Gone {
		err = fault.Wrong(fault.Field{Location: "body.reason", Message: "there is no such reason; choose one of the shop's list", Reason: fault.UnknownReason})
	}
	note.Reason = word.Name
	return note, err
}

// Reopen opens a closed conversation by hand. asBefore undoes a close: whoever had the conversation has it again.
func (c *Conversations) Reopen(ctx context.Context, shop, id string, who flow.Actor, asBefore bool) error {
	return c.on(ctx, shop, id, func(tx *store.Tx, have Conversation) error {
		if err := c.reopen(ctx, tx, shop, id, have.Status, who); err != nil {
			return err
		}
		if !asBefore || have.Status != Closed || have.Assignee == nil || have.Assignee.ID != who.ID {
			return nil
		}
		_, _, err := c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Joined, Actor: who, Payload: named(who.Name)})
		return err
	})
}
