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

// engine of a database: how a test gets a fresh, empty one, and whether two processes serve it.
type database struct {
	name  string
	fresh func() (url string, err error)
	two   bool
}

var sqlite = database{name: "sqlite", fresh: func() (string, error) { return "", nil }}

var postgres = database{name: "postgres", fresh: freshPostgres}

// cluster is two processes on one PostgreSQL and one Redis: customers are on the first, staff on the second.
var cluster = database{name: "cluster", fresh: freshPostgres, two: true}

// onWorlds runs a test alone on SQLite and on two processes.
func onWorlds(t *testing.T, test func(t *testing.T, d database)) {
	for _, d := range []database{sqlite, cluster} {
		t.Run(d.name, func(t *testing.T) { test(t, d) })
	}
}

// server describes a server of this kind with a data folder of its own; start starts it, and the second beside it.
func (d database) server(binary, dir, url string, flags ...string) (*server, error) {
	s := newServer(binary, dir, url, flags...)
	if !d.two {
		return s, nil
	}
	redis := os.Getenv("PARLEY_TEST_REDIS")
	if redis == "" {
		return nil, errors.New("PARLEY_TEST_REDIS is not set; run this through scripts/with-services")
	}
	s.pair(dir, redis)
	return s, nil
}

// begin starts a server of this kind that ends with the test.
func (d database) begin(t *testing.T, binary string, env []string, flags ...string) *server {
	t.Helper()
	s, err := d.server(binary, t.TempDir(), d.url(t), flags...)
	if err != nil {
		t.Fatal(err)
	}
	s.env = env
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("what the server said:\n%s", s.said(6000))
		}
	})
	return s
}

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
