package insight

import (
	"strings"
	"unicode"

	"parley/internal/locale/lexicon"
)

// Ear tells which language a text is in; locale.Book is one. prior is what to believe of a text without evidence of its own.
type Ear interface {
	Detect(text, prior string) (lang string, confidence float64)
}

// enough is how much text an ear needs, in letters; a character of a script without blanks weighs as three.
const enough = 20

// heard is the language of a reply, "" when it is too short to tell. The expected language is the prior, so that only a reply
// that plainly speaks another one is found. The names of what it cites are in the shop's language, not in hers, and not heard.
func heard(ear Ear, r Reply, want string) string {
	text := r.Text
	for _, c := range r.Evidence {
		if c.Title != "" {
			text = strings.ReplaceAll(text, c.Title, " ")
		}
	}
	if ear == nil || want == "" || weight(text) < enough {
		return ""
	}
	lang, _ := ear.Detect(text, want)
	return lang
}

func weight(text string) (n int) {
	for _, r := range text {
		switch {
		case lexicon.Syllabic(r):
			n += 3
		case unicode.IsLetter(r):
			n++
		}
	}
	return n
}
