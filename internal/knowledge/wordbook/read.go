package wordbook

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// draft is a book as its file was read.
type draft struct {
	About
	words entries
}

// read reads a word book in any of the formats.
func read(path string) (draft, error) {
	if base, ok := dictdBase(path); ok {
		return readDictd(base)
	}
	text, err := unpack(path)
	if err != nil {
		return draft{}, err
	}
	return parse(text)
}

// unpack reads a file, also a gzip or dictzip one: dictzip is gzip with a table that only readers of single entries need.
func unpack(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	magic := make([]byte, 2)
	if n, _ := io.ReadFull(f, magic); n == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s cannot be unpacked: %w", path, err)
		}
	} else if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	if len(text) > maxBytes {
		return nil, fmt.Errorf("%s is larger than %d MB", path, maxBytes>>20)
	}
	return text, nil
}

var errNoBook = errors.New("this is no word book that Parley reads: use FreeDict (.index beside .dict or .dict.dz), EDICT or CC-CEDICT")

// parse reads the formats that are one text of lines.
func parse(text []byte) (draft, error) {
	if !utf8.Valid(text) {
		decoded, err := japanese.EUCJP.NewDecoder().Bytes(text)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) && bytes.Count(decoded, []byte("\uFFFD")) > len(decoded)/100 {
			return draft{}, fmt.Errorf("%w; its text is neither UTF-8 nor EUC-JP", errNoBook)
		}
		text = decoded
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	if isModule(text) {
		return parseModule(text)
	}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, "\r")
	}
	if isCedict(lines) {
		return parseLines(lines, "CC-CEDICT", "zh", cedictLine)
	}
	return parseLines(lines, "EDICT", "ja", edictLine)
}

// parseLines reads a book of one entry a line. A few lines that are none happen in real books; many are another format.
func parseLines(lines []string, format, from string, entry func(line string) (heads, glosses []string, ok bool)) (draft, error) {
	d := draft{About: About{Format: format, From: from, To: "en"}, words: entries{}}
	var notes []string
	strange, first := 0, 0
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if strings.HasPrefix(line, "#") {
			notes = append(notes, strings.TrimLeft(line, "#! "))
			continue
		}
		heads, glosses, ok := entry(line)
		if !ok {
			if strange++; first == 0 {
				first = i + 1
			}
			continue
		}
		if strings.HasPrefix(heads[0], "？？") { // EDICT's own description stands in its first entry
			notes = append(notes, glosses...)
			continue
		}
		for _, h := range heads {
			d.words.add(h, glosses)
		}
	}
	if len(d.words) == 0 || strange > 3 && strange > len(lines)/20 {
		return draft{}, fmt.Errorf("%w; line %d is no entry", errNoBook, max(first, 1))
	}
	d.Entries, d.Licence = len(d.words), licence(notes)
	return d, nil
}
