// Package fill puts a shop's past into a database, as rows and not as requests: two hundred thousand conversations in a minute or two. The
// same number always gives the same past.
package fill

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"time"

	"parley/bench/corpus"
	"parley/internal/store"
)

// Options say whose past, and how long.
type Options struct {
	Dir, Database string // as parley serve has them
	Shop          string // slug
	Conversations int
	Live          int // the newest ones, which are not closed: half with the assistant, the rest waits or is taken
}

// messages is how many a conversation has.
const messages = 10

// Marker is a word that only the newest conversation has: when a search finds it, all are searchable.
const Marker = "zzyzx"

// batch is how many conversations share a transaction.
const batch = 500

// Past writes it. The program may not run on the same SQLite file meanwhile.
func Past(ctx context.Context, o Options) error {
	db, err := store.Open(ctx, o.Dir, o.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer db.Close()
	w := &writer{Options: o, r: rand.New(rand.NewPCG(4, 2)), articles: corpus.Make(800), now: time.Now()}
	if err := db.QueryRow(ctx, "SELECT id FROM shops WHERE slug = $1", o.Shop).Scan(&w.shop); err != nil {
		return err
	}
	for from := 0; from < o.Conversations; from += batch {
		err := db.Tx(ctx, func(tx *store.Tx) error { return w.write(ctx, tx, from, min(from+batch, o.Conversations)) })
		if err != nil {
			return err
		}
	}
	if db.Postgres() {
		_, err = db.Exec(ctx, "ANALYZE")
	}
	return err
}

type writer struct {
	Options
	shop     string
	r        *rand.Rand
	articles []corpus.Article
	now      time.Time
}

func (w *writer) write(ctx context.Context, tx *store.Tx, from, to int) error {
	contacts := rows{into: "contacts (id, shop, name, email, locale, country, created_at, seen_at)"}
	conversations := rows{into: `conversations (id, shop, contact, status, queue, locale, country, subject, assignee, assignee_name, head, unread, last_text, last_at, last_actor,
		waiting_since, handoff_reason, created_at, updated_at)`}
	streams := rows{into: "streams (stream, shop, head, settled, updated_at)"}
	events := rows{into: "events (stream, seq, shop, kind, actor_kind, actor_id, at, payload)"}
	for i := from; i < to; i++ {
		c := w.make(i)
		name := names[w.r.IntN(len(names))] + " " + surnames[w.r.IntN(len(surnames))]
		contacts.add(c.contact, w.shop, name, fmt.Sprintf("%s%d@example.com", strings.ToLower(strings.ReplaceAll(name, " ", ".")), i), c.locale, c.country, c.began, c.ended)
		streams.add(c.id, w.shop, messages, messages, c.ended)
		for n, text := range c.texts {
			kind, actor := "message", []string{"contact", "assistant", "contact", "assistant", "contact", "agent"}[n%6]
			if n == messages-2 {
				kind, actor = "note", "agent"
			}
			events.add(c.id, n+1, w.shop, kind, actor, "", c.began+int64(n)*60_000, payload(text, actor))
		}
		last := c.texts[messages-1]
		conversations.add(c.id, w.shop, c.contact, c.status, c.queue, c.locale, c.country, clip(c.texts[0], 80), c.assignee, c.assignee, messages, c.unread, clip(last, 200), c.ended, "contact",
			c.waiting, c.reason, c.began, c.ended)
	}
	for _, table := range []rows{contacts, conversations, streams, events} {
		if err := table.insert(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// talk is one conversation.
type talk struct {
	id, contact, status, queue, locale, country, assignee, reason string
	texts                                                         [messages]string
	began, ended, waiting                                         int64
	unread                                                        int
}

func (w *writer) make(i int) talk {
	left := w.Conversations - i // 1 is the newest
	ended := w.now.Add(-time.Duration(left) * 40 * time.Second)
	q := corpus.Ask(w.r, w.articles)
	_, country, _ := strings.Cut(q.Locale, "-")
	c := talk{id: fmt.Sprintf("cv_fill%08d", i), contact: fmt.Sprintf("ct_fill%08d", i), status: "closed", locale: q.Locale, country: country,
		began: store.Millis(ended.Add(-messages * time.Minute)), ended: store.Millis(ended)}
	if left <= w.Live {
		c.live(i, w.r)
	}
	for n := range c.texts {
		c.texts[n] = w.sentence(n)
	}
	c.texts[0] = q.Text
	c.texts[2] = fmt.Sprintf("%s #%d", c.texts[2], 100000+i)
	if left == 1 {
		c.texts[messages-1] += " " + Marker
	}
	return c
}

// live gives a conversation to the assistant, to the queue, or to one of twenty agents.
func (c *talk) live(i int, r *rand.Rand) {
	c.unread = r.IntN(3)
	switch i % 4 {
	case 0, 1:
		c.status = "open"
	case 2:
		c.status, c.queue, c.reason, c.waiting = "waiting", "general", "asked", c.ended
	case 3:
		c.status, c.assignee = "taken", fmt.Sprintf("st_fill%d", r.IntN(20))
	}
}

// sentence takes a piece of an article: real words of the shop's languages.
func (w *writer) sentence(n int) string {
	a := w.articles[w.r.IntN(len(w.articles))]
	body := []rune(a.Body)
	from := w.r.IntN(max(1, len(body)/2))
	return string(body[from:min(len(body), from+60+40*(n%3))])
}

func payload(text, actor string) string {
	p := map[string]any{"text": text}
	if actor == "assistant" { // as large as a real answer with its evidence
		p["evidence"] = []map[string]string{{"id": "e1", "kind": "article", "ref": "a1", "quote": strings.Repeat(text+" ", 4)}}
		p["outcome"] = "answered"
	}
	b, _ := json.Marshal(p) // strings always encode
	return string(b)
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// rows are inserted many at a time.
type rows struct {
	into string
	vals []any
	wide int
}

func (t *rows) add(vals ...any) {
	t.wide = len(vals)
	t.vals = append(t.vals, vals...)
}

// together is how many rows go into one statement: few enough for the number of its arguments.
const together = 50

func (t rows) insert(ctx context.Context, tx *store.Tx) error {
	for at := 0; at < len(t.vals); at += together * t.wide {
		part := t.vals[at:min(at+together*t.wide, len(t.vals))]
		var b strings.Builder
		for i := range part {
			switch {
			case i == 0:
				b.WriteString("($1")
			case i%t.wide == 0:
				fmt.Fprintf(&b, "), ($%d", i+1)
			default:
				fmt.Fprintf(&b, ", $%d", i+1)
			}
		}
		if _, err := tx.Exec(ctx, "INSERT INTO "+t.into+" VALUES "+b.String()+")", part...); err != nil {
			return err
		}
	}
	return nil
}

var (
	names    = strings.Fields("Anna Ben Carla Dmitri Elif Fatima Giorgio Haruka Ines Jonas Kai Linh Marta Noor Olga Pedro Quynh Rosa Sven Tomás Uma Vera Wei Xenia Yuki Zoë 丽华 敏 健太 지우")
	surnames = strings.Fields("Almeida Becker Conti Dubois Eriksen Fischer García Haddad Ivanova Jensen Kowalski Lopes Müller Nguyen Okafor Petrov Quiroz Rossi Silva Tanaka Ueda Vogel Weber Yılmaz Zhang")
)
