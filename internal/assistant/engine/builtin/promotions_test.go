package builtin

import (
	"strings"
	"testing"

	"parley/internal/assistant/engine"
)

// goodsProducts are a third invented shop, for offers, recommendation and comparison.
var goodsProducts = []Product{
	{ID: "lumo-4", Name: "Lumo 4 Coffee Machine", Category: "kitchen appliance", Prices: map[string]float64{"USD": 399, "EUR": 389, "JPY": 58000, "CNY": 2890}, InStock: true, Promotions: []string{"3 sachets of descaler free with every Lumo 4"},
		Attributes: map[string]any{"volts": map[string]any{"US": "120 V", "EU": "230 V", "JP": "100 V"}, "tank_l": 1.6, "weight_kg": 8.2, "colours": []any{"white", "black"}}},
	{ID: "brio", Name: "Brio Kettle", Category: "kitchen appliance", Prices: map[string]float64{"USD": 49, "EUR": 47}, InStock: true, Promotions: []string{"12% off until February 20"}, Attributes: map[string]any{"capacity_l": 1.5, "weight_kg": 1.1}},
	{ID: "fjell", Name: "Fjell Sweater", Category: "clothes", Prices: map[string]float64{"USD": 85, "EUR": 80}, InStock: true, Promotions: []string{"Two for 25% off", "18% off the colour pine while stocks last"},
		Attributes: map[string]any{"sizes": []any{"XS", "S", "M", "L", "XL"}, "material": "100% merino", "colours": []any{"pine", "charcoal"}}},
	{ID: "parka", Name: "Skerry Parka", Category: "clothes", Prices: map[string]float64{"USD": 199, "EUR": 190}, InStock: true, Attributes: map[string]any{"sizes": []any{"S", "M", "L"}, "material": "recycled polyester", "fill": "polyester"}},
	{ID: "solo", Name: "Solo Sunscreen SPF 30", Category: "beauty", Prices: map[string]float64{"USD": 19, "EUR": 18}, InStock: true, Promotions: []string{"4 for 3 from April to June"}, Attributes: map[string]any{"volume_ml": 100.0, "from_months": 6.0}},
	{ID: "grain", Name: "Grain Blocks", Category: "toys", Prices: map[string]float64{"USD": 29, "EUR": 27, "SAR": 109}, InStock: true, Attributes: map[string]any{"age_range": "18 months+", "material": "beech", "pieces": 48.0}},
	{ID: "dash", Name: "Dash RC Car", Category: "toys", Prices: map[string]float64{"USD": 45, "EUR": 43, "SAR": 169}, InStock: true, Attributes: map[string]any{"age_range": "8+", "battery_min": 30.0}},
	{ID: "mast", Name: "Mast Desk", Category: "furniture", Prices: map[string]float64{"USD": 329, "EUR": 319}, InStock: true, Attributes: map[string]any{"top_cm": "140 × 70", "height_cm": "62–127", "motors": 2.0, "weight_kg": 31.0}},
	{ID: "bram", Name: "Bram Wardrobe", Category: "furniture", Prices: map[string]float64{"USD": 499, "EUR": 489}, InStock: true, Attributes: map[string]any{"size_cm": "150 × 60 × 205", "doors": 3.0}},
	{ID: "wade", Name: "Wade Bluetooth Speaker", Category: "audio", Prices: map[string]float64{"USD": 69, "EUR": 66}, InStock: true, Promotions: []string{"10% off with a Fjell Sweater"}, Attributes: map[string]any{"battery_h": 14.0, "waterproof": "IP67", "weight_g": 560.0}},
	{ID: "dune", Name: "Dune Run", Category: "shoes", Prices: map[string]float64{"USD": 99, "EUR": 95}, InStock: true, Attributes: map[string]any{"sizes_eu": "36–45", "weight_g": 240.0}},
	{ID: "hush", Name: "Hush Headphones", Category: "audio", Prices: map[string]float64{"USD": 159, "EUR": 155, "KRW": 219000}, InStock: true, Attributes: map[string]any{"battery_h": 38.0, "weight_g": 250.0, "foldable": true, "colours": []any{"slate", "sand"}}},
}

func TestOffers(t *testing.T) {
	for _, c := range []struct{ tag, say, want, not string }{
		{"en-US", "any deal on the Brio kettle and until when?", "12% off until February 20", ""},
		{"de-DE", "Gibt es gerade einen Rabatt auf den Brio?", "12 % Rabatt&bis 20. Februar", "off"},
		{"ja-JP", "Brioは今セール中ですか", "12&2月20日まで", "off"},
		{"it-IT", "c'è una promozione sulla Lumo 4?", "in omaggio: 3 × decalcificante", "free"},
		{"fr-FR", "si j'achète deux pulls Fjell j'ai une remise ?", "25 %&l'achat de 2", "off"},
		{"es-ES", "¿hay alguna oferta en la crema Solo?", "4 por el precio de 3&de abril a junio", "April"},
		{"ru-RU", "есть скидка на колонку Wade?", "10 %&Fjell Sweater", "off"},
		{"vi-VN", "Brio đang có giảm giá gì", "12%&20/2", ""},
		{"de-DE", "Ist der Mast Desk im Angebot?", "kein Angebot", "%"},
	} {
		text, r := goodsTell(t, c.tag, c.say)
		for _, w := range strings.Split(c.want, "&") {
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), w) {
				t.Errorf("%s %q: lacks %q: %s\n%s", c.tag, c.say, w, text, r.Understood)
			}
		}
		if r.Outcome != engine.Answered || c.not != "" && strings.Contains(text, c.not) {
			t.Errorf("%s %q: %s %s", c.tag, c.say, r.Outcome, text)
		}
	}
}
