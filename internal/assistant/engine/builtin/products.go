package builtin

import (
	"context"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// fromProducts answers what the product's record knows: price, stock, attributes. It reports whether the question was one
// for the record; everything else is left to the articles.
func (e *Engine) fromProducts(ctx context.Context, p *plan, q *Question) (bool, error) {
	if e.shop == nil {
		return false, nil
	}
	c, err := e.shop.Catalog(ctx, p.turn.ShopID)
	if err != nil || c == nil || c.Len() == 0 {
		return false, err
	}
	ask := e.askedOfProduct(q)
	list := e.meant(c, p, q, ask)
	if len(list) == 0 {
		return false, nil
	}
	if len(list) > 3 {
		return e.whichProduct(p, q, ask, list), nil
	}
	done := false
	for _, pr := range list {
		done = e.tellProduct(p, q, ask, pr) || done
	}
	return done, nil
}

// asked says what of a product's record she wants.
type asked struct {
	price, stock bool
	concepts     []string
}

func (e *Engine) askedOfProduct(q *Question) asked {
	a := asked{stock: q.acts["stock"] || q.hasAny("availability", "in_stock", "stock", "restock")}
	a.price = !a.stock && (q.Unit == string(figure.Money) || q.hasAny("price")) && !e.says2(q, "topic", "price", "discount")
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		switch e.book.Lexicon().Kind(id) {
		case "attribute", "measure", "part", "topic":
			a.concepts = append(a.concepts, id)
		}
	}
	return a
}

// says2 tells whether the question speaks of a topic other than the given ones: the price of shipping is not a product's.
func (e *Engine) says2(q *Question, kind string, except ...string) bool {
	for _, m := range q.analysis.Matches {
		if m.Kind == kind && m.How != lexicon.Inner && !contains(except, m.ID) && m.ID != "availability" {
			return true
		}
	}
	return false
}

// meant lists the products she speaks of: named, of the kind she names, or the one she looks at.
func (e *Engine) meant(c *Catalog, p *plan, q *Question, ask asked) []Product {
	var out []Product
	for _, id := range q.Products {
		if pr, ok := c.Product(id); ok {
			out = append(out, pr)
		}
	}
	if len(out) > 0 {
		return out
	}
	if !ask.price && !ask.stock && q.Unit == "" {
		return nil
	}
	best := ""
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		if e.book.Lexicon().Kind(id) == "thing" && len(c.concepts[id]) > 0 && (best == "" || len(c.concepts[id]) < len(c.concepts[best])) {
			best = id
		}
	}
	if best != "" && (ask.price || ask.stock) {
		return c.ofKind(best)
	}
	if pr, ok := c.Product(p.u.Slots.Product); ok && (ask.price || ask.stock) && best == "" && len(q.Unknown) == 0 {
		return []Product{pr}
	}
	return nil
}

func (e *Engine) whichProduct(p *plan, q *Question, ask asked, list []Product) bool {
	if !ask.price && !ask.stock {
		return false
	}
	var names []string
	for _, pr := range list[:min(4, len(list))] {
		names = append(names, pr.title(p.pack.Tag))
	}
	p.say("which_detail", "items", p.pack.Join(names))
	p.u.Awaiting, p.u.Intent = "choice", "clarify"
	p.settle(engine.Asked)
	return true
}

// tellProduct answers from one record; false when the record does not hold it.
func (e *Engine) tellProduct(p *plan, q *Question, ask asked, pr Product) bool {
	name := pr.title(p.pack.Tag)
	switch {
	case ask.price:
		return e.tellPrice(p, pr, name)
	case ask.stock:
		key := "product_no_stock"
		if pr.InStock {
			key = "product_stock"
		}
		p.add(capital(p.pack.Say(key, "product", name)), p.note(productEvidence(p.pack, pr)))
	default:
		label, value, ok := e.attribute(p, q, ask, pr)
		if !ok {
			return false
		}
		p.add(capital(p.pack.Say("product_value", "product", name, "label", label, "value", value)), p.note(productEvidence(p.pack, pr)))
	}
	p.u.Intent = "product"
	p.u.why("product " + pr.ID)
	p.settle(engine.Answered)
	return true
}

func (e *Engine) tellPrice(p *plan, pr Product, name string) bool {
	currency := p.currency(pr)
	if currency == "" {
		p.say("product_no_price", "product", name)
		p.u.Offered = true
		p.settle(engine.Declined)
		return true
	}
	p.add(capital(p.pack.Say("product_price", "product", name, "money", p.pack.FormatMoney(pr.Prices[currency], currency))), p.note(productEvidence(p.pack, pr)))
	p.u.Intent = "product"
	p.settle(engine.Answered)
	return true
}

