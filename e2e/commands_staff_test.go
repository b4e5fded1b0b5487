package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Commands of staff, and plain HTTP.

// verbOf makes the command AGENT VERB CUSTOMER [status=] [body=JSON].
func verbOf(verb, good string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		args, opts := options(args, "status", "body")
		need(ts, args, 2, verb+" AGENT CUSTOMER")
		w := worldOf(ts)
		c := w.customer(ts, args[1])
		var body any
		if opts["body"] != "" {
			body = opts["body"]
		}
		w.send(ts, w.agent(ts, args[0]), "POST", "/conversations/"+c.conversation+"/"+verb, body, statusOr(opts, good))
	}
}

func cmdReplies(ts *testscript.TestScript, _ bool, args []string) { says(ts, "messages", args) }

func cmdNotes(ts *testscript.TestScript, _ bool, args []string) { says(ts, "notes", args) }

// says is AGENT replies|notes CUSTOMER TEXT [key=] [status=201].
func says(ts *testscript.TestScript, where string, args []string) {
	args, opts := options(args, "key", "status")
	need(ts, args, 3, "AGENT CUSTOMER TEXT")
	w := worldOf(ts)
	c := w.customer(ts, args[1])
	c.sends++
	body := map[string]string{"client_key": or(opts["key"], fmt.Sprintf("staff-%d", c.sends)), "text": args[2]}
	w.send(ts, w.agent(ts, args[0]), "POST", "/conversations/"+c.conversation+"/"+where, body, statusOr(opts, "201"))
}

// status CUSTOMER STATE: both sides read the same state.
func cmdStatus(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "status CUSTOMER STATE")
	w := worldOf(ts)
	c := w.customer(ts, args[0])
	staff, err := w.row(c.conversation)
	ts.Check(err)
	var own row
	ts.Check(w.send(ts, c.caller, "GET", "/visitor/conversations/"+c.conversation, nil, "200").into(&own))
	if staff.Status != args[1] || own.Status != args[1] {
		ts.Fatalf("staff read %q, the customer %q", staff.Status, own.Status)
	}
}

// log CUSTOMER: prints the whole log as staff see it, one event a line.
func cmdLog(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 1, "log CUSTOMER")
	w := worldOf(ts)
	events, err := w.staffEvents(w.customer(ts, args[0]).conversation)
	ts.Check(err)
	for i, e := range events {
		if e.Seq != int64(i+1) {
			ts.Fatalf("a hole in the log:\n%s", lines(events))
		}
		fmt.Fprintf(ts.Stdout(), "%s: %s\n", e, e.Payload.Text)
	}
}

