package index

import (
	"slices"
	"strings"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// draft is a page whose terms are still text; it is made without holding the lock.
type draft struct {
	page     *Page
	title    []string
	own      [][]string
	headings map[string][]string
	tf       map[string]float32
	speaks   []sense.Field // what title and passages speak of
}

// Boosts of the places where a term can stand.
const (
	boostTitle   = 3
	boostTag     = 2
	boostHeading = 1.5
)

func (x *Index) read(id, lang, market, title, body, url string, tags []string) *draft {
	p := &Page{ID: id, Lang: lang, Market: market, Title: title, URL: url, Passages: Split(body)}
	d := &draft{page: p, tf: map[string]float32{}, headings: map[string][]string{}}
	d.title = d.keys(x, title, lang, boostTitle, sense.WeightTitle*titleSpeaks)
	d.keys(x, strings.Join(tags, " . "), lang, boostTag, 1)
	d.own = make([][]string, len(p.Passages))
	for i := range p.Passages {
		s := &p.Passages[i]
		boost := float32(1)
		if s.Kind == Heading {
			boost = boostHeading
		}
		d.own[i] = d.keys(x, s.Text, lang, boost, 1)
		if s.Kind == Heading {
			d.headings[s.Heading] = d.own[i]
		}
		p.length += float32(len(d.own[i]))
	}
	p.length = max(p.length, 1)
	p.meaning = x.senses.Told(d.speaks...)
	return d
}

// titleSpeaks is how many passages a title stands for in what its page speaks of.
const titleSpeaks = 5

// keys reads a text of the page.
func (d *draft) keys(x *Index, text, lang string, boost float32, speaks float64) []string {
	var out []string
	a := x.lex.Analyze(text, locale.Base(lang), lexicon.Written)
	docTerms(x.lex, a, func(key string, w float32) {
		d.tf[key] += w * boost
		out = append(out, key)
	})
	if x.senses != nil {
		d.speaks = append(d.speaks, sense.Field{Notions: x.lex.Notions(a), Weight: speaks})
	}
	return out
}

// intern replaces text by numbers; the caller holds the lock.
func (d *draft) intern(x *Index) *Page {
	p := d.page
	p.title = x.numbers(d.title)
	near := map[string][]int32{}
	for h, keys := range d.headings {
		near[h] = x.numbers(keys)
	}
	for i := range p.Passages {
		p.Passages[i].terms = x.numbers(d.own[i])
		p.Passages[i].near = near[p.Passages[i].Heading]
	}
	for key, tf := range d.tf {
		p.weights = append(p.weights, weighted{x.number(key), tf})
	}
	slices.SortFunc(p.weights, func(a, b weighted) int { return int(a.term - b.term) })
	return p
}

func (x *Index) numbers(keys []string) []int32 {
	out := make([]int32, 0, len(keys))
	for _, k := range keys {
		out = append(out, x.number(k))
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

func (x *Index) number(key string) int32 {
	id, ok := x.ids[key]
	if !ok {
		id = int32(len(x.postings))
		x.ids[key] = id
		x.postings = append(x.postings, nil)
	}
	return id
}
