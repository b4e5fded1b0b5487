package wordbook

import (
	"slices"

	"parley/internal/locale/lexicon"
)

// Match is a stretch of tokens that a book knows.
type Match struct {
	From, To int
	Words    []Word
}

// Word is a translation.
type Word struct{ Lang, Text string }

// maxRun is the longest word, in characters, of a script without spaces.
const maxRun = 8

// find looks up what no concept covers, the longest stretch first.
func find(books []*Book, lang string, t []lexicon.Token) []Match {
	books = slices.DeleteFunc(slices.Clone(books), func(b *Book) bool { return b.From != lang })
	var out []Match
	for i := 0; len(books) > 0 && i < len(t); i++ {
		for to := end(t, i); to > i; to-- {
			if !strange(t[i:to]) {
				continue
			}
			if words := translate(books, t[i:to]); words != nil {
				out = append(out, Match{i, to, words})
				i = to - 1
				break
			}
		}
	}
	return out
}

// end is where the longest stretch ends that may be one word of a book.
func end(t []lexicon.Token, i int) int {
	if t[i].Kind != lexicon.Syllable {
		to := i + 1
		for to < len(t) && to < i+maxKey && t[to].Kind == lexicon.Word {
			to++
		}
		return to
	}
	to := i + 1
	for to < len(t) && to < i+maxRun && t[to].Kind == lexicon.Syllable && t[to].Glued {
		to++
	}
	return to
}

// strange says that a stretch holds what no concept covers, and enough of it to mean something: a single character of a
// script without spaces, or a word of two letters, means too much.
func strange(t []lexicon.Token) bool {
	if t[0].Stop || t[len(t)-1].Stop {
		return false
	}
	if t[0].Kind == lexicon.Syllable && len(t) < 2 {
		return false
	}
	return slices.ContainsFunc(t, func(k lexicon.Token) bool {
		return !k.Known && !k.Stop && (k.Kind == lexicon.Syllable || k.Kind == lexicon.Word && len(k.Text) > 2)
	})
}

func translate(books []*Book, t []lexicon.Token) (out []Word) {
	for _, b := range books {
		k := key(t)
		glosses := b.exact(k)
		if glosses == nil && len(t) == 1 {
			glosses = b.word(k)
		}
		for _, g := range glosses {
			if w := (Word{b.To, g}); !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}
