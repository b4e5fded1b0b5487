package insight

import (
	"math"
	"testing"
	"testing/quick"
)

// Known values of the score interval (Newcombe 1998, table I, method 3).
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		hits, n   int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		s := Wilson(c.hits, c.n)
		if math.Abs(s.Low-c.low) > 5e-5 || math.Abs(s.High-c.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f–%.4f, want %.4f–%.4f", c.hits, c.n, s.Low, s.High, c.low, c.high)
		}
	}
	if s := Wilson(0, 0); s.Low != 0 || s.High != 1 {
		t.Errorf("nothing is known of nothing: %+v", s)
	}
}

func TestWilsonProperties(t *testing.T) {
	holds := func(a, b uint16) bool {
		n := int(b)%2000 + 1
		hits := int(a) % (n + 1)
		s, mirror, more := Wilson(hits, n), Wilson(n-hits, n), Wilson(hits*4, n*4)
		inside := 0 <= s.Low && s.Low <= s.Rate && s.Rate <= s.High && s.High <= 1
		mirrored := math.Abs(s.Low-(1-mirror.High)) < 1e-9 && math.Abs(s.High-(1-mirror.Low)) < 1e-9
		narrower := more.High-more.Low < s.High-s.Low
		grows := hits == n || Wilson(hits+1, n).Low >= s.Low && Wilson(hits+1, n).High >= s.High
		return inside && mirrored && narrower && grows
	}
	if err := quick.Check(holds, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

func TestSpread(t *testing.T) {
	if s := spread(nil); s.N != 0 || s.P50 != 0 {
		t.Errorf("%+v", s)
	}
	if s := spread([]float64{5, 1, 3, 2, 4}); s.P50 != 3 || s.P95 != 5 {
		t.Errorf("%+v", s)
	}
}
