package builtin

import (
	"context"
	"strings"
	"testing"

	"parley/internal/assistant/check"
	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

func TestComparisons(t *testing.T) {
	for _, c := range []struct{ tag, say, want, not string }{
		{"en-US", "which is lighter, the Wade speaker or the Hush headphones?", "Weight: &560 g&250 g&Hush Headphones has the lower value", "$"},
		{"de-DE", "Was ist der Unterschied zwischen Wade und Hush?", "Preis: &66 €&155 €&14 Stunden&38 Stunden", ""},
		{"fr-FR", "Mast ou Bram, lequel est le moins cher ?", "319 €&489 €&La valeur la plus basse : Mast Desk", "offre"},
		{"zh-CN", "wade和hush哪个更轻", "重量：&560 克&250 克&较低的是：Hush", ""},
		{"ja-JP", "WadeとHushはどっちが軽い?", "560g&250g", ""},
	} {
		text, r := goodsTell(t, c.tag, c.say)
		for _, w := range strings.Split(c.want, "&") {
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), w) {
				t.Errorf("%s %q: lacks %q: %s\n%s", c.tag, c.say, w, text, r.Understood)
			}
		}
		if r.Outcome != engine.Answered || len(r.Evidence) != 2 || c.not != "" && strings.Contains(text, c.not) {
			t.Errorf("%s %q: %s %s", c.tag, c.say, r.Outcome, text)
		}
	}
}

// noArticles is a shop that has written none: what it answers it has from its records.
type noArticles struct{}

func (noArticles) Search(context.Context, string, index.Query) ([]index.Hit, error) { return nil, nil }

