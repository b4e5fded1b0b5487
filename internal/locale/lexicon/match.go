package lexicon

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How says in what way a match was found.
type How uint8

// The ways of matching, from sure to loose.
const (
	Exact How = iota
	Inflected
	Compound
	Inner // inside a longer expression that is a concept itself
	Typo
)

// Match is a concept found in a text.
type Match struct {
	ID         string
	Kind       string
	From, To   int // tokens [From, To)
	Start, End int // bytes of the text
	Weight     float64
	How        How
	Lang       string
}

// Analysis is a text seen through the lexicon.
type Analysis struct {
	Lang    string
	Tokens  []Token
	Matches []Match // in order of appearance
	Glosses []Gloss // what no concept covers, in English
}

// Depth says how hard to look.
type Depth uint8

// Article text is well written and long; a question may have errors and mix languages.
const (
	Written Depth = iota
	Asked
)

// Analyze finds the concepts of a text in lang (a base language such as "de").
func (l *Lexicon) Analyze(text, lang string, depth Depth) Analysis {
	s := scan{lex: l, a: Analysis{Lang: lang, Tokens: Tokens(text)}, depth: depth}
	s.markStops()
	s.chars()
	for _, t := range s.order() {
		s.phrases(t)
		s.words(t)
	}
	s.glosses()
	if depth == Asked {
		s.compounds()
		s.foreign()
		s.typos()
	}
	if depth == Written {
		s.codes(text)
		s.names(text)
	}
	s.sort()
	return s.a
}

// codes finds country codes in written text: "DE, FR and IT", "in US". A code that is also an English word in capitals counts only
// beside another code or behind a preposition.
func (s *scan) codes(text string) {
	if len(s.lex.codes) == 0 || shouted(text) {
		return
	}
	at := func(i int) (int32, bool) {
		if i < 0 || i >= len(s.a.Tokens) || s.a.Tokens[i].End-s.a.Tokens[i].Start != 2 {
			return 0, false
		}
		c, ok := s.lex.codes[text[s.a.Tokens[i].Start:s.a.Tokens[i].End]]
		return c, ok
	}
	for i, t := range s.a.Tokens {
		c, ok := at(i)
		if !ok {
			continue
		}
		_, before := at(i - 1)
		_, after := at(i + 1)
		if wordCodes[t.Text] && !before && !after && len(s.a.Tokens) > 1 && (i == 0 || !s.a.Tokens[i-1].Stop) {
			continue
		}
		concept := &s.lex.concepts[c]
		s.a.Matches = append(s.a.Matches, Match{ID: concept.ID, Kind: concept.Kind, From: i, To: i + 1, Start: t.Start, End: t.End, Weight: 1, How: Exact, Lang: s.a.Lang})
		s.a.Tokens[i].Known, s.a.Tokens[i].Stop = true, false
	}
}

// wordCodes are country codes that people also write in capitals for something else.
var wordCodes = map[string]bool{"it": true, "in": true, "no": true, "is": true, "id": true, "be": true, "at": true, "me": true, "my": true, "us": false, "ma": true, "pe": true, "tv": true, "am": true, "co": true, "ca": true, "ar": true, "se": true, "mo": true, "pa": true}

// shouted says that a text of some length is written in capitals throughout.
func shouted(text string) bool {
	upper, lower := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 14 && lower < upper/4
}

// scan is one analysis under way.
type scan struct {
	lex   *Lexicon
	a     Analysis
	depth Depth
	stems []string // of the tokens, for the table under way
}

// order gives the tables to ask: her language first, English words are understood everywhere.
func (s *scan) order() []*table {
	var out []*table
	for _, lang := range []string{s.a.Lang, "en"} {
		if t := s.lex.table(lang); t != nil && (len(out) == 0 || out[0] != t) {
			out = append(out, t)
		}
	}
	return out
}

func (s *scan) markStops() {
	for i := range s.a.Tokens {
		t := &s.a.Tokens[i]
		t.Stop = t.Kind == Word && s.lex.Stop(t.Text, s.a.Lang)
	}
}

// emit records the concepts of a word; a word with several meanings counts less for each.
func (s *scan) emit(t *table, refs []ref, from, to int, weight float64, how How) {
	if len(refs) > 1 {
		weight *= 0.85
	}
	for _, r := range refs {
		c := &s.lex.concepts[r.concept]
		s.a.Matches = append(s.a.Matches, Match{ID: c.ID, Kind: c.Kind, From: from, To: to, Start: s.a.Tokens[from].Start, End: s.a.Tokens[to-1].End, Weight: weight, How: how, Lang: t.lang})
	}
	for i := from; i < to; i++ {
		s.a.Tokens[i].Known = true
	}
}

// phrases matches expressions of several words; the longest at a place wins, the words inside stay open to words at less
// weight. One function word more than written is forgiven.
func (s *scan) phrases(t *table) {
	s.stem(t)
	for i := range s.a.Tokens {
		if s.a.Tokens[i].Kind == Syllable {
			continue
		}
		best, shorter, end := s.phraseAt(t, i)
		if end > 0 {
			s.emit(t, best, i, end, 1, Exact)
			s.emit(t, shorter, i, end, 0.5, Inner)
		}
	}
}

