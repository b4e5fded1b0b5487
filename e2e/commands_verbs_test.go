package e2e

import (
	"slices"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Commands around what agents do with a conversation beside answering it.

// also OLD NEW: another conversation of the same customer.
func cmdAlso(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "also OLD NEW")
	w := worldOf(ts)
	old := w.customer(ts, args[0])
	var made row
	ts.Check(w.send(ts, old.caller, "POST", "/visitor/conversations", map[string]string{}, "201").into(&made))
	w.customers[args[1]] = &customer{caller: old.caller, contact: old.contact, conversation: made.ID}
	ts.Setenv(args[1], made.ID)
}

// newest CUSTOMER KIND VAR: the seq of the newest event of a kind; contact, assistant or agent: of their newest message.
func cmdNewest(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 3, "newest CUSTOMER KIND VAR")
	w := worldOf(ts)
	events, err := w.staffEvents(w.customer(ts, args[0]).conversation)
	ts.Check(err)
	for _, e := range slices.Backward(events) {
		if e.Kind == args[1] || (e.Kind == "message" && e.Actor.Kind == args[1]) {
			ts.Setenv(args[2], strconv.FormatInt(e.Seq, 10))
			return
		}
	}
	ts.Fatalf("there is no %s in\n%s", args[1], lines(events))
}

// in DURATION VAR: that time, as RFC 3339 writes it.
func cmdIn(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 2, "in DURATION VAR")
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Setenv(args[1], time.Now().Add(d).UTC().Format(time.RFC3339Nano))
}

// later AGENT CUSTOMER VAR: the id of the first message for later.
func cmdLater(ts *testscript.TestScript, _ bool, args []string) {
	need(ts, args, 3, "later AGENT CUSTOMER VAR")
	w := worldOf(ts)
	var list struct{ Scheduled []struct{ ID string } }
	ts.Check(w.send(ts, w.agent(ts, args[0]), "GET", "/conversations/"+w.customer(ts, args[1]).conversation+"/scheduled", nil, "200").into(&list))
	if len(list.Scheduled) == 0 {
		ts.Fatalf("no message waits")
	}
	ts.Setenv(args[2], list.Scheduled[0].ID)
}
