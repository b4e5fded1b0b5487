package lexicon

import (
	"sync"
	"unicode/utf8"
)

// fuzzy finds the words of one language that lie within a small edit distance. A word with one error keeps its first two
// or its last two letters, so two short lists per question word suffice and nothing large is held in memory. The lists are made at the
// first word that nobody knows.
type fuzzy struct {
	once sync.Once
	head lists[string]
	tail lists[string]
}

func (f *fuzzy) fill(words map[string]span) {
	var head, tail []entry[string]
	for w := range words {
		if utf8.RuneCountInString(w) >= 4 {
			h, e := ends(w)
			head, tail = append(head, entry[string]{h, w}), append(tail, entry[string]{e, w})
		}
	}
	f.head, f.tail = gather(head), gather(tail)
}

func ends(w string) (head, tail string) {
	_, a := utf8.DecodeRuneInString(w)
	_, b := utf8.DecodeRuneInString(w[a:])
	_, y := utf8.DecodeLastRuneInString(w)
	_, z := utf8.DecodeLastRuneInString(w[:len(w)-y])
	return w[:a+b], w[len(w)-y-z:]
}

// nearest returns the nearest word, "" when none is near enough: one edit from 5 letters, two from 9.
func (t *table) nearest(w string) string {
	n := utf8.RuneCountInString(w)
	limit := 0
	switch {
	case n >= 9:
		limit = 2
	case n >= 5:
		limit = 1
	}
	if limit == 0 || n > 40 {
		return ""
	}
	f := &t.fuzzy
	f.once.Do(func() { f.fill(t.exact.at) })
	h, e := ends(w)
	best, dist := "", limit+1
	for _, list := range [2][]string{f.head.get(h), f.tail.get(e)} {
		for _, c := range list {
			d := edits([]rune(w), []rune(c), min(dist, limit))
			if d == 2 && (c[:1] != w[:1] || c[len(c)-1] != w[len(w)-1]) {
				continue
			}
			if d < dist || d == dist && d <= limit && better(c, best, w) {
				best, dist = c, d
			}
		}
	}
	return best
}

// better prefers the candidate of the same length class and first letter, then the order of the alphabet, so that the
// answer does not depend on the order of a map.
func better(c, best, w string) bool {
	if (c[0] == w[0]) != (best[0] == w[0]) {
		return c[0] == w[0]
	}
	return c < best
}

// edits is the Damerau (adjacent swap counts once) distance, or limit+1 when it is larger.
func edits(a, b []rune, limit int) int {
	if limit < 0 || len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > 48 {
		return limit + 1
	}
	var rows [3][50]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range b {
		last[j+1] = j + 1
	}
	for i := range a {
		now[0] = i + 1
		low := now[0]
		for j := range b {
			now[j+1] = cell(a, b, i, j, before, last, now)
			low = min(low, now[j+1])
		}
		if low > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(b)], limit+1)
}

func cell(a, b []rune, i, j int, before, last, now *[50]int) int {
	cost := 1
	if a[i] == b[j] {
		cost = 0
	}
	d := min(last[j]+cost, last[j+1]+1, now[j]+1)
	if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
		d = min(d, before[j-1]+1)
	}
	return d
}
