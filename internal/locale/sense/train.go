//go:build fit

package sense

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"sort"
	"sync"

	"parley/internal/locale/lexicon"
)

// Passage is one passage of a shop's articles: its own notions, its heading's and its title's.
type Passage struct{ Fields []Field }

// Shop is what its customers may be answered with, and what they ask.
type Shop struct {
	Passages []Passage
	Asks     []Ask
}

// Ask is a question with how much each passage that answers it says of the answer (passage → share).
type Ask struct {
	Notions []lexicon.Notion
	Answers map[int]float64
}

// Tuning bounds the training.
type Tuning struct {
	Epochs      int
	Rate        float64
	Temperature float64 // what a nearness of one counts in the softmax
	Decay       float64
	Rare        int // notions met fewer times have no place
	Seed        uint64
}

type feature struct {
	row int
	w   float32
}

type trainer struct {
	t      Tuning
	index  map[string]int
	keys   []string
	asked  []Vector
	told   []Vector
	m1, m2 [2][]Vector // Adam's averages
	rarity []float32   // of the notions among all passages
}

// Train learns the places by descending the cross entropy of the passage that answers among all passages of the shop.
func Train(shops []Shop, t Tuning) *Model {
	tr := &trainer{t: t, index: map[string]int{}}
	count, df, all := map[string]int{}, map[string]int{}, 0
	for _, s := range shops {
		for _, p := range s.Passages {
			seen := map[string]bool{}
			all++
			for _, f := range p.Fields {
				for _, n := range f.Notions {
					if f.Weight == 1 && !seen[n.Key] {
						seen[n.Key] = true
						df[n.Key]++
					}
				}
			}
		}
		for _, a := range s.Asks {
			for _, n := range a.Notions {
				count[n.Key]++
			}
		}
		for _, p := range s.Passages {
			for _, f := range p.Fields {
				if f.Weight == 1 {
					for _, n := range f.Notions {
						count[n.Key]++
					}
				}
			}
		}
	}
	for k, n := range count {
		if n >= t.Rare {
			tr.keys = append(tr.keys, k)
		}
	}
	sort.Strings(tr.keys)
	rnd := rand.New(rand.NewPCG(t.Seed, 7))
	for i, k := range tr.keys {
		tr.index[k] = i
		var v Vector
		for d := range v {
			v[d] = float32(rnd.NormFloat64() * 0.15)
		}
		tr.asked, tr.told = append(tr.asked, v), append(tr.told, v)
		tr.rarity = append(tr.rarity, float32(math.Log(1+float64(all)/float64(df[k]+3))/5))
	}
	for side := range tr.m1 {
		tr.m1[side], tr.m2[side] = make([]Vector, len(tr.keys)), make([]Vector, len(tr.keys))
	}
	data := make([]shopData, len(shops))
	for i, s := range shops {
		data[i] = tr.data(s)
	}
	const batch = 64
	for range t.Epochs {
		type piece struct{ shop, at int }
		var pieces []piece
		orders := make([][]int, len(data))
		for i, d := range data {
			orders[i] = rnd.Perm(len(d.asks))
			for at := 0; at < len(d.asks); at += batch {
				pieces = append(pieces, piece{i, at})
			}
		}
		rnd.Shuffle(len(pieces), func(a, b int) { pieces[a], pieces[b] = pieces[b], pieces[a] })
		for _, p := range pieces {
			order := orders[p.shop]
			tr.batch(data[p.shop], order[p.at:min(p.at+batch, len(order))], rnd)
		}
	}
	return tr.model()
}

type shopData struct {
	passages [][]feature
	asks     [][]feature
	answers  []map[int]float64
}

func (tr *trainer) features(fields ...Field) []feature {
	sum := map[int]float32{}
	for _, f := range fields {
		for _, n := range f.Notions {
			if i, ok := tr.index[n.Key]; ok {
				sum[i] += float32(f.Weight * n.Weight)
			}
		}
	}
	out := make([]feature, 0, len(sum))
	for i, w := range sum {
		out = append(out, feature{i, w * tr.rarity[i]})
	}
	sort.Slice(out, func(a, b int) bool { return out[a].row < out[b].row })
	return out
}

func (tr *trainer) data(s Shop) shopData {
	var d shopData
	for _, p := range s.Passages {
		d.passages = append(d.passages, tr.features(p.Fields...))
	}
	for _, a := range s.Asks {
		d.asks = append(d.asks, tr.features(Field{a.Notions, 1}))
		d.answers = append(d.answers, a.Answers)
	}
	return d
}

func add(rows []Vector, list []feature) (v Vector, norm float32) {
	for _, f := range list {
		for k, x := range rows[f.row] {
			v[k] += f.w * x
		}
	}
	n := float32(math.Sqrt(float64(Dot(v, v)))) + 1e-6
	for k := range v {
		v[k] /= n
	}
	return v, n
}

