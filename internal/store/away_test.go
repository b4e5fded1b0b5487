package store

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

func TestAwayIsOnlyTheLine(t *testing.T) {
	for _, c := range []struct {
		err  error
		away bool
	}{
		{nil, false},
		{sql.ErrNoRows, false},
		{errors.New("the lamp is out"), false},
		{&pgconn.PgError{Code: "23505"}, false},
		{&pgconn.PgError{Code: "40001"}, false},
		{&pgconn.PgError{Code: "57P01", Message: "terminating connection due to administrator command"}, true},
		{&pgconn.PgError{Code: "57P03", Message: "the database system is starting up"}, true},
		{&pgconn.PgError{Code: "08006"}, true},
		{fmt.Errorf("a step: %w", driver.ErrBadConn), true},
		{&net.OpError{Op: "dial", Err: errors.New("connection refused")}, true},
		{errors.New("failed to receive message: unexpected EOF"), true},
	} {
		if Away(c.err) != c.away {
			t.Errorf("%v: away is %t", c.err, !c.away)
		}
	}
}

func TestACalmLogLeavesOutWhatWatchTells(t *testing.T) {
	var text bytes.Buffer
	log := slog.New(Calm(slog.NewTextHandler(&text, nil)))
	log.Error("A request failed", "path", "/x", "error", fmt.Errorf("reading: %w", driver.ErrBadConn))
	log.With("room", "flow").Error("A step failed", "error", driver.ErrBadConn)
	log.Error("producer: Error fetching jobs", "err", "failed to connect to `user=parley`: connection refused", "queue", "default")
	log.Error("Another thing failed", "error", sql.ErrNoRows)
	if said := text.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "Another thing") {
		t.Errorf("it said:\n%s", said)
	}
}
