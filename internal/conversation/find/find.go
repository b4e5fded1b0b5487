// Package find turns texts and questions into the words of the inbox's search, and shows where a question stands in a text. It is pure: both
// databases keep the words that it makes and so find the same.
//
// A word is found by its folded form and by its stem, and a question's word also finds longer ones (Garantie: Garantieverlängerung).
// Scripts without spaces are cut into short overlapping pieces; that a piece of the question stands in the text as it is, Look checks.
package find

import (
	"strings"

	"parley/internal/locale/lexicon"
)

// Version changes when the words of the same text change; the index is then made anew.
const Version = 1

// stemMark begins a stem, so that it is not taken for a word that is written like it.
const stemMark = "~"

// Set is the words of a text.
type Set map[string]struct{}

// Add puts the words of a text into the set; lang is the language of the conversation.
func (s Set) Add(text, lang string) {
	for _, p := range pieces(text) {
		if p.run {
			for _, g := range grams(p.text, true) {
				s[g] = struct{}{}
			}
			continue
		}
		s[p.text] = struct{}{}
		if stem := lexicon.Stem(p.text, lang); p.word && stem != p.text {
			s[stemMark+stem] = struct{}{}
		}
	}
}

// piece is a word, or a run of characters of a script without spaces.
type piece struct {
	text  string // folded, letters and digits only
	run   bool
	word  bool // letters, which have a stem
	spots []spot
}

// spot is where a part of a piece stands in the text: folded[from:to] is text[start:end].
type spot struct{ from, to, start, end int }

func pieces(text string) []piece {
	var out []piece
	for _, t := range lexicon.Tokens(text) {
		if t.Kind == lexicon.Syllable {
			if n := len(out); n > 0 && out[n-1].run && t.Glued {
				out[n-1].grow(t)
				continue
			}
			out = append(out, piece{run: true})
			out[len(out)-1].grow(t)
			continue
		}
		if plain := letters(t.Text); plain != "" {
			out = append(out, piece{text: plain, word: t.Kind == lexicon.Word, spots: []spot{{0, len(plain), t.Start, t.End}}})
		}
	}
	return out
}

func (p *piece) grow(t lexicon.Token) {
	from := len(p.text)
	p.text += t.Text
	p.spots = append(p.spots, spot{from, len(p.text), t.Start, t.End})
}

// longest is the longest word that is told apart from others, in bytes. Databases have limits, too.
const longest = 80

// letters leaves out what is no part of a word in any index: the signs of ASCII.
func letters(s string) string {
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "")
	}
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return -1
		}
		return r
	}, s)
}

// long says whether a script needs three characters to say as much as two of Chinese: Thai, Lao, Burmese and Khmer write vowels apart.
func long(r rune) bool { return r >= 0xE00 && r <= 0xEFF || r >= 0x1000 && r <= 0x17FF }

// grams cuts a run into overlapping pieces. A text is kept with all sizes; of a question the largest that fit are enough.
func grams(run string, all bool) []string {
	r := []rune(run)
	size := 2
	if long(r[0]) {
		size = 3
	}
	size = min(size, len(r))
	var out []string
	for n := size; n >= 1; n-- {
		for i := 0; i+n <= len(r); i++ {
			out = append(out, string(r[i:i+n]))
		}
		if !all {
			break
		}
	}
	return out
}
