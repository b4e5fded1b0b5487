package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/knowledge/embed"
	"parley/internal/knowledge/index"
)

// Endpoints tells which shops search by meaning, and how they reach their endpoint.
type Endpoints interface {
	Embeddings(ctx context.Context) (map[string]embed.Setting, error)
}

// piece is what gets one vector: the sentences of a paragraph or the items of a list, with the title and heading that they stand under.
type piece struct {
	page     *index.Page
	passages []*index.Passage
	text     string
	key      vectorKey
	vector   []float32
}

// vectorKey is a row of the table, but for the shop and the model.
type vectorKey struct{ article, locale, market, hash string }

// longestPiece in characters; what is longer gets several vectors.
const longestPiece = 800

// pieces cuts a page.
func pieces(p *index.Page) []piece {
	var out []piece
	size := 0
	for i := range p.Passages {
		s := &p.Passages[i]
		if s.Kind == index.Heading || s.Kind == index.Caption {
			continue // they stand above what follows them
		}
		n := utf8.RuneCountInString(s.Text)
		if last := len(out) - 1; last >= 0 && follows(out[last].passages, s) && size+n <= longestPiece {
			out[last].passages, size = append(out[last].passages, s), size+n
			continue
		}
		out, size = append(out, piece{page: p, passages: []*index.Passage{s}}), n
	}
	for i := range out {
		out[i].seal()
	}
	return out
}

func follows(list []*index.Passage, s *index.Passage) bool {
	last := list[len(list)-1]
	return last.Para == s.Para && last.Heading == s.Heading
}

// seal writes the text that is sent, and its key.
func (p *piece) seal() {
	lines := []string{p.page.Title}
	if h := p.passages[0].Heading; h != "" {
		lines = append(lines, h)
	}
	for _, s := range p.passages {
		lines = append(lines, s.Text)
	}
	p.text = clipped(strings.ToValidUTF8(strings.Join(lines, "\n"), ""))
	sum := sha256.Sum256([]byte(p.text))
	p.key = vectorKey{p.page.ID, p.page.Lang, p.page.Market, hex.EncodeToString(sum[:])}
}

// longestText in characters is what every endpoint takes; a single passage may be longer.
const longestText = 4000

func clipped(s string) string {
	n := 0
	for i := range s {
		if n++; n > longestText {
			return s[:i]
		}
	}
	return s
}

// space is what a shop can find by meaning: its pieces that have vectors of one model. It never changes.
type space struct {
	setting embed.Setting
	pieces  []piece
}

// near measures every piece, and shows each page by its nearest.
func (s *space) near(question []float32) []index.Near {
	best := map[*index.Page]int{}
	var out []index.Near
	for _, p := range s.pieces {
		score := dot(question, p.vector)
		at, ok := best[p.page]
		switch {
		case !ok:
			best[p.page] = len(out)
			out = append(out, index.Near{Page: p.page, Passages: p.passages, Score: score})
		case score > out[at].Score:
			out[at].Passages, out[at].Score = p.passages, score
		}
	}
	return outstanding(out)
}

// outstanding keeps the pages that stand out: at least half way from the average to the best. A fixed limit would not do, models
// differ in what they give to texts that have nothing in common.
func outstanding(list []index.Near) []index.Near {
	sum, best := 0.0, 0.0
	for _, n := range list {
		sum += n.Score
		best = max(best, n.Score)
	}
	limit := (sum/float64(len(list)) + best) / 2
	return slices.DeleteFunc(list, func(n index.Near) bool { return n.Score < limit-1e-9 })
}

// dot is the cosine of two vectors of length 1; vectors of different sizes have nothing in common.
func dot(a, b []float32) float64 {
	if len(a) != len(b) {
		return 0
	}
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return float64(s0 + s1 + s2 + s3)
}

// What a question's vector may cost her: the wait, and how long an endpoint that failed again and again is not asked.
const (
	questionTime = 300 * time.Millisecond
	restAfter    = 3
	restTime     = 30 * time.Second
)

// meaning finds the pages near a question; nothing when the shop has no endpoint, or it does not answer in time.
func (k *Knowledge) meaning(ctx context.Context, s *shelf, text string) []index.Near {
	sp := s.space.Load()
	if sp == nil || strings.TrimSpace(text) == "" || s.rests(k.now()) {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, questionTime)
	defer cancel()
	vectors, err := k.embedder.Embed(asking, sp.setting, []string{clipped(text)})
	if ctx.Err() != nil {
		return nil // she has interrupted; the endpoint is not to blame
	}
	s.note(err != nil, k.now())
	if err != nil {
		k.logger.Warn("A question has no vector; it was searched by words alone", "error", err)
		return nil
	}
	return sp.near(vectors[0])
}

// rests says that the endpoint is left alone, so that not every customer waits for it.
func (s *shelf) rests(now time.Time) bool {
	s.guard.Lock()
	defer s.guard.Unlock()
	return now.Before(s.until)
}

func (s *shelf) note(failed bool, now time.Time) {
	s.guard.Lock()
	defer s.guard.Unlock()
	if !failed {
		s.failures = 0
		return
	}
	if s.failures++; s.failures >= restAfter {
		s.until = now.Add(restTime)
	}
}
