package builtin

import (
	"strings"
	"testing"

	"parley/internal/assistant/engine"
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
