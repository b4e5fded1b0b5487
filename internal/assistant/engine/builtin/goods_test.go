package builtin

import (
	"context"
	"strings"
	"testing"

	"parley/internal/assistant/check"
	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

// goodsTell plays messages in one locale against the shop of goodsProducts and returns the last answer as the gate lets it pass.
func goodsTell(t *testing.T, tag string, says ...string) (string, engine.Reply) {
	t.Helper()
	eng, gate := New(book(), shelf{index.New(book().Lexicon())}, gearShop{NewCatalog(goodsProducts, book().Lexicon())}), check.New(book())
	turn := engine.Turn{ShopID: "g", ShopName: "Goods", ShopLocale: "en-US", Locales: everyLocale(), Locale: tag, Country: tag[3:], Now: now, OnDuty: true}
	var text string
	var r engine.Reply
	for _, say := range says {
		var b strings.Builder
		turn.Text = say
		release := func(s engine.Sentence, _ []engine.Evidence) error { b.WriteString(s.Text + " "); return nil }
		report := func(s engine.Sentence, v check.Verdict) {
			if v.Result == check.Refused {
				t.Errorf("%s %q: the gate refused %q: %s %s", tag, say, s.Text, v.Rule, v.Detail)
			}
		}
		var err error
		if r, err = eng.Compose(context.Background(), turn, gate.Guard(check.Context{Locale: tag, Said: say, Shop: turn.ShopName}, release, report)); err != nil {
			t.Fatal(err)
		}
		text = b.String()
		turn.History = append(turn.History, engine.Said{Actor: "contact", Text: say}, engine.Said{Actor: "assistant", Text: text, Locale: r.Locale, Outcome: r.Outcome, Understood: r.Understood, Evidence: r.Evidence})
	}
	return text, r
}

func everyLocale() []string {
	var out []string
	for _, p := range book().Packs() {
		out = append(out, p.Tag)
	}
	return out
}
