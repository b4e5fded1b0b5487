// Package flow keeps the log of events and runs the steps that react to it.
//
// A stream is one conversation or one shop. Append adds an event to a stream inside the caller's transaction; whoever owns the
// event's kind changes its own tables in the same transaction (Apply). After the commit each Step that waits for that kind
// gets the event, in order, and may return further events. That is how rooms meet without calling each other.
package flow

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"parley/internal/store"
)

// Kind is the kind of an event; a closed, documented list (docs/api.md).
type Kind string

// Kinds on a conversation's stream.
const (
	Message  Kind = "message"
	Handoff  Kind = "handoff"
	Joined   Kind = "joined"
	Left     Kind = "left"
	Closed   Kind = "closed"
	Reopened Kind = "reopened"
	Rating   Kind = "rating"
	Note     Kind = "note"
	Edited   Kind = "edited"   // a message has a new text
	Recalled Kind = "recalled" // a message was taken back
	Merged   Kind = "merged"   // two conversations are one from here on
	Split    Kind = "split"    // a conversation's end has become one of its own
	Undone   Kind = "undone"   // a merge or a split was taken back
	Tagged   Kind = "tagged"
	Filled   Kind = "filled" // the shop's own fields
	Snoozed  Kind = "snoozed"
	Woken    Kind = "woken"  // a snooze is over
	Unsent   Kind = "unsent" // a message for later came back to who wrote it
)

// Kinds on a shop's stream.
const (
	ArticlesChanged Kind = "articles_changed"
	StaffChanged    Kind = "staff_changed"
)

// ActorKind says who did something.
type ActorKind string

// The actors.
const (
	Contact   ActorKind = "contact"
	Assistant ActorKind = "assistant"
	Agent     ActorKind = "agent"
	System    ActorKind = "system"
)

// Actor is who did something.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id"`
	Name string    `json:"name"`
}

// Event is one entry of a stream's log.
type Event struct {
	Stream    string          `json:"-"`
	Shop      string          `json:"-"`
	Seq       int64           `json:"seq"`
	Kind      Kind            `json:"kind"`
	Actor     Actor           `json:"actor"`
	ClientKey string          `json:"client_key,omitempty"`
	At        time.Time       `json:"at"`
	Payload   json.RawMessage `json:"payload"`
}

// ID names the event for causes and for idempotency keys outside.
func (e Event) ID() string { return fmt.Sprintf("%s:%d", e.Stream, e.Seq) }

// Draft is an event that is to be appended.
type Draft struct {
	Stream, Shop string
	Kind         Kind
	Actor        Actor
	ClientKey    string // makes a repeated send harmless
	Payload      any    // encoded as JSON
	Cause        Cause  // makes a repeated reaction harmless
	Newest       bool   // of a step: refused when its cause is not the newest of its kind and actor any more
}

// Cause ties an event to the one that brought it about: the Ordinal-th event that Step returned for Event.
type Cause struct {
	Event   string
	Step    string
	Ordinal int
}

func (d Draft) payload() (json.RawMessage, error) {
	if d.Payload == nil {
		return json.RawMessage("{}"), nil
	}
	return json.Marshal(d.Payload)
}

// ErrRefused is what an Apply returns to say that the event is no longer possible; a step's events are then dropped and the
// step goes on, a sender gets the error that wraps it.
var ErrRefused = errors.New("flow: the event is no longer possible")

type scanner interface{ Scan(dest ...any) error }

const columns = "stream, seq, shop, kind, actor_kind, actor_id, actor_name, COALESCE(client_key, ''), at, payload"

func scan(row scanner) (Event, error) {
	var e Event
	var at int64
	var payload string
	err := row.Scan(&e.Stream, &e.Seq, &e.Shop, &e.Kind, &e.Actor.Kind, &e.Actor.ID, &e.Actor.Name, &e.ClientKey, &at, &payload)
	e.At, e.Payload = store.Time(at), json.RawMessage(payload)
	return e, err
}
