package conversation

import (
	"context"
	"errors"
	"sync"
	"time"
	"unicode/utf16"

	"parley/internal/flow"
	"parley/internal/store"
)

// AnswerStep names the step whose result an answer is. An interrupt puts the half answer into the place of that result, so that
// the run, should it finish at the same moment, finds the place taken.
const AnswerStep = "answer"

// ErrInterrupted ends a run whose customer has spoken, pressed Stop, or whose conversation a person took.
var ErrInterrupted = errors.New("conversation: the run was interrupted")

// Run is one attempt of the assistant to answer one message. Its text goes to the open screens as it is released.
type Run struct {
	ID      string
	Started time.Time
	cause   flow.Event
	cancel  context.CancelFunc
	screens Screens
	mu      sync.Mutex
	text    []uint16 // UTF-16, the unit in which browsers count
	nodes   Nodes
	ended   bool
	first   time.Duration
	shown   bool
	partial Answer // what is known of the answer so far, for the case of an interrupt
}

// runs are those of this node.
type runs struct {
	mu     sync.Mutex
	active map[string]*Run // by conversation
}

func newRuns() *runs { return &runs{active: map[string]*Run{}} }

// StartRun opens a run for the message that is to be answered. The context ends when the run is interrupted. Call the
// returned function when the run is over.
func (c *Conversations) StartRun(ctx context.Context, cause flow.Event, engine string) (context.Context, *Run, func()) {
	ctx, cancel := context.WithCancel(ctx)
	r := &Run{ID: store.NewID("run"), Started: time.Now(), cause: cause, cancel: cancel, screens: c.screens, nodes: c.nodes, partial: Answer{Engine: engine}}
	defer c.inLine(ctx, cause.Stream)()
	c.runs.mu.Lock()
	c.runs.active[cause.Stream] = r
	c.runs.mu.Unlock()
	r.note()
	return ctx, r, func() {
		cancel()
		c.nodes.Wipe(ctx, noteOf(cause.Stream), r.ID)
		if c.runs.forget(r) && r.wasShown() {
			r.state("ended")
		}
	}
}

// forget ends a run in the list; false when somebody has interrupted it.
func (rs *runs) forget(r *Run) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.active[r.cause.Stream] != r {
		return false
	}
	delete(rs.active, r.cause.Stream)
	return true
}

// Announce shows that an answer is being thought of. A run that finds that nobody waits for it ends without a word.
func (r *Run) Announce() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shown = true
	if r.note() {
		r.state("thinking")
	}
}

func (r *Run) wasShown() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.shown
}

// Describe tells what an interrupt should write beside the text: language, evidence so far, outcome.
func (r *Run) Describe(a Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a.Engine == "" {
		a.Engine = r.partial.Engine
	}
	r.partial = a
}

// Release shows a piece of the answer on every open screen. It fails once the run is interrupted, on this node or on another.
func (r *Run) Release(text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return ErrInterrupted
	}
	begins := r.first == 0
	if begins {
		r.first = time.Since(r.Started)
	}
	offset := len(r.text)
	r.text = append(r.text, utf16.Encode([]rune(text))...)
	if !r.note() {
		return ErrInterrupted
	}
	if begins {
		r.state("writing")
	}
	publishDelta(r.screens, r.cause.Stream, r.ID, offset, text)
	return nil
}

// FirstToken is the time from the start of the run to its first released piece, in milliseconds.
func (r *Run) FirstToken() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return float64(r.first.Microseconds()) / 1000
}

// Seen is what the customer has on her screen of a run, in UTF-16 units.
type Seen struct {
	Run    string `json:"run" maxLength:"64"`
	Offset int    `json:"offset" minimum:"0"`
}

// interrupt ends the run of this node on a conversation, if there is one.
func (rs *runs) interrupt(conversation string) *Run {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r := rs.active[conversation]
	delete(rs.active, conversation)
	return r
}

// on is the run of this node on a conversation, or nil.
func (rs *runs) on(conversation string) *Run {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.active[conversation]
}

// stop ends the run: nothing of it is released any more.
func (r *Run) stop() state {
	r.cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	return r.now()
}

// delivered is the offset up to which the text was seen, never in the middle of a surrogate pair.
func delivered(run string, text []uint16, seen *Seen) int {
	n := len(text)
	if seen != nil && seen.Run == run {
		n = min(n, seen.Offset)
	} else if seen != nil {
		n = 0 // she has only seen an earlier attempt
	}
	if n > 0 && n < len(text) && utf16.IsSurrogate(rune(text[n-1])) && text[n-1] < 0xDC00 {
		n--
	}
	return n
}

// keep commits the delivered part, before whatever interrupted it. Nothing delivered leaves nothing to read, but still takes
// the answer's place.
func (c *Conversations) keep(ctx context.Context, tx *store.Tx, k *cut) error {
	if k == nil || k.answer.Text == "" && !k.shown {
		return nil // nobody has seen that anything was begun
	}
	_, _, err := c.log.Append(ctx, tx, flow.Draft{
		Stream: k.cause.Stream, Shop: k.cause.Shop, Kind: flow.Message, Actor: AssistantActor, Payload: k.answer,
		Cause: flow.Cause{Event: k.cause.ID(), Step: AnswerStep, Ordinal: 0},
	})
	return err
}

// AssistantActor is who the assistant is in the log.
var AssistantActor = flow.Actor{Kind: flow.Assistant, ID: "assistant", Name: "Assistant"}

// Current is the run that is writing now, on whatever node, for screens that join late.
func (c *Conversations) Current(ctx context.Context, conversation string) (id, text string, ok bool) {
	if r := c.runs.on(conversation); r != nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.ID, string(utf16.Decode(r.text)), true
	}
	s, ok := c.elsewhere(ctx, conversation)
	return s.Run, s.Text, ok
}

func (r *Run) state(s string) { publishRun(r.screens, r.cause.Stream, r.ID, s) }
