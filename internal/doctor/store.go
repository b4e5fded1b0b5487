package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"parley/internal/store"
)

// one reads a single value as text.
func one(ctx context.Context, db *store.DB, query string, args ...any) (text string, err error) {
	err = db.QueryRow(ctx, query, args...).Scan(&text)
	return text, err
}

// database examines it; reached is false when nothing else of it can be read.
func (p Patient) database(ctx context.Context, db *store.DB) (list []Finding, reached bool) {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	if err := db.Ping(ctx); err != nil {
		return []Finding{problem("database", "is it running, is the address right, may this machine reach it?", "it does not answer").because(err)}, false
	}
	schema, err := one(ctx, db, "SELECT CAST(MAX(version_id) AS TEXT) FROM goose_db_version WHERE is_applied")
	if err != nil {
		return []Finding{problem("database", "start the server once", "there is no schema").because(err)}, false
	}
	list = append(list, schemaFinding(schema))
	if db.Postgres() {
		return append(list, p.postgres(ctx, db)...), true
	}
	return append(list, p.sqlite(ctx, db)...), true
}

func schemaFinding(schema string) Finding {
	n, _ := strconv.ParseInt(schema, 10, 64) // it was a number
	switch newest := store.NewestSchema(); {
	case n > newest:
		return problem("database", "use the newer program", "a newer Parley has written it (schema %d, this program knows %d)", n, newest)
	case n < newest:
		return warn("database", "the next start brings it up to date; take a backup before", "schema %d of %d", n, newest)
	}
	return fine("database", "schema %s", schema)
}

// maxLog is when SQLite's log is no longer cleared: somebody reads without end.
const maxLog = 512 << 20

func (p Patient) sqlite(ctx context.Context, db *store.DB) (list []Finding) {
	version, err := one(ctx, db, "SELECT sqlite_version()")
	if err != nil {
		return []Finding{problem("database", "", "it does not tell its version").because(err)}
	}
	file := filepath.Join(p.Config.Data, "parley.db")
	list = append(list, fine("database", "SQLite %s, %s", version, size(file, file+"-wal")))
	if about, err := os.Stat(file + "-wal"); err == nil && about.Size() > maxLog {
		list = append(list, warn("database", "restart the server", "its log (parley.db-wal) has grown to %s", size(file+"-wal")))
	}
	sound, err := one(ctx, db, "PRAGMA quick_check(1)")
	if err == nil && sound != "ok" {
		err = errors.New(sound)
	}
	if err != nil {
		return append(list, problem("database", "stop the server, keep the folder as it is, and bring the last backup back", "it is damaged").because(err))
	}
	return append(list, fine("database", "sound"))
}

func size(files ...string) string {
	all := int64(0)
	for _, file := range files {
		if about, err := os.Stat(file); err == nil {
			all += about.Size()
		}
	}
	return fmt.Sprintf("%.1f MB", float64(all)/1e6)
}

// What PostgreSQL must be set to, so that an acknowledged message is kept.
var durable = []struct{ setting, want string }{{"fsync", "on"}, {"full_page_writes", "on"}}

// The server is tested with this version and newer ones.
const oldestPostgres = 140000

func (p Patient) postgres(ctx context.Context, db *store.DB) (list []Finding) {
	setting := func(name string) string {
		text, _ := one(ctx, db, "SELECT current_setting($1)", name) // these are in every PostgreSQL
		return text
	}
	bytes, _ := one(ctx, db, "SELECT pg_size_pretty(pg_database_size(current_database()))") // "" when it may not be told
	list = append(list, fine("database", "PostgreSQL %s, %s", setting("server_version"), bytes))
	if n, _ := strconv.Atoi(setting("server_version_num")); n < oldestPostgres {
		list = append(list, warn("database", "upgrade PostgreSQL", "PostgreSQL %s is older than what is tested (14)", setting("server_version")))
	}
	for _, d := range durable {
		if have := setting(d.setting); have != d.want {
			list = append(list, problem("database", "set it to "+d.want, "%s is %s: acknowledged messages can get lost", d.setting, have))
		}
	}
	if have := setting("synchronous_commit"); have == "off" {
		list = append(list, problem("database", "set it to on", "synchronous_commit is off: acknowledged messages can get lost"))
	}
	if n, _ := strconv.Atoi(setting("max_connections")); n < 60 {
		list = append(list, warn("database", "set max_connections to 100 or more", "max_connections is %d; each process uses up to some twenty-five", n))
	}
	return append(list, p.postgresClock(ctx, db))
}

func (p Patient) postgresClock(ctx context.Context, db *store.DB) Finding {
	text, err := one(ctx, db, "SELECT CAST(CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS TEXT)")
	if err != nil {
		return warn("clock", "", "the database's clock cannot be read").because(err)
	}
	ms, _ := strconv.ParseInt(text, 10, 64) // it was a number
	return skewed("the database", p.now().Sub(time.UnixMilli(ms)))
}

// late is when something that takes milliseconds is not only busy.
const late = time.Minute

// work looks for what does not get done.
func (p Patient) work(ctx context.Context, db *store.DB) (list []Finding) {
	now := p.now()
	for _, q := range []struct {
		check, query, found, do string
		args                    []any
	}{
		{"work", "SELECT CAST(COUNT(*) AS TEXT) FROM dead_letters", "events that a step gave up on", "console, Settings → Failures: read the error, mend the cause, try again", nil},
		{"work", "SELECT CAST(COUNT(*) AS TEXT) FROM streams WHERE settled < head AND updated_at < $1", "conversations whose steps have not caught up for a minute", "does a server run on this database?",
			[]any{store.Millis(now.Add(-late))}},
		{"work", "SELECT CAST(COUNT(*) AS TEXT) FROM river_job WHERE state = 'discarded'", "jobs that were given up", "the log says why", nil},
	} {
		n, err := one(ctx, db, q.query, q.args...)
		switch {
		case err != nil:
			list = append(list, warn(q.check, "start the server once with this version", "%s cannot be counted", q.found).because(err))
		case n != "0":
			list = append(list, warn(q.check, q.do, "%s %s", n, q.found))
		}
	}
	if len(list) == 0 {
		list = append(list, fine("work", "nothing was given up, nothing is late"))
	}
	return list
}

// counts is how many rows each table has.
func counts(ctx context.Context, db *store.DB) (map[string]int64, error) {
	all := map[string]int64{}
	err := db.Snapshot(ctx, func(s *store.Snapshot) error {
		for _, t := range s.Tables {
			n, err := s.Count(ctx, t.Name)
			if err != nil {
				return err
			}
			all[t.Name] = n
		}
		return nil
	})
	return all, err
}
