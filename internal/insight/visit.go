package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// event is what an examination reads of an event.
type event struct {
	Seq     int64
	Kind    string
	Actor   struct{ Kind string }
	Payload json.RawMessage
	came    time.Time
}

// answer is an assistant's message.
type answer struct {
	Text         string  `json:"text"`
	Locale       string  `json:"locale"`
	Outcome      string  `json:"outcome"`
	Interrupted  bool    `json:"interrupted"`
	FirstTokenMS float64 `json:"first_token_ms"`
	Evidence     []Cited `json:"evidence"`
}

// visit is one conversation of one customer, and what has happened in it.
type visit struct {
	server Server
	token  string
	path   string // of the conversation
	last   int64  // seq of the newest event that was read
	events []event
}

// enter opens a session and a conversation.
func (s Server) enter(ctx context.Context, shop string, d Dialogue) (*visit, error) {
	v := &visit{server: s}
	var session struct{ Token string }
	opening := map[string]string{"shop": shop, "locale": d.Locale}
	if d.Country != "" {
		opening["country"] = d.Country
	}
	if _, err := s.call(ctx, http.MethodPost, "/visitor/sessions", "", opening, &session); err != nil {
		return nil, err
	}
	var conversation struct{ ID string }
	v.token = session.Token
	if _, err := s.call(ctx, http.MethodPost, "/visitor/conversations", v.token, struct{}{}, &conversation); err != nil {
		return nil, err
	}
	v.path = "/visitor/conversations/" + url.PathEscape(conversation.ID)
	return v, nil
}

// sent is a message on its way to a reply.
type sent struct {
	seq int64
	at  time.Time
}

func (v *visit) say(ctx context.Context, key, text string) (sent, error) {
	var e event
	began, err := v.server.call(ctx, http.MethodPost, v.path+"/messages", v.token, map[string]string{"client_key": key, "text": text}, &e)
	if e.Seq == v.last+1 {
		v.last = e.Seq // nothing came in between, so her own message need not be read back
	}
	return sent{e.Seq, began}, err
}

const (
	longPoll = 20 * time.Second
	// grace is how long the message that goes with a request for a person may come after it.
	grace = time.Second
)

// wait reads until the reply to a message is there; it gives up silently when the time is over.
func (v *visit) wait(ctx context.Context, m sent, limit time.Duration) error {
	for end := m.at.Add(limit); ; {
		message, handoff := v.reply(m.seq, 0)
		left := time.Until(end)
		if handoff != nil {
			left = min(left, time.Until(handoff.came.Add(grace)))
		}
		if message != nil || left <= 0 {
			return nil
		}
		if err := v.read(ctx, min(left, longPoll)); err != nil {
			return err
		}
	}
}

// read fetches what is new, waiting for it when there is nothing yet.
func (v *visit) read(ctx context.Context, wait time.Duration) error {
	var page struct{ Events []event }
	path := fmt.Sprintf("%s/events?after=%d&wait=%.3f", v.path, v.last, wait.Seconds())
	if _, err := v.server.call(ctx, http.MethodGet, path, v.token, nil, &page); err != nil {
		return err
	}
	for _, e := range page.Events {
		if e.Seq > v.last {
			e.came = time.Now()
			v.events = append(v.events, e)
			v.last = e.Seq
		}
	}
	return nil
}

// reply finds what was said to the message with seq from: the assistant's message, and a request for a person, in whatever
// order they came. before is the seq of the customer's next message, 0 when there is none.
func (v *visit) reply(from, before int64) (message, handoff *event) {
	for i := range v.events {
		e := &v.events[i]
		switch {
		case e.Seq <= from || before > 0 && e.Seq >= before:
		case e.Kind == "handoff" && handoff == nil:
			handoff = e
		case e.Kind == "message" && e.Actor.Kind == "assistant" && message == nil:
			message = e
		}
	}
	return message, handoff
}
