package insight

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A figure is written differently in every locale: 1,299.00 · 1.299,00 · 1 299 · 1'299. "1.299" alone may be a thousand or a
// little more than one, and "2 500" one number or two; a text is therefore read in every way that its writer may have meant.

// point stands for a decimal sign once a number has been read, so that it is not mistaken for the dots of a date. It is a
// control character, which plain has removed from every text.
const point = "\x01"

// reading is one way to take what is ambiguous.
type reading struct {
	groups bool // "1.299" is 1299
	joins  bool // "2 500" is 2500
}

var (
	readings   = []reading{{true, true}, {true, false}, {false, true}, {false, false}}
	numberRun  = regexp.MustCompile(`[0-9]+(?:[.,' ][0-9]+)*`)
	spaced     = regexp.MustCompile(`^[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$`)
	grouped    = regexp.MustCompile(`^[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+|(?:'[0-9]{3})+|(?:,[0-9]{2})+,[0-9]{3})$`)
	separators = strings.NewReplacer(".", "", ",", "", "'", "", " ", "")
)

// readAs writes every number of a folded text in one form, and takes out the blanks between a number and what it counts
// (30 天 = 30天).
func readAs(text string, how reading) string {
	return glue(numberRun.ReplaceAllStringFunc(text, func(run string) string { return how.run(run) }))
}

// variants are the different readings of a text.
func variants(text string) []string {
	folded := fold(text)
	var out []string
	for _, how := range readings {
		v := readAs(folded, how)
		known := false
		for _, o := range out {
			known = known || o == v
		}
		if !known {
			out = append(out, v)
		}
	}
	return out
}

// run reads digits with all the separators between them.
func (how reading) run(run string) string {
	if how.joins && spaced.MatchString(run) {
		return how.number(strings.ReplaceAll(run, " ", ""))
	}
	parts := strings.Split(run, " ")
	for i, p := range parts {
		parts[i] = how.number(p)
	}
	return strings.Join(parts, " ")
}

// number reads one number; what is none (a date, an address) stays as it is.
func (how reading) number(s string) string {
	at := strings.LastIndexAny(s, ".,")
	switch group := grouped.MatchString(s); {
	case group && (at < 0 || strings.Count(s, s[at:at+1]) > 1 || how.groups && s[0] != '0'):
		return separators.Replace(s)
	case at < 0:
		return s
	}
	whole, part := s[:at], s[at+1:]
	if strings.Contains(whole, s[at:at+1]) || strings.ContainsAny(whole, ".,'") && !grouped.MatchString(whole) {
		return s
	}
	whole, part = separators.Replace(whole), strings.TrimRight(part, "0")
	if part == "" {
		return whole
	}
	return whole + point + part
}

// glue removes a blank that has a digit on exactly one side.
func glue(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' && i > 0 && i+1 < len(s) && digit(s[i-1]) != digit(s[i+1]) {
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// says reports whether a reply contains a text: without regard to case, width and the way figures are written. A figure counts
// only as a whole: "30" is not in "300" or "30.5".
func says(reply, text string) bool {
	for _, hay := range variants(reply) {
		for _, needle := range variants(text) {
			if needle != "" && contains(hay, needle) {
				return true
			}
		}
	}
	return false
}

func contains(hay, needle string) bool {
	for from := 0; from <= len(hay)-len(needle); {
		i := strings.Index(hay[from:], needle)
		if i < 0 {
			return false
		}
		start := from + i
		if !cuts(hay, start) && !cuts(hay, start+len(needle)) {
			return true
		}
		_, n := utf8.DecodeRuneInString(hay[start:])
		from = start + n
	}
	return false
}

// cuts reports whether position i stands inside a number.
func cuts(s string, i int) bool {
	return i > 0 && i < len(s) && (digit(s[i-1]) || s[i-1] == point[0]) && (digit(s[i]) || s[i] == point[0])
}
