package demo

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/content"
)

// A wrong figure in one language is the mistake a customer pays for and nobody on the team can read. So each language
// must hold exactly the figures of the English text; only variants for one market have figures of their own.

var (
	listNumber = regexp.MustCompile(`(?m)^\d+\. `)
	halfDay    = regexp.MustCompile(`(\d+)(?::00)? ?(am|pm)`)
	figure     = regexp.MustCompile(`\d+(?:[.,\x{a0}\x{202f}]\d+)*`)
)

func TestArticles(t *testing.T) {
	articles, err := readLines[article]("demo/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(articles) < 18 {
		t.Fatalf("%d articles", len(articles))
	}
	ids := map[string]bool{}
	for _, a := range articles {
		if ids[a.ID] || a.Lang != baseLocale || a.Title == "" || a.Body == "" || len(a.Tags) == 0 {
			t.Errorf("%s: twice, or incomplete", a.ID)
		}
		ids[a.ID] = true
		checkVariants(t, a)
	}
}

func checkVariants(t *testing.T, a article) {
	t.Helper()
	have := map[string]bool{baseLocale + " ": true}
	for _, v := range a.Variants {
		key := v.Locale + " " + v.Market
		if have[key] || v.Title == "" || v.Body == "" {
			t.Errorf("%s %s: twice, or incomplete", a.ID, key)
		}
		have[key] = true
		if v.Market == "" {
			sameFigures(t, a, v)
		}
		if v.Market != "" && !slices.Contains(slices.Collect(maps.Keys(currencies)), v.Market) {
			t.Errorf("%s: we do not sell in %q", a.ID, v.Market)
		}
	}
	for _, locale := range content.Locales() { // the shop speaks every language that Parley does
		if !have[locale+" "] {
			t.Errorf("%s: not in %s", a.ID, locale)
		}
	}
}

func sameFigures(t *testing.T, a article, v variant) {
	t.Helper()
	want, got := figures(a.Lang, a.Body), figures(v.Locale, v.Body)
	if !slices.Equal(want, got) {
		t.Errorf("%s in %s: figures differ\n want %v\n have %v", a.ID, v.Locale, want, got)
	}
	if w, g := shapeOf(a.Body), shapeOf(v.Body); w != g {
		t.Errorf("%s in %s: headings, list items, rows are %v, want %v", a.ID, v.Locale, g, w)
	}
}

// figures lists every number of a text as a plain decimal, sorted. Hours are counted to 24, and a full hour loses its
// zeros, because "6 pm", "18h" and "18:00" are one figure.
func figures(locale, text string) []string {
	text = listNumber.ReplaceAllString(text, "")
	text = halfDay.ReplaceAllStringFunc(text, to24)
	text = strings.ReplaceAll(text, ":00", "")
	var out []string
	for _, f := range figure.FindAllString(text, -1) {
		out = append(out, plain(locale, f))
	}
	slices.Sort(out)
	return out
}

func to24(s string) string {
	m := halfDay.FindStringSubmatch(s)
	hour, _ := strconv.Atoi(m[1])
	if m[2] == "pm" {
		hour += 12
	}
	return strconv.Itoa(hour)
}

func plain(locale, f string) string {
	n := notationOf(locale)
	return strings.Replace(strings.ReplaceAll(f, n.group, ""), n.point, ".", 1)
}

type shape struct{ headings, bullets, steps, rows int }

func shapeOf(body string) (s shape) {
	for _, line := range strings.Split(body, "\n") {
		switch {
		case strings.HasPrefix(line, "## "):
			s.headings++
		case strings.HasPrefix(line, "- "):
			s.bullets++
		case strings.HasPrefix(line, "| "):
			s.rows++
		case listNumber.MatchString(line):
			s.steps++
		}
	}
	return s
}

func TestFiguresReadEveryNotation(t *testing.T) {
	for locale, text := range map[string]string{
		"en-US": "1. step\n$1,500 or 4.90, 9 am–8 pm",
		"de-DE": "1. Schritt\n1.500 oder 4,90, 9:00–20:00 Uhr",
		"pt-BR": "1. passo\nR$ 1.500 ou 4,90, 9h–20h",
		"pt-PT": "1. passo\n1\u00a0500 € ou 4,90, 9h–20h",
		"fr-FR": "1. étape\n1\u202f500 € ou 4,90, 9 h–20 h",
		"es-MX": "1. paso\n$1,500 o 4.90, 9:00 a 20:00",
		"vi-VN": "1. bước\n1.500 ₫ hoặc 4,90, 9:00–20:00",
	} {
		if got := figures(locale, text); !slices.Equal(got, []string{"1500", "20", "4.90", "9"}) {
			t.Errorf("%s: %v", locale, got)
		}
	}
}

// The catalogue and the articles tell the same shipping costs.
func TestOrdersPayTheShippingTheArticlesName(t *testing.T) {
	rates := map[string]struct{ standard, from, express float64 }{
		"US": {6.90, 60, 19}, "CN": {12, 199, 30}, "JP": {600, 8000, 1200}, "DE": {4.90, 50, 12.90},
		"GB": {5.90, 50, 14.90}, "BR": {39, 400, 95}, "SA": {25, 250, 55}, "TW": {120, 1500, 280},
		"ES": {5.90, 55, 14.90}, "PT": {6.90, 60, 15.90}, "FR": {5.50, 50, 13.90}, "IT": {5.90, 55, 14.90},
		"MX": {129, 1200, 349}, "RU": {490, 6000, 1490}, "KR": {4000, 70000, 12000}, "TH": {120, 1500, 350}, "VN": {35000, 700000, 120000},
	}
	for _, o := range catalogueOf(t).orders {
		r := rates[o.Country]
		standard := r.standard
		if o.Subtotal >= r.from {
			standard = 0
		}
		if o.Shipping != standard && o.Shipping != r.express {
			t.Errorf("%s: shipping %v", o.ID, o.Shipping)
		}
	}
}
