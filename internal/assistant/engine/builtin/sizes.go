package builtin

import (
	"strings"

	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Sizes are codes: XS is XS everywhere, and a list of them is told whole, as the shop writes it. Whether a size that she names
// is among them is answered plainly.

// sizeCodes are the letters of sizes, folded.
var sizeCodes = map[string]bool{"xxs": true, "xs": true, "s": true, "m": true, "l": true, "xl": true, "xxl": true, "xxxl": true, "2xl": true, "3xl": true, "4xl": true}

// isSizes says that an attribute lists sizes: sizes, sizes_eu, waist_in with a list.
func (c *Catalog) isSizes(name string) bool {
	k := c.keys[name]
	if k == nil {
		return false
	}
	if contains(k.words, "sizes") || contains(k.words, "size") && contains(k.names, "size_system") {
		return true
	}
	return len(k.names) > 0 && k.names[0] == "size_system"
}

// sizesOf is the attribute that lists a product's sizes, "" for none.
func (c *Catalog) sizesOf(pr Product) string {
	for _, name := range attributeNames(pr) {
		if c.isSizes(name) {
			if _, byMarket := pr.Attributes[name].(map[string]any); !byMarket {
				return name
			}
		}
	}
	return ""
}

// sizeList writes sizes as they are, with the unit when they are bare numbers.
func (e *Engine) sizeList(p *plan, v any) string {
	list, ok := v.([]any)
	if !ok {
		return flat(v)
	}
	var out []string
	for _, x := range list {
		out = append(out, flat(x))
	}
	return strings.Join(out, p.pack.List.Sep)
}

// asksSizes says that she asks which sizes there are, or for one of them; which one suits a body is for a size table.
func (e *Engine) asksSizes(c *Catalog, q *Question, pr Product, own map[int]bool) (at int, ok bool) {
	name := c.sizesOf(pr)
	if name == "" || e.measuresBody(q, pr.Attributes[name]) {
		return 0, false
	}
	if i, _ := e.sizeNamed(c, q, pr, own); i >= 0 {
		return i, true
	}
	if dims(pr.Attributes[name]) && q.acts["ask_can"] {
		for _, f := range q.figures {
			if f.Kind == figure.Length {
				return len(q.analysis.Tokens), true // "do you have them for a bed of 2 m?"
			}
		}
	}
	for _, m := range q.analysis.Matches {
		if own[m.From] || m.How == lexicon.Inner || m.How == lexicon.Typo {
			continue
		}
		switch m.ID {
		case "size_guide", "size_choice", "size_system", "dimensions", "plus_size", "act.ask_size":
			return m.From, true
		}
	}
	return 0, false
}

// measuresBody says that she gives the measures of a body: how tall, how heavy, how long a foot.
func (e *Engine) measuresBody(q *Question, sizes any) bool {
	if q.hasAny("body_height", "body_weight", "foot_length", "size_conversion") {
		return true
	}
	if dims(sizes) {
		return false
	}
	for _, f := range q.figures {
		if f.Kind == figure.Length || f.Kind == figure.Weight {
			return true
		}
	}
	return false
}

// sizeNamed finds a size that she names: a code, or a number where the sizes are numbers. have says whether it is listed.
func (e *Engine) sizeNamed(c *Catalog, q *Question, pr Product, own map[int]bool) (at int, have bool) {
	name := c.sizesOf(pr)
	if name == "" {
		return -1, false
	}
	v := pr.Attributes[name]
	for i, t := range q.analysis.Tokens {
		if own[i] || strings.Contains(q.Text[t.Start:t.End], "-") {
			continue
		}
		code := sizeCodes[t.Text] && (len(t.Text) > 1 || q.Text[t.Start:t.End] == strings.ToUpper(t.Text))
		switch list, isList := v.([]any); {
		case code && isList && e.hasCodes(list):
			return i, e.hasValue(list, t.Text)
		case t.Kind == lexicon.Number && !isList:
			if lo, hi, ok := e.sizeRange(flat(v)); ok {
				if n, isNumber := number(t.Text); isNumber && n >= lo/2 && n <= hi*1.5 {
					return i, n >= lo && n <= hi
				}
			}
		}
	}
	return -1, false
}

// dims says that sizes are of things, not of people: 140 × 200.
func dims(sizes any) bool {
	return strings.Contains(flat(sizes), " × ") || strings.Contains(flat(sizes), " x ")
}

func (e *Engine) hasCodes(list []any) bool {
	for _, x := range list {
		if sizeCodes[lexicon.Fold(flat(x))] {
			return true
		}
	}
	return false
}

// sizeRange reads "36.5–45".
func (e *Engine) sizeRange(s string) (lo, hi float64, ok bool) {
	for _, f := range e.book.Figures(s, "en") {
		if f.Hi > f.Lo {
			return f.Lo, f.Hi, true
		}
	}
	return 0, 0, false
}

// tellSizes answers about sizes: whether the one she names is there, and which there are.
func (e *Engine) tellSizes(p *plan, c *Catalog, q *Question, pr Product, own map[int]bool) bool {
	name := c.sizesOf(pr)
	title := pr.title(p.pack.Tag)
	if at, have := e.sizeNamed(c, q, pr, own); at >= 0 {
		key := "product_no"
		if have {
			key = "product_yes"
		}
		p.add(capital(p.pack.Say(key, "product", title, "label", strings.ToUpper(q.analysis.Tokens[at].Text))), e.record(p, pr))
		if have && !q.acts["ask_which"] && !q.acts["ask_what"] {
			return true
		}
	}
	label := e.book.Lexicon().Label("size_choice", p.pack.Lang())
	p.add(capital(p.pack.Say("product_value", "product", title, "label", label, "value", e.sizeList(p, pr.Attributes[name]))), e.record(p, pr))
	return true
}
