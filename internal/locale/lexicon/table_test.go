package lexicon

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"parley/content"
)

// fresh is a lexicon that has not met any language yet.
func fresh() *Lexicon { return New(small.concepts, nil) }

// made lists the languages whose tables are made.
func made(l *Lexicon) (out []string) {
	for _, lang := range l.langs {
		if l.tables[lang].exact.at != nil {
			out = append(out, lang)
		}
	}
	return out
}

func TestTablesAreMadeWhenMet(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		depth      Depth
		want       []string
	}{
		{"de", "", Written, []string{"de", "en"}},
		{"de", "Gewährleistungen, irgendwelche?", Asked, []string{"de", "en"}},
		{"de", "Gibt es eine garantia?", Asked, []string{"de", "en", "pt"}},
		{"de", "保修", Asked, []string{"de", "en", "ja", "zh"}},
		{"ja", "カタカナ", Asked, []string{"en", "ja"}},
		{"th", "มีรับประกันไหม", Asked, []string{"en", "th"}},
		{"xx", "?", Asked, []string{"en"}},
	} {
		l := New(append(slices.Clip(small.concepts), Concept{ID: "gift", Kind: "thing", Words: map[string][]string{"ja": {"ギフト"}}}), nil)
		l.Analyze(c.text, c.lang, c.depth)
		if got := made(l); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %q: tables of %v, want %v", c.lang, c.text, got, c.want)
		}
	}
	l := fresh()
	if got := l.Speaking("garantie"); !reflect.DeepEqual(got, []string{"de"}) || made(l) != nil {
		t.Errorf("a word of %v made the tables of %v", got, made(l))
	}
}

// TestManyAtOnce holds that what is made while others ask says the same; the race detector reads along.
func TestManyAtOnce(t *testing.T) {
	texts := []string{"Wie lange ist die Garantie? 保修", "waranty", "Rückgabefrist", "garantia ضمان", "T恤 保証", "sending it back"}
	l := fresh()
	var all sync.WaitGroup
	for i := range 32 {
		lang := small.langs[i%len(small.langs)]
		all.Go(func() {
			for _, text := range texts {
				want := New(small.concepts, nil).Analyze(text, lang, Asked)
				if got := l.Analyze(text, lang, Asked); !reflect.DeepEqual(got, want) {
					t.Errorf("%s %q: %+v, alone %+v", lang, text, got, want)
				}
			}
		})
	}
	all.Wait()
}

// TestVocabularyKnowsAllWords holds what stands before the tables to the tables, on all content: a word that it did not know would never
// be looked up.
func TestVocabularyKnowsAllWords(t *testing.T) {
	list, err := Read(content.FS, "lexicon/*.yaml", "lexicon/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l := New(list, nil)
	speak := map[string][]string{}
	for _, lang := range l.langs {
		for w := range l.table(lang).exact.at {
			speak[w] = append(speak[w], lang)
		}
		for w := range l.table(lang).chars.at {
			if !l.written(lang, scriptsOf(w)) {
				t.Errorf("%s: nobody would look for %s", lang, w)
			}
		}
	}
	for w, want := range speak {
		if got := l.Speaking(w); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is a word of %v, not of %v", w, want, got)
		}
	}
	if len(speak) < 10000 || l.Speaking("xqzzy") != nil {
		t.Errorf("%d words, and of what is none %v", len(speak), l.Speaking("xqzzy"))
	}
}

func TestGatherKeepsTheOrder(t *testing.T) {
	l := gather([]entry[ref]{{"b", ref{3}}, {"a", ref{9}}, {"b", ref{1}}, {"b", ref{3}}, {"c", ref{1}}})
	for key, want := range map[string][]ref{"a": {{9}}, "b": {{3}, {1}}, "c": {{1}}, "d": nil} {
		if got := l.get(key); !reflect.DeepEqual(got, want) || cap(got) != len(got) {
			t.Errorf("%s: %v, room for %d", key, got, cap(got))
		}
	}
}

func TestFoldSharesWhatIsFolded(t *testing.T) {
	for _, s := range []string{"garantie", "保修", "배송", "รับประกัน", "アカ", "доставка"} {
		if n := testing.AllocsPerRun(10, func() { _ = Fold(s) }); n != 0 {
			t.Errorf("%s is copied", s)
		}
	}
}
