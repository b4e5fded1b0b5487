package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"parley/internal/app"
	"parley/internal/backup"
)

// copying are the flags that backup and restore share.
type copying struct {
	where
	files          string
	passphraseFile string
	quiet          bool
}

func (c *copying) flags(f *flag.FlagSet) {
	c.where.flags(f)
	f.StringVar(&c.files, "files", os.Getenv("PARLEY_FILES"), "the folder of attachments, when the server has it outside of its data folder")
	f.StringVar(&c.passphraseFile, "passphrase-file", "", "a file with the passphrase that encrypts the backup")
	f.BoolVar(&c.quiet, "quiet", false, "no progress")
}

func (c *copying) place() backup.Place {
	return backup.Place{Data: c.data, Files: c.files, Database: c.database}
}

// passphrase reads the file; a line break at its end does not belong to it.
func (c *copying) passphrase() (string, error) {
	if c.passphraseFile == "" {
		return "", nil
	}
	text, err := os.ReadFile(c.passphraseFile)
	if err != nil {
		return "", fmt.Errorf("the passphrase cannot be read: %w", err)
	}
	p := strings.TrimRight(string(text), "\r\n")
	if p == "" {
		return "", fmt.Errorf("%s is empty; a backup without a passphrase needs no --passphrase-file", c.passphraseFile)
	}
	return p, nil
}

// parseAround reads flags that may stand before and behind the words.
func parseAround(f *flag.FlagSet, args []string, stderr io.Writer) (words []string, code int, done bool) {
	f.SetOutput(stderr)
	for {
		err := f.Parse(args)
		switch {
		case errors.Is(err, flag.ErrHelp):
			return nil, 0, true
		case err != nil:
			return nil, 2, true
		case f.NArg() == 0:
			return words, 0, false
		}
		words, args = append(words, f.Arg(0)), f.Args()[1:]
	}
}

// progress tells the person at the terminal once a second.
func (c *copying) progress(stderr io.Writer) backup.Progress {
	last := time.Now()
	return func(doing string, done backup.Totals) {
		if !c.quiet && time.Since(last) > time.Second {
			last = time.Now()
			fmt.Fprintf(stderr, "  %s … %s\n", doing, done)
		}
	}
}

// backupCommand copies everything that a server keeps into one file, while it runs.
func backupCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("parley backup", flag.ContinueOnError)
	var c copying
	c.flags(f)
	keep := f.Int("keep", 0, "in a folder: how many backups to keep, the oldest go; 0 keeps all")
	words, code, done := parseAround(f, args, stderr)
	if done {
		return code
	}
	if len(words) != 1 || *keep < 0 {
		fmt.Fprintln(stderr, "parley: use parley backup FILE|FOLDER --data DIR [--database postgres://…] [--passphrase-file F] [--keep N]")
		return 2
	}
	if err := c.write(ctx, words[0], *keep, stdout, stderr); err != nil {
		return fail(stderr, 1, err)
	}
	return 0
}

func (c *copying) write(ctx context.Context, to string, keep int, stdout, stderr io.Writer) error {
	passphrase, err := c.passphrase()
	if err != nil {
		return err
	}
	folder := ""
	if about, err := os.Stat(to); err == nil && about.IsDir() {
		folder, to = to, filepath.Join(to, nameOf(time.Now(), passphrase != ""))
	}
	began := time.Now()
	done, err := backup.Write(ctx, backup.Order{From: c.place(), To: to, Passphrase: passphrase, Program: app.Version, Progress: c.progress(stderr)})
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s: %s, in %s\n", to, done, time.Since(began).Round(time.Millisecond))
	if folder == "" || keep == 0 {
		return nil
	}
	return prune(folder, keep)
}

// namePattern is what backups in a folder are called; their order is that of their time.
const namePattern = "parley-????????T??????Z.tar.zst*"

func nameOf(at time.Time, encrypted bool) string {
	name := at.UTC().Format("parley-20060102T150405Z.tar.zst")
	if encrypted {
		name += ".age"
	}
	return name
}

// prune deletes the oldest of the backups that were named by us.
func prune(folder string, keep int) error {
	list, err := filepath.Glob(filepath.Join(folder, namePattern))
	if err != nil {
		return err
	}
	slices.Sort(list)
	for _, name := range list[:max(0, len(list)-keep)] {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// restoreCommand brings a backup back into an empty place.
func restoreCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("parley restore", flag.ContinueOnError)
	var c copying
	c.flags(f)
	force := f.Bool("force", false, "delete what is there")
	check := f.Bool("check", false, "only read the whole backup and compare its checksums")
	words, code, done := parseAround(f, args, stderr)
	if done {
		return code
	}
	if len(words) != 1 {
		fmt.Fprintln(stderr, "parley: use parley restore FILE --data DIR [--database postgres://…] [--passphrase-file F] [--force] [--check]")
		return 2
	}
	passphrase, err := c.passphrase()
	if err == nil && *check {
		err = c.verify(ctx, words[0], passphrase, stdout, stderr)
	} else if err == nil {
		err = c.restore(ctx, backup.Return{File: words[0], To: c.place(), Passphrase: passphrase, Force: *force, Progress: c.progress(stderr)}, stdout)
	}
	if err != nil {
		return fail(stderr, 1, err)
	}
	return 0
}

func (c *copying) verify(ctx context.Context, file, passphrase string, stdout, stderr io.Writer) error {
	h, done, err := backup.Verify(ctx, file, passphrase, c.progress(stderr))
	if err == nil {
		fmt.Fprintf(stdout, "%s is whole: made %s by Parley %s (schema %d): %s\n", file, h.MadeAt.Format(time.RFC3339), h.Program, h.Schema, done)
	}
	return err
}

func (c *copying) restore(ctx context.Context, o backup.Return, stdout io.Writer) error {
	began := time.Now()
	h, done, err := backup.Restore(ctx, o)
	if err == nil {
		fmt.Fprintf(stdout, "restored what Parley %s kept at %s: %s, in %s\n", h.Program, h.MadeAt.Format(time.RFC3339), done, time.Since(began).Round(time.Millisecond))
	}
	return err
}
