package conversation

import (
	"context"
	"encoding/json"

	"parley/internal/flow"
	"parley/internal/store"
)

// The columns of a conversation after each kind of event. Together with the log they could be computed anew at any time;
// TestColumnsFollowFromTheLog does.

func (c *Conversations) applyMessage(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var m struct {
		Text
		Interrupted bool `json:"interrupted"`
	}
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return err
	}
	text := clip(m.Text.Text, 200)
	if text == "" && len(m.Attachments) > 0 {
		text = m.Attachments[0].Name
	}
	n, err := tx.Exec(ctx, `UPDATE conversations SET head = $2, updated_at = $3, last_text = $4, last_at = $3, last_actor = $5, last_name = $6,
			unread = CASE WHEN $5 = 'contact' THEN unread + 1 WHEN $5 = 'agent' THEN 0 ELSE unread END,
			last_seq = $2, subject = CASE WHEN subject = '' AND $5 = 'contact' THEN $7 ELSE subject END,
			locale = CASE WHEN $8 <> '' AND $5 <> 'agent' THEN $8 ELSE locale END
		WHERE id = $1 AND ($5 <> 'assistant' OR $9 OR status IN ('open', 'waiting'))`,
		e.Stream, e.Seq, store.Millis(e.At), text, string(e.Actor.Kind), e.Actor.Name, clip(m.Text.Text, 80), m.Locale, m.Interrupted)
	if err == nil && n == 0 {
		return flow.ErrRefused // a person took it while the assistant was writing its last word
	}
	return err
}

func (c *Conversations) applyHandoff(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var h HandoffNote
	if err := json.Unmarshal(e.Payload, &h); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE conversations SET status = 'waiting', queue = $4, handoff_reason = $5, waiting_since = $3, head = $2, updated_at = $3
		WHERE id = $1 AND status = 'open'`, e.Stream, e.Seq, store.Millis(e.At), h.Queue, h.Reason)
	if err == nil && n == 0 {
		return flow.ErrRefused // somebody has it, or it waits already
	}
	return err
}

func (c *Conversations) applyJoined(ctx context.Context, tx *store.Tx, e flow.Event) error {
	_, err := tx.Exec(ctx, `UPDATE conversations SET status = 'taken', assignee = $4, assignee_name = $5, waiting_since = 0, unread = 0, head = $2, updated_at = $3
		WHERE id = $1`, e.Stream, e.Seq, store.Millis(e.At), e.Actor.ID, e.Actor.Name)
	return err
}

func (c *Conversations) applyLeft(ctx context.Context, tx *store.Tx, e flow.Event) error {
	_, err := tx.Exec(ctx, `UPDATE conversations SET status = 'open', assignee = '', assignee_name = '', waiting_since = 0, handoff_reason = '', head = $2, updated_at = $3
		WHERE id = $1`, e.Stream, e.Seq, store.Millis(e.At))
	return err
}

func (c *Conversations) applyClosed(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note ClosedNote
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE conversations SET status = 'closed', waiting_since = 0, unread = 0, head = $2, updated_at = $3, close_reason = $4,
		snoozed_until = 0, snoozed_by = '', snoozed_name = '' WHERE id = $1`, e.Stream, e.Seq, store.Millis(e.At), note.ReasonID)
	return err
}

func (c *Conversations) applyReopened(ctx context.Context, tx *store.Tx, e flow.Event) error {
	_, err := tx.Exec(ctx, `UPDATE conversations SET status = 'open', assignee = '', assignee_name = '', waiting_since = 0, handoff_reason = '', head = $2, updated_at = $3
		WHERE id = $1`, e.Stream, e.Seq, store.Millis(e.At))
	return err
}

func (c *Conversations) applyRating(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var r RatingNote
	if err := json.Unmarshal(e.Payload, &r); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE conversations SET rating = $4, head = $2, updated_at = $3 WHERE id = $1", e.Stream, e.Seq, store.Millis(e.At), r.Score)
	return err
}

func (c *Conversations) applyNote(ctx context.Context, tx *store.Tx, e flow.Event) error {
	var note Text
	if err := json.Unmarshal(e.Payload, &note); err != nil {
		return err
	}
	for _, p := range note.Mentions {
		if err := c.mention(ctx, tx, e, p.ID); err != nil {
			return err
		}
	}
	return c.ahead(ctx, tx, e)
}

// ahead moves the head for an event that changes nothing else.
func (c *Conversations) ahead(ctx context.Context, tx *store.Tx, e flow.Event) error {
	_, err := tx.Exec(ctx, "UPDATE conversations SET head = $2, updated_at = $3 WHERE id = $1", e.Stream, e.Seq, store.Millis(e.At))
	return err
}

// clip shortens a text to n characters for a list.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
