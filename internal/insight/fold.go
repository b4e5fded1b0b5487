package insight

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// plain brings a text into the one form in which replies and expectations are compared except for case: NFKC, digits 0-9 for
// every script, one sign for dashes and apostrophes, one blank for any space, no invisible characters.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKC.String(s) {
		if r = plainRune(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// fold is plain without case.
func fold(s string) string { return cases.Fold().String(plain(s)) }

// plainRune returns -1 for what is dropped.
func plainRune(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r >= 0xFE00 && r <= 0xFE0F:
		return -1
	case unicode.Is(unicode.Nd, r):
		return asciiDigit(r)
	}
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '〜', '~':
		return '-'
	case '’', '‘', 'ʼ', '´', '`':
		return '\''
	case '٫':
		return '.'
	case '٬', '،':
		return ','
	}
	return r
}

// asciiDigit uses that Unicode lays the ten digits of every script side by side, zero first.
func asciiDigit(r rune) rune {
	for _, span := range unicode.Nd.R16 {
		if lo, hi := rune(span.Lo), rune(span.Hi); r >= lo && r <= hi {
			return '0' + (r-lo)%10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if lo, hi := rune(span.Lo), rune(span.Hi); r >= lo && r <= hi {
			return '0' + (r-lo)%10
		}
	}
	return r
}
