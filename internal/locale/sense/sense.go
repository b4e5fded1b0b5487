// Package sense tells how near two texts lie in meaning, in any two languages: each notion of a text has a place among the others,
// learnt from what customers ask and the passages that answer them. The places are data (content/sense), made by Train.
package sense

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"parley/internal/locale/lexicon"
)

// Dim is the number of dimensions of a place.
const Dim = 96

// Vector is a direction of meaning, of length one, or zero when nothing is known of a text.
type Vector [Dim]float32

// Model knows the places of notions: as a customer names them and as an article does. It never changes after Read.
type Model struct {
	keys  map[string]int32
	asked []int8 // Dim a notion
	told  []int8
	scale []float32 // of asked and told, two a notion
}

// Field is a part of a passage with what it weighs.
type Field struct {
	Notions []lexicon.Notion
	Weight  float64
}

// What the parts of a passage weigh in its meaning.
const (
	WeightHeading = 0.6
	WeightTitle   = 0.6
)

// Asked is the meaning of a question.
func (m *Model) Asked(notions []lexicon.Notion) Vector {
	if m == nil {
		return Vector{}
	}
	return m.sum(m.asked, 0, Field{notions, 1})
}

// Told is the meaning of a passage.
func (m *Model) Told(fields ...Field) Vector {
	if m == nil {
		return Vector{}
	}
	return m.sum(m.told, 1, fields...)
}

func (m *Model) sum(rows []int8, side int, fields ...Field) (v Vector) {
	for _, f := range fields {
		for _, n := range f.Notions {
			i, ok := m.keys[n.Key]
			if !ok {
				continue
			}
			w := float32(f.Weight*n.Weight) * m.scale[2*int(i)+side]
			for k, x := range rows[int(i)*Dim : int(i+1)*Dim] {
				v[k] += w * float32(x)
			}
		}
	}
	v.shorten()
	return v
}

func (v *Vector) shorten() {
	n := math.Sqrt(float64(Dot(*v, *v)))
	if n == 0 {
		return
	}
	for k := range v {
		v[k] /= float32(n)
	}
}

// Dot is how near two meanings lie, from -1 to 1.
func Dot(a, b Vector) float32 {
	var s float32
	for k := range a {
		s += a[k] * b[k]
	}
	return s
}

// Read reads what Write wrote. An empty file is a model that knows nothing.
func Read(r io.Reader) (*Model, error) {
	raw, err := io.ReadAll(r)
	if err != nil || len(raw) == 0 {
		return nil, err
	}
	b := bytes.NewReader(raw)
	n, err := binary.ReadUvarint(b)
	if err != nil || n > uint64(len(raw)) {
		return nil, errors.Join(errBroken, err)
	}
	m := &Model{keys: make(map[string]int32, n), asked: make([]int8, n*Dim), told: make([]int8, n*Dim), scale: make([]float32, 2*n)}
	for i := range int32(n) {
		size, err := binary.ReadUvarint(b)
		if err != nil || size > uint64(b.Len()) {
			return nil, errors.Join(errBroken, err)
		}
		key := make([]byte, size)
		if _, err := io.ReadFull(b, key); err != nil {
			return nil, err
		}
		m.keys[string(key)] = i
	}
	for _, part := range []any{m.scale, m.asked, m.told} {
		if err := binary.Read(b, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("%w: %w", errBroken, err)
		}
	}
	return m, nil
}

var errBroken = errors.New("the file of senses is broken")

// Len is the number of notions that it knows.
func (m *Model) Len() int {
	if m == nil {
		return 0
	}
	return len(m.keys)
}
