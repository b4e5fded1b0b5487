package helpcentre

import (
	"slices"
	"strings"
	"testing"

	"parley/content"
	"parley/internal/knowledge"
)

// TestWords: every locale that the program speaks has every phrase, with the same blanks.
func TestWords(t *testing.T) {
	for _, tag := range content.Locales() {
		for key, english := range phrases["en-US"] {
			text := phrases[tag][key]
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %q", tag, key)
			}
			for _, blank := range []string{"{shop}", "{query}", "{n}", "{date}", "{country}", "{shown}"} {
				if strings.Contains(english, blank) != strings.Contains(text, blank) {
					t.Errorf("%s %q: the blank %s", tag, key, blank)
				}
			}
		}
		if len(phrases[tag]) != len(phrases["en-US"]) {
			t.Errorf("%s has %d phrases", tag, len(phrases[tag]))
		}
	}
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"How long you have to return an item": "how-long-you-have-to-return-an-item", "  What's new?  ": "whats-new", "วิธีคืนสินค้า": "วิธีคืนสินค้า",
		"保修与三包（中国大陆）": "保修与三包-中国大陆", "مدة التوصيل": "مدة-التوصيل", "!!!": "", "E1–E6": "e1-e6",
	} {
		if got := slug(title); got != want {
			t.Errorf("%q: %q, not %q", title, got, want)
		}
	}
}

func TestIdentify(t *testing.T) {
	list := []knowledge.Article{{Record: knowledge.Record{ID: "returns", Lang: "en-US", Title: "My"}}, {Record: knowledge.Record{ID: "my-returns", Lang: "en-US", Title: "Other"}}}
	s := &Site{shelf: newEdition(list)}
	for part, want := range map[string]string{"my-returns": "returns", "other-my-returns": "my-returns", "old-returns": "returns", "returns": "returns", "returns-x": "", "": ""} {
		got := ""
		if a, ok := s.identify(part, Visit{Locale: "en-US"}); ok {
			got = a.ID
		}
		if got != want {
			t.Errorf("%q is %q, not %q", part, got, want)
		}
	}
}

func TestTitled(t *testing.T) {
	var list []knowledge.Article
	for id, title := range map[string]string{"a": "Return an item", "b": "Refunds and returns", "c": "How to return", "d": "คืนสินค้า", "e": "วิธีคืนสินค้า", "f": "怎样退货", "g": "استرداد المبلغ", "h": "返品について"} {
		list = append(list, knowledge.Article{Record: knowledge.Record{ID: id, Lang: "en-US", Title: title}})
	}
	slices.SortFunc(list, func(a, b knowledge.Article) int { return strings.Compare(a.ID, b.ID) })
	e := newEdition(list)
	for typed, want := range map[string]string{"retu": "abc", "return i": "a", "RÉTURN": "abc", "คืน": "de", "退": "f", "退货": "f", "استر": "g", "返品": "h", "urn": "", " ": ""} {
		got := ""
		for _, one := range e.titled(typed, knowledge.Reader{Locale: "en-US"}, 9) {
			got += one.ID
		}
		if got != want {
			t.Errorf("%q offers %q, not %q", typed, got, want)
		}
	}
}

// TestRead: what is written in an article stays text.
func TestRead(t *testing.T) {
	for _, c := range []struct{ body, has, hasNot string }{
		{"<script>alert(1)</script>\n\nHello", "<p>Hello</p>", "script"},
		{"[x](javascript:alert(1))", "x", "javascript"},
		{`<a href="https://a.example" onclick="x()">y</a>`, "<p>y</p>", "onclick"},
		{"<img src=x onerror=alert(1)>", "", "onerror"},
		{"<form action=/x><input name=a></form>", "", "<input"},
		{"# Big\n\n## Small", `<h2 id="big">`, "<h1"},
		{"|a|b|\n|-|-|\n|1|2|", `<div class="table" tabindex="0" role="region" aria-label="T&amp;&lt;"><table>`, ""},
		{"## คืนสินค้า\n\n## คืนสินค้า", `id="คืนสินค้า-2"`, ""},
	} {
		got, err := read(c.body, "T&<")
		if err != nil || !strings.Contains(string(got.HTML), c.has) || c.hasNot != "" && strings.Contains(string(got.HTML), c.hasNot) {
			t.Errorf("%q: %s %v", c.body, got.HTML, err)
		}
	}
}

// TestAccents: whatever colour a shop has, what is written in it and on it reads.
func TestAccents(t *testing.T) {
	for _, hex := range []string{"#0f6b66", "#ffff00", "#ffffff", "#000000", "#ff0000", "#7f7f7f", "#00ff88"} {
		c, _ := parseColour(hex)
		for _, surface := range []rgb{lightSurface, darkSurface, {255, 255, 255}, {0x0e, 0x11, 0x12}} {
			from := lightSurface
			if surface.luminance() < 0.18 {
				from = darkSurface
			}
			if got := contrast(readable(c, from), surface); got < 4.5 {
				t.Errorf("%s on %s: %.2f", hex, surface, got)
			}
		}
		if contrast(on(c), c) < 4.5 {
			t.Errorf("on %s", hex)
		}
	}
}

func TestAsks(t *testing.T) {
	if !asks([]heading{{Text: "Why?", under: "So."}, {Text: "什么？", under: "这样。"}}) || asks([]heading{{Text: "Why?", under: "So."}, {Text: "Steps", under: "1"}}) || asks([]heading{{Text: "Why?", under: "So."}, {Text: "When?"}}) {
		t.Error("only questions with answers are questions with answers")
	}
}

func TestChoose(t *testing.T) {
	all := []knowledge.Text{{Locale: "en-US"}, {Locale: "en-GB", Market: "GB"}, {Locale: "de-DE"}, {Locale: "de-DE", Market: "AT"}, {Locale: "fr-FR", Market: "CH"}}
	for _, c := range []struct {
		locale, market string
		want           int
		own            bool
	}{{"en-US", "US", 0, true}, {"en-US", "GB", 1, true}, {"de-DE", "AT", 3, true}, {"de-DE", "DE", 2, true}, {"th-TH", "TH", 0, false}, {"fr-FR", "CH", 4, true}, {"fr-FR", "FR", 0, false}} {
		got, own, ok := knowledge.Choose(all, knowledge.Reader{Locale: c.locale, Market: c.market})
		if got != all[c.want] || own != c.own || !ok {
			t.Errorf("%s %s: %+v %v", c.locale, c.market, got, own)
		}
	}
	if _, _, ok := knowledge.Choose(all[3:4], knowledge.Reader{Locale: "de-DE", Market: "DE"}); ok {
		t.Error("what is for Austria alone is shown in Germany")
	}
}
