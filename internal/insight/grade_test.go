package insight

import (
	"strings"
	"testing"
)

// good is a right answer to a question about returns; the cases below break or mend one thing of it.
func good() (Expect, Reply) {
	return Expect{Kind: Article, ArticleIDs: []string{"returns"}, MustContain: [][]string{{"30"}}, MustNotContain: []string{"exchange only"}, ReplyLang: "en"},
		Reply{Asked: "How long can I return it?", Text: "You can return it within 30 days.", Locale: "en-US", Spoken: "en", Outcome: answered, Evidence: []Cited{{Kind: "article", Ref: "returns"}}}
}

func TestGrade(t *testing.T) {
	cases := []struct {
		name string
		with func(e *Expect, r *Reply)
		want []Rule // nil: right
	}{
		{"as expected", func(*Expect, *Reply) {}, nil},
		{"one of several articles is enough", func(e *Expect, r *Reply) {
			e.ArticleIDs = []string{"a", "returns"}
			r.Evidence = []Cited{{Kind: "article", Ref: "other"}, {Kind: "article", Ref: "returns"}}
		}, nil},
		{"wrong article", func(_ *Expect, r *Reply) { r.Evidence = []Cited{{Kind: "article", Ref: "warranty"}} }, []Rule{RuleEvidence}},
		{"no evidence", func(_ *Expect, r *Reply) { r.Evidence = nil }, []Rule{RuleEvidence}},
		{"a product of that name is no article", func(_ *Expect, r *Reply) { r.Evidence = []Cited{{Kind: "product", Ref: "returns"}} }, []Rule{RuleEvidence}},
		{"asked back", func(_ *Expect, r *Reply) { r.Outcome = asked }, []Rule{RuleOutcome}},
		{"declined", func(_ *Expect, r *Reply) { r.Outcome = declined }, []Rule{RuleOutcome}},
		{"handed over, not wanted", func(_ *Expect, r *Reply) { r.Outcome = handedOff }, []Rule{RuleOutcome}},
		{"answered and called somebody, not wanted", func(_ *Expect, r *Reply) { r.Handoff = true }, []Rule{RuleOutcome}},
		{"handed over, accepted", func(e *Expect, r *Reply) { e.HandoffAcceptable, r.Outcome, r.Evidence = true, handedOff, nil }, nil},
		{"handed over, accepted, but the figure is still due", func(e *Expect, r *Reply) {
			e.HandoffAcceptable, r.Outcome, r.Text = true, handedOff, "I will ask a colleague."
		}, []Rule{RuleContain}},

		{"product", func(e *Expect, r *Reply) {
			e.Kind, e.ProductIDs, r.Evidence = Product, []string{"kettle"}, []Cited{{Kind: "product", Ref: "KETTLE"}}
		}, nil},
		{"wrong product", func(e *Expect, r *Reply) {
			e.Kind, e.ProductIDs, r.Evidence = Product, []string{"kettle"}, []Cited{{Kind: "product", Ref: "pot"}}
		}, []Rule{RuleEvidence}},
		{"product from a named article", func(e *Expect, _ *Reply) { e.Kind, e.ProductIDs = Product, []string{"kettle"} }, nil},
		{"product from an article nobody named", func(e *Expect, _ *Reply) { e.Kind, e.ArticleIDs, e.ProductIDs = Product, nil, []string{"kettle"} }, []Rule{RuleEvidence}},

		{"order", func(e *Expect, r *Reply) {
			e.Kind, e.Identity, e.OrderID, r.Evidence = Order, Proven, "HV1", []Cited{{Kind: "order", Ref: "HV1"}}
		}, nil},
		{"another order", func(e *Expect, r *Reply) {
			e.Kind, e.Identity, e.OrderID, r.Evidence = Order, Proven, "HV1", []Cited{{Kind: "order", Ref: "HV2"}}
		}, []Rule{RuleEvidence}},
		{"identity missing, asked", func(e *Expect, r *Reply) { guard(e, r, Missing); r.Outcome = asked }, nil},
		{"identity missing, answered", func(e *Expect, r *Reply) { guard(e, r, Missing) }, []Rule{RuleOutcome}},
		{"identity missing, declined", func(e *Expect, r *Reply) { guard(e, r, Missing); r.Outcome = declined }, []Rule{RuleOutcome}},
		{"identity missing, cites the order", func(e *Expect, r *Reply) {
			guard(e, r, Missing)
			r.Outcome, r.Evidence = asked, []Cited{{Kind: "order", Ref: "HV103120"}}
		}, []Rule{RuleIdentity}},
		{"identity missing, tells the tracking number", func(e *Expect, r *Reply) {
			guard(e, r, Missing)
			r.Outcome, r.Text = asked, "1Z9HV4162303127065 is on its way. Which address?"
		}, []Rule{RuleIdentity}},
		{"identity missing, repeats the number she named", func(e *Expect, r *Reply) {
			guard(e, r, Missing)
			r.Outcome, r.Asked, r.Text = asked, "where is HV103120", "Which e-mail address belongs to HV103120?"
		}, nil},
		{"mismatch, declined", func(e *Expect, r *Reply) { guard(e, r, Mismatch); r.Outcome = declined }, nil},
		{"mismatch, asked again", func(e *Expect, r *Reply) { guard(e, r, Mismatch); r.Outcome = asked }, nil},
		{"mismatch, answered", func(e *Expect, r *Reply) { guard(e, r, Mismatch) }, []Rule{RuleOutcome}},
		{"mismatch, handed over", func(e *Expect, r *Reply) { guard(e, r, Mismatch); r.Outcome = handedOff }, []Rule{RuleOutcome}},
		{"mismatch, handed over, accepted", func(e *Expect, r *Reply) {
			guard(e, r, Mismatch)
			e.HandoffAcceptable, r.Outcome = true, handedOff
		}, nil},

		{"handoff by outcome", func(e *Expect, r *Reply) { e.Kind, r.Outcome, r.Evidence = Handoff, handedOff, nil }, nil},
		{"handoff by event", func(e *Expect, r *Reply) { e.Kind, r.Handoff = Handoff, true }, nil},
		{"no handoff", func(e *Expect, _ *Reply) { e.Kind = Handoff }, []Rule{RuleOutcome}},
		{"smalltalk", func(e *Expect, r *Reply) { e.Kind, r.Outcome = Smalltalk, smalltalk }, nil},
		{"smalltalk taken for a question", func(e *Expect, _ *Reply) { e.Kind = Smalltalk }, []Rule{RuleOutcome}},
		{"out of scope", func(e *Expect, r *Reply) { e.Kind, r.Outcome = OutOfScope, declined }, nil},
		{"out of scope, answered", func(e *Expect, _ *Reply) { e.Kind = OutOfScope }, []Rule{RuleOutcome}},
		{"out of scope, passed on, accepted", func(e *Expect, r *Reply) { e.Kind, e.HandoffAcceptable, r.Handoff = OutOfScope, true, true }, nil},
		{"no outcome at all", func(_ *Expect, r *Reply) { r.Outcome = "" }, []Rule{RuleOutcome}},

		{"a group without its alternatives", func(e *Expect, _ *Reply) { e.MustContain = [][]string{{"30"}, {"free", "no charge"}} }, []Rule{RuleContain}},
		{"the second alternative", func(e *Expect, _ *Reply) { e.MustContain = [][]string{{"thirty", "30 DAYS"}} }, nil},
		{"says what it must not", func(e *Expect, _ *Reply) { e.MustNotContain = []string{"Within 30"} }, []Rule{RuleNotContain}},
		{"a part of a number is not said", func(e *Expect, _ *Reply) { e.MustNotContain = []string{"3", "0 days"} }, nil},
		{"expression", func(e *Expect, _ *Reply) { e.MustNotContain = []string{`/\bRETURN\b/i`} }, []Rule{RuleNotContain}},
		{"expression minds case without i", func(e *Expect, _ *Reply) { e.MustNotContain = []string{`/RETURN/`} }, nil},

		{"labelled otherwise", func(_ *Expect, r *Reply) { r.Locale = "de-DE" }, []Rule{RuleLanguage}},
		{"speaks otherwise", func(_ *Expect, r *Reply) { r.Spoken = "de" }, []Rule{RuleLanguage}},
		{"too short to hear", func(_ *Expect, r *Reply) { r.Spoken = "" }, nil},
		{"script of the same language", func(e *Expect, r *Reply) { e.ReplyLang, r.Locale, r.Spoken = "zh-TW", "zh-CN", "zh-Hant" }, nil},
		{"no language expected", func(e *Expect, r *Reply) { e.ReplyLang, r.Spoken = "", "de" }, nil},

		{"four more figures", func(_ *Expect, r *Reply) { r.Text += " 1 × 2, 3 and 4." }, nil},
		{"five more figures", func(_ *Expect, r *Reply) { r.Text += " 1 × 2, 3 and 4, or 5." }, []Rule{RuleDrowned}},
		{"five figures that she named", func(_ *Expect, r *Reply) {
			r.Asked, r.Text = "is it 1, 2, 3, 4 or 5?", r.Text+" 1 × 2, 3 and 4, or 5."
		}, nil},
		{"five figures that are expected", func(e *Expect, r *Reply) {
			e.MustContain = append(e.MustContain, []string{"1 2 3 4 5", "30"})
			r.Text += " 1 × 2, 3 and 4, or 5."
		}, nil},
		{"cut off", func(_ *Expect, r *Reply) { r.Interrupted = true }, []Rule{RuleCut}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, r := good()
			c.with(&e, &r)
			var got []string
			for _, f := range Grade(e, r) {
				got = append(got, string(f.Rule))
				if f.Why == "" {
					t.Errorf("%s does not say why", f.Rule)
				}
			}
			var want []string
			for _, w := range c.want {
				want = append(want, string(w))
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("broke %v, want %v", got, want)
			}
		})
	}
}

func guard(e *Expect, r *Reply, i Identity) {
	e.Kind, e.Identity, e.OrderID, e.MustContain = Order, i, "HV103120", nil
	r.Text, r.Evidence = "May I have your e-mail address?", nil
}

// A dirty reply must be judged, not crash the judge.
func FuzzGrade(f *testing.F) {
	f.Add("30 days", "30", "/a+/i", "30?")
	f.Add("1.299,00 €\x00\u202e٣٠", "1 299", "/(/", "\xff")
	f.Fuzz(func(t *testing.T, text, must, never, asked string) {
		e := Expect{Kind: Article, MustContain: [][]string{{must}}, MustNotContain: []string{never}, ReplyLang: "en"}
		Grade(e, Reply{Asked: asked, Text: text, Outcome: answered})
		if strings.TrimSpace(must) != "" && fold(must) != "" && !says(text+" | "+must+" | ", must) {
			t.Errorf("%q is not found beside itself", must)
		}
	})
}
