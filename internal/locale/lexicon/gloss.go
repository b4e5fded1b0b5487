package lexicon

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Gloss is a stretch of a text that no concept covers, with what it may mean in English, the usual meaning first.
type Gloss struct {
	From, To int // tokens [From, To)
	Words    []string
}

// glossary is one language's everyday words with their English meanings. It is read when the language is first met.
type glossary struct {
	lang    string
	read    func() (string, error)
	once    sync.Once
	exact   map[string]string // folded word → meanings as written
	stems   map[string]string
	longest int // tokens of the longest word
}

// maxGlossed is the longest stretch that is looked up, in tokens.
const maxGlossed = 20

// Gloss lets words that no concept covers be understood through LANGUAGE.tsv files: a word, a tab, its English meanings divided by
// semicolons. It belongs to the making of a lexicon, before its first use.
func (l *Lexicon) Gloss(fsys fs.FS, glob string) error {
	names, err := fs.Glob(fsys, glob)
	if err != nil {
		return err
	}
	l.glossaries = make(map[string]*glossary, len(names))
	for _, name := range names {
		lang := strings.TrimSuffix(path.Base(name), path.Ext(name))
		l.glossaries[lang] = &glossary{lang: lang, read: func() (string, error) {
			raw, err := fs.ReadFile(fsys, name)
			return string(raw), err
		}}
	}
	return nil
}

// open reads the file on first use; one that cannot be read has no words.
func (g *glossary) open() {
	g.once.Do(func() {
		g.exact, g.stems = map[string]string{}, map[string]string{}
		raw, err := g.read()
		if err != nil {
			return
		}
		for line := range strings.Lines(raw) {
			word, means, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if ok && means != "" {
				g.add(word, means)
			}
		}
	})
}

func (g *glossary) add(word, means string) {
	tokens := Tokens(word)
	if len(tokens) == 0 || len(tokens) > maxGlossed {
		return
	}
	g.longest = max(g.longest, len(tokens))
	key := glossKey(tokens)
	if _, there := g.exact[key]; !there {
		g.exact[key] = means
	}
	if len(tokens) > 1 || tokens[0].Kind != Word {
		return
	}
	if s := Stem(tokens[0].Text, g.lang); utf8.RuneCountInString(s) >= 3 && g.stems[s] == "" {
		g.stems[s] = means
	}
}

func glossKey(t []Token) string {
	var room [128]byte
	key := room[:0]
	for i, k := range t {
		key = appendKey(key, k, i > 0)
	}
	return string(key)
}

func appendKey(key []byte, t Token, further bool) []byte {
	if further && !t.Glued {
		key = append(key, ' ')
	}
	return append(key, t.Text...)
}

// find looks up the longest stretch that begins at token i and holds something that no concept covers.
func (g *glossary) find(t []Token, i int) (end int, means string) {
	if t[i].Stop {
		return 0, ""
	}
	var room [256]byte
	var ends [maxGlossed]int
	to := min(len(t), i+g.longest)
	key := room[:0]
	for k := i; k < to; k++ {
		key = appendKey(key, t[k], k > i)
		ends[k-i] = len(key)
	}
	for ; to > i; to-- {
		if !strangeIn(t[i:to]) {
			continue
		}
		m := g.exact[string(key[:ends[to-i-1]])]
		if m == "" && to == i+1 && t[i].Kind == Word {
			m = g.stems[Stem(t[i].Text, g.lang)]
		}
		if m != "" {
			return to, m
		}
	}
	return 0, ""
}

// strangeIn says that a stretch begins and ends with content and holds a token that no concept covers.
func strangeIn(t []Token) bool {
	return !t[0].Stop && !t[len(t)-1].Stop && slices.ContainsFunc(t, func(k Token) bool {
		return !k.Known && !k.Stop && (k.Kind == Syllable || k.Kind == Word && len(k.Text) > 1)
	})
}

