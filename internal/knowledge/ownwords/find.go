package ownwords

import (
	"cmp"
	"slices"

	"parley/internal/locale/lexicon"
)

// List is what a shop's words mean; it never changes. The zero List knows none.
type List struct {
	byHead map[string][]own // by the text of their first token, and by its stem
}

type own struct {
	Meaning
	lang   string
	tokens []lexicon.Token
}

// Found is a stretch of a question that is a word of the shop.
type Found struct {
	From, To int // tokens
	Lang     string
	Meaning
}

// ListOf makes a list of the entries that mean something.
func ListOf(entries []Entry) List {
	l := List{byHead: map[string][]own{}}
	for _, e := range entries {
		tokens := lexicon.Tokens(e.Word)
		if e.State != Meant || len(tokens) == 0 {
			continue
		}
		one := own{e.Meaning, e.Lang, tokens}
		for _, head := range slices.Compact([]string{tokens[0].Text, stem(tokens[0], e.Lang)}) {
			l.byHead[head] = append(l.byHead[head], one)
		}
	}
	for _, list := range l.byHead {
		slices.SortStableFunc(list, func(a, b own) int { return cmp.Compare(len(b.tokens), len(a.tokens)) })
	}
	return l
}

// Find lists the shop's words in a question, the longest first at each place. Words of its own language are met in other inflections too,
// others only as they are written: customers mix languages. Where the lexicon is sure of a word, only the shop's word as it is written
// counts more.
func (l List) Find(a lexicon.Analysis) (out []Found) {
	if len(l.byHead) == 0 {
		return nil
	}
	q := asked{a, sure(a)}
	for i := 0; i < len(a.Tokens); i++ {
		if f, ok := l.at(q, i); ok {
			out = append(out, f)
			i = f.To - 1
		}
	}
	return out
}

// asked is a question with the tokens of which the lexicon is sure.
type asked struct {
	lexicon.Analysis
	sure map[int]bool
}

func sure(a lexicon.Analysis) map[int]bool {
	out := map[int]bool{}
	for _, m := range a.Matches {
		for i := m.From; i < m.To && m.How != lexicon.Typo; i++ {
			out[i] = true
		}
	}
	return out
}

func (l List) at(q asked, i int) (Found, bool) {
	heads := []string{q.Tokens[i].Text}
	if s := stem(q.Tokens[i], q.Lang); s != heads[0] {
		heads = append(heads, s)
	}
	for _, head := range heads {
		for _, o := range l.byHead[head] {
			if o.stands(q, i) {
				return Found{i, i + len(o.tokens), o.lang, o.Meaning}, true
			}
		}
	}
	return Found{}, false
}

func (o own) stands(q asked, from int) bool {
	if len(q.Tokens) < from+len(o.tokens) {
		return false
	}
	for k, want := range o.tokens {
		have, strange := q.Tokens[from+k], !q.sure[from+k] && !q.Tokens[from+k].Stop
		switch {
		case want.Kind == lexicon.Syllable && k > 0 && !have.Glued:
			return false
		case have.Text == want.Text && (o.lang == q.Lang || strange):
		case o.lang == q.Lang && (strange || len(o.tokens) > 1) && have.Kind == lexicon.Word && inflects(have, want, q.Lang):
		default:
			return false
		}
	}
	return true
}

// inflects says that two words differ in their endings only. The stem is cut lightly and sometimes too deep, so a word may also be what is
// left of the other.
func inflects(a, b lexicon.Token, lang string) bool {
	x, y := stem(a, lang), stem(b, lang)
	return x == y || x == b.Text || y == a.Text
}

// shortest is how long a stem must be to stand for its word.
const shortest = 4

func stem(t lexicon.Token, lang string) string {
	if s := lexicon.Stem(t.Text, lang); t.Kind == lexicon.Word && len([]rune(s)) >= shortest {
		return s
	}
	return t.Text
}
