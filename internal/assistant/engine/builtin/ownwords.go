package builtin

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/knowledge/index"
	"parley/internal/knowledge/ownwords"
	"parley/internal/knowledge/wordbook"
	"parley/internal/locale/lexicon"
)

// What a synonym weighs that an operator has named: as much as the word itself, or little beside a concept, which says the same surely. A
// rare word must not outweigh it.
const (
	wOwn    = 1
	wBeside = 0.2
)

// ownWords takes up what the shop's operators have explained.
func (e *Engine) ownWords(ctx context.Context, u *reading, shop string) (err error) {
	if e.Own != nil {
		u.own, err = e.Own.Of(ctx, shop)
	}
	return err
}

// hear reads a text of hers through the lexicon and the shop's own words: what an operator has explained is as sure as the lexicon. Synonyms
// are returned, to be looked for as what word books say.
func (e *Engine) hear(u *reading, text, lang string) (lexicon.Analysis, []looked) {
	a := e.book.Lexicon().Analyze(text, lang, lexicon.Asked)
	var synonyms []looked
	for _, f := range u.own.Find(a) {
		ids := e.explained(f)
		put(&a, f, ids, e.book.Lexicon())
		if len(f.Means) > 0 {
			one := looked{Match: wordbook.Match{From: f.From, To: f.To}, weight: wOwn, own: true}
			if len(ids) > 0 {
				one.weight, one.part = wBeside, true
			}
			for _, word := range f.Means {
				one.Words = append(one.Words, wordbook.Word{Lang: f.Lang, Text: word})
			}
			synonyms = append(synonyms, one)
		}
	}
	return a, synonyms
}

// put writes into an analysis what a word of the shop means, in place of what the lexicon made of it.
func put(a *lexicon.Analysis, f ownwords.Found, ids []string, lex *lexicon.Lexicon) {
	a.Matches = slices.DeleteFunc(a.Matches, func(m lexicon.Match) bool { return f.From <= m.From && m.To <= f.To })
	a.Glosses = slices.DeleteFunc(a.Glosses, func(g lexicon.Gloss) bool { return g.From < f.To && f.From < g.To })
	for _, id := range ids {
		a.Matches = append(a.Matches, lexicon.Match{ID: id, Kind: lex.Kind(id), From: f.From, To: f.To,
			Start: a.Tokens[f.From].Start, End: a.Tokens[f.To-1].End, Weight: 1, How: lexicon.Exact, Lang: a.Lang})
	}
	for i := f.From; i < f.To; i++ {
		a.Tokens[i].Known, a.Tokens[i].Stop, a.Tokens[i].Glossed = true, false, len(ids) == 0
	}
	slices.SortStableFunc(a.Matches, func(a, b lexicon.Match) int { return cmp.Or(a.From-b.From, b.To-a.To) })
}

// explained lists the concepts that a word of the shop means: those that were chosen, or else those its synonyms speak of.
func (e *Engine) explained(f ownwords.Found) (ids []string) {
	lex := e.book.Lexicon()
	add := func(id string) {
		if _, known := lex.Concept(id); known && !contains(ids, id) { // a newer lexicon may have lost one
			ids = append(ids, id)
		}
	}
	for _, id := range f.Concepts {
		add(id)
	}
	if len(ids) > 0 {
		return ids
	}
	for _, word := range f.Means {
		for _, m := range lex.Analyze(word, f.Lang, lexicon.Written).Matches {
			if m.How != lexicon.Inner {
				add(m.ID)
			}
		}
	}
	return ids
}

// unknownIn are the words that no concept covers; of a word that an operator has explained by a synonym, those of the synonym.
func unknownIn(a lexicon.Analysis, synonyms []looked) (out []string) {
	add := func(tokens []lexicon.Token) {
		for _, t := range tokens {
			if t.Kind == lexicon.Word && !t.Stop && !t.Known && len(t.Text) > 2 {
				out = append(out, t.Text)
			}
		}
	}
	add(a.Tokens)
	for _, s := range synonyms {
		if !s.part {
			add(lexicon.Tokens(s.Words[0].Text))
		}
	}
	return out
}

// Bounds of what is noted as strange.
const (
	maxNoted       = 8
	shortestWord   = 3 // letters
	shortestStreak = 2 // characters of a script without spaces
	shortestThai   = 5
	longestStreak  = 12
)

// noteStrange lists what nothing explains: no concept, glossary, word book, or name of a product. Addresses are no words.
func (e *Engine) noteStrange(u *reading, q *Question) {
	tokens, open := q.analysis.Tokens, u.open(q)
	for i := 0; i < len(tokens) && len(q.Strange) < maxNoted; {
		to := i + 1
		if open[i] && tokens[i].Kind == lexicon.Syllable {
			to = streak(tokens, open, i)
		}
		if word := q.Text[tokens[i].Start:tokens[to-1].End]; open[i] && worthNoting(tokens[i], word) && !contains(q.Strange, word) {
			q.Strange = append(q.Strange, word)
		}
		i = to
	}
}

// open says of each token whether nothing explains it.
func (u *reading) open(q *Question) []bool {
	tokens := q.analysis.Tokens
	open := make([]bool, len(tokens))
	for i, t := range tokens {
		open[i] = !t.Stop && !t.Known && !t.Glossed && !u.named(t.Text)
	}
	for _, m := range q.books {
		for i := m.From; i < m.To; i++ {
			open[i] = false
		}
	}
	for _, at := range addressForm.FindAllStringIndex(q.Text, -1) {
		for i, t := range tokens {
			open[i] = open[i] && (t.End <= at[0] || at[1] <= t.Start)
		}
	}
	return open
}

// worthNoting says that a stretch may be a word. Scripts without spaces do not show where words end, so what is likely grammar there is
// left out: the ends of Korean words, what Japanese writes in hiragana alone, short pieces of Thai.
func worthNoting(first lexicon.Token, word string) bool {
	n := utf8.RuneCountInString(word)
	if first.Kind == lexicon.Word {
		return n >= shortestWord
	}
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case first.Kind != lexicon.Syllable || n < shortestStreak || n > longestStreak:
		return false
	case unicode.Is(unicode.Hangul, r):
		return !first.Glued
	case unicode.Is(unicode.Thai, r):
		return n >= shortestThai
	}
	return strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Hiragana, r) })
}

// addressForm finds e-mail addresses and addresses of pages.
var addressForm = regexp.MustCompile(`\S+@\S+|https?://\S+|www\.\S+`)

// named says whether a word stands in the name of a product.
func (u *reading) named(word string) bool { return u.goods != nil && len(u.goods.words[word]) > 0 }

// streak is where a run of strange characters ends that begins at i; characters that carry grammar end it.
func streak(tokens []lexicon.Token, open []bool, i int) int {
	to := i
	for to < len(tokens) && open[to] && tokens[to].Kind == lexicon.Syllable && (to == i || tokens[to].Glued) && !index.Grammar(tokens[to].Text) {
		to++
	}
	return max(to, i+1)
}
