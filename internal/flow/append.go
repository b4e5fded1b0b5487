package flow

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"parley/internal/store"
)

// Apply changes the tables of the room that owns a kind, in the transaction that appends the event.
type Apply func(ctx context.Context, tx *store.Tx, e Event) error

// Log is the log of one database and the steps that run on this node.
type Log struct {
	db    *store.DB
	node  string
	log   *slog.Logger
	apply map[Kind]Apply
	steps []Step
	now   func() time.Time
	lanes *dispatcher
	nodes Nodes
}

// leaseTime is how long a node keeps a stream's steps to itself without renewing. A dead node's work waits at most that long.
const leaseTime = 10 * time.Second

// New makes the log; node names this process and survives its restart, so that it finds its own leases again.
func New(db *store.DB, node string, log *slog.Logger) *Log {
	l := &Log{db: db, node: node, log: log, apply: map[Kind]Apply{}, now: time.Now, nodes: alone{}}
	l.lanes = newDispatcher(l)
	return l
}

// OnApply registers the owner of a kind. Before Run only.
func (l *Log) OnApply(k Kind, f Apply) {
	if l.apply[k] != nil {
		panic("flow: two rooms own the kind " + string(k))
	}
	l.apply[k] = f
}

// Append adds an event and applies it. fresh is false when the client key or the cause was there before: then the first event
// comes back and nothing changes.
func (l *Log) Append(ctx context.Context, tx *store.Tx, d Draft) (e Event, fresh bool, err error) {
	if first, err := l.find(ctx, tx, d); err == nil || !errors.Is(err, sql.ErrNoRows) {
		return first, false, err
	}
	e, err = l.AppendNew(ctx, tx, d)
	return e, err == nil, err
}

// AppendNew is Append for a caller that has looked for the client key in this transaction already. On PostgreSQL a rival that was quicker
// makes the transaction run again, and the look then finds it.
func (l *Log) AppendNew(ctx context.Context, tx *store.Tx, d Draft) (e Event, err error) {
	payload, err := d.payload()
	if err != nil {
		return Event{}, err
	}
	e = Event{Stream: d.Stream, Shop: d.Shop, Kind: d.Kind, Actor: d.Actor, ClientKey: d.ClientKey, At: l.now().UTC().Truncate(time.Millisecond), Payload: payload}
	owner, err := l.advance(ctx, tx, &e)
	if err != nil {
		return Event{}, err
	}
	if err := insert(ctx, tx, e, d.Cause); err != nil {
		return Event{}, err
	}
	if f := l.apply[e.Kind]; f != nil {
		if err := f(ctx, tx, e); err != nil {
			return Event{}, err
		}
	}
	tx.AfterCommit(func() { l.hand(e, owner) })
	return e, nil
}

// find looks for an earlier event with the same client key or cause; sql.ErrNoRows when there is none.
func (l *Log) find(ctx context.Context, tx *store.Tx, d Draft) (Event, error) {
	if d.ClientKey != "" {
		return l.sent(ctx, tx, d.Stream, d.Actor, d.ClientKey)
	}
	if d.Cause.Event != "" {
		return scan(tx.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE cause = $1 AND step = $2 AND ordinal = $3",
			d.Cause.Event, d.Cause.Step, d.Cause.Ordinal))
	}
	return Event{}, sql.ErrNoRows
}

// advance takes the next seq of the stream, which also locks its row until the commit, and the stream's lease when it is free.
func (l *Log) advance(ctx context.Context, tx *store.Tx, e *Event) (owner string, err error) {
	now := store.Millis(e.At)
	err = tx.QueryRow(ctx, `INSERT INTO streams (stream, shop, head, node, lease_until, updated_at) VALUES ($1, $2, 1, $3, $4, $5)
		ON CONFLICT (stream) DO UPDATE SET head = streams.head + 1, updated_at = excluded.updated_at,
			node = CASE WHEN streams.lease_until < excluded.updated_at THEN excluded.node ELSE streams.node END,
			lease_until = CASE WHEN streams.lease_until < excluded.updated_at OR streams.node = excluded.node THEN excluded.lease_until ELSE streams.lease_until END
		RETURNING head, node`, e.Stream, e.Shop, l.node, now+leaseTime.Milliseconds(), now).Scan(&e.Seq, &owner)
	return owner, err
}

