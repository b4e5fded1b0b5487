package lexicon

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// ref says that a word stands for a concept.
type ref struct{ concept int32 }

// table holds one language's words, keyed by their folded form. It is made when the language is first met: most shops speak few.
type table struct {
	lang     string
	once     sync.Once
	exact    lists[ref]
	stems    lists[ref] // inflection cut off
	prefix   lists[ref] // words given as stem*
	chars    lists[ref] // words with characters of scripts without spaces
	phrases  lists[phrase]
	parts    []uint32 // the words of all phrases, as places in texts
	texts    []string
	longest  int // bytes of the longest word in chars
	maxStart int
	fuzzy    fuzzy
	writing  writing
}

// phrase is an expression of several words: the stems of its words, or the words as written when it is strict.
type phrase struct {
	concept  int32
	from, to int32 // in the table's parts
	strict   bool
	star     bool // the last word was given as a stem
}

// lists finds the values of a key. The values of all keys stand in one slice: most keys have one, which needs no slice of its own.
type lists[V comparable] struct {
	at  map[string]span
	all []V
}

type span struct{ from, to uint32 }

type entry[V comparable] struct {
	key   string
	value V
}

// gather keeps the values of a key in the order of the entries, each once.
func gather[V comparable](list []entry[V]) lists[V] {
	slices.SortStableFunc(list, func(a, b entry[V]) int { return strings.Compare(a.key, b.key) })
	out := lists[V]{at: make(map[string]span, keys(list)), all: make([]V, 0, len(list))}
	from := 0
	for i, e := range list {
		if i > 0 && e.key != list[i-1].key {
			from = len(out.all)
		}
		if !slices.Contains(out.all[from:], e.value) {
			out.all = append(out.all, e.value)
		}
		out.at[e.key] = span{uint32(from), uint32(len(out.all))}
	}
	return out
}

// keys counts the keys of a sorted list.
func keys[V comparable](list []entry[V]) (n int) {
	for i := range list {
		if i == 0 || list[i].key != list[i-1].key {
			n++
		}
	}
	return n
}

// get gives the values of a key, nil when there are none.
func (l *lists[V]) get(key string) []V { return l.within(l.at[key]) }

// find is get without a text made of the key.
func (l *lists[V]) find(key []byte) []V { return l.within(l.at[string(key)]) }

func (l *lists[V]) within(s span) []V {
	if s.from == s.to {
		return nil
	}
	return l.all[s.from:s.to:s.to]
}

// table is a language's, made now when it is first asked for; nil when the language has no words.
func (l *Lexicon) table(lang string) *table {
	t := l.tables[lang]
	if t != nil {
		t.once.Do(func() { t.fill(l.concepts) })
	}
	return t
}

// filling is a table being made.
type filling struct {
	*table
	reader reader
	exact  []entry[ref]
	stems  []entry[ref]
	prefix []entry[ref]
	chars  []entry[ref]
	phrase []entry[phrase]
	number map[string]uint32 // of each text among the table's
}

func (t *table) fill(concepts []Concept) {
	f := filling{table: t, number: map[string]uint32{}}
	n := 0
	for i := range concepts {
		n += len(concepts[i].Words[t.lang])
	}
	f.exact, f.stems, f.phrase = make([]entry[ref], 0, n), make([]entry[ref], 0, n), make([]entry[phrase], 0, n)
	for i := range concepts {
		c := &concepts[i]
		strict := strictKind(c.Kind)
		for _, w := range c.Words[t.lang] {
			f.reader.read(w, t.lang, func(w word) { f.add(w, int32(i), strict) })
		}
	}
	t.exact, t.stems, t.prefix, t.chars = gather(f.exact), gather(f.stems), gather(f.prefix), gather(f.chars)
	t.phrases, t.parts, t.texts = gather(f.phrase), slices.Clone(t.parts), slices.Clone(t.texts) // without the room to grow
}

// word is one way to write an expression.
type word struct {
	tokens   []Token
	star     bool
	syllabic bool
}

// reader reads the words of concepts; it uses its room again.
type reader struct{ room []Token }

// read gives the ways to write a word: as it is, and in German without umlaut keys too. A way does not outlast the call.
func (r *reader) read(raw, lang string, do func(word)) {
	text := strings.TrimSpace(strings.TrimRight(raw, "*"))
	w := word{star: strings.HasSuffix(raw, "*"), syllabic: syllabic(text)}
	r.way(w, text, do)
	if w.syllabic || lang != "de" || !strings.ContainsAny(text, "äöüÄÖÜ") {
		return
	}
	r.way(w, umlautKeys.Replace(text), do)
}

func (r *reader) way(w word, text string, do func(word)) {
	r.room = appendTokens(r.room[:0], text)
	if w.tokens = r.room; len(w.tokens) > 0 {
		do(w)
	}
}

// umlautKeys give the spelling of German without umlaut keys.
var umlautKeys = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

func syllabic(s string) bool { return strings.IndexFunc(s, Syllabic) >= 0 }

// keep numbers a text; each is kept once.
func (f *filling) keep(s string) uint32 {
	n, have := f.number[s]
	if !have {
		n = uint32(len(f.texts))
		f.number[s], f.texts = n, append(f.texts, s)
	}
	return n
}

func (f *filling) intern(s string) string { return f.texts[f.keep(s)] }

func (f *filling) add(w word, concept int32, strict bool) {
	switch {
	case w.syllabic:
		f.addChars(w.tokens, concept)
	case len(w.tokens) > 1:
		f.addPhrase(w, concept, strict)
	default:
		f.addWord(w, concept, strict)
	}
}

func (f *filling) addChars(tokens []Token, concept int32) {
	var b strings.Builder
	for _, k := range tokens {
		b.WriteString(k.Text)
	}
	key := f.intern(b.String())
	f.chars = append(f.chars, entry[ref]{key, ref{concept}})
	f.longest = max(f.longest, len(key))
}

// addWord enters a word of a spaced script. A strict word must be met as it is written: "Zeit" is not "Zeitung" when the
// word would call a person.
func (f *filling) addWord(w word, concept int32, strict bool) {
	text := f.intern(w.tokens[0].Text)
	e := entry[ref]{text, ref{concept}}
	f.exact = append(f.exact, e)
	if w.star {
		f.prefix = append(f.prefix, e)
		f.maxStart = max(f.maxStart, len(text))
	}
	if e.key = f.intern(Stem(text, f.lang)); !strict && utf8.RuneCountInString(e.key) >= 3 {
		f.stems = append(f.stems, e)
	}
}

// addPhrase enters an expression of several words under the stem of its first.
func (f *filling) addPhrase(w word, concept int32, strict bool) {
	p := phrase{concept: concept, from: int32(len(f.parts)), to: int32(len(f.parts) + len(w.tokens)), strict: strict, star: w.star}
	for i, k := range w.tokens {
		part := k.Text
		if !strict && !(w.star && i == len(w.tokens)-1) {
			part = Stem(part, f.lang)
		}
		f.parts = append(f.parts, f.keep(part))
	}
	f.phrase = append(f.phrase, entry[phrase]{f.intern(Stem(w.tokens[0].Text, f.lang)), p})
}
