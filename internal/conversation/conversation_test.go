package conversation_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/jobs"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// house is the room with a shop, a customer and an agent in it.
type house struct {
	t   *testing.T
	db  *store.DB
	log *flow.Log
	*conversation.Conversations
	screen *screen
	her    conversation.Session
}

// screen keeps what was published.
type screen struct {
	mu   sync.Mutex
	seen []string
}

func (s *screen) Publish(channel string, v any) {
	b, _ := json.Marshal(v)
	_ = s.PublishRaw(channel, b)
}

func (s *screen) Watched(string) bool { return true }

func (s *screen) PublishRaw(channel string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, channel+" "+string(data))
	return nil
}

type nobody struct{}

func (nobody) OnDuty(context.Context, string) bool { return false }

func (nobody) NameOf(_ context.Context, _, id string) (string, error) {
	return map[string]string{mia.ID: mia.Name, leo.ID: leo.Name}[id], nil
}

var (
	mia = flow.Actor{Kind: flow.Agent, ID: "st_mia", Name: "Mia"}
	leo = flow.Actor{Kind: flow.Agent, ID: "st_leo", Name: "Leo"}
)

func open(t *testing.T, db *store.DB) *house {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	h := &house{t: t, db: db, log: flow.New(db, "n", quiet), screen: &screen{}}
	h.Conversations = conversation.New(db, h.log, h.screen, nobody{}, quiet)
	h.Colleagues = nobody{}
	h.must(h.OpenSearch(t.Context()))
	queue, err := jobs.Open(t.Context(), db, quiet)
	h.must(err)
	h.Work(queue)
	_, err = db.Exec(t.Context(), "INSERT INTO shops (id, slug, name, locale, locales, identity_secret, created_at) VALUES ('sh', 's', 'Shop', 'en-US', '[]', 'x', 1)")
	h.must(err)
	_, h.her, err = h.Open(t.Context(), conversation.Opening{Shop: "sh", Locale: "de-DE", Country: "DE"})
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) start() string {
	h.t.Helper()
	c, err := h.Start(h.t.Context(), h.her)
	h.must(err)
	return c.ID
}

func (h *house) says(id, key, text string, seen *conversation.Seen) flow.Event {
	h.t.Helper()
	e, _, err := h.Receive(h.t.Context(), "sh", h.her.Contact.ID, id, conversation.Send{ClientKey: key, Text: text, Seen: seen})
	h.must(err)
	return e
}

func (h *house) events(id string) []flow.Event {
	h.t.Helper()
	events, err := h.log.Read(h.t.Context(), id, 0, 1000)
	h.must(err)
	return events
}

// outline writes the log as "contact:hello assistant:half… contact:no".
func (h *house) outline(id string) string {
	var parts []string
	for _, e := range h.events(id) {
		var p struct {
			Text        string
			Interrupted bool
		}
		_ = json.Unmarshal(e.Payload, &p)
		mark := ""
		if p.Interrupted {
			mark = "!"
		}
		if e.Kind == flow.Message || e.Kind == flow.Note {
			parts = append(parts, string(e.Actor.Kind)+":"+p.Text+mark)
		} else {
			parts = append(parts, string(e.Kind))
		}
	}
	return strings.Join(parts, " | ")
}

func (h *house) wants(id, want string) {
	h.t.Helper()
	if got := h.outline(id); got != want {
		h.t.Errorf("the log is\n  %s\nwant\n  %s", got, want)
	}
}

func TestInterruptKeepsWhatWasSeenBeforeWhatInterrupted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		for name, test := range map[string]struct {
			seen func(run string) *conversation.Seen
			want string
		}{
			"what she has on her screen":   {func(run string) *conversation.Seen { return &conversation.Seen{Run: run, Offset: 4} }, "contact:Q | assistant:😀 a! | contact:no"},
			"never half a character":       {func(run string) *conversation.Seen { return &conversation.Seen{Run: run, Offset: 1} }, "contact:Q | assistant:! | contact:no"},
			"all of it when nothing said":  {func(string) *conversation.Seen { return nil }, "contact:Q | assistant:😀 abc! | contact:no"},
			"not more than there is":       {func(run string) *conversation.Seen { return &conversation.Seen{Run: run, Offset: 999} }, "contact:Q | assistant:😀 abc! | contact:no"},
			"nothing of an attempt before": {func(string) *conversation.Seen { return &conversation.Seen{Run: "run_before", Offset: 3} }, "contact:Q | assistant:! | contact:no"},
		} {
			t.Run(name, func(t *testing.T) {
				id := h.start()
				cause := h.says(id, "1", "Q", nil)
				ctx, run, end := h.StartRun(t.Context(), cause, "slow")
				defer end()
				run.Announce()
				h.must(run.Release("😀 abc"))
				h.says(id, "2", "no", test.seen(run.ID))
				h.wants(id, test.want)
				if ctx.Err() == nil {
					t.Error("the run's context goes on")
				}
				if err := run.Release(" more"); !errors.Is(err, conversation.ErrInterrupted) {
					t.Errorf("an interrupted run may not write: %v", err)
				}
			})
		}
	})
}

