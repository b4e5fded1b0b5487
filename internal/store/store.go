// Package store opens the database, brings its schema up to date and runs transactions.
//
// One SQL text serves SQLite and PostgreSQL: placeholders are $1, $2 …, times are milliseconds since 1970 in BIGINT columns,
// documents are JSON in TEXT columns. On SQLite many transactions that arrive together share one commit, and so one fsync
// (group.go); PostgreSQL does the same by itself.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	// The two drivers; nothing else in Parley names them.
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// Querier is what a room's SQL needs; a Tx and a DB both are one.
type Querier interface {
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// DB is an open database, migrated. Its Querier methods read outside any transaction.
type DB struct {
	read     *sql.DB
	write    *sql.DB
	library  *sql.DB // for libraries with tables of their own
	group    *group  // nil on PostgreSQL
	postgres bool
	stmts    *statements
	log      *slog.Logger
	watched  watched
}

// migrating is the lock of schema changes, any number that nobody else uses.
const migrating = 7_201_300

// Open opens the database at url ("postgres://…") or, when url is empty, the SQLite file parley.db in dir, and migrates it.
func Open(ctx context.Context, dir, url string, log *slog.Logger) (*DB, error) {
	db, err := connect(dir, url, log)
	if err != nil {
		return nil, err
	}
	if err := alone(ctx, db.write, db.postgres, migrating, func() error { return migrate(ctx, db.write, db.postgres) }); err != nil {
		db.read.Close()
		db.write.Close()
		return nil, err
	}
	if !db.postgres {
		if db.group, err = newGroup(ctx, db.write); err != nil {
			return nil, err
		}
	}
	return db, nil
}

func connect(dir, url string, log *slog.Logger) (*DB, error) {
	if url != "" {
		pool, err := sql.Open("pgx", url)
		if err != nil {
			return nil, fmt.Errorf("database address %q cannot be read: %w", url, err)
		}
		pool.SetMaxOpenConns(20)
		pool.SetMaxIdleConns(10)
		pool.SetConnMaxIdleTime(5 * time.Minute)
		return &DB{read: pool, write: pool, library: pool, postgres: true, stmts: newStatements(), log: log}, nil
	}
	file := filepath.Join(dir, "parley.db")
	write, err := sql.Open("sqlite", "file:"+file+sqliteSettings)
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1) // SQLite has one writer; a second connection would only wait for its lock
	read, err := sql.Open("sqlite", "file:"+file+sqliteSettings+"&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	library, err := sql.Open("sqlite", "file:"+file+sqliteSettings)
	if err != nil {
		return nil, err
	}
	library.SetMaxOpenConns(1) // it waits for its turn to write as a second process would; opened at its first use
	return &DB{read: read, write: write, library: library, stmts: newStatements(), log: log}, nil
}

// sqliteSettings, in the order in which they are applied:
// busy_timeout first, so that the next ones wait for a second process (parley token create) instead of failing;
// WAL lets readers go on while one writes; synchronous FULL fsyncs each commit, which is what an acknowledgement promises;
// foreign keys are off by default in SQLite; 8 MB of page cache for each of the few connections; BEGIN takes the write lock at
// once, so that a transaction never fails half-way with "locked".
const sqliteSettings = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
	"&_pragma=foreign_keys(1)&_pragma=cache_size(-8000)&_pragma=temp_store(MEMORY)&_txlock=immediate"

// Postgres tells which of the two databases this is, for /readyz and the log.
func (db *DB) Postgres() bool { return db.postgres }

// Close waits for the running group commit and closes all connections.
func (db *DB) Close() error {
	if db.group != nil {
		db.group.close()
	}
	if !db.postgres {
		db.stmts.close()
		db.write.Close()
		db.library.Close()
	}
	return db.read.Close()
}

// Library is a pool for a library that keeps its own tables in this database, as the queue of jobs does.
func (db *DB) Library() *sql.DB { return db.library }

// Alone runs f while no other node runs anything under the same number: changes of the schema, which two nodes that start together
// would do both. SQLite has one node.
func (db *DB) Alone(ctx context.Context, number int64, f func() error) error {
	return alone(ctx, db.write, db.postgres, number, f)
}

func alone(ctx context.Context, pool *sql.DB, postgres bool, number int64, f func() error) error {
	if !postgres {
		return f()
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", number); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", number) }() // a lost connection unlocks by itself
	return f()
}

// Ping tells whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.read.PingContext(ctx) }

// Exec is there so that a DB is a Querier; it opens a transaction of its own.
func (db *DB) Exec(ctx context.Context, query string, args ...any) (n int64, err error) {
	err = db.Tx(ctx, func(tx *Tx) error {
		n, err = tx.Exec(ctx, query, args...)
		return err
	})
	return n, err
}

// Query reads rows outside a transaction.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if db.postgres {
		return db.read.QueryContext(ctx, query, args...)
	}
	stmt, err := db.stmts.get(ctx, db.read, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRow reads one row outside a transaction.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if db.postgres {
		return db.read.QueryRowContext(ctx, query, args...)
	}
	stmt, err := db.stmts.get(ctx, db.read, query)
	if err != nil {
		return db.read.QueryRowContext(ctx, query, args...) // reports the same error through Scan
	}
	return stmt.QueryRowContext(ctx, args...)
}
