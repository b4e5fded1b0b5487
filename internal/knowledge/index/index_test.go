package index

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"parley/content"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

var book = sync.OnceValue(func() *locale.Book {
	b, err := locale.Open(content.FS)
	if err != nil {
		panic(err)
	}
	return b
})

func ask(x *Index, text, lang string) []Hit {
	lex := book().Lexicon()
	return x.Search(Query{Locale: lang, Terms: QueryTerms(lex.Analyze(text, locale.Base(lang), lexicon.Asked), lex, func(id string) bool { return lex.Kind(id) == lexicon.Act || lex.Kind(id) == "question" })})
}

func TestSearchAcrossLanguages(t *testing.T) {
	x := New(book().Lexicon(), nil)
	x.Put(Doc{ID: "w", Lang: "en", Title: "Warranty", Body: "The warranty is two years."})
	x.Put(Doc{ID: "r", Lang: "zh-CN", Title: "退货", Body: "30天内可以退货。"})
	x.Put(Doc{ID: "k", Lang: "en", Title: "Klarna", Body: "Pay later with Klarna."})
	for q, want := range map[[2]string]string{{"Garantie", "de"}: "w", {"保修多久", "zh"}: "w", {"ضمان", "ar"}: "w", {"can I return it", "en"}: "r", {"返品できますか", "ja"}: "r", {"geht klarna?", "de"}: "k"} {
		hits := ask(x, q[0], q[1])
		if len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%q: %v", q[0], hits)
		}
	}
	x.Remove("w")
	if hits := ask(x, "Garantie", "de"); len(hits) > 0 && hits[0].ID == "w" {
		t.Error("a removed article was found")
	}
}

// TestFillIsPutInOrder holds that reading several articles at a time ends like putting one after the other; the last of an id stays.
func TestFillIsPutInOrder(t *testing.T) {
	var docs []Doc
	for i := range 40 {
		docs = append(docs, Doc{ID: fmt.Sprint("a", i%30), Lang: "en", Title: fmt.Sprint("Warranty ", i), Body: strings.Repeat("Two years. ", 1+(40-i)*3), Variants: []Variant{{Locale: "de-DE", Title: "Garantie", Body: "Zwei Jahre."}}})
	}
	one, many := New(book().Lexicon(), nil), New(book().Lexicon(), nil)
	for _, d := range docs {
		one.Put(d)
	}
	many.Fill(docs)
	if len(one.pages) != len(many.pages) || one.Len() != 30 || many.Len() != 30 || len(one.ids) != len(many.ids) {
		t.Fatalf("%d pages of %d articles, not %d", len(many.pages), many.Len(), len(one.pages))
	}
	name := func(p *Page) string {
		if p == nil {
			return "removed"
		}
		return p.ID + " " + p.Lang + " " + p.Title
	}
	for i := range one.pages {
		if want, got := name(one.pages[i]), name(many.pages[i]); got != want {
			t.Errorf("page %d is %s, not %s", i, got, want)
		}
	}
}

func TestVariantsAndReplacement(t *testing.T) {
	x := New(book().Lexicon(), nil)
	x.Put(Doc{ID: "w", Lang: "en", Title: "Warranty", Body: "Two years.", Variants: []Variant{{Locale: "de-DE", Title: "Garantie", Body: "Zwei Jahre."}, {Locale: "de-DE", Market: "CH", Title: "Garantie", Body: "Drei Jahre."}}})
	lex := book().Lexicon()
	terms := QueryTerms(lex.Analyze("Garantie", "de", lexicon.Asked), lex, nil)
	for market, want := range map[string]string{"DE": "Zwei Jahre.", "CH": "Drei Jahre."} {
		hits := x.Search(Query{Locale: "de-DE", Market: market, Terms: terms})
		if len(hits) != 1 || hits[0].Passages[0].Text != want {
			t.Errorf("%s: %+v", market, hits)
		}
	}
	x.Put(Doc{ID: "w", Lang: "en", Title: "Guarantee", Body: "Five years."})
	if hits := x.Search(Query{Locale: "de-DE", Terms: terms}); len(hits) != 1 || hits[0].Passages[0].Text != "Five years." {
		t.Errorf("not replaced: %+v", hits)
	}
}

// TestHerLanguageIsShown: the Spanish page says more of what she asked, and yet she reads the Mexican one.
func TestHerLanguageIsShown(t *testing.T) {
	spain := Variant{Locale: "es-ES", Title: "Garantía y garantía legal", Body: "Garantía de 36 meses. Garantía de los auriculares."}
	doc := Doc{ID: "w", Lang: "en", Title: "Warranty", Body: "24 months.", Variants: []Variant{spain, {Locale: "es-MX", Title: "Garantía", Body: "Dura 12 meses."}}}
	for locale, want := range map[string]string{"es-MX": "es-MX", "es-ES": "es-ES", "es-AR": "es-ES", "ja-JP": "es-ES", "en-US": "en"} {
		x := New(book().Lexicon(), nil)
		x.Put(doc)
		hits := ask(x, map[string]string{"ja-JP": "保証", "en-US": "warranty"}[locale]+" garantía auriculares", locale)
		if len(hits) != 1 || hits[0].Lang != want {
			t.Errorf("%s reads %v, want %s", locale, hits, want)
		}
	}
}

