package builtin

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/knowledge/ownwords"
)

// explained is what the operators of a shop have said.
type explained []ownwords.Entry

func (e explained) Of(context.Context, string) (ownwords.List, error) { return ownwords.ListOf(e), nil }

func means(lang, word string, m ownwords.Meaning) ownwords.Entry {
	m.State = ownwords.Meant
	return ownwords.Entry{Lang: lang, Word: word, Meaning: m}
}

// speaks is an engine with the fixture's articles and what its operators have said.
func speaks(t *testing.T, own ...ownwords.Entry) *Engine {
	t.Helper()
	x := index.New(book().Lexicon(), book().Senses())
	for _, d := range bikeArticles {
		x.Put(d)
	}
	e := New(book(), shelf{x}, bikeShop{NewCatalog(bikeProducts, book().Lexicon())})
	e.Own = explained(own)
	return e
}

// TestOwnWordsAreUnderstood: a question that stands on a word which nobody knows is declined, and answered once the word is explained: by a
// concept, by a synonym that the lexicon knows, and by one that only the articles know.
func TestOwnWordsAreUnderstood(t *testing.T) {
	for _, c := range []struct {
		tag, text, plain string // plain asks the same in a word that the lexicon or an article knows
		own              ownwords.Entry
	}{
		{"de-DE", "Wie lange kann ich einen Zwirbelschein einlösen?", "Wie lange kann ich einen Geschenkgutschein einlösen?", means("de", "Zwirbelscheine", ownwords.Meaning{Concepts: []string{"gift_card"}})},
		{"de-DE", "Was ist mit Knurpsen?", "Was ist mit Rückgaben?", means("de", "Knurps", ownwords.Meaning{Concepts: []string{"return"}})},
		{"de-DE", "Was ist mit Knurpsen?", "Was ist mit Rückgaben?", means("de", "Knurps", ownwords.Meaning{Means: []string{"Rückgabe"}})},
		{"en-US", "How long must the flarn drizzle steep?", "How long must the moonflower infusion steep?", means("en", "flarn drizzle", ownwords.Meaning{Means: []string{"moonflower infusion"}})},
		{"en-US", "What about the flarn drizzle?", "What about the moonflower infusion?", means("en", "flarn drizzle", ownwords.Meaning{Means: []string{"moonflower infusion"}})},
		{"zh-CN", "罩罩期呢？", "保修呢？", means("zh", "罩罩期", ownwords.Meaning{Concepts: []string{"warranty"}})},
		{"ar-SA", "ما هو الزعبوط؟", "ما هو الضمان؟", means("ar", "زعبوط", ownwords.Meaning{Concepts: []string{"warranty"}})},
	} {
		if text, outcome := answer(t, speaks(t), c.tag, c.text); outcome == engine.Answered {
			t.Errorf("%s: is answered without the word too, so it shows nothing: %q", c.text, text)
		}
		want, _ := answer(t, speaks(t), c.tag, c.plain)
		if text, outcome := answer(t, speaks(t, c.own), c.tag, c.text); outcome != engine.Answered || text != want {
			t.Errorf("%s: %s %q, want %q", c.text, outcome, text, want)
		}
	}
}

// TestOwnWordsChangeNothingElse: questions without the words are answered as before, and a word that the lexicon is sure of is not met in
// an inflection of a shop's word.
func TestOwnWordsChangeNothingElse(t *testing.T) {
	with, without := speaks(t, means("de", "Garantieren", ownwords.Meaning{Concepts: []string{"payment"}}), means("fr", "wie", ownwords.Meaning{Concepts: []string{"payment"}})), speaks(t)
	for _, q := range []string{"Wie lange gilt die Garantie?", "Was kostet der Versand nach Japan?", "Wie kann ich bezahlen?"} {
		a, one := answer(t, with, "de-DE", q)
		b, two := answer(t, without, "de-DE", q)
		if a != b || one != two {
			t.Errorf("%s: %s %q, without words %s %q", q, one, a, two, b)
		}
	}
}

// TestAnOperatorsWordWins: what an operator says of a word as it is written counts more than the lexicon.
func TestAnOperatorsWordWins(t *testing.T) {
	e := speaks(t, means("en", "bear", ownwords.Meaning{Concepts: []string{"gift_card"}}))
	if got := understood(t, e, "en-US", "How long is a bear valid?").Questions[0]; !slices.Contains(got.Concepts, "gift_card") || slices.Contains(got.Unknown, "bear") {
		t.Errorf("understood %v, unknown %v", got.Concepts, got.Unknown)
	}
}

func understood(t *testing.T, e *Engine, tag, text string) (u Understood) {
	t.Helper()
	turn := newTalk(t, tag).turn
	turn.Text = text
	r, err := e.Compose(context.Background(), turn, func(engine.Sentence, []engine.Evidence) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(r.Understood, &u); err != nil {
		t.Fatal(err)
	}
	return u
}

// TestStrangeWordsAreNoted: what nothing explains is on record, and nothing else: no name of a product, no address, no everyday word, no
// word that an operator has explained.
func TestStrangeWordsAreNoted(t *testing.T) {
	for _, c := range []struct {
		tag, text string
		want      []string
	}{
		{"de-DE", "Wie lange gilt die Knurrmappe?", []string{"Knurrmappe"}},
		{"de-DE", "Wie lange gilt die Garantie?", nil},
		{"en-US", "Is the Velora Trek E in stock?", nil},
		{"en-US", "Write to zorp.quux@example.com or https://zorp.example/quux about the flibberwocky", []string{"flibberwocky"}},
		{"en-US", "My kettle is busted", nil},
		{"zh-CN", "自行车的罩罩期是多久？", []string{"罩罩期"}},
		{"zh-CN", "你们的咖啡壶能不能退？", nil},
		{"ja-JP", "自転車のモフ券はいつまで使えるんだけどねえ", []string{"モフ"}},
		{"ko-KR", "꾸러미권은 얼마나 오래 가는데요?", []string{"꾸러미권"}},
		{"de-DE", "Habt ihr Zwirbelscheine?", nil},
	} {
		var got []string
		for _, q := range understood(t, speaks(t, means("de", "Zwirbelschein", ownwords.Meaning{Means: []string{"Blorf"}})), c.tag, c.text).Questions {
			got = append(got, q.Strange...)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: noted %q, want %q", c.text, got, c.want)
		}
	}
}
