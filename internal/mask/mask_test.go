package mask

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// example is one line of testdata/cases.jsonl, which the widget's own masks are tested with too. Without gone, nothing may change.
type example struct {
	Text string   `json:"text"`
	Gone []string `json:"gone"`
	Kind Kind     `json:"kind"`
}

func examples(t testing.TB) (list []example) {
	t.Helper()
	file, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var e example
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

func TestText(t *testing.T) {
	for _, e := range examples(t) {
		got, kinds := Text(e.Text)
		if e.Gone == nil && got != e.Text {
			t.Errorf("%q must stay as it is: %q %v", e.Text, got, kinds)
		}
		for _, gone := range e.Gone {
			if strings.Contains(got, gone) {
				t.Errorf("%q still holds %q: %q", e.Text, gone, got)
			}
		}
		if e.Gone != nil && !slices.Contains(kinds, e.Kind) {
			t.Errorf("%q: hid %v, not a %s: %q", e.Text, kinds, e.Kind, got)
		}
	}
}

func TestForms(t *testing.T) {
	for in, want := range map[string]string{
		"4111111111111111":               "••••••••••••1111",
		"pay 4111 1111 1111 1111 now":    "pay •••• •••• •••• 1111 now",
		"4111-1111-1111-1111":            "••••-••••-••••-1111",
		"４１１１１１１１１１１１１１１１":               "••••••••••••1111",
		"٤١١١١١١١١١١١١١١١":               "••••••••••••1111",
		"4111\u200b1111\u200b11111111":   "••••••••••••1111",
		"378282246310005":                "•••••••••••0005",
		"5555 5555 5555 4444 and 12/27":  "•••• •••• •••• 4444 and 12/27",
		"DE89 3704 0044 0532 0130 00 ok": "DE•• •••• •••• •••• ••30 00 ok",
		"my password is hunter2, ok?":    "my password is ••••••, ok?",
	} {
		if got, _ := Text(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestAgain: what is hidden once is not hidden again, whatever stands around it.
func TestAgain(t *testing.T) {
	for _, e := range examples(t) {
		once, _ := Text(e.Text)
		if twice, kinds := Text(once); twice != once {
			t.Errorf("%q: first %q, then %q %v", e.Text, once, twice, kinds)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.Text)
	}
	f.Add("\xff4111\xfe 1111 11111111")
	f.Fuzz(func(t *testing.T, s string) {
		out, kinds := Text(s)
		if len(kinds) == 0 && out != s {
			t.Fatal("changed without hiding")
		}
		if utf8.ValidString(s) && !utf8.ValidString(out) {
			t.Fatalf("broke the encoding: %q", out)
		}
		if _, more := Cards(out); more {
			t.Fatalf("a card is left: %q", out)
		}
	})
}

// TestOrdinaryTextStays: nothing is hidden in the questions, articles and orders that the shops of the benches and the demo have.
func TestOrdinaryTextStays(t *testing.T) {
	for _, pattern := range []string{"../../bench/blind/*.jsonl", "../../bench/blind/shop/*.jsonl", "../../demo/demo/*.jsonl"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", pattern, err, len(files))
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(string(data), "\n") {
				for _, text := range strings.Split(line, `", "`) {
					if got, kinds := Text(text); kinds != nil {
						t.Errorf("%s:%d: %v in %.200q: %.200q", filepath.Base(name), i+1, kinds, text, got)
					}
				}
			}
		}
	}
}
