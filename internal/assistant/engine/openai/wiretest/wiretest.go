// Package wiretest is an endpoint that speaks OpenAI's chat completions as they go over the wire, for tests: streams of events in
// pieces, tool calls in deltas, usage, errors; and everything that can go wrong with them.
package wiretest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Message is one message of a request.
type Message struct {
	Role       string          `json:"role"`
	Content    json.RawMessage `json:"content"`
	ToolCalls  json.RawMessage `json:"tool_calls"`
	ToolCallID string          `json:"tool_call_id"`
}

// Text is the message's text; of parts the first.
func (m Message) Text() string {
	var text string
	if json.Unmarshal(m.Content, &text) == nil {
		return text
	}
	var parts []struct{ Text string }
	if json.Unmarshal(m.Content, &parts) == nil && len(parts) > 0 {
		return parts[0].Text
	}
	return ""
}

// Request is what the endpoint was asked.
type Request struct {
	Model    string    `json:"model"`
	Messages []Message `json:"messages"`
	Stream   bool      `json:"stream"`
	Tools    []struct {
		Function struct{ Name string }
	} `json:"tools"`
	Key string `json:"-"`
	Nth int    `json:"-"` // from 1
}

// System is the instruction.
func (r Request) System() string { return r.Messages[0].Text() }

// Last is the newest message.
func (r Request) Last() Message { return r.Messages[len(r.Messages)-1] }

// Matter is the data of the turn.
type Matter struct {
	Message  string `json:"customer_message"`
	Evidence []struct{ ID, Kind, Title, Text string }
}

// Matter reads the data of the first message of the user.
func (r Request) Matter() (m Matter) {
	if len(r.Messages) > 1 {
		_ = json.Unmarshal([]byte(r.Messages[1].Text()), &m) // what is no data has no matter
	}
	return m
}

// Citing is the id of the first evidence whose text holds a word; "e1" when none does.
func (r Request) Citing(word string) string {
	for _, e := range r.Matter().Evidence {
		if strings.Contains(e.Text, word) {
			return e.ID
		}
	}
	return "e1"
}

// Call is a tool that the reply calls.
type Call struct{ Name, Arguments string }

// Reply is what the endpoint answers.
type Reply struct {
	Text       string
	Calls      []Call
	Status     int           // of an error; 0: 200
	RetryAfter string        // header
	Raw        string        // instead of a stream of chunks: these bytes as the body
	Wait       time.Duration // before the first byte, and between two pieces
	Hang       bool          // after the text nothing comes any more, until the client goes
	Cut        bool          // after the text the connection breaks
	Unfinished bool          // after the text the stream ends without a word
	Malformed  bool          // after the text comes half a JSON object
	In, Out    int           // usage; 0: none is told
}

// Server is the endpoint.
type Server struct {
	http   *httptest.Server
	answer func(Request) Reply
	mu     sync.Mutex
	seen   []Request
	gone   chan Request // requests whose client went before the end
}

// New starts an endpoint that answers as told; it ends with the test.
func New(t testing.TB, answer func(Request) Reply) *Server {
	s := Start(answer)
	t.Cleanup(s.Close)
	return s
}

// Start starts an endpoint outside a test; Close ends it.
func Start(answer func(Request) Reply) *Server {
	s := &Server{answer: answer, gone: make(chan Request, 100)}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// Close ends the endpoint and what is still asked of it.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// URL is the address to set up.
func (s *Server) URL() string { return s.http.URL + "/v1" }

// Requests are those that came.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.seen...)
}

// Gone waits until a client has closed its request before the end.
func (s *Server) Gone(within time.Duration) (Request, bool) {
	select {
	case r := <-s.gone:
		return r, true
	case <-time.After(within):
		return Request{}, false
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	var in Request
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		fail(w, 400, "invalid_request_error", "We could not parse the JSON body of your request.")
		return
	}
	_, _ = io.Copy(io.Discard, r.Body)
	in.Key = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	in.Nth = len(s.seen) + 1
	s.seen = append(s.seen, in)
	s.mu.Unlock()
	if r.URL.Path != "/v1/chat/completions" {
		fail(w, 404, "invalid_request_error", "Invalid URL (POST "+r.URL.Path+")")
		return
	}
	s.complete(w, r, in)
}

