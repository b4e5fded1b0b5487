package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Away tells an error that says nothing about what was asked, only that the database cannot be reached at the moment: PostgreSQL is
// restarting, or the line to it is broken. Whatever was being committed may or may not be kept; whoever tries again must be able to
// live with both, as everything with a client key or a cause can.
func Away(err error) bool {
	if err == nil {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		// class 08 connection; 57P01-57P05 shutdown, crash, starting up; 53300 too many connections
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "53300"
	}
	var connect *pgconn.ConnectError
	var line *net.OpError
	return errors.As(err, &connect) || errors.As(err, &line) || errors.Is(err, driver.ErrBadConn) || brokenLine(err)
}

// brokenLine knows the errors of a line that broke in the middle, for which the driver has no type.
func brokenLine(err error) bool {
	return told(err.Error(), "unexpected EOF", "conn closed", "failed to deallocate cached statement")
}

// told tells whether a text has one of the parts.
func told(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// Calm is a log that does not repeat for every request what Watch tells once: records whose error is Away are left out.
func Calm(h slog.Handler) slog.Handler { return calm{h} }

type calm struct{ slog.Handler }

func (c calm) Handle(ctx context.Context, r slog.Record) error {
	away := false
	r.Attrs(func(a slog.Attr) bool {
		away = calmable(a)
		return !away
	})
	if away {
		return nil
	}
	return c.Handler.Handle(ctx, r)
}

// calmable tells whether an attribute says that the database is away. A library may write its error as a text.
func calmable(a slog.Attr) bool {
	if err, ok := a.Value.Any().(error); ok {
		return Away(err)
	}
	return (a.Key == "err" || a.Key == "error") && a.Value.Kind() == slog.KindString &&
		told(a.Value.String(), "failed to connect to", "unexpected EOF", "conn closed", driver.ErrBadConn.Error(), "SQLSTATE 57P", "SQLSTATE 08")
}

func (c calm) WithAttrs(attrs []slog.Attr) slog.Handler { return calm{c.Handler.WithAttrs(attrs)} }
func (c calm) WithGroup(name string) slog.Handler       { return calm{c.Handler.WithGroup(name)} }

// watched is whether the database answered when it was last asked.
type watched struct {
	mu   sync.Mutex
	away error
}

// Watch asks the database every second whether it is there, until ctx ends, and tells the log when that changes.
func (db *DB) Watch(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			db.look(ctx)
		}
	}
}

func (db *DB) look(ctx context.Context) {
	asking, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := db.Ping(asking)
	if ctx.Err() != nil {
		return
	}
	db.watched.mu.Lock()
	defer db.watched.mu.Unlock()
	was := db.watched.away
	db.watched.away = err
	switch {
	case err != nil && was == nil:
		db.log.Warn("The database does not answer; nothing is taken in until it does", "reason", err.Error())
	case err == nil && was != nil:
		db.log.Info("The database answers again")
	}
}
