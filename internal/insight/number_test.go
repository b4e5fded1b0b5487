package insight

import (
	"slices"
	"testing"
)

func TestSays(t *testing.T) {
	cases := []struct {
		reply, text string
		want        bool
	}{
		{"You have 30 days.", "30", true},
		{"You have 300 days.", "30", false},
		{"You have 130 days.", "30", false},
		{"It weighs 30.5 kg.", "30", false},
		{"It weighs 2.30 kg.", "30", false},
		{"Free from 1,299.00 USD", "1299", true},
		{"Ab 1.299,00 €", "1,299.00", true},
		{"Ab 1.299 €", "1299", true},
		{"dès 1 299,50 €", "1299.50", true},
		{"dès 1\u202f299\u00a0€", "1.299 €", true},
		{"от 12 500 ₽", "12500", true},
		{"ab CHF 1'299.–", "1299", true},
		{"ab CHF 1’299", "1299", true},
		{"₹1,00,000", "100000", true},
		{"1,299,000 ₫", "1.299.000", true},
		{"1,299,000 ₫", "1299", false},
		{"€4,90", "4.90", true},
		{"€4,90", "4.9", true},
		{"€4,90", "4", false},
		{"€5.00", "5", true},
		{"R$ 39", "R$39", true},
		{"0,299 kg", "0.299", true},
		{"0,299 kg", "299", false},
		{"1.299 kg", "1,299", true},
		{"٣٠ يومًا", "30", true},
		{"مجانًا من ١٬٢٩٩٫٥٠ ريال", "1299.5", true},
		{"๓๐ วัน", "30", true},
		{"３０日以内", "30日", true},
		{"30 天内", "30天", true},
		{"30天内", "30 天", true},
		{"3–5 business days", "3-5", true},
		{"3〜5営業日", "3-5", true},
		{"13–5", "3-5", false},
		{"RÜCKGABE", "rückgabe", true},
		{"Straße", "STRASSE", true},
		{"ﬁne", "fine", true},
		{"don’t", "don't", true},
		{"par\u200bcel", "parcel", true},
		{"2 Jahre Garantie", "garantie", true},
		{"bis 24.12.2026", "2026", true},
		{"bis 24.12.", "24.12.", true},
		{"bis 24.12.2026", "4.12", false},
		{"9:00–18:00", "18:00", true},
		{"Folio 10: 30 days", "10 30", false},
		{"error E4", "e4", true},
		{"error E40", "e4", false},
		{"anything", "\u200b", false},
	}
	for _, c := range cases {
		if got := says(c.reply, c.text); got != c.want {
			t.Errorf("says(%q, %q) = %v", c.reply, c.text, got)
		}
	}
}

func TestExtra(t *testing.T) {
	cases := []struct {
		name, reply string
		known       []string
		want        []string
	}{
		{"plain", "30 days, 12 months", nil, []string{"30", "12"}},
		{"the same figure once", "30 days, yes, 30 days, 30.0", nil, []string{"30"}},
		{"known in another form", "1.299,00 €", []string{"1299"}, nil},
		{"known in other digits", "30", []string{"٣٠"}, nil},
		{"one number, not two", "1 299 €", []string{"1299"}, nil},
		{"two numbers", "2 30", nil, []string{"2", "30"}},
		{"numbers of a list do not count", "1. open\n2) close\n３．wait\n① go", nil, nil},
		{"a number that opens a line counts", "30 days\n60 days", nil, []string{"30", "60"}},
		{"codes count once", "E4 or E4, 1Z9HV416", nil, []string{"e4", "1z9hv416"}},
		{"a code is not its number", "E4", []string{"4"}, []string{"e4"}},
		{"addresses do not count", "write to a1@b2.example or https://x.example/30", nil, nil},
		{"a date by its parts", "24.12.2026", []string{"2026-12-24"}, nil},
		{"a date said by its parts", "24 December 2026", []string{"24.12.2026"}, nil},
		{"time", "9:30", []string{"9 h 30"}, nil},
		{"full hour", "9:00", []string{"at 9"}, nil},
		{"another time", "9:45", []string{"9 h 30"}, []string{"9:45"}},
		{"half of a price is not known", "90", []string{"4.90"}, []string{"90"}},
		{"glued unit", "250ml", []string{"250 ml"}, nil},
	}
	for _, c := range cases {
		if got := extra(c.reply, c.known...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPattern(t *testing.T) {
	cases := []struct {
		pattern, reply string
		want           bool
	}{
		{`/\b12 months?\b/i`, "12 Months", true},
		{`/\d+ días/`, "٣٠ días", true}, // plain form
		{`/\d+ días/`, "treinta días", false},
		{`/caf\u00e9/`, "café", true},
		{`/\p{Script=Han}/u`, "保修", true},
		{`/a\/b/g`, "a/b", true},
		{`and/or`, "this and/or that", true},
		{`/returns`, "see /returns", true},
	}
	for _, c := range cases {
		p, err := readPattern(c.pattern)
		if err != nil || p.in(c.reply) != c.want {
			t.Errorf("%s in %q: %v, %v", c.pattern, c.reply, !c.want, err)
		}
	}
	for _, bad := range []string{"/(/", "/a(?=b)/", "/a/q"} {
		if _, err := readPattern(bad); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}