// fail writes an error as OpenAI does.
func fail(w http.ResponseWriter, status int, kind, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"message": message, "type": kind, "param": nil, "code": nil}})
}

func (s *Server) complete(w http.ResponseWriter, r *http.Request, in Request) {
	reply := s.answer(in)
	if reply.RetryAfter != "" {
		w.Header().Set("Retry-After", reply.RetryAfter)
	}
	if reply.Status != 0 {
		fail(w, reply.Status, "error", fmt.Sprintf("The test answers %d.", reply.Status))
		return
	}
	if reply.Raw != "" {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, reply.Raw)
		return
	}
	st := &stream{w: w, r: r, id: fmt.Sprintf("chatcmpl-%d", in.Nth), model: in.Model, wait: reply.Wait}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if !st.play(reply) {
		select {
		case s.gone <- in:
		default: // nobody counts so many
		}
	}
}

// stream writes chunks.
type stream struct {
	w         http.ResponseWriter
	r         *http.Request
	id, model string
	wait      time.Duration
}

// play writes a reply; false when the client went before its end.
func (st *stream) play(reply Reply) bool {
	if !st.send(map[string]any{"role": "assistant", "content": ""}, nil) {
		return false
	}
	for _, p := range pieces(reply.Text) {
		if !st.pause() || !st.send(map[string]any{"content": p}, nil) {
			return false
		}
	}
	for i, c := range reply.Calls {
		if !st.call(i, c) {
			return false
		}
	}
	switch {
	case reply.Hang:
		<-st.r.Context().Done()
		return false
	case reply.Cut:
		panic(http.ErrAbortHandler)
	case reply.Malformed:
		_, _ = io.WriteString(st.w, "data: {\"id\":\"x\",\"choices\":[{\"del\n\n")
		return true
	case reply.Unfinished:
		return true
	}
	reason := "stop"
	if len(reply.Calls) > 0 {
		reason = "tool_calls"
	}
	st.send(map[string]any{}, reason)
	if reply.In > 0 {
		st.write(map[string]any{"choices": []any{}, "usage": map[string]any{"prompt_tokens": reply.In, "completion_tokens": reply.Out, "total_tokens": reply.In + reply.Out}})
	}
	_, _ = io.WriteString(st.w, "data: [DONE]\n\n")
	return st.r.Context().Err() == nil
}

// call writes a tool call in deltas, its arguments in two halves, as the real one does.
func (st *stream) call(i int, c Call) bool {
	half := len(c.Arguments) / 2
	delta := func(v map[string]any) bool {
		v["index"] = i
		return st.send(map[string]any{"tool_calls": []any{v}}, nil)
	}
	return delta(map[string]any{"id": fmt.Sprintf("call_%d", i), "type": "function", "function": map[string]any{"name": c.Name, "arguments": ""}}) &&
		delta(map[string]any{"function": map[string]any{"arguments": c.Arguments[:half]}}) && st.pause() &&
		delta(map[string]any{"function": map[string]any{"arguments": c.Arguments[half:]}})
}

func (st *stream) send(delta map[string]any, finish any) bool {
	return st.write(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": delta, "logprobs": nil, "finish_reason": finish}}})
}

func (st *stream) write(chunk map[string]any) bool {
	chunk["id"], chunk["object"], chunk["created"], chunk["model"] = st.id, "chat.completion.chunk", 1790000000, st.model
	data, err := json.Marshal(chunk)
	if err != nil {
		return false
	}
	if _, err := fmt.Fprintf(st.w, "data: %s\n\n", data); err != nil {
		return false
	}
	return http.NewResponseController(st.w).Flush() == nil && st.r.Context().Err() == nil
}

func (st *stream) pause() bool {
	select {
	case <-st.r.Context().Done():
		return false
	case <-time.After(st.wait):
		return true
	}
}

// pieces cuts a text as tokens would: a few characters at a time, in the middle of words and brackets.
func pieces(text string) (out []string) {
	r := []rune(text)
	for i, n := 0, 3; i < len(r); i, n = i+n, n%5+2 {
		out = append(out, string(r[i:min(i+n, len(r))]))
	}
	return out
}
