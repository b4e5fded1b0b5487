package locale

import (
	"testing"

	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// What was learnt lies nearer to what answers it, in any language and without a common word, than to another matter.
func TestSensesAreLearnt(t *testing.T) {
	b := open()
	m, lex := b.Senses(), b.Lexicon()
	if m.Len() < 3000 {
		t.Fatalf("the model knows %d notions", m.Len())
	}
	told := func(text string) sense.Vector {
		return m.Told(sense.Field{Notions: lex.Notions(lex.Analyze(text, "en", lexicon.Written)), Weight: 1})
	}
	const wash = "Wash at 30 degrees with similar colours and do not tumble dry."
	for _, c := range []struct{ lang, asked, near string }{
		{"en", "the porch is empty but it says dropped off", "If tracking shows delivered and you cannot find the parcel, ask neighbours and tell us within 7 days."},
		{"de", "wann ist mein geld wieder auf dem konto", "Refunds reach your bank within 5 working days after inspection."},
		{"es", "me robaron la contraseña y no puedo entrar", "Reset your password through the link on the sign-in page."},
		{"ja", "割れて届きました", "Report transport damage with photographs within 48 hours."},
		{"pt", "quanto tempo demora a chegar", "Standard delivery takes 3 to 5 working days."},
	} {
		asked := m.Asked(lex.Notions(lex.Analyze(c.asked, c.lang, lexicon.Asked)))
		if near, far := sense.Dot(asked, told(c.near)), sense.Dot(asked, told(wash)); near < far+0.1 {
			t.Errorf("%q lies %.2f from %q and %.2f from washing", c.asked, near, c.near, far)
		}
	}
}
