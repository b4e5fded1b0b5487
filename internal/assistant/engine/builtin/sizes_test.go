package builtin

import (
	"strings"
	"testing"

	"parley/internal/assistant/engine"
)

func TestSizesMainsAndCounts(t *testing.T) {
	for _, c := range []struct{ tag, say, want, not string }{
		{"vi-VN", "Áo len Fjell có những size nào, có XXL ko", "XXL&XS, S, M, L, XL", "nhỏ"},
		{"en-US", "does the Fjell sweater come in XS?", "Yes&XS", "XL"},
		{"it-IT", "dune run fate anche il 46?", "No&36–45", ""},
		{"es-MX", "la cafetera Lumo q mandan a mexico es pa 110 o para 220?", "", "120|100|230"},
		{"fr-FR", "lumo 4 c'est bien du 230 chez nous ?", "230&V", "120"},
		{"ja-JP", "lumo 4は日本だと何ボルト?", "100", "230"},
		{"de-DE", "wie breit ist der Bram und wieviele türen hat er", "150&Türen: 3", ""},
		{"en-US", "whats the lowest and highest that desk of yours goes", "62–127", "140"},
		{"ko-KR", "허쉬 헤드폰 얼마예요", "219,000", ""},
		{"ru-RU", "какие размеры у Скерри?", "S, M, L", ""},
	} {
		text, r := goodsTell(t, c.tag, c.say)
		for _, w := range strings.Split(c.want, "&") {
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), w) {
				t.Errorf("%s %q: lacks %q: %s\n%s", c.tag, c.say, w, text, r.Understood)
			}
		}
		if c.want != "" && r.Outcome != engine.Answered || c.not != "" && anyOf(text, c.not) {
			t.Errorf("%s %q: %s %s", c.tag, c.say, r.Outcome, text)
		}
	}
}

func TestAFearOfTheWrongVoltageIsNoEmergency(t *testing.T) {
	if text, r := goodsTell(t, "ar-SA", "مكينة القهوه Lumo 4 كم فولت؟ خايف تحترق"); r.Outcome == engine.HandedOff {
		t.Error(text)
	}
	if text, r := goodsTell(t, "en-US", "the Lumo 4 is on fire!"); r.Outcome != engine.HandedOff {
		t.Error(text)
	}
}
