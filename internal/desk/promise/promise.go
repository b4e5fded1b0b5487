// Package promise keeps the ledger of what was promised to customers by a time: a step reads it from the messages of the assistant and of
// agents, people add to it by hand, keep, move and withdraw. Nobody tells the customer anything by it.
package promise

import (
	"context"
	"time"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/store"
)

// State is how it stands with a promise.
type State string

// The states of a promise. Broken is never written down: it is an open one whose time is over.
const (
	Open      State = "open"
	Broken    State = "broken"
	Kept      State = "kept"
	Withdrawn State = "withdrawn"
)

// States is the closed list.
var States = []State{Open, Broken, Kept, Withdrawn}

// Promise is one dated commitment to a customer.
type Promise struct {
	ID           string     `json:"id"`
	Conversation string     `json:"conversation"`
	Contact      string     `json:"contact"` // her name, for lists
	Locale       string     `json:"locale"`
	Event        int64      `json:"event,omitempty" doc:"seq of the message that said it; none when it was added by hand"`
	Text         string     `json:"text"`
	By           flow.Actor `json:"by"`
	Zone         string     `json:"zone"`
	DueAt        time.Time  `json:"due_at"`
	SaidDueAt    *time.Time `json:"said_due_at,omitempty" doc:"as it was promised, when it was moved since"`
	State        State      `json:"state" enum:"open,broken,kept,withdrawn"`
	Late         bool       `json:"late,omitempty" doc:"kept, but after its time"`
	EndedAt      *time.Time `json:"ended_at,omitempty"`
	EndedBy      string     `json:"ended_by,omitempty"`
	CreatedAt    time.Time  `json:"created_at"`
}

// Screens tells open consoles that the ledger has changed.
type Screens interface {
	Publish(channel string, v any)
}

// Words reads commitments and knows calendars; *locale.Deadlines does.
type Words interface {
	Commitments(text, locale string) []locale.Commitment
	Calendar(country string) *locale.Calendar
	Detect(text, prior string) (lang string, confidence float64)
}

// Ledger is the room's part that keeps promises.
type Ledger struct {
	db            *store.DB
	conversations *conversation.Conversations
	words         Words
	screens       Screens
	now           func() time.Time
	newID         func(prefix string) string
}

// New makes the ledger and lets it listen to what is said.
func New(db *store.DB, log *flow.Log, conversations *conversation.Conversations, words Words, screens Screens) *Ledger {
	l := &Ledger{db: db, conversations: conversations, words: words, screens: screens, now: time.Now, newID: store.NewID}
	log.AddStep(l.step())
	return l
}

func notFound() error { return fault.New(fault.NotFound, "There is no such promise") }

// show tells the shop's consoles that promises of a conversation have changed; they read them anew.
func (l *Ledger) show(_ context.Context, shop, conversation string) {
	l.screens.Publish("inbox:"+shop, map[string]any{"type": "promises", "conversation": conversation})
}
