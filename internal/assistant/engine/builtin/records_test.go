package builtin

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
)

var lampProducts = []Product{
	{ID: "kite", Name: "Kite 5 smartphone", Category: "smartphone", Prices: map[string]float64{"USD": 499, "EUR": 489, "RUB": 45990, "JPY": 78000}, InStock: true, Attributes: map[string]any{
		"screen": map[string]any{"inch": 6.2, "hz": 120.0}, "box_contents": "cable, ejector pin", "drop_protection": "survives falls from 1.4 m", "charger_in_box": map[string]any{"BR": true, "other": false}, "weight_g": 176.0}},
	{ID: "tern", Name: "Tern mini drone", Category: "drone", Prices: map[string]float64{"USD": 399, "EUR": 389}, InStock: true, Attributes: map[string]any{"flight_time_min": 26.0, "weight_g": 249.0, "age": "14+"}},
	{ID: "hazel", Name: "Hazel Crossbody", Category: "bag", Prices: map[string]float64{"EUR": 155}, InStock: true, Attributes: map[string]any{"strap_cm": "95–125", "card_slots": 4.0, "dimensions_cm": map[string]any{"w": 22.0, "h": 16.0, "d": 7.0}}},
}

// TestAttributesAreFoundByMeaning: no rule for keys knows "how far can it fall".
func TestAttributesAreFoundByMeaning(t *testing.T) {
	for _, c := range []struct{ tag, say, want string }{
		{"en-US", "what fall does the kite 5 survive", "1.4 m"},
		{"de-DE", "wie lang ist der Riemen vom Hazel", "95–125"},
		{"en-US", "what else is in the box of the Kite 5?", "ejector pin"},
		{"de-DE", "wie groß ist der Bildschirm vom Kite 5?", "6,2"},
		{"pt-BR", "o kite 5 vem com carregador na caixa?", "im, "},
		{"fr-FR", "le drone Tern c'est à partir de quel âge ?", "14 ans"},
		{"ja-JP", "カイト5はいくらですか", "78,000"},
		{"ru-RU", "сколько стоит кайт 5", "45"},
		{"de-DE", "wie breit und hoch ist der Hazel?", "Breite 22"},
	} {
		text, r := tellGoods(t, lampProducts, c.tag, c.say)
		if r.Outcome != engine.Answered || !strings.Contains(text, c.want) {
			t.Errorf("%s %q: %s %s, want %q", c.tag, c.say, r.Outcome, text, c.want)
		}
		if !slices.ContainsFunc(r.Evidence, func(e engine.Evidence) bool { return e.Kind == "product" }) || slices.ContainsFunc(r.Evidence, func(e engine.Evidence) bool { return strings.HasPrefix(e.Ref, recordPrefix) }) {
			t.Errorf("%s %q: evidence %v", c.tag, c.say, r.Evidence)
		}
	}
}

