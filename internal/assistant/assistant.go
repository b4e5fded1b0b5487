// Package assistant answers customers: it follows each committed message of a customer with a run of an engine, lets every
// sentence through check, shows it as it stands, and leaves the finished answer, or a request for a person, in the log.
package assistant

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"parley/internal/assistant/check"
	"parley/internal/assistant/engine"
	"parley/internal/assistant/engine/builtin"
	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/locale"
)

// Shops tells what an answer must know of the shop.
type Shops interface {
	// ForAnswer names the shop, its default locale and the locales it serves.
	ForAnswer(ctx context.Context, shop string) (name, locale string, locales []string, err error)
}

// Cited counts which articles answers rest on.
type Cited interface {
	Cited(ctx context.Context, shop string, articles []string) error
}

// Change is what check did to a sentence.
type Change struct {
	Sentence string `json:"sentence"`
	check.Verdict
}

// Assistant is the room.
type Assistant struct {
	log           *flow.Log
	conversations *conversation.Conversations
	shops         Shops
	cited         Cited
	duty          conversation.Duty
	engine        engine.Engine
	check         *check.Gate
	hidden        []string
	files         conversation.Files
	book          *locale.Book
	logger        *slog.Logger
	now           func() time.Time
	first         prometheus.Histogram
	outcomes      *prometheus.CounterVec
}

// Parts are what the assistant is made of.
type Parts struct {
	Log           *flow.Log
	Conversations *conversation.Conversations
	Shops         Shops
	Cited         Cited
	Duty          conversation.Duty
	Engine        engine.Engine
	Hidden        []string           // texts that must never be said: what models are told
	Files         conversation.Files // her pictures
	Book          *locale.Book
	Logger        *slog.Logger
	Metrics       prometheus.Registerer
}

// New makes the room and registers its step.
func New(p Parts) *Assistant {
	a := &Assistant{log: p.Log, conversations: p.Conversations, shops: p.Shops, cited: p.Cited, duty: p.Duty, engine: p.Engine, check: check.New(p.Book), hidden: p.Hidden, files: p.Files, book: p.Book, logger: p.Logger, now: time.Now,
		first: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "parley_first_token_seconds", Help: "From the start of a run to its first released sentence.",
			Buckets: []float64{.001, .0025, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 5}}),
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "parley_answers_total", Help: "Finished answers by outcome."}, []string{"outcome"}),
	}
	p.Metrics.MustRegister(a.first, a.outcomes)
	a.log.AddStep(flow.Step{
		Name:  conversation.AnswerStep,
		On:    []flow.On{{Kind: flow.Message, By: flow.Contact}},
		Emits: []flow.On{{Kind: flow.Message, By: flow.Assistant}, {Kind: flow.Handoff, By: flow.Assistant}},
		Do:    a.answer,
	})
	return a
}

// longest is how long a run may take; then the step fails and is tried again.
const longest = 2 * time.Minute

// answer is the step. It begins the run before it looks at the log: whoever writes, stops or takes the conversation after that
// look finds the run and interrupts it; whoever did before is seen.
func (a *Assistant) answer(ctx context.Context, e flow.Event) ([]flow.Draft, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	runCtx, run, end := a.conversations.StartRun(ctx, e, builtin.Name)
	defer end()
	t, wanted, err := a.turn(ctx, e)
	if err != nil || !wanted {
		return nil, err
	}
	run.Announce()
	w := &writing{assistant: a, run: run, turn: t, locale: t.Locale}
	reply, err := a.engine.Compose(runCtx, t, w.release)
	if errors.Is(err, conversation.ErrInterrupted) || (runCtx.Err() != nil && ctx.Err() == nil) {
		return nil, nil // what was seen of it is in the log already
	}
	if err != nil {
		return nil, err
	}
	drafts, err := a.drafts(ctx, e, t, w, reply)
	if errors.Is(err, conversation.ErrInterrupted) {
		return nil, nil
	}
	a.measure(run, reply)
	return drafts, err
}

// drafts turns a finished reply into events.
func (a *Assistant) drafts(ctx context.Context, e flow.Event, t engine.Turn, w *writing, reply engine.Reply) ([]flow.Draft, error) {
	if err := w.close(&reply); err != nil {
		return nil, err
	}
	answer := w.answer(reply)
	drafts := []flow.Draft{{Kind: flow.Message, Actor: conversation.AssistantActor, Payload: answer, Newest: true}}
	if reply.Handoff != "" && !t.Waiting {
		drafts = append(drafts, flow.Draft{Kind: flow.Handoff, Actor: conversation.AssistantActor, Payload: conversation.HandoffNote{
			Reason: string(reply.Handoff), Queue: conversation.DefaultQueue, OnDuty: t.OnDuty, Summary: t.Text,
		}})
	}
	if ids := articles(reply.Evidence); len(ids) > 0 {
		if err := a.cited.Cited(ctx, e.Shop, ids); err != nil {
			a.logger.Error("Cited articles could not be counted", "error", err)
		}
	}
	return drafts, nil
}

func articles(evidence []engine.Evidence) (ids []string) {
	seen := map[string]bool{}
	for _, ev := range evidence {
		if ev.Kind == "article" && !seen[ev.Ref] {
			seen[ev.Ref] = true
			ids = append(ids, ev.Ref)
		}
	}
	return ids
}

