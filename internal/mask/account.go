package mask

import (
	"regexp"
	"strings"
)

// ibanLengths are how long the account numbers of a country are (ISO 13616 registry).
var ibanLengths = func() map[string]int {
	lengths := map[string]int{}
	const registry = "NO15 BE16 DK18 FI18 FO18 GL18 NL18 FK18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 MN20 CH21 HR21 LI21 LV21 " +
		"BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 " +
		"LY25 PT25 ST25 IS26 TR26 BI27 DJ27 FR27 GR27 IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 " +
		"JO30 KW30 MU30 YE30 MT31 SC31 LC32 RU33"
	for entry := range strings.FieldsSeq(registry) {
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
