package find

import (
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/locale/lexicon"
)

// Alt is one way in which a part of a question may stand in the index.
type Alt struct {
	Word   string
	Prefix bool // longer words count as well
}

// Query is a question: every term must be found.
type Query struct{ terms []term }

type term struct {
	word  string // "" for a run
	whole bool   // too short to stand for longer words
	stems []string
	run   string
}

// shortest is the length from which a word also stands for longer ones. "ba" begins half of all words; it is still being typed.
const shortest = 3

// maxTerms bounds the work of one question; nobody types more.
const maxTerms = 12

// Parse reads what somebody typed.
func Parse(text string) Query {
	var q Query
	for _, p := range pieces(text) {
		if len(q.terms) == maxTerms {
			break
		}
		if p.run {
			q.terms = append(q.terms, term{run: p.text})
			continue
		}
		t := term{word: p.text, whole: utf8.RuneCountInString(p.text) < shortest}
		if p.word {
			t.stems = stems(p.text)
		}
		q.terms = append(q.terms, t)
	}
	return q
}

// Empty tells that there is nothing to look for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// inflected are the languages with stems. What language a question is in, two words do not tell, so each is tried.
var inflected = []string{"en", "de", "es", "pt", "fr", "it", "ru", "ar"}

func stems(word string) []string {
	var out []string
	for _, lang := range inflected {
		if s := lexicon.Stem(word, lang); s != word && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Words is the question as the index needs it: of each inner list one, of all lists.
func (q Query) Words() [][]Alt {
	var all [][]Alt
	for _, t := range q.terms {
		if t.run != "" {
			for _, g := range grams(t.run, false) {
				all = append(all, []Alt{{Word: g}})
			}
			continue
		}
		any := []Alt{{t.word, !t.whole}, {stemMark + t.word, false}}
		for _, s := range t.stems {
			any = append(any, Alt{s, false}, Alt{stemMark + s, false})
		}
		all = append(all, any)
	}
	return all
}

// meets says whether a word of a text in a language answers the term.
func (t term) meets(p piece, lang string) bool {
	if t.run != "" {
		return false
	}
	if p.text == t.word || !t.whole && strings.HasPrefix(p.text, t.word) {
		return true
	}
	if !p.word {
		return false
	}
	stem := lexicon.Stem(p.text, lang)
	return stem == t.word || slices.Contains(t.stems, stem) || slices.Contains(t.stems, p.text)
}