func (a *Assistant) measure(run *conversation.Run, reply engine.Reply) {
	a.first.Observe(run.FirstToken() / 1000)
	a.outcomes.WithLabelValues(string(reply.Outcome)).Inc()
}

// Try composes an answer without any conversation: nothing is kept and nobody is called.
func (a *Assistant) Try(ctx context.Context, t engine.Turn, with engine.Engine) (conversation.Answer, engine.Reply, error) {
	if with == nil {
		with = a.engine
	}
	w := &writing{assistant: a, turn: t, locale: t.Locale, began: time.Now()}
	reply, err := with.Compose(ctx, t, w.release)
	if err != nil {
		return conversation.Answer{}, reply, err
	}
	err = w.close(&reply)
	return w.answer(reply), reply, err
}

// writing is an answer in the making.
type writing struct {
	assistant *Assistant
	run       *conversation.Run // nil when it is only tried
	turn      engine.Turn
	locale    string
	began     time.Time
	text      strings.Builder
	changes   []Change
	beside    *engine.Table // brought by the first sentence with one
	by        string        // the model whose words are in it
	checking  time.Duration // spent in check
}

// release takes a sentence from the engine through check to the screens. A refused one is told to the engine as *engine.Refused.
func (w *writing) release(s engine.Sentence, evidence []engine.Evidence) error {
	if s.Locale != "" {
		w.locale = s.Locale
	}
	if s.By != "" {
		w.by = s.By
	}
	began := time.Now()
	v := w.assistant.check.Sentence(s, w.context(evidence))
	w.checking += time.Since(began)
	if v.Result != check.Pass {
		w.changes = append(w.changes, Change{Sentence: s.Text, Verdict: v})
	}
	if v.Result == check.Refused {
		return &engine.Refused{Rule: v.Rule, Detail: v.Detail}
	}
	if w.beside == nil {
		w.beside = s.Table
	}
	return w.show(v.Sentence.Text, evidence)
}

// context is what a sentence or a table is checked against.
func (w *writing) context(evidence []engine.Evidence) check.Context {
	return check.Context{Locale: w.locale, Evidence: evidence, Said: w.turn.Text, Shop: w.turn.ShopName, Hidden: w.hidden()}
}

// table takes a comparison through check once the text is out; what it refuses is on record like a sentence.
func (w *writing) table(reply engine.Reply) *conversation.Table {
	began := time.Now()
	passed := w.assistant.check.Table(w.beside, w.context(reply.Evidence), func(text string, v check.Verdict) {
		w.changes = append(w.changes, Change{Sentence: text, Verdict: v})
	})
	w.checking += time.Since(began)
	if passed == nil {
		return nil
	}
	t := &conversation.Table{Caption: passed.Caption, Columns: passed.Columns}
	for _, r := range passed.Rows {
		t.Rows = append(t.Rows, conversation.TableRow(r))
	}
	return t
}

// hidden are the texts that only a model has read and so only a model could tell.
func (w *writing) hidden() []string {
	if w.by == "" {
		return nil
	}
	return w.assistant.hidden
}

func (w *writing) show(text string, evidence []engine.Evidence) error {
	w.text.WriteString(text)
	if w.run == nil {
		return nil
	}
	w.run.Describe(conversation.Answer{Locale: w.locale, Evidence: encode(evidence), Outcome: string(engine.Answered), Engine: w.by})
	return w.run.Release(text)
}

// close makes sure that something was said: when check has refused every sentence, the customer is told that a colleague must
// answer.
func (w *writing) close(reply *engine.Reply) error {
	if strings.TrimSpace(w.text.String()) != "" {
		return nil
	}
	if reply.Locale == "" {
		reply.Locale = w.locale
	}
	reply.Outcome, reply.Evidence = engine.Declined, nil
	pack, _ := w.assistant.book.Pack(reply.Locale)
	return w.show(pack.Say("unknown"), nil)
}

func (w *writing) answer(reply engine.Reply) conversation.Answer {
	a := conversation.Answer{
		Text: strings.TrimSpace(w.text.String()), Locale: reply.Locale, Evidence: encode(reply.Evidence), Outcome: string(reply.Outcome),
		Engine: reply.Engine, Understood: reply.Understood, Fallback: reply.Fallback, Table: w.table(reply),
	}
	reply.Timings.Check = float64(w.checking.Microseconds()) / 1000
	reply.Timings.Compose = max(0, reply.Timings.Compose-reply.Timings.Check)
	a.Timings, a.Tools = raw(reply.Timings), list(reply.Tools)
	if reply.Usage != nil {
		a.Usage = raw(reply.Usage)
	}
	if len(w.changes) > 0 {
		a.Checked, _ = json.Marshal(w.changes) // plain strings always encode
	}
	if w.run != nil {
		a.Run, a.FirstTokenMS, a.TotalMS = w.run.ID, w.run.FirstToken(), float64(time.Since(w.run.Started).Microseconds())/1000
	} else {
		a.TotalMS = float64(time.Since(w.began).Microseconds()) / 1000
	}
	return a
}

func encode(evidence []engine.Evidence) json.RawMessage {
	if evidence == nil {
		evidence = []engine.Evidence{}
	}
	return raw(evidence)
}

// raw encodes plain structs; strings and numbers always encode.
func raw(v any) json.RawMessage {
	b, _ := json.Marshal(v)
	return b
}

func list(calls []engine.ToolCall) json.RawMessage {
	if len(calls) == 0 {
		return nil
	}
	return raw(calls)
}
