package demo

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"testing"
)

var (
	currencies = map[string]string{
		"US": "USD", "CN": "CNY", "JP": "JPY", "DE": "EUR", "GB": "GBP", "BR": "BRL", "SA": "SAR", "TW": "TWD",
		"ES": "EUR", "MX": "MXN", "PT": "EUR", "FR": "EUR", "IT": "EUR", "RU": "RUB", "KR": "KRW", "TH": "THB", "VN": "VND",
	}
	statuses = []string{"processing", "shipped", "in_customs", "delivered", "returned", "refunded", "cancelled"}
	reserved = regexp.MustCompile(`@example\.(com|org|net|jp)$`)
)

func catalogueOf(t *testing.T) catalogue {
	t.Helper()
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestProducts(t *testing.T) {
	c := catalogueOf(t)
	if len(c.products) < 24 || len(c.byID) != len(c.products) {
		t.Fatalf("%d products, %d ids", len(c.products), len(c.byID))
	}
	for _, p := range c.products {
		if p.group() == "" {
			t.Errorf("%s: category %q is on no shelf", p.ID, p.Category)
		}
		for _, currency := range currencies {
			if p.Price[currency] <= 0 {
				t.Errorf("%s: no price in %s", p.ID, currency)
			}
		}
		for _, s := range storefronts {
			if s.Locale != "en-GB" && p.Names[s.Locale] == "" {
				t.Errorf("%s: no name for %s", p.ID, s.Locale)
			}
		}
		for _, id := range p.Related {
			if _, ok := c.byID[id]; !ok || id == p.ID {
				t.Errorf("%s: related %q", p.ID, id)
			}
		}
		for _, colour := range p.colours() {
			if _, ok := paints[colour]; !ok {
				t.Errorf("%s: no paint for %q", p.ID, colour)
			}
		}
		if !slices.Equal(p.Images, []string{"/demo/media/" + p.ID + ".svg"}) {
			t.Errorf("%s: images %v", p.ID, p.Images)
		}
		volts, hasVolts := p.Attributes["volts"].(map[string]any)
		if hasVolts && len(volts) != len(currencies) {
			t.Errorf("%s: volts for %d countries", p.ID, len(volts))
		}
	}
}

func TestOrders(t *testing.T) {
	c := catalogueOf(t)
	if len(c.orders) < 24 {
		t.Fatalf("%d orders", len(c.orders))
	}
	seen := map[string]bool{}
	for _, o := range c.orders {
		seen[o.Status], seen[o.Country] = true, true
		checkOrder(t, c, o)
	}
	for _, want := range slices.AppendSeq(slices.Clone(statuses), maps.Keys(currencies)) {
		if !seen[want] {
			t.Errorf("no order for %s", want)
		}
	}
}

func checkOrder(t *testing.T, c catalogue, o order) {
	t.Helper()
	if !reserved.MatchString(o.Email) {
		t.Errorf("%s: %s is not in a reserved domain", o.ID, o.Email)
	}
	if !slices.Contains(statuses, o.Status) || o.Currency != currencies[o.Country] {
		t.Errorf("%s: status %q, currency %q in %s", o.ID, o.Status, o.Currency, o.Country)
	}
	sum := 0.0
	for _, i := range o.Items {
		p, ok := c.byID[i.Product]
		if !ok {
			t.Errorf("%s: no product %q", o.ID, i.Product)
		}
		if i.UnitPrice != p.Price[o.Currency] {
			t.Errorf("%s: %s costs %v, the catalogue says %v", o.ID, i.Product, i.UnitPrice, p.Price[o.Currency])
		}
		if colour := colourOf(i.Variant); colour != "" && !slices.Contains(p.colours(), colour) {
			t.Errorf("%s: %s does not come in %s", o.ID, i.Product, colour)
		}
		sum += float64(i.Quantity) * i.UnitPrice
	}
	if !near(sum, o.Subtotal) || !near(o.Subtotal+o.Shipping, o.Total) {
		t.Errorf("%s: items %v, subtotal %v, shipping %v, total %v", o.ID, sum, o.Subtotal, o.Shipping, o.Total)
	}
	checkStory(t, o)
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.005 }

// checkStory: an order that is under way has a parcel, and its days run forward.
func checkStory(t *testing.T, o order) {
	t.Helper()
	d := o.Dates
	sent := !slices.Contains([]string{"processing", "cancelled"}, o.Status)
	arrived := slices.Contains([]string{"delivered", "returned", "refunded"}, o.Status)
	closed := slices.Contains([]string{"returned", "refunded", "cancelled"}, o.Status)
	if d.Ordered == nil || (d.Shipped != nil) != sent || (d.Delivered != nil) != arrived || (d.Closed != nil) != closed {
		t.Fatalf("%s: %s does not fit its dates", o.ID, o.Status)
	}
	if (o.Tracking != "") != sent || (o.Carrier != "") != sent {
		t.Errorf("%s: %s, carrier %q, tracking %q", o.ID, o.Status, o.Carrier, o.Tracking)
	}
	last := *d.Ordered
	for _, day := range []*int{d.Shipped, d.Delivered, d.Closed} {
		if day == nil {
			continue
		}
		if *day > last {
			t.Errorf("%s: days run backwards", o.ID)
		}
		last = *day
	}
}

func TestCustomers(t *testing.T) {
	c := catalogueOf(t)
	if len(c.customers) != len(storefronts) {
		t.Fatalf("%d customers for %d storefronts", len(c.customers), len(storefronts))
	}
	for i, who := range c.customers {
		s := storefronts[i]
		if who.Locale != s.Locale || who.Country != s.Country || len(who.Orders) < 2 {
			t.Errorf("%s: %s %s, %d orders", who.Sub, who.Locale, who.Country, len(who.Orders))
		}
		for _, id := range who.Orders {
			if o := c.orders[id]; o.Email != who.Email || o.Customer != who.Name || o.Country != who.Country {
				t.Errorf("%s: order %s is not hers", who.Sub, id)
			}
		}
	}
}