// The run that finishes at the very moment of the interrupt finds its place taken.
func TestAnInterruptedRunCannotAnswerToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		release, done := make(chan struct{}), make(chan struct{})
		h.log.AddStep(flow.Step{Name: conversation.AnswerStep, On: []flow.On{{Kind: flow.Message, By: flow.Contact}}, Do: func(ctx context.Context, e flow.Event) ([]flow.Draft, error) {
			if e.ClientKey != "1" {
				return nil, nil
			}
			_, run, end := h.StartRun(ctx, e, "slow")
			defer end()
			_ = run.Release("half")
			close(done)
			<-release
			return []flow.Draft{{Kind: flow.Message, Actor: conversation.AssistantActor, Payload: conversation.Answer{Text: "half and the rest"}}}, nil
		}})
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- h.log.Run(ctx) }()
		id := h.start()
		h.says(id, "1", "Q", nil)
		<-done
		e, err := h.Interrupt(t.Context(), id, nil)
		h.must(err)
		close(release)
		cancel()
		h.must(<-ended)
		if e == nil {
			t.Fatal("there was something to stop")
		}
		h.wants(id, "contact:Q | assistant:half!")
	})
}

func TestStaffVerbs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		id := h.start()
		h.says(id, "1", "help", nil)
		_, fresh, err := h.AskPerson(t.Context(), "sh", h.her.Contact.ID, id, "p")
		h.must(err)
		if _, again, err := h.AskPerson(t.Context(), "sh", h.her.Contact.ID, id, "p2"); err != nil || again || !fresh {
			t.Errorf("she waits already: fresh %v then %v, %v", fresh, again, err)
		}
		h.must(h.Take(t.Context(), "sh", id, mia, false))
		h.must(h.Take(t.Context(), "sh", id, mia, false))
		if err := h.Take(t.Context(), "sh", id, leo, false); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("Mia has it: %v", err)
		}
		if _, _, err := h.Reply(t.Context(), "sh", id, leo, conversation.Send{ClientKey: "r", Text: "me too"}); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("Mia has it: %v", err)
		}
		_, _, err = h.Reply(t.Context(), "sh", id, mia, conversation.Send{ClientKey: "r", Text: "hello"})
		h.must(err)
		_, fresh, err = h.Reply(t.Context(), "sh", id, mia, conversation.Send{ClientKey: "r", Text: "hello"})
		if err != nil || fresh {
			t.Errorf("a repeated reply is the first one: %v %v", fresh, err)
		}
		_, _, err = h.AddNote(t.Context(), "sh", id, mia, conversation.Send{ClientKey: "n", Text: "secret"})
		h.must(err)
		h.must(h.Take(t.Context(), "sh", id, leo, true))
		h.must(h.GiveBack(t.Context(), "sh", id, leo))
		h.must(h.Close(t.Context(), "sh", id, mia, conversation.Closing{}))
		h.must(h.Close(t.Context(), "sh", id, mia, conversation.Closing{}))
		h.says(id, "2", "one more", nil)
		h.wants(id, "contact:help | handoff | joined | agent:hello | agent:secret | left | joined | left | closed | reopened | contact:one more")
		for _, e := range h.events(id) {
			if _, may := conversation.ForCustomer(e); may != (e.Kind != flow.Note) {
				t.Errorf("may the customer see %s? %v", e.Kind, may)
			}
		}
		if _, err := h.Get(t.Context(), "other", id); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another shop: %v", err)
		}
		if _, _, err := h.Receive(t.Context(), "sh", "ct_other", id, conversation.Send{ClientKey: "x", Text: "x"}); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another customer: %v", err)
		}
	})
}

// The assistant's last word loses against a person who has just taken the conversation.
func TestAssistantIsSilentOnceTaken(t *testing.T) {
	db := storetest.SQLite(t)
	h := open(t, db)
	id := h.start()
	h.says(id, "1", "help", nil)
	h.must(h.Take(t.Context(), "sh", id, mia, false))
	err := db.Tx(t.Context(), func(tx *store.Tx) error {
		_, _, err := h.log.Append(t.Context(), tx, flow.Draft{Stream: id, Shop: "sh", Kind: flow.Message, Actor: conversation.AssistantActor, Payload: conversation.Answer{Text: "late"}})
		return err
	})
	if !errors.Is(err, flow.ErrRefused) {
		t.Errorf("got %v", err)
	}
	h.wants(id, "contact:help | joined")
}

