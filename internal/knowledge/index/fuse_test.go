package index

import (
	"strings"
	"testing"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

func TestFuse(t *testing.T) {
	x := New(book().Lexicon(), nil)
	x.Put(Doc{ID: "a", Lang: "en", Title: "Warranty", Body: "The warranty is 24 months."})
	x.Put(Doc{ID: "b", Lang: "en", Title: "Repairs", Body: "We mend what broke. The warranty may cover it."})
	x.Put(Doc{ID: "c", Lang: "en", Title: "Parcels", Body: "Parcels leave daily.",
		Variants: []Variant{{Locale: "de-DE", Title: "Pakete", Body: "Pakete gehen täglich ab."}, {Locale: "de-DE", Market: "AT", Title: "Pakete", Body: "Nach Österreich."}}})
	page := map[string]*Page{}
	for _, p := range x.Pages() {
		page[p.ID+p.Lang+p.Market] = p
	}
	near := func(key string, score float64) Near {
		return Near{Page: page[key], Passages: []*Passage{&page[key].Passages[0]}, Score: score}
	}
	gone := near("aen", 0.9)
	x.Put(Doc{ID: "a", Lang: "en", Title: "Warranty", Body: "The warranty is 36 months."})
	for name, c := range map[string]struct {
		text, locale, market string
		near                 []Near
		want                 string
	}{
		"nothing near":            {"warranty", "en-US", "", nil, "a/en b/en"},
		"near comes up":           {"warranty", "en-US", "", []Near{near("ben", 0.9)}, "b/en a/en"},
		"what words do not find":  {"warranty", "en-US", "", []Near{near("cen", 0.9)}, "a/en c/en b/en"},
		"in her language":         {"zorblax", "de-DE", "", []Near{near("cen", 0.9)}, "c/de-DE"},
		"not for another country": {"zorblax", "de-DE", "DE", []Near{near("cde-DEAT", 0.9), near("cen", 0.5)}, "c/de-DE"},
		"an older text is gone":   {"zorblax", "en-US", "", []Near{gone}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			q := Query{Locale: c.locale, Market: c.market, Terms: QueryTerms(book().Lexicon().Analyze(c.text, locale.Base(c.locale), lexicon.Asked), book().Lexicon(), nil)}
			var got []string
			last := 1e9
			for _, h := range x.Fuse(q, c.near) {
				got = append(got, h.ID+"/"+h.Lang)
				if h.Score > last || h.Market != "" {
					t.Errorf("%s has the score %v after %v, for %q", h.ID, h.Score, last, h.Market)
				}
				last = h.Score
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("found %q", s)
			}
		})
	}
}
