package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parley/internal/store"
)

// drainTime is how long a stop waits for steps that are at work, so that a running answer is finished.
const drainTime = 20 * time.Second

// Run keeps the steps going until ctx ends: it picks up what was left unsettled by a crash or by another node, renews leases and
// writes down how far the steps are. At the end it lets running steps finish.
func (l *Log) Run(ctx context.Context) error {
	if err := l.Check(); err != nil {
		return err
	}
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	l.sweep(ctx, 0)
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return l.stop()
		case <-tick.C:
			l.settle(ctx)
			if n%2 == 0 {
				l.sweep(ctx, time.Second)
			}
		}
	}
}

func (l *Log) stop() error {
	done := make(chan struct{})
	go func() { l.lanes.running.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(drainTime):
		l.log.Warn("Steps were still running at the stop; they go on after the next start")
	}
	l.lanes.cancel()
	<-done
	l.settle(context.Background())
	return nil
}

// sweep takes over streams that have events which nobody works on: after a crash, or when another node is gone.
func (l *Log) sweep(ctx context.Context, age time.Duration) {
	now := l.now()
	free, args := l.free(now, 2)
	rows, err := l.db.Query(ctx, `SELECT stream FROM streams WHERE settled < head AND updated_at <= $1 AND `+free+` ORDER BY updated_at LIMIT 1000`,
		append([]any{store.Millis(now.Add(-age))}, args...)...)
	if err != nil {
		if ctx.Err() == nil {
			l.log.Error("Unfinished streams could not be listed", "error", err)
		}
		return
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err == nil {
			names = append(names, name)
		}
	}
	rows.Close()
	for _, name := range names {
		l.takeOver(ctx, name)
	}
}

// free is the condition for a stream whose steps may run here: it is ours, nobody's any more, or a dead node's. Its first placeholder has
// the number n.
func (l *Log) free(now time.Time, n int) (condition string, args []any) {
	condition, args = fmt.Sprintf("(node = $%d OR lease_until < $%d", n, n+1), []any{l.node, store.Millis(now)}
	for i, dead := range l.nodes.Dead() {
		condition += fmt.Sprintf(" OR node = $%d", n+2+i)
		args = append(args, dead)
	}
	return condition + ")", args
}

