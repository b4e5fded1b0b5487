// Package conversation holds what customers and staff say to each other: contacts and their sessions, conversations, and the
// verbs that add to a conversation's log. A conversation's columns follow from its events and change with them.
package conversation

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/jobs"
	"parley/internal/store"
)

// Status says who answers.
type Status string

// The states of a conversation.
const (
	Open    Status = "open"    // the assistant answers
	Waiting Status = "waiting" // handed off; the assistant goes on helping until somebody takes it
	Taken   Status = "taken"   // a person answers, the assistant is silent
	Closed  Status = "closed"
)

// Statuses is the closed list, in the order of a conversation's life.
var Statuses = []Status{Open, Waiting, Taken, Closed}

// Person names a member of staff in a row.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Last is the newest message, for lists.
type Last struct {
	Text  string     `json:"text"`
	At    time.Time  `json:"at"`
	Actor flow.Actor `json:"actor"`
}

// Page is where in the shop the customer is.
type Page struct {
	URL     string `json:"url"`
	Title   string `json:"title,omitempty"`
	Product string `json:"product_id,omitempty"`
}

// Conversation is one row of the inbox.
type Conversation struct {
	ID            string     `json:"id"`
	Shop          string     `json:"-"`
	Status        Status     `json:"status"`
	Queue         string     `json:"queue"`
	Locale        string     `json:"locale"`
	Country       string     `json:"country"`
	Subject       string     `json:"subject"`
	Contact       Contact    `json:"contact"`
	Assignee      *Person    `json:"assignee,omitempty"`
	Head          int64      `json:"head"`
	Unread        int64      `json:"unread"`
	Last          *Last      `json:"last,omitempty"`
	WaitingSince  *time.Time `json:"waiting_since,omitempty"`
	HandoffReason string     `json:"handoff_reason,omitempty"`
	Rating        int        `json:"rating,omitempty"`
	Page          *Page      `json:"page,omitempty"`
	CreatedAt     time.Time  `json:"created_at"`
	UpdatedAt     time.Time  `json:"updated_at"`
	Version       int64      `json:"version"`
	Seen          int64      `json:"seen" doc:"The customer has read up to here"`
	StaffSeen     int64      `json:"staff_seen" doc:"Staff have read up to here"`
	Tags          []string   `json:"tags" nullable:"false" doc:"Ids, see /conversation-words"`
	Fields        Fields     `json:"fields" doc:"The shop's own fields: id to value"`
	Snoozed       *Snoozed   `json:"snoozed,omitempty"`
	Reminder      string     `json:"reminder,omitempty" doc:"Whom a snooze has brought it back for, until she has looked"`
	Later         int64      `json:"later,omitempty" doc:"How many messages wait for their time"`
	MergedInto    string     `json:"merged_into,omitempty"`
	CloseReason   string     `json:"close_reason,omitempty"`
}

// Attachment is a file that somebody sent.
type Attachment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
	// Recalled says that its message was taken back: only staff may open it.
	Recalled bool `json:"-"`
}

// Text is the payload of a message.
type Text struct {
	Text        string       `json:"text"`
	Locale      string       `json:"locale,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Quote       *Quote       `json:"quote,omitempty"`
	Mentions    []Person     `json:"mentions,omitempty"`
}

// Answer is the payload of an assistant's message.
type Answer struct {
	Text         string          `json:"text"`
	Locale       string          `json:"locale"`
	Evidence     json.RawMessage `json:"evidence"`
	Table        *Table          `json:"table,omitempty"`
	Outcome      string          `json:"outcome"`
	Engine       string          `json:"engine"`
	Run          string          `json:"run"`
	FirstTokenMS float64         `json:"first_token_ms"`
	TotalMS      float64         `json:"total_ms"`
	Interrupted  bool            `json:"interrupted"`
	Understood   json.RawMessage `json:"understood,omitempty"`
	Checked      json.RawMessage `json:"checked,omitempty"`
	Timings      json.RawMessage `json:"timings,omitempty"`
	Usage        json.RawMessage `json:"usage,omitempty"`
	Tools        json.RawMessage `json:"tools,omitempty"`
	Fallback     string          `json:"fallback,omitempty"`
}

// Table is a comparison of products beside an answer's text, in her language. The text stands alone: where there is no room for a table
// nothing is missing.
type Table struct {
	Caption string     `json:"caption"`
	Columns []string   `json:"columns" nullable:"false" minItems:"2" maxItems:"4" doc:"The products' names"`
	Rows    []TableRow `json:"rows" nullable:"false" minItems:"1" maxItems:"8" doc:"What she asked for first"`
}

// TableRow is one point of a comparison.
type TableRow struct {
	Label string   `json:"label"`
	Cells []string `json:"cells" nullable:"false" minItems:"2" maxItems:"4" doc:"One for each column, plain text"`
	Same  bool     `json:"same,omitempty" doc:"All columns have the same value"`
}

// HandoffNote is the payload of a handoff.
type HandoffNote struct {
	Reason  string `json:"reason"`
	Queue   string `json:"queue"`
	OnDuty  bool   `json:"on_duty"`
	Summary string `json:"summary,omitempty"`
}

// DefaultQueue is where a handoff goes.
const DefaultQueue = "general"

// Screens carries news to open screens; it may lose some.
type Screens interface {
	Publish(channel string, v any)
	PublishRaw(channel string, data []byte) error
	Watched(channel string) bool
}

// Duty tells whether somebody of the shop's staff is there to take a conversation.
type Duty interface {
	OnDuty(ctx context.Context, shop string) bool
}

// Conversations is the room.
type Conversations struct {
	// Mask hides what must never be written down, such as card numbers. It is set before anything is received.
	Mask func(text string) string
	// Colleagues tells who may be mentioned. It is set before anything is written.
	Colleagues Colleagues
	db         *store.DB
	log        *flow.Log
	screens    Screens
	duty       Duty
	jobs       *jobs.Jobs
	logger     *slog.Logger
	runs       *runs
	nodes      Nodes
	lines      [256]sync.Mutex // one for each group of conversations, see inLine
	now        func() time.Time
	newID      func(prefix string) string
}

// New makes the room and registers what it owns in the log.
func New(db *store.DB, log *flow.Log, screens Screens, duty Duty, logger *slog.Logger) *Conversations {
	c := &Conversations{Mask: func(text string) string { return text }, db: db, log: log, screens: screens, duty: duty, logger: logger, now: time.Now, newID: store.NewID}
	c.runs, c.nodes = newRuns(), alone{}
	for kind, f := range map[flow.Kind]flow.Apply{
		flow.Message: c.applyMessage, flow.Handoff: c.applyHandoff, flow.Joined: c.applyJoined, flow.Left: c.applyLeft,
		flow.Closed: c.applyClosed, flow.Reopened: c.applyReopened, flow.Rating: c.applyRating, flow.Note: c.applyNote,
		flow.Edited: c.applyRevision, flow.Recalled: c.applyRevision, flow.Merged: c.applyMerged, flow.Split: c.applySplit, flow.Undone: c.applyUndone,
		flow.Tagged: c.applyTagged, flow.Filled: c.applyFilled, flow.Snoozed: c.applySnoozed, flow.Woken: c.applyWoken, flow.Unsent: c.applyUnsent,
	} {
		log.OnApply(kind, f)
	}
	log.AddStep(c.showStep())
	return c
}

// notFound is the answer for what is missing and for what belongs to somebody else.
func notFound(what string) error { return fault.New(fault.NotFound, "There is no such %s", what) }
