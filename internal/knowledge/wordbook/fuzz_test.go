package wordbook

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"parley/internal/locale/lexicon"
)

// FuzzParse: whatever a file holds, what is read of it can be kept, loaded and found again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(inventedEdict))
	f.Add([]byte(inventedCedict))
	f.Add([]byte(`export default {"all":[["a","b","c",["d","e; f"],[],[]]]};`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if d, err := parse(text); err == nil {
			keptWhole(t, d)
		}
	})
}

func FuzzDictd(f *testing.F) {
	index, text := dictd(inventedDictd...)
	f.Add(index, text)
	f.Add("a\tA\tB\n", "x")
	f.Fuzz(func(t *testing.T, index, text string) {
		if d, err := parseDictd(index, text); err == nil {
			d.From, d.To = "de", "en"
			keptWhole(t, d)
		}
	})
}

func keptWhole(t *testing.T, d draft) {
	t.Helper()
	var kept bytes.Buffer
	if err := write(&kept, d.About, d.words); err != nil {
		t.Fatal(err)
	}
	b, err := load(&kept)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.lines) != len(d.words) {
		t.Fatalf("%d words became %d", len(d.words), len(b.lines))
	}
	for k, glosses := range d.words {
		if !slices.Equal(b.exact(k), glosses) && len(glosses) > 0 {
			t.Fatalf("%q: %q became %q", k, glosses, b.exact(k))
		}
		find([]*Book{b}, b.From, lexicon.Tokens(strings.Repeat(k, 2)))
	}
}
