package builtin

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"parley/internal/locale/lexicon"
)

// Finding the products that a text names. A number ("500"), a single letter or an everyday word ("One") says which of a
// family is meant, but only beside a word of the family; of two names the one that explains more of the text is meant.

// named is a product that a text may mean.
type named struct {
	id    string
	score float64
	at    map[int]bool // tokens of the text that belong to the name
}

// hint is what else helps to tell products of one family apart.
type hint struct {
	kinds []string // things she speaks of
	prior string   // product talked of before, or of the page
	loose bool     // she corrects herself or points ("the 500"): a number alone may do
}

// find lists the products whose names a text speaks of, best first.
func (c *Catalog) find(a lexicon.Analysis, h hint) []named {
	words := c.spelt(a)
	met := map[int32]map[int]bool{}
	for i := range words {
		for _, w := range words[i] {
			if list := c.words[w]; len(list) <= 400 && !(c.weak(a, i, w)) {
				for _, p := range list {
					if c.holdsAll(p, words[i]) {
						mark(met, p, i)
					}
				}
			}
		}
	}
	c.beside(words, met, h)
	if len(met) == 0 {
		c.byNumber(words, met, h)
	}
	c.wholeNames(a, met)
	out := c.rank(a, words, met)
	return c.narrow(a, out, h)
}

// holdsAll says that a name has every word of a glued one: nova500 is not the Nova 300.
func (c *Catalog) holdsAll(p int32, words []string) bool {
	for _, w := range words {
		if !slices.Contains(c.words[w], p) {
			return false
		}
	}
	return true
}

func mark(met map[int32]map[int]bool, p int32, i int) {
	if met[p] == nil {
		met[p] = map[int]bool{}
	}
	met[p][i] = true
}

// spelt gives the ways to read each token as words of names: itself, its letters and digits apart (aria500), a slip mended.
func (c *Catalog) spelt(a lexicon.Analysis) [][]string {
	out := make([][]string, len(a.Tokens))
	for i, t := range a.Tokens {
		switch {
		case t.Kind == lexicon.Syllable:
		case len(c.words[t.Text]) > 0:
			out[i] = []string{t.Text}
		case t.Kind == lexicon.Code:
			out[i] = c.apart(t.Text)
		case t.Kind == lexicon.Word && !t.Stop && len(t.Text) >= 3:
			out[i] = c.mended(t)
		}
		if i > 0 && !a.Tokens[i-1].Stop && t.Kind != lexicon.Syllable {
			if glued := a.Tokens[i-1].Text + t.Text; len(out[i-1]) == 0 && len(c.words[glued]) > 0 { // "C 1" for C1
				out[i-1], out[i] = []string{glued}, []string{glued}
			}
		}
	}
	c.foreign(a, out)
	return out
}

// apart cuts a word into two words of names, such as aria500 or crema1.
func (c *Catalog) apart(w string) []string {
	for cut := len(w) - 1; cut > 1; cut-- {
		if utf8.RuneStart(w[cut]) && len(c.words[w[:cut]]) > 0 && len(c.words[w[cut:]]) > 0 {
			return []string{w[:cut], w[cut:]}
		}
	}
	if tail := strings.TrimRight(w, "s"); tail != w && len(c.words[tail]) > 0 {
		return []string{tail}
	}
	return nil
}

// mended takes a plural s off, cuts glued words, or forgives one slip in a word of five letters that the lexicon does not know.
func (c *Catalog) mended(t lexicon.Token) []string {
	if w := strings.TrimSuffix(t.Text, "s"); w != t.Text && len(c.words[w]) > 0 && !t.Known {
		return []string{w}
	}
	if t.Known || utf8.RuneCountInString(t.Text) < 5 {
		return nil
	}
	if two := c.apart(t.Text); two != nil {
		return two
	}
	best := ""
	for _, w := range c.fuzzy[t.Text[:1]] {
		if oneSlip(t.Text, w) && (best == "" || w < best) {
			best = w
		}
	}
	if best == "" {
		return nil
	}
	return []string{best}
}

// oneSlip says whether two words differ by one letter more, less, changed, or two swapped.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return string(x[i:]) == string(y[i+1:])
	}
	if i == len(x) || string(x[i+1:]) == string(y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && string(x[i+2:]) == string(y[i+2:])
}

// weak words decide nothing alone: numbers, single letters, function words.
func (c *Catalog) weak(a lexicon.Analysis, i int, w string) bool {
	t := a.Tokens[i]
	return t.Stop || utf8.RuneCountInString(w) < 2 || digitsOnly(w) || c.function[w]
}

func digitsOnly(s string) bool { return strings.Trim(s, "0123456789.,") == "" }

// beside adds the weak words of a name that stand in a text which also holds a strong word of it: next to it, or a number
// anywhere ("the Aria, I mean the 500").
func (c *Catalog) beside(words [][]string, met map[int32]map[int]bool, _ hint) {
	for i := range words {
		for _, w := range words[i] {
			for _, p := range c.words[w] {
				at, ok := met[p]
				if !ok || at[i] {
					continue
				}
				if digitsOnly(w) && len(w) > 1 || at[i-1] || at[i+1] {
					at[i] = true
				}
			}
		}
	}
}

// byNumber takes a bare number when the thing is named beside it ("the 32 inch monitor"), or when the product talked of
// before has siblings and she points at one of them.
func (c *Catalog) byNumber(words [][]string, met map[int32]map[int]bool, h hint) {
	for i := range words {
		for _, w := range words[i] {
			if !digitsOnly(w) {
				continue
			}
			for _, p := range c.words[w] {
				if c.isOfKind(p, h.kinds) && len(w) > 1 || c.siblings(p, h.prior) && (h.loose || len(w) > 1) {
					mark(met, p, i)
				}
			}
		}
	}
}

