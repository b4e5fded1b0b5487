// Package figure holds what a bench measures and how it is printed: one JSON line for each figure.
package figure

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
	"time"
)

// Line is one figure. Peer names whose figure it is, when it is not Parley's own.
type Line struct {
	Bench  string  `json:"bench"`
	Metric string  `json:"metric"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	N      int     `json:"n"`
	Peer   string  `json:"peer"`
}

// Report prints the lines of one bench.
type Report struct {
	Bench string
	Peer  string // whose figures these are, when they are not Parley's own
	Out   io.Writer
}

// Add prints one figure, rounded to what its size makes readable.
func (r Report) Add(metric string, value float64, unit string, n int) {
	line, err := json.Marshal(Line{Bench: r.Bench, Metric: metric, Value: round(value), Unit: unit, N: n, Peer: r.Peer})
	if err != nil {
		line = fmt.Appendf(nil, `{"bench":%q,"metric":%q,"error":%q}`, r.Bench, metric, err) // NaN or Inf
	}
	fmt.Fprintf(r.Out, "%s\n", line)
}

// Times prints the median, the 99th percentile and the worst of a sample, in milliseconds.
func (r Report) Times(metric string, s *Sample) {
	sorted := s.sorted()
	if len(sorted) == 0 {
		return
	}
	for _, one := range []struct {
		name string
		at   float64
	}{{"_p50", 0.50}, {"_p99", 0.99}, {"_max", 1}} {
		r.Add(metric+one.name, percentile(sorted, one.at), "ms", len(sorted))
	}
}

// round keeps four significant digits.
func round(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return v
	}
	unit := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	if unit < 1 {
		return math.Round(v)
	}
	return math.Round(v*unit) / unit
}

// Sample collects measured values from many goroutines.
type Sample struct {
	mu     sync.Mutex
	values []float64
}

// Add adds a value.
func (s *Sample) Add(v float64) {
	s.mu.Lock()
	s.values = append(s.values, v)
	s.mu.Unlock()
}

// Took adds a duration, in milliseconds.
func (s *Sample) Took(d time.Duration) { s.Add(Milliseconds(d)) }

// Len is how many values there are.
func (s *Sample) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.values)
}

// Percentile is the value that the share p (0 to 1) of all values does not exceed, NaN without any.
func (s *Sample) Percentile(p float64) float64 { return percentile(s.sorted(), p) }

func (s *Sample) sorted() []float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(slices.Values(s.values))
}

// percentile is the nearest rank: always a value that was measured, never one between two.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	rank := int(math.Ceil(p*float64(len(sorted)) - 1e-9)) // 0.99 × 100 is a little more than 99 in binary
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// Milliseconds of a duration, with their fraction.
func Milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
