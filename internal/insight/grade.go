package insight

import (
	"fmt"
	"strings"

	"parley/internal/locale"
)

// Rule is what a reply can break; a closed list.
type Rule string

// The rules.
const (
	RuleOutcome    Rule = "outcome"          // answered, asked, handed over or declined where something else was due
	RuleEvidence   Rule = "evidence"         // rests on the wrong article, product or order, or on none
	RuleIdentity   Rule = "identity"         // says something of an order before it is known whose it is
	RuleContain    Rule = "must_contain"     // leaves out what was asked
	RuleNotContain Rule = "must_not_contain" // says what must not be said
	RuleLanguage   Rule = "reply_lang"       // speaks another language
	RuleDrowned    Rule = "drowned"          // buries the answer under other figures
	RuleCut        Rule = "interrupted"      // ends in the middle though nobody interrupted
	RuleSilent     Rule = "no_answer"        // nothing came
	RuleServer     Rule = "server"           // the server refused the question
)

// Failure is one broken rule and how it was broken.
type Failure struct {
	Rule Rule   `json:"rule"`
	Why  string `json:"why"`
}

// Cited is one piece of evidence of a reply.
type Cited struct {
	Kind  string `json:"kind"`
	Ref   string `json:"ref"`
	Title string `json:"title,omitempty"`
}

// Reply is the facts about a reply that are judged.
type Reply struct {
	Asked       string // what the customer has said in this conversation
	Text        string
	Locale      string // that the reply claims to be in
	Spoken      string // the language it was heard to be in; "" when it is too short to tell
	Outcome     string
	Handoff     bool // a person was asked for
	Interrupted bool
	Evidence    []Cited
}

// Grade lists what is wrong with a reply; a right one has no failures.
func Grade(e Expect, r Reply) []Failure {
	var g grading
	g.fits(e, r)
	g.contains(e, r)
	g.language(e, r)
	if r.Interrupted {
		g.fail(RuleCut, "the reply was cut off")
	}
	if more := extra(r.Text, known(e, r)...); len(more) > maxExtra {
		g.fail(RuleDrowned, "%d figures were neither asked nor expected: %s", len(more), strings.Join(more, ", "))
	}
	return g.failures
}

type grading struct{ failures []Failure }

func (g *grading) fail(rule Rule, format string, args ...any) {
	g.failures = append(g.failures, Failure{rule, fmt.Sprintf(format, args...)})
}

func (g *grading) contains(e Expect, r Reply) {
	for _, group := range e.MustContain {
		found := false
		for _, alternative := range group {
			found = found || says(r.Text, alternative)
		}
		if !found {
			g.fail(RuleContain, "says none of %s", quoted(group))
		}
	}
	for _, s := range e.MustNotContain {
		p, err := readPattern(s)
		if err != nil {
			g.fail(RuleNotContain, "%s %s", s, err)
		} else if p.in(r.Text) {
			g.fail(RuleNotContain, "says %s", quoted([]string{s}))
		}
	}
}

func quoted(list []string) string {
	return `"` + strings.Join(list, `" | "`) + `"`
}

// language believes neither the label nor the ear alone: both must agree with what was expected.
func (g *grading) language(e Expect, r Reply) {
	want := locale.Base(e.ReplyLang)
	if want == "" {
		return
	}
	if locale.Base(r.Locale) != want {
		g.fail(RuleLanguage, "is labelled %q where %s is expected", r.Locale, want)
	}
	if r.Spoken != "" && locale.Base(r.Spoken) != want {
		g.fail(RuleLanguage, "reads as %s where %s is expected", r.Spoken, want)
	}
}

// known are the texts whose figures a reply may repeat.
func known(e Expect, r Reply) []string {
	list := []string{r.Asked, e.OrderID}
	for _, group := range e.MustContain {
		list = append(list, group...)
	}
	return list
}
