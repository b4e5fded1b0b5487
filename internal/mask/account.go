package mask

import (
	"regexp"
	"strings"
)

// ibanLengths are how long the account numbers of a country are (ISO 13616 registry).
var ibanLengths = func() map[string]int {
	lengths := map[string]int{}
	for entry := range strings.FieldsSeq(rules.IBAN) {
		lengths[entry[:2]] = int(entry[2]-'0')*10 + int(entry[3]-'0')
	}
	return lengths
}()

var ibanStart = regexp.MustCompile(`(?i)[a-z]{2}[ -]?[0-9][ -]?[0-9]`)

// accounts finds IBANs: a country, its length, and a remainder of one (ISO 7064 mod 97-10).
func accounts(text string, _ []hidden) (found []hidden) {
	for _, m := range ibanStart.FindAllStringIndex(text, -1) {
		if m[0] > 0 && (isLetter(text[m[0]-1]) || isDigit(text[m[0]-1])) {
			continue
		}
		want := ibanLengths[strings.ToUpper(text[m[0]:m[0]+2])]
		if iban, hi := take(text, m[0], want); want > 0 && len(iban) == want && mod97(iban[4:]+iban[:4]) == 1 {
			found = append(found, hidden{lo: m[0], hi: hi, kind: Account, head: 2, keep: 4})
		}
	}
	return found
}

// take reads n letters and digits from a place on, over single spaces and dashes; hi is where they end.
func take(text string, at, n int) (taken string, hi int) {
	var b strings.Builder
	gap := 0
	for i := at; i < len(text) && b.Len() < n; i++ {
		switch c := text[i]; {
		case isDigit(c) || isLetter(c):
			b.WriteByte(c &^ (c & 0x40 >> 1)) // upper case; digits have no such bit
			gap, hi = 0, i+1
		case strings.IndexByte(" -.\n\t", c) >= 0 && gap < 2:
			gap++
		default:
			return b.String(), hi
		}
	}
	if hi < len(text) && (isDigit(text[hi]) || isLetter(text[hi])) {
		return "", hi
	}
	return b.String(), hi
}

func mod97(s string) int {
	n := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			n = (n*10 + int(s[i]-'0')) % 97
		} else {
			n = (n*100 + int(s[i]-'A') + 10) % 97
		}
	}
	return n
}
