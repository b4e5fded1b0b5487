package builtin

import (
	"slices"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale/figure"
)

// Comparison is a short table in lines, which every channel shows: one line for each point, the products behind each other.
// Asked for one point ("which is lighter?") only that one is told, and whose value is the lower or the higher.

// maxRows bounds the points of a comparison that names none.
const maxRows = 3

// tellCompared compares the products that a question names, and reports whether it did.
func (e *Engine) tellCompared(p *plan, c *Catalog, q *Question) bool {
	if len(q.Products) < 2 || len(q.Products) > maxProducts || !(q.acts["compare"] || q.acts["ask_which"] || matched(q.analysis, "compare")) {
		return false
	}
	list, _ := e.meant(c, p, q)
	rows := e.pointsAsked(p, c, q, list)
	asked := len(rows) > 0
	if !asked && (q.acts["compare"] || matched(q.analysis, "compare")) {
		rows = e.pointsThatDiffer(p, c, list)
	}
	if len(rows) == 0 {
		return false
	}
	var cites []string
	for _, pr := range list {
		cites = append(cites, e.record(p, pr))
	}
	for _, r := range rows {
		p.line(capital(r.label)+p.colon()+strings.Join(r.cells, " · "), cites...)
	}
	if asked && len(rows) == 1 && rows[0].first != "" {
		p.line(capital(p.pack.Say(rows[0].key, "product", rows[0].first)), cites...)
	}
	p.u.Intent = "product"
	p.u.why("compared " + strings.Join(q.Products, ", "))
	p.settle(engine.Answered)
	return true
}

// point is one line of a comparison; first is the product with the value that counts.
type point struct {
	label      string
	cells      []string
	key, first string
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
		if r, ok := e.attributePoint(p, c, q, list, a); ok && len(out) < maxRows {
			out = append(out, r)
		}
	}
	return out
}

// pointsThatDiffer are the price and what else tells the products apart.
func (e *Engine) pointsThatDiffer(p *plan, c *Catalog, list []Product) []point {
	var out []point
	if r, ok := e.pricePoint(p, list); ok {
		out = append(out, r)
	}
	none := &Question{}
	for _, id := range tellingApart {
		for _, name := range plainestFirst(c, list[0]) {
			k := c.keys[name]
			if len(out) == maxRows || len(k.names) == 0 || k.names[0] != id {
				continue
			}
			if r, ok := e.attributePoint(p, c, none, list, aspect{key: name, concept: id}); ok {
				out = append(out, r)
				break
			}
		}
	}
	return out
}

// plainestFirst are a product's attributes, those of few words first: battery_h before battery_anc_h.
func plainestFirst(c *Catalog, pr Product) []string {
	names := attributeNames(pr)
	slices.SortStableFunc(names, func(a, b string) int { return len(c.keys[a].words) - len(c.keys[b].words) })
	return names
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
		r.cells = append(r.cells, pr.title(p.pack.Tag)+" "+p.pack.FormatMoney(v, currency))
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
			value = map[bool]string{true: "✓", false: "–"}[has]
		}
		if value == "" {
			return r, false
		}
		r.cells = append(r.cells, pr.title(p.pack.Tag)+" "+value)
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

// colon is the sign between a label and what it labels, as the locale writes it.
func (p *plan) colon() string {
	text := p.pack.Said["figure"]
	if i, j := strings.Index(text, "{label}"), strings.Index(text, "{figure}"); i >= 0 && j > i {
		return text[i+len("{label}") : j]
	}
	return ": "
}
