package builtin

import (
	"regexp"
	"slices"
	"strings"

	"parley/internal/locale/figure"
)

// point is one thing in which products are compared; first is the product with the value that counts.
type point struct {
	label      string
	cells      []string // one for each product
	stated     []string // the same, lists in one order: "white and teal" is "teal and white"
	key, first string
}

// same says that a point tells no product from another.
func (r *point) same() bool {
	return !slices.ContainsFunc(r.stated, func(s string) bool { return s != r.stated[0] })
}

// add takes in the next product's value, as it is written and as its record has it.
func (r *point) add(cell string, v any) {
	r.cells = append(r.cells, cell)
	if list, ok := v.([]any); ok {
		parts := make([]string, len(list))
		for i, x := range list {
			parts[i] = flat(x)
		}
		slices.Sort(parts)
		cell = strings.Join(parts, ", ")
	}
	r.stated = append(r.stated, cell)
}

// inLine writes the values behind each other, each with its product in brackets: a name that ends in a number must not touch a figure.
func (r *point) inLine(p *plan, list []Product) string {
	parts := make([]string, len(r.cells))
	for i, cell := range r.cells {
		parts[i] = p.pack.Say("compared", "value", cell, "product", list[i].title(p.pack.Tag))
	}
	return strings.Join(parts, between)
}

// pointsAsked are the points that she names.
func (e *Engine) pointsAsked(p *plan, c *Catalog, q *Question, list []Product) []point {
	var out []point
	if q.hasAny("discount") && !q.acts["stock"] || q.hasAny("price", "cost", "cheap") {
		if r, ok := e.pricePoint(p, list); ok {
			out = append(out, r)
		}
	}
	for _, a := range e.aspects(c, q, list[0], c.ownTokens(q, list[0])) {
		if r, ok := e.attributePoint(p, c, q, list, a); ok && len(out) < maxAsked {
			out = append(out, r)
		}
	}
	if len(out) == 0 && littleRoom.MatchString(q.Text) {
		return e.sizePoints(p, c, q, list)
	}
	return out
}

// littleRoom are words for something small or for room that is wanting: "for a small kitchen", 狭い台所.
var littleRoom = regexp.MustCompile(`(?i)\b(small|smaller|tiny|little|compact|cramped|narrow|space|klein\w*|kompakt\w*|eng\w?|wenig platz|peque[ñn]\w*|chic[oa]s?|chiquit\w*|poco espacio|compact[oa]?|pequen[oa]s?|pouco espa[çc]o|petite?s?|peu de place|piccol[aoi]|poco spazio|nhỏ|nho|hẹp|chật)\b|маленьк|небольш|компакт|тесн|мало места|صغير|ضيق|小さ|狭|コンパクト|小型|작은|좁은|좁|小户型|小厨房|小房|地方小|紧凑|เล็ก|แคบ`)

// sizeNames are the attributes that tell how much room a thing takes, what says most first.
var sizeNames = []string{"dimensions", "packed_size", "width_measure", "depth_measure", "height_measure", "length_measure", "diameter_measure", "screen_size", "capacity_volume", "tank_capacity", "product_weight"}

