package builtin

import (
	"math"
	"sort"
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// lead is a passage that may answer, with the signs for and against it.
type lead struct {
	found
	signs     signs
	score     float64 // logit: higher is likelier
	p         float64 // its share among all leads of the question
	covers    float64 // share of what the question says, as far as any passage speaks of it
	known     float64 // share of the question's parts of which any passage speaks
	pageShare float64 // share of its page's passages together
}

// signs are what speaks for or against a passage, each between about -1 and 1.
type signs [signCount]float64

// The signs. What each weighs stands in weights.go, fitted on the tuning half of the blind questions.
const (
	signPage      = iota // the page's score against the best page's
	signPageCover        // share of the question that the page speaks of
	signTitle            // … its title
	signPassage          // the passage's score against the best passage's
	signCover            // share of the question that the passage speaks of, as the index sees it
	signOwn              // share of the question's notions, the rare ones weighing more, that the passage itself names
	signHead             // … that its heading names
	signPageOwn          // … that its title names
	signNear             // … that its neighbours in the paragraph name
	signRare             // it names the rarest notion of the question
	signHeadRare         // its heading does
	signUnit             // it has a figure of the kind asked for
	signUnits            // share of several kinds asked for that it has
	signNoUnit           // a kind is asked for and it has none
	signFigures          // no kind is asked for and it has figures
	signPlace            // it holds for the place that she names
	signHere             // it holds for where she is, though she did not say so
	signHereOn           // … and its page or heading speaks of the matter
	signElsewhere        // it holds for other places only
	signStrange          // things she did not name
	signCloser           // a special case she did not ask for
	signDense            // share of its notions that she asked for
	signHeading
	signRow
	signStep
	signItem
	signKey   // the row's key is what she wrote
	signWords // share of the words no lexicon knows that stand in it
	signRange // a figure she gave lies within a range it states
	signSame  // a figure she gave stands in it
	signLong
	signFirst // near the page's beginning
	signHow   // she asks how, and it is a step
	signMany  // many figures
	signFree  // a price is asked and it says that there is none
	signTopic // its own words name the matter: topics, actions, symptoms
	signTopicHead
	signTopicTitle
	signThing // … the goods
	signThingHead
	signThingTitle
	signNamed // words that only names have stand in it or its key: "Brewline"
	signNamedTitle
	signNames     // she asks which or what, and it lists names
	signDenies    // she asks whether, and it denies or allows
	signWhen      // she asks when, and it says a time
	signBound     // she asks for the most or least, and it states a limit
	signRate      // how well its best figure fits, seen by itself
	signWhole     // the notions of passage, heading and title together cover the question
	signSense     // how near its meaning lies to the question's
	signSenseOwn  // … without its heading and title
	signSensePage // how near the nearest passage of its page lies
	signSenseTop  // how far it lies behind the nearest of all
	signSoft      // share of the question's parts that it covers, by whatever words
	signSoftHead  // … that its heading covers
	signSoftTitle // … its title
	signSoftWhole // … all of them together
	signSoftRare  // how well it covers the rarest part
	signSoftTop   // how far it lies behind the passage that covers most
	signRecord    // it is an attribute of a product
	signMeant     // … that she names
	signAspect    // … which the rules for attributes take her to ask for
	signCount
)

// rank lists the passages of the pages found, the likeliest answer first.
func (e *Engine) rank(p *plan, q *Question, hits []index.Hit) []lead {
	if len(hits) == 0 {
		return nil
	}
	r := e.newRanker(p, q, hits)
	var out []lead
	policy := e.policy(q) // then a record answers only with an attribute that speaks of the matter itself
	for _, h := range hits {
		if h.Score < hits[0].Score*0.1 {
			break
		}
		for i := range h.Passages {
			s := &h.Passages[i]
			if i >= 300 || s.Kind == index.Caption {
				continue
			}
			if l := r.lead(h, s); !isRecord(h) || l.signs[signTopic] > 0 || !policy {
				out = append(out, l)
			}
		}
	}
	r.senses(out)
	behind(out)
	for i := range out {
		for k, v := range out[i].signs {
			out[i].score += weights[k] * v
		}
	}
	share(out)
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return out
}

// share turns scores into shares of one (softmax).
func share(list []lead) {
	top, sum := math.Inf(-1), 0.0
	for _, l := range list {
		top = max(top, l.score)
	}
	for _, l := range list {
		sum += math.Exp(l.score - top)
	}
	page := map[string]float64{}
	for i := range list {
		list[i].p = math.Exp(list[i].score-top) / sum
		page[list[i].hit.ID] += list[i].p
	}
	for i := range list {
		list[i].pageShare = page[list[i].hit.ID]
	}
}

// ranker weighs passages for one question.
type ranker struct {
	e       *Engine
	p       *plan
	q       *Question
	top     float64 // best page's score
	best    float64 // best passage's score
	scored  map[*index.Passage]index.Scored
	notions []notion
	total   float64
	classes [3]float64
	matter  []string
	asked   asked
	meant   map[string]meantGoods
	names   []string // words of the question that are names: no lexicon knows them, or they stand in a product's name
}

// notion is a concept of the question with what it weighs here: what every passage speaks of decides nothing.
type notion struct {
	id     string
	class  int
	weight float64
}

// The classes of notions: what it is about, and the goods it is about.
const (
	classOther = iota
	classTopic
	classThing
)

var classOf = map[string]int{"topic": classTopic, "action": classTopic, "symptom": classTopic, "thing": classThing, "part": classThing, "attribute": classThing}

func (e *Engine) newRanker(p *plan, q *Question, hits []index.Hit) *ranker {
	r := &ranker{e: e, p: p, q: q, scored: map[*index.Passage]index.Scored{}, meant: map[string]meantGoods{}}
	if len(hits) > 0 {
		r.top = hits[0].Score
	}
	r.names = e.namesIn(p, q)
	r.readParts(hits)
	if len(q.units) > 0 {
		r.matter = e.matter(q, q.units[0])
	}
	all := 0
	for _, h := range hits {
		for _, s := range h.Best {
			r.scored[s.Passage] = s
			r.best = max(r.best, s.Score)
		}
		all += len(h.Passages)
	}
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		base := kindWeight[e.book.Lexicon().Kind(id)]
		if base == 0 {
			continue
		}
		n := 0
		for _, h := range hits {
			for i := range h.Passages {
				if e.speak(e.read(h.Passages[i].Text, h.Lang).analysis.Matches, id) == 1 {
					n++
				}
			}
		}
		w := base * math.Log(1+float64(all+1)/float64(n+1))
		class := classOf[e.book.Lexicon().Kind(id)]
		r.notions = append(r.notions, notion{id, class, w})
		r.classes[class] += w
		r.total += w
	}
	return r
}

