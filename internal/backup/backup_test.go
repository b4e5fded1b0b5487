package backup_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"parley/internal/backup"
	"parley/internal/jobs"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

// place is an empty place for a server of one sort of database.
func place(t *testing.T, postgres bool) backup.Place {
	t.Helper()
	p := backup.Place{Data: filepath.Join(t.TempDir(), "data")}
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	if postgres {
		p.Database = storetest.PostgresURL(t)
	}
	return p
}

func open(t *testing.T, p backup.Place) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), p.Data, p.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// awkward texts and numbers, which a format may lose.
var awkward = []string{"", "plain", "tab\tline\nreturn\r", `back\slash \N \x41`, `"quoted" 'single'`, "zero\u200bwidth \u202emirror", "日本語 ไทย عربي 👩‍👩‍👧‍👦", "<script>&amp;", strings.Repeat("x", 70_000), "\u2028\u2029"}

// furnish fills a place with rows of every kind of column, and files.
func furnish(t *testing.T, p backup.Place) {
	t.Helper()
	db := open(t, p)
	defer db.Close()
	err := db.Tx(t.Context(), func(tx *store.Tx) error {
		put := func(query string, args ...any) {
			if _, err := tx.Exec(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		put("INSERT INTO shops (id, slug, name, locale, locales, identity_secret, created_at) VALUES ('s', 'demo', 'Shop', 'en-US', '[]', 'secret', $1)", int64(math.MaxInt64))
		put("INSERT INTO staff (id, shop, email, name, role, password, disabled, created_at) VALUES ('st', 's', 'a@b.example', 'A', 'owner', 'hash', TRUE, 1)")
		put("INSERT INTO staff_sessions (hash, staff, csrf, expires_at) VALUES ('h', 'st', 'c', -5)")
		put("INSERT INTO passage_vectors (shop, article, locale, market, hash, model, vector) VALUES ('s', 'a', 'en', '', 'h', 'm', $1)", []byte{0, 1, 254, 255, '\\', 10})
		put("INSERT INTO streams (stream, shop, updated_at) VALUES ('c', 's', 1)")
		for i, text := range awkward {
			put("INSERT INTO events (stream, seq, shop, kind, actor_kind, actor_id, client_key, at, payload) VALUES ('c', $1, 's', 'message', 'contact', 'x', $2, 1, $3)", i, key(i), text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	queue(t, db, time.Date(2031, 1, 2, 3, 4, 5, 678_000_000, time.UTC))
	write(t, p.Data, "secrets.json", `{"node":"n"}`)
	write(t, p.Data, "files/att_1", "\x00\x01picture")
	write(t, p.Data, "files/.put-123", "half a file")
	write(t, p.Data, "wordbooks/deu/words", "Haus\thouse")
	write(t, p.Data, "files/empty", "")
}

// errand is a job of the tests.
type errand struct {
	Name string `json:"name"`
}

func (errand) Kind() string { return "errand" }

// queue puts one job that is due and one for later into the queue.
func queue(t *testing.T, db *store.DB, later time.Time) {
	t.Helper()
	j, err := jobs.Open(t.Context(), db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	jobs.Handle(j, func(context.Context, jobs.Job[errand]) error { return nil }, jobs.Options{})
	err = db.Tx(t.Context(), func(tx *store.Tx) error {
		return errors.Join(j.Add(t.Context(), tx, errand{"<now> 日本"}, jobs.Key("k")), j.Add(t.Context(), tx, errand{"later"}, jobs.At(later)))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func key(i int) any {
	if i%2 == 0 {
		return nil
	}
	return fmt.Sprint("key ", i)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// whole is everything in a place as text: each row of each table, each file.
func whole(t *testing.T, p backup.Place) []string {
	t.Helper()
	db, err := store.OpenAsItIs(p.Data, p.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all []string
	err = db.Snapshot(t.Context(), func(s *store.Snapshot) error {
		for _, table := range s.Tables {
			all = append(all, fmt.Sprint(table))
			if err := s.Rows(t.Context(), table, func(values []any) error {
				all = append(all, fmt.Sprintf("%s %#v", table.Name, values))
				return nil
			}); err != nil {
				return err
			}
		}
		waiting, err := jobs.ReadWaiting(t.Context(), s)
		for _, w := range waiting { // PostgreSQL keeps documents in a form of its own
			var what errand
			if err := json.Unmarshal(w.Doc, &what); err != nil {
				return err
			}
			all = append(all, fmt.Sprintf("job %s %s %s %s %d", w.Kind, w.Key, what, w.At.Round(time.Millisecond), w.Tries))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(p.Data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "parley.db") || strings.HasPrefix(d.Name(), ".put-") {
			return err
		}
		text, err := os.ReadFile(path)
		all = append(all, fmt.Sprintf("file %s %q", path[len(p.Data):], text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// same names what differs between two places.
func same(t *testing.T, have, want []string) {
	t.Helper()
	for _, one := range have {
		if !slices.Contains(want, one) {
			t.Errorf("came up: %.200s", one)
		}
	}
	for _, one := range want {
		if !slices.Contains(have, one) {
			t.Errorf("got lost: %.200s", one)
		}
	}
	if len(have) != len(want) {
		t.Errorf("%d things, want %d", len(have), len(want))
	}
}

func save(t *testing.T, from backup.Place, passphrase string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup.tar.zst")
	if _, err := backup.Write(t.Context(), backup.Order{From: from, To: file, Passphrase: passphrase, Program: "test"}); err != nil {
		t.Fatal(err)
	}
	return file
}

// eachWay runs a test for all ways between the two sorts of database.
func eachWay(t *testing.T, test func(t *testing.T, from, to backup.Place)) {
	for _, from := range []bool{false, true} {
		for _, to := range []bool{false, true} {
			name := map[bool]string{false: "sqlite", true: "postgres"}
			t.Run(name[from]+" to "+name[to], func(t *testing.T) { test(t, place(t, from), place(t, to)) })
		}
	}
}

func TestARestoredServerEqualsTheOriginal(t *testing.T) {
	eachWay(t, func(t *testing.T, from, to backup.Place) {
		furnish(t, from)
		want := whole(t, from)
		file := save(t, from, "")
		_, done, err := backup.Restore(t.Context(), backup.Return{File: file, To: to})
		if err != nil {
			t.Fatal(err)
		}
		same(t, whole(t, to), want)
		if done.Jobs != 2 || done.Files != 4 || done.Rows < int64(len(awkward)) {
			t.Errorf("told: %s", done)
		}
		goesOn(t, to)
	})
}

// goesOn starts on a restored database: the job that is due is done, and one with the key of another is known as its twin.
func goesOn(t *testing.T, p backup.Place) {
	t.Helper()
	db := open(t, p)
	defer db.Close()
	j, err := jobs.Open(t.Context(), db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan string, 9)
	jobs.Handle(j, func(_ context.Context, one jobs.Job[errand]) error { done <- one.Args.Name; return nil }, jobs.Options{})
	if err := db.Tx(t.Context(), func(tx *store.Tx) error { return j.Add(t.Context(), tx, errand{"twin"}, jobs.Key("k")) }); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- j.Run(ctx) }()
	select {
	case name := <-done:
		if name != "<now> 日本" {
			t.Errorf("done: %s", name)
		}
	case <-time.After(30 * time.Second):
		t.Error("the job that was due is not done")
	}
	cancel()
	if err := <-ended; err != nil || len(done) > 0 {
		t.Errorf("the end: %v, %d more jobs done", err, len(done))
	}
}

// Every column of ours is of a kind that goes from one sort of database to the other.
func TestNoColumnIsSpecial(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		err := db.Snapshot(t.Context(), func(s *store.Snapshot) error {
			for _, table := range s.Tables {
				for _, c := range table.Columns {
					if c.Kind == store.Special {
						t.Errorf("%s.%s has a type that a backup cannot bring to the other database; use TEXT, BIGINT, DOUBLE PRECISION, BOOLEAN or BYTEA", table.Name, c.Name)
					}
				}
			}
			if len(s.Tables) < 10 {
				t.Errorf("only %d tables are listed", len(s.Tables))
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestABackupIsOfOneMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		put := func(stream string) {
			if _, err := db.Exec(t.Context(), "INSERT INTO streams (stream, shop, updated_at) VALUES ($1, 's', 1)", stream); err != nil {
				t.Fatal(err)
			}
		}
		put("before")
		err := db.Snapshot(t.Context(), func(s *store.Snapshot) error {
			put("meanwhile")
			n, err := s.Count(t.Context(), "streams")
			if n != 1 {
				t.Errorf("%d streams, want the one of the beginning", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		put("afterwards") // the connection is free again
	})
}

// Attachments that lie elsewhere come along, and go back to where the new server has them.
func TestAttachmentsElsewhere(t *testing.T) {
	from, to := place(t, false), place(t, false)
	furnish(t, from)
	from.Files = filepath.Join(t.TempDir(), "shared")
	if err := os.Rename(filepath.Join(from.Data, "files"), from.Files); err != nil {
		t.Fatal(err)
	}
	file := save(t, from, "")
	back := func(o backup.Return, attachments string) {
		t.Helper()
		if _, _, err := backup.Restore(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(filepath.Join(attachments, "att_1")); err != nil || string(text) != "\x00\x01picture" {
			t.Errorf("%q, %v", text, err)
		}
	}
	back(backup.Return{File: file, To: to}, filepath.Join(to.Data, "files"))
	to.Files = filepath.Join(t.TempDir(), "another")
	write(t, to.Files, "att_1", "of another server")
	if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: backup.Place{Data: filepath.Join(t.TempDir(), "empty"), Files: to.Files}}); err == nil {
		t.Error("another server's attachments were overwritten")
	}
	back(backup.Return{File: file, To: to, Force: true}, to.Files)
}

func TestEncrypted(t *testing.T) {
	from, to := place(t, false), place(t, false)
	furnish(t, from)
	file := save(t, from, "correct horse")
	text, err := os.ReadFile(file)
	if err != nil || bytes.Contains(text, []byte("parley.json")) || !bytes.HasPrefix(text, []byte("age-encryption.org/")) {
		t.Fatalf("%.60q, %v", text, err)
	}
	for passphrase, want := range map[string]string{"": "--passphrase-file", "wrong": "right passphrase"} {
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to, Passphrase: passphrase}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", passphrase, err)
		}
	}
	if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to, Passphrase: "correct horse"}); err != nil {
		t.Fatal(err)
	}
	same(t, whole(t, to), whole(t, from))
}

// Whatever happens to a file on its way, a restore sees it before it touches anything.
func TestADamagedFileIsRefused(t *testing.T) {
	from, to := place(t, false), place(t, false)
	furnish(t, from)
	whole, err := os.ReadFile(save(t, from, ""))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "damaged")
	refused := func(what string, text []byte) {
		t.Helper()
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to}); err == nil {
			t.Errorf("%s was restored", what)
		}
		if list, err := os.ReadDir(to.Data); err != nil || len(list) > 0 {
			t.Errorf("%s has left %v in the data folder (%v)", what, list, err)
		}
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/40 {
		refused(fmt.Sprintf("the first %d bytes", n), whole[:n])
		changed := slices.Clone(whole)
		changed[n] ^= 0x10
		if bytes.Equal(unpacked(t, whole), unpacked(t, changed)) {
			continue // a bit that says nothing: zstd leaves some between its codes
		}
		refused(fmt.Sprintf("a bit of byte %d", n), changed)
	}
	refused("something else", []byte("PK\x03\x04 this is a zip"))
}

// unpacked is what a file holds; nil when it cannot be read to its end.
func unpacked(t *testing.T, file []byte) []byte {
	t.Helper()
	r, err := zstd.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		return nil
	}
	return text
}

func TestNothingIsOverwritten(t *testing.T) {
	eachWay(t, func(t *testing.T, from, to backup.Place) {
		furnish(t, from)
		file := save(t, from, "")
		if _, err := backup.Write(t.Context(), backup.Order{From: from, To: file}); err == nil || !strings.Contains(err.Error(), "never overwrites") {
			t.Errorf("a backup over a backup: %v", err)
		}
		furnish(t, to)
		write(t, to.Data, "files/older", "older")
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to}); err == nil || !strings.Contains(err.Error(), "--force") {
			t.Errorf("a restore over a server: %v", err)
		}
		running := open(t, to)
		if err := running.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to, Force: true}); err == nil || !strings.Contains(err.Error(), "stop") {
			t.Errorf("a restore under a running server: %v", err)
		}
		running.Close()
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to, Force: true}); err != nil {
			t.Fatal(err)
		}
		same(t, whole(t, to), whole(t, from))
	})
}

func TestABackupStaysOutOfTheDataFolder(t *testing.T) {
	from := place(t, false)
	furnish(t, from)
	if _, err := backup.Write(t.Context(), backup.Order{From: from, To: filepath.Join(from.Data, "files", "b")}); err == nil || !strings.Contains(err.Error(), "data folder") {
		t.Errorf("got %v", err)
	}
}

// A backup that is interrupted leaves no file with its name, and nothing else.
func TestAnInterruptedBackupLeavesNothing(t *testing.T) {
	from := place(t, false)
	furnish(t, from)
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	_, err := backup.Write(ctx, backup.Order{From: from, To: filepath.Join(dir, "b"), Progress: func(string, backup.Totals) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if list, _ := os.ReadDir(dir); len(list) > 0 {
		t.Errorf("left: %v", list)
	}
}

// A restore that is interrupted is known as such, and goes on when it is asked again.
func TestAnInterruptedRestoreIsKnown(t *testing.T) {
	eachWay(t, func(t *testing.T, from, to backup.Place) {
		furnish(t, from)
		file := save(t, from, "")
		ctx, cancel := context.WithCancel(t.Context())
		verified := false
		_, _, err := backup.Restore(ctx, backup.Return{File: file, To: to, Progress: func(table string, _ backup.Totals) {
			verified = verified || table == "words_met"
			if verified && table == "orders" {
				cancel()
			}
		}})
		if err == nil || !backup.Unfinished(to.Data) {
			t.Fatalf("interrupted: %v, known: %v", err, backup.Unfinished(to.Data))
		}
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: file, To: to}); err != nil {
			t.Fatal(err)
		}
		if backup.Unfinished(to.Data) {
			t.Error("the second restore counts as interrupted, too")
		}
		same(t, whole(t, to), whole(t, from))
	})
}

// A backup of an older schema is brought up to date, one of a newer one is refused before anything is touched.
func TestSchemas(t *testing.T) {
	eachWay(t, func(t *testing.T, from, to backup.Place) {
		const old = 5
		if _, err := store.MigrateTo(t.Context(), from.Data, from.Database, old); err != nil {
			t.Fatal(err)
		}
		if _, _, err := backup.Restore(t.Context(), backup.Return{File: save(t, from, ""), To: to}); err != nil {
			t.Fatal(err)
		}
		fresh := place(t, false)
		db := open(t, fresh)
		_, err := jobs.Open(t.Context(), db, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		db.Close()
		same(t, whole(t, to), whole(t, fresh))
		db = open(t, to)
		if _, err := db.Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)"); err != nil {
			t.Fatal(err)
		}
		db.Close()
		empty := place(t, false)
		_, _, err = backup.Restore(t.Context(), backup.Return{File: save(t, to, ""), To: empty})
		if list, _ := os.ReadDir(empty.Data); err == nil || !strings.Contains(err.Error(), "newer") || len(list) > 0 {
			t.Errorf("got %v, left %v", err, list)
		}
	})
}