// buried WHO N: waits until the shop has N dead letters; the last answer is the list.
func cmdBuried(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "buried WHO N")
	w := worldOf(ts)
	end := time.Now().Add(15 * time.Second)
	for {
		a := w.send(ts, w.who(ts, args[0]), "GET", "/dead-letters", nil, "200")
		var list struct {
			Letters []struct{ ID string } `json:"dead_letters"`
		}
		ts.Check(a.into(&list))
		if strconv.Itoa(len(list.Letters)) == args[1] {
			fmt.Fprintln(ts.Stdout(), string(a.body))
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("not %s: %s", args[1], a)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// promised WHO N [QUERY]: waits until a list of promises has N; $PROMISE is the first of them, the list goes to stdout.
func cmdPromised(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "promised WHO N [QUERY]")
	w := worldOf(ts)
	path := "/promises"
	if len(args) > 2 {
		path += "?" + args[2]
	}
	end := time.Now().Add(15 * time.Second)
	for {
		a := w.send(ts, w.who(ts, args[0]), "GET", path, nil, "200")
		var list struct{ Promises []struct{ ID string } }
		ts.Check(a.into(&list))
		if strconv.Itoa(len(list.Promises)) == args[1] {
			if len(list.Promises) > 0 {
				ts.Setenv("PROMISE", list.Promises[0].ID)
			}
			fmt.Fprintln(ts.Stdout(), string(a.body))
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("not %s: %s", args[1], a)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// finds WHO TEXT CONVERSATION PART: waits until a search of the inbox shows the conversation, and PART in the answer.
func cmdFinds(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 4, "finds WHO TEXT CONVERSATION PART")
	w := worldOf(ts)
	end := time.Now().Add(15 * time.Second)
	for {
		a := w.send(ts, w.who(ts, args[0]), "GET", "/conversations?q="+url.QueryEscape(args[1]), nil, "200")
		if text := string(a.body); strings.Contains(text, args[2]) && strings.Contains(text, args[3]) {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("%q does not find %s with %s: %s", args[1], args[2], args[3], a)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// call WHO METHOD PATH [BODY] [status=2xx] [type=T]: WHO is a customer, an agent, a token's variable or "nobody". BODY is JSON or the
// name of a file. The answer goes to stdout.
func cmdCall(ts *testscript.TestScript, _ bool, args []string) {
	args, opts := options(args, "status", "csrf")
	need(ts, args, 3, "call WHO METHOD PATH [BODY]")
	w := worldOf(ts)
	who := w.who(ts, args[0])
	if opts["csrf"] == "no" {
		who.csrf = ""
	}
	var body any
	if len(args) > 3 {
		body = args[3]
		if text, err := os.ReadFile(ts.MkAbs(args[3])); err == nil {
			body = text
		}
	}
	a := w.send(ts, who, args[1], args[2], body, or(opts["status"], "2xx"))
	fmt.Fprintln(ts.Stdout(), string(a.body))
}

// until WHO PATTERN METHOD PATH [BODY]: repeats a call until its answer matches, for what a step does a moment later; at most fifteen seconds.
func cmdUntil(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 4, "until WHO PATTERN METHOD PATH [BODY]")
	w := worldOf(ts)
	who, want := w.who(ts, args[0]), regexp.MustCompile(args[1])
	var body any
	if len(args) > 4 {
		body = args[4]
	}
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		a := w.send(ts, who, args[2], args[3], body, "2xx")
		if want.Match(a.body) {
			fmt.Fprintln(ts.Stdout(), string(a.body))
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("never %s; the last answer: %s", args[1], a)
		}
	}
}

func (w *world) who(ts *testscript.TestScript, name string) caller {
	if c := w.customers[name]; c != nil {
		return c.caller
	}
	if c, ok := w.staff[name]; ok {
		return c
	}
	if name != "nobody" {
		ts.Fatalf("who is %s?", name)
	}
	return caller{}
}

// problem WHO METHOD PATH BODY STATUS CODE [FIELD]: the call is refused with exactly this problem. BODY "-" is none; "FIELD*1000" in
// angle brackets repeats: <x*1000>.
func cmdProblem(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 6, "problem WHO METHOD PATH BODY STATUS CODE [FIELD]")
	w := worldOf(ts)
	var body any
	if args[3] != "-" {
		text, err := os.ReadFile(ts.MkAbs(args[3]))
		if err != nil {
			text = []byte(repeat(args[3]))
		}
		body = text
	}
	a := w.send(ts, w.who(ts, args[0]), args[1], args[2], body, args[4])
	ts.Check(isProblem(a, args[5], args[6:]))
	fmt.Fprintln(ts.Stdout(), string(a.body))
}

// isProblem checks an answer against RFC 9457 and our own words.
func isProblem(a answer, code string, fields []string) error {
	var p struct {
		Type, Title, Code, Detail string
		Status                    int
		Errors                    []struct{ Location, Message string }
	}
	if err := a.into(&p); err != nil {
		return err
	}
	if kind := a.header.Get("Content-Type"); kind != "application/problem+json" {
		return fmt.Errorf("the content type is %q", kind)
	}
	if p.Code != code || p.Status != a.status || p.Title != http.StatusText(a.status) || p.Type != "about:blank" || p.Detail == "" {
		return fmt.Errorf("wanted a whole problem with the code %s: %s", code, a)
	}
	for _, field := range fields {
		found := false
		for _, e := range p.Errors {
			found = found || (e.Location == field && e.Message != "")
		}
		if !found {
			return fmt.Errorf("no word about %s: %s", field, a)
		}
	}
	if len(a.body) > 4000 {
		return fmt.Errorf("the problem has %d bytes", len(a.body))
	}
	return nil
}

// repeat writes <x*3> as xxx.
func repeat(text string) string {
	before, rest, ok := strings.Cut(text, "<")
	what, after, closed := strings.Cut(rest, ">")
	one, times, star := strings.Cut(what, "*")
	n, err := strconv.Atoi(times)
	if !ok || !closed || !star || err != nil {
		return text
	}
	return before + strings.Repeat(one, n) + after
}

// keep VARIABLE PATH: a value of the last answer, as in "keep ID staff.id".
func cmdKeep(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "keep VARIABLE PATH")
	var v any
	ts.Check(worldOf(ts).last.into(&v))
	for key := range strings.SplitSeq(args[1], ".") {
		fields, ok := v.(map[string]any)
		if v, ok = fields[key]; !ok {
			ts.Fatalf("there is no %s in %s", args[1], worldOf(ts).last)
		}
	}
	ts.Setenv(args[0], fmt.Sprint(v))
}

// header NAME [VALUE]: the last answer carried it.
func cmdHeader(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, "header NAME [VALUE]")
	have := worldOf(ts).last.header.Get(args[0])
	if ok := have != "" && (len(args) == 1 || have == args[1]); ok == neg {
		ts.Fatalf("%s is %q", args[0], have)
	}
}

// flood WHO METHOD PATH BODY: sends until it is refused with 429; fails when it never is.
func cmdFlood(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 4, "flood WHO METHOD PATH BODY")
	w := worldOf(ts)
	who := w.who(ts, args[0])
	who.url = w.server.side(who)
	end := time.Now().Add(15 * time.Second)
	for time.Now().Before(end) {
		a, err := who.call(context.Background(), args[1], args[2], args[3])
		ts.Check(err)
		if w.last = a; a.status == http.StatusTooManyRequests {
			ts.Check(isProblem(a, "rate_limited", nil))
			return
		}
	}
	ts.Fatalf("it was never too much; the last answer: %s", w.last)
}

// same WHO METHOD PATH BODY BODY2…: all bodies get the same answer, byte for byte.
func cmdSame(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 5, "same WHO METHOD PATH BODY BODY…")
	w := worldOf(ts)
	who := w.who(ts, args[0])
	who.url = w.server.side(who)
	var first answer
	for i, body := range args[3:] {
		a, err := who.call(context.Background(), args[1], args[2], body)
		ts.Check(err)
		if i == 0 {
			first = a
			fmt.Fprintln(ts.Stdout(), a)
		} else if a.String() != first.String() {
			ts.Fatalf("%s\nis not\n%s", a, first)
		}
	}
}
