package macro

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"parley/internal/locale"
	"parley/internal/shop"
)

// Fields are what a text may name between double braces; {{contact|there}} gives what stands where the value is not known.
var Fields = []string{"contact", "agent", "shop", "order", "order.status", "order.items", "order.total", "order.carrier", "order.tracking",
	"order.ordered", "order.shipped", "order.delivered", "product", "promise", "today"}

var placeholder = regexp.MustCompile(`\{\{\s*([a-z][a-z._]*)\s*(?:\|([^{}]*))?\}\}`)

type field struct{ name, otherwise string }

func fields(text string) (found []field) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		found = append(found, field{m[1], strings.TrimSpace(m[2])})
	}
	return found
}

// Facts are what fields are filled from; what is not known is zero.
type Facts struct {
	Locale, Country string
	Contact         string // her name
	Agent, Shop     string
	Order           *shop.Order
	Product         string
	Promise         time.Time
	Now             time.Time // in her zone
}

// Filled is a macro ready to be read, changed and sent.
type Filled struct {
	Text    string   `json:"text"`
	Locale  string   `json:"locale"`
	Other   bool     `json:"other,omitempty" doc:"There is no text in her language; this is another"`
	Missing []string `json:"missing" nullable:"false" doc:"Fields whose value is not known; they stand in the text as {{name}}"`
	Actions Actions  `json:"actions"`
}

// Use fills a macro for a conversation.
func (m *Macros) Use(ctx context.Context, shopID, id, staff string, f Facts) (Filled, error) {
	one, err := get(ctx, m.db, shopID, id, staff)
	if err != nil {
		return Filled{}, err
	}
	t, other := one.choose(f.Locale, f.Country)
	out := Filled{Locale: t.Locale, Other: other, Actions: one.Actions}
	pack, ok := m.book.Pack(t.Locale)
	if !ok {
		pack = m.book.Packs()[0]
	}
	out.Text, out.Missing = fill(t.Text, pack, f)
	return out, m.used(ctx, shopID, id)
}

// choose takes the text for her language and market: the narrowest that fits. Else English, else the first.
func (m *Macro) choose(tag, country string) (t Text, other bool) {
	best := -1
	for _, x := range m.Texts {
		score := 0
		switch {
		case strings.EqualFold(x.Locale, tag):
			score = 4
		case locale.Base(x.Locale) == locale.Base(tag):
			score = 2
		default:
			continue
		}
		switch x.Market {
		case "":
		case country:
			score++
		default:
			continue
		}
		if score > best {
			best, t = score, x
		}
	}
	if best >= 0 {
		return t, false
	}
	for _, x := range m.Texts {
		if locale.Base(x.Locale) == "en" && x.Market == "" {
			return x, true
		}
	}
	return m.Texts[0], true
}

// fill puts values in. A name that nobody knows takes the blank and the comma before it along: "Guten Tag {{contact}}," becomes "Guten Tag,".
func fill(text string, p *locale.Pack, f Facts) (out string, missing []string) {
	missing = []string{}
	var b strings.Builder
	rest := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		before := text[rest:at[0]]
		name, otherwise := text[at[2]:at[3]], ""
		if at[4] >= 0 {
			otherwise = strings.TrimSpace(text[at[4]:at[5]])
		}
		value, known := value(name, p, f)
		switch {
		case !known && otherwise != "":
			value = otherwise
		case !known && name == "contact":
			before = strings.TrimRight(before, " ,،，、")
		case !known:
			value = "{{" + name + "}}"
			if !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
		b.WriteString(before)
		b.WriteString(value)
		rest = at[1]
	}
	b.WriteString(text[rest:])
	return b.String(), missing
}

// value is what a field says, in the words and customs of the text's locale.
func value(name string, p *locale.Pack, f Facts) (string, bool) {
	v := ""
	switch name {
	case "contact":
		if f.Contact == "" {
			return p.Address.Nobody, p.Address.Nobody != ""
		}
		v = p.Called(f.Contact)
	case "agent":
		v = f.Agent
	case "shop":
		v = f.Shop
	case "product":
		v = f.Product
	case "promise":
		if !f.Promise.IsZero() {
			v = p.FormatDay(f.Promise.In(f.Now.Location())) + " " + p.FormatClock(f.Promise.In(f.Now.Location()).Hour()*60+f.Promise.In(f.Now.Location()).Minute())
		}
	case "today":
		v = p.FormatDay(f.Now)
	default:
		if f.Order != nil {
			v = ofOrder(name, p, f)
		}
	}
	return v, v != ""
}

func ofOrder(name string, p *locale.Pack, f Facts) string {
	o := f.Order
	day := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return p.FormatDay(t.In(f.Now.Location()))
	}
	switch name {
	case "order":
		return o.ID
	case "order.status":
		return p.Say("status_" + o.Status)
	case "order.items":
		var items []string
		for _, i := range o.Items {
			items = append(items, i.Name)
		}
		return p.Join(items)
	case "order.total":
		return p.FormatMoney(o.Total, o.Currency)
	case "order.carrier":
		return o.Carrier
	case "order.tracking":
		return o.TrackingNumber
	case "order.ordered":
		return day(o.Dates.OrderedAt)
	case "order.shipped":
		return day(o.Dates.ShippedAt)
	case "order.delivered":
		return day(o.Dates.DeliveredAt)
	}
	return ""
}
