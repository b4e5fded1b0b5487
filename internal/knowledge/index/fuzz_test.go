package index

import (
	"strings"
	"testing"
)

// FuzzSentences: sentences hold what the text holds, in its order, and nothing else.
func FuzzSentences(f *testing.F) {
	for _, s := range []string{"a. b! c?", "z. B. 3.5 kg. „Ja.“ Nein", "返品できます。送料は無料です！", "1. a\n\n\n2. b…", "[x](http://a.b/(c)) **d** `e` ![", "\xff。\xfe"} {
		f.Add(s)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	f.Fuzz(func(t *testing.T, s string) {
		if got := squeeze(strings.Join(Sentences(s), " ")); got != squeeze(s) {
			t.Fatalf("%q became %q", squeeze(s), got)
		}
		if plain := Plain(s); len(plain) > len(s)+len(s)/2+16 {
			t.Fatalf("%q grew to %q", s, plain)
		}
	})
}
