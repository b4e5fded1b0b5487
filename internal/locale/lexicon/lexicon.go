package lexicon

import (
	"io/fs"
	"sort"
	"sync"
)

// Lexicon finds concepts in text. Build one with New or Load. What it says never changes; a language costs next to nothing until it is first met.
type Lexicon struct {
	concepts   []Concept
	byID       map[string]int32
	tables     map[string]*table // by base language
	langs      []string
	above      []map[int32]struct{} // all broader concepts of each concept
	stops      map[string]map[string]struct{}
	codes      map[string]int32            // country codes as written texts use them
	names      map[string]map[string]int32 // places by their label, by language
	glossaries map[string]*glossary        // by base language
	related    thesaurus
	vocabulary vocabulary
	notions    sync.Map // English meaning → what it speaks of
}

// strictKind names the kinds that must be met as they are written, because they act: a wish for a person, danger, anger.
func strictKind(kind string) bool {
	return kind == Act || kind == "handoff" || kind == "feeling" || kind == "social"
}

// Act is the kind of concept that the locale packs hear: it is matched strictly.
const Act = "act"

// Load reads content/lexicon and adds the extra concepts (such as what the locale packs hear).
func Load(fsys fs.FS, stops map[string][]string, extra ...Concept) (*Lexicon, error) {
	list, err := Read(fsys, "lexicon/*.yaml")
	if err != nil {
		return nil, err
	}
	return New(Merge(append(list, extra...)), stops), nil
}

// New builds a lexicon. stops are the function words of each language, which never count as content.
func New(list []Concept, stops map[string][]string) *Lexicon {
	l := &Lexicon{concepts: list, byID: make(map[string]int32, len(list)), tables: map[string]*table{}, stops: map[string]map[string]struct{}{}}
	for i, c := range list {
		l.byID[c.ID] = int32(i)
	}
	for lang, words := range stops {
		l.stops[lang] = stopSet(words)
	}
	l.speak()
	l.names = nameLists(list)
	l.above = make([]map[int32]struct{}, len(list))
	for i := range list {
		l.climb(int32(i))
	}
	return l
}

// Name lets written texts name concepts by codes ("DE" for Germany); it belongs to the making of a lexicon, before its first use.
func (l *Lexicon) Name(codes map[string]string) {
	l.codes = make(map[string]int32, len(codes))
	for code, id := range codes {
		if i, ok := l.byID[id]; ok {
			l.codes[code] = i
		}
	}
}

// speak notes which languages have words; their tables are made later.
func (l *Lexicon) speak() {
	for _, c := range l.concepts {
		for lang := range c.Words {
			if l.tables[lang] == nil {
				l.tables[lang] = &table{lang: lang}
				l.langs = append(l.langs, lang)
			}
		}
	}
	sort.Strings(l.langs)
}

func stopSet(words []string) map[string]struct{} {
	set := make(map[string]struct{}, len(words))
	for _, w := range words {
		for _, t := range Tokens(w) {
			set[t.Text] = struct{}{}
		}
	}
	return set
}

// climb fills the broader concepts of one; a circle in the data ends quietly.
func (l *Lexicon) climb(i int32) map[int32]struct{} {
	if l.above[i] != nil {
		return l.above[i]
	}
	set := map[int32]struct{}{}
	l.above[i] = set
	for _, p := range l.concepts[i].Parents {
		if j, ok := l.byID[p]; ok && j != i {
			set[j] = struct{}{}
			for k := range l.climb(j) {
				set[k] = struct{}{}
			}
		}
	}
	return set
}

// Concept returns the concept with an id.
func (l *Lexicon) Concept(id string) (Concept, bool) {
	i, ok := l.byID[id]
	if !ok {
		return Concept{}, false
	}
	return l.concepts[i], true
}

// All lists the concepts. They belong to the lexicon.
func (l *Lexicon) All() []Concept { return l.concepts }

// Kind returns the kind of a concept, "" when it is not known.
func (l *Lexicon) Kind(id string) string {
	c, _ := l.Concept(id)
	return c.Kind
}

// Is says whether id is the ancestor itself or one of its narrower concepts.
func (l *Lexicon) Is(id, ancestor string) bool {
	if id == ancestor {
		return true
	}
	i, ok := l.byID[id]
	j, ok2 := l.byID[ancestor]
	if !ok || !ok2 {
		return false
	}
	_, is := l.above[i][j]
	return is
}

// Broader lists all broader concepts of id.
func (l *Lexicon) Broader(id string) []string {
	i, ok := l.byID[id]
	if !ok {
		return nil
	}
	out := make([]string, 0, len(l.above[i]))
	for j := range l.above[i] {
		out = append(out, l.concepts[j].ID)
	}
	sort.Strings(out)
	return out
}

// Label is the noun phrase for a concept in a language, "" when nobody wrote one.
func (l *Lexicon) Label(id, lang string) string {
	c, _ := l.Concept(id)
	return c.Label[lang]
}

// Say is the sentence with {figure} for a concept in a language, "" when nobody wrote one.
func (l *Lexicon) Say(id, lang string) string {
	c, _ := l.Concept(id)
	return c.Say[lang]
}

// Stop says whether a folded word is a function word of the language.
func (l *Lexicon) Stop(word, lang string) bool {
	_, ok := l.stops[lang][word]
	return ok
}

// Languages lists the languages that have words, sorted.
func (l *Lexicon) Languages() []string { return l.langs }

// Len is the number of concepts.
func (l *Lexicon) Len() int { return len(l.concepts) }
