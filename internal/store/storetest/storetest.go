// Package storetest opens real databases for tests: one suite runs on SQLite and on PostgreSQL.
package storetest

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"strings"
	"testing"

	"parley/internal/store"
)

// Each runs a test on a fresh SQLite file and on a fresh PostgreSQL database.
func Each(t *testing.T, f func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite is a fresh database in a temporary file.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return open(t, t.TempDir(), "")
}

// Postgres is a fresh database on the server that PARLEY_TEST_POSTGRES names. Without it the test fails: it is never skipped.
func Postgres(t testing.TB) *store.DB {
	t.Helper()
	return open(t, t.TempDir(), PostgresURL(t))
}

// PostgresURL makes an empty database and returns its address.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("PARLEY_TEST_POSTGRES")
	if server == "" {
		t.Fatal("PARLEY_TEST_POSTGRES is not set: run make test, or scripts/with-services go test ./...")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	name := "t" + strings.ToLower(store.NewID("x"))[2:]
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	base, query, _ := strings.Cut(server, "?")
	return base[:strings.LastIndex(base, "/")+1] + name + "?" + query
}

func open(t testing.TB, dir, url string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), dir, url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
