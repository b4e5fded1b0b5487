package check

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

var (
	address = regexp.MustCompile(`(?i)\b(?:(?:https?|ftps?|file|wss?|javascript|vbscript|data|blob|mailto|tel|sms|intent):[^\s)>\]”"]+|www\.[^\s)>\]”"]+)`)
	mail    = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}.\-]+\.\p{L}{2,}`)
	// bare is an address without its scheme. A sentence may end without a space behind it, so only endings that are none of our
	// languages' words count; any ending counts before a slash.
	bare = regexp.MustCompile(`(?i)(?:[\p{L}\p{N}][\p{L}\p{N}-]*\.)+(?:(?:com|net|org|info|biz|io|co|shop|store|online|site|xyz|top|app|dev|ly|link|cn|jp|kr|br|ru|uk|eu|tk|cc|example|test)\b|рф|中国|中國|公司|网址|한국|\p{L}{2,}/[\w%?=&.-]+)[^\s)>\]”"，。]*`)
)

// links must stand in the evidence, whole, as its address or in its text. Her own words are no ground for an address to go to, but her
// mail address may be repeated to her.
func links(_ *Gate, c *claim) (string, string) {
	for _, found := range mail.FindAllString(c.text, -1) {
		if found = trimmed(found); !c.whole(found, c.Said) {
			return "", found
		}
	}
	rest := mail.ReplaceAllString(c.text, " ")
	for _, found := range append(address.FindAllString(rest, -1), bare.FindAllString(address.ReplaceAllString(rest, " "), -1)...) {
		if found = trimmed(found); !c.whole(found, c.Shop) {
			return "", found
		}
	}
	return "", ""
}

func trimmed(found string) string { return strings.TrimRight(found, ".,;:!?。、，！？؟…'’") }

// whole says whether an address stands in the cited evidence, or in more, from its beginning to its end: shop.example is not the
// address in shop.example.org, nor the one in my-shop.example.
func (c *claim) whole(found, more string) bool {
	texts := []string{more}
	for _, e := range c.cited {
		texts = append(texts, e.Quote, e.Title, e.URL)
	}
	found = strings.ToLower(found)
	for _, text := range texts {
		text = strings.ToLower(text)
		for at := 0; ; {
			i := strings.Index(text[at:], found)
			if i < 0 {
				break
			}
			if at += i; !inAddress(text[:at], text[at+len(found):]) {
				return true
			}
			at++
		}
	}
	return false
}

// inAddress says whether an address goes on before or after.
func inAddress(before, after string) bool {
	first := strings.TrimRight(before, ".")
	if first != "" && first == before {
		r, _ := utf8.DecodeLastRuneInString(before)
		if r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '-' || r == '@' {
			return true
		}
	} else if before != "" {
		return true
	}
	after = strings.TrimLeft(after, ".,;:!?")
	if after == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(after)
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("-/@_%=&", r)
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
	text := withoutAddresses(stripOrdinal(c.text))
	list := g.book.Figures(text, c.lang)
	if len(list) == 0 {
		return "", ""
	}
	var known []figure.Figure
	for _, e := range c.cited {
		known = append(known, g.book.Figures(e.Quote+" . "+e.Title, locale.Base(e.Locale))...)
	}
	for _, f := range g.book.Figures(c.Said, c.lang) {
		if !commits[f.Kind] || asks(c.text) {
			known = append(known, f)
		}
	}
	for _, f := range list {
		if f.Kind != figure.Code && !stated(f, known) && !c.literal(f) {
			return "", f.Text
		}
	}
	return "", ""
}

// commits are the figures that bind the shop: she cannot make them true by saying them first. They may be asked back to her.
var commits = map[figure.Kind]bool{figure.Money: true, figure.Percent: true, figure.Duration: true, figure.Date: true}

func asks(text string) bool { return strings.ContainsAny(text, "?？؟") }

// withoutAddresses leaves out what links has judged.
func withoutAddresses(text string) string {
	return bare.ReplaceAllString(address.ReplaceAllString(mail.ReplaceAllString(text, " "), " "), " ")
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
	text := withoutAddresses(c.text)
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