// takeOver claims the lease and reads what is missing. A stream that is at work here is only renewed.
func (l *Log) takeOver(ctx context.Context, name string) {
	if claimed, err := l.claim(ctx, name); err != nil || !claimed {
		return
	}
	s := l.lanes.stream(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used = time.Now()
	l.lanes.fetch(s)
}

// claim takes or renews the lease of a stream, unless another node has it.
func (l *Log) claim(ctx context.Context, stream string) (bool, error) {
	now := l.now()
	free, args := l.free(now, 4)
	n, err := l.db.Exec(ctx, `UPDATE streams SET node = $1, lease_until = $2 WHERE stream = $3 AND `+free,
		append([]any{l.node, store.Millis(now.Add(leaseTime)), stream}, args...)...)
	return n > 0, err
}

// settle writes down, in one transaction, how far streams have come, and forgets those that rest.
func (l *Log) settle(ctx context.Context) {
	type progress struct {
		s    *stream
		upTo int64
	}
	var moved []progress
	d := l.lanes
	d.mu.Lock()
	for name, s := range d.streams {
		s.mu.Lock()
		upTo := s.settled()
		switch {
		case !s.loaded:
		case upTo > s.saved:
			moved = append(moved, progress{s, upTo})
		case upTo == s.handed && !s.reading && len(s.early) == 0 && time.Since(s.used) > time.Minute:
			delete(d.streams, name)
		}
		s.mu.Unlock()
	}
	d.mu.Unlock()
	if len(moved) == 0 {
		return
	}
	err := l.db.Tx(ctx, func(tx *store.Tx) error {
		for _, p := range moved {
			if _, err := tx.Exec(ctx, "UPDATE streams SET settled = $1 WHERE stream = $2 AND settled < $1", p.upTo, p.s.name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		if ctx.Err() == nil {
			l.log.Error("Progress of the steps could not be saved", "error", err)
		}
		return
	}
	for _, p := range moved {
		p.s.mu.Lock()
		p.s.saved = max(p.s.saved, p.upTo)
		p.s.mu.Unlock()
	}
}

// cursors reads how far the steps are on a stream.
func (l *Log) cursors(ctx context.Context, stream string) (settled int64, cursors map[string]int64, err error) {
	if err = l.db.QueryRow(ctx, "SELECT settled FROM streams WHERE stream = $1", stream).Scan(&settled); err != nil {
		return 0, nil, err
	}
	rows, err := l.db.Query(ctx, "SELECT step, seq FROM cursors WHERE stream = $1", stream)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	cursors = map[string]int64{}
	for rows.Next() {
		var step string
		var seq int64
		if err := rows.Scan(&step, &seq); err != nil {
			return 0, nil, err
		}
		cursors[step] = seq
	}
	return settled, cursors, rows.Err()
}

// stillNewest refuses what answers an event that has been overtaken. The stream's row is locked by now, so nothing comes in between:
// this holds also against a node that nobody could reach to interrupt it.
func stillNewest(ctx context.Context, tx *store.Tx, e Event, before int64) error {
	var newer int64
	err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM events WHERE stream = $1 AND seq > $2 AND seq < $3 AND kind = $4 AND actor_kind = $5",
		e.Stream, e.Seq, before, string(e.Kind), string(e.Actor.Kind)).Scan(&newer)
	if err == nil && newer > 0 {
		return ErrRefused
	}
	return err
}

const maxTries = 6

// errStopping means that the program ends before the event is through.
var errStopping = errors.New("flow: the program is stopping")

// do runs a step on an event and commits what it returns together with its cursor. It retries with growing pauses; after the
// last try the event goes to the dead letters and the stream goes on.
func (d *dispatcher) do(s Step, e Event) error {
	var err error
	for try := 0; try < maxTries; try++ {
		if err = d.once(s, e); err == nil || errors.Is(err, ErrRefused) {
			return nil
		}
		if d.ctx.Err() != nil {
			return errStopping
		}
		if store.Away(err) {
			try = max(0, try-1) // that is not the event's fault: it waits until the database is back
		}
		d.log.log.Warn("A step failed and is tried again", "step", s.Name, "event", e.ID(), "try", try+1, "error", err)
		select {
		case <-time.After(50 * time.Millisecond << try):
		case <-d.ctx.Done():
			return errStopping
		}
	}
	d.log.bury(d.ctx, s, e, err)
	return err
}

func (d *dispatcher) once(s Step, e Event) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	drafts, err := s.Do(d.ctx, e)
	if err != nil || len(drafts) == 0 {
		return err
	}
	return d.log.db.Tx(d.ctx, func(tx *store.Tx) error { return d.log.keep(d.ctx, tx, s, e, drafts) })
}

// keep appends what a step returned and moves its cursor.
func (l *Log) keep(ctx context.Context, tx *store.Tx, s Step, e Event, drafts []Draft) error {
	for i, draft := range drafts {
		draft.Stream, draft.Shop = e.Stream, e.Shop
		draft.Cause = Cause{Event: e.ID(), Step: s.Name, Ordinal: i}
		made, fresh, err := l.Append(ctx, tx, draft)
		if err != nil {
			return err
		}
		if i == 0 && !fresh {
			break // a former attempt, or the interrupt, has already put something in this place
		}
		if draft.Newest {
			if err := stillNewest(ctx, tx, e, made.Seq); err != nil {
				return err
			}
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO cursors (step, stream, seq) VALUES ($1, $2, $3)
		ON CONFLICT (stream, step) DO UPDATE SET seq = CASE WHEN cursors.seq < excluded.seq THEN excluded.seq ELSE cursors.seq END`, s.Name, e.Stream, e.Seq)
	return err
}
