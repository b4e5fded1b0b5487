package desk

import (
	"slices"
	"strings"
	"unicode"

	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// Mood is how she seems to feel, with the words that show it. It is read from what she writes and is no judgement: the signs stand beside it.
type Mood struct {
	Level string `json:"level" enum:"worried,upset,angry"`
	Signs []Sign `json:"signs" nullable:"false"`
}

// Sign is what shows a mood.
type Sign struct {
	Kind  string `json:"kind" enum:"anger,insult,frustration,disappointment,worry,urgency,shouting,repeated"`
	Seq   int64  `json:"seq"`
	Words string `json:"words" doc:"Hers"`
}

// levels are the moods from mild to strong, and heaviness says how strong a sign is.
var (
	levels    = []string{"", "worried", "upset", "angry"}
	heaviness = map[string]int{"worry": 1, "urgency": 1, "frustration": 2, "disappointment": 2, "shouting": 2, "repeated": 2, "anger": 3, "insult": 3}
)

// recent is how many of her last messages tell her mood: what she felt an hour ago may be over.
const recent = 5

// mood reads her last messages. A word of thanks in the last one says that it is over. nil is calm.
func (t *talk) mood(book *locale.Book) *Mood {
	from := max(0, len(t.hers)-recent)
	var m Mood
	weight := 0
	for i, s := range t.hers[from:] {
		a := book.Lexicon().Analyze(s.Text, t.lang, lexicon.Asked)
		signs := feelings(a, s)
		if shouts(s.Text) {
			signs = append(signs, Sign{"shouting", s.Seq, s.Text})
		}
		if t.repeats(from + i) {
			signs = append(signs, Sign{"repeated", s.Seq, s.Text})
		}
		if len(signs) == 0 && has(a, "thanks") {
			m.Signs, weight = nil, 0
		}
		for _, sign := range signs {
			weight = max(weight, heaviness[sign.Kind])
		}
		m.Signs = append(m.Signs, signs...)
	}
	if weight == 0 {
		return nil
	}
	m.Level = levels[weight]
	return &m
}

func feelings(a lexicon.Analysis, s said) (signs []Sign) {
	for _, m := range a.Matches {
		if m.Kind != "feeling" || heaviness[m.ID] == 0 || m.How == lexicon.Typo || m.How == lexicon.Inner {
			continue
		}
		signs = append(signs, Sign{m.ID, s.Seq, s.Text[m.Start:m.End]})
	}
	return signs
}

func has(a lexicon.Analysis, id string) bool {
	return slices.ContainsFunc(a.Matches, func(m lexicon.Match) bool { return m.ID == id })
}

// shouts: a sentence in capitals, or three marks in a row. Codes and order numbers are short.
func shouts(text string) bool {
	if strings.Contains(text, "!!!") || strings.Contains(text, "???") || strings.Contains(text, "！！！") || strings.Contains(text, "？？？") {
		return true
	}
	upper, lower := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper >= 12 && upper > 6*lower
}

// repeats says whether she had to write the same thing again.
func (t *talk) repeats(i int) bool {
	now := words(t.hers[i].Text)
	if len(now) < 3 {
		return false
	}
	return slices.ContainsFunc(t.hers[:i], func(s said) bool { return alike(now, words(s.Text)) })
}

func words(text string) []string {
	var list []string
	for _, token := range lexicon.Tokens(text) {
		list = append(list, token.Text)
	}
	return list
}

// alike: four fifths of the words of both are the same.
func alike(a, b []string) bool {
	same := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			same++
		}
	}
	return same*5 >= 4*max(len(a), len(b))
}
