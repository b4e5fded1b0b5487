package mask

import (
	"slices"
	"unicode"
)

// zeros are the noughts of all scripts: Unicode gives every script ten digits in a row.
var zeros = func() []rune {
	var list []rune
	add := func(lo, hi rune) {
		for z := lo; z+9 <= hi; z += 10 {
			list = append(list, z)
		}
	}
	for _, r := range unicode.Nd.R16 {
		add(rune(r.Lo), rune(r.Hi))
	}
	for _, r := range unicode.Nd.R32 {
		add(rune(r.Lo), rune(r.Hi))
	}
	return list
}()

// digitOf is the value of a digit of any script, -1 for anything else.
func digitOf(r rune) int {
	if r < 0x80 {
		if r >= '0' && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	i, found := slices.BinarySearch(zeros, r)
	if !found {
		i--
	}
	if i >= 0 && r-zeros[i] <= 9 {
		return int(r - zeros[i])
	}
	return -1
}

// only keeps the digits of a plain text.
func only(text string) string {
	b := make([]byte, 0, len(text))
	for i := range len(text) {
		if isDigit(text[i]) {
			b = append(b, text[i])
		}
	}
	return string(b)
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// luhn is the check digit of cards (ISO/IEC 7812-1).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// ean is the check digit of article numbers (GTIN).
func ean(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return sum%10 == 0
}

// weighted sums the products of digits and weights.
func weighted(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}
