package index

import (
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// Index holds the published pages of one shop. Search may run while Put and Remove do.
type Index struct {
	lex    *lexicon.Lexicon
	senses *sense.Model // nil: articles are found by words alone

	mu       sync.RWMutex
	ids      map[string]int32
	postings [][]posting
	pages    []*Page // nil: removed
	byDoc    map[string][]int32
	live     int
	dead     int
	total    float64 // sum of lengths
	scratch  sync.Pool
}

type posting struct {
	page int32
	tf   float32
}

// New makes an empty index. senses may be nil.
func New(lex *lexicon.Lexicon, senses *sense.Model) *Index {
	x := &Index{lex: lex, senses: senses}
	x.clear()
	x.scratch.New = func() any { return &work{} }
	return x
}

func (x *Index) clear() {
	x.ids, x.postings, x.pages, x.byDoc = map[string]int32{}, nil, nil, map[string][]int32{}
	x.live, x.dead, x.total = 0, 0, 0
}

// Put adds an article or replaces the one with its id.
func (x *Index) Put(d Doc) { x.take(d.ID, x.drafts(d)) }

// Fill puts many articles, in their order. Several are read at a time: reading is nearly all of the work, and a start with thousands of
// articles waits for it.
func (x *Index) Fill(docs []Doc) {
	type reading struct {
		id     string
		drafts chan []*draft
	}
	under := make(chan reading, runtime.GOMAXPROCS(0)-1) // bounds how many are read at a time
	go func() {
		for _, d := range docs {
			r := reading{d.ID, make(chan []*draft, 1)}
			under <- r
			go func() { r.drafts <- x.drafts(d) }()
		}
		close(under)
	}()
	for r := range under {
		x.take(r.id, <-r.drafts)
	}
}

// drafts reads an article in all its languages.
func (x *Index) drafts(d Doc) []*draft {
	drafts := []*draft{x.read(d.ID, d.Lang, d.Market, d.Title, d.Body, d.URL, d.Tags)}
	for _, v := range d.Variants {
		drafts = append(drafts, x.read(d.ID, v.Locale, v.Market, v.Title, v.Body, d.URL, d.Tags))
	}
	x.learn(d, drafts)
	return drafts
}

func (x *Index) take(id string, drafts []*draft) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(id)
	for _, p := range drafts {
		x.insert(p.intern(x))
	}
}

// Remove takes an article out; an unknown id is no error.
func (x *Index) Remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(id)
}

// Len is the number of articles.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.byDoc)
}

// Writes says whether a published page writes a word of a language, in any inflection.
func (x *Index) Writes(word, lang string) bool {
	tokens := lexicon.Tokens(word)
	x.mu.RLock()
	defer x.mu.RUnlock()
	for i, t := range tokens {
		var keys []string
		switch {
		case t.Kind != lexicon.Syllable:
			keys = []string{"t:" + t.Text, "s:" + lexicon.Stem(t.Text, lang)}
		case i+1 < len(tokens):
			keys = []string{"b:" + t.Text + tokens[i+1].Text}
		default:
			continue // the last character stands in the pair before
		}
		if !slices.ContainsFunc(keys, x.stands) {
			return false
		}
	}
	return len(tokens) > 0
}

// stands says whether a key is on any page.
func (x *Index) stands(key string) bool {
	id, known := x.ids[key]
	if !known {
		return false
	}
	return slices.ContainsFunc(x.postings[id], func(p posting) bool { return x.pages[p.page] != nil })
}

func (x *Index) insert(p *Page) {
	n := int32(len(x.pages))
	x.pages = append(x.pages, p)
	x.byDoc[p.ID] = append(x.byDoc[p.ID], n)
	for _, w := range p.weights {
		x.postings[w.term] = append(x.postings[w.term], posting{n, w.tf})
	}
	x.live++
	x.total += float64(p.length)
}

func (x *Index) drop(id string) {
	for _, n := range x.byDoc[id] {
		x.total -= float64(x.pages[n].length)
		x.pages[n] = nil
		x.live--
		x.dead++
	}
	delete(x.byDoc, id)
	if x.dead > 64 && x.dead > x.live/2 {
		x.rebuild()
	}
}

// rebuild forgets removed pages.
func (x *Index) rebuild() {
	kept := slices.DeleteFunc(x.pages, func(p *Page) bool { return p == nil })
	ids, n := x.ids, len(x.postings)
	x.clear()
	x.ids, x.postings = ids, make([][]posting, n)
	for _, p := range kept {
		x.insert(p)
	}
}

// work is what one search needs; it is reused.
type work struct {
	score   []float32
	touched []int32
}

