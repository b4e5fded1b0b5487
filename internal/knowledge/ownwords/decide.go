package ownwords

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/locale/lexicon"
	"parley/internal/store"
)

// Bounds of what an operator may say of a word.
const (
	MaxConcepts = 5
	MaxMeans    = 8
	MaxWord     = maxWord
)

// Say keeps what an operator says of a word; it replaces what was said before.
func (w *Words) Say(ctx context.Context, shop, lang, word string, m Meaning, by string) (Entry, error) {
	word = strings.TrimSpace(word)
	e := Entry{Lang: lang, Word: word, Key: Key(word), Meaning: m, UpdatedAt: w.now().UTC(), UpdatedBy: by}
	e.tidy()
	if wrong := w.check(e); wrong != nil {
		return e, fault.Wrong(wrong...)
	}
	err := w.db.Tx(ctx, func(tx *store.Tx) error { return write(ctx, tx, shop, e) })
	w.stale(shop)
	return e, err
}

// TakeBack makes a word open again: it means nothing, and is listed when customers use it.
func (w *Words) TakeBack(ctx context.Context, shop, lang, word, by string) (e Entry, err error) {
	err = w.db.Tx(ctx, func(tx *store.Tx) error {
		if e, err = getEntry(ctx, tx, shop, lang, Key(word)); err != nil {
			return err
		}
		if e.State == Open {
			return notFound()
		}
		e.State, e.UpdatedAt, e.UpdatedBy = Open, w.now().UTC(), by
		return write(ctx, tx, shop, e)
	})
	w.stale(shop)
	return e, err
}

// tidy drops what was said twice and, of a hidden word, what it means.
func (e *Entry) tidy() {
	concepts, means := []string{}, []string{}
	for _, c := range e.Concepts {
		if !slices.Contains(concepts, c) {
			concepts = append(concepts, c)
		}
	}
	for _, m := range e.Means {
		if m = strings.Join(strings.Fields(m), " "); m != "" && !slices.Contains(means, m) {
			means = append(means, m)
		}
	}
	if e.State == Hidden {
		concepts, means = []string{}, []string{}
	}
	e.Concepts, e.Means = concepts, means
}

func (w *Words) check(e Entry) []fault.Field {
	wrong := w.checkWord(e)
	add := func(where, message string, why fault.Reason, values fault.Values) {
		wrong = append(wrong, fault.Field{Location: where, Message: message, Reason: why, Values: values})
	}
	if e.State != Meant && e.State != Hidden {
		add("body.state", "use meant or hidden", fault.Choice, fault.Values{"options": "meant, hidden"})
	}
	if e.State == Meant && len(e.Concepts)+len(e.Means) == 0 {
		add("body.concepts", "say what the word means: a concept, or words that mean the same", fault.Missing, nil)
	}
	if len(e.Concepts) > MaxConcepts {
		add("body.concepts", "a word means at most 5 concepts", fault.TooMany, fault.Values{"max": MaxConcepts})
	}
	if len(e.Means) > MaxMeans {
		add("body.means", "at most 8 words that mean the same", fault.TooMany, fault.Values{"max": MaxMeans})
	}
	for i, id := range e.Concepts[:min(len(e.Concepts), MaxConcepts)] {
		if !w.Knows(id) {
			add("body.concepts["+strconv.Itoa(i)+"]", "there is no such concept", fault.UnknownConcept, fault.Values{"id": short(id)})
		}
	}
	for i, m := range e.Means[:min(len(e.Means), MaxMeans)] {
		if !IsWord(m) || Key(m) == e.Key {
			add("body.means["+strconv.Itoa(i)+"]", "write another word or short expression, of letters and digits", fault.NoWord, fault.Values{"word": short(m)})
		}
	}
	return wrong
}

func (w *Words) checkWord(e Entry) (wrong []fault.Field) {
	if !slices.Contains(w.lexicon.Languages(), e.Lang) {
		wrong = append(wrong, fault.Field{Location: "path.lang", Message: "use a language that Parley speaks, for example de", Reason: fault.LanguageTag})
	}
	content := func(t lexicon.Token) bool { return !w.lexicon.Stop(t.Text, e.Lang) }
	if !IsWord(e.Word) || !slices.ContainsFunc(lexicon.Tokens(e.Word), content) {
		wrong = append(wrong, fault.Field{Location: "path.word", Message: "write a word or short expression that is no function word", Reason: fault.NoWord, Values: fault.Values{"word": short(e.Word)}})
	}
	return wrong
}

// short is a value as a problem repeats it.
func short(s string) string {
	if r := []rune(s); len(r) > maxWord {
		return string(r[:maxWord]) + "…"
	}
	return s
}

// maxTokens is the longest expression in a script with spaces.
const maxTokens = 5

// IsWord says whether a text is a word or a short expression and nothing else: no sentence, no address, no markup.
func IsWord(s string) bool {
	if utf8.RuneCountInString(s) > maxWord || strings.ContainsAny(s, "<>{}[]\\/@:;|`\"\n\t=") {
		return false
	}
	tokens := lexicon.Tokens(s)
	words, named := 0, false
	for _, t := range tokens {
		named = named || t.Kind != lexicon.Number // digits alone name nothing, and may be somebody's card
		if t.Kind != lexicon.Syllable || !t.Glued {
			words++
		}
	}
	long := len(tokens) > 12 && tokens[0].Kind == lexicon.Syllable
	return named && words <= maxTokens && !long
}

// Knows says whether an operator may choose a concept.
func (w *Words) Knows(id string) bool {
	c, known := w.lexicon.Concept(id)
	return known && c.Kind != lexicon.Act
}