// namesIn lists the words of a question that stand in the names of the shop's products and are no everyday words, and those of products
// found by other spellings.
func (e *Engine) namesIn(p *plan, q *Question) (out []string) {
	c := p.u.goods
	if c == nil {
		return nil
	}
	for _, t := range q.analysis.Tokens {
		if t.Kind == lexicon.Word && !t.Stop && !t.Known && len(t.Text) > 2 && len(c.words[t.Text]) > 0 && !contains(out, t.Text) {
			out = append(out, t.Text)
		}
	}
	for _, id := range q.Products {
		if i, ok := c.byID[id]; ok {
			for _, t := range lexicon.Tokens(c.products[i].Name) {
				if t.Kind == lexicon.Word && c.own[i][t.Text] && !contains(out, t.Text) {
					out = append(out, t.Text)
				}
			}
		}
	}
	return out
}

// senses weighs how near the passages lie in meaning to the question.
func (r *ranker) senses(list []lead) {
	near(list, r.e.book.Senses().Asked(r.e.askedNotions(r.q)), func(l *lead) meant { return r.e.told(l.hit.Page, l.passage.Passage) })
}

func near(list []lead, asked sense.Vector, told func(*lead) meant) {
	page, top := map[string]float64{}, -1.0
	for i := range list {
		l := &list[i]
		v := told(l)
		d := float64(sense.Dot(asked, v.whole))
		l.signs[signSense], l.signs[signSenseOwn] = d, float64(sense.Dot(asked, v.own))
		page[l.hit.ID], top = max(page[l.hit.ID], d), max(top, d)
	}
	for i := range list {
		l := &list[i]
		l.signs[signSensePage] = page[l.hit.ID]
		l.signs[signSenseTop] = l.signs[signSense] - top
	}
}

