package check

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
)

// What the shop itself wrote, said in the language it was written in, is never refused. Short lines are the hard ones.
func TestTheShopsOwnWordsPass(t *testing.T) {
	file, err := os.Open("../../../demo/demo/articles.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	type text struct{ Locale, Title, Body string }
	for dec := json.NewDecoder(file); dec.More(); {
		var a struct {
			ID       string
			Variants []text
		}
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		for _, v := range a.Variants {
			for _, s := range sayable(v.Body) {
				if len(s) > 70 {
					continue
				}
				cited := []engine.Evidence{{ID: "e1", Kind: "article", Quote: s, Title: v.Title, Locale: v.Locale}}
				got := gate().Sentence(engine.Sentence{Text: s, Cites: []string{"e1"}}, Context{Locale: v.Locale, Evidence: cited})
				if got.Result == Refused {
					t.Errorf("%s in %s: %q: %s %s", a.ID, v.Locale, s, got.Rule, got.Detail)
				}
			}
		}
	}
}

// sayable are the lines of a text as the assistant says them: a table's rows with the names of their columns.
func sayable(body string) (out []string) {
	var head []string
	for _, line := range strings.Split(body, "\n") {
		line = strings.ReplaceAll(line, "**", "")
		switch {
		case strings.HasPrefix(line, "|---"), line == "", strings.HasPrefix(line, "#"):
		case !strings.HasPrefix(line, "| "):
			head, out = nil, append(out, strings.TrimPrefix(line, "- "))
		case head == nil:
			head = cells(line)
		default:
			out = append(out, row(head, cells(line)))
		}
	}
	return out
}

func cells(line string) []string { return strings.Split(strings.Trim(line, "| "), " | ") }

func row(head, cells []string) string {
	told := make([]string, 0, len(cells))
	for i, c := range cells[1:] {
		told = append(told, head[i+1]+": "+c)
	}
	return cells[0] + " – " + strings.Join(told, "; ") + "."
}
