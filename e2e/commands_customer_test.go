package e2e

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// Commands of customers.

// customer NAME LOCALE COUNTRY [identity=TOKEN] [status=201]: opens a session and a conversation.
func cmdCustomer(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "identity", "status", "token")
	need(ts, args, 3, "customer NAME LOCALE COUNTRY")
	w := worldOf(ts)
	body := map[string]string{"shop": w.shop, "locale": args[1], "country": args[2]}
	if opts["identity"] != "" {
		body["identity_token"] = opts["identity"]
	}
	a := w.send(ts, caller{token: opts["token"]}, "POST", "/visitor/sessions", body, statusOr(opts, "201"))
	if a.status != 201 {
		return
	}
	var v session
	ts.Check(a.into(&v))
	c := &customer{caller: caller{url: w.server.url, token: v.Token}, contact: v.Contact.ID}
	var r row
	ts.Check(c.must("POST", "/visitor/conversations", map[string]string{}, &r))
	c.conversation = r.ID
	w.customers[args[0]] = c
	ts.Setenv(args[0], r.ID)
	ts.Setenv(args[0]+"_token", v.Token)
	ts.Setenv(args[0]+"_contact", v.Contact.ID)
}

// signed makes a JWT (RFC 7519). alg none leaves it unsigned, alg wrong signs with another secret.
func signed(secret, alg string, claims map[string]any) string {
	name := alg
	if alg == "wrong" {
		name, secret = "HS256", secret+"x"
	}
	part := func(v any) string {
		text, _ := json.Marshal(v) // strings and numbers always encode
		return base64.RawURLEncoding.EncodeToString(text)
	}
	text := part(map[string]string{"alg": name, "typ": "JWT"}) + "." + part(claims)
	if alg == "none" {
		return text + "."
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// says NAME TEXT [key=K] [status=201] [seen=OFFSET]
func cmdSays(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "key", "status", "seen")
	need(ts, args, 2, "says NAME TEXT")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	c.sends++
	body := map[string]any{"client_key": or(opts["key"], fmt.Sprintf("key-%d", c.sends)), "text": args[1]}
	if opts["seen"] != "" {
		offset, err := strconv.Atoi(opts["seen"])
		ts.Check(err)
		c.screen.mu.Lock()
		body["seen"] = map[string]any{"run": c.screen.run, "offset": offset}
		c.screen.mu.Unlock()
	}
	w.send(ts, c.caller, "POST", "/visitor/conversations/"+c.conversation+"/messages", body, statusOr(opts, "201"))
}

// stops NAME [at=OFFSET] [interrupted=true]: the Stop button.
func cmdStops(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "at", "interrupted")
	need(ts, args, 1, "stops NAME")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	body := map[string]int{}
	if opts["at"] != "" {
		at, err := strconv.Atoi(opts["at"])
		ts.Check(err)
		body["seen_offset"] = at
	}
	var v struct{ Interrupted bool }
	ts.Check(w.send(ts, c.caller, "POST", "/visitor/conversations/"+c.conversation+"/interrupt", body, "200").into(&v))
	if want := or(opts["interrupted"], "true"); want != strconv.FormatBool(v.Interrupted) {
		ts.Fatalf("interrupted is %t, not %s", v.Interrupted, want)
	}
}

func cmdAskPerson(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "key", "status")
	need(ts, args, 1, "asks-person NAME")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	body := map[string]string{}
	if opts["key"] != "" {
		body["client_key"] = opts["key"]
	}
	w.send(ts, c.caller, "POST", "/visitor/conversations/"+c.conversation+"/handoff", body, statusOr(opts, "201"))
}

// rates NAME SCORE [COMMENT]
func cmdRates(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "status")
	need(ts, args, 2, "rates NAME SCORE [COMMENT]")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	score, err := strconv.Atoi(args[1])
	ts.Check(err)
	body := map[string]any{"score": score}
	if len(args) > 2 {
		body["comment"] = args[2]
	}
	w.send(ts, c.caller, "POST", "/visitor/conversations/"+c.conversation+"/rating", body, statusOr(opts, "201"))
}

// watches NAME: opens the stream of the conversation.
func cmdWatches(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "watches NAME")
	c := worldOf(ts).customer(ts, args[0])
	var ctx context.Context
	ctx, c.live = context.WithCancel(context.Background())
	c.screen = watch(ctx, c.caller, c.conversation)
}

// sees NAME [writing=N] [kind=K] [actor=A] [contains=T] [state=S]: waits until the stream shows it. writing=N: at least N units of a
// running answer.
func cmdSees(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "writing", "kind", "actor", "contains", "state", "interrupted")
	need(ts, args, 1, "sees NAME …")
	s := worldOf(ts).customer(ts, args[0]).screen
	n, _ := strconv.Atoi(opts["writing"]) // 0 when it is not asked
	err := s.wait(15*time.Second, func() bool {
		return (n == 0 || s.writing() >= n) && (opts["state"] == "" || s.states[s.run] == opts["state"]) && (opts["kind"] == "" || s.shows(opts))
	})
	ts.Check(err)
}

