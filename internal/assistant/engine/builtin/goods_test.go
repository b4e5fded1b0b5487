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
	return tellGoods(t, goodsProducts, tag, says...)
}

// tellGoods is the same for a shop of other products.
func tellGoods(t *testing.T, goods []Product, tag string, says ...string) (string, engine.Reply) {
	t.Helper()
	eng, gate := New(book(), shelf{index.New(book().Lexicon(), book().Senses())}, gearShop{NewCatalog(goods, book().Lexicon())}), check.New(book())
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

// TestSentencesOfOrdersAndGoodsPassTheGate: what the packs say of an order and of a product, filled, is refused in no locale.
func TestSentencesOfOrdersAndGoodsPassTheGate(t *testing.T) {
	gate := check.New(book())
	for _, p := range book().Packs() {
		day := p.FormatDay(now)
		ev := engine.Evidence{ID: "e1", Kind: "order", Ref: "RW-1", Title: "Brio Kettle", Locale: "en", Quote: "RW-20418: shipped; ordered 2026-05-12; total 97.00 USD; tracking DHL JD014600; 2 × Brio Kettle; 15% off until March 20; " + withMonths("3 for 2 from March to May") + "; Visa"}
		for key, pairs := range map[string][]string{
			"order_total": {"money", p.FormatMoney(97, "USD")}, "order_items": {"items", "2 × Brio Kettle"}, "order_payment": {"value", "Visa"}, "order_tracking_carrier": {"code", "JD014600", "carrier", "DHL"},
			"order_shipped": {"date", day}, "order_delivered": {"date", day}, "order_closed": {"date", day}, "product_price": {"product", "Brio Kettle", "money", p.FormatMoney(97, "USD")}, "price_other": {"currency", "USD"},
			"offer_now":  {"product", "Brio Kettle", "items", p.Say("offer_less", "figure", "15%") + p.List.Sep + p.Say("offer_until", "date", p.FormatDate(0, 3, 20)) + p.List.Sep + p.Say("offer_set", "a", "3", "b", "2") + p.List.Sep + p.Say("offer_months", "a", p.Months[2], "b", p.Months[4])},
			"offer_none": {"product", "Brio Kettle"}, "recommend": {"product", "Brio Kettle", "items", p.FormatMoney(97, "USD")}, "recommend_none": nil, "compare_lower": {"product", "Brio Kettle"}, "compare_higher": {"product", "Brio Kettle"}, "not_sold": {"label", "Brio"},
		} {
			text := p.Say(key, pairs...)
			if v := gate.Sentence(engine.Sentence{Text: text, Cites: []string{"e1"}}, check.Context{Locale: p.Tag, Shop: "Goods", Evidence: []engine.Evidence{ev}}); v.Result == check.Refused {
				t.Errorf("%s %s: %q refused: %s %s", p.Tag, key, text, v.Rule, v.Detail)
			}
		}
	}
}
