package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// engine of a database: how a test gets a fresh, empty one.
type database struct {
	name  string
	fresh func() (url string, err error)
}

var sqlite = database{"sqlite", func() (string, error) { return "", nil }}

var postgres = database{"postgres", freshPostgres}

// onBoth runs a test on SQLite and on PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, d database)) {
	for _, d := range []database{sqlite, postgres} {
		t.Run(d.name, func(t *testing.T) { test(t, d) })
	}
}

// url makes a database or fails the test.
func (d database) url(t *testing.T) string {
	t.Helper()
	u, err := d.fresh()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

var databases atomic.Int64

// freshPostgres makes an empty database in the PostgreSQL of the test run.
func freshPostgres() (string, error) {
	at := os.Getenv("PARLEY_TEST_POSTGRES")
	if at == "" {
		return "", errors.New("PARLEY_TEST_POSTGRES is not set; run this through scripts/with-services")
	}
	u, err := url.Parse(at)
	if err != nil {
		return "", fmt.Errorf("PARLEY_TEST_POSTGRES: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	name := fmt.Sprintf("e2e_%d_%d", os.Getpid(), databases.Add(1))
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
