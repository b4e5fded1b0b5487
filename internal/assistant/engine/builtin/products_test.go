package builtin

import (
	"context"
	"strings"
	"testing"

	"parley/internal/assistant/check"
	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// A second invented shop: attribute keys as shops write them, families of products that differ by a number or a word.
var gearProducts = []Product{
	{ID: "nova-500", Name: "Nova 500 Wireless Headphones", Category: "headphones", Names: map[string]string{"zh-CN": "Nova 500 无线耳机", "ja-JP": "Nova 500 ワイヤレスヘッドホン"}, Prices: map[string]float64{"USD": 249, "EUR": 259, "CNY": 1699, "JPY": 34800, "BRL": 1799, "SAR": 949}, InStock: true,
		Attributes: map[string]any{"battery_life_h": 40.0, "charge_time_h": 2.0, "weight_g": 254.0, "noise_cancelling": true, "bluetooth": "5.4", "colours": []any{"graphite", "sand"}}},
	{ID: "nova-300", Name: "Nova 300 Headphones", Category: "headphones", Prices: map[string]float64{"USD": 99, "EUR": 95, "CNY": 649, "BRL": 699}, InStock: true,
		Attributes: map[string]any{"battery_life_h": 30.0, "weight_g": 168.0, "noise_cancelling": false, "colours": []any{"white", "coral"}}},
	{ID: "nova-buds", Name: "Nova Buds", Category: "earbuds", Prices: map[string]float64{"USD": 129, "EUR": 139}, Attributes: map[string]any{"battery_life_h": 8.0, "water_rating": "IPX4"}},
	{ID: "slate-27", Name: "Slab 27 Monitor", Category: "monitor", Names: map[string]string{"zh-CN": "Slab 27 显示器"}, Prices: map[string]float64{"EUR": 299, "CNY": 2190}, InStock: true, Attributes: map[string]any{"refreshHz": 100.0, "usb_c_power_w": 65.0, "resolution": "2560 × 1440"}},
	{ID: "slate-32", Name: "Slab 32 Monitor", Category: "monitor", Names: map[string]string{"zh-CN": "Slab 32 显示器"}, Prices: map[string]float64{"EUR": 499, "CNY": 3590}, InStock: true, Attributes: map[string]any{"refreshHz": 60.0, "usb_c_power_w": 90.0}},
	{ID: "zeff", Name: "Zeff Pro Hair Dryer", Category: "hair dryer", Names: map[string]string{"zh-CN": "Zeff Pro 吹风机"}, Prices: map[string]float64{"CNY": 999, "USD": 159}, InStock: true, Attributes: map[string]any{"watts": 1500.0, "weight_kg": 0.54}},
	{ID: "bank-20", Name: "Ohmic 20000 Power Bank", Category: "power bank", Prices: map[string]float64{"BRL": 349, "USD": 59}, InStock: true, Attributes: map[string]any{"capacity_mah": 20000.0, "energy_wh": 74.0, "weight_g": 365.0}},
	{ID: "kettle", Name: "Brisk Kettle", Category: "kettle", Prices: map[string]float64{"USD": 89}, InStock: true, Attributes: map[string]any{"temperature_min_c": 40.0, "temperature_max_c": 100.0, "capacity_l": 0.9, "volts": map[string]any{"US": "120 V", "DE": "230 V", "JP": "100 V"}}},
	{ID: "jacket", Name: "Krag Jacket", Category: "jacket", Prices: map[string]float64{"USD": 149, "EUR": 155}, InStock: false, Attributes: map[string]any{"water_column_mm": 20000.0, "sizes": []any{"S", "M", "L"}, "hood": true, "vegan": true}},
	{ID: "cooker", Name: "Pressa Pressure Cooker", Category: "pressure cooker", Names: map[string]string{"zh-CN": "压力锅"}, Prices: map[string]float64{"USD": 129, "CNY": 929}, InStock: true, Attributes: map[string]any{"capacity_l": 6.0, "dishwasher_safe": false, "maxPressureKpa": 80.0}},
}

var gearArticles = []index.Doc{
	{ID: "g-warranty", Lang: "en", Title: "Warranty", Tags: []string{"warranty"}, Body: "All products carry a 2-year warranty. Built-in batteries carry a warranty of 12 months."},
	{ID: "g-weather", Lang: "en", Title: "Shipping in bad weather", Tags: []string{"shipping"}, Body: "In heavy rain or snow, delivery takes 2 days longer. Tomorrow's deliveries are announced today."},
}

type gearShop struct{ catalog *Catalog }

func (s gearShop) Catalog(context.Context, string) (*Catalog, error) { return s.catalog, nil }
func (s gearShop) Order(_ context.Context, _, n string) (Order, bool, error) {
	return bikeShop{}.Order(context.Background(), "", n)
}
func (s gearShop) OrdersOf(context.Context, string, string) ([]Order, error) { return nil, nil }

func gear() *Engine {
	x := index.New(book().Lexicon(), book().Senses())
	for _, d := range gearArticles {
		x.Put(d)
	}
	return New(book(), shelf{x}, gearShop{NewCatalog(gearProducts, book().Lexicon())})
}

// tell plays messages against the gear shop and returns the last answer, as the gate lets it pass.
func tell(t *testing.T, e *engine.Turn, says ...string) (string, engine.Reply) {
	t.Helper()
	eng, gate := gear(), check.New(book())
	var text string
	var r engine.Reply
	for _, say := range says {
		var b strings.Builder
		e.Text = say
		release := func(s engine.Sentence, _ []engine.Evidence) error { b.WriteString(s.Text); return nil }
		report := func(s engine.Sentence, v check.Verdict) {
			if v.Result == check.Refused {
				t.Errorf("%q: the gate refused %q: %s %s", say, s.Text, v.Rule, v.Detail)
			}
		}
		var err error
		if r, err = eng.Compose(context.Background(), *e, gate.Guard(check.Context{Locale: e.Locale, Said: say, Shop: e.ShopName}, release, report)); err != nil {
			t.Fatal(err)
		}
		text = b.String()
		e.History = append(e.History, engine.Said{Actor: "contact", Text: say}, engine.Said{Actor: "assistant", Text: text, Locale: r.Locale, Outcome: r.Outcome, Understood: r.Understood, Evidence: r.Evidence})
		e.Locale = r.Locale
	}
	return text, r
}

func gearTurn(country string) *engine.Turn {
	return &engine.Turn{ShopID: "g", ShopName: "Gear", ShopLocale: "en-US", Locales: allLocales, Country: country, Now: now, OnDuty: true}
}

func TestWhatProductsAreAsked(t *testing.T) {
	for _, c := range []struct {
		country string
		say     []string
		want    string // all of them, divided by &
		not     string
	}{
		{"US", []string{"how much r the nova 500s and whats the batery life"}, "$249&40 hours", "259|30"},
		{"US", []string{"nova500 weight?"}, "254 g", "168"},
		{"US", []string{"can i wear the Nova Buds in the rain or nah"}, "IPX4", ""},
		{"US", []string{"does the nova 300 have noise canceling"}, "No", "Yes"},
		{"US", []string{"How much is the Nova 300?", "no sorry, i meant the 500"}, "$249", "$99"},
		{"US", []string{"How much is the Nova 300?", "and how heavy is it"}, "168 g", "254"},
		{"US", []string{"what's the difference between the nova 300 and the nova 500"}, "$99&$249", ""},
		{"US", []string{"do you have the nova 500 in red?"}, "No&graphite", "Yes"},
		{"US", []string{"which temperatures can the brisk kettle do"}, "40&100", ""},
		{"DE", []string{"Slab 27: wieviel Hertz? und mit wieviel Watt lädt der mein Laptop über USB-C"}, "100 Hz&65 W", "60|90"},
		{"DE", []string{"Wie lange hält der Akku vom Nova 500?"}, "Akkulaufzeit&40 Stunden", "2 Stunden"},
		{"DE", []string{"Gibt es die Krag Jacket in M und ist sie lieferbar?"}, "M&nicht auf Lager", ""},
		{"DE", []string{"mit wieviel Volt läuft der Brisk Kettle?"}, "230", "120"},
		{"CN", []string{"zeff pro吹风机多少米？功率多少瓦"}, "999&1,500", "159"},
		{"CN", []string{"Slab 27多少钱", "啊打错了，我要问32的那款"}, "3,590", "2,190"},
		{"CN", []string{"压力锅能放洗碗机吗"}, "没有或不支持", ""},
		{"JP", []string{"Nova 500の重さと値段は"}, "254&34,800", ""},
		{"BR", []string{"qto custa o fone nova 300? tem cancelamento de ruido?"}, "699&Não", "1.799"},
		{"BR", []string{"o power bank de vocês tem quantos mah e pesa quanto"}, "20.000 mAh&365 g", "74"},
		{"SA", []string{"كم سعر Nova 500 وكم تدوم البطارية؟"}, "949&40", ""},
	} {
		text, r := tell(t, gearTurn(c.country), c.say...)
		for _, w := range strings.Split(c.want, "&") {
			if !strings.Contains(text, w) {
				t.Errorf("%q: lacks %q: %s\n%s", c.say, w, text, r.Understood)
			}
		}
		if r.Outcome != engine.Answered || c.not != "" && anyOf(text, c.not) {
			t.Errorf("%q: %s %s", c.say, r.Outcome, text)
		}
	}
}

func TestPolicyWithAProductIsForArticles(t *testing.T) {
	for _, say := range []string{"Der Akku im Nova 500 taugt nach anderthalb Jahren nix mehr, fällt das unter eure Garantie?", "how long is the warranty on the nova 500 battery", "Nova 500の保証は何か月ですか"} {
		_, r := tell(t, gearTurn("US"), say)
		for _, ev := range r.Evidence {
			if ev.Kind == "product" {
				t.Errorf("%q: answered from the product's record", say)
			}
		}
	}
}

func TestNeverAnothersMarketsPrice(t *testing.T) {
	text, _ := tell(t, gearTurn("SA"), "كم سعر Nova Buds")
	if strings.Contains(text, "139") && !strings.Contains(text, "EUR") && !strings.Contains(text, "€") {
		t.Error(text)
	}
	if text, r := tell(t, gearTurn("BR"), "quanto custa o Slab 27?"); strings.Contains(text, "2190") || strings.Contains(text, "2.190") {
		t.Error(text, r.Outcome)
	}
}

func TestOutsideTheShop(t *testing.T) {
	for _, say := range []string{"what's the weather tomorrow?", "今天天气怎么样", "明天深圳会下雨吗", "Wie wird das Wetter", "vai chover amanhã?", "明日は雨ですか", "كيف الجو بكرة", "can u help w my sons algebra homework", "schreib mir python code", "quem ganhou o jogo do flamengo ontem?"} {
		text, r := tell(t, gearTurn("US"), say)
		if r.Outcome != engine.Declined || len(r.Evidence) > 0 {
			t.Errorf("%q: %s %s", say, r.Outcome, text)
		}
	}
}

func TestCourtesyIsSmallTalk(t *testing.T) {
	for _, say := range []string{"好的谢谢亲 么么哒", "valeu!!", "gg danke dir", "thanks a bunch, have a good one", "bom diaaa tudo bem?", "الله يعطيك العافيه ما قصرت", "ありがとうございます！助かりました〜", "Na, alles klar bei dir?", "thankssss so much"} {
		text, r := tell(t, gearTurn("US"), say)
		if r.Outcome != engine.Smalltalk {
			t.Errorf("%q: %s %s", say, r.Outcome, text)
		}
	}
	text, r := tell(t, gearTurn("US"), "thanks! and how much is the nova 500?")
	if r.Outcome != engine.Answered || !strings.Contains(text, "249") {
		t.Errorf("thanks with a question: %s %s", r.Outcome, text)
	}
}

func TestOrdersAreAskedOn(t *testing.T) {
	for name, steps := range map[string][]step{
		"carrier":         {{say: "Where's my package? rw-20418", outcome: engine.Asked, want: "e-mail", not: "DHL"}, {say: "mia@example.com", outcome: engine.Answered, want: "on its way"}, {say: "who's the carrier", outcome: engine.Answered, want: "DHL", not: "on its way"}},
		"total":           {{say: "RW-20418 mia@example.com", outcome: engine.Answered, want: "on its way"}, {say: "how much was it in total?", outcome: engine.Answered, want: "903.90"}},
		"what is in it":   {{say: "RW-20418 mia@example.com", outcome: engine.Answered, want: "on its way"}, {say: "what's in it again?", outcome: engine.Answered, want: "Velora City 7 (black)", not: "on its way"}},
		"which colour":    {{say: "RW-20418 mia@example.com, which colour did I order?", outcome: engine.Answered, want: "Velora City 7 (black)"}},
		"mail, no number": {{say: "hi, I'd like to know about my order, my e-mail is mia@example.com", outcome: engine.Asked, want: "order number", not: "DHL"}},
		"only a number":   {{say: "RW-20418の件なのですが", outcome: engine.Asked, want: "メール", not: "DHL"}, {say: "mia@example.com です", outcome: engine.Answered, want: "JD014600"}},
		"spaces":          {{say: "order # rw 20418, mia@example.com", outcome: engine.Answered, want: "on its way"}},
		"mail first":      {{say: "wo bleibt mein paket? mia@example.com", outcome: engine.Asked, want: "Bestellnummer", not: "unterwegs"}, {say: "rw-20418", outcome: engine.Answered, want: "unterwegs"}},
		"how to cancel":   {{say: "it hasnt even shipped. how do i just cancel", outcome: engine.Answered, want: "2 hours"}},
		"not an order":    {{say: "How much is the Velora City 7?", outcome: engine.Answered, want: "949"}},
		"another's mail":  {{say: "RW-20418 mia@example.com", outcome: engine.Answered, want: "on its way"}, {say: "and RW-20500?", outcome: engine.Asked, not: "delivered|138"}},
	} {
		t.Run(name, func(t *testing.T) { play(t, newTalk(t, ""), steps) })
	}
}

func TestKeysAreRead(t *testing.T) {
	for name, want := range map[string]struct{ unit, bound, concept string }{
		"battery_life_h": {"hour", "", "battery_life"}, "weightKg": {"kg", "", "product_weight"}, "temperature_min_c": {"celsius", "min", "min_temperature"}, "auto_off_min": {"minute", "", "auto_off_time"}, "max_load_kg": {"kg", "max", "load_limit"},
		"capacity_mah": {"mAh", "", "battery_capacity"}, "watts": {"W", "", "power_watts"}, "flow_l_min": {"l/min", "", "flow_rate"}, "max-kg": {"kg", "max", "load_limit"}, "water_rating": {"", "", "waterproof"}, "usb_c_power_w": {"W", "", "charging_power"}, "storage_gb": {"GB", "", "storage_capacity"},
	} {
		k := readKey(name, book().Lexicon())
		if k.unit != want.unit || k.bound != want.bound || len(k.names) == 0 || k.names[0] != want.concept {
			t.Errorf("%s: %+v", name, *k)
		}
	}
}

func TestNamesAreFound(t *testing.T) {
	c := NewCatalog(gearProducts, book().Lexicon())
	for text, want := range map[string]string{"the nova 500 please": "nova-500", "nova500": "nova-500", "novas 300": "nova-300", "Nova Buds": "nova-buds", "slab 32": "slate-32", "wireless headphones": "", "how long does shipping take": "", "压力锅多少钱": "cooker", "within 500 days": ""} {
		lang := "en"
		if containsSyllables(text) {
			lang = "zh"
		}
		got := ""
		for _, n := range c.find(book().Lexicon().Analyze(text, lang, lexicon.Asked), hint{}) {
			got += n.id
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

func TestNamesAsTheySound(t *testing.T) {
	for word, want := range map[string]string{"アリア": "Aria", "اريا": "Aria", "フォーカル": "Focal", "كريما": "Crema", "ブリスク": "Brisk", "سويرل": "Swirl", "هالو": "Halo", "ロンド": "Rondo"} {
		a, b := soundOf(word), soundOf(want)
		if a != b && !oneSlip(a, b) && bones(a) != bones(b) {
			t.Errorf("%s sounds %s, %s sounds %s", word, a, want, b)
		}
	}
	for say, want := range map[string]string{"ノヴァ500の値段は": "34,800", "ノヴァ500はいくらですか": "34,800", "كم سعر نوفا 500": "949"} {
		text, _ := tell(t, gearTurn(map[bool]string{true: "JP", false: "SA"}[containsSyllables(say)]), say)
		if !strings.Contains(text, want) {
			t.Errorf("%q: lacks %s: %s", say, want, text)
		}
	}
}
