package insight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parley/internal/fault"
)

var returns = Expect{Kind: Article, ArticleIDs: []string{"returns"}, MustContain: [][]string{{"30"}}, ReplyLang: "en"}

func question(id, text string, e Expect) Item {
	return Item{Question: &Question{ID: id, Locale: "en-US", Country: "US", Text: text, Expect: e}}
}

// late answers as a busy server does: after the message has been acknowledged.
func late(d time.Duration, do func()) { time.AfterFunc(d, do) }

func run(t *testing.T, s Server, items ...Item) []Result {
	t.Helper()
	shop, results, err := Runner{Server: s, Concurrency: 8, Timeout: 2 * time.Second}.Run(context.Background(), items)
	if err != nil || shop != "demo" {
		t.Fatal(shop, err)
	}
	return results
}

func TestRunKeepsOrderAndConcurrency(t *testing.T) {
	p, s := serve(t, func(c *talk, text string) {
		late(10*time.Millisecond, func() { c.say("30 days for "+text, answered, nil) })
	})
	p.limited, p.broken = 3, 2
	var items []Item
	for i := range 40 {
		items = append(items, question(fmt.Sprint("q", i), fmt.Sprint("text ", i), returns))
	}
	for i, r := range run(t, s, items...) {
		if !r.Right() || r.ID != fmt.Sprint("q", i) || r.Reply.Text != fmt.Sprint("30 days for text ", i) || !r.Timed || r.TookMS < 5 || r.FirstMS != 2.5 {
			t.Errorf("%d: %+v", i, r)
		}
	}
	if p.busiest > 8 || p.busiest < 2 {
		t.Errorf("%d conversations at a time", p.busiest)
	}
	if o := p.openings[0]; o["locale"] != "en-US" || o["country"] != "US" {
		t.Errorf("opened with %v", o)
	}
}

func TestRunQuestions(t *testing.T) {
	_, s := serve(t, func(c *talk, text string) {
		switch text {
		case "handoff first":
			c.add("handoff", "assistant", map[string]any{"reason": "asked"})
			late(50*time.Millisecond, func() { c.say("I have asked a colleague.", handedOff, nil) })
		case "handoff only":
			c.add("handoff", "assistant", map[string]any{"reason": "asked"})
		case "person":
			c.add("joined", "agent", map[string]any{"name": "Mia"})
			c.add("message", "agent", map[string]any{"text": "30 days"})
		case "wrong":
			c.say("12 months", answered, nil)
		}
	})
	got := run(t, s,
		question("first", "handoff first", Expect{Kind: Handoff, MustContain: [][]string{{"colleague"}}}),
		question("only", "handoff only", Expect{Kind: Handoff}),
		question("person", "person", returns),
		question("wrong", "wrong", returns),
		question("refused", "refuse me", returns))
	for i, want := range []Rule{"", "", RuleSilent, RuleContain, RuleServer} {
		if r := got[i]; want == "" && !r.Right() || want != "" && (len(r.Failures) != 1 || r.Failures[0].Rule != want) {
			t.Errorf("%s: %+v", r.ID, r)
		}
	}
}

// A dialogue keeps one conversation; a turn that the next one cuts off is judged only when it was finished.
func TestRunDialogue(t *testing.T) {
	p, s := serve(t, func(c *talk, text string) {
		switch text {
		case "quick":
			c.say("30 days", answered, nil)
		case "slow": // cut off when the next message comes
		case "but":
			c.say("60 days and more about", answered, map[string]any{"interrupted": true})
			c.say("30 days", answered, nil)
		default:
			late(10*time.Millisecond, func() { c.say("30 days, since 99, 98, 97, 96 and 95", answered, nil) })
		}
	})
	hurry := &Interrupt{AfterMS: 60}
	began := time.Now()
	got := run(t, s, Item{Dialogue: &Dialogue{ID: "d", Locale: "en-US", Turns: []Turn{
		{Say: "quick", Expect: &returns, Interrupt: hurry}, {Say: "slow", Expect: &returns, Interrupt: hurry}, {Say: "no expectation"},
		{Say: "why 99 98 97 96 95?", Expect: &returns}, {Say: "and then?", Expect: &returns, Interrupt: hurry}}}})
	if len(p.talks) != 1 || len(got) != 4 || time.Since(began) < 120*time.Millisecond {
		t.Fatal(len(p.talks), len(got), time.Since(began))
	}
	for i, want := range []struct {
		turn           int
		skipped, right bool
	}{{1, false, true}, {2, true, false}, {4, false, true}, {5, false, true}} {
		if r := got[i]; r.Turn != want.turn || r.Skipped != want.skipped || r.Right() != want.right {
			t.Errorf("turn %d: %+v", want.turn, r)
		}
	}
	if got[0].Timed {
		t.Error("the time of a reply that was not waited for means nothing")
	}
}

// What was delivered of an interrupted reply stands before the message that interrupted it, and does not answer that one.
func TestRunInterruptedReply(t *testing.T) {
	_, s := serve(t, func(c *talk, text string) {
		if text == "first" {
			late(30*time.Millisecond, func() { c.say("60 da", answered, map[string]any{"interrupted": true}) })
			return
		}
		late(10*time.Millisecond, func() { c.say("30 days", answered, nil) })
	})
	got := run(t, s, Item{Dialogue: &Dialogue{ID: "d", Locale: "en-US", Turns: []Turn{
		{Say: "first", Expect: &returns, Interrupt: &Interrupt{AfterMS: 80}}, {Say: "second", Expect: &returns}}}})
	if !got[0].Skipped || !got[1].Right() {
		t.Errorf("%+v", got)
	}
}

func TestRunWithoutServer(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	_, s := serve(t, nil)
	s.Token = "wrong"
	for _, c := range []struct {
		server Server
		code   fault.Code
		text   string
	}{{Server{URL: gone.URL, HTTP: gone.Client()}, fault.Unavailable, "cannot be reached"}, {s, fault.Unauthenticated, "does not accept the token"}} {
		_, _, err := Runner{Server: c.server, Timeout: time.Second}.Run(context.Background(), []Item{question("q", "?", returns)})
		if fault.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%v", err)
		}
	}
}

func TestRunStops(t *testing.T) {
	_, s := serve(t, func(*talk, string) {})
	ctx, cancel := context.WithCancel(context.Background())
	late(50*time.Millisecond, cancel)
	_, _, err := Runner{Server: s, Concurrency: 2, Timeout: time.Minute}.Run(ctx, []Item{question("a", "?", returns), question("b", "?", returns), question("c", "?", returns)})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
