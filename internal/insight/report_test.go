package insight

import (
	"encoding/json"
	"strings"
	"testing"

	"parley/content"
	"parley/internal/locale"
)

func results() []Result {
	wrong := []Failure{{RuleContain, `says none of "30"`}, {RuleContain, `says none of "free"`}}
	return []Result{
		{ID: "q1", Locale: "en-US", Expect: Expect{Kind: Article}, Timed: true, TookMS: 10, FirstMS: 1, Reply: Reply{Outcome: answered}},
		{ID: "q2", Locale: "de-DE", Expect: Expect{Kind: Article, Gold: json.RawMessage(`"30 Tage"`)}, Asked: "Frist?\x1b[31m", Timed: true, TookMS: 30, FirstMS: 3,
			Reply: Reply{Text: "Zwölf\nMonate", Locale: "de-DE", Outcome: answered, Evidence: []Cited{{Kind: "article", Ref: "warranty"}}}, Failures: wrong},
		{ID: "q3", Locale: "de-DE", Expect: Expect{Kind: Handoff}, Reply: Reply{Outcome: declined}, Failures: []Failure{{RuleOutcome, "declined"}}},
		{ID: "d1", Turn: 1, Locale: "en-US", Expect: Expect{Kind: Order}, Skipped: true},
		{ID: "d1", Turn: 2, Locale: "en-US", Expect: Expect{Kind: Order}, Reply: Reply{Outcome: answered}},
		{ID: "d2", Turn: 1, Locale: "en-US", Expect: Expect{Kind: Order}, Failures: []Failure{{RuleSilent, "no reply"}}},
		{ID: "d2", Turn: 3, Locale: "en-US", Expect: Expect{Kind: Order}},
	}
}

func TestReport(t *testing.T) {
	r := NewReport(results())
	if r.Right.N != 6 || r.Right.Hits != 3 || r.Confident.Hits != 1 || r.Skipped != 1 || r.Dialogues.N != 2 || r.Dialogues.Hits != 1 {
		t.Errorf("%+v", r)
	}
	if r.Gap.Best != "en-US" || r.Gap.Worst != "de-DE" || r.Gap.Points != 75 || r.Time.P50 != 10 || r.Time.P95 != 30 || r.FirstToken.N != 2 {
		t.Errorf("%+v %+v", r.Gap, r.Time)
	}
	if len(r.Cells) != 4 || r.Cells[0].Locale != "de-DE" || r.Cells[0].Kind != Article || r.Cells[1].Kind != Handoff || r.Locales[1].N != 4 || len(r.Items) != 7 {
		t.Errorf("%+v", r.Cells)
	}
	if len(r.Rules) != 3 || r.Rules[1] != (Count{RuleContain, 1}) {
		t.Errorf("a reply that breaks a rule twice is one reply: %+v", r.Rules)
	}
}

func TestReportText(t *testing.T) {
	var b strings.Builder
	if err := NewReport(results()).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"de-DE      article           1     0.0%   0.0–79.3%", "all        all               6    50.0%", "confident wrong    16.7%  (1 of 6;", "75.0 points  (best en-US, worst de-DE)",
		"whole dialogues    50.0%  (1 of 2;", "not judged         1 interrupted", "failures (3)", "q2 · de-DE · article", "said     Zwölf Monate", "cites article:warranty", `failed   must_contain: says none of "30"`, "gold     30 Tage", "d2 turn 1 · en-US · order"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "\x1b") {
		t.Error("a question may not steer the terminal")
	}
}

func TestReportJSON(t *testing.T) {
	raw, err := json.Marshal(NewReport(nil))
	if err != nil || strings.Contains(string(raw), "null") {
		t.Errorf("%s %v", raw, err)
	}
	raw, _ = json.Marshal(NewReport(results()))
	for _, want := range []string{`"cells":[{"locale":"de-DE","kind":"article","n":1,"hits":0,"rate":0,`, `"gold":"30 Tage"`, `"failed":[{"rule":"must_contain"`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is not in %s", want, raw)
		}
	}
}

// The real ear tells languages apart, and keeps quiet about what is too short or in none.
func TestHeard(t *testing.T) {
	book, err := locale.Open(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want, heard string }{
		{"You can return the product within 30 days after delivery.", "de", "en"},
		{"Sie können das Produkt innerhalb von 30 Tagen zurückgeben.", "de", "de"},
		{"返品は30日以内に承ります。", "ja", "ja"},
		{"您可以在30天内退货。", "ja", "zh"},
		{"Sure.", "de", ""},
		{"Orbit Lite Fitness Watch: 89 €", "de", ""},
		{"Wir haben Orbit Lite Fitness Watch leider nicht mehr auf Lager.", "de", "de"},
	} {
		if got := locale.Base(heard(book, Reply{Text: c.text, Evidence: []Cited{{Title: "Orbit Lite Fitness Watch"}}}, c.want)); got != c.heard {
			t.Errorf("%q is heard as %q", c.text, got)
		}
	}
	if heard(nil, Reply{Text: "whatever it may be that was said"}, "de") != "" {
		t.Error("without an ear nothing is heard")
	}
}