// behind notes how far each passage lies behind the one that covers most.
func behind(list []lead) {
	top := 0.0
	for i := range list {
		top = max(top, list[i].signs[signSoftWhole]+list[i].signs[signSoft])
	}
	for i := range list {
		list[i].signs[signSoftTop] = list[i].signs[signSoftWhole] + list[i].signs[signSoft] - top
	}
}

// kindWeight is how much a kind of concept says about which passage is meant.
var kindWeight = map[string]float64{"topic": 1, "action": 1, "symptom": 1, "attribute": 1, "part": 1, "thing": 1, "modifier": 0.8, "time": 0.5, "measure": 0.4}

func (r *ranker) lead(h index.Hit, s *index.Passage) lead {
	read := r.e.read(s.Text, h.Lang)
	scored, ok := r.scored[s]
	if !ok {
		scored = index.Scored{Passage: s}
	}
	l := lead{found: found{hit: h, passage: scored, figures: r.figuresOf(h, s, read), analysis: read.analysis, own: r.e.isOwn(r.p, h)}}
	x := &l.signs
	x[signPage], x[signPageCover], x[signTitle] = h.Score/r.top, h.Coverage, h.InTitle
	if r.best > 0 {
		x[signPassage] = scored.Score / r.best
	}
	x[signCover] = scored.Coverage
	r.speaks(&l, read)
	r.soft(&l)
	r.units(&l)
	r.places(&l, read)
	r.strangers(&l, read)
	r.form(&l)
	r.named(&l)
	r.kinds(&l)
	r.rated(&l)
	r.given(&l)
	r.record(&l)
	return l
}

// figuresOf reads a passage's figures; a row's cells take units from their columns.
func (r *ranker) figuresOf(h index.Hit, s *index.Passage, read seen) []figure.Figure {
	if len(s.Cells) < 2 {
		return read.figures
	}
	var out []figure.Figure
	for _, f := range r.e.factsOf(h, s) {
		if f.fig.Kind != "" {
			out = append(out, f.fig)
		}
	}
	return out
}

// speaks weighs of which notions of the question the passage and what stands around it speak.
func (r *ranker) speaks(l *lead, read seen) {
	if r.total == 0 {
		return
	}
	h, s := l.hit, l.passage
	head := r.e.read(s.Heading, h.Lang).analysis.Matches
	title := r.e.read(h.Title, h.Lang).analysis.Matches
	near := r.neighbours(h, s.Passage)
	x, rarest := &l.signs, 0.0
	for _, n := range r.notions {
		w := n.weight / r.total
		own, inHead, inTitle := r.e.speak(read.analysis.Matches, n.id), r.e.speak(head, n.id), r.e.speak(title, n.id)
		x[signOwn] += w * own
		x[signHead] += w * inHead
		x[signPageOwn] += w * inTitle
		x[signNear] += w * r.e.speak(near, n.id)
		x[signWhole] += w * max(own, inHead, inTitle)
		if all := r.classes[n.class]; all > 0 {
			first := signTopic
			if n.class == classThing {
				first = signThing
			}
			x[first] += n.weight / all * own
			x[first+1] += n.weight / all * inHead
			x[first+2] += n.weight / all * inTitle
		}
		if n.weight > rarest {
			rarest = n.weight
			x[signRare], x[signHeadRare] = own, inHead
		}
	}
}

// neighbours are the notions of the sentences right before and after a passage in its paragraph.
func (r *ranker) neighbours(h index.Hit, s *index.Passage) (out []lexicon.Match) {
	for _, i := range []int{s.Ord - 1, s.Ord + 1} {
		if i >= 0 && i < len(h.Passages) && h.Passages[i].Heading == s.Heading && h.Passages[i].Kind != index.Heading {
			out = append(out, r.e.read(h.Passages[i].Text, h.Lang).analysis.Matches...)
		}
	}
	return out
}

