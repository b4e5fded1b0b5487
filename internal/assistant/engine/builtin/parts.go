package builtin

import (
	"hash/fnv"
	"math"

	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// notionOf is something a text speaks of, by its number.
type notionOf struct {
	id     uint32
	weight float32
}

func hashOf(key string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(key))
	return h.Sum32()
}

func numbered(list []lexicon.Notion) []notionOf {
	out := make([]notionOf, len(list))
	for i, n := range list {
		out[i] = notionOf{hashOf(n.Key), float32(min(1, n.Weight))}
	}
	return out
}

// partOf says how well a notion stands for a part of the question.
type partOf struct {
	part   int
	weight float64
}

// asked are the parts of a question, by what may stand for them.
type asked struct {
	by      map[uint32][]partOf
	weights []float64 // the rarer a part among the passages at hand, the more it decides
	total   float64
	known   float64              // share of the parts of which any passage speaks
	covers  map[string][]float64 // text → how well it covers each part
}

// readParts reads the parts of the question and weighs them by how many passages of the pages found speak of them.
func (r *ranker) readParts(hits []index.Hit) {
	r.asked = asked{by: map[uint32][]partOf{}, covers: map[string][]float64{}}
	list := append(r.e.book.Lexicon().Parts(r.q.analysis, silent), r.e.booked(r.q)...)
	for _, id := range r.q.Carried {
		list = append(list, lexicon.Part{Keys: map[string]float64{"c:" + id: 0.8}})
	}
	for i, p := range list {
		for key, w := range p.Keys {
			n := hashOf(key)
			r.asked.by[n] = append(r.asked.by[n], partOf{i, w})
		}
	}
	near, all := make([]float64, len(list)), 0
	r.asked.weights = make([]float64, len(list))
	for _, h := range hits {
		for i := range h.Passages {
			all++
			for k, v := range r.covered(h.Passages[i].Text, h.Lang) {
				near[k] += v
			}
		}
	}
	for k := range near {
		if near[k] > 0 { // what none of them speaks of tells them not apart
			r.asked.weights[k] = math.Log(1+float64(all)/(near[k]+0.5)) / 6
			r.asked.known += 1 / float64(len(near))
		}
		r.asked.total += r.asked.weights[k]
	}
}

// booked are the parts that only a word book or an operator knows.
func (e *Engine) booked(q *Question) (out []lexicon.Part) {
	lex := e.book.Lexicon()
	for _, m := range q.books {
		if m.part {
			continue
		}
		p := lexicon.Part{From: m.From, To: m.To, Keys: map[string]float64{}}
		for _, w := range m.Words {
			for _, n := range lex.Notions(lex.Analyze(w.Text, w.Lang, lexicon.Written)) {
				p.Keys[n.Key] = max(p.Keys[n.Key], m.weight*min(1, n.Weight))
			}
		}
		out = append(out, p)
	}
	return out
}

// covered says how well a text speaks of each part.
func (r *ranker) covered(text, lang string) []float64 {
	if have, ok := r.asked.covers[text]; ok {
		return have
	}
	out := make([]float64, len(r.asked.weights))
	for _, n := range r.e.read(text, lang).notions {
		for _, p := range r.asked.by[n.id] {
			out[p.part] = max(out[p.part], p.weight*math.Sqrt(float64(n.weight)))
		}
	}
	r.asked.covers[text] = out
	return out
}

// soft weighs how well the passage, its heading and its title cover the parts of the question, by whatever words.
func (r *ranker) soft(l *lead) {
	if r.asked.total == 0 {
		return
	}
	h, s := l.hit, l.passage
	own, head, title := r.covered(s.Text, h.Lang), r.covered(s.Heading, h.Lang), r.covered(h.Title, h.Lang)
	l.known = r.asked.known
	x, rarest := &l.signs, 0.0
	for k, w := range r.asked.weights {
		best := max(own[k], head[k], title[k])
		x[signSoft] += w * own[k]
		x[signSoftHead] += w * head[k]
		x[signSoftTitle] += w * title[k]
		x[signSoftWhole] += w * best
		l.covers += w / r.asked.total * best
		if w > rarest {
			rarest, x[signSoftRare] = w, own[k]
		}
	}
}
