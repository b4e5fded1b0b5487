package check

import (
	"regexp"
	"strings"

	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

var (
	address = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s)>\]”"]+`)
	mail    = regexp.MustCompile(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}`)
)

// links must stand in the evidence, as its address or in its text, or in what she wrote herself.
func links(_ *Gate, c *claim) (string, string) {
	for _, found := range append(address.FindAllString(c.text, -1), mail.FindAllString(c.text, -1)...) {
		found = strings.TrimRight(found, ".,;:!?。、")
		if !c.stands(found) {
			return "", found
		}
	}
	return "", ""
}

// stands says whether a text occurs in the cited evidence or in her words.
func (c *claim) stands(text string) bool {
	text = lexicon.Fold(text)
	for _, e := range c.cited {
		if strings.Contains(lexicon.Fold(e.Quote), text) || e.URL != "" && strings.Contains(lexicon.Fold(e.URL), text) || strings.Contains(lexicon.Fold(e.Title), text) {
			return true
		}
	}
	return strings.Contains(lexicon.Fold(c.Said), text)
}

// figures: each figure of the sentence must be stated by the cited evidence in some form; list numbers are no figures.
func figures(g *Gate, c *claim) (string, string) {
	text := address.ReplaceAllString(mail.ReplaceAllString(stripOrdinal(c.text), " "), " ")
	list := g.book.Figures(text, c.lang)
	if len(list) == 0 {
		return "", ""
	}
	var known []figure.Figure
	for _, e := range c.cited {
		known = append(known, g.book.Figures(e.Quote+" . "+e.Title, locale.Base(e.Locale))...)
	}
	known = append(known, g.book.Figures(c.Said, c.lang)...)
	for _, f := range list {
		if f.Kind != figure.Code && !stated(f, known) && !c.literal(f) {
			return "", f.Text
		}
	}
	return "", ""
}

// stripOrdinal takes the number of a step off the front of a line.
func stripOrdinal(s string) string {
	return ordinal.ReplaceAllString(s, "")
}

var ordinal = regexp.MustCompile(`^\s*\d{1,2}\.\s+`)

// literal accepts a figure whose very digits stand in the evidence as part of a code, a name or an order number.
func (c *claim) literal(f figure.Figure) bool {
	if f.Kind != figure.None && f.Kind != figure.Count {
		return false
	}
	return c.token(strings.TrimSpace(f.Text))
}

// token says whether a text occurs in evidence or in her words as a whole word.
func (c *claim) token(text string) bool {
	want := lexicon.Tokens(text)
	if len(want) == 0 {
		return true
	}
	for _, e := range c.cited {
		if holds(e.Quote, want) || holds(e.Title, want) || holds(e.Ref, want) {
			return true
		}
	}
	return holds(c.Said, want) || holds(c.Shop, want)
}

func holds(text string, want []lexicon.Token) bool {
	list := lexicon.Tokens(text)
	for i := 0; i+len(want) <= len(list); i++ {
		same := true
		for j := range want {
			same = same && list[i+j].Text == want[j].Text
		}
		if same {
			return true
		}
	}
	return false
}

// stated says whether one of the known figures says the same, also as one end of a range.
func stated(f figure.Figure, known []figure.Figure) bool {
	for _, k := range known {
		if figure.Same(f, k) {
			return true
		}
		lo, hi := k, k
		lo.Hi, hi.Lo = k.Lo, k.Hi
		if f.Lo == f.Hi && (figure.Same(f, lo) || figure.Same(f, hi)) {
			return true
		}
	}
	return false
}

// codes such as E4 or a tracking number must stand in the evidence letter by letter.
func codes(g *Gate, c *claim) (string, string) {
	text := address.ReplaceAllString(mail.ReplaceAllString(c.text, " "), " ")
	for _, t := range lexicon.Tokens(text) {
		if t.Kind == lexicon.Code && !c.token(t.Text) && !c.stands(t.Text) {
			return "", t.Text
		}
	}
	return "", ""
}

// promises must rest on evidence that speaks of the same thing; a promise without evidence is refused.
func promises(g *Gate, c *claim) (string, string) {
	if !g.book.Promises(c.text, c.lang) {
		return "", ""
	}
	said := g.book.Lexicon().Analyze(c.text, c.lang, lexicon.Written)
	for _, e := range c.cited {
		if strings.Contains(lexicon.Fold(e.Quote), lexicon.Fold(strings.TrimSpace(c.text))) {
			return "", ""
		}
		there := map[string]bool{}
		for _, m := range g.book.Lexicon().Analyze(e.Quote, locale.Base(e.Locale), lexicon.Written).Matches {
			there[m.ID] = true
		}
		for _, m := range said.Matches {
			if m.Kind != lexicon.Act && m.Kind != "measure" && m.Kind != "time" && there[m.ID] {
				return "", ""
			}
		}
	}
	return "", "promise without evidence"
}
