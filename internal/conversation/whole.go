package conversation

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"parley/internal/flow"
)

// A merged event and the first event of a part that was split off stand for messages of another log. Whole brings them to a reader.

// span is a piece of another log.
type span struct {
	stream   string
	from, to int64
	merge    int64 // the merge that must still hold, by its seq here; 0 for a split
}

// brings tells which messages of another log an event stands for; nil when none.
func brings(e flow.Event) *span {
	switch e.Kind {
	case flow.Merged:
		var j Join
		if json.Unmarshal(e.Payload, &j) == nil && j.From != "" {
			return &span{stream: j.From, to: 1 << 62, merge: e.Seq}
		}
	case flow.Split:
		var p Part
		if json.Unmarshal(e.Payload, &p) == nil && p.Of != "" {
			return &span{stream: p.Of, from: p.From, to: p.To}
		}
	}
	return nil
}

// Whole adds the messages that an event stands for, as see lets them be seen, in order of time. Other events come back as they are.
func (c *Conversations) Whole(ctx context.Context, e flow.Event, see func(flow.Event) (flow.Event, bool)) (flow.Event, error) {
	s := brings(e)
	if s == nil {
		return e, nil
	}
	events, err := c.brought(ctx, e.Stream, *s, see, 0)
	if err != nil {
		return e, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(e.Payload, &fields); err != nil {
		return e, err
	}
	if fields["events"], err = json.Marshal(events); err != nil {
		return e, err
	}
	e.Payload, err = json.Marshal(fields)
	return e, err
}

// deepest is how many merges of merges are followed.
const deepest = 8

func (c *Conversations) brought(ctx context.Context, into string, s span, see func(flow.Event) (flow.Event, bool), depth int) ([]flow.Event, error) {
	out := []flow.Event{}
	if depth == deepest {
		return out, nil
	}
	if s.merge != 0 {
		holds, err := c.holds(ctx, s, into)
		if err != nil || !holds {
			return out, err
		}
	}
	own, err := c.readSpan(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, e := range visible(own) {
		if inner := brings(e); inner != nil {
			more, err := c.brought(ctx, e.Stream, *inner, see, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		} else if seen, may := see(e); may && (e.Kind == flow.Message || e.Kind == flow.Note) {
			out = append(out, seen)
		}
	}
	slices.SortStableFunc(out, func(a, b flow.Event) int { return cmp.Compare(a.At.UnixMilli(), b.At.UnixMilli()) })
	return out, nil
}

// holds tells whether a merge is still there: an undone one brings nothing.
func (c *Conversations) holds(ctx context.Context, s span, into string) (bool, error) {
	var there string
	var seq int64
	err := c.db.QueryRow(ctx, "SELECT merged_into, merged_seq FROM conversations WHERE id = $1", s.stream).Scan(&there, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return there == into && seq == s.merge, err
}

func (c *Conversations) readSpan(ctx context.Context, s span) (all []flow.Event, err error) {
	for after := max(0, s.from-1); ; {
		page, err := c.log.Read(ctx, s.stream, after, 500)
		if err != nil || len(page) == 0 {
			return all, err
		}
		for _, e := range page {
			if e.Seq > s.to {
				return all, nil
			}
			all, after = append(all, e), e.Seq
		}
	}
}

// visible drops what was split off to somewhere else.
func visible(events []flow.Event) []flow.Event {
	undone := map[int64]bool{}
	var away []Part
	for _, e := range slices.Backward(events) {
		switch e.Kind {
		case flow.Undone:
			var j Join
			_ = json.Unmarshal(e.Payload, &j) // what cannot be read undoes nothing
			undone[j.Ref] = true
		case flow.Split:
			var p Part
			if json.Unmarshal(e.Payload, &p) == nil && p.Into != "" && !undone[e.Seq] {
				away = append(away, p)
			}
		}
	}
	return slices.DeleteFunc(events, func(e flow.Event) bool {
		return slices.ContainsFunc(away, func(p Part) bool { return p.From <= e.Seq && e.Seq <= p.To })
	})
}
