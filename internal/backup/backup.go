// Package backup writes everything that a server keeps into one file, while the server runs, and brings it back: into SQLite or
// PostgreSQL, whichever it came from. So it is also the way from one box to a cluster.
//
// The file is a tar archive, compressed with zstd and, when there is a passphrase, encrypted with age. Its first entry says what it is,
// its last one lists all others with their checksums; without that list it is not whole. Tables stand in it as lines of JSON. Neither
// tables nor files are listed in code: what a new room keeps is in the next backup by itself.
package backup

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"parley/internal/store"
)

// Place is where a server keeps what it has.
type Place struct {
	Data     string // its data folder
	Files    string // the folder of attachments; empty: files in the data folder
	Database string // postgres://…; empty: SQLite in the data folder
}

// folders are what is copied, by where it lies in an archive: attachments stand there as if they lay in the data folder.
func (p Place) folders() map[string]string {
	if p.Files == "" {
		return map[string]string{"": p.Data}
	}
	return map[string]string{"": p.Data, attachments: p.Files}
}

// attachments is the folder in the data folder that Files stands in for.
const attachments = "files"

// Head is the first entry of an archive.
type Head struct {
	Format   int       `json:"format"`
	Program  string    `json:"program"`
	Schema   int64     `json:"schema"`
	Postgres bool      `json:"postgres"`
	MadeAt   time.Time `json:"made_at"`
}

// format is the only one so far.
const format = 1

// Entry is one file of an archive, as its list tells.
type Entry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Rows   int64  `json:"rows,omitempty"`
}

// The names in an archive.
const (
	headName = "parley.json"
	listName = "list.json"
	tableDir = "tables/"
	filesDir = "data/"
	jobsName = "jobs.json"
)

// Totals are what was written or read.
type Totals struct {
	Tables, Rows, Files, Jobs int64
	Bytes                     int64 // before compression
}

func (t Totals) String() string {
	return fmt.Sprintf("%d tables with %d rows, %d waiting jobs, %d files, %.1f MB", t.Tables, t.Rows, t.Jobs, t.Files, float64(t.Bytes)/1e6)
}

// Progress is told what happens, now and then.
type Progress func(doing string, done Totals)

// lead is the head of a part of a table: whose rows follow.
type lead struct {
	Table   string         `json:"table"`
	Columns []store.Column `json:"columns"`
}

// unfinished is the mark in a data folder of a restore that has begun and not ended.
const unfinished = "restore-unfinished"

// Unfinished tells whether a restore into this data folder was interrupted: then nobody may serve from it.
func Unfinished(data string) bool {
	_, err := os.Stat(filepath.Join(data, unfinished))
	return err == nil
}

// kept tells whether a name in the data folder belongs into a backup: the database is read as tables, and what begins with a dot is
// being written at this moment.
func kept(name string) bool {
	return !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "parley.db") && name != unfinished && name != "restoring"
}

// counting adds up what passes.
type counting struct {
	io.Writer
	n int64
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	c.n += int64(n)
	return n, err
}
