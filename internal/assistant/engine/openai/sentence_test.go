package openai

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestCutter(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // text|cites, a leading ¶ for a new line
	}{
		{"Returns take 30 days. [e1] Shipping is free. [e2,e3]", []string{"Returns take 30 days.|e1", "Shipping is free.|e2 e3"}},
		{"Returns take 30 days [e1]. Shipping is free [e2] [e3].", []string{"Returns take 30 days.|e1", "Shipping is free.|e2 e3"}},
		{"It costs 4.90 EUR, e.g. in Berlin. [e1]", []string{"It costs 4.90 EUR, e.g. in Berlin.|e1"}},
		{"Gladly! You have 30 days. [e1]", []string{"Gladly!|", "You have 30 days.|e1"}},
		{"30日以内です。[e1]ありがとうございます。", []string{"30日以内です。|e1", "ありがとうございます。|"}},
		{"可以在30天内退货[e1]。运费4.90欧元。[e2]", []string{"可以在30天内退货。|e1", "运费4.90欧元。|e2"}},
		{"ส่งคืนได้ภายใน 30 วัน [e1] ค่าส่งฟรี [e2]", []string{"ส่งคืนได้ภายใน 30 วัน|e1", "ค่าส่งฟรี|e2"}},
		{"مدة الإرجاع 30 يومًا. [e1] هل لديك سؤال؟", []string{"مدة الإرجاع 30 يومًا.|e1", "هل لديك سؤال؟|"}},
		{"1. Open it. [e1]\n2. Clean it. [e2]\n\nDone.", []string{"1. Open it.|e1", "¶2. Clean it.|e2", "¶Done.|"}},
		{"She said \"wait.\" [e1] Then go.", []string{"She said \"wait.\"|e1", "Then go.|"}},
		{"No end [e1", []string{"No end [e1|"}},
		{"[e1] [e2]", []string{}},
		{"See [note] below. Bye.", []string{"See [note] below.|", "Bye.|"}},
		{"", []string{}},
	} {
		for size := 1; size <= 7; size++ { // however the stream is cut
			var cut cutter
			var got []piece
			r := []rune(c.text)
			for i := 0; i < len(r); i += size {
				got = append(got, cut.add(string(r[i:min(i+size, len(r))]))...)
			}
			got = append(got, cut.rest()...)
			if have := shownPieces(got); !reflect.DeepEqual(have, c.want) {
				t.Errorf("%q in pieces of %d: %q, want %q", c.text, size, have, c.want)
			}
		}
	}
}

func shownPieces(list []piece) []string {
	out := []string{}
	for _, p := range list {
		line := ""
		if p.line {
			line = "¶"
		}
		out = append(out, fmt.Sprintf("%s%s|%s", line, p.text, strings.Join(p.cites, " ")))
	}
	return out
}

func FuzzCutter(f *testing.F) {
	f.Add("A. [e1] B [e2]. C\n[", 3)
	f.Fuzz(func(t *testing.T, text string, size int) {
		size = size%8 + 1
		if size < 1 {
			size = 1
		}
		var cut cutter
		for i := 0; i < len(text); i += size {
			cut.add(text[i:min(i+size, len(text))])
		}
		cut.rest()
		if cut.open != "" {
			t.Errorf("%q: %q is left", text, cut.open)
		}
	})
}
