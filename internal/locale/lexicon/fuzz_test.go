package lexicon

import (
	"testing"
	"unicode/utf8"
)

// FuzzTokens: tokens lie inside the text, in order, and do not overlap.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"l'été 1.299,00 €", "返品は30日以内ですか？", "كلمة السر ٤٠", "คืนเงิน ๙๐ วัน", "a\u200bb\u202e\xff", "E4-PL.10023"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, k := range Tokens(s) {
			if k.Start < end || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("token %+v after %d of %d", k, end, len(s))
			}
			end = k.Start // the parts of one word may share it
		}
	})
}

// FuzzFold: folding gives valid text, and folding it again changes nothing that a comparison would see twice.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"ÀÉß İı", "ＡＢ１２", "ال\u0640عربية", "\ufdfa", "가\u1100\u1161", "e\u0301\u0302"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Fatalf("%q: %q is not valid", s, once)
		}
		if twice := Fold(Fold(once)); twice != Fold(once) {
			t.Fatalf("%q → %q → %q: never comes to rest", s, once, twice)
		}
	})
}

// FuzzQuick: the quick reader gives up or reads, and never fails.
func FuzzQuick(f *testing.F) {
	f.Add("- id: free\n  kind: modifier\n  words:\n    en: [free, \"for free\"]\n  label: {en: \"free\", zh: \"免费\"}\n")
	f.Add("- id: \"\n  words:\n    en: [\"\n")
	f.Fuzz(func(t *testing.T, s string) {
		if list, ok := quick(s); !ok && list != nil {
			t.Fatal("gave up and yet read something")
		}
	})
}
