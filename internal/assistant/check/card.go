package check

import (
	"strings"
	"unicode/utf8"
)

// MaskCards replaces the digits of card numbers by dots, except the last four. It knows numbers with spaces, dashes and
// points between the digits, full-width, Arabic, Persian and Thai digits, and invisible characters in between; a number
// counts as a card when it has 13 to 19 digits and its check digit is right. It reports whether it masked anything.
func MaskCards(text string) (string, bool) {
	runs := cardRuns(text)
	if len(runs) == 0 {
		return text, false
	}
	var b strings.Builder
	at := 0
	for _, run := range runs {
		for i, d := range run {
			b.WriteString(text[at:d.start])
			if i < len(run)-4 {
				b.WriteString("•")
			} else {
				b.WriteByte('0' + d.value)
			}
			at = d.end
		}
	}
	b.WriteString(text[at:])
	return b.String(), true
}

type digit struct {
	start, end int
	value      byte
}

// cardRuns finds the runs of digits that are card numbers.
func cardRuns(text string) [][]digit {
	var out [][]digit
	var run []digit
	gap := 0
	flush := func() {
		if n := cardLength(run); n > 0 {
			out = append(out, run[:n])
		}
		run, gap = nil, 0
	}
	for i, r := range text {
		if v := digitOf(r); v >= 0 {
			run = append(run, digit{i, i + utf8.RuneLen(r), byte(v)})
			gap = 0
			continue
		}
		if len(run) == 0 {
			continue
		}
		if gap++; gap > 3 || !between(r) {
			flush()
		}
	}
	flush()
	return out
}

func digitOf(r rune) int {
	for _, zero := range [...]rune{'0', '٠', '۰', '０', '๐', '०'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// between names what people put between the digits of a card number.
func between(r rune) bool {
	switch r {
	case ' ', '-', '.', '_', '/', '\u00a0', '\u2007', '\u2009', '\u202f', '\u3000', '‐', '‑', '–', '—', '・', '·', '\t':
		return true
	}
	return r >= 0x200B && r <= 0x200F || r == 0x2060 || r == 0xFEFF || r == 0xAD
}

// cardLength returns how many digits from the start of a run form a card number, 0 for none.
func cardLength(run []digit) int {
	for n := min(len(run), 19); n >= 13; n-- {
		if n == len(run) || n == 16 || n == 15 {
			if luhn(run[:n]) {
				return n
			}
		}
	}
	return 0
}

func luhn(run []digit) bool {
	sum, zeros := 0, 0
	for i := range run {
		d := int(run[len(run)-1-i].value)
		if d == 0 {
			zeros++
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0 && zeros < len(run)
}
