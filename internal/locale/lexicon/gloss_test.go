package lexicon

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"parley/content"
)

// Glossaries are data that people write: every line has a word and one to three meanings, and no word stands twice.
func TestGlossaries(t *testing.T) {
	names, _ := fs.Glob(content.FS, "glosses/*.tsv")
	if len(names) != 13 {
		t.Errorf("%d files: one for each language but English, and what belongs together", len(names))
	}
	for _, name := range names {
		raw, err := fs.ReadFile(content.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		seen, n := map[string]bool{}, 0
		for line := range strings.Lines(string(raw)) {
			n++
			word, means, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if !ok || strings.TrimSpace(word) != word || word == "" || seen[word] || strings.TrimSpace(means) == "" || strings.Contains(means, "\t") {
				t.Errorf("%s:%d: %q", name, n, line)
			}
			seen[word] = true
			if many := strings.Count(means, ";") + 1; path.Base(name) != "related.tsv" && many > 3 {
				t.Errorf("%s:%d: %d meanings", name, n, many)
			}
		}
		if n < 3500 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
}

func glossed(t *testing.T) *Lexicon {
	l := New([]Concept{
		{ID: "broken", Kind: "symptom", Words: map[string][]string{"en": {"broken"}, "es": {"roto"}}},
		{ID: "igniter", Kind: "part", Words: map[string][]string{"en": {"igniter"}, "es": {"piezo"}}},
		{ID: "part", Kind: "part", Words: map[string][]string{"en": {"part"}}},
	}, map[string][]string{"es": {"la"}})
	files := fstest.MapFS{
		"g/es.tsv":    {Data: []byte("gotear\tdrip; leak\npieza\tpart\nfuera de juego\toffside\n")},
		"related.tsv": {Data: []byte("drip\tleak; broken\n")},
	}
	if err := l.Gloss(files, "g/??.tsv"); err != nil {
		t.Fatal(err)
	}
	l.Relate(files, "related.tsv")
	return l
}

func TestGloss(t *testing.T) {
	l := glossed(t)
	a := l.Analyze("la pieza gotea, fuera de juego", "es", Asked)
	var got []string
	for _, g := range a.Glosses {
		got = append(got, strings.Join(g.Words, "|"))
	}
	if s := strings.Join(got, ", "); s != "part, drip|leak, offside" {
		t.Errorf("glosses %q", s)
	}
	for _, m := range a.Matches {
		if m.ID == "igniter" {
			t.Error("a word that the glossary knows as it stands was cut down to another")
		}
	}
}

// A part of a question is met by itself, by its meanings, and less by what belongs to them.
func TestParts(t *testing.T) {
	l := glossed(t)
	parts := l.Parts(l.Analyze("gotea", "es", Asked), func(string) bool { return false })
	if len(parts) != 1 {
		t.Fatalf("%d parts", len(parts))
	}
	k := parts[0].Keys
	if !(k["w:drip"] > k["w:leak"] && k["w:leak"] > k["c:broken"] && k["c:broken"] > 0) {
		t.Errorf("keys %v", k)
	}
}