// The columns of a conversation follow from its log: replaying the log into an empty row gives the same row.
func TestColumnsFollowFromTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		random := rand.New(rand.NewPCG(1, 2))
		for range 20 {
			id := h.start()
			h.says(id, "first", "first", nil)
			for i := range 25 {
				h.random(random, id, fmt.Sprint(i))
			}
			before, err := h.Get(t.Context(), "sh", id)
			h.must(err)
			_, err = db.Exec(t.Context(), `UPDATE conversations SET status = 'open', queue = '', assignee = '', assignee_name = '', head = 0, unread = 0, subject = '', last_text = '',
				last_at = 0, last_actor = '', last_name = '', waiting_since = 0, handoff_reason = '', rating = 0, updated_at = 0, last_seq = 0, snoozed_until = 0, snoozed_by = '', snoozed_name = '', reminder = '' WHERE id = $1`, id)
			h.must(err)
			for _, e := range h.events(id) {
				h.must(db.Tx(t.Context(), func(tx *store.Tx) error { return h.log.Replay(t.Context(), tx, e) }))
			}
			after, err := h.Get(t.Context(), "sh", id)
			h.must(err)
			a, _ := json.Marshal(before)
			b, _ := json.Marshal(after)
			if string(a) != string(b) {
				t.Fatalf("log %s\nbefore %s\nafter  %s", h.outline(id), a, b)
			}
		}
	})
}

func (h *house) random(r *rand.Rand, id, key string) {
	ctx := h.t.Context()
	who := []flow.Actor{mia, leo}[r.IntN(2)]
	switch r.IntN(12) {
	case 0, 1:
		h.says(id, key, "text "+key, nil)
	case 2:
		_, _, _ = h.Reply(ctx, "sh", id, who, conversation.Send{ClientKey: key, Text: "reply " + key})
	case 3:
		_ = h.Take(ctx, "sh", id, who, r.IntN(2) == 0)
	case 4:
		_ = h.GiveBack(ctx, "sh", id, who)
	case 5:
		_ = h.Close(ctx, "sh", id, who, conversation.Closing{Comment: "done"})
	case 6:
		_, _, _ = h.AskPerson(ctx, "sh", h.her.Contact.ID, id, "")
	case 7:
		_, _ = h.Rate(ctx, "sh", h.her.Contact.ID, id, conversation.RatingNote{Score: 1 + r.IntN(5)})
	case 8:
		_, _ = h.Edit(ctx, "sh", id, who, h.row(id).Head, "mended "+key)
	case 9:
		_, _ = h.Recall(ctx, "sh", id, who, h.row(id).Head)
	case 10:
		_ = h.Snooze(ctx, "sh", id, who, nil)
	case 11:
		_, _, _ = h.AddNote(ctx, "sh", id, who, conversation.Send{ClientKey: key, Text: "note " + key, Mentions: []string{leo.ID}})
	}
}

func TestBadMessages(t *testing.T) {
	h := open(t, storetest.SQLite(t))
	id := h.start()
	for name, text := range map[string]string{"empty": "", "blank": " \n\t ", "only controls": "\x00\x01", "too long": strings.Repeat("ä", conversation.MaxText+1)} {
		_, _, err := h.Receive(t.Context(), "sh", h.her.Contact.ID, id, conversation.Send{ClientKey: "k", Text: text})
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Invalid || f.Fields[0].Location != "body.text" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(h.events(id)); n != 0 {
		t.Errorf("%d events were kept", n)
	}
	if got := conversation.Clean("  a\x00b\r\nc\xff\x7f "); got != "ab\nc\uFFFD" {
		t.Errorf("Clean gives %q", got)
	}
}

func TestIdentityTiesAContactAndForgets(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		ctx := t.Context()
		ann := &conversation.Identity{Subject: "c-1", Email: "ann@example.com", Name: "Ann"}
		token, nobody, err := h.Open(ctx, conversation.Opening{Shop: "sh"})
		h.must(err)
		c, err := h.Start(ctx, nobody)
		h.must(err)
		same, known, err := h.Open(ctx, conversation.Opening{Shop: "sh", Token: token, Identity: ann})
		h.must(err)
		if same != token || !known.Contact.Verified || known.Contact.Email != ann.Email {
			t.Errorf("the same browser becomes known: %v", known)
		}
		if _, err := h.Owned(ctx, "sh", known.Contact.ID, c.ID); err != nil {
			t.Errorf("what she wrote before comes along: %v", err)
		}
		other, bob, err := h.Open(ctx, conversation.Opening{Shop: "sh", Token: token, Identity: &conversation.Identity{Subject: "c-2", Email: "bob@example.com"}})
		h.must(err)
		if other == token || bob.Contact.ID == known.Contact.ID {
			t.Error("somebody else gets another session")
		}
		if _, err := h.Owned(ctx, "sh", bob.Contact.ID, c.ID); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("and does not see hers: %v", err)
		}
		h.must(h.Forget(ctx, token))
		if _, err := h.Session(ctx, token); fault.CodeOf(err) != fault.Unauthenticated {
			t.Errorf("a forgotten session: %v", err)
		}
	})
}
