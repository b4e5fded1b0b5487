package lexicon

import (
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"parley/content"
)

// TestQuickReader holds the fast reader to the result of the full one, file by file.
func TestQuickReader(t *testing.T) {
	names, _ := fs.Glob(content.FS, "lexicon/*/*.yaml")
	top, _ := fs.Glob(content.FS, "lexicon/*.yaml")
	names = append(names, top...)
	for _, name := range names {
		raw, _ := fs.ReadFile(content.FS, name)
		fast, ok := quick(string(raw))
		if !ok {
			t.Logf("%s goes through the full reader", name)
			continue
		}
		var full []Concept
		if err := yaml.Unmarshal(raw, &full); err != nil {
			t.Error(name, err)
			continue
		}
		for i := range full {
			if i >= len(fast) || !same(full[i], fast[i]) {
				t.Errorf("%s: %s differs", name, full[i].ID)
			}
		}
	}
}

func same(a, b Concept) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Unit == b.Unit && len(a.Parents) == len(b.Parents) && reflect.DeepEqual(a.Words, b.Words) && (len(a.Label) == 0 && len(b.Label) == 0 || reflect.DeepEqual(a.Label, b.Label)) && (len(a.Say) == 0 && len(b.Say) == 0 || reflect.DeepEqual(a.Say, b.Say))
}

var small = New([]Concept{
	{ID: "warranty", Kind: "topic", Words: map[string][]string{"en": {"warranty", "guarantee*"}, "zh": {"保修", "质保"}, "ja": {"保証"}, "de": {"Garantie", "Gewährleistung"}, "pt": {"garantia"}, "ar": {"ضمان"}, "th": {"รับประกัน"}}},
	{ID: "return", Kind: "action", Words: map[string][]string{"en": {"return", "send back"}, "de": {"zurückschicken", "Rückgabe"}, "zh": {"退货"}}},
	{ID: "period", Kind: "measure", Unit: "duration", Words: map[string][]string{"de": {"Frist", "Zeit"}}},
	{ID: "act.press", Kind: Act, Words: map[string][]string{"de": {"Zeitung"}}},
}, map[string][]string{"en": {"i", "to", "it"}})

func TestMatching(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Warranty?", "warranty"}, {"en", "waranty", "warranty"}, {"en", "guaranteed", "warranty"}, {"en", "sending it back", "return"}, {"en", "returned", "return"}, {"en", "Garantie please", "warranty"},
		{"de", "GARANTIE", "warranty"}, {"de", "gewahrleistung", "warranty"}, {"de", "Gewaehrleistung", "warranty"}, {"de", "zurückzuschicken", "return"}, {"de", "Rückgabefrist", "return"}, {"de", "Rückgabefrist", "period"},
		{"zh", "可以退货吗", "return"}, {"zh", "質保", ""}, {"zh", "ｗarranty", "warranty"}, {"ja", "保証はありますか", "warranty"}, {"th", "มีรับประกันไหม", "warranty"},
		{"ar", "بالضمان", "warranty"}, {"ar", "الضَّمان", "warranty"}, {"ar", "ضمـــان", "warranty"}, {"pt", "garantias", "warranty"}, {"pt", "garntia", "warranty"},
	} {
		found := false
		for _, m := range small.Analyze(c.text, c.lang, Asked).Matches {
			found = found || m.ID == c.want
		}
		if found != (c.want != "") {
			t.Errorf("%s %q: %v", c.lang, c.text, small.Analyze(c.text, c.lang, Asked).Matches)
		}
	}
	for _, m := range small.Analyze("zeit", "de", Asked).Matches {
		if m.Kind == Act {
			t.Error("an act was matched by its stem")
		}
	}
}

