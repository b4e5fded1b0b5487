package macro

import (
	"strings"
	"testing"
	"time"

	"parley/content"
	"parley/internal/locale"
	"parley/internal/shop"
)

func pack(t *testing.T, book *locale.Book, tag string) *locale.Pack {
	t.Helper()
	p, ok := book.Pack(tag)
	if !ok {
		t.Fatalf("no pack %s", tag)
	}
	return p
}

func TestFill(t *testing.T) {
	book, err := locale.Open(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	shipped := time.Date(2026, 3, 8, 23, 30, 0, 0, time.UTC)
	order := &shop.Order{ID: "PL-1", Status: "shipped", Total: 1299.5, Currency: "EUR", Carrier: "DHL", Dates: shop.Dates{ShippedAt: &shipped},
		Items: []shop.Item{{Name: "Aura S1"}, {Name: "Milk jug"}}}
	tokyo, _ := time.LoadLocation("Asia/Tokyo")
	for _, c := range []struct {
		name, locale, text string
		facts              Facts
		want, missing      string
	}{
		{"name in German", "de-DE", "Guten Tag {{contact}},", Facts{Contact: "Anna Berg"}, "Guten Tag Anna Berg,", ""},
		{"nobody's name takes its blank along", "de-DE", "Guten Tag {{contact}},", Facts{}, "Guten Tag,", ""},
		{"nobody's name takes its comma along", "ru-RU", "Здравствуйте, {{contact}}!", Facts{}, "Здравствуйте!", ""},
		{"first name in American English", "en-US", "Hi {{contact}}", Facts{Contact: "Anna Berg"}, "Hi Anna", ""},
		{"what stands for a name", "en-US", "Hi {{ contact | there }},", Facts{}, "Hi there,", ""},
		{"Japanese custom", "ja-JP", "{{contact}}", Facts{Contact: "田中 結衣"}, "田中 結衣様", ""},
		{"Japanese nobody", "ja-JP", "{{contact}}、お待たせしました。", Facts{}, "お客様、お待たせしました。", ""},
		{"Thai custom", "th-TH", "เรียน {{contact}}", Facts{Contact: "Somchai Dee"}, "เรียน คุณSomchai", ""},
		{"order in words", "de-DE", "{{order}}: {{order.items}}, {{order.total}}, {{order.carrier}}", Facts{Order: order}, "PL-1: Aura S1 und Milk jug, 1.299,50 €, DHL", ""},
		{"her day, not ours", "ja-JP", "{{order.shipped}}", Facts{Order: order, Now: shipped.In(tokyo)}, "2026年3月9日", ""},
		{"not known", "en-US", "Track it: {{order.tracking}} {{order.tracking}}", Facts{Order: order}, "Track it: {{order.tracking}} {{order.tracking}}", "order.tracking"},
		{"no order at all", "en-US", "{{order}} {{product}}", Facts{}, "{{order}} {{product}}", "order product"},
		{"braces of somebody else", "en-US", "{contact} {{}}", Facts{}, "{contact} {{}}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.facts.Now.IsZero() {
				c.facts.Now = shipped
			}
			got, missing := fill(c.text, pack(t, book, c.locale), c.facts)
			if got != c.want || strings.Join(missing, " ") != c.missing {
				t.Errorf("%q, missing %v; want %q, missing %q", got, missing, c.want, c.missing)
			}
		})
	}
}

func TestChoose(t *testing.T) {
	m := Macro{Texts: []Text{{"en", "", "en"}, {"de", "", "de"}, {"de-DE", "AT", "de for Austria"}, {"pt-BR", "", "br"}, {"en", "GB", "british"}}}
	for _, c := range []struct {
		locale, country, want string
		other                 bool
	}{
		{"de-DE", "DE", "de", false}, {"de-DE", "AT", "de for Austria", false}, {"de", "CH", "de", false}, {"pt-PT", "PT", "br", false},
		{"en-US", "GB", "british", false}, {"en-US", "US", "en", false}, {"ja-JP", "JP", "en", true},
	} {
		if got, other := m.choose(c.locale, c.country); got.Text != c.want || other != c.other {
			t.Errorf("%s in %s: %q (other language %v), want %q", c.locale, c.country, got.Text, other, c.want)
		}
	}
}
