// Package mask hides what must never be written down: card numbers and their security codes, bank accounts, national identity
// numbers, passwords and one-time codes. It works on text of any language before anything is stored. What only looks like a
// secret (order, tracking and phone numbers, product codes, prices) stays as it is: a number counts by its form and its check
// digit, and where a form has no check digit, only beside the word that names it.
package mask

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Kind says what was hidden.
type Kind string

// The kinds.
const (
	Card     Kind = "card"
	Code     Kind = "security_code"
	Account  Kind = "account"
	Identity Kind = "identity"
	Secret   Kind = "password"
)

// hidden is a part of the text that must go: bytes from lo to hi of the plain text; the last keep letters and digits stay, and the
// first head.
type hidden struct {
	lo, hi     int
	kind       Kind
	head, keep int
}

// finders look for one kind each. They see the plain text and what was found before them.
var finders = []func(text string, found []hidden) []hidden{cards, accounts, identities, securityCodes, passwords}

// Text hides everything that must not be stored, and says what it hid.
func Text(text string) (string, []Kind) { return with(text, finders) }

// Cards hides card numbers only, all but the last four digits.
func Cards(text string) (string, bool) {
	out, kinds := with(text, finders[:1])
	return out, len(kinds) > 0
}

func with(text string, finders []func(string, []hidden) []hidden) (string, []Kind) {
	if !worthLooking(text) {
		return text, nil
	}
	p := flatten(text)
	var all []hidden
	for _, find := range finders {
		for _, h := range find(p.text, all) {
			if h.hi > h.lo && !slices.ContainsFunc(all, func(o hidden) bool { return h.lo < o.hi && o.lo < h.hi }) {
				all = append(all, h)
			}
		}
	}
	if len(all) == 0 {
		return text, nil
	}
	slices.SortFunc(all, func(a, b hidden) int { return a.lo - b.lo })
	var b strings.Builder
	at := 0
	var kinds []Kind
	for _, h := range all {
		from, to := p.at[h.lo], p.at[h.hi]
		b.WriteString(text[at:from])
		b.WriteString(p.dots(h))
		at = to
		if !slices.Contains(kinds, h.kind) {
			kinds = append(kinds, h.kind)
		}
	}
	b.WriteString(text[at:])
	return b.String(), kinds
}

// worthLooking is a quick look: most messages have neither three digits nor a word for a password.
func worthLooking(text string) bool {
	digits := 0
	for _, r := range text {
		if digitOf(r) >= 0 {
			if digits++; digits >= 3 {
				return true
			}
		}
	}
	return secretWord.MatchString(text)
}

// dots writes a hidden part: letters and digits become dots, signs between them stay. A password gives away not even its length.
func (p plain) dots(h hidden) string {
	if h.kind == Secret {
		return "••••••"
	}
	n := 0
	for _, r := range p.text[h.lo:h.hi] {
		if significant(r) {
			n++
		}
	}
	var b strings.Builder
	i := 0
	for _, r := range p.text[h.lo:h.hi] {
		switch {
		case !significant(r):
			b.WriteRune(r)
		case i >= h.head && i < n-h.keep:
			b.WriteString("•")
			i++
		default:
			b.WriteRune(r)
			i++
		}
	}
	return b.String()
}

func significant(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// plain is a text as the finders see it: digits of every script as 0–9, full-width letters and signs as ASCII, every dash as -,
// every space as a space, invisible characters left out. at maps its bytes back to the text.
type plain struct {
	text string
	at   []int
}

func flatten(text string) plain {
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int, 0, len(text)+1)
	end := 0
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		r = flat(r)
		if r < 0 {
			continue
		}
		from := b.Len()
		b.WriteRune(r)
		for len(at) < b.Len() {
			at = append(at, i)
		}
		at[from], end = i, i+size
	}
	return plain{b.String(), append(at, max(end, len(text)))}
}

// flat is a character's plain form, or -1 when it shows nothing.
func flat(r rune) rune {
	if r < 0x80 {
		return r
	}
	if d := digitOf(r); d >= 0 {
		return '0' + rune(d)
	}
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0xAD, r == 0x34F, r == 0x180E, r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE007F:
		return -1
	case r == 0xA0, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
		return ' '
	case r >= 0x2010 && r <= 0x2015, r == 0x2212, r == 0xFE58, r == 0xFE63:
		return '-'
	case r == 0x2028, r == 0x2029, r == 0x85:
		return '\n'
	case r == '·', r == '・', r == '•', r == '․', r == '。':
		return '.'
	}
	return r
}