// An Arabic "and" is written onto the number that follows it.
func TestClitic(t *testing.T) {
	for text, want := range map[string]int{"و250 مل": 3, "E4": 1} {
		if got := Tokens(text); len(got) != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// An error code is one token without its hyphen; an order number, a range and a compound are not.
func TestHyphenedCode(t *testing.T) {
	for text, want := range map[string]string{"E-14": "e14", "3DS-20": "3ds20", "P-61": "p61", "屏上E-14": "屏 上 e14", "PL-10023": "pl 10023", "24-7": "24 7", "wi-fi": "wi fi", "T-2-4": "t 2 4", "covid-19": "covid 19"} {
		var got []string
		for _, x := range Tokens(text) {
			got = append(got, x.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// TestKoreanSpaces holds that an expression is found however it is spaced, and that two neighbours never make a third word.
func TestKoreanSpaces(t *testing.T) {
	l := New([]Concept{{ID: "human", Kind: Act, Words: map[string][]string{"ko": {"사람 바꿔"}}}, {ID: "waterproof", Kind: "attribute", Words: map[string][]string{"ko": {"방수"}}}}, nil)
	for text, want := range map[string]int{"사람 바꿔주세요": 1, "사람바꿔주세요": 1, "아 사람 바꿔": 1, "가방 수선": 0, "사람, 바꿔": 0, "방수": 1} {
		if got := l.Analyze(text, "ko", Asked).Matches; len(got) != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// TestLongExpression holds that the question word inside a long expression of Thai is still heard.
func TestLongExpression(t *testing.T) {
	l := New([]Concept{{ID: "loyalty", Kind: "topic", Words: map[string][]string{"th": {"ซื้อกี่บาทถึงจะได้แต้ม"}}}, {ID: "how_much", Kind: "question", Words: map[string][]string{"th": {"กี่บาท"}}}}, nil)
	got := l.Analyze("ซื้อกี่บาทถึงจะได้แต้ม", "th", Asked).Matches
	if len(got) != 2 || got[0].ID != "loyalty" || got[1].How != Inner {
		t.Errorf("%+v", got)
	}
}

func FuzzAnalyze(f *testing.F) {
	f.Add("Wie lange ist die Garantie? 保修 l'ordine 1.299,00 €", "de")
	f.Fuzz(func(t *testing.T, text, lang string) {
		a := small.Analyze(text, lang, Asked)
		for _, k := range a.Tokens {
			if k.Start < 0 || k.End > len(text) || k.Start >= k.End {
				t.Fatalf("token outside of the text: %+v", k)
			}
		}
		for _, m := range a.Matches {
			if m.From >= m.To || m.To > len(a.Tokens) {
				t.Fatalf("match outside of the tokens: %+v", m)
			}
		}
	})
}

func BenchmarkAnalyze(b *testing.B) {
	list, err := Read(content.FS, "lexicon/*.yaml")
	if err != nil {
		b.Fatal(err)
	}
	l := New(list, nil)
	b.ResetTimer()
	for b.Loop() {
		l.Analyze("Wie lange habe ich Zeit, um einen Artikel zurückzuschicken?", "de", Written)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		list, err := Read(content.FS, "lexicon/*.yaml")
		if err != nil {
			b.Fatal(err)
		}
		New(list, nil)
	}
}

// TestApostrophes: a telephone writes ’ where a keyboard writes '.
func TestApostrophes(t *testing.T) {
	words := func(text string) (out []string) {
		for _, w := range Tokens(text) {
			out = append(out, w.Text)
		}
		return out
	}
	for typed, curly := range map[string]string{
		"je voudrais parler à quelqu'un": "je voudrais parler à quelqu’un", "l'ordine": "l’ordine", "I don't": "I don’t", "c'è": "c’è",
	} {
		if got, want := words(curly), words(typed); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read %q, not %q", curly, got, want)
		}
	}
}

func TestPlacesAreNamedWhereNothingElseIsSaid(t *testing.T) {
	lex := New([]Concept{
		{ID: "germany", Kind: "place", Words: map[string][]string{"vi": {"nước đức"}}, Label: map[string]string{"vi": "Đức"}},
		{ID: "thailand", Kind: "place", Words: map[string][]string{"th": {"ในไทย"}}, Label: map[string]string{"th": "ไทย"}},
		{ID: "japan", Kind: "place", Words: map[string][]string{"th": {"ญี่ปุ่น"}, "vi": {"nhật bản"}}, Label: map[string]string{"th": "ญี่ปุ่น", "vi": "Nhật Bản"}},
	}, nil)
	for _, c := range []struct {
		lang, text string
		depth      Depth
		want       []string
	}{
		{"vi", "Đức", Written, []string{"germany"}},
		{"vi", "Đức: 2–4 ngày làm việc", Written, []string{"germany"}},
		{"vi", "Nhật Bản và Đức; Phí: 5", Written, []string{"japan", "germany"}},
		{"vi", "Anh Đức: nhân viên", Written, nil},
		{"vi", "đạo đức", Written, nil},
		{"vi", "Đức", Asked, nil},
		{"th", "ไทย: 120 บาท", Written, []string{"thailand"}},
		{"th", "ญี่ปุ่น ไทย", Written, []string{"japan", "thailand"}},
		{"th", "ภาษาไทย: มี", Written, nil},
	} {
		var got []string
		for _, m := range lex.Analyze(c.text, c.lang, c.depth).Matches {
			got = append(got, m.ID)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %q: %v, want %v", c.lang, c.text, got, c.want)
		}
	}
}
