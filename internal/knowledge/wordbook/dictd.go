package wordbook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/text/language"
)

// dictdBase is the path without the ending of a book of the dictd kind, which is two files.
func dictdBase(path string) (string, bool) {
	for _, ending := range []string{".index", ".dict.dz", ".dict"} {
		if base, ok := strings.CutSuffix(path, ending); ok {
			return base, true
		}
	}
	return "", false
}

func readDictd(base string) (draft, error) {
	index, err := unpack(base + ".index")
	if err != nil {
		return draft{}, err
	}
	text, err := unpack(base + ".dict.dz")
	if errors.Is(err, os.ErrNotExist) {
		text, err = unpack(base + ".dict")
	}
	if err != nil {
		return draft{}, err
	}
	d, err := parseDictd(string(index), string(text))
	d.From, d.To = pair(filepath.Base(base))
	return d, err
}

var pairName = regexp.MustCompile(`(?:^|[^a-z])([a-z]{2,3})-([a-z]{2,3})$`)

// pair reads the languages out of a name such as freedict-deu-eng.
func pair(name string) (from, to string) {
	m := pairName.FindStringSubmatch(strings.ToLower(name))
	if m == nil {
		return "", ""
	}
	return base(m[1]), base(m[2])
}

// base is a language's shortest code, empty when it is none.
func base(code string) string {
	b, err := language.ParseBase(code)
	if err != nil {
		return ""
	}
	return b.String()
}

// parseDictd reads an index of head word, offset and length, and the text that it points into.
func parseDictd(index, text string) (draft, error) {
	d := draft{About: About{Format: "FreeDict"}, words: entries{}}
	for i, line := range strings.Split(index, "\n") {
		if line == "" {
			continue
		}
		head, from, to, ok := indexLine(line, len(text))
		if !ok {
			return draft{}, fmt.Errorf("%w; line %d of the .index points to nothing in the .dict", errNoBook, i+1)
		}
		switch name := strings.ReplaceAll(head, "-", ""); {
		case name == "00databaseinfo":
			d.Licence = licence(strings.Split(text[from:to], "\n\n"))
		case !strings.HasPrefix(name, "00database"):
			d.words.add(head, dictdGlosses(text[from:to]))
		}
	}
	if len(d.words) == 0 {
		return draft{}, errNoBook
	}
	d.Entries = len(d.words)
	return d, nil
}

func indexLine(line string, size int) (head string, from, to int, ok bool) {
	f := strings.Split(strings.TrimRight(line, "\r"), "\t")
	if len(f) < 3 {
		return "", 0, 0, false
	}
	from, ok = number64(f[1])
	n, ok2 := number64(f[2])
	return f[0], from, from + n, ok && ok2 && from+n <= size
}

const digits64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// number64 reads a number whose digits are those of base64, the highest first.
func number64(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		d := strings.IndexByte(digits64, s[i])
		if d < 0 || n > maxBytes {
			return 0, false
		}
		n = n<<6 | d
	}
	return n, s != ""
}

var (
	ordinal = regexp.MustCompile(`^\d+[.)]\s*`)
	remark  = regexp.MustCompile(`^(?i:see|note|notes|synonyms?|antonyms?|example|examples|etymology)\s*:`)
)

// dictdGlosses are the meanings below the line of the head word; examples and remarks are left out.
func dictdGlosses(entry string) (out []string) {
	_, below, _ := strings.Cut(entry, "\n")
	for _, line := range strings.Split(below, "\n") {
		line = ordinal.ReplaceAllString(strings.TrimSpace(line), "")
		if line == "" || strings.HasPrefix(line, `"`) || remark.MatchString(line) {
			continue
		}
		line = aside.ReplaceAllString(line, " ")
		out = append(out, strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' })...)
	}
	return out
}
