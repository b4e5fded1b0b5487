package helpcentre

import (
	"slices"
	"strings"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// piece is a stretch of a passage; what was looked for is marked.
type piece struct {
	Text string
	Mark bool
}

// snippetLength is how much of a passage is shown, in characters.
const snippetLength = 240

// mark shows where a passage speaks of what was looked for: the words themselves in any inflection, and what means the same.
func (c *Centre) mark(passage, query, tag string) (out []piece) {
	passage = cut(passage, snippetLength)
	lex, lang := c.book.Lexicon(), locale.Base(tag)
	there, asked := lex.Analyze(passage, lang, lexicon.Written), lex.Analyze(query, lang, lexicon.Asked)
	marked := make([]bool, len(there.Tokens))
	for _, m := range there.Matches {
		if m.Kind != lexicon.Act && slices.ContainsFunc(asked.Matches, func(o lexicon.Match) bool { return o.ID == m.ID }) {
			for i := m.From; i < m.To; i++ {
				marked[i] = true
			}
		}
	}
	for i, t := range there.Tokens {
		marked[i] = marked[i] || slices.ContainsFunc(asked.Tokens, func(o lexicon.Token) bool { return same(o, t, lang) })
	}
	at := 0
	for i := 0; i < len(marked); i++ {
		if !marked[i] {
			continue
		}
		to := i
		for to+1 < len(marked) && marked[to+1] {
			to++
		}
		start, end := there.Tokens[i].Start, there.Tokens[to].End
		out = append(out, piece{passage[at:start], false}, piece{passage[start:end], true})
		at, i = end, to
	}
	return append(out, piece{passage[at:], false})
}

// same says that two words are one, in whatever inflection; a single character of a script without spaces is too little.
func same(asked, there lexicon.Token, lang string) bool {
	if asked.Stop || asked.Kind == lexicon.Syllable || there.Kind == lexicon.Syllable {
		return false
	}
	return asked.Text == there.Text || len(asked.Text) > 3 && (lexicon.Stem(asked.Text, lang) == lexicon.Stem(there.Text, lang) || strings.HasPrefix(there.Text, asked.Text))
}
