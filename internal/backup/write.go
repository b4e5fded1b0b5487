package backup

import (
	"archive/tar"
	"bytes"
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
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"parley/internal/jobs"
	"parley/internal/store"
)

// Order is what a backup is asked for.
type Order struct {
	From       Place
	To         string // the file; it must not be there
	Passphrase string // empty: not encrypted
	Program    string // the version that writes
	Progress   Progress
}

// Write makes a backup beside a running server. The file has its name when it is whole and on disk, never before.
func Write(ctx context.Context, o Order) (Totals, error) {
	if err := outside(o.To, o.From.Data); err != nil {
		return Totals{}, err
	}
	db, err := store.OpenAsItIs(o.From.Data, o.From.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		return Totals{}, err
	}
	defer db.Close()
	f, err := os.CreateTemp(filepath.Dir(o.To), ".unfinished-*")
	if err != nil {
		return Totals{}, fmt.Errorf("the backup cannot be written: %w", err)
	}
	defer os.Remove(f.Name())
	done, err := o.into(ctx, f, db)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return done, err
	}
	// A link, other than a rename, refuses a name that has come up meanwhile.
	if err := os.Link(f.Name(), o.To); err != nil {
		return done, fmt.Errorf("the backup cannot get its name: %w", err)
	}
	return done, nil
}

// outside refuses a file that exists, and one in the folder that is copied.
func outside(file, data string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already; a backup never overwrites anything", file)
	}
	folder, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil {
		return fmt.Errorf("the folder of the backup cannot be found: %w", err)
	}
	inside, err := filepath.EvalSymlinks(data)
	if err != nil {
		return fmt.Errorf("the data folder cannot be found: %w", err)
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return err
	}
	if inside, err = filepath.Abs(inside); err != nil {
		return err
	}
	if rel, err := filepath.Rel(inside, folder); err == nil && filepath.IsLocal(rel) {
		return fmt.Errorf("%s lies in the data folder: the next backup would hold this one; choose another folder", file)
	}
	return nil
}

func (o Order) into(ctx context.Context, to io.Writer, db *store.DB) (Totals, error) {
	locked, err := lock(to, o.Passphrase)
	if err != nil {
		return Totals{}, err
	}
	packed, err := zstd.NewWriter(locked, zstd.WithEncoderConcurrency(2))
	if err != nil {
		return Totals{}, err
	}
	a := &archive{tar: tar.NewWriter(packed), now: time.Now, tell: o.Progress}
	err = db.Snapshot(ctx, func(s *store.Snapshot) error { return a.all(ctx, s, o) })
	if err != nil {
		return a.done, err
	}
	return a.done, errors.Join(a.tar.Close(), packed.Close(), locked.Close())
}

type nothingToClose struct{ io.Writer }

func (nothingToClose) Close() error { return nil }

// lock encrypts what is written when there is a passphrase.
func lock(w io.Writer, passphrase string) (io.WriteCloser, error) {
	if passphrase == "" {
		return nothingToClose{w}, nil
	}
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	return age.Encrypt(w, to)
}

// archive is a backup that is being written.
type archive struct {
	tar  *tar.Writer
	list []Entry
	done Totals
	now  func() time.Time
	tell Progress
}

// all writes the archive: the tables as of one moment, then the files. A file is written before the row that names it, so every
// row's file is there.
func (a *archive) all(ctx context.Context, s *store.Snapshot, o Order) error {
	err := a.json(headName, Head{Format: format, Program: o.Program, Schema: s.Schema, Postgres: s.Postgres, MadeAt: a.now().UTC()})
	if err != nil {
		return err
	}
	for _, t := range s.Tables {
		if err := a.table(ctx, s, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	if err := a.jobs(ctx, s); err != nil {
		return err
	}
	for name, root := range o.From.folders() {
		if err := a.folder(ctx, root, name, ""); err != nil {
			return err
		}
	}
	return a.json(listName, a.list)
}

func (a *archive) progress(doing string) {
	if a.tell != nil {
		a.tell(doing, a.done)
	}
}

func (a *archive) json(name string, v any) error {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return a.entry(Entry{Name: name, Size: int64(len(text))}, bytes.NewReader(text))
}

// entry writes one file of the archive and notes it.
func (a *archive) entry(e Entry, from io.Reader) error {
	err := a.tar.WriteHeader(&tar.Header{Name: e.Name, Size: e.Size, Mode: 0o600, ModTime: a.now(), Typeflag: tar.TypeReg})
	if err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(a.tar, sum), from, e.Size); err != nil {
		return fmt.Errorf("%s: %w", e.Name, err)
	}
	e.SHA256 = hex.EncodeToString(sum.Sum(nil))
	a.list = append(a.list, e)
	a.done.Bytes += e.Size
	return nil
}

// partSize bounds how much of a table is held in memory.
const partSize = 4 << 20

// table writes a table in parts, at least one, so that an empty table is told from a missing one.
func (a *archive) table(ctx context.Context, s *store.Snapshot, t store.Table) error {
	p := part{table: t}
	a.done.Tables++
	err := s.Rows(ctx, t, func(values []any) error {
		if err := p.add(values); err != nil {
			return err
		}
		if p.text.Len() < partSize {
			return nil
		}
		return a.part(&p)
	})
	if err != nil || p.number > 0 && p.rows == 0 {
		return err
	}
	return a.part(&p)
}

func (a *archive) part(p *part) error {
	if err := p.begin(); err != nil { // of an empty table
		return err
	}
	p.number++
	name := fmt.Sprintf("%s%s/%06d.jsonl", tableDir, p.table.Name, p.number)
	err := a.entry(Entry{Name: name, Size: int64(p.text.Len()), Rows: p.rows}, &p.text)
	a.done.Rows += p.rows
	p.text.Reset()
	p.rows = 0
	a.progress(p.table.Name)
	return err
}

// jobs writes what waits in the queue; its tables themselves are different in each sort of database.
func (a *archive) jobs(ctx context.Context, s *store.Snapshot) error {
	if !s.Queue {
		return nil
	}
	list, err := jobs.ReadWaiting(ctx, s)
	if err != nil {
		return err
	}
	a.done.Jobs = int64(len(list))
	return a.json(jobsName, list)
}

// folder writes the files of a folder; within is where it stands in the archive. A file that goes away meanwhile is not in the backup.
func (a *archive) folder(ctx context.Context, root, within, below string) error {
	list, err := os.ReadDir(filepath.Join(root, below))
	if err != nil {
		return err
	}
	for _, one := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !kept(one.Name()) {
			continue
		}
		path := filepath.Join(below, one.Name())
		about, err := os.Stat(filepath.Join(root, path)) // follows a link: shared files may lie elsewhere
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return err
		case about.IsDir():
			err = a.folder(ctx, root, within, path)
		case about.Mode().IsRegular():
			err = a.file(filepath.Join(root, path), filepath.Join(within, path))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *archive) file(path, name string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	about, err := f.Stat()
	if err != nil {
		return err
	}
	a.done.Files++
	a.progress(name)
	return a.entry(Entry{Name: filesDir + filepath.ToSlash(name), Size: about.Size()}, f)
}
