package wordbook

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/locale/lexicon"
)

// entries collects the words of a book under the form in which they are compared.
type entries map[string][]string

// perEntry is how many meanings are taken of one entry, so that a word's first sense does not push out its others.
const perEntry = 3

func (e entries) add(head string, glosses []string) {
	k := key(lexicon.Tokens(head))
	if k == "" {
		return
	}
	n := 0
	for _, g := range glosses {
		if g = gloss(g); g != "" && n < perEntry && len(e[k]) < maxGlosses {
			n++
			if !slices.Contains(e[k], g) {
				e[k] = append(e[k], g)
			}
		}
	}
}

// key is the form in which words are compared; empty for what is never asked for.
func key(t []lexicon.Token) string {
	var b strings.Builder
	words := 0
	for i, k := range t {
		if k.Kind != lexicon.Syllable || i == 0 || t[i-1].Kind != lexicon.Syllable {
			words++
			if i > 0 {
				b.WriteByte(' ')
			}
		}
		b.WriteString(k.Text)
	}
	if words > maxKey || len(t) > maxRun && words == 1 {
		return ""
	}
	return b.String()
}

var (
	aside   = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>`)
	pointer = regexp.MustCompile(`^(?i:see|see also|variant of|old variant of|abbr\.|surname|CL:|erhua variant|used in)\b|^CL:`)
	article = regexp.MustCompile(`^(?:to|a|an|the) `)
)

// maxGloss is how many words a meaning may have: longer ones explain and do not name.
const maxGloss = 3

// gloss cleans one meaning of what books write beside it; empty when nothing is left that could stand in an article.
func gloss(s string) string {
	s = strings.TrimSpace(s)
	if pointer.MatchString(s) {
		return ""
	}
	for range 3 { // brackets within brackets
		s = aside.ReplaceAllString(s, " ")
	}
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " .…!?,;:\"'")
	s = article.ReplaceAllString(s, "")
	if strings.ContainsAny(s, "()[]{}<>\t|=") || !utf8.ValidString(s) || utf8.RuneCountInString(s) > 40 || pointer.MatchString(s) {
		return ""
	}
	if n := len(strings.Fields(s)); n == 0 || n > maxGloss || len(lexicon.Tokens(s)) == 0 {
		return ""
	}
	return s
}

var licensed = regexp.MustCompile(`(?i)licen[cs]e|copyright|©|\bGPL|creative ?commons|public domain`)

// maxLicence bounds the licence's text that is kept.
const maxLicence = 2000

// licence picks the parts of a book's description that speak of its licence.
func licence(parts []string) string {
	var out []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); licensed.MatchString(p) {
			out = append(out, p)
		}
	}
	text := strings.ToValidUTF8(strings.Join(out, "\n"), "")
	if len(text) > maxLicence {
		text = strings.ToValidUTF8(text[:maxLicence], "") + " …"
	}
	return text
}
