package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"parley/bench/blind"
	"parley/bench/figure"
	"parley/internal/insight"
)

// printed reads the lines back.
func printed(t *testing.T, out string) map[string]figure.Line {
	t.Helper()
	lines := map[string]figure.Line{}
	for text := range strings.Lines(out) {
		var l figure.Line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		lines[l.Metric] = l
	}
	return lines
}

func answer(id, locale string, kind insight.Kind, right bool) insight.Result {
	r := insight.Result{ID: id, Locale: locale, Expect: insight.Expect{Kind: kind}, Asked: "secret words", Reply: insight.Reply{Outcome: "answered", Text: "secret words"}, Timed: true, TookMS: 5}
	if !right {
		r.Failures = []insight.Failure{{Rule: insight.RuleContain, Why: "secret words"}}
	}
	return r
}

func TestHalves(t *testing.T) {
	var out bytes.Buffer
	halves(figure.Report{Bench: "questions", Out: &out}, []insight.Result{
		answer("u-de-DE-01", "de-DE", insight.Article, true), answer("u-de-DE-02", "de-DE", insight.Order, true),
		answer("u-fr-FR-01", "fr-FR", insight.Article, true), answer("u-fr-FR-02", "fr-FR", insight.Article, false),
		answer("t-fr-FR-03", "fr-FR", insight.Article, false),
	})
	have := printed(t, out.String())
	for metric, want := range map[string]struct {
		value float64
		n     int
	}{
		"right_unseen": {75, 4}, "right_unseen_low": {30.06, 4}, "right_unseen_high": {95.44, 4}, "right_tuning": {0, 1}, "confident_wrong_unseen": {25, 4},
		"gap_points_unseen": {50, 4}, "right_unseen_article": {66.67, 3}, "right_unseen_order": {100, 1}, "right_unseen_de-DE": {100, 2},
		"right_unseen_fr-FR": {50, 2}, "time_ms_p50": {5, 5},
	} {
		if l := have[metric]; l.Value != want.value || l.N != want.n {
			t.Errorf("%s is %v of %d, not %v of %d", metric, l.Value, l.N, want.value, want.n)
		}
	}
	if strings.Contains(out.String(), "secret") || strings.Contains(out.String(), "-02") {
		t.Error("shows a question of the unseen half")
	}
}

func TestFound(t *testing.T) {
	items := []insight.Item{
		{Question: &insight.Question{ID: "t-1", Text: "how", Expect: insight.Expect{Kind: insight.Article, ArticleIDs: []string{"a"}, ReplyLang: "en-US"}}},
		{Question: &insight.Question{ID: "u-2", Text: "wie", Expect: insight.Expect{Kind: insight.Article, ArticleIDs: []string{"b", "a"}, ReplyLang: "de-DE"}}},
		{Question: &insight.Question{ID: "u-3", Expect: insight.Expect{Kind: insight.Product}}},
		{Dialogue: &insight.Dialogue{ID: "u-4"}},
	}
	list := puzzles(items, []blind.Article{{ID: "a", Lang: "en-US"}, {ID: "b", Lang: "zh-CN"}})
	if len(list) != 2 || !list[0].own || list[1].own {
		t.Fatalf("%+v", list)
	}
	results := []insight.Result{
		{ID: "t-1", TookMS: 3, Reply: insight.Reply{Evidence: []insight.Cited{{Kind: "product", Ref: "a"}}}},
		{ID: "u-2", TookMS: 4, Reply: insight.Reply{Evidence: []insight.Cited{{Kind: "article", Ref: "c"}, {Kind: "article", Ref: "a"}}}},
	}
	picks, each, answers := cited(list, results)
	if each != 2 || answers != 1 {
		t.Errorf("%d answers cite %v articles, not 1 and 2: one that cites none does not count", answers, each)
	}
	var out bytes.Buffer
	found(figure.Report{Peer: "x", Out: &out}, list, picks)
	have := printed(t, out.String())
	for metric, want := range map[string]float64{"article_found": 50, "article_found_unseen": 100, "article_found_own_language": 0, "article_wrong_unseen": 0, "time_per_question_ms_p50": 3} {
		if l := have[metric]; l.Value != want || l.Peer != "x" {
			t.Errorf("%s: %+v, want %v", metric, l, want)
		}
	}
}

func TestAccuracy(t *testing.T) {
	texts := []heard{
		{"t-1", "de-DE", "danke", "de"}, {"u-2", "de-DE", "bitte", "en"}, {"u-3", "zh-CN", "謝謝", "zh-Hant"}, {"u-4", "zh-CN", "什么时候能够发货呢谢", "zh"},
	}
	if list := between(texts, 10, 20); len(list) != 1 || list[0].id != "u-4" {
		t.Errorf("%+v", list)
	}
	var out bytes.Buffer
	accuracy(figure.Report{Out: &out}, "a", between(texts, 0, 10))
	have := printed(t, out.String())
	for metric, want := range map[string]float64{"a": 66.67, "a_unseen": 50, "a_worst_de-DE": 50} {
		if have[metric].Value != want {
			t.Errorf("%s: %+v, want %v", metric, have[metric], want)
		}
	}
}
