package insight

import (
	"errors"
	"strings"
	"testing"

	"parley/internal/fault"
)

func TestRead(t *testing.T) {
	items, err := Read(strings.NewReader(`
{"id":"q1","locale":"de-DE","country":"DE","text":"Garantie?","expect":{"kind":"article","article_ids":["w"],"product_ids":null,"order_id":null,"identity":null,"must_contain":[["24",null],[]],"must_not_contain":null,"reply_lang":"de","gold":"24 Monate","handoff_acceptable":null}}
{"id":"d1","locale":"ja-JP","country":"JP","theme":"returns","turns":[{"say":"a","expect":null,"interrupt":{"interrupt_after_ms":50}},{"say":"b","expect":{"kind":"handoff"},"interrupt":null}]}
`))
	if err != nil || len(items) != 2 {
		t.Fatal(items, err)
	}
	q, d := items[0].Question, items[1].Dialogue
	if q == nil || q.Text != "Garantie?" || len(q.Expect.MustContain) != 1 || len(q.Expect.MustContain[0]) != 1 {
		t.Errorf("question: %+v", q)
	}
	if d == nil || d.Theme != "returns" || len(d.Turns) != 2 || d.Turns[0].Interrupt.AfterMS != 50 || d.Turns[0].Expect != nil || d.Turns[1].Expect.Kind != Handoff {
		t.Errorf("dialogue: %+v", d)
	}
}

func TestReadNamesLineAndField(t *testing.T) {
	const question, expect = `{"id":"a","locale":"en-US","country":"US","text":"?",`, `"expect":{"kind":"article"}`
	for _, c := range []struct{ line, location, message string }{
		{question + expect + `,"mood":1}`, "line 2, mood", "not a field"},
		{question + `"expect":{"kind":"article","colour":1}}`, "line 2, colour", "not a field"},
		{question + `"expect":{"kind":"poem"}}`, "line 2, expect.kind", "is one of"},
		{question + `"expect":{"kind":"order","identity":"maybe"}}`, "line 2, expect.identity", "is one of"},
		{question + `"expect":{"kind":"article","must_not_contain":["a","/(/"]}}`, "line 2, expect.must_not_contain[1]", "cannot be read"},
		{question + `"expect":{"kind":"article","must_contain":["30"]}}`, "line 2, expect.must_contain", "is a JSON string"},
		{question + `"expect":null}`, "line 2, expect", "is missing"},
		{question + expect + `,"theme":"x"}`, "line 2, theme", "not a field of a question"},
		{`{"locale":"en-US","text":"?",` + expect + `}`, "line 2, id", "is missing"},
		{`{"id":"a","text":"?",` + expect + `}`, "line 2, locale", "is missing"},
		{`{"id":"a","locale":"en-US","country":"USA","text":"?",` + expect + `}`, "line 2, country", "two letters"},
		{`{"id":"a","locale":"en-US","text":null,` + expect + `}`, "line 2, text", "is missing"},
		{`{"id":"a","locale":"en-US","turns":[]}`, "line 2, turns", "is empty"},
		{`{"id":"a","locale":"en-US","text":"?","turns":[{"say":"x"}]}`, "line 2, text", "not a field of a dialogue"},
		{`{"id":"a","locale":"en-US","turns":[{"say":"x","expect":{"kind":""}}]}`, "line 2, turns[0].expect.kind", "is one of"},
		{`{"id":"a","locale":"en-US","turns":[{"say":"x","interrupt":{"interrupt_after_ms":-1}}]}`, "line 2, turns[0].interrupt.interrupt_after_ms", "0 or more"},
		{`{"id":`, "line 2", "not JSON"},
	} {
		_, err := Read(strings.NewReader(question + expect + "}\n" + c.line + "\n"))
		var f *fault.Error
		if !errors.As(err, &f) || len(f.Fields) == 0 {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if got := f.Fields[0]; !strings.HasPrefix(got.Location, c.location) && !strings.HasSuffix(got.Location, strings.TrimPrefix(c.location, "line 2, ")) || !strings.Contains(got.Message, c.message) {
			t.Errorf("%s: %+v", c.line, got)
		}
	}
}
