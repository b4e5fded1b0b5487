package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/realtime"
)

// A conversation's events: read once, waited for, or streamed. These routes are plain handlers, because thousands of streams
// idle in them and each should cost little.

func (a *API) streamRoutes() {
	a.mux.HandleFunc("GET /api/v1/visitor/conversations/{id}/events", a.customerEvents)
	a.mux.HandleFunc("GET /api/v1/conversations/{id}/events", a.staffEvents)
	a.describeEvents("/visitor/conversations/{id}/events", visitor)
	a.describeEvents("/conversations/{id}/events", viewer)
	schemas := a.huma.OpenAPI().Components.Schemas
	table := schemas.Schema(typeOf[conversation.Table](), true, "Table")
	schemas.Map()["FlowEvent"].Properties["payload"].Description = "By kind, see docs/api.md. An assistant's message may have a `table`: " + table.Ref
}

func (a *API) describeEvents(path string, need access) {
	number := &huma.Schema{Type: huma.TypeInteger}
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: "GET", Path: "/api/v1" + path, OperationID: operationID("GET", path), Summary: "Events after a seq; with Accept: text/event-stream a stream", Security: security(need),
		Tags: []string{"events"},
		Parameters: []*huma.Param{{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
			{Name: "after", In: "query", Schema: number}, {Name: "wait", In: "query", Schema: number, Description: "seconds, at most 60"}},
		Responses: map[string]*huma.Response{"200": {Description: "docs/api.md, Event", Content: map[string]*huma.MediaType{
			"application/json":  {Schema: a.huma.OpenAPI().Components.Schemas.Schema(typeOf[eventsAnswer](), true, "Events")},
			"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}},
	})
}

type runAnswer struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type eventsAnswer struct {
	Events []flow.Event `json:"events"`
	Run    *runAnswer   `json:"run,omitempty"`
	Seen   int64        `json:"seen,omitempty" doc:"The other side has read up to here"`
}

// reader reads one conversation for one screen.
type reader struct {
	api  *API
	id   string
	last int64 // seq up to which the log has been read
	see  func(flow.Event) (flow.Event, bool)
	seen int64 // how far the other side had read when this reader came
}

func all(e flow.Event) (flow.Event, bool) { return e, true }

func (a *API) customerEvents(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	c, err := a.admit(r, visitor)
	var have conversation.Conversation
	if err == nil {
		have, err = a.Conversations.Owned(r.Context(), c.shop, c.customer.Contact.ID, id)
	}
	a.events(w, r, err, &reader{api: a, id: id, see: conversation.ForCustomer, seen: have.StaffSeen}, strings.Contains(r.Header.Get("Accept"), "text/event-stream"))
}

func (a *API) staffEvents(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	c, err := a.admit(r, viewer)
	var have conversation.Conversation
	if err == nil {
		have, err = a.Conversations.Get(r.Context(), c.shop, id)
	}
	a.events(w, r, err, &reader{api: a, id: id, see: all, seen: have.Seen}, false)
}

func (a *API) events(w http.ResponseWriter, r *http.Request, err error, rd *reader, stream bool) {
	var wait time.Duration
	if err == nil {
		rd.last, wait, err = where(r)
	}
	if err == nil && stream {
		err = rd.stream(w, r)
	} else if err == nil {
		err = rd.once(w, r, wait)
	}
	if err != nil && r.Context().Err() == nil {
		writeProblem(w, problem(r.Context(), a.Logger, err))
	}
}

// where reads from which seq on, and how long to wait.
func where(r *http.Request) (after int64, wait time.Duration, err error) {
	q := r.URL.Query()
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = q.Get("after")
	}
	if text != "" {
		if after, err = strconv.ParseInt(text, 10, 64); err != nil || after < 0 {
			return 0, 0, fault.Wrong(fault.Field{Location: "query.after", Message: "is the seq of the last event you have, a whole number"})
		}
	}
	if s := q.Get("wait"); s != "" {
		seconds, err := strconv.ParseFloat(s, 64)
		if err != nil || seconds < 0 || seconds > 60 {
			return 0, 0, fault.Wrong(fault.Field{Location: "query.wait", Message: "is a number of seconds, at most 60"})
		}
		wait = time.Duration(seconds * float64(time.Second))
	}
	return after, wait, nil
}

// pageOf is how many events are read at once.
const pageOf = 500

// next reads what is new in the log and may be seen.
func (rd *reader) next(ctx context.Context) (events []flow.Event, err error) {
	for {
		page, err := rd.api.Log.Read(ctx, rd.id, rd.last, pageOf)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			rd.last = e.Seq
			e, err := rd.api.Conversations.Whole(ctx, e, rd.see)
			if err != nil {
				return nil, err
			}
			if seen, may := rd.see(e); may {
				events = append(events, seen)
			}
		}
		if len(page) < pageOf {
			return events, nil
		}
	}
}

