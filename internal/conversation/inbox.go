package conversation

import (
	"context"
	"encoding/json"
	"time"

	"parley/internal/conversation/find"
	"parley/internal/fault"
)

// Sort is the order of a list.
type Sort string

// The orders.
const (
	Newest        Sort = "newest"  // newest activity first
	Oldest        Sort = "oldest"  // where nothing has happened for longest
	LongestWaited Sort = "waiting" // who waits for a person longest; only those who wait
)

// Filter chooses conversations for the inbox. It is also what a saved view keeps.
type Filter struct {
	Status        []Status   `json:"status,omitempty" maxItems:"4"`
	Queue         string     `json:"queue,omitempty"`
	Assignee      string     `json:"assignee,omitempty"` // "me", "none", the id of a member of staff, or "" any
	Locale        string     `json:"locale,omitempty"`
	Country       string     `json:"country,omitempty"`
	WaitingOver   int        `json:"waiting_over,omitempty"` // minutes
	Unread        bool       `json:"unread,omitempty"`
	Tag           string     `json:"tag,omitempty"`
	Mentioned     string     `json:"mentioned,omitempty"` // "me" or the id of a member of staff: where a note calls her
	Snoozed       *bool      `json:"snoozed,omitempty"`   // only those that rest, or none of them
	UpdatedAfter  *time.Time `json:"updated_after,omitempty"`
	UpdatedBefore *time.Time `json:"updated_before,omitempty"`
	Text          string     `json:"q,omitempty"`
	Sort          Sort       `json:"sort,omitempty"`
}

// PageOf is a part of a list for somebody.
type PageOf struct {
	Me     string // staff id
	Before string // cursor of the page before
	Limit  int
}

// Found shows where a search met a conversation.
type Found struct {
	Seq   int64       `json:"seq,omitempty" doc:"Of the message; 0 when it is only the contact's name or address"`
	Kind  string      `json:"kind" enum:"message,note,contact"`
	Actor string      `json:"actor,omitempty"`
	At    *time.Time  `json:"at,omitempty"`
	Parts []find.Part `json:"parts" nullable:"false" doc:"The text around the hits, piece by piece"`
}

// Listed is a row of a list; Found is there when a text was looked for.
type Listed struct {
	Conversation
	Found *Found `json:"found,omitempty"`
}

// order is the order that holds: those who wait alone are read longest first.
func (f Filter) order() Sort {
	if f.Sort == "" && len(f.Status) == 1 && f.Status[0] == Waiting {
		return LongestWaited
	}
	return f.Sort
}

// List reads a page of the inbox. Conversations without a message are not there yet. A search comes newest first, whatever else is
// asked for.
func (c *Conversations) List(ctx context.Context, shop string, f Filter, page PageOf) (list []Listed, next string, err error) {
	if f.Text != "" {
		return c.search(ctx, shop, f, page)
	}
	found, next, err := c.listed(ctx, shop, f, page)
	list = make([]Listed, 0, len(found))
	for _, one := range found {
		list = append(list, Listed{Conversation: one})
	}
	return list, next, err
}

func wrongCursor() error {
	return fault.Wrong(fault.Field{Location: "query.before", Message: "use the value of next from the page before"})
}

// said is what the search reads of an event's payload. What staff understood, checked or paid is no text.
type said struct {
	Text        string `json:"text"`
	Attachments []struct {
		Name string `json:"name"`
	} `json:"attachments"`
}

func textOf(payload json.RawMessage) string {
	var s said
	if json.Unmarshal(payload, &s) != nil {
		return "" // erased
	}
	text := s.Text
	for _, a := range s.Attachments {
		text += "\n" + a.Name
	}
	return text
}