// phraseAt finds the longest expressions that begin at token i, and the shorter ones inside them.
func (s *scan) phraseAt(t *table, i int) (best, shorter []ref, end int) {
	for _, p := range t.phrases.get(s.stems[i]) {
		if p.strict && s.a.Tokens[i].Text != t.part(p.from) {
			continue
		}
		r := ref{concept: p.concept}
		switch to := s.follow(t, p, i+1); {
		case to > end:
			for _, old := range best {
				shorter = appendRef(shorter, old)
			}
			best, end = []ref{r}, to
		case to == end && end > 0:
			best = appendRef(best, r)
		case to > 0:
			shorter = appendRef(shorter, r)
		}
	}
	return best, shorter, end
}

func appendRef(list []ref, r ref) []ref {
	if slices.Contains(list, r) {
		return list
	}
	return append(list, r)
}

// follow says where an expression ends whose first word stands before token i, 0 when it does not go on.
func (s *scan) follow(t *table, p phrase, i int) int {
	skipped := false
	for k := p.from + 1; k < p.to; i++ {
		if i >= len(s.a.Tokens) {
			return 0
		}
		if s.phraseWord(i, t.part(k), p, k+1 == p.to) {
			k++
			continue
		}
		if skipped || p.strict || !s.a.Tokens[i].Stop {
			return 0
		}
		skipped = true
	}
	return i
}

// part is a word of an expression.
func (t *table) part(i int32) string { return t.texts[t.parts[i]] }

// phraseWord says that token i is a word of an expression, behind its first.
func (s *scan) phraseWord(i int, want string, p phrase, last bool) bool {
	switch {
	case p.star && last:
		return strings.HasPrefix(s.a.Tokens[i].Text, want)
	case p.strict:
		return s.a.Tokens[i].Text == want
	}
	return s.stems[i] == want
}

// stem cuts every token once for a table.
func (s *scan) stem(t *table) {
	if s.stems == nil {
		s.stems = make([]string, len(s.a.Tokens))
	}
	for i := range s.a.Tokens {
		if k := &s.a.Tokens[i]; k.Kind != Syllable {
			s.stems[i] = Stem(k.Text, t.lang)
		}
	}
}

// words matches single words: as written, else without inflection, else by a stem* of the lexicon.
func (s *scan) words(t *table) {
	for i := range s.a.Tokens {
		k := &s.a.Tokens[i]
		if k.Kind == Syllable || k.Kind == Number || (t.lang != s.a.Lang && (k.Stop || k.Known)) {
			continue
		}
		weight, how := 1.0, Exact
		inner := k.Known
		refs := t.exact.get(k.Text)
		if refs == nil && t.lang == "ar" {
			refs = t.exact.get(cutArabic(k.Text))
		}
		if s.onlyStrict(refs) && !k.Stop && len(k.Text) > 3 {
			if more := t.inflected(k.Text, s.stems[i]); more != nil {
				refs, how, weight = append(slices.Clip(refs), more...), Inflected, 0.95
			}
		}
		if inner {
			weight, how = 0.5, Inner
		}
		if refs != nil {
			s.emit(t, refs, i, i+1, weight, how)
		}
	}
}

// onlyStrict says that no word with content was met as written: then its inflections are tried.
func (s *scan) onlyStrict(refs []ref) bool {
	for _, r := range refs {
		if !strictKind(s.lex.concepts[r.concept].Kind) {
			return false
		}
	}
	return true
}

func (t *table) inflected(w, stem string) []ref {
	if refs := t.byPrefix(w); refs != nil {
		return refs
	}
	if utf8.RuneCountInString(stem) < 3 {
		return nil
	}
	if refs := t.stems.get(stem); refs != nil {
		return refs
	}
	switch t.lang {
	case "ar":
		return t.byPrefix(cutArabic(w))
	case "de":
		return t.infinitive(w)
	}
	return nil
}

// infinitive takes the German "zu" out of "zurückzuschicken" and the "ge" out of "zurückgeschickt".
func (t *table) infinitive(w string) []ref {
	for _, infix := range [...]string{"zu", "ge"} {
		for i := 2; i < len(w)-5; i++ {
			if w[i:i+2] != infix {
				continue
			}
			plain := w[:i] + w[i+2:]
			if refs := t.exact.get(plain); refs != nil {
				return refs
			}
			if refs := t.stems.get(Stem(plain, "de")); refs != nil {
				return refs
			}
		}
	}
	return nil
}

// byPrefix finds the longest stem* that the word begins with.
func (t *table) byPrefix(w string) []ref {
	for n := min(len(w), t.maxStart); n >= 3; n-- {
		if refs := t.prefix.get(w[:n]); refs != nil {
			return refs
		}
	}
	return nil
}
