package lexicon

import (
	"io/fs"
	"strings"
	"sync"
)

// Part is a part of what a question says, with everything that may stand for it in an article: itself, its meanings, and what
// articles say when they answer somebody who says this.
type Part struct {
	From, To int                // tokens [From, To)
	Keys     map[string]float64 // notion → how well it stands for this part, 1 is itself
}

// thesaurus tells which words of articles belong to a word of customers, in English.
type thesaurus struct {
	read func() (string, error)
	once sync.Once
	of   map[string]string // folded word or stem → what belongs to it, the nearest first
}

// Relate lets parts of questions be met by what belongs to them: a file with an English word, a tab, and words divided by semicolons,
// the nearest first. It belongs to the making of a lexicon, before its first use.
func (l *Lexicon) Relate(fsys fs.FS, name string) {
	l.related.read = func() (string, error) {
		raw, err := fs.ReadFile(fsys, name)
		return string(raw), err
	}
}

func (t *thesaurus) open() {
	t.once.Do(func() {
		t.of = map[string]string{}
		if t.read == nil {
			return
		}
		raw, err := t.read()
		if err != nil {
			return
		}
		for line := range strings.Lines(raw) {
			word, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok {
				continue
			}
			key := glossKey(Tokens(word))
			t.of[key] = list
			if stem := Stem(key, "en"); !strings.Contains(key, " ") && t.of[stem] == "" {
				t.of[stem] = list
			}
		}
	})
}

// find is what belongs to an English word, "" when nobody wrote it.
func (t *thesaurus) find(word string) string {
	t.open()
	key := glossKey(Tokens(word))
	if list := t.of[key]; list != "" {
		return list
	}
	if strings.Contains(key, " ") {
		return ""
	}
	return t.of[Stem(key, "en")]
}

// What stands for a part of a question counts less the farther it lies.
const (
	wOther   = 0.9  // one of several meanings
	wRelated = 0.6  // the nearest word that belongs to it
	wFar     = 0.35 // the farthest
)

// Parts cuts an analysed question into its parts. skip leaves out concepts that carry no content.
func (l *Lexicon) Parts(a Analysis, skip func(kind string) bool) []Part {
	c := parts{l: l, a: a, at: map[int]int{}}
	for _, m := range a.Matches {
		if skip(m.Kind) || m.Kind == "time" || m.Kind == "measure" {
			continue
		}
		c.concept(m)
	}
	for _, g := range a.Glosses {
		p := c.part(g.From, g.To)
		for i, w := range g.Words {
			weight := 1.0
			if i > 0 {
				weight = wOther
			}
			c.english(p, w, weight)
		}
	}
	for i, t := range a.Tokens {
		if t.Kind == Word && !t.Stop && !t.Glossed && len(t.Text) > 2 && (!t.Known || a.Lang == "en") {
			c.word(i, t)
		}
		if t.Kind == Code {
			p := c.part(i, i+1)
			c.out[p].put("w:"+t.Text, 1)
		}
	}
	return c.out
}

type parts struct {
	l   *Lexicon
	a   Analysis
	at  map[int]int // token → part
	out []Part
}

// part is the part that holds a stretch, made when there is none.
func (c *parts) part(from, to int) int {
	for i := from; i < to; i++ {
		if p, ok := c.at[i]; ok {
			return p
		}
	}
	c.out = append(c.out, Part{From: from, To: to, Keys: map[string]float64{}})
	for i := from; i < to; i++ {
		c.at[i] = len(c.out) - 1
	}
	return len(c.out) - 1
}

func (p *Part) put(key string, weight float64) { p.Keys[key] = max(p.Keys[key], weight) }

func (c *parts) concept(m Match) {
	p := c.part(m.From, m.To)
	w := 1.0
	if m.How == Inner || m.How == Typo {
		w = 0.6
	}
	c.out[p].put("c:"+m.ID, w)
	for _, up := range c.l.Broader(m.ID) {
		c.out[p].put("c:"+up, 0.5*w)
	}
	if m.How == Inner || m.How == Typo {
		return
	}
	if concept, _ := c.l.Concept(m.ID); len(concept.Words["en"]) > 0 && m.Lang != "en" {
		for i, word := range concept.Words["en"] {
			if i < 3 {
				c.relate(p, strings.TrimRight(word, "*"), 0.9)
			}
		}
	}
}

// english adds an English expression and what belongs to it.
func (c *parts) english(p int, word string, weight float64) {
	for _, n := range c.l.meaning(word) {
		c.out[p].put(n.Key, weight*min(1, n.Weight))
	}
	c.relate(p, word, weight)
}

func (c *parts) relate(p int, word string, weight float64) {
	list := c.l.related.find(word)
	if list == "" {
		return
	}
	n := float64(strings.Count(list, ";") + 1)
	i := 0.0
	for w := range strings.SplitSeq(list, ";") {
		near := wRelated - (wRelated-wFar)*i/n
		i++
		notions := c.l.meaning(strings.TrimSpace(w))
		for _, m := range notions {
			v := near * weight * min(1, m.Weight)
			if len(notions) > 2 {
				v *= 0.7 // each word of a longer expression says a part of it
			}
			c.out[p].put(m.Key, v)
		}
	}
}

// word is a word of an English question, or one that nobody knows.
func (c *parts) word(i int, t Token) {
	p := c.part(i, i+1)
	if !t.Known {
		c.out[p].put("w:"+Stem(t.Text, "en"), 1)
	}
	if c.a.Lang == "en" {
		c.relate(p, t.Text, 1)
		if i+1 < len(c.a.Tokens) {
			c.relate(p, t.Text+" "+c.a.Tokens[i+1].Text, 1)
		}
	}
}
