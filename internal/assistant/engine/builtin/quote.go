package builtin

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"

	"parley/internal/assistant/engine"
	"parley/internal/locale"
)

// orderEvidence writes down what an order's record says, so that every figure of the answer stands in it.
func orderEvidence(pack *locale.Pack, o Order) engine.Evidence {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", o.ID, o.Status)
	for _, d := range []struct {
		name string
		at   time.Time
	}{{"ordered", o.OrderedAt}, {"shipped", o.ShippedAt}, {"delivered", o.DeliveredAt}, {"closed", o.ClosedAt}} {
		if !d.at.IsZero() {
			fmt.Fprintf(&b, "; %s %s", d.name, d.at.Format("2006-01-02"))
		}
	}
	if o.TrackingNumber != "" {
		fmt.Fprintf(&b, "; tracking %s %s", o.Carrier, o.TrackingNumber)
	}
	fmt.Fprintf(&b, "; total %.2f %s; %s", o.Total, o.Currency, o.PaymentWith)
	for _, it := range o.Items {
		fmt.Fprintf(&b, "; %d × %s %s", it.Qty, it.Name, it.Variant)
	}
	return engine.Evidence{Kind: "order", Ref: o.ID, Quote: b.String(), Title: o.ID, Locale: "en", Score: 1}
}

// productEvidence writes down what a product's record says.
func productEvidence(pack *locale.Pack, pr Product) engine.Evidence {
	var b strings.Builder
	b.WriteString(pr.Name)
	for _, c := range sortedKeys(pr.Prices) {
		fmt.Fprintf(&b, "; price %s %s", plainNumber(pr.Prices[c]), c)
	}
	fmt.Fprintf(&b, "; in stock: %v", pr.InStock)
	keys := make([]string, 0, len(pr.Attributes))
	for k := range pr.Attributes {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, "; %s: %s", k, flat(pr.Attributes[k]))
		if _, isNumber := number(pr.Attributes[k]); isNumber {
			b.WriteString(unitOf(k))
		}
	}
	for _, s := range pr.Promotions {
		b.WriteString("; " + withMonths(countWords.Replace(s)))
	}
	return engine.Evidence{Kind: "product", Ref: pr.ID, Quote: b.String(), Title: pr.title(pack.Tag), Locale: "en", URL: pr.URL, Score: 1}
}

// countWords writes small counts of promotions as figures, which the check can compare.
var countWords = strings.NewReplacer("Two for", "2 for", "two for", "2 for", "Three for", "3 for", "three for", "3 for", "Buy two", "Buy 2", "buy two", "buy 2", "Buy three", "Buy 3", "buy three", "buy 3")

// monthSpan is "from March to May" in a promotion.
var monthSpan = regexp.MustCompile(`\b(January|February|March|April|May|June|July|August|September|October|November|December) (?:to|until|through|–|-) (January|February|March|April|May|June|July|August|September|October|November|December)\b`)

// withMonths adds the numbers of months, by which Chinese, Japanese, Korean and Vietnamese name them.
func withMonths(s string) string {
	return monthSpan.ReplaceAllStringFunc(s, func(span string) string {
		m := monthSpan.FindStringSubmatch(span)
		return span + fmt.Sprintf(" (%d–%d)", monthNumber(m[1]), monthNumber(m[2]))
	})
}

func monthNumber(name string) int {
	t, _ := time.Parse("January", name)
	return int(t.Month())
}

// unitOf is the unit that an attribute's key names, as it is written behind a figure.
func unitOf(name string) string {
	k := &key{words: keyWords(name)}
	k.cutUnit()
	switch k.unit {
	case "":
		return ""
	case "hour", "minute", "day", "week", "month", "year", "second", "cup", "person":
		return " " + k.unit + "s"
	case "celsius":
		return " °C"
	case "fahrenheit":
		return " °F"
	case "percent":
		return "%"
	}
	return " " + k.unit
}

func plainNumber(v float64) string {
	if v == float64(int64(v)) {
		return fmt.Sprintf("%d", int64(v))
	}
	return fmt.Sprintf("%.2f", v)
}

func sortedKeys(m map[string]float64) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// flat writes any JSON value on one line.
func flat(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case []any:
		var parts []string
		for _, i := range x {
			parts = append(parts, flat(i))
		}
		return strings.Join(parts, ", ")
	case []string:
		return strings.Join(x, ", ")
	case map[string]any:
		keys := make([]string, 0, len(x))
		for k := range x {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		var parts []string
		for _, k := range keys {
			parts = append(parts, k+" "+flat(x[k]))
		}
		return strings.Join(parts, ", ")
	case float64:
		return plainNumber(x)
	}
	return fmt.Sprint(v)
}
