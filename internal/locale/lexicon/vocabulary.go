package lexicon

import (
	"hash/maphash"
	"sync"
)

// vocabulary tells which languages have a word, for all words at once: so a word of any language can be met without the tables of
// languages that do not have it. It holds no words, only their hashes.
type vocabulary struct {
	once sync.Once
	seed maphash.Seed
	of   map[uint64]uint64 // word → its languages, a bit for each of Languages; 64 are enough
}

// Warm makes what the first question in any language would wait for.
func (l *Lexicon) Warm() { l.vocabulary.once.Do(func() { l.vocabulary.fill(l) }) }

// Speaking lists the languages that have a single folded word, sorted; language identification learns from it.
func (l *Lexicon) Speaking(word string) []string {
	l.Warm()
	v := &l.vocabulary
	bits := v.of[maphash.String(v.seed, word)]
	if bits == 0 {
		return nil
	}
	out := make([]string, 0, 2)
	for i, lang := range l.langs {
		if bits>>i&1 == 1 {
			out = append(out, lang)
		}
	}
	return out
}

func (v *vocabulary) fill(l *Lexicon) {
	v.seed, v.of = maphash.MakeSeed(), make(map[uint64]uint64, 16*len(l.concepts))
	var r reader
	for i, lang := range l.langs {
		for c := range l.concepts {
			for _, raw := range l.concepts[c].Words[lang] {
				if several(raw) {
					continue // most are: they need not be read to the end
				}
				r.read(raw, lang, func(w word) {
					if !w.syllabic && len(w.tokens) == 1 {
						v.of[maphash.String(v.seed, w.tokens[0].Text)] |= 1 << i
					}
				})
			}
		}
	}
}

// several says that spaces divide a text into two words at least.
func several(text string) bool {
	words, within := 0, false
	for _, r := range text {
		switch {
		case r == ' ':
			within = false
		case !within && wordRune(r):
			words, within = words+1, true
		}
	}
	return words > 1
}

// scripts is a set of the scripts without spaces, a bit each.
type scripts uint8

const (
	han scripts = 1 << iota
	kana
	hangul
	southern // Thai, Lao, Khmer, Burmese
)

func scriptOf(r rune) scripts {
	switch {
	case !Syllabic(r):
		return 0
	case r < 0x3000:
		return southern
	case r < 0x3400 && r != '々' && r != '〇' || r >= 0xFF66 && r <= 0xFF9D:
		return kana
	case r >= 0xAC00 && r <= 0xD7AF:
		return hangul
	}
	return han
}

func scriptsOf(text string) (out scripts) {
	for _, r := range text {
		out |= scriptOf(r)
	}
	return out
}

// writing tells with which scripts the words of a language are written that have no spaces.
type writing struct {
	once sync.Once
	used uint16 // a bit for each combination of scripts that a word has
}

// written says whether a text in some scripts can hold a word of the language. It does not need the language's table.
func (l *Lexicon) written(lang string, in scripts) bool {
	t := l.tables[lang]
	if t == nil || in == 0 {
		return false
	}
	t.writing.once.Do(func() { t.writing.fill(l.concepts, lang) })
	for combination := scripts(1); combination < 16; combination++ {
		if t.writing.used>>combination&1 == 1 && combination&^in == 0 {
			return true
		}
	}
	return false
}

func (w *writing) fill(concepts []Concept, lang string) {
	for i := range concepts {
		for _, word := range concepts[i].Words[lang] {
			w.used |= 1 << scriptsOf(word)
		}
	}
}
