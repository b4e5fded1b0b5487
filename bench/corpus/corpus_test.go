package corpus

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestArticlesAreManyAndDifferent(t *testing.T) {
	const n = 5000
	list := Make(n)
	ids, titles, langs, variants := map[string]bool{}, map[string]bool{}, map[string]int{}, 0
	for _, a := range list {
		ids[a.ID] = true
		titles[a.Lang+a.Title] = true
		langs[a.Lang]++
		variants += len(a.Variants)
		for _, text := range append([]string{a.Title, a.Body}, a.Tags...) {
			if text == "" || strings.ContainsAny(text, "{}") {
				t.Fatalf("%s: a place was not filled: %q", a.ID, text)
			}
		}
		for _, v := range a.Variants {
			if v.Locale == a.Lang || v.Title == "" || v.Body == "" {
				t.Fatalf("%s: the variant is wrong: %+v", a.ID, v)
			}
		}
	}
	if len(ids) != n || len(titles) != n {
		t.Errorf("%d ids and %d titles of %d articles", len(ids), len(titles), n)
	}
	for _, l := range languages {
		if langs[l.locale] < n/len(languages)/2 {
			t.Errorf("only %d articles in %s", langs[l.locale], l.locale)
		}
	}
	if variants != n/5 {
		t.Errorf("%d variants", variants)
	}
}

func TestEveryLanguageHasEverything(t *testing.T) {
	for _, l := range languages {
		if len(l.topics) != len(topics) || len(l.kinds) != len(languages[0].kinds) || len(l.fillers) < 10 {
			t.Errorf("%s: %d topics, %d kinds, %d fillers", l.locale, len(l.topics), len(l.kinds), len(l.fillers))
		}
		for i, s := range l.topics {
			if !strings.Contains(s.title+s.ask, "{model}") || !strings.Contains(s.say, "{n}") {
				t.Errorf("%s: topic %d lacks its model or figure: %+v", l.locale, i, s)
			}
		}
	}
}

func TestTheSameEveryTime(t *testing.T) {
	a, b := Lines(Make(200)), Lines(Make(200))
	if !bytes.Equal(a, b) {
		t.Fatal("two runs differ")
	}
	lines := bytes.Split(bytes.TrimSpace(a), []byte("\n"))
	if len(lines) != 200 {
		t.Fatalf("%d lines", len(lines))
	}
	var fields map[string]any
	if err := json.Unmarshal(lines[7], &fields); err != nil || fields["product"] != nil || fields["id"] != "a00007" {
		t.Fatalf("%v %v", fields, err)
	}
}

func TestQuestionsNameTheirProduct(t *testing.T) {
	list := Make(400)
	r := rand.New(rand.NewPCG(3, 4))
	other := 0
	for range 500 {
		q := Ask(r, list)
		at := slices.IndexFunc(list, func(a Article) bool { return a.ID == q.Article })
		if at < 0 || !strings.Contains(q.Text, list[at].product.model) || strings.Contains(q.Text, "{") {
			t.Fatalf("%+v", q)
		}
		if list[at].Lang != q.Locale {
			other++
		}
	}
	if other < 50 || other > 120 {
		t.Errorf("%d of 500 questions in another language", other)
	}
}
