package peer

import (
	"math"
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"Don't pay, E02!":  {"don", "t", "pay", "e02"},
		"保修多久？":            {"保修", "修多", "多久"},
		"退USB线和 线":         {"退", "usb", "线和", "线"},
		"été":              {"été"},
		"e\u0301te\u0301":  {"e\u0301te\u0301"},
		"データ 返品":           {"デー", "ータ", "返品"},
		" … ":              nil,
		"ส่ง":              {"ส่", "่ง"},
		"Größe 42":         {"größe", "42"},
		"شحن؟ مجاني":       {"شحن", "مجاني"},
		"배송 언제":            {"배송", "언제"},
		"bao nhiêu ngày?!": {"bao", "nhiêu", "ngày"},
	} {
		if got := words(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// The score is worked out by hand: two texts of three and one words, "warranty" in one of them.
func TestScore(t *testing.T) {
	m := NewBM25([]Text{{ID: "a", Body: "warranty warranty years"}, {ID: "b", Body: "shipping"}})
	idf := math.Log(1 + (2-1+0.5)/(1+0.5))
	want := idf * 2 * 2.2 / (2 + 1.2*(0.25+0.75*3/2))
	if got := m.score(m.texts[0], []string{"warranty"}); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
	if got := m.score(m.texts[1], []string{"warranty"}); got != 0 {
		t.Errorf("a text without the word has %v", got)
	}
}

func TestFind(t *testing.T) {
	m := NewBM25([]Text{
		{ID: "return", Body: "You may return it within 30 days. Return it unused."},
		{ID: "warranty", Body: "The warranty lasts two years from the day you bought it."},
		{ID: "保修", Body: "咖啡机保修两年。"},
	})
	for question, want := range map[string]string{
		"how long is the WARRANTY?": "warranty", "can i return it": "return", "保修多久": "保修", "гарантия": "", "": "",
	} {
		if got := m.Find(question); got != want {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
}
