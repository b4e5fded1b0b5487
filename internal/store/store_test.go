package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/store"
	"parley/internal/store/storetest"
)

func TestTx(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		mustExec(t, db, "INSERT INTO streams (stream, shop, updated_at) VALUES ($1, $2, $3)", "kept", "s", 1)
		boom := errors.New("boom")
		told := false
		err := db.Tx(ctx, func(tx *store.Tx) error {
			tx.AfterCommit(func() { told = true })
			if _, err := tx.Exec(ctx, "INSERT INTO streams (stream, shop, updated_at) VALUES ('lost', 's', 1)"); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) || told {
			t.Errorf("a failing transaction returns its error and tells nobody; got %v, told %v", err, told)
		}
		if n := count(t, db); n != 1 {
			t.Errorf("a failing transaction leaves nothing; there are %d rows", n)
		}
	})
}

// Many transactions share a commit; one that fails among them fails alone.
func TestGroupCommitKeepsTransactionsApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var all sync.WaitGroup
		const n = 300
		for i := range n {
			all.Go(func() {
				err := db.Tx(context.Background(), func(tx *store.Tx) error {
					if _, err := tx.Exec(context.Background(), "INSERT INTO streams (stream, shop, updated_at) VALUES ($1, 's', 1)", fmt.Sprint(i)); err != nil {
						return err
					}
					if i%3 == 0 {
						return errors.New("no")
					}
					return nil
				})
				if (err != nil) != (i%3 == 0) {
					t.Errorf("transaction %d: %v", i, err)
				}
			})
		}
		all.Wait()
		if got := count(t, db); got != n-n/3 {
			t.Errorf("%d rows are there, want %d", got, n-n/3)
		}
	})
}

// A customer who hangs up in the middle of her transaction takes nobody else's with it: SQLite would roll back all of a commit group
// when one of its writes is interrupted.
func TestHangingUpHarmsNobodyElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var all sync.WaitGroup
		busy, begun := make(chan struct{}), make(chan struct{})
		all.Go(func() { // while this one runs, the others gather for the next commit
			err := db.Tx(context.Background(), func(*store.Tx) error { close(begun); <-busy; return nil })
			if err != nil {
				t.Error(err)
			}
		})
		<-begun
		for i := range 9 {
			all.Go(func() {
				ctx, hangUp := context.WithCancel(context.Background())
				defer hangUp()
				err := db.Tx(ctx, func(tx *store.Tx) error {
					if i%3 == 1 {
						time.AfterFunc(2*time.Millisecond, hangUp)
					}
					_, err := tx.Exec(ctx, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000)
						INSERT INTO streams (stream, shop, updated_at) SELECT $1 || '-' || i, 's', 1 FROM n`, fmt.Sprint(i))
					return err
				})
				if err != nil && !(i%3 == 1 && errors.Is(err, context.Canceled)) {
					t.Errorf("transaction %d: %v", i, err)
				}
			})
		}
		close(busy)
		all.Wait()
		if n := count(t, db); n%20000 != 0 || n < 6*20000 {
			t.Errorf("%d rows are not the six whole transactions of those who stayed", n)
		}
	})
}

func TestCancelledBeforeItBegan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err := db.Tx(ctx, func(tx *store.Tx) error { _, err := tx.Exec(ctx, "DELETE FROM streams"); return err })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestDuplicateIsRecognised(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		mustExec(t, db, "INSERT INTO streams (stream, shop, updated_at) VALUES ('a', 's', 1)")
		_, err := db.Exec(t.Context(), "INSERT INTO streams (stream, shop, updated_at) VALUES ('a', 's', 1)")
		if !store.IsDuplicate(err) {
			t.Errorf("%v is a duplicate", err)
		}
	})
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	dir := t.TempDir()
	url := storetest.PostgresURL(t)
	for name, place := range map[string]struct{ dir, url, driver, dsn string }{
		"sqlite":   {dir, "", "sqlite", "file:" + filepath.Join(dir, "parley.db")},
		"postgres": {t.TempDir(), url, "pgx", url},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := store.Open(t.Context(), place.dir, place.url, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			db.Close()
			raw, err := sql.Open(place.driver, place.dsn)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := raw.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)"); err != nil {
				t.Fatal(err)
			}
			raw.Close()
			_, err = store.Open(t.Context(), place.dir, place.url, slog.New(slog.DiscardHandler))
			if err == nil || !strings.Contains(err.Error(), "newer Parley") {
				t.Errorf("a newer database is refused in clear words; got %v", err)
			}
		})
	}
}

// Fresh equals upgraded: the schema after all migrations at once is the schema after one at a time, with data in it.
func TestFreshEqualsUpgraded(t *testing.T) {
	fresh, upgraded := t.TempDir(), t.TempDir()
	for version := int64(1); ; version++ {
		more, err := store.MigrateTo(t.Context(), upgraded, "", version)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			break
		}
	}
	if a, b := schema(t, fresh), schema(t, upgraded); a != b {
		t.Errorf("fresh:\n%s\nupgraded:\n%s", a, b)
	}
	a, b := storetest.PostgresURL(t), storetest.PostgresURL(t)
	for version := int64(1); ; version++ {
		more, err := store.MigrateTo(t.Context(), t.TempDir(), b, version)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			break
		}
	}
	if x, y := pgSchema(t, a), pgSchema(t, b); x != y {
		t.Errorf("fresh:\n%s\nupgraded:\n%s", x, y)
	}
}

func pgSchema(t *testing.T, url string) string {
	t.Helper()
	db, err := store.Open(t.Context(), t.TempDir(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return lines(t, db, "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'")
}

func schema(t *testing.T, dir string) string {
	t.Helper()
	db, err := store.Open(t.Context(), dir, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return lines(t, db, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
}

func lines(t *testing.T, db *store.DB, query string) string {
	t.Helper()
	rows, err := db.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

func mustExec(t *testing.T, db *store.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, db *store.DB) (n int) {
	t.Helper()
	if err := db.QueryRow(t.Context(), "SELECT COUNT(*) FROM streams").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