// currencyOf is the currency of a country.
var currencyOf = map[string]string{"US": "USD", "CN": "CNY", "JP": "JPY", "KR": "KRW", "GB": "GBP", "BR": "BRL", "MX": "MXN", "RU": "RUB", "SA": "SAR", "AE": "AED", "TH": "THB", "VN": "VND", "CH": "CHF", "CA": "CAD", "AU": "AUD", "IN": "INR", "TW": "TWD", "HK": "HKD", "SG": "SGD", "SE": "SEK", "NO": "NOK", "DK": "DKK", "PL": "PLN", "TR": "TRY", "NZ": "NZD",
	"DE": "EUR", "AT": "EUR", "FR": "EUR", "IT": "EUR", "ES": "EUR", "PT": "EUR", "NL": "EUR", "BE": "EUR", "IE": "EUR", "FI": "EUR", "GR": "EUR", "LU": "EUR"}

// currency is hers when the product has a price in it, else the one of her locale's country, else the common ones.
func (p *plan) currency(pr Product) string {
	region := ""
	if i := strings.LastIndexByte(p.pack.Tag, '-'); i >= 0 {
		region = p.pack.Tag[i+1:]
	}
	for _, c := range []string{currencyOf[p.turn.Country], currencyOf[p.u.Slots.Country], currencyOf[region], "USD", "EUR"} {
		if _, ok := pr.Prices[c]; ok && c != "" {
			return c
		}
	}
	if keys := sortedKeys(pr.Prices); len(keys) > 0 {
		return keys[0]
	}
	return ""
}

// attribute finds the attribute of the record that the question means.
func (e *Engine) attribute(p *plan, q *Question, ask asked, pr Product) (label, value string, ok bool) {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	best, top := "", 0
	for key := range pr.Attributes {
		score, l := 0, ""
		for _, m := range lex.Analyze(strings.NewReplacer("_", " ", "-", " ").Replace(key), "en", lexicon.Written).Matches {
			for _, id := range ask.concepts {
				if m.ID == id || lex.Is(m.ID, id) || lex.Is(id, m.ID) {
					score, l = score+3, firstOf(lex.Label(id, lang), lex.Label(m.ID, lang))
				}
			}
		}
		if unit := e.valueKind(pr.Attributes[key]); q.Unit != "" && string(unit) == q.Unit {
			score += 2
		}
		if score > top || score == top && score > 0 && key < best {
			best, top, label = key, score, l
		}
	}
	if top < 2 {
		return "", "", false
	}
	value = e.value(p, q, pr.Attributes[best])
	label = firstOf(label, p.pack.Measures[q.Unit])
	return label, value, value != "" && label != ""
}

func (e *Engine) valueKind(v any) figure.Kind {
	for _, f := range e.book.Figures(flat(v), "en") {
		return f.Kind
	}
	return figure.None
}

// value says an attribute natively; where markets differ, the one of her market.
func (e *Engine) value(p *plan, q *Question, v any) string {
	if m, ok := v.(map[string]any); ok {
		for _, code := range []string{e.country(q), p.u.Slots.Country, p.turn.Country} {
			if x, ok := m[code]; ok {
				return e.value(p, q, x)
			}
		}
		if len(m) > 3 {
			return ""
		}
	}
	if b, ok := v.(bool); ok {
		if b {
			return strings.Trim(p.pack.Said["yes"], ".。")
		}
		return strings.Trim(firstOf(p.pack.Said["no"], "–"), ".。")
	}
	if list, ok := v.([]any); ok {
		var out []string
		for _, x := range list {
			out = append(out, e.value(p, q, x))
		}
		return p.pack.Join(out)
	}
	return e.word(p, flat(v))
}

// country is the one that the question itself names.
func (e *Engine) country(q *Question) string {
	for _, id := range q.Concepts {
		if code := e.book.Country(id); code != "" {
			return code
		}
	}
	return ""
}

// word says a value natively: a figure in her format, a known notion by its name, else as it is written.
func (e *Engine) word(p *plan, s string) string {
	figs := e.book.Figures(s, "en")
	if len(figs) == 1 && figs[0].End-figs[0].Start >= len(strings.TrimSpace(s))-1 && figs[0].Kind != figure.Code {
		return p.pack.FormatFigure(figs[0])
	}
	a := e.analyze(s, "en")
	if len(a.Matches) == 1 && a.Matches[0].To-a.Matches[0].From == len(a.Tokens) {
		if l := e.book.Lexicon().Label(a.Matches[0].ID, p.pack.Lang()); l != "" {
			return l
		}
	}
	return s
}
