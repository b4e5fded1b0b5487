package demo

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write demo/articles.jsonl anew from demo/text")

// article and variant are the import format, written down a second time on purpose: the file must stand on its own.
type article struct {
	ID       string    `json:"id"`
	Lang     string    `json:"lang"`
	Title    string    `json:"title"`
	Body     string    `json:"body"`
	Tags     []string  `json:"tags"`
	Market   string    `json:"market,omitempty"`
	Variants []variant `json:"variants,omitempty"`
}

type variant struct {
	Locale string `json:"locale"`
	Market string `json:"market,omitempty"`
	Title  string `json:"title"`
	Body   string `json:"body"`
}

// The articles are written as one Markdown file per language, because a native speaker reads and mends a page, not
// escaped JSON. A section starts with "=== id"; "@DE" after it makes it a variant for that market only.
type section struct {
	id, market, title, body string
	tags                    []string
}

var baseLocale = "en-US"

func TestArticlesFileIsWrittenFromText(t *testing.T) {
	want := compileArticles(t)
	if *update {
		if err := os.WriteFile("demo/articles.jsonl", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, mustRead("demo/articles.jsonl")) {
		t.Fatal("demo/articles.jsonl is older than demo/text; run: go test ./demo -run Articles -update")
	}
}

func compileArticles(t *testing.T) []byte {
	t.Helper()
	base := readSections(t, baseLocale)
	var order []string
	all := map[string]*article{}
	for _, s := range base {
		if s.market == "" {
			order = append(order, s.id)
			all[s.id] = &article{ID: s.id, Lang: baseLocale, Title: s.title, Body: s.body, Tags: s.tags}
		}
	}
	for _, locale := range textLocales(t) {
		for _, s := range readSections(t, locale) {
			a, ok := all[s.id]
			if !ok {
				t.Fatalf("%s: section %q is not in %s", locale, s.id, baseLocale)
			}
			if locale == baseLocale && s.market == "" {
				continue
			}
			a.Variants = append(a.Variants, variant{Locale: variantLocale(locale, s.market), Market: s.market, Title: s.title, Body: s.body})
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, id := range order {
		if err := enc.Encode(all[id]); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// variantLocale: English for the United Kingdom is kept in the English file but is en-GB, not en-US.
func variantLocale(locale, market string) string {
	if locale == "en-US" && market == "GB" {
		return "en-GB"
	}
	return locale
}

// textLocales lists the languages, the base first and the rest by name, so that the file never changes by itself.
func textLocales(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("demo/text/*.md")
	if err != nil {
		t.Fatal(err)
	}
	locales := []string{baseLocale}
	for _, n := range names {
		if l := strings.TrimSuffix(filepath.Base(n), ".md"); l != baseLocale {
			locales = append(locales, l)
		}
	}
	slices.Sort(locales[1:])
	return locales
}

func readSections(t *testing.T, locale string) []section {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("demo/text", locale+".md"))
	if err != nil {
		t.Fatal(err)
	}
	var out []section
	for _, part := range strings.Split("\n"+string(raw), "\n=== ")[1:] {
		head, rest, _ := strings.Cut(part, "\n")
		titleLine, body, _ := strings.Cut(rest, "\n")
		title, ok := strings.CutPrefix(titleLine, "# ")
		if !ok {
			t.Fatalf("%s: section %q does not begin with a title", locale, head)
		}
		name, tags, _ := strings.Cut(head, " | ")
		id, market, _ := strings.Cut(strings.TrimSpace(name), " @")
		s := section{id: id, market: market, title: title, body: strings.TrimSpace(body)}
		if tags != "" {
			s.tags = strings.Split(tags, ", ")
		}
		out = append(out, s)
	}
	return out
}
