package wordbook

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"time"

	"parley/internal/locale/lexicon"
)

// Shelf is the folder of books in the data folder. A server takes in what the command line adds or removes beside it.
type Shelf struct {
	dir    string
	logger *slog.Logger
	now    func() time.Time

	mu      sync.Mutex
	books   []*Book
	stamp   time.Time // of the folder, when it was read
	checked time.Time
}

// checkEvery is how long a book that was added may go unnoticed.
const checkEvery = time.Second

const ending = ".words.gz"

// Open is the shelf in a data folder; the folder of books need not be there.
func Open(data string, logger *slog.Logger) *Shelf {
	return &Shelf{dir: filepath.Join(data, "wordbooks"), logger: logger, now: time.Now}
}

// Load reads the books now, so that no customer waits for it.
func (s *Shelf) Load() { s.current() }

// Find says what the words of a question mean that no concept covers.
func (s *Shelf) Find(lang string, t []lexicon.Token) []Match {
	return find(s.current(), lang, t)
}

// current is all books, read anew when the folder has changed.
func (s *Shelf) current() []*Book {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); now.Sub(s.checked) >= checkEvery {
		s.checked = now
		switch info, err := os.Stat(s.dir); {
		case err != nil:
			s.stamp, s.books = time.Time{}, nil
		case !info.ModTime().Equal(s.stamp):
			s.stamp, s.books = info.ModTime(), s.loadAll()
		}
	}
	return s.books
}

// loadAll reads every book; one that cannot be read is told of and does not keep the others away.
func (s *Shelf) loadAll() []*Book {
	var out []*Book
	for _, path := range s.paths() {
		b, err := loadFile(path)
		if err != nil {
			s.logger.Error("A word book could not be read", "file", filepath.Base(path), "error", err)
			continue
		}
		out = append(out, b)
	}
	return out
}

func loadFile(path string) (*Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return load(f)
}

func (s *Shelf) paths() []string {
	list, _ := filepath.Glob(filepath.Join(s.dir, "*"+ending)) // the pattern is right, and nothing else fails
	sort.Strings(list)
	return list
}

// List tells of every book.
func (s *Shelf) List() ([]About, error) {
	var out []About
	for _, path := range s.paths() {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		a, _, err := about(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", path, err)
		}
		out = append(out, a)
	}
	return out, nil
}

// Order is what an operator says of a book that she adds; what is empty is taken from the book.
type Order struct{ Name, From, To, Licence string }

var goodName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// Add reads a book's file and keeps its words. The same name again replaces the book.
func (s *Shelf) Add(path string, o Order) (About, error) {
	if o.Name == "" {
		o.Name, _, _ = strings.Cut(strings.ToLower(filepath.Base(path)), ".")
	}
	if !goodName.MatchString(o.Name) {
		return About{}, fmt.Errorf("name: %q is no name for a book; use --name with small letters, digits, - and _", o.Name)
	}
	d, err := read(path)
	if err != nil {
		return About{}, err
	}
	d.Name = o.Name
	if o.Licence != "" {
		d.Licence = o.Licence
	}
	if d.From, err = languageOf("from", o.From, d.From); err != nil {
		return About{}, err
	}
	if d.To, err = languageOf("to", o.To, d.To); err != nil {
		return About{}, err
	}
	return d.About, s.keep(d)
}

// languageOf is the language that she names, else the one that the book says.
func languageOf(field, said, book string) (string, error) {
	if said == "" {
		said = book
	}
	code := base(strings.ToLower(strings.SplitN(said, "-", 2)[0]))
	if code == "" {
		return "", fmt.Errorf("%s: say the book's language with --%s, for example de", field, field)
	}
	return code, nil
}

// keep writes beside and renames, so that a server never reads half a book.
func (s *Shelf) keep(d draft) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(s.dir), "wordbook-*") // not in the folder: a server reads it whenever it changes
	if err != nil {
		return err
	}
	err = errors.Join(write(f, d.About, d.words), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), s.path(d.Name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func (s *Shelf) path(name string) string { return filepath.Join(s.dir, name+ending) }

// Remove takes a book away.
func (s *Shelf) Remove(name string) error {
	if !goodName.MatchString(name) {
		return fmt.Errorf("there is no word book %q", name)
	}
	err := os.Remove(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no word book %q; see parley wordbook list", name)
	}
	return err
}
