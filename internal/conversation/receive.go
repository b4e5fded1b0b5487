package conversation

import (
	"context"
	"database/sql"
	"errors"
	"hash/fnv"
	"strings"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// MaxText is the longest message, in characters.
const MaxText = 10000

// Send is what a customer or an agent sends.
type Send struct {
	ClientKey   string
	Text        string
	Attachments []string // ids
	Seen        *Seen
	Locale      string
	Quote       int64    // seq of the message that is quoted
	Mentions    []string // staff, in a note
	After       int64    // what the writer has read up to; 0 does not say
}

// Receive takes a customer's message. When the assistant is just answering, that answer ends at once and what she saw of it is
// committed before her message. fresh is false when this client key was there before.
func (c *Conversations) Receive(ctx context.Context, shop, contact, id string, s Send) (e flow.Event, fresh bool, err error) {
	payload, err := c.text(ctx, shop, id, s)
	if err != nil {
		return e, false, err
	}
	e, fresh, err = c.receiveInLine(ctx, shop, contact, id, s, payload)
	var moved *movedError
	if errors.As(err, &moved) {
		return c.passOn(ctx, shop, contact, id, moved.into, s)
	}
	return e, fresh, err
}

func (c *Conversations) receiveInLine(ctx context.Context, shop, contact, id string, s Send, payload Text) (e flow.Event, fresh bool, err error) {
	defer c.inLine(ctx, id)()
	actor := flow.Actor{Kind: flow.Contact, ID: contact}
	half, err := c.cutOff(ctx, shop, id, actor, s)
	if err != nil {
		return e, false, err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		e, fresh, err = c.receive(ctx, tx, shop, id, actor, s.ClientKey, payload, half)
		return err
	})
	c.ended(ctx, half, err)
	return e, fresh, err
}

// passOn gives what she sends to a merged conversation to the one that goes on. She gets the event that says where.
func (c *Conversations) passOn(ctx context.Context, shop, contact, id, into string, s Send) (e flow.Event, fresh bool, err error) {
	s.Quote = 0 // its seq belongs to the former log
	if _, fresh, err = c.Receive(ctx, shop, contact, into, s); err != nil {
		return e, false, err
	}
	e, err = c.log.Newest(ctx, id, flow.Merged, flow.Merged)
	return e, fresh, err
}

// cutOff ends the running answer, unless the message came before or is not hers to send.
func (c *Conversations) cutOff(ctx context.Context, shop, id string, actor flow.Actor, s Send) (*cut, error) {
	if !c.busy(ctx, id) {
		return nil, nil
	}
	if _, err := c.log.Sent(ctx, id, actor, s.ClientKey); err == nil || !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if _, err := c.own(ctx, c.db, shop, actor.ID, id); err != nil {
		return nil, err
	}
	return c.interrupt(ctx, id, s.Seen), nil
}

func (c *Conversations) receive(ctx context.Context, tx *store.Tx, shop, id string, actor flow.Actor, key string, payload Text, half *cut) (e flow.Event, fresh bool, err error) {
	if first, err := c.log.SentIn(ctx, tx, id, actor, key); err == nil || !errors.Is(err, sql.ErrNoRows) {
		return first, false, err
	}
	have, err := c.own(ctx, tx, shop, actor.ID, id)
	if err != nil {
		return e, false, err
	}
	if have.into != "" {
		return e, false, &movedError{have.into}
	}
	actor.Name = have.name
	if err := c.keep(ctx, tx, half); err != nil {
		return e, false, err
	}
	if err := c.reopen(ctx, tx, shop, id, have.status, actor); err != nil {
		return e, false, err
	}
	e, err = c.log.AppendNew(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Message, Actor: actor, ClientKey: key, Payload: payload})
	if err == nil && have.stirs {
		err = c.stir(ctx, tx, shop, id, actor)
	}
	return e, err == nil, err
}

// movedError stops a verb of the customer on a conversation that was merged into another.
type movedError struct{ into string }

func (e *movedError) Error() string { return "conversation: merged into " + e.into }

// inLine lets what changes one conversation's turn in one by one: a message, Stop, a person's verbs, and the start of a run. So a retry
// that overlaps its original finds it and does not cut off the original's own answer; and no run for an older message begins
// between an interrupt and its commit. That holds for all nodes together. The returned function makes room for the next.
func (c *Conversations) inLine(ctx context.Context, id string) (leave func()) {
	lock := &c.lines[c.line(id)]
	lock.Lock()
	unlock := c.nodes.Lock(ctx, "line:"+id)
	return func() {
		unlock()
		lock.Unlock()
	}
}

// inLines is inLine for two conversations at once, always in the same order.
func (c *Conversations) inLines(ctx context.Context, a, b string) (leave func()) {
	low, high := &c.lines[min(c.line(a), c.line(b))], &c.lines[max(c.line(a), c.line(b))]
	low.Lock()
	if high != low {
		high.Lock()
	}
	first, second := c.nodes.Lock(ctx, "line:"+min(a, b)), c.nodes.Lock(ctx, "line:"+max(a, b))
	return func() {
		second()
		first()
		if high != low {
			high.Unlock()
		}
		low.Unlock()
	}
}

// line is the group that a conversation belongs to.
func (c *Conversations) line(id string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // never fails
	return h.Sum32() % uint32(len(c.lines))
}

