// Package wordbook reads word books that an operator adds (FreeDict, EDICT, CC-CEDICT) and tells what a word that no concept
// knows means in other languages. No book comes with Parley: each has a licence of its own, which is kept with it and shown.
package wordbook

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"parley/internal/locale/lexicon"
)

// About is what is known of a book without reading its words.
type About struct {
	Name    string `json:"name"`
	From    string `json:"from"` // base language of its words, as in BCP 47
	To      string `json:"to"`   // and of what they mean
	Format  string `json:"format"`
	Entries int    `json:"entries"`
	Licence string `json:"licence"` // in the book's own words; empty when it says none
}

// Book is a book in memory: one text of sorted lines, because half a million words in a map would take ten times as much.
type Book struct {
	About
	text  string
	lines []uint32 // where each line begins
}

// Limits of one book.
const (
	maxBytes   = 512 << 20 // of a file, unpacked
	maxKey     = 3         // words of a head word; longer ones are never asked for
	maxGlosses = 10        // meanings of one word
)

// write puts a book into the form in which it is kept: what it is, then its words, sorted.
func write(w io.Writer, about About, words map[string][]string) error {
	z := gzip.NewWriter(w)
	out := bufio.NewWriter(z)
	if err := json.NewEncoder(out).Encode(about); err != nil {
		return err
	}
	keys := make([]string, 0, len(words))
	for k := range words {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if _, err := fmt.Fprintf(out, "%s\t%s\n", k, strings.Join(words[k], "\t")); err != nil {
			return err
		}
	}
	return errors.Join(out.Flush(), z.Close())
}

// about reads only what a book is.
func about(r io.Reader) (a About, rest *bufio.Reader, err error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return a, nil, err
	}
	rest = bufio.NewReader(z)
	head, err := rest.ReadBytes('\n')
	if err != nil {
		return a, nil, err
	}
	return a, rest, json.Unmarshal(head, &a)
}

// load reads a kept book.
func load(r io.Reader) (*Book, error) {
	a, rest, err := about(r)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	if _, err := io.Copy(&text, rest); err != nil {
		return nil, err
	}
	b := &Book{About: a, text: text.String(), lines: make([]uint32, 0, a.Entries)}
	for at := 0; at < len(b.text); {
		b.lines = append(b.lines, uint32(at))
		n := strings.IndexByte(b.text[at:], '\n')
		if n < 0 {
			break
		}
		at += n + 1
	}
	return b, nil
}

// line is the nth word with its meanings.
func (b *Book) line(n int) (key, glosses string) {
	text := b.text[b.lines[n]:]
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		text = text[:end]
	}
	key, glosses, _ = strings.Cut(text, "\t")
	return key, glosses
}

// first is the first line whose word is not before key.
func (b *Book) first(key string) int {
	return sort.Search(len(b.lines), func(n int) bool { k, _ := b.line(n); return k >= key })
}

// exact is what a word means as it is written.
func (b *Book) exact(key string) []string {
	if n := b.first(key); n < len(b.lines) {
		if k, glosses := b.line(n); k == key {
			return strings.Split(glosses, "\t")
		}
	}
	return nil
}

// nearLines bounds how many words with the same beginning are compared.
const nearLines = 400

// inflected is what words mean that differ in their endings only.
func (b *Book) inflected(word string) []string {
	stem := lexicon.Stem(word, b.From)
	if utf8.RuneCountInString(stem) < 3 {
		return nil
	}
	var out []string
	for n, from := b.first(stem), b.first(stem); n < len(b.lines) && n < from+nearLines && len(out) < maxGlosses; n++ {
		key, glosses := b.line(n)
		if !strings.HasPrefix(key, stem) {
			break
		}
		if !strings.Contains(key, " ") && lexicon.Stem(key, b.From) == stem {
			out = append(out, strings.Split(glosses, "\t")...)
		}
	}
	return out[:min(len(out), maxGlosses)]
}

// word is what one word means: as it is written, else inflected, else as a compound.
func (b *Book) word(word string) []string {
	if out := b.exact(word); out != nil {
		return out
	}
	if out := b.inflected(word); out != nil {
		return out
	}
	return b.compound(word)
}

// compounding languages write words together; between them stands a joint or nothing.
var (
	compounding = map[string]bool{"de": true}
	joints      = []string{"", "s", "es", "n", "en", "e"}
)

const minPart = 4 // letters of a part of a compound; shorter ones stand in many words by chance

// compound is what the parts of a word mean, the last first: it says what the thing is.
func (b *Book) compound(word string) []string {
	if !compounding[b.From] {
		return nil
	}
	for at := minPart; at <= len(word)-minPart; at++ {
		if !utf8.RuneStart(word[at]) {
			continue
		}
		head := b.part(word[:at])
		if head == nil {
			continue
		}
		tail := b.exact(word[at:])
		if tail == nil {
			tail = b.inflected(word[at:])
		}
		if tail != nil {
			return append(tail[:min(len(tail), maxGlosses/2)], head[:min(len(head), maxGlosses/2)]...)
		}
	}
	return nil
}

func (b *Book) part(head string) []string {
	for _, joint := range joints {
		if cut, ok := strings.CutSuffix(head, joint); ok && len(cut) >= minPart {
			if out := b.exact(cut); out != nil {
				return out
			}
		}
	}
	return nil
}
