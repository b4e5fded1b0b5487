package promise

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"parley/internal/store"
)

func insert(ctx context.Context, tx *store.Tx, shop string, ordinal int, p Promise) error {
	_, err := tx.Exec(ctx, `INSERT INTO promises (id, shop, conversation, event, ordinal, text, by_kind, by_id, by_name, zone, said_due_at, due_at, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 'open', $12) ON CONFLICT DO NOTHING`,
		p.ID, shop, p.Conversation, p.Event, ordinal, p.Text, string(p.By.Kind), p.By.ID, p.By.Name, p.Zone, store.Millis(p.DueAt), store.Millis(p.CreatedAt))
	return err
}

func insertByHand(ctx context.Context, tx *store.Tx, shop, key string, p Promise) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO promises (id, shop, conversation, client_key, text, by_kind, by_id, by_name, zone, said_due_at, due_at, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 'open', $11) ON CONFLICT DO NOTHING`,
		p.ID, shop, p.Conversation, key, p.Text, string(p.By.Kind), p.By.ID, p.By.Name, p.Zone, store.Millis(p.DueAt), store.Millis(p.CreatedAt))
	return n == 1, err
}

const selectPromise = `SELECT p.id, p.conversation, k.name, c.locale, COALESCE(p.event, 0), p.text, p.by_kind, p.by_id, p.by_name, p.zone, p.said_due_at, p.due_at,
	p.state, p.ended_at, p.ended_by, p.created_at
	FROM promises p JOIN conversations c ON c.id = p.conversation JOIN contacts k ON k.id = c.contact `

type scanner interface{ Scan(dest ...any) error }

func (l *Ledger) scan(row scanner) (Promise, error) {
	var p Promise
	var said, due, ended, created int64
	err := row.Scan(&p.ID, &p.Conversation, &p.Contact, &p.Locale, &p.Event, &p.Text, &p.By.Kind, &p.By.ID, &p.By.Name, &p.Zone, &said, &due, &p.State, &ended, &p.EndedBy, &created)
	p.DueAt, p.CreatedAt = store.Time(due), store.Time(created)
	if said != due {
		t := store.Time(said)
		p.SaidDueAt = &t
	}
	if ended > 0 {
		t := store.Time(ended)
		p.EndedAt = &t
		p.Late = p.State == Kept && ended > due
	}
	if p.State == Open && due < store.Millis(l.now()) {
		p.State = Broken
	}
	return p, err
}

func (l *Ledger) get(ctx context.Context, q store.Querier, shop, id string) (Promise, error) {
	p, err := l.scan(q.QueryRow(ctx, selectPromise+"WHERE p.id = $1 AND p.shop = $2", id, shop))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound()
	}
	return p, err
}

func (l *Ledger) byKey(ctx context.Context, q store.Querier, conversation, by, key string) (Promise, error) {
	return l.scan(q.QueryRow(ctx, selectPromise+"WHERE p.conversation = $1 AND p.by_id = $2 AND p.client_key = $3", conversation, by, key))
}

// Filter narrows a list.
type Filter struct {
	State        State // "" all
	DueBefore    time.Time
	Conversation string
	Limit        int
}

// List is a shop's promises: what is to be kept by its time, what has ended with the newest first.
func (l *Ledger) List(ctx context.Context, shop string, f Filter) ([]Promise, error) {
	where, args := []string{"p.shop = $1"}, []any{shop}
	add := func(clause string, v any) {
		args = append(args, v)
		where = append(where, fmt.Sprintf(clause, len(args)))
	}
	now := store.Millis(l.now())
	order := "p.due_at"
	switch f.State {
	case Open:
		add("p.state = 'open' AND p.due_at >= $%d", now)
	case Broken:
		add("p.state = 'open' AND p.due_at < $%d", now)
	case Kept, Withdrawn:
		add("p.state = $%d", string(f.State))
		order = "p.ended_at DESC"
	}
	if !f.DueBefore.IsZero() {
		add("p.due_at < $%d", store.Millis(f.DueBefore))
	}
	if f.Conversation != "" {
		add("p.conversation = $%d", f.Conversation)
	}
	return l.list(ctx, fmt.Sprintf("WHERE %s ORDER BY %s, p.id LIMIT %d", strings.Join(where, " AND "), order, f.Limit), args...)
}

// Of lists the promises of a conversation, those to be kept first.
func (l *Ledger) Of(ctx context.Context, shop, conversation string) ([]Promise, error) {
	return l.list(ctx, "WHERE p.shop = $1 AND p.conversation = $2 ORDER BY CASE WHEN p.state = 'open' THEN 0 ELSE 1 END, p.due_at, p.id LIMIT 50", shop, conversation)
}

func (l *Ledger) list(ctx context.Context, where string, args ...any) ([]Promise, error) {
	rows, err := l.db.Query(ctx, selectPromise+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Promise{}
	for rows.Next() {
		p, err := l.scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// Counts is how many promises a shop has to keep, and how many of them are broken.
type Counts struct {
	Open   int `json:"open"`
	Broken int `json:"broken"`
}

// Counts counts.
func (l *Ledger) Counts(ctx context.Context, shop string) (n Counts, err error) {
	err = l.db.QueryRow(ctx, `SELECT COALESCE(SUM(CASE WHEN due_at >= $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN due_at < $2 THEN 1 ELSE 0 END), 0)
		FROM promises WHERE shop = $1 AND state = 'open'`, shop, store.Millis(l.now())).Scan(&n.Open, &n.Broken)
	return n, err
}