// units weighs whether it holds the kinds of figure that are asked for.
func (r *ranker) units(l *lead) {
	x := &l.signs
	if len(r.q.units) == 0 {
		if len(l.figures) > 0 {
			x[signFigures] = 1
		}
		return
	}
	met := 0.0
	for i, unit := range r.q.units {
		got := 0.0
		for _, f := range l.figures {
			switch {
			case string(f.Kind) == unit:
				got = 1
			case unitFits(r.q, unit, f):
				got = max(got, 0.6)
			}
		}
		met += got
		if i == 0 {
			x[signUnit] = got
		}
	}
	x[signUnits] = met / float64(len(r.q.units))
	if r.q.Unit == string(figure.Money) && freeIn(l.analysis.Matches) {
		x[signFree] = 1
	}
	if met == 0 && x[signFree] == 0 {
		x[signNoUnit] = 1
	}
}

// places weighs for where it holds.
func (r *ranker) places(l *lead, read seen) {
	one := fact{found: l.found, own: read.analysis.Matches}
	if len(l.passage.Cells) > 0 {
		one.own = r.e.read(l.passage.Cells[0].Text, l.hit.Lang).analysis.Matches
	} else if key := keyed(l.passage.Text, read.analysis.Matches); len(key) > 0 {
		one.own = key
	}
	if len(one.own) > 0 && l.passage.Kind != index.Heading {
		one.own = append(append([]lexicon.Match{}, one.own...), r.e.read(l.passage.Heading, l.hit.Lang).analysis.Matches...)
	}
	one.fig.End = len(l.passage.Text)
	r.e.ratePlace(r.p, &one)
	switch {
	case one.place != "" && r.p.u.placed:
		l.signs[signPlace] = 1
	case one.place != "":
		v := 1.0
		if r.p.u.Slots.Country == "" {
			v = 0.5 // only her locale says so
		}
		l.signs[signHere] = v
		l.signs[signHereOn] = v * max(l.signs[signTopic], l.signs[signTopicHead], l.signs[signTopicTitle])
	case one.score < 0:
		l.signs[signElsewhere] = 1
	}
}

// keyed are the notions before the colon with which a list item names its place: "Russia: 9–14 days, sent from Shenzhen" holds for Russia.
func keyed(text string, list []lexicon.Match) []lexicon.Match {
	at := strings.IndexAny(text, ":：")
	if at < 0 || at > 60 {
		return nil
	}
	var out []lexicon.Match
	placed := false
	for _, m := range list {
		if m.End <= at {
			out = append(out, m)
			placed = placed || m.Kind == "place"
		}
	}
	if !placed {
		return nil
	}
	return out
}

// strangers weighs what it speaks of that she did not name.
func (r *ranker) strangers(l *lead, read seen) {
	lex := r.e.book.Lexicon()
	asked := append(append([]string{}, r.q.Concepts...), r.q.Carried...)
	things, closer, known, all := 0, 0, 0, 0
	for _, m := range read.analysis.Matches {
		if silent(m.Kind) || m.How == lexicon.Typo || m.How == lexicon.Inner {
			continue
		}
		all++
		mine := false
		for _, a := range asked {
			mine = mine || lex.Is(m.ID, a) || lex.Is(a, m.ID)
		}
		switch {
		case mine:
			known++
			if specialKind[m.Kind] && !contains(asked, m.ID) && r.e.narrower(m.ID, asked) {
				closer++
			}
		case m.Kind == "thing" || m.Kind == "part" || m.Kind == "symptom" || m.Kind == "modifier" && special[m.ID]:
			things++
		}
	}
	l.signs[signStrange] = min(1, float64(things)/3)
	l.signs[signCloser] = min(1, float64(closer)/2)
	if all > 0 {
		l.signs[signDense] = float64(known) / float64(all)
	}
}

// specialKind are the kinds of notion that make a special case: express delivery, not "arrives" or a country.
var specialKind = map[string]bool{"topic": true, "thing": true, "part": true, "modifier": true, "attribute": true, "symptom": true}

