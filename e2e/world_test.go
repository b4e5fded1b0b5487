package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// suite is what all scripts of one database share.
type suite struct {
	db   database
	fast *server // the program as it is, with the demo shop
	slow *server // the same with an engine that writes word by word
	mu   sync.Mutex
}

// wordDelay is how long the slow engine takes for a word: long enough to act in between on a busy machine.
const wordDelay = 120 * time.Millisecond

// world is what one script has built up.
type world struct {
	suite     *suite
	server    *server
	own       []*server // started by the script itself
	shop      string    // slug
	customers map[string]*customer
	staff     map[string]caller
	last      answer
}

// customer is a customer of a script, in one conversation.
type customer struct {
	caller
	contact      string
	conversation string
	cursor       int64 // seq up to which the script has expected things
	sends        int
	screen       *screen
	live         context.CancelFunc
}

type worldKey struct{}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

func (w *world) customer(ts *testscript.TestScript, name string) *customer {
	c := w.customers[name]
	if c == nil {
		ts.Fatalf("there is no customer %s", name)
	}
	return c
}

func (w *world) agent(ts *testscript.TestScript, name string) caller {
	c, ok := w.staff[name]
	if !ok {
		ts.Fatalf("there is no agent %s", name)
	}
	return c
}

// use makes a server the one that following commands talk to.
func (w *world) use(ts *testscript.TestScript, s *server) {
	w.server = s
	ts.Setenv("URL", s.url)
	ts.Setenv("DATA", s.data)
	ts.Setenv("DATABASE", s.database)
}

// close ends what the script has started.
func (w *world) close() {
	for _, c := range w.customers {
		if c.live != nil {
			c.live()
		}
	}
	for _, s := range w.own {
		s.kill()
	}
}

// options splits "key=value" words from the rest. Only the known keys count, so that a text may hold an equals sign.
func options(args []string, known ...string) (rest []string, opts map[string]string) {
	opts = map[string]string{}
	for _, a := range args {
		key, value, ok := strings.Cut(a, "=")
		if ok && contains(known, key) {
			opts[key] = value
		} else {
			rest = append(rest, a)
		}
	}
	return rest, opts
}

func contains(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}

// need ends the script unless there are at least n words.
func need(ts *testscript.TestScript, args []string, n int, usage string) {
	if len(args) < n {
		ts.Fatalf("usage: %s", usage)
	}
}

// sends posts something and checks the status.
func (w *world) send(ts *testscript.TestScript, c caller, method, path string, body any, wanted string) answer {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	c.url = w.server.side(c)
	a, err := c.call(ctx, method, path, body)
	ts.Check(err)
	w.last = a
	if !fits(a.status, wanted) {
		ts.Fatalf("%s %s: wanted %s, got %s", method, path, wanted, a)
	}
	return a
}

// fits compares a status with "201", "200|201" or "2xx".
func fits(status int, wanted string) bool {
	for one := range strings.SplitSeq(wanted, "|") {
		if one == strconv.Itoa(status) || (one == "2xx" && status >= 200 && status < 300) {
			return true
		}
	}
	return false
}

func statusOr(opts map[string]string, def string) string {
	if s := opts["status"]; s != "" {
		return s
	}
	return def
}

// staffEvents is a conversation's whole log as staff see it.
func (w *world) staffEvents(conversation string) ([]event, error) {
	token, err := w.viewer()
	if err != nil {
		return nil, err
	}
	return token.events(context.Background(), "", conversation, 0, 0)
}

// viewer reads for the script, not for anybody in it.
func (w *world) viewer() (caller, error) {
	if c, ok := w.staff[" viewer "+w.shop]; ok {
		c.url = w.server.staff()
		return c, nil
	}
	token, err := w.server.token(w.shop, "viewer")
	c := caller{url: w.server.staff(), token: token, staff: true}
	w.staff[" viewer "+w.shop] = c
	return c, err
}

// row reads a conversation as staff see it.
func (w *world) row(conversation string) (row, error) {
	v, err := w.viewer()
	if err != nil {
		return row{}, err
	}
	var r row
	err = v.must(http.MethodGet, "/conversations/"+conversation, nil, &r)
	return r, err
}

// mismatch says what an event should have been; "" when it fits. A wish is one key=value of the command expects.
func mismatch(e event, key, value string) string {
	var have string
	switch key {
	case "contains":
		if !strings.Contains(e.Payload.Text, value) {
			return fmt.Sprintf("no %q in it", value)
		}
		return ""
	case "excludes":
		if strings.Contains(e.Payload.Text, value) {
			return fmt.Sprintf("%q in it", value)
		}
		return ""
	case "source":
		for _, ev := range e.Payload.Evidence {
			if ev.Kind+":"+ev.Ref == value {
				return ""
			}
		}
		return fmt.Sprintf("no evidence %s", value)
	case "text":
		have = e.Payload.Text
	case "outcome":
		have = e.Payload.Outcome
	case "locale":
		have = e.Payload.Locale
	case "reason":
		have = e.Payload.Reason
	case "name":
		have = e.Actor.Name
	case "key":
		have = e.ClientKey
	case "seq":
		have = strconv.FormatInt(e.Seq, 10)
	case "score":
		have = strconv.Itoa(e.Payload.Score)
	case "interrupted":
		have = strconv.FormatBool(e.Payload.Interrupted)
	case "length":
		have = strconv.Itoa(length(e.Payload.Text))
	}
	if have != value {
		return fmt.Sprintf("%s is %q", key, have)
	}
	return ""
}