// once answers with what is there, or waits for the first that comes.
func (rd *reader) once(w http.ResponseWriter, r *http.Request, wait time.Duration) error {
	ctx := r.Context()
	var news *realtime.Subscription
	if wait > 0 {
		var err error
		if news, err = rd.api.Hub.Subscribe(conversation.CustomerTopic(rd.id)); err != nil {
			return err
		}
		defer news.Close()
	}
	events, err := rd.next(ctx)
	if err == nil && len(events) == 0 && wait > 0 {
		events, err = rd.await(ctx, news, wait)
	}
	if err != nil {
		return err
	}
	answer := eventsAnswer{Events: events, Seen: rd.seen}
	if events == nil {
		answer.Events = []flow.Event{}
	}
	if id, text, ok := rd.api.Conversations.Current(ctx, rd.id); ok {
		answer.Run = &runAnswer{id, text}
	}
	return writeJSON(w, answer)
}

func (rd *reader) await(ctx context.Context, news *realtime.Subscription, wait time.Duration) ([]flow.Event, error) {
	end := time.NewTimer(wait)
	defer end.Stop()
	for {
		select {
		case frame, open := <-news.C:
			if open && seqOf(frame) <= rd.last {
				continue // a delta, or something known
			}
			events, err := rd.next(ctx)
			if err != nil || len(events) > 0 || !open {
				return events, err
			}
		case <-end.C:
			return nil, nil
		case <-rd.api.closing:
			return nil, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// pingEvery keeps proxies from closing an idle stream.
const pingEvery = 15 * time.Second

// stream sends server-sent events until the client goes. It takes the connection over from net/http, whose buffers and grown stack would
// cost each idle screen 40 KB; where that cannot be (HTTP/2), it writes through the ResponseWriter.
func (rd *reader) stream(w http.ResponseWriter, r *http.Request) error {
	news, err := rd.api.Hub.Subscribe(conversation.CustomerTopic(rd.id))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold the stream back
	rd.api.streams.Add(1)            // before the server forgets the connection
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		defer rd.api.streams.Done()
		out := &sse{w: w, control: http.NewResponseController(w)}
		rd.follow(r.Context(), out, news)
		return nil
	}
	go rd.own(conn, h, news)
	return nil
}

// follow writes what comes until the client goes, is too slow, or the program stops.
func (rd *reader) follow(ctx context.Context, out *sse, news *realtime.Subscription) {
	defer news.Close()
	out.write([]byte("retry: 1000\n\n"))
	rd.deep(func() {
		rd.catchUp(ctx, out)
		if rd.seen > 0 {
			out.write(conversation.SeenFrame(rd.seen))
		}
		if id, text, ok := rd.api.Conversations.Current(ctx, rd.id); ok {
			out.write(conversation.Frame("delta", 0, conversation.Delta{Run: id, Text: text}))
		}
	})
	out.flush()
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for out.err == nil {
		select {
		case frame, open := <-news.C:
			if !open {
				out.write(conversation.Frame("gone", 0, map[string]string{"reason": "slow"}))
				out.flush()
				return
			}
			rd.pass(ctx, out, frame)
		case <-ping.C:
			out.write([]byte(": ping\n\n"))
		case <-rd.api.closing:
			out.write(conversation.Frame("gone", 0, map[string]string{"reason": "shutdown"}))
			out.flush()
			return
		case <-ctx.Done():
			return
		}
		out.flush()
	}
}

// deep does something on a stack that ends with it: the database needs a deep one, which would stay with the stream.
func (rd *reader) deep(do func()) {
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	<-done
}

// pass writes a publication on. An event that is not the next of the log means that one was lost: then the log is read.
func (rd *reader) pass(ctx context.Context, out *sse, frame []byte) {
	seq := seqOf(frame)
	switch {
	case seq == 0:
		out.write(frame)
	case seq <= rd.last:
	case seq == rd.last+1 && !bytes.HasPrefix(frame, []byte(headMark)):
		rd.last = seq
		out.write(frame)
	default:
		rd.deep(func() { rd.catchUp(ctx, out) })
	}
}

func (rd *reader) catchUp(ctx context.Context, out *sse) {
	events, err := rd.next(ctx)
	if err != nil {
		out.err = err
		return
	}
	for _, e := range events {
		out.write(conversation.Frame("event", e.Seq, e))
	}
}

// headMark begins a comment that says how far the log is; it carries nothing itself.
const headMark = conversation.HeadMark

// seqOf reads the seq of an event's frame or of a head mark; 0 for others.
func seqOf(frame []byte) int64 {
	for _, prefix := range []string{"id: ", headMark} {
		if rest, ok := bytes.CutPrefix(frame, []byte(prefix)); ok {
			line, _, _ := bytes.Cut(rest, []byte("\n"))
			n, _ := strconv.ParseInt(string(line), 10, 64)
			return n
		}
	}
	return 0
}

// sse writes to one client and remembers the first error.
type sse struct {
	w       io.Writer
	control interface {
		SetWriteDeadline(time.Time) error
		Flush() error
	}
	err error
}

func (s *sse) write(b []byte) {
	if s.err != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(20 * time.Second)) // a client that does not read is let go
	_, s.err = s.w.Write(b)
}

func (s *sse) flush() {
	if s.err == nil {
		s.err = s.control.Flush()
	}
}

// healEvery is how often lost publications are looked for, settledFor how long an event's own publication may take, and overlap how far a
// commit may lag behind its time.
const (
	healEvery  = 2 * time.Second
	settledFor = 700 * time.Millisecond
	overlap    = 5 * time.Second
)

// Heal tells the screens of this node how far the log is, so that a lost publication is noticed within seconds. It runs until ctx
// ends.
func (a *API) Heal(ctx context.Context) error {
	tick := time.NewTicker(healEvery)
	defer tick.Stop()
	since := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			heads, err := a.Log.Changed(ctx, since.Add(-overlap), now.Add(-settledFor))
			if err != nil {
				if !errors.Is(err, context.Canceled) {
					a.Logger.Error("The log could not be compared with the streams", "error", err)
				}
				continue
			}
			since = now
			a.remind(ctx, heads)
		}
	}
}

// remind shows heads to the screens of this node: a customer's to her stream, a shop's to its consoles, and a changed shop to the articles.
func (a *API) remind(ctx context.Context, heads []flow.Head) {
	byShop := map[string]map[string]int64{}
	for _, h := range heads {
		if h.Stream == h.Shop {
			a.Knowledge.Follow(ctx, h.Shop)
			continue
		}
		a.Hub.Deliver(conversation.CustomerTopic(h.Stream), fmt.Appendf(nil, "%s%d\n\n", headMark, h.Seq))
		if byShop[h.Shop] == nil {
			byShop[h.Shop] = map[string]int64{}
		}
		byShop[h.Shop][h.Stream] = h.Seq
	}
	for shop, known := range byShop {
		a.Hub.Remind(realtime.InboxOf(shop), map[string]any{"type": "heads", "heads": known})
	}
}