// form weighs what kind of passage it is.
func (r *ranker) form(l *lead) {
	x, s := &l.signs, l.passage
	switch s.Kind {
	case index.Heading:
		x[signHeading] = 1
	case index.Row:
		x[signRow] = 1
		x[signKey] = rateKey(r.q, &fact{found: l.found}) / 0.6
	case index.Step:
		x[signStep] = 1
		if r.q.Wants == "how" {
			x[signHow] = 1
		}
	case index.Item:
		x[signItem] = 1
	}
	x[signLong] = min(1, float64(len(l.analysis.Tokens))/40)
	x[signFirst] = 1 / (1 + float64(s.Ord)/4)
	x[signMany] = min(1, max(0, float64(len(l.figures)-3)/4))
	if n := len(r.q.Unknown); n > 0 {
		for _, w := range r.q.Unknown {
			for _, t := range l.analysis.Tokens {
				if t.Text == w || len(w) > 4 && lexicon.Stem(t.Text, l.analysis.Lang) == lexicon.Stem(w, r.q.analysis.Lang) {
					x[signWords] += 1 / float64(n)
					break
				}
			}
			if r.q.translated(w, l.analysis) {
				x[signWords] = min(1, x[signWords]+1/float64(n))
			}
		}
	}
}

// kinds weighs whether it is the kind of sentence that answers such a question.
func (r *ranker) kinds(l *lead) {
	x, q := &l.signs, r.q
	if (q.Wants == "which" || q.Wants == "what" || q.Wants == "who" || q.Wants == "") && len(q.units) == 0 {
		n := 0
		for i := range l.analysis.Tokens {
			if i > 0 && plainName(l.found, l.analysis, i) != "" {
				n++
			}
		}
		x[signNames] = min(1, float64(n)/4)
	}
	if q.Wants == "can" && r.e.denied(l.found) {
		x[signDenies] = 1
	}
	bound := q.hasAny("maximum", "minimum", "limit", "deadline")
	for _, f := range l.figures {
		if q.Wants == "when" && (f.Kind == figure.Duration || f.Kind == figure.Date || f.Kind == figure.Clock) {
			x[signWhen] = 1
		}
		if bound && (f.Bound != "" || f.Lo != f.Hi) {
			x[signBound] = 1
		}
	}
}

// rated weighs the figure of the first kind asked for that fits best, with what its own clause says.
func (r *ranker) rated(l *lead) {
	if len(r.q.units) == 0 {
		return
	}
	best := -2.0
	for _, f := range r.e.factsOf(l.hit, l.passage.Passage) {
		if r.e.rate(r.p, r.q, &f, r.q.units[0], r.matter, r.top) {
			best = max(best, f.score)
		}
	}
	l.signs[signRate] = best / 2
}

// named weighs whether names that she writes stand in the passage or the title.
func (r *ranker) named(l *lead) {
	if len(r.names) == 0 {
		return
	}
	title := lexicon.Tokens(l.hit.Title)
	for _, n := range r.names {
		if hasToken(l.analysis.Tokens, n) {
			l.signs[signNamed] += 1 / float64(len(r.names))
		}
		if hasToken(title, n) {
			l.signs[signNamedTitle] += 1 / float64(len(r.names))
		}
	}
}

func hasToken(list []lexicon.Token, word string) bool {
	for _, t := range list {
		if t.Text == word {
			return true
		}
	}
	return false
}

// given weighs whether the figures that she states stand in it: a size table's row for 98 cm.
func (r *ranker) given(l *lead) {
	for _, g := range r.q.figures {
		if g.Kind == figure.Code || g.Kind == figure.None && g.Lo < 10 {
			continue
		}
		for _, f := range l.figures {
			switch {
			case figure.Same(g, f):
				l.signs[signSame] = 1
			case (f.Kind == g.Kind || f.Kind == figure.None || g.Kind == figure.None) && f.Lo < f.Hi && g.Lo >= f.Lo && g.Hi <= f.Hi:
				l.signs[signRange] = 1
			}
		}
	}
}
