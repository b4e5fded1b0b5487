package insight

import (
	"strings"
	"testing"
)

// FuzzRead: a file of questions is read or refused with the line named.
func FuzzRead(f *testing.F) {
	f.Add(`{"id":"a","locale":"en-US","country":"US","text":"x","expect":{"kind":"article","reply_lang":"en-US"}}`)
	f.Add(`{"id":"d","locale":"en-US","country":"US","turns":[{"say":"x","expect":null,"interrupt":{"interrupt_after_ms":-1}}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		if items, err := Read(strings.NewReader(s)); err != nil && items != nil {
			t.Fatal("refused, and yet read")
		}
	})
}

// FuzzSays: patterns and figures in any form are compared without failing.
func FuzzSays(f *testing.F) {
	f.Add("/\\b7 days/i", "1.299,00 € in 30–40 Tagen", "1299")
	f.Add("/(/", "١٬٢٩٩", "30.")
	f.Fuzz(func(t *testing.T, expression, reply, text string) {
		if p, err := readPattern(expression); err == nil {
			p.in(reply)
		}
		says(reply, text)
	})
}
