package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// group is SQLite's one writer. Transactions wait in a channel; it takes all that are there, runs each inside a savepoint of
// one outer transaction and commits once: many sends share one fsync. A transaction that fails is rolled back alone.
type group struct {
	conn  *sql.Conn
	stmts *statements
	jobs  chan *job
	stop  chan struct{}
	done  chan struct{}
	once  sync.Once
}

type job struct {
	ctx context.Context
	f   func(tx *Tx) error
	tx  *Tx
	err error
	end chan struct{}
}

// maxGroup bounds how many transactions share a commit, so that the first of them does not wait long.
const maxGroup = 128

var errClosed = errors.New("store: closed")

func newGroup(ctx context.Context, db *sql.DB) (*group, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	g := &group{conn: conn, stmts: newStatements(), jobs: make(chan *job, maxGroup), stop: make(chan struct{}), done: make(chan struct{})}
	go g.loop()
	return g, nil
}

// do hands f to the writer and waits until it is on disk. When ctx ends before f has begun, f does not run.
func (g *group) do(ctx context.Context, f func(tx *Tx) error) error {
	j := &job{ctx: ctx, f: f, end: make(chan struct{})}
	select {
	case g.jobs <- j:
	case <-g.stop:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-j.end:
		return j.err
	case <-g.done:
		select {
		case <-j.end:
			return j.err
		default:
			return errClosed
		}
	}
}

func (g *group) close() {
	g.once.Do(func() { close(g.stop) })
	<-g.done
}

func (g *group) loop() {
	defer close(g.done)
	for {
		select {
		case j := <-g.jobs:
			g.commit(g.gather(j))
		case <-g.stop:
			for len(g.jobs) > 0 {
				g.commit(g.gather(<-g.jobs))
			}
			g.stmts.close()
			g.conn.Close()
			return
		}
	}
}

func (g *group) gather(first *job) []*job {
	batch := []*job{first}
	for len(batch) < maxGroup {
		select {
		case j := <-g.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the batch. The group's own statements must not be cancelled by one caller's context, or all would fail.
func (g *group) commit(batch []*job) {
	ctx := context.Background()
	outer, err := g.conn.BeginTx(ctx, nil) // immediate, see sqliteSettings
	if err != nil {
		finish(batch, err)
		return
	}
	if len(batch) == 1 {
		if g.alone(ctx, outer, batch[0]) {
			return
		}
	} else {
		for _, j := range batch {
			j.err = g.one(ctx, outer, j)
		}
	}
	if err := outer.Commit(); err != nil {
		_ = g.raw(ctx, "ROLLBACK") // the commit's error is the one to report
		finish(batch, err)
		return
	}
	for _, j := range batch {
		if j.err == nil {
			for _, f := range j.tx.after {
				f()
			}
		}
		close(j.end)
	}
}

// alone runs the only transaction of a batch without a savepoint: it is the whole. done is true when it failed and nothing is left.
func (g *group) alone(ctx context.Context, outer *sql.Tx, j *job) (done bool) {
	if j.err = j.ctx.Err(); j.err == nil {
		j.tx = g.tx(outer)
		if j.err = j.f(j.tx); j.err == nil {
			return false
		}
	}
	if undo := outer.Rollback(); undo != nil {
		j.err = errors.Join(j.err, undo)
	}
	close(j.end)
	return true
}

// tx runs its statements on the connection, where they stay prepared from one transaction to the next.
func (g *group) tx(outer *sql.Tx) *Tx {
	return &Tx{run: g.conn, stmts: g.stmts, on: g.conn, outer: outer}
}

func (g *group) one(ctx context.Context, outer *sql.Tx, j *job) error {
	if err := j.ctx.Err(); err != nil {
		return err
	}
	if err := g.raw(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	j.tx = g.tx(outer)
	if err := j.f(j.tx); err != nil {
		if undo := g.raw(ctx, "ROLLBACK TO one"); undo != nil {
			return errors.Join(err, undo)
		}
		_ = g.raw(ctx, "RELEASE one") // nothing is left in it
		return err
	}
	return g.raw(ctx, "RELEASE one")
}

func (g *group) raw(ctx context.Context, query string) error {
	stmt, err := g.stmts.get(ctx, g.conn, query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

func finish(batch []*job, err error) {
	for _, j := range batch {
		j.err = err
		close(j.end)
	}
}