// Interrupt is Stop: it ends the running answer at what she has seen.
func (c *Conversations) Interrupt(ctx context.Context, id string, seenOffset *int) (e *flow.Event, err error) {
	defer c.inLine(ctx, id)()
	var seen *Seen
	if seenOffset != nil {
		run, _, _ := c.Current(ctx, id)
		seen = &Seen{Run: run, Offset: *seenOffset}
	}
	half := c.interrupt(ctx, id, seen)
	if half == nil {
		return nil, nil
	}
	half.shown = true // she has stopped it, so its place is taken even before its first word
	err = c.db.Tx(ctx, func(tx *store.Tx) error { return c.keep(ctx, tx, half) })
	c.ended(ctx, half, err)
	if err != nil {
		return nil, err
	}
	kept, err := c.log.Caused(ctx, half.cause.ID(), AnswerStep)
	return &kept, err
}

// ended tells the screens that a run was cut off. When what cut it off came to nothing (err), what she saw of the answer is
// still kept: it was on her screen.
func (c *Conversations) ended(ctx context.Context, k *cut, err error) {
	if k == nil {
		return
	}
	if err != nil {
		ctx := context.WithoutCancel(ctx) // she may have hung up; what she saw, she saw
		if err := c.db.Tx(ctx, func(tx *store.Tx) error { return c.keep(ctx, tx, k) }); err != nil {
			c.logger.Error("A half answer could not be kept", "conversation", k.cause.Stream, "error", err)
		}
	}
	publishRun(c.screens, k.cause.Stream, k.run, "interrupted")
}

// text checks what was sent and makes the payload.
func (c *Conversations) text(ctx context.Context, shop, id string, s Send) (Text, error) {
	text := Clean(s.Text)
	var wrong []fault.Field
	if utf8.RuneCountInString(text) > MaxText {
		wrong = append(wrong, fault.Field{Location: "body.text", Message: "a message has at most 10000 characters; send the rest in a second one", Reason: fault.TooLong, Values: fault.Values{"max": MaxText}})
	}
	if text == "" && len(s.Attachments) == 0 {
		wrong = append(wrong, fault.Field{Location: "body.text", Message: "the message is empty", Reason: fault.Missing})
	}
	if len(wrong) > 0 {
		return Text{}, fault.Wrong(wrong...)
	}
	files, err := c.attachments(ctx, shop, id, s.Attachments)
	if err != nil {
		return Text{}, err
	}
	quote, err := c.quote(ctx, shop, id, s.Quote)
	return Text{Text: c.Mask(text), Locale: s.Locale, Attachments: files, Quote: quote}, err
}

// Clean makes text safe to keep: valid UTF-8, no NUL and no other control characters than tab and line breaks, no space around.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if (r < 0x20 && r != '\n' && r != '\t') || r == 0x7F {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.TrimSpace(s)
}

// reopen puts a closed conversation back to the assistant.
func (c *Conversations) reopen(ctx context.Context, tx *store.Tx, shop, id string, status Status, actor flow.Actor) error {
	if status != Closed {
		return nil
	}
	_, _, err := c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Reopened, Actor: actor})
	return err
}

// RatingNote is the payload of a rating.
type RatingNote struct {
	Score   int    `json:"score"`
	Comment string `json:"comment,omitempty"`
}

// Rate keeps the customer's rating; a later one replaces it in the row, both stay in the log.
func (c *Conversations) Rate(ctx context.Context, shop, contact, id string, r RatingNote) (e flow.Event, err error) {
	r.Comment = c.Mask(Clean(r.Comment))
	actor := flow.Actor{Kind: flow.Contact, ID: contact}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		have, err := c.own(ctx, tx, shop, contact, id)
		if err != nil {
			return err
		}
		actor.Name = have.name
		e, _, err = c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Rating, Actor: actor, Payload: r})
		return err
	})
	return e, err
}

// AskPerson is the button "talk to a person". fresh is false when she waits already or a person is there.
func (c *Conversations) AskPerson(ctx context.Context, shop, contact, id, key string) (e flow.Event, fresh bool, err error) {
	defer c.inLine(ctx, id)()
	actor := flow.Actor{Kind: flow.Contact, ID: contact}
	have, err := c.Owned(ctx, shop, contact, id)
	if err != nil {
		return e, false, err
	}
	if have.MergedInto != "" {
		return e, false, merged(have)
	}
	if have.Status == Waiting || have.Status == Taken { // nothing changes, so the answer that she is getting goes on
		e, err = c.log.Newest(ctx, id, flow.Handoff, flow.Joined)
		return e, false, err
	}
	onDuty := c.duty.OnDuty(ctx, shop)
	half := c.interrupt(ctx, id, nil)
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		hers, err := c.own(ctx, tx, shop, contact, id)
		if err != nil {
			return err
		}
		actor.Name = hers.name
		if err := c.keep(ctx, tx, half); err != nil {
			return err
		}
		if err := c.reopen(ctx, tx, shop, id, hers.status, actor); err != nil {
			return err
		}
		e, fresh, err = c.log.Append(ctx, tx, flow.Draft{Stream: id, Shop: shop, Kind: flow.Handoff, Actor: actor, ClientKey: key,
			Payload: HandoffNote{Reason: "asked", Queue: DefaultQueue, OnDuty: onDuty}})
		return err
	})
	c.ended(ctx, half, err)
	if errors.Is(err, flow.ErrRefused) {
		e, err = c.log.Newest(ctx, id, flow.Handoff, flow.Joined)
		return e, false, err
	}
	return e, fresh, err
}
