package conversation

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
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
	ended   bool
	first   time.Duration
	shown   atomic.Bool
	partial Answer // what is known of the answer so far, for the case of an interrupt
}

type runs struct {
	screens Screens
	mu      sync.Mutex
	active  map[string]*Run // by conversation
}

func newRuns(s Screens) *runs { return &runs{screens: s, active: map[string]*Run{}} }

// StartRun opens a run for the message that is to be answered. The context ends when the run is interrupted. Call the
// returned function when the run is over.
func (c *Conversations) StartRun(ctx context.Context, cause flow.Event, engine string) (context.Context, *Run, func()) {
	ctx, cancel := context.WithCancel(ctx)
	r := &Run{ID: store.NewID("run"), Started: time.Now(), cause: cause, cancel: cancel, screens: c.screens, partial: Answer{Engine: engine}}
	defer c.inLine(cause.Stream)()
	c.runs.mu.Lock()
	c.runs.active[cause.Stream] = r
	c.runs.mu.Unlock()
	return ctx, r, func() {
		cancel()
		c.runs.mu.Lock()
		mine := c.runs.active[cause.Stream] == r
		if mine {
			delete(c.runs.active, cause.Stream)
		}
		c.runs.mu.Unlock()
		if mine && r.shown.Load() {
			r.state("ended")
		}
	}
}

// Announce shows that an answer is being thought of. A run that finds that nobody waits for it ends without a word.
func (r *Run) Announce() {
	r.shown.Store(true)
	r.state("thinking")
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

// Release shows a piece of the answer on every open screen. It fails once the run is interrupted.
func (r *Run) Release(text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return ErrInterrupted
	}
	if r.first == 0 {
		r.first = time.Since(r.Started)
		r.state("writing")
	}
	offset := len(r.text)
	r.text = append(r.text, utf16.Encode([]rune(text))...)
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

// cut is an interrupted run: what of it was delivered.
type cut struct {
	run    *Run
	answer Answer
}

// interrupt ends the conversation's run, if there is one, at what the customer has seen: seen, or all that was released.
func (rs *runs) interrupt(conversation string, seen *Seen) *cut {
	rs.mu.Lock()
	r := rs.active[conversation]
	delete(rs.active, conversation)
	rs.mu.Unlock()
	if r == nil {
		return nil
	}
	return r.cut(seen)
}

// busy tells whether an answer is in the making.
func (rs *runs) busy(conversation string) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.active[conversation] != nil
}

func (r *Run) cut(seen *Seen) *cut {
	r.cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	a := r.partial
	a.Text, a.Run, a.Interrupted = string(utf16.Decode(r.text[:r.delivered(seen)])), r.ID, true
	a.FirstTokenMS, a.TotalMS = float64(r.first.Microseconds())/1000, float64(time.Since(r.Started).Microseconds())/1000
	if a.Evidence == nil {
		a.Evidence = []byte("[]")
	}
	if a.Outcome == "" {
		a.Outcome = "answered"
	}
	return &cut{run: r, answer: a}
}

// delivered is the offset up to which the text was seen, never in the middle of a surrogate pair.
func (r *Run) delivered(seen *Seen) int {
	n := len(r.text)
	if seen != nil && seen.Run == r.ID {
		n = min(n, seen.Offset)
	} else if seen != nil {
		n = 0 // she has only seen an earlier attempt
	}
	if n > 0 && n < len(r.text) && utf16.IsSurrogate(rune(r.text[n-1])) && r.text[n-1] < 0xDC00 {
		n--
	}
	return n
}

// keep commits the delivered part, before whatever interrupted it. Nothing delivered leaves nothing to read, but still takes
// the answer's place.
func (c *Conversations) keep(ctx context.Context, tx *store.Tx, k *cut) error {
	if k == nil || k.answer.Text == "" && !k.run.shown.Load() {
		return nil // nobody has seen that anything was begun
	}
	_, _, err := c.log.Append(ctx, tx, flow.Draft{
		Stream: k.run.cause.Stream, Shop: k.run.cause.Shop, Kind: flow.Message, Actor: AssistantActor, Payload: k.answer,
		Cause: flow.Cause{Event: k.run.cause.ID(), Step: AnswerStep, Ordinal: 0},
	})
	return err
}

// AssistantActor is who the assistant is in the log.
var AssistantActor = flow.Actor{Kind: flow.Assistant, ID: "assistant", Name: "Assistant"}

// Current is the run that is writing now, for screens that join late.
func (c *Conversations) Current(conversation string) (id, text string, ok bool) {
	c.runs.mu.Lock()
	r := c.runs.active[conversation]
	c.runs.mu.Unlock()
	if r == nil {
		return "", "", false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ID, string(utf16.Decode(r.text)), true
}

func (r *Run) state(s string) { publishRun(r.screens, r.cause.Stream, r.ID, s) }
