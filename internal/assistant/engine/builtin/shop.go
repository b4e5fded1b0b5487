package builtin

import (
	"slices"
	"sort"
	"strings"
	"sync"
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

// Catalog is a shop's products prepared for finding them by name, in any language, and for being asked about their
// attributes. Build it once for each version of the products; it never changes.
type Catalog struct {
	products []Product
	byID     map[string]int
	words    map[string][]int32 // folded word of a name → products
	concepts map[string][]int32 // thing of name or category → products
	own      []map[string]bool  // words of each name that are no everyday words
	size     []int              // distinctive words of each name
	head     []string           // first word of each name
	function map[string]bool    // words of names that are function words somewhere
	fuzzy    map[string][]string
	grams    map[string][]run    // pairs of characters of names in scripts without spaces
	sounds   map[string]string   // words of their own → how they sound
	spoken   map[string][]string // and how they are spoken, where that differs
	keys     map[string]*key     // attribute keys of all products
	traits   []traits            // what each product is and has

	once    sync.Once
	records *records // read as pages, when first asked
}

// run is a stretch of a product's name in a script without spaces.
type run struct {
	product int32
	nth     int // of the product's runs
	length  int
}

// NewCatalog prepares products.
func NewCatalog(products []Product, lex *lexicon.Lexicon) *Catalog {
	products = unfolded(products)
	c := &Catalog{products: products, byID: map[string]int{}, words: map[string][]int32{}, concepts: map[string][]int32{}, own: make([]map[string]bool, len(products)), size: make([]int, len(products)), head: make([]string, len(products)), function: map[string]bool{}, fuzzy: map[string][]string{}, grams: map[string][]run{}, sounds: map[string]string{}, spoken: map[string][]string{}, keys: map[string]*key{}}
	for i, p := range products {
		c.byID[p.ID] = i
		c.own[i] = map[string]bool{}
		everyday := map[string]bool{}
		seen := map[string]bool{}
		c.name(lex, int32(i), p.Name, "en", seen, everyday)
		c.size[i] = len(seen)
		if list := lexicon.Tokens(p.Name); len(list) > 0 {
			c.head[i] = list[0].Text
		}
		c.word(int32(i), lexicon.Fold(p.ID), seen)
		tags := make([]string, 0, len(p.Names))
		for tag := range p.Names {
			tags = append(tags, tag)
		}
		sort.Strings(tags)
		for nth, tag := range tags {
			c.name(lex, int32(i), p.Names[tag], locale.Base(tag), seen, everyday)
			c.runs(lex, int32(i), nth*16, p.Names[tag], locale.Base(tag))
		}
		c.runs(lex, int32(i), len(tags)*16, p.Name, "en")
		c.kind(lex, int32(i), p.Category+" . "+p.Name, "en")
		for w := range everyday {
			delete(c.own[i], w)
		}
		sounding := map[string]bool{}
		for w := range c.own[i] {
			sounding[w] = true
		}
		if head := c.head[i]; head != "" && !thingWord(lex, head) { // Kite and Leaf are everyday words, and names
			sounding[head] = true
		}
		for w := range sounding {
			if utf8.RuneCountInString(w) >= 3 && w[0] < utf8.RuneSelf && !strings.ContainsAny(w, "0123456789") {
				c.sounds[w] = soundOf(w)
				if also := spoken(w); len(also) > 0 {
					c.spoken[w] = also
				}
			}
		}
		for name := range p.Attributes {
			if c.keys[name] == nil {
				c.keys[name] = readKey(name, lex)
			}
		}
		c.traits = append(c.traits, readTraits(lex, c.keys, p))
	}
	return c
}

// unfolded takes attributes that hold several (screen: {inch: 5.8, hz: 60}) apart, so that each can be asked for and told by itself. What
// differs by market, size or colour stays together.
func unfolded(products []Product) []Product {
	out := slices.Clone(products)
	for i, p := range out {
		attributes := map[string]any{}
		for name, v := range p.Attributes {
			unfold(attributes, name, v, 2)
		}
		out[i].Attributes = attributes
	}
	return out
}

func unfold(into map[string]any, name string, v any, deep int) {
	m, ok := v.(map[string]any)
	if !ok || deep == 0 || len(m) == 0 || !holdsSeveral(name, m) {
		into[name] = v
		return
	}
	words := keyWords(name)
	unit := ""
	if n := len(words); n > 1 && keyUnits[words[n-1]] != "" {
		words, unit = words[:n-1], "_"+words[n-1]
	}
	for key, x := range m {
		own := keyWords(key)
		if _, number := x.(float64); number && unit != "" && keyUnits[own[len(own)-1]] == "" {
			own = append(own, unit[1:])
		}
		unfold(into, strings.Join(append(slices.Clone(words), own...), "_"), x, deep-1)
	}
}

// holdsSeveral says that the keys of a map are names of attributes: English words, and neither markets nor sizes.
func holdsSeveral(name string, m map[string]any) bool {
	if strings.Contains(name, "dimension") || strings.Contains(name, "size") {
		return false
	}
	for key := range m {
		if len(key) < 2 || currencyOf[strings.ToUpper(key)] != "" || strings.ToUpper(key) == key || standIn[strings.ToLower(key)] || strings.ContainsAny(key, "0123456789 ") {
			return false
		}
	}
	return true
}

// standIn are keys that stand for all markets that are not named.
var standIn = map[string]bool{"other": true, "others": true, "default": true, "all": true, "eu": true, "uk": true, "rest": true}

// thingWord says that an English word names a kind of goods.
func thingWord(lex *lexicon.Lexicon, w string) bool {
	for _, m := range lex.Analyze(w, "en", lexicon.Written).Matches {
		if m.Kind == "thing" || m.Kind == "attribute" || m.Kind == "part" {
			return true
		}
	}
	return false
}

func (c *Catalog) name(lex *lexicon.Lexicon, i int32, name, lang string, seen, everyday map[string]bool) {
	for _, t := range lex.Analyze(name, lang, lexicon.Written).Tokens {
		if t.Known {
			everyday[t.Text] = true
		}
	}
	for _, t := range lexicon.Tokens(name) {
		if t.Kind == lexicon.Syllable {
			continue
		}
		if lex.Stop(t.Text, lang) || lex.Stop(t.Text, "en") {
			c.function[t.Text] = true
		} else if t.Kind != lexicon.Number {
			c.own[i][t.Text] = true
		}
		c.word(i, t.Text, seen)
	}
	c.kind(lex, i, name, lang)
}

func (c *Catalog) word(i int32, w string, seen map[string]bool) {
	if seen[w] || w == "" {
		return
	}
	seen[w] = true
	if len(c.words[w]) == 0 && utf8.RuneCountInString(w) >= 5 && !digitsOnly(w) {
		c.fuzzy[w[:1]] = append(c.fuzzy[w[:1]], w)
	}
	c.words[w] = append(c.words[w], i)
}

// runs notes the pairs of characters of each stretch without spaces. Beside a word of its own, a stretch of everyday words (หูฟัง Tern
// Buds) names nothing.
func (c *Catalog) runs(lex *lexicon.Lexicon, i int32, nth int, name, lang string) {
	list := lex.Analyze(name, lang, lexicon.Written).Tokens
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Kind == lexicon.Syllable && (to == from || list[to].Glued) {
			to++
		}
		if n := to - from; n >= 2 && !(n < len(list) && allKnown(list[from:to])) {
			seen := map[string]bool{}
			for k := from; k+1 < to; k++ {
				if g := list[k].Text + list[k+1].Text; !seen[g] {
					seen[g] = true
					c.grams[g] = append(c.grams[g], run{i, nth, n})
				}
			}
		}
		nth++
		from = max(to, from+1)
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

func allKnown(list []lexicon.Token) bool {
	for _, t := range list {
		if !t.Known {
			return false
		}
	}
	return true
}
