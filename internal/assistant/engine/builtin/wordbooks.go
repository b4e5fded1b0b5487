package builtin

import (
	"parley/internal/knowledge/index"
	"parley/internal/knowledge/wordbook"
	"parley/internal/locale/lexicon"
)

// wTranslated is what a translation weighs against a word that stands there itself: word books name every sense of a word, and
// most are not meant.
const wTranslated = 0.45

// translate adds what word books say of words that no concept covers. Only what the shop's articles write counts, so the senses
// that are not meant cost nothing, and books into languages that nobody writes cost nothing either.
func (e *Engine) translate(q *Question, terms []index.Term) []index.Term {
	if e.Words == nil {
		return terms
	}
	for _, m := range e.Words.Find(q.analysis.Lang, q.analysis.Tokens) {
		unite(terms, q.analysis.Tokens, m)
		seen := map[string]bool{}
		for _, w := range m.Words {
			for _, t := range e.meaning(w) {
				if !seen[t.Key] {
					seen[t.Key] = true
					t.Group = m.From + 1
					terms = append(terms, t)
				}
			}
		}
	}
	return terms
}

// unite makes one group of the tokens of a match: the characters of 炊飯器 are one thing to look for.
func unite(terms []index.Term, tokens []lexicon.Token, m wordbook.Match) {
	for i := range terms {
		if at := terms[i].Group - 1; at > m.From && at < m.To && !tokens[at].Known {
			terms[i].Group = m.From + 1
		}
	}
}

// meaning turns a translation into terms; each word of a longer one says a part of it.
func (e *Engine) meaning(w wordbook.Word) []index.Term {
	lex := e.book.Lexicon()
	a := lex.Analyze(w.Text, w.Lang, lexicon.Written)
	words := 0
	for _, t := range a.Tokens {
		if !t.Stop {
			words++
		}
	}
	terms := index.QueryTerms(a, lex, func(id string) bool { return silent(lex.Kind(id)) })
	for i := range terms {
		terms[i].Weight *= wTranslated / float64(max(words, 1))
		terms[i].Spare = true
	}
	return terms
}