// tableOf plays messages against a shop and returns the table beside the last answer and its lines "label | one | other", " (same)" behind
// those that tell nothing apart. Check must let all of it pass.
func tableOf(t *testing.T, goods []Product, tag string, says ...string) (*engine.Table, []string) {
	t.Helper()
	eng, gate := New(book(), noArticles{}, gearShop{NewCatalog(goods, book().Lexicon())}), check.New(book())
	turn := engine.Turn{ShopID: "g", ShopName: "Goods", ShopLocale: "en-US", Locales: everyLocale(), Locale: tag, Country: tag[3:], Now: now, OnDuty: true}
	var table *engine.Table
	for _, say := range says {
		table, turn.Text = nil, say
		text := ""
		r, err := eng.Compose(context.Background(), turn, func(s engine.Sentence, _ []engine.Evidence) error {
			if text += s.Text; s.Table != nil {
				table = s.Table
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		gate.Table(table, check.Context{Locale: tag, Said: say, Evidence: r.Evidence}, func(text string, v check.Verdict) {
			t.Errorf("%s %q: the gate refused %q: %s %s", tag, say, text, v.Rule, v.Detail)
		})
		turn.History = append(turn.History, engine.Said{Actor: "contact", Text: say}, engine.Said{Actor: "assistant", Text: text, Locale: r.Locale, Outcome: r.Outcome, Understood: r.Understood, Evidence: r.Evidence})
	}
	if table == nil {
		return nil, nil
	}
	var lines []string
	for _, row := range table.Rows {
		line := row.Label + " | " + strings.Join(row.Cells, " | ")
		if row.Same {
			line += " (same)"
		}
		lines = append(lines, strings.ReplaceAll(line, "\u00a0", " "))
	}
	return table, lines
}

func TestComparisonsHaveATable(t *testing.T) {
	for _, c := range []struct{ tag, say, caption, want string }{
		{"en-US", "what is the difference between Wade and Hush?", "Comparison: Wade Bluetooth Speaker, Hush Headphones", "Price | $69 | $159; Battery life | 14 hours | 38 hours; Weight | 560 g | 250 g"},
		{"en-US", "Hush or Wade?", "Comparison: Hush Headphones, Wade Bluetooth Speaker", "Price | $159 | $69; Battery life | 38 hours | 14 hours; Weight | 250 g | 560 g"},
		{"en-US", "which is lighter, the Wade speaker or the Hush headphones?", "Comparison: Wade Bluetooth Speaker, Hush Headphones", "Weight | 560 g | 250 g; Price | $69 | $159; Battery life | 14 hours | 38 hours"},
		{"de-DE", "Wade oder Hush für eine kleine Küche?", "Produktvergleich: Wade Bluetooth Speaker, Hush Headphones", "Gewicht | 560 g | 250 g; Preis | 66 € | 155 €; Akkulaufzeit | 14 Stunden | 38 Stunden"},
		{"fr-FR", "Quelle est la différence entre le Mast et le Bram ?", "Comparatif: Mast Desk, Bram Wardrobe", "Prix | 319 € | 489 €"},
		{"zh-CN", "wade和hush有什么区别", "商品对比: Wade Bluetooth Speaker, Hush Headphones", "价格 | US$69 | US$159; 续航 | 14 小时 | 38 小时; 重量 | 560 克 | 250 克"},
		{"ja-JP", "WadeとHushの違いは？", "商品の比較: Wade Bluetooth Speaker, Hush Headphones", "価格 | 69ドル | 159ドル; 電池持ち | 14時間 | 38時間; 重さ | 560g | 250g"},
		{"ar-SA", "ما الفرق بين Wade و Hush؟", "مقارنة المنتجات: Wade Bluetooth Speaker, Hush Headphones", "السعر | 69 دولار | 159 دولار; عمر البطارية | 14 ساعة | 38 ساعة; وزن | 560 غ | 250 غ"},
	} {
		table, lines := tableOf(t, goodsProducts, c.tag, c.say)
		if table == nil {
			t.Errorf("%s %q: no table", c.tag, c.say)
			continue
		}
		if got := table.Caption + ": " + strings.Join(table.Columns, ", "); got != c.caption {
			t.Errorf("%s %q: %s, want %s", c.tag, c.say, got, c.caption)
		}
		if got := strings.Join(lines, "; "); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.tag, c.say, got, c.want)
		}
	}
}

// lamps differ in what a table must be careful with: a value that all share, one that only some state, English words that the lexicon
// does not know, more points than there is room for.
var lamps = []Product{
	{ID: "l1", Name: "Lumi One Lamp", Category: "lamp", Prices: map[string]float64{"EUR": 49}, Attributes: map[string]any{"watts": 12.0, "lumens": 900.0, "colours": []any{"white", "black"}, "weight_kg": 1.2, "dimmable": true, "material": "frobnicated socket", "cable_m": 2.0, "height_cm": 41.0, "width_cm": 20.0, "depth_cm": 21.0, "warranty_years": 2.0, "noise_db": 20.0, "diameter_cm": 10.0}},
	{ID: "l2", Name: "Lumi Two Lamp", Category: "lamp", Prices: map[string]float64{"EUR": 59}, Attributes: map[string]any{"watts": 14.0, "lumens": 900.0, "colours": []any{"black", "white"}, "weight_kg": 1.3, "dimmable": false, "material": "grommeted socket", "cable_m": 3.0, "height_cm": 42.0, "width_cm": 22.0, "depth_cm": 23.0, "warranty_years": 3.0, "noise_db": 21.0, "diameter_cm": 11.0, "cri": 95.0}},
	{ID: "l3", Name: "Lumi Three Lamp", Category: "lamp", Prices: map[string]float64{"EUR": 49}, Attributes: map[string]any{"watts": 12.0}},
	{ID: "r1", Name: "Robo Ace Vacuum", Category: "robot vacuum", Prices: map[string]float64{"EUR": 249}, Attributes: map[string]any{"navigation": "lidar"}},
	{ID: "r2", Name: "Robo Best Vacuum", Category: "robot vacuum", Prices: map[string]float64{"EUR": 349}, Attributes: map[string]any{"navigation": "camera"}},
	{ID: "l4", Name: "Lumi Four Lamp", Category: "lamp", Prices: map[string]float64{"EUR": 49}, Attributes: map[string]any{"watts": 12.0}},
}

// lampTable is the columns and then the rows of the lamps' table.
func lampTable(t *testing.T, tag, say string) []string {
	t.Helper()
	table, lines := tableOf(t, lamps, tag, say)
	if table == nil {
		t.Fatalf("%q: no table", say)
	}
	return append([]string{strings.Join(table.Columns, ", ")}, lines...)
}

func TestWhatATableLeavesOut(t *testing.T) {
	all := strings.Join(lampTable(t, "de-DE", "Was ist der Unterschied zwischen Lumi One und Lumi Two?"), "\n")
	for _, not := range []string{"900", "socket", "95", "schwarz"} {
		if strings.Contains(all, not) {
			t.Errorf("%s stands in it:\n%s", not, all)
		}
	}
	if !strings.Contains(all, "Ja | Nein") || strings.Count(all, "\n") != maxPoints {
		t.Errorf("want yes, no and %d rows:\n%s", maxPoints, all)
	}
	if got := lampTable(t, "ja-JP", "Robo AceとRobo Bestの違いは？"); len(got) != 2 {
		t.Errorf("a value that is only the name of the point says nothing: %q", got)
	}
	asked := lampTable(t, "de-DE", "Welche hat mehr Lumen, Lumi One oder Lumi Two?")
	if !strings.Contains(asked[1], "900") || !strings.HasSuffix(asked[1], "(same)") {
		t.Errorf("what she asks for stands first, also when it is the same: %q", asked)
	}
	if got := lampTable(t, "de-DE", "Unterschied zwischen Lumi Three und Lumi Four?"); len(got) != 3 || !strings.HasSuffix(got[1], "(same)") {
		t.Errorf("what differs in nothing is shown with what is the same: %q", got)
	}
	if got := lampTable(t, "de-DE", "Vergleiche Lumi One, Lumi Two, Lumi Three und Lumi Four"); strings.Count(got[0], ",") != 3 || strings.Count(got[1], "|") != 4 {
		t.Errorf("four products: %q", got)
	}
}

func TestSheGoesOnChoosing(t *testing.T) {
	for tag, say := range map[string]string{"en-US": "which of the two for a small kitchen?", "de-DE": "Welcher von den beiden für eine kleine Küche?"} {
		if _, lines := tableOf(t, goodsProducts, tag, "Wade vs Hush", say); len(lines) < 3 {
			t.Errorf("%s: %q", tag, lines)
		}
	}
	if table, _ := tableOf(t, gearProducts, "en-US", "the Nova headphones"); table != nil {
		t.Errorf("a name that two share is no choice: %v", table)
	}
	for _, say := range []string{"which payment methods do you accept?", "and how much is the Brio kettle?"} {
		if table, _ := tableOf(t, goodsProducts, "en-US", "Wade vs Hush", say); table != nil {
			t.Errorf("%q got a table: %v", say, table)
		}
	}
}

func TestWhatTheShopHasNot(t *testing.T) {
	for tag, c := range map[string][2]string{
		"en-US": {"do you sell laptops?", "laptop"}, "de-DE": {"habt ihr Fahrräder?", "Das führen wir nicht"}, "es-MX": {"venden bicicletas eléctricas?", "no está en nuestro catálogo"}, "ar-SA": {"عندكم مكيفات سبليت؟", "غير متوفر"},
	} {
		if text, r := goodsTell(t, tag, c[0]); r.Outcome != engine.Declined || !strings.Contains(text, c[1]) {
			t.Errorf("%s %q: %s %s", tag, c[0], r.Outcome, text)
		}
	}
	if text, r := goodsTell(t, "en-US", "do you sell kettles?"); r.Outcome != engine.Answered || !strings.Contains(text, "Brio") {
		t.Errorf("%s %s", r.Outcome, text)
	}
}

func TestAPriceInAnotherCurrencySaysSo(t *testing.T) {
	if text, _ := goodsTell(t, "es-MX", "¿cuánto cuesta el hervidor Brio?"); !strings.Contains(text, "49") || !strings.Contains(text, "USD") {
		t.Error(text)
	}
	if text, _ := goodsTell(t, "de-DE", "Was kostet der Brio?"); strings.Contains(text, "EUR") || !strings.Contains(text, "47") {
		t.Error(text)
	}
}