// writing is how much of a running answer is there. s.mu is held.
func (s *screen) writing() int {
	for _, e := range s.events {
		if e.Payload.Run == s.run {
			return 0 // that one is finished
		}
	}
	return len(s.runs[s.run])
}

// shows tells whether an event of the wanted sort is there. s.mu is held.
func (s *screen) shows(opts map[string]string) bool {
	for _, e := range s.events {
		if e.Kind == opts["kind"] && (opts["actor"] == "" || e.Actor.Kind == opts["actor"]) && strings.Contains(e.Payload.Text, opts["contains"]) {
			return true
		}
	}
	return false
}

var wishes = []string{"kind", "actor", "outcome", "contains", "excludes", "source", "text", "locale", "reason", "name", "key", "seq", "score", "interrupted", "length", "within"}

// expects NAME [kind=message] [actor=assistant] [outcome=…] [contains=…] …: the next event of that kind and actor in her log is
// like that.
func cmdExpects(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, wishes...)
	need(ts, args, 1, "expects NAME …")
	if len(args) > 1 {
		ts.Fatalf("what is %q?", args[1:])
	}
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	e, err := w.next(c, or(opts["kind"], "message"), opts["actor"], opts)
	ts.Check(err)
	for key, value := range opts {
		if key == "kind" || key == "actor" || key == "within" {
			continue
		}
		if wrong := mismatch(e, key, value); wrong != "" {
			ts.Fatalf("wanted %s=%s: %s in %s", key, value, wrong, e.raw)
		}
	}
	if e.Payload.Interrupted && c.screen != nil {
		ts.Check(c.screen.hadSeen(e))
	}
}

// hadSeen: the half answer in the log is what the stream had shown.
func (s *screen) hadSeen(e event) error {
	return s.wait(5*time.Second, func() bool {
		text := utf16.Encode([]rune(e.Payload.Text))
		seen := s.runs[e.Payload.Run]
		return len(text) <= len(seen) && string(utf16.Decode(seen[:len(text)])) == e.Payload.Text
	})
}

// next waits for the next event of a kind; what stands before it is passed over.
func (w *world) next(c *customer, kind, actor string, opts map[string]string) (event, error) {
	if kind == "message" && actor == "" {
		actor = "assistant"
	}
	within, err := time.ParseDuration(or(opts["within"], "15s"))
	if err != nil {
		return event{}, err
	}
	end := time.Now().Add(within)
	who := c.caller
	who.url = w.server.url
	for time.Now().Before(end) {
		events, err := who.events(context.Background(), "/visitor", c.conversation, c.cursor, time.Second)
		if err != nil {
			return event{}, err
		}
		for _, e := range events {
			c.cursor = e.Seq
			if e.Kind == kind && (actor == "" || e.Actor.Kind == actor) {
				return e, nil
			}
		}
	}
	events, _ := w.staffEvents(c.conversation)
	return event{}, fmt.Errorf("no %s %s within %s; the log:\n%s", actor, kind, within, lines(events))
}

func lines(events []event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "  %s\n", e)
	}
	return b.String()
}

// never NAME TEXT: nothing that the customer can read holds the text: not her events, not her conversation, not her stream.
func cmdNever(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "never NAME TEXT")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	for _, path := range []string{"/visitor/conversations", "/visitor/conversations/" + c.conversation, "/visitor/conversations/" + c.conversation + "/events"} {
		a := w.send(ts, c.caller, "GET", path, nil, "200")
		if strings.Contains(string(a.body), args[1]) {
			ts.Fatalf("%s shows her %q: %s", path, args[1], a)
		}
	}
	if c.screen == nil {
		return
	}
	c.screen.mu.Lock()
	defer c.screen.mu.Unlock()
	for _, e := range c.screen.events {
		if strings.Contains(e.raw, args[1]) {
			ts.Fatalf("the stream shows her %q: %s", args[1], e.raw)
		}
	}
}

// settles NAME: the log of the conversation is as it should be: no hole, her messages each answered at most once, nothing running.
func cmdSettles(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "settles NAME")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	events, err := w.staffEvents(c.conversation)
	ts.Check(err)
	asked, answered := 0, 0
	for i, e := range events {
		if e.Seq != int64(i+1) {
			ts.Fatalf("a hole in the log:\n%s", lines(events))
		}
		switch {
		case e.Kind == "message" && e.Actor.Kind == "contact":
			asked++
		case e.Kind == "message" && e.Actor.Kind == "assistant":
			answered++
		}
	}
	if answered > asked {
		ts.Fatalf("%d messages, %d answers:\n%s", asked, answered, lines(events))
	}
}

func length(s string) int { return len(utf16.Encode([]rune(s))) }