type candidate struct {
	page  int32
	score float64
}

// Search finds the pages that speak of what the query asks, best first, with their best passages.
func (x *Index) Search(q Query) []Hit {
	q = q.limited()
	return x.search(q, func(w *work) []candidate { return x.top(q, w) }, func(*Hit) {})
}

// limited is the query with a limit.
func (q Query) limited() Query {
	if q.Limit <= 0 {
		q.Limit = 6
	}
	return q
}

// search looks the terms up, lets choose pick the pages, and adds those that lie near in sense; finish completes each hit.
func (x *Index) search(q Query, choose func(*work) []candidate, finish func(*Hit)) []Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	terms := x.resolve(q.Terms)
	w := x.scratch.Get().(*work)
	defer x.scratch.Put(w)
	x.accumulate(terms, w)
	top := choose(w)
	top = append(top, x.nearest(q, top)...)
	hits := make([]Hit, len(top))
	for i, c := range top {
		hits[i] = x.hit(c, terms)
		finish(&hits[i])
	}
	return hits
}

// found is a query term with its rarity in this shop.
type found struct {
	id     int32 // -1: nobody writes it
	idf    float64
	weight float64
	group  int
	soft   bool
	word   bool // a word of some language, not a concept
}

func (x *Index) resolve(terms []Term) []found {
	out := make([]found, 0, len(terms))
	for _, t := range terms {
		id, ok := x.ids[t.Key]
		df := 0
		if ok {
			df = len(x.postings[id])
		} else {
			id = -1
		}
		if df == 0 && t.Spare {
			continue
		}
		out = append(out, found{id, idf(x.live, df), t.Weight, t.Group, t.Soft, t.Key[0] != 'c'})
	}
	return out
}

func idf(n, df int) float64 {
	df = min(df, n)
	return math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5))
}

func (x *Index) accumulate(terms []found, w *work) {
	if len(w.score) < len(x.pages) {
		w.score = make([]float32, len(x.pages)+256)
	}
	w.touched = w.touched[:0]
	mean := float32(1)
	if x.live > 0 {
		mean = float32(x.total / float64(x.live))
	}
	for _, t := range terms {
		if t.id < 0 {
			continue
		}
		boost := float32(t.idf * t.weight)
		for _, p := range x.postings[t.id] {
			page := x.pages[p.page]
			if page == nil {
				continue
			}
			if w.score[p.page] == 0 {
				w.touched = append(w.touched, p.page)
			}
			w.score[p.page] += boost * p.tf * 2.2 / (p.tf + 1.2*(0.4+0.6*page.length/mean))
		}
	}
}

// top picks the best articles, each by the page that shows it best, and clears the scratch.
func (x *Index) top(q Query, w *work) []candidate {
	best := make([]candidate, 0, q.Limit+1)
	lang := locale.Base(q.Locale)
	for _, n := range w.touched {
		c := candidate{n, float64(w.score[n]) * fit(x.pages[n], lang, q)}
		if len(best) < q.Limit || c.score > best[len(best)-1].score {
			best = x.place(best, c, q.Limit)
		}
	}
	for i, c := range best {
		best[i].page = x.native(c.page, lang, q, w)
	}
	for _, n := range w.touched {
		w.score[n] = 0
	}
	return best
}

// What is found by sense besides what words find.
const (
	nearPages = 4
	nearScore = 0.5 // of the last page's that words found
)

// nearest are the articles that lie nearest to the question in sense and are not found yet.
func (x *Index) nearest(q Query, have []candidate) []candidate {
	if q.Sense == (sense.Vector{}) {
		return nil
	}
	var best []candidate
	lang := locale.Base(q.Locale)
	for i, p := range x.pages {
		if p == nil {
			continue
		}
		c := candidate{int32(i), float64(sense.Dot(q.Sense, p.meaning)) * fit(p, lang, q)}
		if len(best) < nearPages || c.score > best[len(best)-1].score {
			best = x.place(best, c, nearPages)
		}
	}
	score := 1.0
	if len(have) > 0 {
		score = have[len(have)-1].score * nearScore
	}
	var out []candidate
	for _, c := range best {
		known := slices.ContainsFunc(have, func(h candidate) bool { return x.pages[h.page].ID == x.pages[c.page].ID })
		if !known && c.score > 0 {
			out = append(out, candidate{x.readable(c.page, q), score})
		}
	}
	return out
}

