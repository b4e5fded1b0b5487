package insight

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"parley/internal/fault"
	"parley/internal/jsonl"
)

// line is any line of a file. The two shapes share one struct, so that an unknown field is named by the reader of lines; which
// fields belong to which shape is checked afterwards.
type line struct {
	ID      string  `json:"id"`
	Locale  string  `json:"locale"`
	Country string  `json:"country"`
	Text    string  `json:"text"`
	Expect  *Expect `json:"expect"`
	Theme   string  `json:"theme"`
	Turns   []Turn  `json:"turns"`
}

// Read takes an evaluation file; a wrong line is named with its field, and then nothing is taken.
func Read(r io.Reader) ([]Item, error) {
	lines, err := jsonl.Read(r, check)
	if err != nil {
		return nil, err
	}
	items := make([]Item, len(lines))
	for i, l := range lines {
		items[i] = l.item()
	}
	return items, nil
}

func (l line) item() Item {
	if l.Turns != nil {
		return Item{Dialogue: &Dialogue{ID: l.ID, Locale: l.Locale, Country: l.Country, Theme: l.Theme, Turns: l.Turns}}
	}
	return Item{Question: &Question{ID: l.ID, Locale: l.Locale, Country: l.Country, Text: l.Text, Expect: *l.Expect}}
}

func check(l *line) []fault.Field {
	var c checker
	c.must(l.ID != "", "id", "is missing; failures are named by it")
	c.must(l.Locale != "", "locale", "is missing")
	c.must(l.Country == "" || len(l.Country) == 2, "country", "has two letters, for example DE")
	if l.Turns != nil {
		c.dialogue(l)
	} else {
		c.question(l)
	}
	return c.wrong
}

// checker collects what is wrong with one line.
type checker struct{ wrong []fault.Field }

func (c *checker) must(ok bool, field, message string) {
	if !ok {
		c.wrong = append(c.wrong, fault.Field{Location: field, Message: message})
	}
}

func (c *checker) question(l *line) {
	c.must(l.Text != "", "text", "is missing; a line without turns is a question")
	c.must(l.Theme == "", "theme", "is not a field of a question, only of a dialogue")
	c.must(l.Expect != nil, "expect", "is missing")
	if l.Expect != nil {
		c.expect("expect", l.Expect)
	}
}

func (c *checker) dialogue(l *line) {
	c.must(l.Text == "", "text", "is not a field of a dialogue; write turns[].say")
	c.must(l.Expect == nil, "expect", "is not a field of a dialogue; write turns[].expect")
	c.must(len(l.Turns) > 0, "turns", "is empty")
	for i := range l.Turns {
		t, at := &l.Turns[i], fmt.Sprintf("turns[%d]", i)
		c.must(t.Say != "", at+".say", "is missing")
		c.must(t.Interrupt == nil || t.Interrupt.AfterMS >= 0, at+".interrupt.interrupt_after_ms", "is a number of milliseconds, 0 or more")
		if t.Expect != nil {
			c.expect(at+".expect", t.Expect)
		}
	}
}

func (c *checker) expect(at string, e *Expect) {
	c.must(slices.Contains(kinds, e.Kind), at+".kind", "is one of article, order, product, handoff, smalltalk, out_of_scope")
	c.must(slices.Contains([]Identity{"", Missing, Mismatch, Proven}, e.Identity), at+".identity", "is one of missing, mismatch, ok")
	e.MustContain = withoutEmpty(e.MustContain)
	e.MustNotContain = filled(e.MustNotContain)
	for i, p := range e.MustNotContain {
		if _, err := readPattern(p); err != nil {
			c.must(false, fmt.Sprintf("%s.must_not_contain[%d]", at, i), err.Error())
		}
	}
}

// withoutEmpty drops alternatives and groups that say nothing: null means absent, and an empty text would match anything.
func withoutEmpty(groups [][]string) [][]string {
	var out [][]string
	for _, g := range groups {
		if g = filled(g); len(g) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func filled(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" })
}
