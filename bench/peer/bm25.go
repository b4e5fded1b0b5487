// Package peer holds what Parley is compared with on the same questions.
package peer

import (
	"math"
	"strings"
	"unicode"
)

// The usual constants of BM25: how soon a repeated word stops counting, and how much a long text is held against it.
const (
	k1 = 1.2
	b  = 0.75
)

// Text is what a peer learns: an article with all that stands in it.
type Text struct{ ID, Language, Body string }

// BM25 is plain word search, as any search engine does it without knowing a language.
type BM25 struct {
	texts  []indexed
	with   map[string]int // in how many texts a word stands
	length float64        // on average
}

type indexed struct {
	id     string
	counts map[string]int
	length int
}

// NewBM25 indexes texts.
func NewBM25(texts []Text) *BM25 {
	m := &BM25{with: map[string]int{}}
	for _, t := range texts {
		one := indexed{id: t.ID, counts: map[string]int{}}
		for _, w := range words(t.Body) {
			if one.counts[w]++; one.counts[w] == 1 {
				m.with[w]++
			}
			one.length++
		}
		m.texts = append(m.texts, one)
		m.length += float64(one.length) / float64(len(texts))
	}
	return m
}

// Find is the id of the best text, "" when no word of the question stands anywhere.
func (m *BM25) Find(question string) (id string) {
	asked, best := words(question), 0.0
	for _, t := range m.texts {
		if s := m.score(t, asked); s > best {
			id, best = t.id, s
		}
	}
	return id
}

func (m *BM25) score(t indexed, asked []string) (sum float64) {
	norm := k1 * (1 - b + b*float64(t.length)/m.length)
	for _, w := range asked {
		n, f := float64(m.with[w]), float64(t.counts[w])
		idf := math.Log(1 + (float64(len(m.texts))-n+0.5)/(n+0.5))
		sum += idf * f * (k1 + 1) / (f + norm)
	}
	return sum
}

// words splits at whatever is neither letter, mark nor digit. Scripts that put no space between words give their pairs of characters.
func words(text string) (list []string) {
	for _, field := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	}) {
		list = append(list, pairs(field)...)
	}
	return list
}

// pairs cuts the stretches without spaces out of a word: 保修多久 is 保修, 修多, 多久; a Latin word between them stays whole.
func pairs(field string) (list []string) {
	runes := []rune(field)
	for from := 0; from < len(runes); {
		to, joined := from+1, unspaced(runes[from])
		for to < len(runes) && unspaced(runes[to]) == joined {
			to++
		}
		if !joined || to-from == 1 {
			list = append(list, string(runes[from:to]))
		} else {
			for i := from; i+1 < to; i++ {
				list = append(list, string(runes[i:i+2]))
			}
		}
		from = to
	}
	return list
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai) || r == 'ー'
}
