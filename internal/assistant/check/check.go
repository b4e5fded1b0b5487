// Package check stands between any engine and the customer and lets sentences pass one by one. What a sentence states in
// figures, dates, money, codes, links and promises must stand in the evidence it cites; it must be in the language of the
// answer, in the right register, and free of markup and internal text. A sentence that fails in form only is repaired;
// one that fails in substance is refused, with the reason on record.
package check

import (
	"parley/internal/assistant/engine"
	"parley/internal/locale"
)

// Result is what became of a sentence.
type Result string

// The results.
const (
	Pass     Result = "pass"
	Repaired Result = "repaired"
	Refused  Result = "refused"
)

// Verdict is the gate's decision about one sentence. Sentence is what may be released; it is empty when refused.
type Verdict struct {
	Result   Result          `json:"result"`
	Rule     string          `json:"rule,omitempty"`   // which rule spoke
	Detail   string          `json:"detail,omitempty"` // the figure, link or words it spoke about
	Sentence engine.Sentence `json:"-"`
}

// Gate checks sentences. It holds no state of conversations.
type Gate struct {
	book *locale.Book
}

// New makes a gate.
func New(book *locale.Book) *Gate { return &Gate{book: book} }

// Context is what a sentence is checked against.
type Context struct {
	Locale   string            // of the answer
	Evidence []engine.Evidence // announced so far
	Said     string            // the customer's own words: what she gave may be repeated to her
	Shop     string            // the shop's name and other words that are nobody's language
	Hidden   []string          // texts that must never be said: instructions, keys
}

// rule is one check. It returns the sentence's text (changed when it could repair it), and the detail when it objects.
type rule struct {
	name string
	test func(g *Gate, c *claim) (fixed, detail string)
}

// claim is a sentence under examination.
type claim struct {
	Context
	text  string
	cites []string
	lang  string
	cited []engine.Evidence
	free  bool // in a model's own words
}

// The order matters: form first, because a repaired form may make the substance readable.
var rules = []rule{
	{"length", length},
	{"controls", controls},
	{"internal", internal},
	{"markup", markup}, // what it takes out may have hidden something, so internal looks again
	{"internal", internal},
	{"card", cards},
	{"link", links},
	{"figure", figures},
	{"code", codes},
	{"promise", promises},
	{"claim", claims},
	{"ground", grounded},
	{"language", language},
	{"register", register},
}

// Sentence decides about one sentence.
func (g *Gate) Sentence(s engine.Sentence, in Context) Verdict {
	if s.Locale != "" {
		in.Locale = s.Locale
	}
	c := &claim{Context: in, text: s.Text, cites: s.Cites, lang: locale.Base(in.Locale), cited: cited(s.Cites, in.Evidence), free: s.By != ""}
	v := Verdict{Result: Pass}
	for _, r := range rules {
		fixed, detail := r.test(g, c)
		if detail == "" {
			continue
		}
		v.Rule, v.Detail = r.name, detail
		if fixed == "" {
			v.Result = Refused
			return v
		}
		v.Result, c.text = Repaired, fixed
	}
	v.Sentence = s
	v.Sentence.Text = c.text
	return v
}

func cited(ids []string, all []engine.Evidence) []engine.Evidence {
	var out []engine.Evidence
	for _, e := range all {
		for _, id := range ids {
			if e.ID == id {
				out = append(out, e)
			}
		}
	}
	return out
}

// Guard wraps an engine's release: every sentence goes through the gate, refused ones are reported, and told to the engine.
func (g *Gate) Guard(in Context, release func(engine.Sentence, []engine.Evidence) error, report func(engine.Sentence, Verdict)) func(engine.Sentence, []engine.Evidence) error {
	return func(s engine.Sentence, evidence []engine.Evidence) error {
		in.Evidence = evidence
		v := g.Sentence(s, in)
		if report != nil {
			report(s, v)
		}
		if v.Result == Refused {
			return &engine.Refused{Rule: v.Rule, Detail: v.Detail}
		}
		return release(v.Sentence, evidence)
	}
}
