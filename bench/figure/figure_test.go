package figure

import (
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPercentileIsTheNearestRank(t *testing.T) {
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(i + 1)
	}
	for _, c := range []struct {
		values  []float64
		p, want float64
	}{
		{hundred, 0.50, 50}, {hundred, 0.99, 99}, {hundred, 1, 100}, {hundred, 0, 1},
		{[]float64{7}, 0.50, 7}, {[]float64{7}, 0.99, 7},
		{[]float64{1, 2}, 0.50, 1}, {[]float64{1, 2, 3}, 0.50, 2}, {[]float64{1, 2, 3}, 0.99, 3},
	} {
		var s Sample
		for _, i := range rand.Perm(len(c.values)) {
			s.Add(c.values[i])
		}
		if have := s.Percentile(c.p); have != c.want {
			t.Errorf("percentile %v of %d values is %v, not %v", c.p, len(c.values), have, c.want)
		}
	}
	if !math.IsNaN((&Sample{}).Percentile(0.5)) {
		t.Error("nothing measured has no percentile")
	}
}

func TestSampleTakesValuesFromManyGoroutines(t *testing.T) {
	var s Sample
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range 100 {
				s.Took(1500 * time.Microsecond)
			}
		})
	}
	all.Wait()
	if s.Len() != 2000 || s.Percentile(0.99) != 1.5 {
		t.Errorf("%d values, p99 %v", s.Len(), s.Percentile(0.99))
	}
}

func TestLines(t *testing.T) {
	var out strings.Builder
	r := Report{Bench: "log", Out: &out}
	var s Sample
	s.Add(1.23456)
	r.Times("seen", &s)
	r.Add("saturated", 12345.6, "1/s", 7)
	r.Add("none", 0, "ms", 0)
	want := `{"bench":"log","metric":"seen_p50","value":1.235,"unit":"ms","n":1,"peer":""}
{"bench":"log","metric":"seen_p99","value":1.235,"unit":"ms","n":1,"peer":""}
{"bench":"log","metric":"seen_max","value":1.235,"unit":"ms","n":1,"peer":""}
{"bench":"log","metric":"saturated","value":12346,"unit":"1/s","n":7,"peer":""}
{"bench":"log","metric":"none","value":0,"unit":"ms","n":0,"peer":""}
`
	if out.String() != want {
		t.Errorf("have\n%swant\n%s", out.String(), want)
	}
}
