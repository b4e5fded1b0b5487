package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// errNotWhole is what an archive says that was cut off or changed.
var errNotWhole = errors.New("the backup is not whole; take another one")

// ageMark begins every encrypted file.
const ageMark = "age-encryption.org/"

// walk goes through an archive. each gets every entry but the head and the list; what it does not read is skipped. The sum of an entry is
// compared when each has seen it, the list at the end.
func walk(ctx context.Context, file, passphrase string, each func(h Head, name string, size int64, r io.Reader) error) (Head, error) {
	f, err := os.Open(file)
	if err != nil {
		return Head{}, err
	}
	defer f.Close()
	plain, err := unlock(f, passphrase)
	if err != nil {
		return Head{}, err
	}
	unpacked, err := zstd.NewReader(plain)
	if err != nil {
		return Head{}, fmt.Errorf("%s is not a backup of Parley: %w", file, err)
	}
	defer unpacked.Close()
	r := reader{tar: tar.NewReader(unpacked)}
	if err := r.all(ctx, each); err != nil {
		return r.head, err
	}
	// The checksums of zstd and of age stand at the very end.
	if _, err := io.Copy(io.Discard, unpacked); err != nil {
		return r.head, fmt.Errorf("%w (%v)", errNotWhole, err)
	}
	return r.head, nil
}

// unlock decrypts a file that is encrypted.
func unlock(f io.Reader, passphrase string) (io.Reader, error) {
	b := bufio.NewReaderSize(f, 1<<16)
	mark, _ := b.Peek(len(ageMark)) // a file that is too short is no backup, which zstd will say
	if string(mark) != ageMark {
		return b, nil
	}
	if passphrase == "" {
		return nil, errors.New("this backup is encrypted: give its passphrase with --passphrase-file")
	}
	who, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	who.SetMaxWorkFactor(22)
	r, err := age.Decrypt(b, who)
	if err != nil {
		return nil, fmt.Errorf("this backup cannot be decrypted; is it the right passphrase? (%w)", err)
	}
	return r, nil
}

// reader is an archive that is being read.
type reader struct {
	tar  *tar.Reader
	head Head
	seen []Entry
}

func (r *reader) all(ctx context.Context, each func(Head, string, int64, io.Reader) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		h, err := r.tar.Next()
		if err != nil { // also at the proper end: the list was not met
			return fmt.Errorf("%w (%v)", errNotWhole, err)
		}
		if h.Name == listName {
			return r.compare()
		}
		if err := r.one(h, each); err != nil {
			return err
		}
	}
}

func (r *reader) one(h *tar.Header, each func(Head, string, int64, io.Reader) error) error {
	sum := &summing{Reader: r.tar, sum: sha256.New()}
	var err error
	if len(r.seen) == 0 {
		err = r.first(h.Name, sum)
	} else {
		err = each(r.head, h.Name, h.Size, sum)
	}
	if err != nil {
		return sum.explain(err)
	}
	if _, err := io.Copy(io.Discard, sum); err != nil {
		return sum.explain(err)
	}
	r.seen = append(r.seen, Entry{Name: h.Name, Size: h.Size, SHA256: hex.EncodeToString(sum.sum.Sum(nil))})
	return nil
}

// first reads the head, and refuses an archive that this program cannot read.
func (r *reader) first(name string, from io.Reader) error {
	if name != headName {
		return errors.New("this is not a backup of Parley")
	}
	if err := json.NewDecoder(from).Decode(&r.head); err != nil {
		return err
	}
	if r.head.Format != format {
		return fmt.Errorf("this backup was written by a newer Parley (%s, format %d): use the newer program", r.head.Program, r.head.Format)
	}
	return nil
}

// compare holds what was read against the list.
func (r *reader) compare() error {
	var list []Entry
	if err := json.NewDecoder(r.tar).Decode(&list); err != nil {
		return fmt.Errorf("%w (%v)", errNotWhole, err)
	}
	if len(list) != len(r.seen) {
		return fmt.Errorf("%w (%d of %d entries)", errNotWhole, len(r.seen), len(list))
	}
	for i, want := range list {
		want.Rows = 0
		if r.seen[i] != want {
			return fmt.Errorf("%w (%s differs)", errNotWhole, want.Name)
		}
	}
	return nil
}

// summing adds up what is read, and remembers whether reading itself failed.
type summing struct {
	io.Reader
	sum hash.Hash
	err error
}

func (s *summing) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	s.sum.Write(b[:n])
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func (s *summing) explain(err error) error {
	if s.err != nil {
		return fmt.Errorf("%w (%v)", errNotWhole, s.err)
	}
	return err
}

// Verify reads a whole backup and compares every checksum.
func Verify(ctx context.Context, file, passphrase string, tell Progress) (Head, Totals, error) {
	var done Totals
	last := ""
	h, err := walk(ctx, file, passphrase, func(_ Head, name string, size int64, r io.Reader) error {
		done.Bytes += size
		if strings.HasPrefix(name, tableDir) {
			text, err := io.ReadAll(r)
			done.Rows += int64(max(0, bytes.Count(text, []byte("\n"))-1))
			if table, _, _ := strings.Cut(name[len(tableDir):], "/"); table != last {
				done.Tables, last = done.Tables+1, table
			}
			if tell != nil {
				tell(last, done)
			}
			return err
		}
		if strings.HasPrefix(name, filesDir) {
			done.Files++
		}
		if name != jobsName {
			return nil
		}
		var waiting []json.RawMessage
		err := json.NewDecoder(r).Decode(&waiting)
		done.Jobs = int64(len(waiting))
		return err
	})
	return h, done, err
}
