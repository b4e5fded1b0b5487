package builtin

import (
	"math"
	"sort"
	"strings"

	"parley/internal/knowledge/index"
)

// A product's record is read as a page too, each attribute a passage of it, so that what she asks in words of her own ("does it get
// wet?") finds the attribute as it finds a sentence of an article, and both can be weighed against each other.

// recordPrefix begins the id of a page that is a product's record.
const recordPrefix = "product:"

// maxRecords bounds the products whose records are read as pages.
const maxRecords = 3000

// records are the records of a catalogue as pages.
type records struct {
	index *index.Index
	pages map[string]*index.Page // by product
	keys  map[*index.Passage]string
}

// The passages of a record that are no attributes.
const (
	keyPrice = "price"
	keyStock = "stock"
)

// recordsOf reads the records of a catalogue once.
func (e *Engine) recordsOf(c *Catalog) *records {
	c.once.Do(func() {
		if c.Len() <= maxRecords {
			c.records = e.readRecords(c)
		}
	})
	return c.records
}

func (e *Engine) readRecords(c *Catalog) *records {
	r := &records{index: index.New(e.book.Lexicon(), e.book.Senses()), pages: map[string]*index.Page{}, keys: map[*index.Passage]string{}}
	docs, keys := make([]index.Doc, 0, c.Len()), make([][]string, c.Len())
	for i, pr := range c.products {
		var body strings.Builder
		for _, name := range append(attributeNames(pr), keyPrice, keyStock) {
			text := e.recordLine(c, pr, name)
			if text == "" {
				continue
			}
			body.WriteString("- " + strings.Join(strings.Fields(text), " ") + "\n")
			keys[i] = append(keys[i], name)
		}
		docs = append(docs, index.Doc{ID: recordPrefix + pr.ID, Lang: "en", Title: pr.Name + " – " + strings.ReplaceAll(pr.Category, "_", " "), Body: body.String()})
	}
	r.index.Fill(docs)
	for _, page := range r.index.Pages() {
		id := strings.TrimPrefix(page.ID, recordPrefix)
		r.pages[id] = page
		n := 0
		for i := range page.Passages {
			if page.Passages[i].Kind == index.Item && n < len(keys[c.byID[id]]) {
				r.keys[&page.Passages[i]] = keys[c.byID[id]][n]
				n++
			}
		}
	}
	return r
}

// recordLine is an attribute in words: its name, what that names, and its value with its unit.
func (e *Engine) recordLine(c *Catalog, pr Product, name string) string {
	switch name {
	case keyPrice:
		var list []string
		for _, currency := range sortedKeys(pr.Prices) {
			list = append(list, currency+" "+flat(pr.Prices[currency]))
		}
		return "price, cost: " + strings.Join(list[:min(len(list), 2)], ", ")
	case keyStock:
		return "in stock, available now"
	}
	k, value := c.keys[name], pr.Attributes[name]
	text := flat(value)
	switch has, yesNo := value.(bool); {
	case yesNo && has:
		text = "yes"
	case yesNo:
		text = "no"
	case text == "":
		return ""
	}
	if _, plain := number(value); plain && k.unit != "" {
		text += " " + unitWord(k.unit)
	}
	words := strings.Join(k.words, " ")
	if k.bound != "" {
		words = map[string]string{"min": "minimum", "max": "maximum"}[k.bound] + " " + words
	}
	if len(k.names) > 0 {
		if label := strings.ToLower(e.book.Lexicon().Label(k.names[0], "en")); label != "" && !strings.Contains(words, label) {
			words += ", " + label
		}
	}
	return strings.TrimPrefix(words, ", ") + ": " + text
}

// unitWord is a unit as texts write it.
func unitWord(unit string) string {
	switch unit {
	case "celsius":
		return "°C"
	case "fahrenheit":
		return "°F"
	case "percent":
		return "%"
	}
	return unit
}

// recordHits are the records that may answer: of the products she names, else of those found by what they are.
func (e *Engine) recordHits(p *plan, q *Question) []index.Hit {
	c := p.u.goods
	if c == nil {
		return nil
	}
	r := e.recordsOf(c)
	if r == nil {
		return nil
	}
	found := r.index.Search(index.Query{Locale: p.pack.Tag, Terms: e.terms(q), Limit: 5, Sense: e.book.Senses().Asked(e.askedNotions(q))})
	list, _ := e.meant(c, p, q)
	if len(list) == 0 || len(list) > maxProducts {
		return found
	}
	var out []index.Hit
	for _, pr := range list {
		page := r.pages[pr.ID]
		if page == nil {
			continue
		}
		hit := index.Hit{Page: page}
		for _, h := range found {
			if h.ID == page.ID {
				hit = h
			}
		}
		if len(found) > 0 {
			hit.Score = max(hit.Score, found[0].Score)
		}
		out = append(out, hit)
	}
	if len(q.Products) == 0 { // a kind of goods may be meant otherwise
		for _, h := range found {
			if _, known := r.pages[strings.TrimPrefix(h.ID, recordPrefix)]; known && !hasHit(out, h.ID) {
				out = append(out, h)
			}
		}
	}
	return out
}

