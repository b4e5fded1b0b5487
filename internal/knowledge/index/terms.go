package index

import (
	"strings"

	"parley/internal/locale/lexicon"
)

// Weights of the kinds of term, in a question.
const (
	wConcept = 1.0
	wBroader = 0.35
	wWord    = 0.8 // a word that no concept covers
	wKnown   = 0.45
	wBigram  = 0.6
	wCode    = 1.2
	wNumber  = 0.3
)

// QueryTerms turns an analysed question into terms. skip leaves out concepts that carry no content for search (how they ask,
// greetings); nil skips none.
func QueryTerms(a lexicon.Analysis, lex *lexicon.Lexicon, skip func(id string) bool) []Term {
	q := queryTerms{a: a, lex: lex, skip: skip, skipped: map[int]bool{}, group: map[int]int{}}
	for _, m := range a.Matches {
		q.concept(m)
	}
	for i := range a.Tokens {
		q.token(i)
	}
	return q.out
}

type queryTerms struct {
	a       lexicon.Analysis
	lex     *lexicon.Lexicon
	skip    func(string) bool
	skipped map[int]bool
	group   map[int]int // token → group
	out     []Term
}

func (q *queryTerms) concept(m lexicon.Match) {
	if q.skip != nil && q.skip(m.ID) {
		for i := m.From; i < m.To; i++ {
			q.skipped[i] = true
		}
		return
	}
	g, seen := q.group[m.From]
	if !seen {
		g = m.From + 1
	}
	for i := m.From; i < m.To; i++ {
		q.group[i] = g
		delete(q.skipped, i)
	}
	q.out = append(q.out, ConceptTerms(q.lex, m.ID, m.Weight, g)...)
}

// ConceptTerms are the terms for one concept: itself, and what is broader. A topic that no article names may be answered
// under its broader name; a thing may not: a kettle is not any kitchen appliance. What only says how to measure, or names a
// unit of time, hardly counts.
func ConceptTerms(lex *lexicon.Lexicon, id string, weight float64, group int) []Term {
	broader, soft := 0.7, true
	switch lex.Kind(id) {
	case "thing", "part", "place":
		broader, soft = wBroader, false
	case "measure", "time", "modifier":
		weight *= 0.3
	}
	out := []Term{{Key: "c:" + id, Weight: wConcept * weight, Group: group, Soft: soft}}
	for _, up := range lex.Broader(id) {
		if lex.Kind(up) != "measure" {
			out = append(out, Term{Key: "c:" + up, Weight: broader * weight, Group: group, Soft: true})
		}
	}
	return out
}

func (q *queryTerms) token(i int) {
	t := q.a.Tokens[i]
	g := i + 1
	if q.group[i] != 0 {
		g = q.group[i]
	}
	switch {
	case t.Stop || q.skipped[i] && t.Known:
	case t.Kind == lexicon.Word && len(t.Text) > 1:
		w := wWord
		if t.Known {
			w = wKnown
		}
		q.out = append(q.out, Term{Key: "t:" + t.Text, Weight: w * 0.6, Group: g, Soft: t.Known}, Term{Key: "s:" + lexicon.Stem(t.Text, q.a.Lang), Weight: w, Group: g, Soft: t.Known})
	case t.Kind == lexicon.Code:
		q.out = append(q.out, Term{Key: "t:" + t.Text, Weight: wCode, Group: g})
	case t.Kind == lexicon.Number:
		q.out = append(q.out, Term{Key: "t:" + t.Text, Weight: wNumber, Group: g})
	case t.Kind == lexicon.Syllable && i+1 < len(q.a.Tokens) && bigram(q.a.Tokens, i):
		q.out = append(q.out, Term{Key: "b:" + t.Text + q.a.Tokens[i+1].Text, Weight: wBigram, Group: g})
	}
}

// bigram says whether tokens i and i+1 make a pair worth keeping: characters side by side of which one is not explained
// by a concept.
func bigram(t []lexicon.Token, i int) bool {
	a, b := &t[i], &t[i+1]
	return a.Kind == lexicon.Syllable && b.Kind == lexicon.Syllable && b.Glued && !(a.Known && b.Known) && !Grammar(a.Text) && !Grammar(b.Text)
}

// Grammar names the characters that carry grammar, not content.
func Grammar(s string) bool {
	return strings.Contains("的了吗嗎呢是我你您他她在有和与或也都就还要想请问一下这那个什么怎多少能会可以吧啊呀么为从到把被给对跟比里不没很太は が を に で と の も へ か ね よ し て た い る す ま せ ん ご お です", s)
}

// wGloss is what a meaning of a word counts in an article that writes the word in another language.
const wGloss = 0.5

// glossTerms lets an article be found by the English meanings of its words that no concept covers.
func glossTerms(lex *lexicon.Lexicon, a lexicon.Analysis, emit func(key string, weight float32)) {
	for _, n := range lex.Meanings(a) {
		key := n.Key
		if word, ok := strings.CutPrefix(key, "w:"); ok {
			key = "s:" + word
		}
		emit(key, wGloss*float32(n.Weight))
	}
}

// docTerms lists the keys of a passage's text.
func docTerms(lex *lexicon.Lexicon, a lexicon.Analysis, emit func(key string, weight float32)) {
	for _, m := range a.Matches {
		if m.Kind == lexicon.Act {
			continue
		}
		emit("c:"+m.ID, float32(m.Weight))
		for _, up := range lex.Broader(m.ID) {
			emit("c:"+up, 0.5*float32(m.Weight))
		}
	}
	glossTerms(lex, a, emit)
	for i, t := range a.Tokens {
		switch {
		case t.Stop:
		case t.Kind == lexicon.Syllable:
			if i+1 < len(a.Tokens) && bigram(a.Tokens, i) {
				emit("b:"+t.Text+a.Tokens[i+1].Text, 1)
			}
		case len(t.Text) > 1 || t.Kind != lexicon.Word:
			emit("t:"+t.Text, 1)
			if t.Kind == lexicon.Word {
				emit("s:"+lexicon.Stem(t.Text, a.Lang), 1)
			}
		}
	}
}
