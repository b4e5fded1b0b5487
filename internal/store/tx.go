package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Tx is one transaction.
type Tx struct {
	run   runner
	stmts *statements // nil: the driver keeps its own (pgx)
	on    preparer
	outer *sql.Tx
	after []func()
}

// Library lends the transaction to a library that writes into the same database, as the queue of jobs does. What is written through it
// is committed, or rolled back, with all the rest. On SQLite it must not be given a context that may end: see exec.
func (tx *Tx) Library() *sql.Tx { return tx.outer }

type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// AfterCommit registers what happens once the transaction is on disk, in the order of commits. It must not block and must not
// open a transaction itself.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Exec runs a statement and returns the number of rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// exec on SQLite looks at ctx before the statement only: a write that is interrupted would roll back all of the commit group, of which
// this transaction is a part.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if tx.stmts == nil {
		return tx.run.ExecContext(ctx, query, args...)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	stmt, err := tx.stmts.get(ctx, tx.on, query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// Query reads rows; the caller closes them before the next statement.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if tx.stmts == nil {
		return tx.run.QueryContext(ctx, query, args...)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	stmt, err := tx.stmts.get(ctx, tx.on, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRow reads one row; what writes and returns may stand here, too.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if tx.stmts == nil {
		return tx.run.QueryRowContext(ctx, query, args...)
	}
	ctx = context.WithoutCancel(ctx)
	stmt, err := tx.stmts.get(ctx, tx.on, query)
	if err != nil {
		return tx.run.QueryRowContext(ctx, query, args...)
	}
	return stmt.QueryRowContext(ctx, args...)
}

// Tx runs f in a transaction and returns after commit and fsync. When f fails nothing of it remains. On PostgreSQL f may run
// again after a conflict, so it must not have effects of its own; use AfterCommit.
func (db *DB) Tx(ctx context.Context, f func(tx *Tx) error) error {
	if db.group != nil {
		return db.group.do(ctx, f)
	}
	for try := 0; ; try++ {
		err := db.postgresTx(ctx, f)
		if err == nil || try == maxTries || !conflict(err) {
			return err
		}
		// Full conflicts are rare and short; the pause grows so that two rivals do not meet again.
		select {
		case <-time.After(time.Duration(try+1) * 5 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

const maxTries = 8

func (db *DB) postgresTx(ctx context.Context, f func(tx *Tx) error) error {
	inner, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	tx := &Tx{run: inner, outer: inner}
	if err := f(tx); err != nil {
		_ = inner.Rollback() // the first error is the one to report
		return err
	}
	if err := inner.Commit(); err != nil {
		return err
	}
	for _, g := range tx.after {
		g()
	}
	return nil
}

// conflict tells a PostgreSQL error that goes away when the transaction runs again: serialization, deadlock, and two sends of the
// same client key at the same moment (the second then finds the first).
func conflict(err error) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	return pg.Code == "40001" || pg.Code == "40P01" || (pg.Code == "23505" && pg.TableName == "events")
}

// IsDuplicate tells a violated unique key of either database.
func IsDuplicate(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite interface{ Code() int }
	return errors.As(err, &lite) && (lite.Code() == 2067 || lite.Code() == 1555) // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
}
