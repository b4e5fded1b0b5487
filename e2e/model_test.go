package e2e

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What must be true of a conversation after the storm.

// check compares the log with the model.
func (th *thread) check() {
	var err error
	if th.log, err = th.storm.viewer.events(context.Background(), "", th.id, 0, 0); err != nil {
		th.storm.t.Fatal(err)
	}
	wrong := th.noHoles()
	wrong = append(wrong, th.nothingLostOrDoubled()...)
	wrong = append(wrong, th.inOrder()...)
	wrong = append(wrong, th.screenAgrees()...)
	wrong = append(wrong, th.rowFollows()...)
	if len(wrong) > 0 {
		th.storm.t.Errorf("%s:\n  %s\nits log:\n%s", th.id, strings.Join(wrong, "\n  "), lines(th.log))
	}
}

func (th *thread) noHoles() (wrong []string) {
	for i, e := range th.log {
		if e.Seq != int64(i+1) {
			return []string{fmt.Sprintf("a hole before seq %d", e.Seq)}
		}
		if i > 0 && e.At.Before(th.log[i-1].At.Add(-2*time.Second)) {
			wrong = append(wrong, fmt.Sprintf("seq %d is from an earlier time than its predecessor", e.Seq))
		}
	}
	return wrong
}

// nothingLostOrDoubled: what was acknowledged is there once, at its seq; what is there was sent.
func (th *thread) nothingLostOrDoubled() (wrong []string) {
	count := map[string]int{}
	for _, e := range th.log {
		if e.ClientKey == "" {
			continue
		}
		count[e.ClientKey]++
		if text, known := th.texts[e.ClientKey]; !known {
			wrong = append(wrong, fmt.Sprintf("seq %d: nobody sent the key %s", e.Seq, e.ClientKey))
		} else if text != e.Payload.Text {
			wrong = append(wrong, fmt.Sprintf("seq %d: sent was %q", e.Seq, text))
		}
		if seq, ok := th.acked[e.ClientKey]; ok && seq != e.Seq {
			wrong = append(wrong, fmt.Sprintf("seq %d was acknowledged as %d", e.Seq, seq))
		}
	}
	for key := range th.acked {
		if count[key] != 1 {
			wrong = append(wrong, fmt.Sprintf("%s was acknowledged and is there %d times", key, count[key]))
		}
	}
	return wrong
}

// inOrder: she sends one thing after the other, so that is their order in the log.
func (th *thread) inOrder() (wrong []string) {
	last := int64(0)
	for _, key := range th.order {
		seq := th.acked[key]
		if seq <= last {
			wrong = append(wrong, fmt.Sprintf("%s was sent after seq %d and stands at %d", key, last, seq))
		}
		last = seq
	}
	return wrong
}

// screenAgrees: a stream that was open all the time, across all kills, has shown exactly what a fresh read shows.
func (th *thread) screenAgrees() []string {
	fresh, err := th.customer.events(context.Background(), "/visitor", th.id, 0, 0)
	if err != nil {
		return []string{err.Error()}
	}
	err = th.screen.wait(10*time.Second, func() bool { return len(th.screen.events) >= len(fresh) })
	if err != nil {
		return []string{err.Error()}
	}
	th.screen.mu.Lock()
	defer th.screen.mu.Unlock()
	for i, e := range fresh {
		if e.Kind == "note" {
			return []string{fmt.Sprintf("the customer reads the note %d", e.Seq)}
		}
		if th.screen.events[i].Seq != e.Seq || th.screen.events[i].raw != e.raw {
			return []string{fmt.Sprintf("the stream showed %s, a fresh read %s", th.screen.events[i].raw, e.raw)}
		}
	}
	return nil
}

// state is what of a conversation follows from its log.
type state struct {
	Status, Assignee, Subject, Last, LastActor string
	Head, Unread                               int64
}

func summary(r row) state {
	s := state{Status: r.Status, Subject: r.Subject, Head: r.Head, Unread: r.Unread}
	if r.Assignee != nil && r.Status == "taken" {
		s.Assignee = r.Assignee.ID
	}
	if r.Last != nil {
		s.Last, s.LastActor = r.Last.Text, r.Last.Actor.Kind
	}
	return s
}

// rowFollows: the state rebuilt from the events is the state that is read.
func (th *thread) rowFollows() []string {
	var r row
	if err := th.storm.viewer.must("GET", "/conversations/"+th.id, nil, &r); err != nil {
		return []string{err.Error()}
	}
	want := state{Status: "open"}
	for _, e := range th.log {
		want.apply(e)
	}
	if have := summary(r); have != want {
		return []string{fmt.Sprintf("the row is %+v, its events make %+v", have, want)}
	}
	return nil
}

