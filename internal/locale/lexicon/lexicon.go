package lexicon

import (
	"io/fs"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Lexicon finds concepts in text. Build one with New or Load; it is immutable.
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
	notions    sync.Map // English meaning → what it speaks of
}

// strictKind names the kinds that must be met as they are written, because they act: a wish for a person, danger, anger.
func strictKind(kind string) bool {
	return kind == Act || kind == "handoff" || kind == "feeling" || kind == "social"
}

// Act is the kind of concept that the locale packs hear: it is matched strictly.
const Act = "act"

// ref says that a word stands for a concept.
type ref struct {
	concept int32
	star    bool // the word was given as a stem
}

// table holds one language's words, keyed by their folded form.
type table struct {
	lang     string
	exact    map[string][]ref
	stems    map[string][]ref // inflection cut off
	prefix   map[string][]ref // words given as stem*
	phrases  map[string][]phrase
	chars    map[string][]ref // words with characters of scripts without spaces
	longest  int              // bytes of the longest word in chars
	fuzzy    *fuzzy
	maxStart int
}

type phrase struct {
	first   string   // stem of the first word
	rest    []string // stems of the others
	star    []bool
	words   []string // as written, for strict ones
	strict  bool
	concept int32
}

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
	l.fill()
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

// fill builds the tables of all languages side by side; they share nothing.
func (l *Lexicon) fill() {
	for _, c := range l.concepts {
		for lang := range c.Words {
			l.table(lang)
		}
	}
	var wg sync.WaitGroup
	for lang, t := range l.tables {
		l.langs = append(l.langs, lang)
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range l.concepts {
				c := &l.concepts[i]
				for _, w := range c.Words[lang] {
					t.add(w, int32(i), strictKind(c.Kind))
				}
			}
			t.fuzzy = newFuzzy(t)
		}()
	}
	wg.Wait()
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

func (l *Lexicon) table(lang string) *table {
	t := l.tables[lang]
	if t == nil {
		t = &table{lang: lang, exact: map[string][]ref{}, stems: map[string][]ref{}, prefix: map[string][]ref{}, phrases: map[string][]phrase{}, chars: map[string][]ref{}}
		l.tables[lang] = t
	}
	return t
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

func (t *table) add(word string, concept int32, strict bool) {
	star := strings.HasSuffix(word, "*")
	word = strings.TrimSpace(strings.TrimRight(word, "*"))
	tokens := Tokens(word)
	if len(tokens) == 0 {
		return
	}
	if syllabic(word) {
		t.addChars(tokens, concept)
		return
	}
	t.addTokens(tokens, star, strict, concept)
	if t.lang != "de" || !strings.ContainsAny(word, "äöüÄÖÜ") {
		return
	}
	if alt := umlautKeys.Replace(word); alt != word {
		t.addTokens(Tokens(alt), star, strict, concept)
	}
}

// umlautKeys give the spelling of German without umlaut keys.
var umlautKeys = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

func syllabic(s string) bool { return strings.IndexFunc(s, Syllabic) >= 0 }

func (t *table) addChars(tokens []Token, concept int32) {
	var b strings.Builder
	for _, k := range tokens {
		b.WriteString(k.Text)
	}
	key := b.String()
	t.chars[key] = appendRef(t.chars[key], ref{concept: concept})
	t.longest = max(t.longest, len(key))
}

// addTokens enters words of spaced scripts. A strict word must be met as it is written: "Zeit" is not "Zeitung" when the
// word would call a person.
func (t *table) addTokens(tokens []Token, star, strict bool, concept int32) {
	if len(tokens) > 1 {
		t.addPhrase(tokens, star, strict, concept)
		return
	}
	w := tokens[0].Text
	t.exact[w] = appendRef(t.exact[w], ref{concept, star})
	if star {
		t.prefix[w] = appendRef(t.prefix[w], ref{concept, true})
		t.maxStart = max(t.maxStart, len(w))
	}
	if s := Stem(w, t.lang); !strict && utf8.RuneCountInString(s) >= 3 {
		t.stems[s] = appendRef(t.stems[s], ref{concept, star})
	}
}

func appendRef(list []ref, r ref) []ref {
	for _, have := range list {
		if have.concept == r.concept {
			return list
		}
	}
	return append(list, r)
}

func (t *table) addPhrase(tokens []Token, star, strict bool, concept int32) {
	p := phrase{concept: concept, strict: strict}
	for i, k := range tokens {
		s := Stem(k.Text, t.lang)
		last := star && i == len(tokens)-1
		if last {
			s = k.Text
		}
		p.words = append(p.words, k.Text)
		if i == 0 {
			p.first = s
		} else {
			p.rest = append(p.rest, s)
			p.star = append(p.star, last)
		}
	}
	t.phrases[p.first] = append(t.phrases[p.first], p)
}

// Concept returns the concept with an id.
func (l *Lexicon) Concept(id string) (Concept, bool) {
	i, ok := l.byID[id]
	if !ok {
		return Concept{}, false
	}
	return l.concepts[i], true
}

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

// Words lists every single folded word of a language with the number of languages that share it; language
// identification learns from it.
func (l *Lexicon) Words(lang string) []string {
	t := l.tables[lang]
	if t == nil {
		return nil
	}
	out := make([]string, 0, len(t.exact))
	for w := range t.exact {
		out = append(out, w)
	}
	return out
}

// Len is the number of concepts.
func (l *Lexicon) Len() int { return len(l.concepts) }
