package insight

import (
	"math"
	"slices"
)

// Share is how many of how many, with the 95 % interval in which the true share lies.
type Share struct {
	N    int     `json:"n"`
	Hits int     `json:"hits"`
	Rate float64 `json:"rate"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// z95 is the width of 95 % of a normal distribution, in standard deviations to either side.
const z95 = 1.959964

// Wilson counts a share. The score interval of Wilson stays honest where the usual one lies: small n, and shares near 0 and 1.
func Wilson(hits, n int) Share {
	if n == 0 {
		return Share{High: 1}
	}
	p, m := float64(hits)/float64(n), float64(n)
	mid := (p + z95*z95/(2*m)) / (1 + z95*z95/m)
	half := z95 / (1 + z95*z95/m) * math.Sqrt(p*(1-p)/m+z95*z95/(4*m*m))
	s := Share{N: n, Hits: hits, Rate: p, Low: max(0, mid-half), High: min(1, mid+half)}
	// Rounding must not push the bounds past the share itself at the two ends.
	s.Low, s.High = min(s.Low, p), max(s.High, p)
	return s
}

// Spread is the middle and the slow end of some times, in milliseconds.
type Spread struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
}

func spread(ms []float64) Spread {
	ms = slices.Sorted(slices.Values(ms))
	return Spread{N: len(ms), P50: percentile(ms, 0.50), P95: percentile(ms, 0.95)}
}

// percentile is the nearest rank of a sorted list: a time that really occurred.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}
