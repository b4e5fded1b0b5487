package conversation

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzClean: what is kept is valid text without control characters, and cleaning it again changes nothing.
func FuzzClean(f *testing.F) {
	for _, s := range []string{" a\x00b\r\n", "\xff\xfe", "\u202e\u0085", "\x1b[31m", "\r\r\n \t"} {
		f.Add(s, 80)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		clean := Clean(s)
		if !utf8.ValidString(clean) || strings.ContainsAny(clean, "\x00\x1b\x7f") {
			t.Fatalf("%q is not clean", clean)
		}
		if again := Clean(clean); again != clean {
			t.Fatalf("%q, then %q", clean, again)
		}
		if n = n&0xff + 1; utf8.RuneCountInString(clip(clean, n)) > n {
			t.Fatalf("%q is longer than %d", clip(clean, n), n)
		}
	})
}