// TestManyLanguagesLeaveRoom: an article in every language is one find, not fifteen.
func TestManyLanguagesLeaveRoom(t *testing.T) {
	x := New(book().Lexicon(), nil)
	for i := range 4 {
		d := Doc{ID: fmt.Sprint("w", i), Lang: "en", Title: "Warranty warranty", Body: "Warranty."}
		for _, l := range []string{"de", "fr", "it", "es", "pt", "ru", "ja", "ko", "zh", "ar", "th", "vi"} {
			d.Variants = append(d.Variants, Variant{Locale: l, Title: d.Title, Body: d.Body})
		}
		x.Put(d)
	}
	x.Put(Doc{ID: "other", Lang: "en", Title: "Batteries", Body: "The warranty does not cover them."})
	if hits := ask(x, "warranty", "ru-RU"); len(hits) != 5 {
		t.Errorf("%d articles were found", len(hits))
	}
}

func TestSplit(t *testing.T) {
	got := Split("Intro with **bold** text. Costs €4.90, e.g. today. See [here](http://x.y).\n\n## Steps\n\n1. Open it.\n2. Close it.\n\n- one\n- two\n\n| Country | Time |\n|---|---|\n| Japan | 7–10 days |\n\n退货。30天内。")
	var texts []string
	for _, p := range got {
		texts = append(texts, p.Text)
	}
	want := "Intro with bold text.|Costs €4.90, e.g. today.|See here.|Steps|Open it.|Close it.|one|two|Japan; Time: 7–10 days|退货。|30天内。"
	if s := strings.Join(texts, "|"); s != want {
		t.Error(s)
	}
}

func TestConcurrentUse(t *testing.T) {
	x := New(book().Lexicon(), nil)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 150 {
				id := fmt.Sprint(g, i%20)
				x.Put(sampleDoc(id, i))
				ask(x, "warranty in japan", "en")
				if i%5 == 0 {
					x.Remove(id)
				}
			}
		}()
	}
	wg.Wait()
}

var topics = strings.Fields("warranty return shipping refund battery charger display helmet invoice voucher customs delivery payment colour size weight kettle toaster blender lamp")

func sampleDoc(id string, i int) Doc {
	var b strings.Builder
	a, c := topics[i%len(topics)], topics[(i/7)%len(topics)]
	for p := range 10 {
		fmt.Fprintf(&b, "The %s of model X%d concerns the %s and takes %d days in Germany. ", a, i, c, i%50+p)
		if p%4 == 3 {
			b.WriteString("\n\n## About " + a + "\n\n")
		}
	}
	return Doc{ID: id, Lang: "en", Title: a + " and " + c, Body: b.String(), Tags: []string{a}}
}

func filled(n int) *Index {
	x := New(book().Lexicon(), nil)
	var wg sync.WaitGroup
	for half := range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := half; i < n; i += 2 {
				x.Put(sampleDoc(fmt.Sprint("a", i), i))
			}
		}()
	}
	wg.Wait()
	return x
}

func BenchmarkFill5000(b *testing.B) {
	for b.Loop() {
		filled(5000)
	}
}

func BenchmarkSearch5000(b *testing.B) {
	x := filled(5000)
	lex := book().Lexicon()
	terms := QueryTerms(lex.Analyze("Wie lange dauert die Garantie für den Wasserkocher in Deutschland?", "de", lexicon.Asked), lex, nil)
	b.ResetTimer()
	for b.Loop() {
		x.Search(Query{Locale: "de-DE", Terms: terms})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("# a\n\n1. b\n| c | d |\n|--|--|\n| e | f |\n```\nx\n```")
	f.Fuzz(func(t *testing.T, body string) { Split(body) })
}

// Bold words that begin a paragraph are the heading of its sentences; bold words within a sentence are not.
func TestBoldWordsHeadAParagraph(t *testing.T) {
	var got []string
	for _, p := range Split("# Returns\n\n**Christmas:** Send it until 31 January. Later is too late.\n\n**Express** parcels take 2 days.\n\n**E4.** The fan is blocked.\n\nPlain.") {
		got = append(got, p.Heading+" | "+p.Text)
	}
	want := []string{
		"Returns | Returns", "Returns – Christmas | Returns – Christmas", "Returns – Christmas | Send it until 31 January.", "Returns – Christmas | Later is too late.",
		"Returns | Express parcels take 2 days.", "Returns – E4 | Returns – E4", "Returns – E4 | The fan is blocked.", "Returns | Plain.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("cut into\n%s", strings.Join(got, "\n"))
	}
}
