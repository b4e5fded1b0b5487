package builtin

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/content"
	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
)

// The fixture is a small bicycle shop that exists for these tests only.

var book = sync.OnceValue(func() *locale.Book {
	b, err := locale.Open(content.FS)
	if err != nil {
		panic(err)
	}
	return b
})

var bikeArticles = []index.Doc{
	{ID: "shipping-times", Lang: "en", Title: "Delivery times", Tags: []string{"shipping"}, Body: "Orders in Germany arrive in 3–5 business days, in Japan in 7–10 business days. Delivery to Brazil takes 12–18 business days.\n\nExpress delivery takes 2 business days within Europe."},
	{ID: "shipping-cost", Lang: "en", Title: "Shipping costs", Tags: []string{"shipping"}, Body: "| Destination | Standard | Express |\n|---|---|---|\n| Germany | €4.90 | €14.90 |\n| Japan | €19.00 | €39.00 |\n| United States | €24.00 | €49.00 |\n\nOrders over €150 ship free."},
	{ID: "returns", Lang: "en", Title: "Returning an item", Tags: []string{"returns"}, Body: "You can return unused items within 45 days of delivery. Helmets can be returned only in their sealed original packaging.\n\n## How to return\n\n1. Open your account and choose the order.\n2. Print the return label.\n3. Pack the item in its original packaging.\n4. Drop the parcel at the post office."},
	{ID: "refunds", Lang: "en", Title: "Refunds", Tags: []string{"refund"}, Body: "We refund the money to the original payment method within 6 business days after we receive the return. Original shipping costs are not refunded."},
	{ID: "warranty", Lang: "en", Title: "Warranty", Tags: []string{"warranty"}, Body: "All bicycles carry a 3-year warranty. Batteries carry a warranty of 18 months. The frame is covered for 10 years. The warranty does not cover tyres, brake pads and other wear parts."},
	{ID: "payment", Lang: "en", Title: "Payment methods", Tags: []string{"payment"}, Body: "We accept Visa, Mastercard, PayPal, Klarna and Apple Pay. Payment in 3 instalments is available from €100."},
	{ID: "cancel", Lang: "en", Title: "Cancelling an order", Tags: []string{"order"}, Body: "You can cancel an order free of charge within 2 hours after placing it. After that the parcel is already being packed and can only be returned."},
	{ID: "battery", Lang: "en", Title: "Charging the battery", Tags: []string{"battery"}, Body: "A full charge takes 4.5 hours. Charge the battery at temperatures between 5 and 30 °C. The battery has a capacity of 500 Wh. Store it half charged if you do not ride for more than 2 months."},
	{ID: "error-codes", Lang: "en", Title: "Error codes on the display", Tags: []string{"display"}, Body: "## E4\n\nE4 means that the battery is too hot. Switch the bike off and let it cool down for 30 minutes.\n\n## E7\n\nE7 means that the speed sensor is dirty. Clean the sensor with a dry cloth."},
	{ID: "hours", Lang: "en", Title: "Opening hours of customer service", Tags: []string{"contact"}, Body: "Customer service is open Monday to Friday from 9:00 to 18:00 and on Saturday from 10:00 to 14:00."},
	{ID: "customs", Lang: "en", Title: "Customs and import tax", Tags: []string{"customs"}, Body: "Outside the European Union customs duties may apply; the customer pays them. For Switzerland we pay the import tax of 8.1%."},
	{ID: "gift-cards", Lang: "en", Title: "Gift cards", Tags: []string{"gift card"}, Body: "Gift cards are valid for 5 years. They cannot be exchanged for cash."},
	{ID: "weight", Lang: "en", Title: "Maximum load", Tags: []string{"bike"}, Body: "Our city bikes carry up to 130 kg including the rider. The rear rack carries up to 25 kg."},
	{ID: "tyres", Lang: "en", Title: "Tyre pressure", Tags: []string{"tyre"}, Body: "Inflate the tyres to 3.5 bar. Check the pressure every 2 weeks."},
	{ID: "countries", Lang: "en", Title: "Countries we ship to", Tags: []string{"shipping"}, Body: "We ship to Germany, Austria, Switzerland, Japan, Brazil, the United States and Saudi Arabia."},
	{ID: "infusion", Lang: "en", Title: "Moonflower infusion", Body: "The moonflower infusion must steep for 47 minutes."},
	{ID: "zh-assembly", Lang: "zh-CN", Title: "上门组装服务", Tags: []string{"组装"}, Body: "上门组装服务的费用为 199 元，需要提前 3 天预约。组装大约需要 90 分钟。"},
	{ID: "zh-invoice", Lang: "zh-CN", Title: "发票", Tags: []string{"发票"}, Body: "电子发票会在发货后 24 小时内发送到您的邮箱。"},
	{ID: "zh-points", Lang: "zh-CN", Title: "会员积分", Tags: []string{"积分"}, Body: "每消费 10 元可获得 1 积分，积分有效期为 2 年。"},
	{ID: "zh-pickup", Lang: "zh-CN", Title: "门店自提", Tags: []string{"自提"}, Body: "到店自提免费，订单会在门店保留 7 天。"},
	{ID: "zh-maintenance", Lang: "zh-CN", Title: "维修", Tags: []string{"维修"}, Body: "建议每 6 个月检查维修一次。首次维修免费，之后每次 120 元。"},
}

