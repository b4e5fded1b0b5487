package builtin

import (
	"hash/fnv"
	"math"
	"slices"

	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// notionSet is what a text speaks of, by the numbers of its notions, sorted.
type notionSet []notionOf

type notionOf struct {
	id     uint32
	weight float32
}

func hashOf(key string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(key))
	return h.Sum32()
}

func newNotionSet(list []lexicon.Notion) notionSet {
	set := make(notionSet, 0, len(list))
	for _, n := range list {
		set = append(set, notionOf{hashOf(n.Key), float32(min(1, n.Weight))})
	}
	slices.SortFunc(set, func(a, b notionOf) int {
		if a.id != b.id {
			return int(int64(a.id) - int64(b.id))
		}
		return int(b.weight*100) - int(a.weight*100)
	})
	return slices.Clip(slices.CompactFunc(set, func(a, b notionOf) bool { return a.id == b.id }))
}

func (s notionSet) has(id uint32) float64 {
	i, ok := slices.BinarySearchFunc(s, id, func(a notionOf, id uint32) int { return int(int64(a.id) - int64(id)) })
	if !ok {
		return 0
	}
	return float64(s[i].weight)
}

// part is a part of the question with what may stand for it.
type part struct {
	keys   []notionOf
	weight float64 // the rarer among the passages at hand, the more it decides
}

// covered says how well a text speaks of the part.
func (p *part) covered(s notionSet) (best float64) {
	for _, k := range p.keys {
		if v := float64(k.weight); v > best {
			if in := s.has(k.id); in > 0 {
				best = max(best, v*math.Sqrt(in))
			}
		}
	}
	return best
}

// parts are the parts of the question, weighed by how many passages of the pages found speak of them.
func (r *ranker) readParts(hits []index.Hit) {
	for _, p := range r.e.book.Lexicon().Parts(r.q.analysis, silent) {
		one := part{}
		for key, w := range p.Keys {
			one.keys = append(one.keys, notionOf{hashOf(key), float32(w)})
		}
		r.parts = append(r.parts, one)
	}
	for _, id := range r.q.Carried {
		r.parts = append(r.parts, part{keys: []notionOf{{hashOf("c:" + id), 0.8}}})
	}
	all := 0
	near := make([]float64, len(r.parts))
	for _, h := range hits {
		for i := range h.Passages {
			set := r.e.read(h.Passages[i].Text, h.Lang).notions
			all++
			for k := range r.parts {
				near[k] += r.parts[k].covered(set)
			}
		}
	}
	for k := range r.parts {
		if near[k] > 0 { // what none of them speaks of tells them not apart
			r.parts[k].weight = math.Log(1+float64(all)/(near[k]+0.5)) / 6
		}
		r.partsTotal += r.parts[k].weight
	}
}

// soft weighs how well the passage, its heading and its title cover the parts of the question, by whatever words.
func (r *ranker) soft(l *lead, read seen) {
	if r.partsTotal == 0 {
		return
	}
	h, s := l.hit, l.passage
	head, title := r.e.read(s.Heading, h.Lang).notions, r.e.read(h.Title, h.Lang).notions
	x, rarest := &l.signs, 0.0
	for k := range r.parts {
		p := &r.parts[k]
		w := p.weight
		own, inHead, inTitle := p.covered(read.notions), p.covered(head), p.covered(title)
		x[signSoft] += w * own
		x[signSoftHead] += w * inHead
		x[signSoftTitle] += w * inTitle
		x[signSoftWhole] += w * max(own, inHead, inTitle)
		if p.weight > rarest {
			rarest, x[signSoftRare] = p.weight, own
		}
	}
}
