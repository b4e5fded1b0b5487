package builtin

import (
	"math"
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/knowledge/wordbook"
	"parley/internal/locale/lexicon"
)

// wTranslated is what a translation weighs against a word that stands there itself: word books name every sense of a word, and
// most are not meant.
const wTranslated = 0.6

// looked is a stretch of a question that was looked up, with what its meanings weigh.
type looked struct {
	wordbook.Match
	weight float64
	part   bool // the lexicon reads it as a part of the question by itself
	own    bool // an operator said it of the whole stretch
}

// lookUp notes what the words mean that no concept covers: by the glossary, and by the word books for what it does not know.
func (e *Engine) lookUp(q *Question) {
	glossed := map[int]bool{}
	for _, m := range q.books { // what an operator said is not looked up again
		for i := m.From; i < m.To; i++ {
			glossed[i] = true
		}
	}
	for _, g := range q.analysis.Glosses {
		m := wordbook.Match{From: g.From, To: g.To}
		for _, w := range g.Words {
			m.Words = append(m.Words, wordbook.Word{Lang: "en", Text: w})
		}
		for i := g.From; i < g.To; i++ {
			glossed[i] = true
		}
		q.books = append(q.books, looked{Match: m, weight: wTranslated, part: true})
	}
	if e.Words != nil {
		for _, m := range e.Words.Find(q.analysis.Lang, q.analysis.Tokens) {
			if !glossed[m.From] {
				q.books = append(q.books, looked{Match: m, weight: wTranslated})
			}
		}
	}
	for _, m := range q.books {
		var means []string
		for _, w := range m.Words {
			means = append(means, w.Text)
		}
		from, to := q.analysis.Tokens[m.From].Start, q.analysis.Tokens[m.To-1].End
		q.Translated = append(q.Translated, q.Text[from:to]+": "+strings.Join(means, ", "))
	}
}

// translate adds the translations to the terms. Only what the shop's articles write counts, so the senses that are not meant
// cost nothing, and books into languages that nobody writes cost nothing either.
func (e *Engine) translate(q *Question, terms []index.Term) []index.Term {
	for _, m := range q.books {
		unite(terms, q.analysis.Tokens, m)
		seen := map[string]bool{}
		for _, w := range m.Words {
			for _, t := range e.meaning(w, m.weight) {
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
func unite(terms []index.Term, tokens []lexicon.Token, m looked) {
	for i := range terms {
		if at := terms[i].Group - 1; at > m.From && at < m.To && (m.own || !tokens[at].Known) {
			terms[i].Group = m.From + 1
		}
	}
}

// meaning turns a translation into terms; each word of a longer one says a part of it.
func (e *Engine) meaning(w wordbook.Word, weight float64) []index.Term {
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
		terms[i].Weight *= weight / math.Sqrt(float64(max(words, 1)))
		terms[i].Spare = true
	}
	return terms
}

// translated says whether a text has all words of one meaning of an unknown word.
func (q *Question) translated(word string, text lexicon.Analysis) bool {
	for _, m := range q.books {
		if m.To != m.From+1 || q.analysis.Tokens[m.From].Text != word {
			continue
		}
		for _, w := range m.Words {
			if w.Lang == text.Lang && spells(text, lexicon.Tokens(w.Text)) {
				return true
			}
		}
	}
	return false
}

// spells says whether a text has all these words, in any inflection.
func spells(text lexicon.Analysis, words []lexicon.Token) bool {
	for _, w := range words {
		there := false
		for _, t := range text.Tokens {
			there = there || t.Text == w.Text || t.Kind == lexicon.Word && lexicon.Stem(t.Text, text.Lang) == lexicon.Stem(w.Text, text.Lang)
		}
		if !there {
			return false
		}
	}
	return len(words) > 0
}
