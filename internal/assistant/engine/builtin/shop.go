package builtin

import (
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// Product is a product as the engine needs it.
type Product struct {
	ID, Name, Category, URL string
	Names                   map[string]string // by locale
	Prices                  map[string]float64
	Attributes              map[string]any // any JSON; a map by country where markets differ
	InStock                 bool
	Promotions              []string
	Related                 []string
}

// Order is an order as the engine needs it; zero times are absent.
type Order struct {
	ID, Email, Country, Status                     string
	Items                                          []OrderItem
	OrderedAt, ShippedAt, DeliveredAt, ClosedAt    time.Time
	Carrier, TrackingNumber, Currency, PaymentWith string
	Subtotal, Shipping, Total                      float64
}

// OrderItem is one line of an order.
type OrderItem struct {
	ProductID, Name, Variant string
	Qty                      int
	UnitPrice                float64
}

// Catalog is a shop's products prepared for finding them by name, in any language. Build it once for each version of the
// products; it never changes.
type Catalog struct {
	products []Product
	byID     map[string]int
	words    map[string][]int32 // folded word of a name → products
	concepts map[string][]int32 // concept of name or category → products
	size     []int              // distinctive words of each name
}

// NewCatalog prepares products.
func NewCatalog(products []Product, lex *lexicon.Lexicon) *Catalog {
	c := &Catalog{products: products, byID: map[string]int{}, words: map[string][]int32{}, concepts: map[string][]int32{}, size: make([]int, len(products))}
	for i, p := range products {
		c.byID[p.ID] = i
		seen := map[string]bool{}
		c.name(lex, int32(i), p.Name, "en", seen)
		c.size[i] = len(seen)
		c.word(int32(i), lexicon.Fold(p.ID), seen)
		for tag, name := range p.Names {
			c.name(lex, int32(i), name, locale.Base(tag), seen)
		}
		c.kind(lex, int32(i), p.Category+" . "+p.Name, "en")
	}
	return c
}

func (c *Catalog) name(lex *lexicon.Lexicon, i int32, name, lang string, seen map[string]bool) {
	for _, t := range lexicon.Tokens(name) {
		if !lex.Stop(t.Text, lang) && (t.Kind != lexicon.Syllable) {
			c.word(i, t.Text, seen)
		}
	}
	c.kind(lex, i, name, lang)
}

func (c *Catalog) word(i int32, w string, seen map[string]bool) {
	if !seen[w] && w != "" {
		seen[w] = true
		c.words[w] = append(c.words[w], i)
	}
}

func (c *Catalog) kind(lex *lexicon.Lexicon, i int32, text, lang string) {
	for _, m := range lex.Analyze(strings.ReplaceAll(text, "_", " "), lang, lexicon.Written).Matches {
		if m.Kind != "thing" {
			continue
		}
		for _, id := range append(lex.Broader(m.ID), m.ID) {
			if list := c.concepts[id]; len(list) == 0 || list[len(list)-1] != i {
				c.concepts[id] = append(list, i)
			}
		}
	}
}

// Product returns a product by id.
func (c *Catalog) Product(id string) (Product, bool) {
	i, ok := c.byID[id]
	if !ok {
		return Product{}, false
	}
	return c.products[i], true
}

// Len is the number of products.
func (c *Catalog) Len() int { return len(c.products) }

// named is a product that a text may mean.
type named struct {
	id    string
	score float64
}

// find lists the products whose names a text speaks of, best first. A word that few products carry says more.
func (c *Catalog) find(a lexicon.Analysis) []named {
	score := map[int32]float64{}
	hits := map[int32]int{}
	for _, t := range a.Tokens {
		list := c.words[t.Text]
		if t.Stop || len(list) == 0 || len(list) > 40 || t.Kind == lexicon.Number && len(t.Text) < 2 {
			continue
		}
		w := 1.0
		if t.Known && t.Kind == lexicon.Word {
			w = 0.5
		}
		for _, i := range list {
			score[i] += w / float64(len(list))
			hits[i]++
		}
	}
	var out []named
	for i, s := range score {
		strong := !c.common(a, i)
		if strong || hits[i] >= min(2, c.size[i]) {
			share := float64(hits[i]) / float64(max(c.size[i], 1))
			out = append(out, named{c.products[i].ID, min(1, 0.5*share+0.5*min(s, 1))})
		}
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].score > out[j].score || out[i].score == out[j].score && out[i].id < out[j].id
	})
	return out
}

// common says that only everyday words of a name were met ("machine"), not its own name.
func (c *Catalog) common(a lexicon.Analysis, i int32) bool {
	for _, t := range a.Tokens {
		if (!t.Known || t.Kind == lexicon.Code) && utf8.RuneCountInString(t.Text) > 2 && !t.Stop && t.Kind != lexicon.Number {
			for _, j := range c.words[t.Text] {
				if i == j {
					return false
				}
			}
		}
	}
	return true
}

// ofKind lists the products of a thing concept.
func (c *Catalog) ofKind(id string) []Product {
	var out []Product
	for _, i := range c.concepts[id] {
		out = append(out, c.products[i])
	}
	return out
}

// title is the product's name for a locale.
func (p Product) title(tag string) string {
	if n := p.Names[tag]; n != "" {
		return n
	}
	for t, n := range p.Names {
		if locale.Base(t) == locale.Base(tag) {
			return n
		}
	}
	return p.Name
}
