package conversation

import (
	"context"
	"encoding/json"
	"time"
	"unicode/utf16"

	"parley/internal/flow"
)

// A conversation's runs on several nodes. The node that answers notes after every sentence what was released; whoever interrupts on
// another node takes that note, which ends the run: the writer's next sentence finds its note taken and is never shown. So both sides
// agree on what was delivered, also when the writer has died.

// Nodes is what this room needs of the other nodes. Alone, or while they cannot be reached, all of it does nothing.
type Nodes interface {
	// Lock lets one node in at a time.
	Lock(ctx context.Context, name string) (unlock func())
	// Note writes down what this node does; false when another has taken the note.
	Note(ctx context.Context, name, id string, value []byte) bool
	// Look reads a note, Take reads it and takes it away, Wipe removes one's own.
	Look(ctx context.Context, name string) []byte
	Take(ctx context.Context, name string) []byte
	Wipe(ctx context.Context, name, id string)
	// Say tells all other nodes; Hear registers who listens.
	Say(topic string, data []byte)
	Hear(topic string, f func(from string, data []byte))
}

// alone is the only node.
type alone struct{}

func (alone) Lock(context.Context, string) func()                 { return func() {} }
func (alone) Note(context.Context, string, string, []byte) bool   { return true }
func (alone) Look(context.Context, string) []byte                 { return nil }
func (alone) Take(context.Context, string) []byte                 { return nil }
func (alone) Wipe(context.Context, string, string)                {}
func (alone) Say(string, []byte)                                  {}
func (alone) Hear(topic string, f func(from string, data []byte)) {}

// topicCut tells the node of a run that it was interrupted, so that its model's request ends at once.
const topicCut = "cut"

// Share lets this node and the others interrupt each other's runs. Before anything is received.
func (c *Conversations) Share(n Nodes) {
	c.nodes = n
	n.Hear(topicCut, func(_ string, data []byte) {
		var s state
		if json.Unmarshal(data, &s) != nil {
			return
		}
		if r := c.runs.on(s.Cause.Stream); r != nil && r.ID == s.Run && c.runs.forget(r) {
			r.stop()
		}
	})
}

// state is a run as the other nodes may read it.
type state struct {
	Run   string        `json:"run"`
	Cause cause         `json:"cause"`
	Text  string        `json:"text"`
	Shown bool          `json:"shown"`
	Began time.Time     `json:"began"`
	First time.Duration `json:"first"`
	So    Answer        `json:"so"` // what is known of the answer so far
}

// cause is the message that a run answers.
type cause struct {
	Stream string `json:"stream"`
	Shop   string `json:"shop"`
	Seq    int64  `json:"seq"`
}

func (c cause) ID() string { return flow.Event{Stream: c.Stream, Seq: c.Seq}.ID() }

// noteOf names the note about a conversation's run.
func noteOf(conversation string) string { return "run:" + conversation }

// now is the run as it is. r.mu is held.
func (r *Run) now() state {
	return state{Run: r.ID, Cause: cause{r.cause.Stream, r.cause.Shop, r.cause.Seq}, Text: string(utf16.Decode(r.text)), Shown: r.shown,
		Began: r.Started, First: r.first, So: r.partial}
}

// note lets the other nodes know how far the run is; false when one of them has ended it. r.mu is held, or nobody knows r yet.
func (r *Run) note() bool {
	if r.nodes == (alone{}) {
		return true
	}
	value, err := json.Marshal(r.now())
	if err == nil && !r.nodes.Note(context.Background(), noteOf(r.cause.Stream), r.ID, value) {
		r.ended = true
		r.cancel()
	}
	return !r.ended
}

// elsewhere is a run of another node on a conversation.
func (c *Conversations) elsewhere(ctx context.Context, conversation string) (s state, ok bool) {
	value := c.nodes.Look(ctx, noteOf(conversation))
	return s, value != nil && json.Unmarshal(value, &s) == nil
}

// cut is an interrupted run: what of it was delivered.
type cut struct {
	run    string
	cause  cause
	shown  bool
	answer Answer
}

// interrupt ends the conversation's run, wherever it is, at what the customer has seen: seen, or all that was released. Nil when
// nothing runs.
func (c *Conversations) interrupt(ctx context.Context, conversation string, seen *Seen) *cut {
	if r := c.runs.interrupt(conversation); r != nil {
		s := r.stop()
		c.nodes.Wipe(ctx, noteOf(conversation), r.ID)
		return s.cut(seen)
	}
	value := c.nodes.Take(ctx, noteOf(conversation))
	var s state
	if value == nil || json.Unmarshal(value, &s) != nil {
		return nil
	}
	if told, err := json.Marshal(state{Run: s.Run, Cause: s.Cause}); err == nil {
		c.nodes.Say(topicCut, told)
	}
	return s.cut(seen)
}

// busy tells whether an answer is in the making.
func (c *Conversations) busy(ctx context.Context, conversation string) bool {
	if c.runs.on(conversation) != nil {
		return true
	}
	_, ok := c.elsewhere(ctx, conversation)
	return ok
}

func (s state) cut(seen *Seen) *cut {
	text := utf16.Encode([]rune(s.Text))
	a := s.So
	a.Text, a.Run, a.Interrupted = string(utf16.Decode(text[:delivered(s.Run, text, seen)])), s.Run, true
	a.FirstTokenMS, a.TotalMS = float64(s.First.Microseconds())/1000, float64(time.Since(s.Began).Microseconds())/1000
	if a.Evidence == nil {
		a.Evidence = []byte("[]")
	}
	if a.Outcome == "" {
		a.Outcome = "answered"
	}
	return &cut{run: s.Run, cause: s.Cause, shown: s.Shown, answer: a}
}
