package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"parley/bench/figure"
	"parley/bench/server"
	"parley/internal/store"
)

// copiedEvents are as many as a busy shop has in some months; each is as large as a usual message.
const (
	copiedEvents   = 200_000
	eventsInStream = 20
	messageSize    = 400
)

// backupBench measures how fast everything is copied from each sort of database while the server runs, and brought back into each.
func backupBench(ctx context.Context, w *world, r figure.Report) error {
	for _, from := range []string{"sqlite", "postgres"} {
		url, err := databaseOf(from)
		if err != nil {
			return err
		}
		file, err := w.copied(ctx, r, from, url)
		if err != nil {
			return err
		}
		if err := w.broughtBack(ctx, r, from, file); err != nil {
			return err
		}
	}
	return nil
}

func databaseOf(kind string) (url string, err error) {
	if kind == "sqlite" {
		return "", nil
	}
	at := os.Getenv("PARLEY_TEST_POSTGRES")
	if at == "" {
		return "", fmt.Errorf("no PostgreSQL: run make bench, or scripts/with-services")
	}
	return emptyDatabase(at)
}

// copied fills a server, and takes a backup of it.
func (w *world) copied(ctx context.Context, r figure.Report, from, url string) (file string, err error) {
	s, err := w.start(ctx, server.Options{Database: url, Demo: true})
	if err != nil {
		return "", err
	}
	defer s.Stop()
	if err := fillLog(ctx, s.Dir, url); err != nil {
		return "", err
	}
	file = filepath.Join(w.dir, from+".tar.zst")
	took, err := w.timed(ctx, "backup", file, "--quiet", "--data", s.Dir, "--database", url)
	if err != nil {
		return "", err
	}
	r.Add("backup_"+from+"_events_per_second", copiedEvents/took.Seconds(), "1/s", copiedEvents)
	r.Add("backup_"+from+"_seconds", took.Seconds(), "s", 1)
	r.Add("backup_"+from+"_rate", copiedEvents*messageSize/1e6/took.Seconds(), "MB/s", copiedEvents)
	return file, nil
}

func (w *world) broughtBack(ctx context.Context, r figure.Report, from, file string) error {
	for _, to := range []string{"sqlite", "postgres"} {
		url, err := databaseOf(to)
		if err != nil {
			return err
		}
		dir, err := w.fresh()
		if err != nil {
			return err
		}
		took, err := w.timed(ctx, "restore", file, "--quiet", "--data", dir, "--database", url)
		if err != nil {
			return err
		}
		r.Add(fmt.Sprintf("restore_%s_to_%s_events_per_second", from, to), copiedEvents/took.Seconds(), "1/s", copiedEvents)
		r.Add(fmt.Sprintf("restore_%s_to_%s_seconds", from, to), took.Seconds(), "s", 1)
	}
	return nil
}

func (w *world) timed(ctx context.Context, args ...string) (time.Duration, error) {
	began := time.Now()
	out, err := exec.CommandContext(ctx, w.binary, args...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("parley %s: %w: %s", args[0], err, out)
	}
	return time.Since(began), err
}

// fillLog writes events behind the server's back: over HTTP it would take longer than everything that is measured here. All carry nearly
// the same text, so nothing is said about the size of the file.
func fillLog(ctx context.Context, dir, url string) error {
	db, err := store.Open(ctx, dir, url, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer db.Close()
	text := ""
	for len(text) < messageSize {
		text += store.NewSecret() + " "
	}
	_, err = db.Exec(ctx, `WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i+1 FROM n WHERE i+1 < $1)
		INSERT INTO events (stream, seq, shop, kind, actor_kind, actor_id, client_key, at, payload)
		SELECT 'bench-' || (i / $2), i % $2, 'bench', 'message', 'contact', 'ct_bench', 'key-' || i, i, '{"text":"' || $3 || i || '"}' FROM n`,
		copiedEvents, eventsInStream, text)
	return err
}
