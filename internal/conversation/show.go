package conversation

import (
	"context"
	"encoding/json"
	"fmt"

	"parley/internal/flow"
)

// What open screens get. A customer's stream carries ready server-sent events, so that a thousand readers cost one encoding;
// staff get JSON on their own channel, with what only staff may see.

// HeadMark begins a server-sent comment that says how far the log is; readers of the log wake up by it.
const HeadMark = ": head "

// CustomerTopic names the topic of a customer's stream.
func CustomerTopic(conversation string) string { return "visitor:" + conversation }

func staffChannel(conversation string) string { return "conversation:" + conversation }
func inboxChannel(shop string) string         { return "inbox:" + shop }

// staffOnly are the fields of payloads that a customer never gets.
var staffOnly = []string{"understood", "checked", "summary", "timings", "usage", "tools", "fallback", "was"}

// ForCustomer is the event as a customer may see it; false when she may not see it at all.
func ForCustomer(e flow.Event) (flow.Event, bool) {
	switch e.Kind {
	case flow.Message, flow.Handoff:
		return withoutStaffFields(e)
	case flow.Joined, flow.Left, flow.Reopened, flow.Rating, flow.Split:
		return e, true
	case flow.Closed: // why is the shop's own business
		e.Payload = json.RawMessage("{}")
		return e, true
	case flow.Edited, flow.Recalled:
		return revisionForCustomer(e)
	case flow.Merged, flow.Undone:
		return joinForCustomer(e)
	}
	return e, false
}

func withoutStaffFields(e flow.Event) (flow.Event, bool) {
	if e.Actor.Kind == flow.Contact && e.Kind == flow.Message {
		return e, true
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(e.Payload, &fields) != nil {
		return e, false
	}
	if e.Kind == flow.Message && string(fields["text"]) == `""` && string(fields["interrupted"]) == "true" {
		return e, false // stopped before a word was out
	}
	for _, name := range staffOnly {
		delete(fields, name)
	}
	e.Payload, _ = json.Marshal(fields) // a map of raw JSON always encodes
	return e, true
}

// Frame writes a server-sent event (WHATWG HTML, 9.2).
func Frame(event string, id int64, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	if id > 0 {
		return fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", id, event, data)
	}
	return fmt.Appendf(nil, "event: %s\ndata: %s\n\n", event, data)
}

// kinds are those of this room.
var kinds = []flow.Kind{flow.Message, flow.Handoff, flow.Joined, flow.Left, flow.Closed, flow.Reopened, flow.Rating, flow.Note, flow.Edited, flow.Recalled,
	flow.Merged, flow.Split, flow.Undone, flow.Tagged, flow.Filled, flow.Snoozed, flow.Woken, flow.Unsent}

// showStep brings each committed event to the open screens and the inbox up to date. It is an end: nothing follows from it.
func (c *Conversations) showStep() flow.Step {
	var all []flow.On
	for _, k := range kinds {
		all = append(all, flow.On{Kind: k})
	}
	return flow.Step{Name: "show", On: all, Do: func(ctx context.Context, e flow.Event) ([]flow.Draft, error) {
		if brings(e) != nil { // with messages of another log, which only a reader of the log adds
			_ = c.screens.PublishRaw(CustomerTopic(e.Stream), fmt.Appendf(nil, "%s%d\n\n", HeadMark, e.Seq))
			c.screens.Publish(staffChannel(e.Stream), map[string]any{"type": "head", "seq": e.Seq})
			return nil, c.ShowRow(ctx, e.Shop, e.Stream)
		}
		if seen, ok := ForCustomer(e); ok {
			_ = c.screens.PublishRaw(CustomerTopic(e.Stream), Frame("event", e.Seq, seen)) // a lost one is resumed from the log
		} else {
			_ = c.screens.PublishRaw(CustomerTopic(e.Stream), fmt.Appendf(nil, "%s%d\n\n", HeadMark, e.Seq))
		}
		c.screens.Publish(staffChannel(e.Stream), map[string]any{"type": "event", "event": e})
		return nil, c.ShowRow(ctx, e.Shop, e.Stream)
	}}
}

// ShowRow sends a conversation's row to the shop's inbox.
func (c *Conversations) ShowRow(ctx context.Context, shop, id string) error {
	if !c.screens.Watched(inboxChannel(shop)) {
		return nil
	}
	row, err := c.Get(ctx, shop, id)
	if err != nil {
		return err
	}
	c.screens.Publish(inboxChannel(shop), map[string]any{"type": "row", "row": row})
	return nil
}

// Delta is a piece of a running answer.
type Delta struct {
	Type   string `json:"type,omitempty"`
	Run    string `json:"run"`
	Offset int    `json:"offset"`
	Text   string `json:"text"`
}

func publishDelta(s Screens, conversation, run string, offset int, text string) {
	_ = s.PublishRaw(CustomerTopic(conversation), Frame("delta", 0, Delta{Run: run, Offset: offset, Text: text}))
	s.Publish(staffChannel(conversation), Delta{Type: "delta", Run: run, Offset: offset, Text: text})
}

func publishRun(s Screens, conversation, run, state string) {
	_ = s.PublishRaw(CustomerTopic(conversation), Frame("run", 0, map[string]string{"run": run, "state": state}))
	s.Publish(staffChannel(conversation), map[string]string{"type": "run", "run": run, "state": state})
}