// sizePoints are the points that tell how much room products take.
func (e *Engine) sizePoints(p *plan, c *Catalog, q *Question, list []Product) (out []point) {
	for _, id := range sizeNames {
		for _, name := range attributeNames(list[0]) {
			if k := c.keys[name]; k == nil || len(k.names) == 0 || k.names[0] != id || len(out) == maxAsked {
				continue
			}
			if r, ok := e.attributePoint(p, c, q, list, aspect{at: len(q.analysis.Tokens), key: name}); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

// pointsBeside are the points asked for, then those that tell the products apart: the price, what buyers look at, and what else
// their records state of each. Products that differ in nothing are shown with what they share.
func (e *Engine) pointsBeside(p *plan, c *Catalog, list []Product, asked []point) []point {
	all := e.pointsShared(p, c, list)
	out := slices.Clone(asked)
	add := func(differs bool) {
		for _, r := range all {
			known := slices.ContainsFunc(out, func(o point) bool { return o.label == r.label })
			if len(out) < maxPoints && !known && r.same() != differs {
				out = append(out, r)
			}
		}
	}
	if add(true); len(out) == 0 {
		add(false)
	}
	return out
}

// pointsShared are the points that every product states: the price, those of tellingApart, then the others by name.
func (e *Engine) pointsShared(p *plan, c *Catalog, list []Product) []point {
	var out []point
	if r, ok := e.pricePoint(p, list); ok {
		out = append(out, r)
	}
	names := plainestFirst(c, list[0])
	slices.SortStableFunc(names, func(a, b string) int { return c.telling(a) - c.telling(b) })
	none := &Question{}
	for _, name := range names {
		k := c.keys[name]
		if len(k.names) == 0 || e.book.Lexicon().Label(k.names[0], p.pack.Lang()) == "" {
			continue // what its unit measures is no name: "length" of what?
		}
		if r, ok := e.attributePoint(p, c, none, list, aspect{key: name, concept: k.names[0]}); ok && !slices.Contains(r.cells, r.label) && e.native(p, c, list, name, r.cells) {
			out = append(out, r)
		}
	}
	return out
}

// plainWord is a word of an English record; codes and names have capitals or figures.
var plainWord = regexp.MustCompile(`\b[a-z]{4,}\b`)

// native says that values can stand in a table of her language: no word of the English record is left in them.
func (e *Engine) native(p *plan, c *Catalog, list []Product, key string, cells []string) bool {
	if p.pack.Lang() == "en" {
		return true
	}
	for i, pr := range list {
		written := plainWord.FindAllString(flat(pr.Attributes[c.sameAttribute(pr, key)]), -1)
		if slices.ContainsFunc(plainWord.FindAllString(cells[i], -1), func(w string) bool { return slices.Contains(written, w) }) {
			return false
		}
	}
	return true
}

// plainestFirst are a product's attributes, those of few words first: battery_h before battery_anc_h.
func plainestFirst(c *Catalog, pr Product) []string {
	names := attributeNames(pr)
	slices.SortStableFunc(names, func(a, b string) int { return len(c.keys[a].words) - len(c.keys[b].words) })
	return names
}

// telling is the rank of an attribute among those that buyers compare.
func (c *Catalog) telling(name string) int {
	if k := c.keys[name]; len(k.names) > 0 {
		if i := slices.Index(tellingApart, k.names[0]); i >= 0 {
			return i
		}
	}
	return len(tellingApart)
}

// tellingApart are the attributes that buyers compare, the most telling first.
var tellingApart = []string{"battery_life", "noise_cancelling", "power_watts", "capacity_volume", "tank_capacity", "screen_size", "suction_power", "brightness", "storage_capacity", "resolution", "comfort_temperature", "waterproof", "diameter_measure", "material", "product_weight", "dimensions", "load_limit"}

func (e *Engine) pricePoint(p *plan, list []Product) (point, bool) {
	r := point{label: e.book.Lexicon().Label("price", p.pack.Lang()), key: "compare_lower"}
	currency := p.currency(list[0])
	best := 0.0
	for _, pr := range list {
		v := pr.Prices[currency]
		if currency == "" || v == 0 {
			return r, false
		}
		r.add(p.pack.FormatMoney(v, currency), nil)
		switch {
		case best == 0 || v < best:
			best, r.first = v, pr.title(p.pack.Tag)
		case v == best:
			r.first = ""
		}
	}
	return r, true
}

// attributePoint holds one attribute of all products side by side; false when one does not state it or it is of another kind.
func (e *Engine) attributePoint(p *plan, c *Catalog, q *Question, list []Product, a aspect) (point, bool) {
	if a.key == "" {
		return point{}, false
	}
	k := c.keys[a.key]
	r := point{label: e.fieldLabel(p, c, list[0], a), key: "compare_higher"}
	if len(k.names) > 0 && lessIsMore[k.names[0]] {
		r.key = "compare_lower"
	}
	best := 0.0
	for i, pr := range list {
		name := c.sameAttribute(pr, a.key)
		if name == "" || r.label == "" {
			return r, false
		}
		value := e.value(p, c, q, name, pr.Attributes[name])
		if has, yesNo := pr.Attributes[name].(bool); yesNo {
			value = p.pack.Said[map[bool]string{true: "has", false: "has_not"}[has]]
		}
		if value == "" {
			return r, false
		}
		r.add(value, pr.Attributes[name])
		n, unit, ok := e.amount(c, name, pr.Attributes[name])
		switch {
		case !ok:
			r.first = ""
			best = -1
		case i == 0 || best >= 0 && (r.key == "compare_lower") == (n*unit < best) && n*unit != best:
			best, r.first = n*unit, pr.title(p.pack.Tag)
		case n*unit == best:
			r.first = ""
		}
	}
	return r, true
}

// lessIsMore are attributes of which the lower value is asked for.
var lessIsMore = map[string]bool{"product_weight": true, "noise_level": true, "charging_time": true, "heat_up_time": true, "dimensions": true, "power_watts": true}

// sameAttribute is the attribute of a product that states the same as another product's key, in whatever unit.
func (c *Catalog) sameAttribute(pr Product, key string) string {
	if _, ok := pr.Attributes[key]; ok {
		return key
	}
	want := c.keys[key]
	for _, name := range attributeNames(pr) {
		if k := c.keys[name]; len(k.names) > 0 && len(want.names) > 0 && k.names[0] == want.names[0] && k.kind == want.kind && k.bound == want.bound {
			return name
		}
	}
	return ""
}

// amount reads a value as a number and the factor that makes units of one kind comparable.
func (e *Engine) amount(c *Catalog, name string, v any) (n, factor float64, ok bool) {
	factor = map[string]float64{"kg": 1000, "l": 1000, "cl": 10, "kW": 1000, "hour": 60, "day": 1440, "week": 10080, "cm": 10, "m": 1000}[c.keys[name].unit]
	if factor == 0 {
		factor = 1
	}
	if n, ok = number(v); ok {
		return n, factor, true
	}
	if s, isText := v.(string); isText {
		if figs := e.book.Figures(s, "en"); len(figs) == 1 && figs[0].Kind != figure.Code && figs[0].Kind != figure.None {
			return figs[0].Lo, 1, true
		}
	}
	return 0, 0, false
}