// glosses fills in what words mean that no concept covers. They stay unknown, but are no typing errors.
func (s *scan) glosses() {
	g := s.lex.glossaries[s.a.Lang]
	if g == nil {
		return
	}
	g.open()
	s.doubt(g)
	for i := 0; i < len(s.a.Tokens); i++ {
		end, means := g.find(s.a.Tokens, i)
		if end == 0 {
			continue
		}
		s.a.Glosses = append(s.a.Glosses, Gloss{From: i, To: end, Words: meanings(means)})
		for k := i; k < end; k++ {
			s.a.Tokens[k].Glossed = true
		}
		i = end - 1
	}
}

// doubt takes back what was only guessed by cutting a word down, where the glossary has the word as it stands with another meaning:
// "pieza" is a part and no piezo ignition.
func (s *scan) doubt(g *glossary) {
	kept := s.a.Matches[:0]
	lost := map[int]bool{}
	for _, m := range s.a.Matches {
		if m.How == Inflected && m.To == m.From+1 && m.Lang == s.a.Lang {
			if means := g.exact[s.a.Tokens[m.From].Text]; means != "" && !s.lex.means(means, m.ID) {
				lost[m.From] = true
				continue
			}
		}
		kept = append(kept, m)
	}
	s.a.Matches = kept
	for i := range lost {
		s.a.Tokens[i].Known = slices.ContainsFunc(kept, func(m Match) bool { return m.From <= i && i < m.To })
	}
}

// means says that one of the English meanings speaks of a concept, or of one that is broader or narrower.
func (l *Lexicon) means(list, id string) bool {
	for _, w := range meanings(list) {
		for _, n := range l.meaning(w) {
			if c, ok := strings.CutPrefix(n.Key, "c:"); ok && (l.Is(c, id) || l.Is(id, c)) {
				return true
			}
		}
	}
	return false
}

func meanings(s string) (out []string) {
	for m := range strings.SplitSeq(s, ";") {
		if m = strings.TrimSpace(m); m != "" && len(out) < 3 {
			out = append(out, m)
		}
	}
	return out
}

// Notion is something a text speaks of, in a form that is the same in every language: a concept ("c:warranty"), or the stem of an
// English word ("w:drip").
type Notion struct {
	Key    string
	Weight float64
}

// What a notion weighs that was not met as itself.
const (
	wAbove   = 0.3 // a broader concept
	wLoose   = 0.5 // inside another expression, or a typing error
	wMeaning = 0.8 // a word's meaning, shared by the meanings
)

// Notions lists what an analysed text speaks of: its concepts and what is broader, and in English what no concept covers.
func (l *Lexicon) Notions(a Analysis) []Notion {
	var out []Notion
	for _, m := range a.Matches {
		w := m.Weight
		if m.How == Inner || m.How == Typo {
			w *= wLoose
		}
		out = append(out, Notion{"c:" + m.ID, w})
		for _, up := range l.Broader(m.ID) {
			out = append(out, Notion{"c:" + up, w * wAbove})
		}
	}
	for _, t := range a.Tokens {
		if t.Kind == Word && !t.Known && !t.Stop && !t.Glossed && len(t.Text) > 2 {
			out = append(out, Notion{"w:" + Stem(t.Text, "en"), 1})
		}
		if t.Kind == Code {
			out = append(out, Notion{"w:" + t.Text, 1})
		}
	}
	return append(out, l.Meanings(a)...)
}

// Meanings lists what the words may speak of that no concept covers.
func (l *Lexicon) Meanings(a Analysis) (out []Notion) {
	for _, g := range a.Glosses {
		for _, w := range g.Words {
			for _, n := range l.meaning(w) {
				out = append(out, Notion{n.Key, n.Weight * wMeaning / float64(len(g.Words))})
			}
		}
	}
	return out
}

// meaning is what an English expression speaks of; each is worked out once.
func (l *Lexicon) meaning(english string) []Notion {
	if have, ok := l.notions.Load(english); ok {
		return have.([]Notion)
	}
	out := l.Notions(l.Analyze(english, "en", Written))
	l.notions.Store(english, out)
	return out
}
