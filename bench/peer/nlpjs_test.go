package peer

import (
	"slices"
	"testing"
)

func TestSentences(t *testing.T) {
	body := "Returns\n## How long?\n\n- **30 days**. Costs $5.90!  Ask us\n| US | $5 |\n|---|:--|\n七天内可退。请保留包装"
	want := []string{"Returns", "How long", "- 30 days", "Costs $5.90", "Ask us", "US $5", "七天内可退", "请保留包装"}
	if got := sentences(body); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestOrder(t *testing.T) {
	o := order([]Text{{"a", "en", "One. Two"}, {"b", "zh", "三"}}, []Asked{{"zh", "吗"}, {"de", "was"}, {"en", "what"}})
	if !slices.Equal(o.Languages, []string{"en", "zh"}) || len(o.Train) != 3 || o.Train[2] != (utterance{"zh", "三", "b"}) {
		t.Errorf("%+v", o)
	}
	if o.Ask[0].Language != "zh" || o.Ask[1].Language != "en" || o.Ask[2].Language != "en" {
		t.Errorf("%+v", o.Ask)
	}
}