// place keeps the list sorted with one page for each article: an article in fifteen languages would fill it alone.
func (x *Index) place(best []candidate, c candidate, limit int) []candidate {
	id := x.pages[c.page].ID
	if at := slices.IndexFunc(best, func(b candidate) bool { return x.pages[b.page].ID == id }); at >= 0 {
		if best[at].score >= c.score {
			return best
		}
		best = slices.Delete(best, at, at+1)
	}
	at := sort.Search(len(best), func(i int) bool {
		return best[i].score < c.score || best[i].score == c.score && x.pages[best[i].page].ID > id
	})
	best = slices.Insert(best, at, c)
	return best[:min(len(best), limit)]
}

// native is the article's page that she reads best. Another language may say a word more that she used, but it says
// nothing else: only a page for another market does.
func (x *Index) native(n int32, lang string, q Query, w *work) int32 {
	found := x.pages[n]
	for _, o := range x.byDoc[found.ID] {
		p := x.pages[o]
		if p == nil || w.score[o] == 0 || p.Market != found.Market && p.Market != q.Market {
			continue
		}
		if reads(p, lang, q) > reads(x.pages[n], lang, q) {
			n = o
		}
	}
	return n
}

// reads says how well she reads a page: her locale, her language, or neither.
func reads(p *Page, lang string, q Query) int {
	switch {
	case p.Lang == q.Locale:
		return 2
	case locale.Base(p.Lang) == lang:
		return 1
	}
	return 0
}

// fit prefers pages in her language and for her market; a page for another market hardly ever serves.
func fit(p *Page, lang string, q Query) float64 {
	f := 1.0
	if locale.Base(p.Lang) == lang {
		f = 1.25
		if p.Lang == q.Locale {
			f = 1.3
		}
	}
	switch {
	case p.Market == "":
	case p.Market == q.Market:
		f *= 1.3
	case q.Market != "":
		f *= 0.5
	}
	return f
}

const shownPassages = 64

func (x *Index) hit(c candidate, terms []found) Hit {
	p := x.pages[c.page]
	h := Hit{Page: p, Score: c.score, Coverage: coverage(terms, func(id int32) float64 {
		if _, ok := slices.BinarySearchFunc(p.weights, id, func(w weighted, id int32) int { return int(w.term - id) }); ok {
			return 1
		}
		return 0
	})}
	h.InTitle = coverage(terms, func(id int32) float64 {
		if has(p.title, id) {
			return 1
		}
		return 0
	})
	for i := range p.Passages {
		if s := scorePassage(p, &p.Passages[i], terms); s.Score > 0 {
			h.Best = append(h.Best, s)
		}
	}
	sort.SliceStable(h.Best, func(i, j int) bool { return h.Best[i].Score > h.Best[j].Score })
	if len(h.Best) > shownPassages {
		h.Best = h.Best[:shownPassages]
	}
	return h
}

func scorePassage(p *Page, s *Passage, terms []found) Scored {
	where := func(id int32) float64 {
		switch {
		case has(s.terms, id):
			return 1
		case has(s.near, id):
			return 0.6
		case has(p.title, id):
			return 0.5
		}
		return 0
	}
	out := Scored{Passage: s, Coverage: coverage(terms, where)}
	own := 0.0
	for _, t := range terms {
		if t.id >= 0 {
			v := where(t.id) * t.idf * t.weight
			out.Score += v
			if has(s.terms, t.id) {
				own += v
			}
		}
	}
	if own == 0 {
		out.Score *= 0.3
	}
	if s.Kind == Heading || s.Kind == Caption {
		out.Score *= 0.4
	}
	return out
}

func has(list []int32, id int32) bool {
	_, ok := slices.BinarySearch(list, id)
	return ok
}

// unknownWord is what a word that no article writes weighs against a question: articles in other languages cannot write it.
const unknownWord = 0.35

// coverage is the share of the question that is met: each group of terms weighs as its rarest term, and counts as met as
// far as its best term is.
func coverage(terms []found, where func(int32) float64) float64 {
	var groups [64]struct{ weight, met, lost float64 }
	for _, t := range terms {
		g := &groups[t.group&63]
		v := min(t.idf, 6) * t.weight
		switch {
		case t.id >= 0:
			g.weight = max(g.weight, v)
			g.met = max(g.met, v*where(t.id))
		case t.soft:
			g.lost = max(g.lost, v)
		case t.word:
			g.lost = max(g.lost, v*unknownWord)
		default:
			g.weight = max(g.weight, v)
		}
	}
	all, met := 0.0, 0.0
	for _, g := range groups {
		if g.weight == 0 {
			g.weight = g.lost
		}
		all += g.weight
		met += min(g.met, g.weight)
	}
	if all == 0 {
		return 0
	}
	return met / all
}
