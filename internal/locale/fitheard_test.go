//go:build fit

package locale

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/locale/lexicon"
)

// TestFitHeard writes content/senses/heard.tsv: the words in Latin letters by which one hears a language, as customers type them, from all
// questions of bench/learn and its short messages.
func TestFitHeard(t *testing.T) {
	count := map[string]map[string]int{} // word → language → times
	hear := func(tag, text string, times int) {
		for _, w := range lexicon.Tokens(stripAddresses(text)) {
			if w.Kind != lexicon.Word || scriptOf(w.Text) != "latin" || len(w.Text) < 2 {
				continue
			}
			if count[w.Text] == nil {
				count[w.Text] = map[string]int{}
			}
			count[w.Text][Base(tag)] += times
		}
	}
	files, _ := filepath.Glob("../../bench/learn/*/*.jsonl")
	for _, path := range append(files, "../../bench/learn/short.jsonl") {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		s := bufio.NewScanner(f)
		for s.Buffer(nil, 1<<20); s.Scan(); {
			var m struct {
				Locale, Text string
				Asks         []string
				Ask          map[string]any
			}
			if err := json.Unmarshal(s.Bytes(), &m); err != nil {
				continue // articles have other fields
			}
			if strings.HasSuffix(path, "short.jsonl") {
				hear(m.Locale, m.Text, 4)
			}
			for _, a := range m.Asks {
				hear("en-US", a, 1)
			}
			for tag, v := range m.Ask {
				switch v := v.(type) {
				case string:
					hear(tag, v, 1)
				case []any:
					for _, x := range v {
						hear(tag, fmt.Sprint(x), 1)
					}
				}
			}
		}
		f.Close()
	}
	heard := map[string][]string{}
	for _, w := range slices.Sorted(maps.Keys(count)) {
		all, best, lang := 0, 0, ""
		for _, l := range slices.Sorted(maps.Keys(count[w])) {
			n := count[w][l]
			if all += n; n > best {
				best, lang = n, l
			}
		}
		if best >= 4 && float64(best) >= 0.85*float64(all) {
			heard[lang] = append(heard[lang], w)
		}
	}
	var out strings.Builder
	for _, lang := range slices.Sorted(maps.Keys(heard)) {
		fmt.Println(lang, len(heard[lang]))
		out.WriteString(lang + "\t" + strings.Join(heard[lang], " ") + "\n")
	}
	if err := os.WriteFile("../../content/senses/heard.tsv", []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
