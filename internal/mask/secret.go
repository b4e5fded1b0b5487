package mask

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	codeWord      = words(rules.Code)
	codeAfterWord = regexp.MustCompile(rules.CodeAfterWord)
	codeAfterCard = regexp.MustCompile(rules.CodeAfterCard)
	passwordWord  = words(rules.Password)
	onceWord      = words(rules.Once)
	secretWord    = words(append(append([]string{`cvv`, `cvc`}, rules.Password...), rules.Once...))
	link          = regexp.MustCompile(`(?i)` + rules.Link)
	once          = regexp.MustCompile(rules.OnceAfter)
	plainWord     = regexp.MustCompile(`(?i)` + rules.Plain)
)

// securityCodes finds the three or four digits that belong to a card.
func securityCodes(text string, found []hidden) (out []hidden) {
	for _, m := range codeWord.FindAllStringIndex(text, -1) {
		if d := codeAfterWord.FindStringSubmatchIndex(text[m[1]:]); d != nil {
			out = append(out, hidden{lo: m[1] + d[2], hi: m[1] + d[3], kind: Code})
		}
	}
	for _, h := range found {
		if h.kind != Card {
			continue
		}
		if d := codeAfterCard.FindStringSubmatchIndex(text[h.hi:]); d != nil {
			out = append(out, hidden{lo: h.hi + d[2], hi: h.hi + d[3], kind: Code})
		}
	}
	return out
}

// passwords finds what a text says is a password or a one-time code.
func passwords(text string, _ []hidden) (found []hidden) {
	for _, m := range passwordWord.FindAllStringIndex(text, -1) {
		if m[1] < len(text) && isLetter(text[m[1]]) {
			continue // pinterest, claves
		}
		if lo, hi := secretAfter(text, m[1]); hi > lo {
			found = append(found, hidden{lo: lo, hi: hi, kind: Secret})
		}
	}
	for _, m := range onceWord.FindAllStringIndex(text, -1) {
		if d := once.FindStringSubmatchIndex(text[m[1]:]); d != nil {
			found = append(found, hidden{lo: m[1] + d[2], hi: m[1] + d[3], kind: Secret})
		}
	}
	return found
}

// secretAfter finds the secret that follows the word for it. It must look like one, or be announced and be all that follows: "my
// password is wrong" tells no password.
func secretAfter(text string, at int) (lo, hi int) {
	m := link.FindStringSubmatchIndex(text[at:])
	if m == nil {
		return 0, 0
	}
	said, sign := m[2] >= 0, m[4] >= 0
	lo = at + m[1]
	hi = lo
	for _, r := range text[lo:] {
		if unicode.IsSpace(r) || strings.ContainsRune("\"”»」』,;،；，。、", r) || r > 0x2E7F {
			break
		}
		hi += len(string(r))
	}
	hi = lo + len(strings.TrimRight(text[lo:hi], ".)!?…'"))
	token := text[lo:hi]
	switch n := len([]rune(token)); {
	case n < 3 || n > 64 || strings.Contains(token, ".."):
		return 0, 0
	case looksSecret(token):
		return lo, hi
	case (said || sign) && ends(text[hi:]) && !plainWord.MatchString(token) && (sign || token[0] < 0x80):
		return lo, hi
	}
	return 0, 0
}

// looksSecret: a digit or an unusual sign in it, or capitals inside.
func looksSecret(token string) bool {
	if strings.HasPrefix(token, "http") {
		return false
	}
	for i, r := range token {
		if unicode.IsDigit(r) || strings.ContainsRune("!@#$%^&*+=_?<>~", r) || i > 0 && r < 0x80 && unicode.IsUpper(r) && strings.ToUpper(token) != token {
			return true
		}
	}
	return false
}

// ends says whether nothing of the sentence follows.
func ends(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\"”»」』'")
	return rest == "" || strings.ContainsRune(".,;!?\n)，。；！？、،؛", []rune(rest)[0])
}
