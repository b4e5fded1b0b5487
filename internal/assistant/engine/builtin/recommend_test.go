package builtin

import (
	"strings"
	"testing"

	"parley/internal/assistant/engine"
)

func TestRecommendations(t *testing.T) {
	for _, c := range []struct{ tag, say, want, not string }{
		{"ar-SA", "وش تنصحني لعبه لولد عمره ٩ يحب السيارات", "Dash RC Car&8", "Grain"},
		{"fr-FR", "un jouet pour un petit de 2 ans, pas d'électronique svp", "Grain Blocks&18 mois", "Dash"},
		{"es-MX", "Qué me sugiere para mi ahijado que cumple 2 añitos, algo que no sea de pilas", "Grain Blocks", "Dash"},
		{"es-ES", "busco regalo para un crio de 9 años, no mas de 50 euros", "Dash RC Car&43", ""},
		{"de-DE", "Suche was Warmes aus reiner Wolle für meinen Mann, kein Kunstfaser Zeug. Habt ihr da was?", "Fjell Sweater&Wolle", "Parka"},
		{"pt-PT", "sugiram-me um presente p a minha mãe q tem frio, uma coisa de vestir, até 100€", "Fjell Sweater&80", "Parka"},
		{"vi-VN", "tư vấn giúp mình đôi giày chạy bộ với, mình mới tập chạy", "Dune Run", ""},
		{"it-IT", "cerco una crema solare per una bimba di 8 mesi che mi consigli", "Solo Sunscreen&6 mesi", ""},
		{"zh-CN", "能防水的音箱推荐一个", "Wade Bluetooth Speaker&防水", ""},
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

func TestNothingIsRecommendedThatDoesNotFit(t *testing.T) {
	for _, c := range []struct{ tag, say string }{
		{"en-US", "can you recommend a sweater for under 20 dollars?"},
		{"de-DE", "Suche ein Spielzeug für ein Baby von 3 Monaten"},
		{"en-US", "can you recommend a good restaurant nearby?"},
	} {
		if text, r := goodsTell(t, c.tag, c.say); r.Outcome == engine.Answered || len(r.Evidence) > 0 {
			t.Errorf("%s %q: %s %s", c.tag, c.say, r.Outcome, text)
		}
	}
}