func (c *Catalog) isOfKind(p int32, kinds []string) bool {
	for _, k := range kinds {
		for _, q := range c.concepts[k] {
			if q == p {
				return true
			}
		}
	}
	return false
}

// siblings share a word of their own, as Aria 300 and Aria 500 do.
func (c *Catalog) siblings(p int32, id string) bool {
	j, ok := c.byID[id]
	if !ok {
		return false
	}
	for w := range c.own[p] {
		if c.own[int32(j)][w] {
			return true
		}
	}
	return int32(j) == p
}

// wholeNames finds names in scripts without spaces: most of the name must stand in the text.
func (c *Catalog) wholeNames(a lexicon.Analysis, met map[int32]map[int]bool) {
	hits := map[run]map[int]bool{}
	for i := 0; i+1 < len(a.Tokens); i++ {
		if a.Tokens[i].Kind != lexicon.Syllable || a.Tokens[i+1].Kind != lexicon.Syllable || !a.Tokens[i+1].Glued {
			continue
		}
		for _, r := range c.grams[a.Tokens[i].Text+a.Tokens[i+1].Text] {
			if hits[r] == nil {
				hits[r] = map[int]bool{}
			}
			hits[r][i], hits[r][i+1] = true, true
		}
	}
	for r, at := range hits {
		if n := len(at); n >= 3 && float64(n) >= 0.7*float64(r.length) || n == 2 && r.length == 2 {
			for i := range at {
				mark(met, r.product, i)
			}
		}
	}
}

// rank weighs what was met; a name whose words all belong to another name that explains more is dropped.
func (c *Catalog) rank(a lexicon.Analysis, words [][]string, met map[int32]map[int]bool) []named {
	var out []named
	for p, at := range met {
		if !c.enough(a, words, p, at) || c.dominated(p, at, met) {
			continue
		}
		score := 0.0
		for i := range at {
			w := 1.0
			if a.Tokens[i].Known && a.Tokens[i].Kind == lexicon.Word {
				w = 0.5
			}
			score += w
		}
		out = append(out, named{c.products[p].ID, score, at})
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].score > out[j].score || out[i].score == out[j].score && out[i].id < out[j].id
	})
	return out
}

// enough asks for a word that is the name's own, a number that was pointed at, or, of a name of everyday words, for
// two with the first of them.
func (c *Catalog) enough(a lexicon.Analysis, words [][]string, p int32, at map[int]bool) bool {
	whole, head := 0, false
	for i := range at {
		if a.Tokens[i].Kind == lexicon.Syllable {
			return true
		}
		for _, w := range words[i] {
			if c.own[p][w] || digitsOnly(w) || w == c.head[p] && foreignWord(a, i) {
				return true
			}
			head = head || w == c.head[p]
		}
		whole++
	}
	return whole >= min(2, c.size[p]) && (head || len(c.own[p]) == 0)
}

// foreignWord says that a word is no everyday word of the text's own language: Slate in a Spanish sentence is a name.
func foreignWord(a lexicon.Analysis, i int) bool {
	if a.Lang == "en" || a.Lang == "" || a.Tokens[i].Stop || len(a.Tokens[i].Text) < 4 {
		return false
	}
	for _, m := range a.Matches {
		if m.From <= i && i < m.To && m.Lang == a.Lang && m.How != lexicon.Typo {
			return false
		}
	}
	return true
}

func (c *Catalog) dominated(p int32, at map[int]bool, met map[int32]map[int]bool) bool {
	for q, other := range met {
		if q == p || len(other) <= len(at) {
			continue
		}
		all := true
		for i := range at {
			all = all && other[i]
		}
		if all {
			return true
		}
	}
	return false
}

// narrow keeps, among products that share the words met, those of the kind she names, then the one talked of before.
func (c *Catalog) narrow(a lexicon.Analysis, list []named, h hint) []named {
	if len(list) < 2 {
		return list
	}
	keep := func(test func(named) bool) {
		var some []named
		for _, n := range list {
			if test(n) {
				some = append(some, n)
			}
		}
		if len(some) > 0 {
			list = some
		}
	}
	same := true
	for _, n := range list[1:] {
		same = same && sameTokens(n.at, list[0].at)
	}
	if !same {
		return list
	}
	best := 0
	over := map[string]int{}
	for _, n := range list {
		over[n.id] = c.overlap(a, int32(c.byID[n.id]))
		best = max(best, over[n.id])
	}
	if best > 1 {
		keep(func(n named) bool { return over[n.id] == best })
	}
	keep(func(n named) bool { return c.isOfKind(int32(c.byID[n.id]), h.kinds) })
	keep(func(n named) bool { return n.id == h.prior })
	return list
}

func sameTokens(a, b map[int]bool) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !b[i] {
			return false
		}
	}
	return true
}

// overlap counts the pairs of characters that the text shares with a product's names.
func (c *Catalog) overlap(a lexicon.Analysis, p int32) int {
	n := 0
	for i := 0; i+1 < len(a.Tokens); i++ {
		if a.Tokens[i].Kind == lexicon.Syllable && a.Tokens[i+1].Kind == lexicon.Syllable {
			for _, r := range c.grams[a.Tokens[i].Text+a.Tokens[i+1].Text] {
				if r.product == p {
					n++
					break
				}
			}
		}
	}
	return n
}
