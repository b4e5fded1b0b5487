package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// player is one conversation on its way.
type player struct {
	visit   *visit
	timeout time.Duration
	turns   []Turn
	sent    []sent
}

// talk says everything there is to say. Replies are judged afterwards, because what became of an interrupted one is known only
// when the next has been sent.
func (p *player) talk(ctx context.Context) error {
	for i, t := range p.turns {
		m, err := p.visit.say(ctx, fmt.Sprintf("eval-%d", i+1), t.Say)
		if err != nil {
			return err
		}
		p.sent = append(p.sent, m)
		if !p.hurried(i) {
			err = p.visit.wait(ctx, m, p.timeout)
		} else if !sleep(ctx, time.Until(m.at.Add(time.Duration(t.Interrupt.AfterMS)*time.Millisecond))) {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hurried says that the next turn does not wait for the reply to this one.
func (p *player) hurried(i int) bool { return p.turns[i].Interrupt != nil && i+1 < len(p.turns) }

// result judges the reply to one turn. no is why the server ended the conversation, nil when it did not.
func (p *player) result(i int, no *refusal, ear Ear) Result {
	r := Result{Expect: *p.turns[i].Expect, Asked: p.turns[i].Say}
	if i >= len(p.sent) {
		r.Failures = []Failure{{RuleServer, "the server ended the conversation: " + no.Error()}}
		return r
	}
	before := int64(0)
	if i+1 < len(p.sent) {
		before = p.sent[i+1].seq
	}
	message, handoff := p.visit.reply(p.sent[i].seq, before)
	r.Reply, r.FirstMS = reply(message, handoff)
	r.Skipped = p.hurried(i) && (message == nil || r.Reply.Interrupted)
	switch {
	case r.Skipped:
		return r
	case message == nil && handoff == nil:
		r.Failures = []Failure{{RuleSilent, p.silence(no)}}
		return r
	}
	if message != nil && !p.hurried(i) {
		r.Timed, r.TookMS = true, float64(message.came.Sub(p.sent[i].at).Microseconds())/1000
	}
	r.Reply.Asked = p.asked(i)
	r.Reply.Spoken = heard(ear, r.Reply, r.Expect.ReplyLang)
	r.Failures = Grade(r.Expect, r.Reply)
	return r
}

func (p *player) silence(no *refusal) string {
	if no != nil {
		return "the server ended the conversation: " + no.Error()
	}
	return fmt.Sprintf("no reply within %v", p.timeout)
}

// asked is all that she has said up to a turn: a follow-up does not repeat the figures it is about.
func (p *player) asked(i int) string {
	var all []string
	for _, t := range p.turns[:i+1] {
		all = append(all, t.Say)
	}
	return strings.Join(all, "\n")
}

// reply gathers the facts of a reply from its events, and when the server says that it began.
func reply(message, handoff *event) (r Reply, firstMS float64) {
	r.Handoff = handoff != nil
	if message == nil {
		return r, 0
	}
	var a answer
	_ = json.Unmarshal(message.Payload, &a) // a payload of another shape is an empty reply, and fails as one
	r.Text, r.Locale, r.Outcome, r.Interrupted, r.Evidence = a.Text, a.Locale, a.Outcome, a.Interrupted, a.Evidence
	return r, a.FirstTokenMS
}