func (s *state) apply(e event) {
	s.Head = e.Seq
	switch e.Kind {
	case "handoff":
		s.Status = "waiting"
	case "joined":
		s.Status, s.Assignee, s.Unread = "taken", e.Actor.ID, 0
	case "left", "reopened":
		s.Status, s.Assignee = "open", ""
	case "closed":
		s.Status, s.Assignee, s.Unread = "closed", "", 0
	case "message":
		s.Last, s.LastActor = clipped(e.Payload.Text, 200), e.Actor.Kind
		switch e.Actor.Kind {
		case "contact":
			s.Unread++
			if s.Subject == "" {
				s.Subject = clipped(e.Payload.Text, 80)
			}
		case "agent":
			s.Unread = 0
		}
	}
}

func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// cause says which event an answer answers; only the database knows.
type cause struct {
	stream       string
	seq, because int64
	kind         string
}

// causes reads which event answers which, from the database itself.
func (s *storm) causes() []cause {
	db, err := s.server.openDatabase()
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT stream, seq, kind, cause FROM events WHERE cause IS NOT NULL AND kind = 'message'")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	var list []cause
	for rows.Next() {
		var c cause
		var text string
		if err := rows.Scan(&c.stream, &c.seq, &c.kind, &text); err != nil {
			s.t.Fatal(err)
		}
		_, seq, _ := strings.Cut(text, ":")
		if c.because, err = strconv.ParseInt(seq, 10, 64); err != nil {
			s.t.Fatal(err)
		}
		list = append(list, c)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return list
}

// checkCauses: every message of a customer has exactly one answer, or a half one that something interrupted, or was superseded by what
// came after it.
func (s *storm) checkCauses() {
	all := s.causes()
	for _, th := range s.threads {
		answers := map[int64][]int64{}
		for _, c := range all {
			if c.stream == th.id {
				answers[c.because] = append(answers[c.because], c.seq)
			}
		}
		var wrong []string
		for i, e := range th.log {
			if e.Kind == "message" && e.Actor.Kind == "contact" {
				wrong = append(wrong, th.answered(i, answers[e.Seq])...)
			}
		}
		if len(wrong) > 0 {
			s.t.Errorf("%s:\n  %s\nits log:\n%s", th.id, strings.Join(wrong, "\n  "), lines(th.log))
		}
	}
}

// answered checks the answers to the i-th event of the log.
func (th *thread) answered(i int, seqs []int64) []string {
	asked := th.log[i]
	if len(seqs) > 1 {
		return []string{fmt.Sprintf("seq %d has %d answers: %v", asked.Seq, len(seqs), seqs)}
	}
	if len(seqs) == 0 {
		return th.unanswered(i)
	}
	a := th.log[seqs[0]-1]
	if !a.Payload.Interrupted || th.stops {
		return nil
	}
	// Somebody must have interrupted it: what did so comes right after it, in the same commit.
	if a.Seq == int64(len(th.log)) || !interrupts(th.log[a.Seq]) {
		return []string{fmt.Sprintf("seq %d: the answer %d was interrupted, but by nothing", asked.Seq, a.Seq)}
	}
	return nil
}

// inTime is more than the assistant needs for an answer of the test's engine on a busy machine.
const inTime = 1200 * time.Millisecond

// unanswered is right only when a person had the conversation, or what ended the turn came before the assistant could answer.
func (th *thread) unanswered(i int) []string {
	asked := th.log[i]
	if th.taken(i) {
		return nil
	}
	next := slices.IndexFunc(th.log[i+1:], endsTurn)
	if next < 0 {
		return []string{fmt.Sprintf("seq %d was never answered, and nothing came after it", asked.Seq)}
	}
	if after := th.log[i+1+next]; after.At.Sub(asked.At) > inTime && th.storm.steady(asked.At, after.At) {
		return []string{fmt.Sprintf("seq %d was not answered, though seq %d came only %s later", asked.Seq, after.Seq, after.At.Sub(asked.At))}
	}
	return nil
}

// taken tells whether a person had the conversation when the i-th event came.
func (th *thread) taken(i int) bool {
	s := state{Status: "open"}
	for _, e := range th.log[:i+1] {
		s.apply(e)
	}
	return s.Status == "taken"
}

// endsTurn: after this nobody waits for the assistant's answer to an earlier message.
func endsTurn(e event) bool {
	return e.Kind == "joined" || e.Kind == "closed" || (e.Kind == "message" && e.Actor.Kind == "contact")
}

func interrupts(e event) bool { return endsTurn(e) || e.Kind == "handoff" || e.Kind == "reopened" }
