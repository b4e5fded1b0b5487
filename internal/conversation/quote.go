package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"parley/internal/fault"
	"parley/internal/flow"
)

// Quote is the message that another one answers to, as it read then.
type Quote struct {
	Seq   int64       `json:"seq"`
	Text  string      `json:"text"`
	Actor QuotedActor `json:"actor"`
}

// QuotedActor names who is quoted.
type QuotedActor struct {
	Kind flow.ActorKind `json:"kind"`
	Name string         `json:"name,omitempty"`
}

// maxQuote is how much of a message a quote shows, in characters.
const maxQuote = 200

// quote reads what is quoted. Only what both sides see can be.
func (c *Conversations) quote(ctx context.Context, shop, id string, seq int64) (*Quote, error) {
	if seq == 0 {
		return nil, nil
	}
	e, err := c.log.At(ctx, c.db, id, seq)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && (e.Shop != shop || e.Kind != flow.Message)) {
		return nil, fault.Wrong(fault.Field{Location: "body.quote", Message: "there is no such message in this conversation", Reason: fault.UnknownMessage})
	}
	if err != nil {
		return nil, err
	}
	var m Text
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return nil, err
	}
	if m.Text == "" && len(m.Attachments) > 0 {
		m.Text = m.Attachments[0].Name
	}
	return &Quote{Seq: seq, Text: clip(m.Text, maxQuote), Actor: QuotedActor{Kind: e.Actor.Kind, Name: e.Actor.Name}}, nil
}
