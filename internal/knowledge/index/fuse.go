package index

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/locale"
)

// Near is a page that lies near a question in meaning, whatever its words.
type Near struct {
	Page     *Page
	Passages []*Passage // those of it that lie nearest
	Score    float64    // cosine
}

// Pages lists every page.
func (x *Index) Pages() []*Page {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make([]*Page, 0, x.live)
	for _, p := range x.pages {
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}

// Fuse searches by words and joins what was found with what lies near in meaning: an article's place is the sum of what its places
// in both lists are worth. Pages that are no longer in the index are left out.
func (x *Index) Fuse(q Query, near []Near) []Hit {
	q = q.limited()
	return x.search(q, func(w *work) []candidate {
		wide := q
		wide.Limit = 2 * q.Limit
		byWords := x.top(wide, w)
		list := x.joined(byWords, x.byMeaning(wide, near))
		scores := curve(byWords, list)
		out := make([]candidate, 0, q.Limit)
		for i, m := range list[:min(len(list), q.Limit)] {
			out = append(out, candidate{m.page, scores[i]})
		}
		return out
	}, func(h *Hit) { h.add(passagesOn(h.Page, near)) })
}

// byMeaning ranks articles by their nearest page, and shows each by the page that she reads best.
func (x *Index) byMeaning(q Query, near []Near) []candidate {
	best := make([]candidate, 0, q.Limit+1)
	for _, n := range near {
		at := x.standing(n.Page)
		if at < 0 || n.Score <= 0 {
			continue
		}
		score := n.Score
		if n.Page.Market != "" && q.Market != "" && n.Page.Market != q.Market {
			score /= 2
		}
		c := candidate{at, score}
		if len(best) < q.Limit || c.score > best[len(best)-1].score {
			best = x.place(best, c, q.Limit)
		}
	}
	for i, c := range best {
		best[i].page = x.readable(c.page, q)
	}
	return best
}

// standing is where a page stands; -1 when it was taken out or replaced.
func (x *Index) standing(p *Page) int32 {
	for _, n := range x.byDoc[p.ID] {
		if x.pages[n] == p {
			return n
		}
	}
	return -1
}

// readable is the article's page that she reads best, of those that hold where the found one does or where she is.
func (x *Index) readable(n int32, q Query) int32 {
	found, lang := x.pages[n], locale.Base(q.Locale)
	for _, o := range x.byDoc[found.ID] {
		if p := x.pages[o]; (p.Market == found.Market || p.Market == q.Market) && reads(p, lang, q) > reads(x.pages[n], lang, q) {
			n = o
		}
	}
	return n
}

// rankWeight of reciprocal rank fusion: the customary 60.
const rankWeight = 60

// joined sums what the places in both lists are worth.
func (x *Index) joined(byWords, byMeaning []candidate) []candidate {
	var out []candidate
	for _, list := range [][]candidate{byWords, byMeaning} {
		for i, c := range list {
			worth := 1 / float64(rankWeight+1+i)
			id := x.pages[c.page].ID
			if at := slices.IndexFunc(out, func(o candidate) bool { return x.pages[o.page].ID == id }); at >= 0 {
				out[at].score += worth
			} else {
				out = append(out, candidate{c.page, worth})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(x.pages[a.page].ID, x.pages[b.page].ID))
	})
	return out
}

// curve gives the joined list the scores of the list by words, best first: who reads them knows what their ratios mean there. What
// words alone did not find goes on below, in proportion.
func curve(byWords, list []candidate) []float64 {
	out := make([]float64, len(list))
	for i := range list {
		switch {
		case i < len(byWords):
			out[i] = byWords[i].score
		case i == 0:
			out[i] = 1
		default:
			out[i] = out[i-1] * list[i].score / list[i-1].score
		}
	}
	return out
}

func passagesOn(p *Page, near []Near) []*Passage {
	for _, n := range near {
		if n.Page == p {
			return n.Passages
		}
	}
	return nil
}

// add shows passages that lie near though they share no word with the question; those that do keep their place.
func (h *Hit) add(near []*Passage) {
	score := 1.0
	if len(h.Best) > 0 {
		score = h.Best[len(h.Best)-1].Score
	}
	for _, p := range near {
		if !slices.ContainsFunc(h.Best, func(s Scored) bool { return s.Passage == p }) {
			h.Best = append(h.Best, Scored{Passage: p, Score: score})
		}
	}
}
