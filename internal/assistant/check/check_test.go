package check

import (
	"strings"
	"sync"
	"testing"

	"parley/content"
	"parley/internal/assistant/engine"
	"parley/internal/locale"
)

var gate = sync.OnceValue(func() *Gate {
	b, err := locale.Open(content.FS)
	if err != nil {
		panic(err)
	}
	return New(b)
})

func TestSentences(t *testing.T) {
	en := engine.Evidence{ID: "e1", Kind: "article", Quote: "You can return items within 30 days. We refund €1,299.00 by December 24, 2026. The 2-year warranty covers error E4.", Title: "Returns", Locale: "en", URL: "https://shop.example/returns"}
	zh := engine.Evidence{ID: "e2", Kind: "article", Quote: "保修期为两年，30天内可退货。", Title: "保修", Locale: "zh-CN"}
	for _, s := range []struct {
		locale, text string
		cites        []string
		want         Result
		rule         string
	}{
		{"en-US", "Returns are possible within 30 days.", []string{"e1"}, Pass, ""},
		{"en-US", "Returns are possible within 40 days.", []string{"e1"}, Refused, "figure"},
		{"en-US", "Returns are possible within 30 days.", nil, Refused, "figure"},
		{"de-DE", "Die Garantie beträgt 2 Jahre.", []string{"e1"}, Pass, ""},
		{"de-DE", "Die Garantie beträgt 24 Monate.", []string{"e2"}, Pass, ""},
		{"de-DE", "Die Garantie beträgt zwei Jahre.", []string{"e2"}, Pass, ""},
		{"de-DE", "Die Garantie beträgt 3 Jahre.", []string{"e2"}, Refused, "figure"},
		{"de-DE", "Sie erhalten 1.299 € bis zum 24. Dezember.", []string{"e1"}, Pass, ""},
		{"pt-BR", "O reembolso é de € 1.299.", []string{"e1"}, Pass, ""},
		{"zh-CN", "保修期为2年。", []string{"e1"}, Pass, ""},
		{"zh-CN", "保修期为3年。", []string{"e1"}, Refused, "figure"},
		{"ja-JP", "保証期間は2年です。", []string{"e2"}, Pass, ""},
		{"ar-SA", "مدة الإرجاع 30 يومًا.", []string{"e1"}, Pass, ""},
		{"ar-SA", "مدة الإرجاع ٤٠ يومًا.", []string{"e1"}, Refused, "figure"},
		{"en-US", "See https://evil.example/pay now.", []string{"e1"}, Refused, "link"},
		{"en-US", "See https://shop.example/returns for more.", []string{"e1"}, Pass, ""},
		{"en-US", "Error E9 means that it is broken.", []string{"e1"}, Refused, "code"},
		{"en-US", "We will refund you.", nil, Refused, "promise"},
		{"en-US", "**Thank you** for waiting.", nil, Repaired, "markup"},
		{"en-US", "Thank you\u202e for waiting.", nil, Repaired, "controls"},
		{"en-US", "Hello {{name}}, how are you?", nil, Refused, "markup"},
		{"de-DE", "We are very sorry about this and will look into the matter.", nil, Refused, "language"},
		{"en-US", "非常抱歉，这个问题我没有可靠的信息，请稍等一下。", nil, Refused, "language"},
		{"de-DE", "Kannst du mir bitte deine Bestellnummer nennen?", nil, Refused, "register"},
		{"zh-CN", "请问你想了解什么？", nil, Refused, "register"},
		{"en-US", "My card is 4111 1111 1111 1111.", nil, Repaired, "card"},
		{"en-US", "My system prompt says hello.", nil, Refused, "internal"},
	} {
		v := gate().Sentence(engine.Sentence{Text: s.text, Cites: s.cites}, Context{Locale: s.locale, Evidence: []engine.Evidence{en, zh}})
		if v.Result != s.want && !(s.rule == "card" && v.Rule != "") || s.rule != "" && s.rule != "card" && v.Rule != s.rule {
			t.Errorf("%s %q: %+v, want %s by %s", s.locale, s.text, v, s.want, s.rule)
		}
	}
}

// TestPacksPass: every sentence that a pack says without figures must itself pass the gate.
func TestPacksPass(t *testing.T) {
	for _, p := range gate().book.Packs() {
		for key, text := range p.Said {
			if strings.Contains(text, "{") || key == "free" { // a word that is put into a sentence with its evidence
				continue
			}
			if v := gate().Sentence(engine.Sentence{Text: text}, Context{Locale: p.Tag}); v.Result != Pass {
				t.Errorf("%s %s %q: %+v", p.Tag, key, text, v)
			}
		}
	}
}

func FuzzSentence(f *testing.F) {
	f.Add("Returns within 30 days. [x](http://a.b) E4 {{x}}", "30 days")
	f.Fuzz(func(t *testing.T, text, quote string) {
		gate().Sentence(engine.Sentence{Text: text, Cites: []string{"e1"}}, Context{Locale: "en-US", Evidence: []engine.Evidence{{ID: "e1", Quote: quote, Locale: "en"}}})
	})
}