func hasHit(list []index.Hit, id string) bool {
	for _, h := range list {
		if h.ID == id {
			return true
		}
	}
	return false
}

// withRecords puts the records among the articles found.
func (e *Engine) withRecords(p *plan, q *Question, hits []index.Hit) []index.Hit {
	more := e.recordHits(p, q)
	if len(more) == 0 {
		return hits
	}
	out := append(append([]index.Hit{}, hits...), more...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	return out
}

func isRecord(h index.Hit) bool { return strings.HasPrefix(h.ID, recordPrefix) }

// record weighs what only passages of records have: that the product is named, and that the rules for attributes mean this one.
func (r *ranker) record(l *lead) {
	if !isRecord(l.hit) {
		return
	}
	c := r.p.u.goods
	id := strings.TrimPrefix(l.hit.ID, recordPrefix)
	l.signs[signRecord] = 1
	m, ok := r.meant[id]
	if !ok {
		pr, _ := c.Product(id)
		m = meantGoods{aspects: map[string]bool{}}
		for _, a := range r.e.aspects(c, r.q, pr, c.ownTokens(r.q, pr)) {
			m.aspects[a.field(c, pr)] = true
		}
		list, named := r.e.meant(c, r.p, r.q)
		for _, other := range list {
			if other.ID == id {
				m.share = 1 / float64(len(list))
				if !named {
					m.share *= 0.5
				}
			}
		}
		r.meant[id] = m
	}
	l.signs[signMeant] = m.share
	if m.aspects[c.records.keys[l.passage.Passage]] {
		l.signs[signAspect] = 1
	}
}

// meantGoods is how far a product is meant, and which of its attributes the rules take her to ask for.
type meantGoods struct {
	share   float64
	aspects map[string]bool
}

// field is the passage of a record that an aspect speaks of.
func (a aspect) field(c *Catalog, pr Product) string {
	switch {
	case a.price:
		return keyPrice
	case a.stock:
		return keyStock
	case a.sizes:
		return c.sizesOf(pr)
	}
	return a.key
}

// tellRecord says the attribute that a passage of a record stands for, of all the products that she names.
func (e *Engine) tellRecord(p *plan, q *Question, l lead) {
	c := p.u.goods
	found := strings.TrimPrefix(l.hit.ID, recordPrefix)
	key := c.records.keys[l.passage.Passage]
	ids := []string{found}
	if contains(q.Products, found) && len(q.Products) <= maxProducts {
		ids = q.Products
	}
	for _, id := range ids {
		pr, ok := c.Product(id)
		if _, has := pr.Attributes[key]; !ok || !has && key != keyPrice && key != keyStock {
			continue
		}
		a := aspect{at: len(q.analysis.Tokens), key: key, price: key == keyPrice, stock: key == keyStock}
		for _, known := range e.aspects(c, q, pr, c.ownTokens(q, pr)) {
			if known.field(c, pr) == key {
				a = known
			}
		}
		if e.tellAspect(p, c, q, pr, a, len(ids) > 1 || !p.told) {
			p.told = true
			p.u.Intent, p.u.Slots.Product = "product", pr.ID
		}
	}
}

// alsoWithin is how far an attribute may lie behind what the rules took her to ask for, to be asked for as well.
const alsoWithin = 1.0

// tellAlso says one more attribute of products of which the rules have told some: "how much is it, and what does it protect against?"
func (e *Engine) tellAlso(p *plan, c *Catalog, q *Question, list []Product, r *rival) (told int) {
	if _, ok := r.top(); !ok || c.records == nil {
		return 0
	}
	for _, pr := range list {
		known := map[string]bool{}
		for _, a := range e.aspects(c, q, pr, c.ownTokens(q, pr)) {
			known[a.field(c, pr)] = true
		}
		best, said := (*lead)(nil), math.Inf(-1)
		for i := range q.found.leads {
			l := &q.found.leads[i]
			key := c.records.keys[l.passage.Passage]
			switch {
			case l.hit.ID != recordPrefix+pr.ID || key == "":
			case known[key]:
				said = max(said, l.score)
			case key != keyPrice && key != keyStock && (best == nil || l.score > best.score):
				best = l
			}
		}
		if best == nil || best.score < said-alsoWithin || best.signs[signSoft] == 0 {
			continue
		}
		a := aspect{at: len(q.analysis.Tokens), key: c.records.keys[best.passage.Passage]}
		if e.tellAspect(p, c, q, pr, a, len(list) > 1) {
			told++
		}
	}
	return told
}
