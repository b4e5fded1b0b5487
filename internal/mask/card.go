package mask

import (
	"regexp"
	"strings"
)

// issued says whether a scheme gives out cards with this beginning and length.
func issued(digits string) bool {
	for _, s := range rules.Issuers {
		if len(digits) >= s.shortest && len(digits) <= s.longest && digits[:len(s.from)] >= s.from && digits[:len(s.to)] <= s.to {
			return s.from != "4" || len(digits) == 13 || len(digits) == 16 || len(digits) >= 18
		}
	}
	return false
}

// group is an unbroken row of digits.
type group struct{ lo, hi int }

// groups splits a text into rows of digits that stand close to each other: up to three signs of those that people put between the
// digits of a card, or a line's end.
func groups(text string) (rows [][]group) {
	var row []group
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		lo := i
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		if len(row) > 0 && !joins(text[row[len(row)-1].hi:lo]) {
			rows, row = append(rows, row), nil
		}
		row = append(row, group{lo, i})
	}
	if row != nil {
		rows = append(rows, row)
	}
	return rows
}

func joins(gap string) bool {
	return len(gap) <= 4 && strings.Trim(gap, " -._/\\|\t\r\n,*:") == ""
}

// cards finds card numbers: a row of digits, or part of a row between its gaps, with an issuer's beginning, the right length and
// the right check digit.
func cards(text string, _ []hidden) (found []hidden) {
	for _, row := range groups(text) {
		for i := 0; i < len(row); i++ {
			if n := cardFrom(text, row[i:]); n > 0 {
				found = append(found, hidden{lo: row[i].lo, hi: row[i+n-1].hi, kind: Card, keep: 4})
				i += n - 1
			}
		}
	}
	return found
}

// cardFrom tells how many groups from the start of a row are a card number; the longest that fits.
func cardFrom(text string, row []group) (n int) {
	digits := ""
	for i, g := range row {
		digits += text[g.lo:g.hi]
		if len(digits) > 19 {
			break
		}
		if len(digits) >= 13 && issued(digits) && luhn(digits) && !otherwise(text, row[:i+1], digits) {
			n = i + 1
		}
	}
	return n
}

// otherwise says that a number which could be a card's is something else: part of a code, a phone number, an article number, or
// what its own words say it is.
func otherwise(text string, row []group, digits string) bool {
	lo, hi := row[0].lo, row[len(row)-1].hi
	if lo > 0 && (isLetter(text[lo-1]) || text[lo-1] == '+') || hi < len(text) && isLetter(text[hi]) && !strings.HasPrefix(strings.ToLower(text[hi:]), "cv") {
		return !cardWord.MatchString(before(text, lo, 40))
	}
	if cardWord.MatchString(around(text, lo, hi, 60)) {
		return false
	}
	if uneven(row) {
		return true
	}
	if len(row) == 1 && (parcelWord.MatchString(before(text, lo, 40)) || len(digits) == 13 && ean(digits)) {
		return true
	}
	return len(digits) == 13 && phoneWord.MatchString(before(text, lo, 30))
}

// uneven groups are no card's: people write 4-4-4-4, 4-6-5, 4-6-4, 6-13 or one to a line, never a list of prices or a phone number. A
// single digit in each group is how people try to hide one.
func uneven(row []group) bool {
	small := 0
	for _, g := range row[:len(row)-1] {
		if n := g.hi - g.lo; n == 2 || n == 3 {
			small++
		}
	}
	return small > 2 && small < len(row)-1
}

// before is what stands in the same passage before a place, at most n bytes.
func before(text string, at, n int) string { return text[max(0, at-n):at] }

func around(text string, lo, hi, n int) string {
	return text[max(0, lo-n):lo] + " " + text[hi:min(len(text), hi+n)]
}

var (
	cardWord   = words(rules.Card)
	parcelWord = words(rules.Parcel)
	phoneWord  = words(rules.Phone)
)

// words matches any of them as a word in scripts with spaces, anywhere in those without.
func words(list []string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + anyOf(list)) }

// anyOf is the alternation of words; one that begins with a Latin letter must not begin in the middle of another word.
func anyOf(list []string) string {
	var latin, other []string
	for _, w := range list {
		if first := strings.TrimLeft(w, "(?:["); first[0] < 0x80 {
			latin = append(latin, w)
		} else {
			other = append(other, w)
		}
	}
	var parts []string
	if len(latin) > 0 {
		parts = append(parts, `\b(?:`+strings.Join(latin, "|")+`)`)
	}
	return `(?:` + strings.Join(append(parts, other...), "|") + `)`
}
