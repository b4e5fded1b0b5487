package jsonl_test

import (
	"errors"
	"strings"
	"testing"

	"parley/internal/fault"
	"parley/internal/jsonl"
)

type record struct {
	ID   string   `json:"id"`
	N    float64  `json:"n,omitempty"`
	Tags []string `json:"tags,omitempty"`
}

func read(text string) ([]record, error) {
	return jsonl.Read(strings.NewReader(text), func(r *record) []fault.Field {
		if r.ID == "" {
			return []fault.Field{{Location: "id", Message: "is missing"}}
		}
		return nil
	})
}

func TestRead(t *testing.T) {
	got, err := read("\xEF\xBB\xBF{\"id\":\"a\",\"n\":null}\n\n  {\"id\":\"b\",\"tags\":[\"x\"]}\r\n")
	if err != nil || len(got) != 2 || got[1].Tags[0] != "x" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFaultsNameLineAndField(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":"a"}` + "\n" + `{"id":"b","colour":1}`: "line 2, colour",
		`{"id":7}`:             "line 1, id",
		`{"n":1}`:              "line 1, id",
		`{"id":"a"`:            "line 1",
		`{"id":"a"}{"id":"b"}`: "line 1",
		`[]`:                   "line 1",
	} {
		_, err := read(text)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.Invalid || f.Fields[0].Location != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
	if _, err := read(strings.Repeat("x", jsonl.MaxLine+1)); fault.CodeOf(err) != fault.TooLarge {
		t.Errorf("a line that is too long: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id":"a"}`)
	f.Add("{\n}\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := read(text)
		if err != nil && got != nil {
			t.Error("a faulty file is not taken at all")
		}
	})
}
