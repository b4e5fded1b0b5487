package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// Sentences in a model's own words have been reviewed by nobody. One that cites evidence must speak of what it speaks of; one that
// cites none may be a courtesy or a question back, and states nothing.

// longestFrame is how long a sentence without evidence may be, in characters.
const longestFrame = 200

// leastShare of what a sentence speaks of must stand in its evidence or in her own words.
const leastShare = 0.5

func grounded(g *Gate, c *claim) (string, string) {
	if !c.free {
		return "", ""
	}
	if echo := c.echoes(); echo != "" {
		return "", echo
	}
	claims := matters(g, c.text, c.lang)
	if len(c.cited) == 0 {
		return frame(g, c, claims)
	}
	there := map[string]bool{}
	for _, e := range c.cited {
		for _, id := range matters(g, e.Quote+" . "+e.Title, locale.Base(e.Locale)) {
			add(g, there, id)
		}
	}
	proven := 0
	for _, id := range claims {
		if there[id] {
			proven++
		}
	}
	said := map[string]bool{}
	for _, id := range matters(g, c.Said, c.lang) {
		add(g, said, id)
	}
	covered := proven
	for _, id := range claims {
		if !there[id] && said[id] {
			covered++
		}
	}
	switch {
	case float64(covered) < leastShare*float64(len(claims)):
		return "", "the evidence speaks of something else"
	case proven == 0 && !c.shares(g):
		return "", "nothing of it stands in the evidence"
	}
	return "", ""
}

// add notes a concept and what it is a kind of.
func add(g *Gate, to map[string]bool, id string) {
	to[id] = true
	for _, broader := range g.book.Lexicon().Broader(id) {
		to[broader] = true
	}
}

// frame lets a sentence pass that states nothing.
func frame(g *Gate, c *claim, claims []string) (string, string) {
	question := strings.ContainsAny(c.text, "?？؟") || strings.HasSuffix(strings.TrimSpace(c.text), "か。")
	switch {
	case utf8.RuneCountInString(c.text) > longestFrame:
		return "", "too long for a sentence without evidence"
	case len(c.cites) > 0:
		return "", "cites evidence that is not there"
	case secret(g, c):
		return "", "asks for a secret"
	case len(claims) > 0 && !question:
		return "", "states something without evidence"
	}
	return "", ""
}

// secret says that a sentence speaks of what nobody may be asked for.
func secret(g *Gate, c *claim) bool {
	for _, m := range g.book.Lexicon().Analyze(c.text, c.lang, lexicon.Written).Matches {
		for _, id := range []string{"password", "credit_card", "security_code"} {
			if m.How != lexicon.Inner && g.book.Lexicon().Is(m.ID, id) {
				return true
			}
		}
	}
	return false
}

// matters lists what a text speaks of; courtesies, question words and figures are no matter.
func matters(g *Gate, text, lang string) (ids []string) {
	seen := map[string]bool{}
	for _, m := range g.book.Lexicon().Analyze(text, lang, lexicon.Written).Matches {
		switch m.Kind {
		case "thing", "attribute", "topic", "part", "action", "symptom", "place":
			if m.How != lexicon.Inner && m.How != lexicon.Typo && !seen[m.ID] {
				seen[m.ID] = true
				ids = append(ids, m.ID)
			}
		}
	}
	return ids
}

// echoes finds what a model repeats that it must not: what it was told, and what she wrote, for a message can hold the words that
// somebody wants to make it say. Only letters count, so that spaces and signs hide nothing.
func (c *claim) echoes() string {
	own := onlyLetters(c.text)
	for _, h := range c.Hidden {
		if repeated(own, onlyLetters(h), "") {
			return "repeats what it was told"
		}
	}
	proven := ""
	for _, e := range c.cited {
		proven += onlyLetters(e.Quote + e.Title)
	}
	switch {
	case strings.Contains(proven, own):
		return ""
	case repeated(own, onlyLetters(c.Said), proven), c.parrots(own, proven):
		return "repeats her message"
	case foreign(own, c.lang):
		return "another script"
	}
	return ""
}

// parrots says that a sentence holds a whole sentence of hers.
func (c *claim) parrots(own, proven string) bool {
	for _, s := range index.Sentences(c.Said) {
		if s = onlyLetters(s); utf8.RuneCountInString(s) >= 6 && strings.Contains(own, s) && !strings.Contains(proven, s) {
			return true
		}
	}
	return false
}

// scripts of the languages that write in one of their own.
var scripts = map[string][]*unicode.RangeTable{
	"ru": {unicode.Cyrillic}, "ar": {unicode.Arabic}, "th": {unicode.Thai}, "ko": {unicode.Hangul, unicode.Han},
	"ja": {unicode.Han, unicode.Hiragana, unicode.Katakana}, "zh": {unicode.Han},
}

// foreign says that most letters of a text are in another script than the language's; it is for texts that are too short to tell the
// language of.
func foreign(text, lang string) bool {
	tables, all, own := scripts[lang], 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			all++
			if unicode.In(r, tables...) {
				own++
			}
		}
	}
	return len(tables) > 0 && own*2 < all
}

// A run of as many letters is a repetition; signs that stand for syllables or words say as much in fewer.
const (
	longRun  = 22
	shortRun = 12
)

func repeated(own, of, proven string) bool {
	r := []rune(own)
	n := longRun
	if len(r) > 0 && lexicon.Syllabic(r[len(r)/2]) {
		n = shortRun
	}
	for i := 0; i+n <= len(r); i++ {
		if run := string(r[i : i+n]); strings.Contains(of, run) && !strings.Contains(proven, run) {
			return true
		}
	}
	return false
}

func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, lexicon.Fold(s))
}

// shares says that a word of substance, a name or a figure of the sentence stands in its evidence.
func (c *claim) shares(g *Gate) bool {
	for _, e := range c.cited {
		if common(g, c, e) {
			return true
		}
	}
	return false
}

func common(g *Gate, c *claim, e engine.Evidence) bool {
	there := map[string]bool{}
	for _, t := range lexicon.Tokens(e.Quote + " . " + e.Title) {
		there[t.Text] = true
	}
	syllables := 0
	for _, t := range lexicon.Tokens(c.text) {
		switch {
		case !there[t.Text] || g.book.Lexicon().Stop(t.Text, c.lang):
			syllables = 0
		case t.Kind == lexicon.Syllable:
			if syllables++; syllables >= 2 {
				return true
			}
		default:
			return true
		}
	}
	return false
}