var bikeProducts = []Product{
	{ID: "B100", Name: "Velora City 7", Category: "city bike", Prices: map[string]float64{"EUR": 899, "USD": 949, "JPY": 138000, "BRL": 4999, "SAR": 3590, "CNY": 6899}, InStock: true, Attributes: map[string]any{"weight": "16.5 kg", "colours": []any{"black", "red"}, "material": "aluminium"}},
	{ID: "B200", Name: "Velora Trek E", Category: "electric bike", Prices: map[string]float64{"EUR": 2499, "USD": 2699}, InStock: false, Attributes: map[string]any{"charger_voltage": map[string]any{"US": "120 V", "DE": "230 V", "JP": "100 V"}, "weight": "24 kg"}},
	{ID: "H10", Name: "Domo Helmet", Category: "bicycle helmet", Prices: map[string]float64{"EUR": 59.9, "USD": 65}, InStock: true, Attributes: map[string]any{"sizes": []any{"S", "M", "L"}}},
}

var now = time.Date(2026, 5, 12, 14, 0, 0, 0, time.UTC)

var bikeOrders = []Order{
	{ID: "RW-20418", Email: "mia@example.com", Status: "shipped", OrderedAt: now.AddDate(0, 0, -4), ShippedAt: now.AddDate(0, 0, -2), Carrier: "DHL", TrackingNumber: "JD014600", Currency: "EUR", Total: 903.9, Items: []OrderItem{{ProductID: "B100", Name: "Velora City 7", Variant: "black", Qty: 1, UnitPrice: 899}}},
	{ID: "RW-20500", Email: "ken@example.com", Status: "delivered", OrderedAt: now.AddDate(0, 0, -20), DeliveredAt: now.AddDate(0, 0, -9), Currency: "JPY", Total: 138000},
}

type bikeShop struct{ catalog *Catalog }

func (s bikeShop) Catalog(context.Context, string) (*Catalog, error) { return s.catalog, nil }

func (s bikeShop) Order(_ context.Context, _, number string) (Order, bool, error) {
	for _, o := range bikeOrders {
		if strings.EqualFold(o.ID, number) {
			return o, true, nil
		}
	}
	return Order{}, false, nil
}

func (s bikeShop) OrdersOf(_ context.Context, _, email string) ([]Order, error) {
	var out []Order
	for _, o := range bikeOrders {
		if strings.EqualFold(o.Email, email) {
			out = append(out, o)
		}
	}
	return out, nil
}

type shelf struct{ x *index.Index }

func (s shelf) Search(_ context.Context, _ string, q index.Query) ([]index.Hit, error) {
	return s.x.Search(q), nil
}

var bikes = sync.OnceValue(func() *Engine {
	x := index.New(book().Lexicon(), book().Senses())
	for _, d := range bikeArticles {
		x.Put(d)
	}
	return New(book(), shelf{x}, bikeShop{NewCatalog(bikeProducts, book().Lexicon())})
})

var allLocales = []string{"en-US", "zh-CN", "ja-JP", "de-DE", "pt-BR", "ar-SA"}

// talk plays a conversation with the fixture shop.
type talk struct {
	t    testing.TB
	turn engine.Turn
}

func newTalk(t testing.TB, tag string) *talk {
	return &talk{t: t, turn: engine.Turn{ShopID: "s", ShopName: "Ridgeway", ShopLocale: "en-US", Locales: allLocales, Locale: tag, Now: now, OnDuty: true}}
}

// say sends one message and returns the answer's text and the reply.
func (c *talk) say(text string) (string, engine.Reply) {
	c.t.Helper()
	c.turn.Text = text
	var b strings.Builder
	r, err := bikes().Compose(context.Background(), c.turn, func(s engine.Sentence, _ []engine.Evidence) error {
		b.WriteString(s.Text)
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.turn.History = append(c.turn.History, engine.Said{Actor: "contact", Text: text}, engine.Said{Actor: "assistant", Text: b.String(), Locale: r.Locale, Outcome: r.Outcome, Understood: r.Understood, Evidence: r.Evidence})
	c.turn.Locale = r.Locale
	return b.String(), r
}