// TestSeveralInOneAttribute: what holds several is taken apart, what differs by market or size stays.
func TestSeveralInOneAttribute(t *testing.T) {
	p := unfolded([]Product{{Attributes: map[string]any{"screen": map[string]any{"inch": 6.2, "type": "OLED"}, "charge_w": map[string]any{"wired": 65.0}, "volts": map[string]any{"US": "120 V"}, "kg": map[string]any{"S": 1.0}, "plug": map[string]any{"JP": "A", "other": "C"}, "programs": map[string]any{"dry beans": "32 min"}}}})[0]
	want := []string{"charge_wired_w", "kg", "plug", "programs", "screen_inch", "screen_type", "volts"}
	if got := attributeNames(p); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestABudgetIsAWish: an amount she will not exceed asks for a suggestion though she says no word for one.
func TestABudgetIsAWish(t *testing.T) {
	if text, r := tellGoods(t, lampProducts, "de-DE", "Ich suche eine Tasche, Budget höchstens 200 Euro"); r.Outcome != engine.Answered || !strings.Contains(text, "Hazel") {
		t.Errorf("%s %s", r.Outcome, text)
	}
	if text, _ := tellGoods(t, lampProducts, "de-DE", "Ich suche eine Tasche, Budget höchstens 100 Euro"); strings.Contains(text, "Hazel") {
		t.Errorf("over her budget: %s", text)
	}
}

// TestCodes: a code is met with and without its hyphen, in a row, a heading and in the middle of a sentence.
func TestCodes(t *testing.T) {
	x := index.New(book().Lexicon(), book().Senses())
	x.Put(index.Doc{ID: "codes", Lang: "en", Title: "Codes on the display", Body: "| Code | Meaning | Remedy |\n|---|---|---|\n| P-61 | daily limit reached | raise the limit |\n| P-88 | address differs | copy the address |\n\nIf the screen pauses for 1 hour it shows FL-44 below."})
	e := New(book(), shelf{x}, bikeShop{NewCatalog(nil, book().Lexicon())})
	for say, want := range map[string]string{"it spits out P-61": "raise the limit", "getting p61 all the time": "raise the limit", "P 88 now": "copy the address", "there is an FL-44": "1 hour"} {
		turn := newTalk(t, "en-US").turn
		turn.Text = say
		var said strings.Builder
		if _, err := e.Compose(t.Context(), turn, func(s engine.Sentence, _ []engine.Evidence) error { said.WriteString(s.Text); return nil }); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(said.String(), want) {
			t.Errorf("%q: %s", say, said.String())
		}
	}
}

// TestHerOwnOrder: what only she can mean is about an order of hers; a rule for everybody is not.
func TestHerOwnOrder(t *testing.T) {
	for say, about := range map[string]bool{
		"en-US|where is my money, i still dont have my refund": true, "es-ES|todavía espero, por dónde va mi paquete": true, "de-DE|wo bleibt mein Paket?": true, "fr-FR|camille@example.fr mon remboursement est parti ?": true,
		"en-US|order CW-40518 i got the street number wrong, can it be changed?": true, "en-US|how long does a refund take?": false, "de-DE|Kann ich die Adresse nach der Bestellung ändern?": false,
	} {
		tag, text, _ := strings.Cut(say, "|")
		_, r := tellGoods(t, lampProducts, tag, text)
		if asked := r.Outcome == engine.Asked; asked != about {
			t.Errorf("%s: %s", say, r.Outcome)
		}
	}
}

// TestYesAndNo holds the plainest of what was learnt.
func TestYesAndNo(t *testing.T) {
	x := index.New(book().Lexicon(), book().Senses())
	x.Put(index.Doc{ID: "a", Lang: "en", Title: "Registration", Body: "Registration is compulsory in Germany.\n\nOpened goods cannot be returned.\n\nThe button works without login.\n\nShipping may differ."})
	e := New(book(), shelf{x}, nil)
	page := x.Pages()[0]
	chance := func(tag, say, holds string) float64 {
		turn := newTalk(t, tag).turn
		turn.Text = say
		u, err := e.understand(t.Context(), turn)
		if err != nil {
			t.Fatal(err)
		}
		for i := range page.Passages {
			if strings.Contains(page.Passages[i].Text, holds) {
				return yesChance(e.stance(&plan{turn: turn, u: u, pack: u.pack}, &u.Questions[0], index.Hit{Page: page}, &page.Passages[i]))
			}
		}
		t.Fatalf("no passage holds %q", holds)
		return 0
	}
	if y := chance("de-DE", "Muss ich das registrieren?", "compulsory"); y < 0.6 {
		t.Errorf("a duty: %.2f", y)
	}
	if y := chance("es-ES", "¿puedo devolver algo abierto?", "cannot"); y > 0.2 {
		t.Errorf("a denial: %.2f", y)
	}
	if y := chance("fr-FR", "je peux le faire sans me connecter ?", "without login"); y < 0.6 {
		t.Errorf("goes without: %.2f", y)
	}
	if y := chance("fr-FR", "c'est pareil partout ?", "differ"); y > 0.95 || y < 0.05 {
		t.Errorf("neither: %.2f", y)
	}
}