func insert(ctx context.Context, tx *store.Tx, e Event, c Cause) error {
	var key, cause, step, ordinal any
	if e.ClientKey != "" {
		key = e.ClientKey
	}
	if c.Event != "" {
		cause, step, ordinal = c.Event, c.Step, c.Ordinal
	}
	_, err := tx.Exec(ctx, `INSERT INTO events (stream, seq, shop, kind, actor_kind, actor_id, actor_name, client_key, cause, step, ordinal, at, payload)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		e.Stream, e.Seq, e.Shop, string(e.Kind), string(e.Actor.Kind), e.Actor.ID, e.Actor.Name, key, cause, step, ordinal, store.Millis(e.At), string(e.Payload))
	return err
}

// Read returns the events of a stream after a seq, oldest first, at most limit of them.
func (l *Log) Read(ctx context.Context, stream string, after int64, limit int) ([]Event, error) {
	return read(ctx, l.db, stream, after, limit)
}

func read(ctx context.Context, q store.Querier, stream string, after int64, limit int) ([]Event, error) {
	rows, err := q.Query(ctx, "SELECT "+columns+" FROM events WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3", stream, after, limit)
	if err != nil {
		return nil, err
	}
	return collect(rows)
}

func collect(rows *sql.Rows) ([]Event, error) {
	defer rows.Close()
	var events []Event
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

// HeadOf is the seq of the newest event of a stream, 0 when there is none.
func (l *Log) HeadOf(ctx context.Context, stream string) (head int64, err error) {
	err = l.db.QueryRow(ctx, "SELECT head FROM streams WHERE stream = $1", stream).Scan(&head)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return head, err
}

// Head is how far a stream is.
type Head struct {
	Stream, Shop string
	Seq          int64
}

// Changed returns the heads of the streams that got their newest event between two times: what a node compares with what it has shown.
func (l *Log) Changed(ctx context.Context, from, to time.Time) (heads []Head, err error) {
	rows, err := l.db.Query(ctx, "SELECT stream, shop, head FROM streams WHERE updated_at >= $1 AND updated_at <= $2", store.Millis(from), store.Millis(to))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var h Head
		if err := rows.Scan(&h.Stream, &h.Shop, &h.Seq); err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	return heads, rows.Err()
}

// Sent finds the event of an earlier send; sql.ErrNoRows when there was none.
func (l *Log) Sent(ctx context.Context, stream string, actor Actor, key string) (Event, error) {
	return l.sent(ctx, l.db, stream, actor, key)
}

// SentIn is Sent inside a transaction.
func (l *Log) SentIn(ctx context.Context, tx *store.Tx, stream string, actor Actor, key string) (Event, error) {
	return l.sent(ctx, tx, stream, actor, key)
}

func (l *Log) sent(ctx context.Context, q store.Querier, stream string, actor Actor, key string) (Event, error) {
	if key == "" {
		return Event{}, sql.ErrNoRows
	}
	return scan(q.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE stream = $1 AND actor_kind = $2 AND actor_id = $3 AND client_key = $4",
		stream, string(actor.Kind), actor.ID, key))
}

// Caused finds the first event that a step returned for a cause.
func (l *Log) Caused(ctx context.Context, cause, step string) (Event, error) {
	return scan(l.db.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE cause = $1 AND step = $2 AND ordinal = 0", cause, step))
}

// Done tells whether a step has already returned something for an event, or somebody has in its place.
func (l *Log) Done(ctx context.Context, e Event, step string) (bool, error) {
	_, err := l.Caused(ctx, e.ID(), step)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Newest finds the newest event of two kinds on a stream; sql.ErrNoRows when there is none.
func (l *Log) Newest(ctx context.Context, stream string, a, b Kind) (Event, error) {
	return scan(l.db.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE stream = $1 AND kind IN ($2, $3) ORDER BY seq DESC LIMIT 1", stream, string(a), string(b)))
}

// Last returns the newest events of some kinds on a stream, newest first, at most limit of them.
func (l *Log) Last(ctx context.Context, stream string, limit int, kinds ...Kind) ([]Event, error) {
	marks, args := make([]string, len(kinds)), []any{stream, limit}
	for i, k := range kinds {
		args = append(args, string(k))
		marks[i] = fmt.Sprintf("$%d", len(args))
	}
	rows, err := l.db.Query(ctx, "SELECT "+columns+" FROM events WHERE stream = $1 AND kind IN ("+strings.Join(marks, ", ")+") ORDER BY seq DESC LIMIT $2", args...)
	if err != nil {
		return nil, err
	}
	return collect(rows)
}

// Replay applies an event again, to rebuild state from the log.
func (l *Log) Replay(ctx context.Context, tx *store.Tx, e Event) error {
	if f := l.apply[e.Kind]; f != nil {
		return f(ctx, tx, e)
	}
	return nil
}
