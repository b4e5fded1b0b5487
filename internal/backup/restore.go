package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"parley/internal/jobs"
	"parley/internal/store"
)

// Return is what a restore is asked for.
type Return struct {
	File       string
	To         Place
	Passphrase string
	Force      bool // delete what is there
	Progress   Progress
}

// Restore brings a backup back: it verifies the whole file first, then writes the files and, all or nothing, the database, and migrates
// it when the backup is older than the program. Until it has ended a mark in the data folder keeps servers from starting.
func Restore(ctx context.Context, o Return) (Head, Totals, error) {
	h, _, err := Verify(ctx, o.File, o.Passphrase, o.Progress)
	if err != nil {
		return h, Totals{}, err
	}
	if newest := store.NewestSchema(); h.Schema > newest {
		return h, Totals{}, fmt.Errorf("this backup was written by a newer Parley (%s, schema %d; this program knows %d): restore it with the newer program", h.Program, h.Schema, newest)
	}
	if err := o.makeRoom(ctx); err != nil {
		return h, Totals{}, err
	}
	in := &incoming{ctx: ctx, o: o}
	if err := in.write(h); err != nil {
		return h, in.done, err
	}
	if err := in.upgrade(); err != nil {
		return h, in.done, err
	}
	return h, in.done, os.Remove(o.mark())
}

func (o Return) mark() string { return filepath.Join(o.To.Data, unfinished) }

// target names the database without its password, so that a restore that goes on finds its own.
func (o Return) target() string {
	sum := sha256.Sum256([]byte(o.To.Database))
	return hex.EncodeToString(sum[:])
}

// makeRoom leaves an empty data folder, with the mark, and no database. What is there stays unless it is the rest of an interrupted
// restore, or the caller insists.
func (o Return) makeRoom(ctx context.Context) error {
	if err := os.MkdirAll(o.To.Data, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w", err)
	}
	begun, _ := os.ReadFile(o.mark()) // no mark: no restore has begun
	if !o.Force && string(begun) != o.target() {
		if err := o.vacant(ctx); err != nil {
			return err
		}
	}
	if err := store.Clear(ctx, o.To.Data, o.To.Database); err != nil {
		return err
	}
	if err := os.WriteFile(o.mark(), []byte(o.target()), 0o600); err != nil {
		return err
	}
	for _, root := range o.To.folders() {
		err := os.MkdirAll(root, 0o700)
		list, unread := os.ReadDir(root)
		if err := errors.Join(err, unread); err != nil {
			return err
		}
		for _, one := range list {
			if one.Name() != unfinished {
				err = errors.Join(err, empty(filepath.Join(root, one.Name())))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// empty deletes a file or a folder with what is in it. A folder may be a volume of its own, which cannot be deleted: being empty is enough.
func empty(path string) error {
	if err := os.RemoveAll(path); err == nil {
		return nil
	}
	left, err := os.ReadDir(path)
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("%s cannot be emptied", path)
	}
	return err
}

func (o Return) vacant(ctx context.Context) error {
	there, err := store.Occupied(ctx, o.To.Data, o.To.Database)
	if err != nil {
		return err
	}
	for _, root := range o.To.folders() {
		list, err := os.ReadDir(root)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		for _, one := range list {
			if inside, err := os.ReadDir(filepath.Join(root, one.Name())); err != nil || len(inside) > 0 { // a file, or a folder that is not empty
				there = true
			}
		}
	}
	if there {
		return errors.New("there is something already; a restore goes into an empty data folder and an empty database. With --force what is there is deleted")
	}
	return nil
}

// incoming is a restore at work.
type incoming struct {
	ctx   context.Context
	o     Return
	fill  *store.Filler
	done  Totals
	table string
	jobs  []jobs.Waiting
}

// write goes through the archive once more and writes what is in it.
func (in *incoming) write(h Head) error {
	return store.Fill(in.ctx, in.o.To.Data, in.o.To.Database, h.Schema, h.Postgres, func(f *store.Filler) error {
		in.fill = f
		_, err := walk(in.ctx, in.o.File, in.o.Passphrase, in.take)
		return err
	})
}

// upgrade brings an older schema up to date, as a start of the server does, and puts the waiting jobs into their queue.
func (in *incoming) upgrade() error {
	quiet := slog.New(slog.DiscardHandler)
	db, err := store.Open(in.ctx, in.o.To.Data, in.o.To.Database, quiet)
	if err != nil {
		return err
	}
	queue, err := jobs.Open(in.ctx, db, quiet)
	if err == nil {
		err = db.Tx(in.ctx, func(tx *store.Tx) error { return queue.AddWaiting(in.ctx, tx, in.jobs) })
	}
	return errors.Join(err, db.Close())
}

func (in *incoming) take(_ Head, name string, size int64, r io.Reader) error {
	in.done.Bytes += size
	switch path, isFile := strings.CutPrefix(name, filesDir); {
	case isFile:
		return in.file(path, r)
	case strings.HasPrefix(name, tableDir):
		return in.rows(r)
	case name == jobsName:
		err := json.NewDecoder(r).Decode(&in.jobs)
		in.done.Jobs = int64(len(in.jobs))
		return err
	}
	return fmt.Errorf("nobody knows what %s is", name)
}

func (in *incoming) rows(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l, rows, err := readPart(text)
	if err != nil {
		return err
	}
	if l.Table != in.table {
		in.done.Tables, in.table = in.done.Tables+1, l.Table
	}
	in.done.Rows += int64(len(rows))
	if in.o.Progress != nil {
		in.o.Progress(l.Table, in.done)
	}
	return in.fill.Rows(in.ctx, l.Table, l.Columns, rows)
}

// file writes one file of the data folder. A name that would leave the folder is refused.
func (in *incoming) file(path string, r io.Reader) error {
	if !filepath.IsLocal(path) {
		return fmt.Errorf("a file of this backup would lie outside the data folder: %s", path)
	}
	to := filepath.Join(in.o.To.Data, filepath.FromSlash(path))
	if attached, ok := strings.CutPrefix(path, attachments+"/"); ok && in.o.To.Files != "" {
		to = filepath.Join(in.o.To.Files, filepath.FromSlash(attached))
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	in.done.Files++
	return errors.Join(err, f.Sync(), f.Close())
}
