package index

import "testing"

// TestNamesAreLearnt: what the shop calls a thing in a tag or a title finds the article in every language.
func TestNamesAreLearnt(t *testing.T) {
	x := New(book().Lexicon(), nil)
	x.Put(Doc{ID: "tagged", Lang: "en", Title: "Brewing", Body: "It takes 47 minutes.", Tags: []string{"蒼魚茶", "Plimpersud"}})
	x.Put(Doc{ID: "titled", Lang: "en", Title: "Evening brew", Body: "It takes 12 minutes.", Market: "US", Variants: []Variant{{Locale: "de-DE", Market: "DE", Title: "Der Schnorzel", Body: "Zwölf Minuten."}}})
	x.Put(Doc{ID: "other", Lang: "en", Title: "Other", Body: "It takes 3 minutes."})
	for q, want := range map[[2]string]string{{"蒼魚茶は何分ですか", "ja"}: "tagged", {"Plimpersud?", "de"}: "tagged", {"how long does the schnorzel take", "en-US"}: "titled"} {
		if hits := ask(x, q[0], q[1]); len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%v found %v", q, hits)
		}
	}
	hits := x.Search(Query{Locale: "en-US", Market: "US", Terms: []Term{{Key: "t:schnorzel", Weight: 1, Group: 1}}})
	if len(hits) != 1 || hits[0].Lang != "en" || hits[0].Coverage < 1 {
		t.Errorf("her own page does not know the name: %+v", hits)
	}
}

// TestSpareTerms: a translation that nobody writes neither finds nor counts.
func TestSpareTerms(t *testing.T) {
	x := New(book().Lexicon(), nil)
	x.Put(Doc{ID: "w", Lang: "en", Title: "Brewing", Body: "The frobnicator is gentle."})
	x.Put(Doc{ID: "o", Lang: "en", Title: "Other", Body: "Nothing."})
	terms := []Term{{Key: "t:unheard", Weight: 1, Group: 1}, {Key: "t:frobnicator", Weight: 0.5, Group: 1, Spare: true}}
	with := x.Search(Query{Locale: "de", Terms: append(terms, Term{Key: "t:nonsense", Weight: 0.5, Group: 2, Spare: true})})
	without := x.Search(Query{Locale: "de", Terms: terms})
	if len(with) != 1 || with[0].ID != "w" || with[0].Coverage != without[0].Coverage || with[0].Coverage < 0.9 {
		t.Errorf("%+v, without %+v", with, without)
	}
}

// TestWrites: what a published article writes is known, in any language and inflection, and no longer once it is gone.
func TestWrites(t *testing.T) {
	x := New(book().Lexicon(), nil)
	x.Put(Doc{ID: "w", Lang: "en", Title: "Brewing", Body: "The frobnicators steep."})
	x.Put(Doc{ID: "z", Lang: "zh-CN", Title: "夜茶", Body: "蒼魚花要泡三分钟。"})
	for _, c := range []struct {
		word, lang string
		want       bool
	}{{"Frobnicator", "en", true}, {"frobnicators", "de", true}, {"zorp", "en", false}, {"frobnicator zorp", "en", false}, {"蒼魚", "zh", true}, {"魚蒼", "zh", false}, {"", "en", false}} {
		if got := x.Writes(c.word, c.lang); got != c.want {
			t.Errorf("%s %s: %t", c.lang, c.word, got)
		}
	}
	x.Remove("w")
	if x.Writes("frobnicators", "en") {
		t.Error("a removed article still writes")
	}
}