// batch takes one step on some questions of a shop.
func (tr *trainer) batch(d shopData, list []int, rnd *rand.Rand) {
	n := len(d.passages)
	told, toldNorm := make([]Vector, n), make([]float32, n)
	parallel(n, func(i int) { told[i], toldNorm[i] = add(tr.told, d.passages[i]) })
	gTold := [2][]Vector{make([]Vector, n), make([]Vector, n)}
	askGrads := make([]Vector, len(list))
	kept := make([][]feature, len(list))
	norms := make([]float32, len(list))
	half := func(side int) {
		p := make([]float32, n)
		for at := side; at < len(list); at += 2 {
			ask := kept[at]
			q, norm := add(tr.asked, ask)
			norms[at] = norm
			top := float32(math.Inf(-1))
			for i := range told {
				p[i] = float32(tr.t.Temperature) * Dot(q, told[i])
				top = max(top, p[i])
			}
			var sum, want float32
			for i := range p {
				p[i] = float32(math.Exp(float64(p[i] - top)))
				sum += p[i]
			}
			answers := d.answers[list[at]]
			for i := range answers {
				want += p[i] * float32(answers[i])
			}
			var g Vector
			for i := range p {
				c := p[i] / sum
				if a := answers[i]; a > 0 {
					c -= p[i] * float32(a) / (want + 1e-9)
				}
				if c < 1e-4 && c > -1e-4 {
					continue
				}
				c *= float32(tr.t.Temperature)
				for k := range g {
					g[k] += c * told[i][k]
					gTold[side][i][k] += c * q[k]
				}
			}
			askGrads[at] = unit(g, q, norm)
		}
	}
	for at, i := range list {
		for _, f := range d.asks[i] { // some notions are left out: the others must do
			if rnd.Float64() < 0.9 {
				kept[at] = append(kept[at], f)
			}
		}
	}
	parallel(2, half)
	asked, toldGrad := map[int]*Vector{}, map[int]*Vector{}
	spread := func(into map[int]*Vector, list []feature, g Vector) {
		for _, f := range list {
			v := into[f.row]
			if v == nil {
				v = &Vector{}
				into[f.row] = v
			}
			for k := range v {
				v[k] += f.w * g[k]
			}
		}
	}
	for at := range list {
		spread(asked, kept[at], askGrads[at])
	}
	for i := range told {
		var g Vector
		zero := true
		for k := range g {
			g[k] = gTold[0][i][k] + gTold[1][i][k]
			zero = zero && g[k] == 0
		}
		if !zero {
			spread(toldGrad, d.passages[i], unit(g, told[i], toldNorm[i]))
		}
	}
	tr.adam(0, tr.asked, asked, len(list))
	tr.adam(1, tr.told, toldGrad, len(list))
}

// unit carries a gradient through the shortening to length one.
func unit(g, v Vector, norm float32) Vector {
	along := Dot(g, v)
	for k := range g {
		g[k] = (g[k] - along*v[k]) / norm
	}
	return g
}

func (tr *trainer) adam(side int, rows []Vector, grads map[int]*Vector, n int) {
	for i, g := range grads {
		m, v := &tr.m1[side][i], &tr.m2[side][i]
		for k := range g {
			x := g[k]/float32(n) + float32(tr.t.Decay)*rows[i][k]
			m[k] = 0.9*m[k] + 0.1*x
			v[k] = 0.99*v[k] + 0.01*x*x
			rows[i][k] -= float32(tr.t.Rate) * m[k] / (float32(math.Sqrt(float64(v[k]))) + 1e-5)
		}
	}
}

func parallel(n int, each func(i int)) {
	var wg sync.WaitGroup
	for side := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := side; i < n; i += 2 {
				each(i)
			}
		}()
	}
	wg.Wait()
}

// model rounds the places to bytes.
func (tr *trainer) model() *Model {
	n := len(tr.keys)
	m := &Model{keys: make(map[string]int32, n), asked: make([]int8, n*Dim), told: make([]int8, n*Dim), scale: make([]float32, 2*n)}
	for i, k := range tr.keys {
		m.keys[k] = int32(i)
		m.scale[2*i] = tr.rarity[i] * round(tr.asked[i], m.asked[i*Dim:(i+1)*Dim])
		m.scale[2*i+1] = tr.rarity[i] * round(tr.told[i], m.told[i*Dim:(i+1)*Dim])
	}
	return m
}

func round(v Vector, into []int8) float32 {
	top := float32(1e-9)
	for _, x := range v {
		top = max(top, x, -x)
	}
	for k, x := range v {
		into[k] = int8(math.Round(float64(x / top * 127)))
	}
	return top / 127
}

// Write is the file that Read reads.
func (m *Model) Write() []byte {
	keys := make([]string, len(m.keys))
	for k, i := range m.keys {
		keys[i] = k
	}
	out := binary.AppendUvarint(nil, uint64(len(keys)))
	for _, k := range keys {
		out = append(binary.AppendUvarint(out, uint64(len(k))), k...)
	}
	b := bytes.NewBuffer(out)
	for _, part := range []any{m.scale, m.asked, m.told} {
		_ = binary.Write(b, binary.LittleEndian, part)
	}
	return b.Bytes()
}
