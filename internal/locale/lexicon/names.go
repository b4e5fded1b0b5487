package lexicon

import (
	"regexp"
	"strings"
)

// headBytes bounds what may be the head of a row or list item: a list of names at most.
const headBytes = 300

// between stands between the names of a list: commas, and a language's word for "and".
var between = regexp.MustCompile(`[,，、|/]|\s(?:và|hoặc|และ|หรือ)\s`)

// names finds places where a table cell, a list item or a column says nothing but their names: "Mỹ", "ไทย". In running text names this short
// mean other things, so they are no words of the lexicon.
func (s *scan) names(text string) {
	names := s.lex.names[s.a.Lang]
	head := text
	if i := strings.IndexAny(head, ":：;"); i >= 0 {
		head = head[:i]
	}
	if len(names) == 0 || len(head) > headBytes {
		return
	}
	from := 0
	for _, cut := range append(between.FindAllStringIndex(head, -1), []int{len(head), len(head)}) {
		s.name(text, names, from, cut[0])
		from = cut[1]
	}
}

// name takes text[from:to] for a place when it is the name of one; scripts without spaces list names with spaces between them.
func (s *scan) name(text string, names map[string]int32, from, to int) {
	part := text[from:to]
	if c, ok := names[strings.TrimSpace(part)]; ok {
		s.place(c, from, to)
		return
	}
	if !syllabic(part) {
		return
	}
	at := from
	for _, word := range strings.SplitAfter(part, " ") {
		if c, ok := names[strings.TrimSpace(word)]; ok {
			s.place(c, at, at+len(word))
		}
		at += len(word)
	}
}

// place adds a match for the tokens within [from, to), unless a word has said the same.
func (s *scan) place(concept int32, from, to int) {
	c := &s.lex.concepts[concept]
	for _, m := range s.a.Matches {
		if m.ID == c.ID && m.Start >= from && m.End <= to {
			return
		}
	}
	first, last := -1, -1
	for i, t := range s.a.Tokens {
		if t.Start >= from && t.End <= to {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return
	}
	for i := first; i <= last; i++ {
		s.a.Tokens[i].Known, s.a.Tokens[i].Stop = true, false
	}
	s.a.Matches = append(s.a.Matches, Match{ID: c.ID, Kind: c.Kind, From: first, To: last + 1, Start: s.a.Tokens[first].Start, End: s.a.Tokens[last].End, Weight: 1, How: Exact, Lang: s.a.Lang})
}

// nameLists gives the names of places as they are labelled, by language.
func nameLists(concepts []Concept) map[string]map[string]int32 {
	out := map[string]map[string]int32{}
	for i, c := range concepts {
		if c.Kind != "place" {
			continue
		}
		for lang, name := range c.Label {
			if out[lang] == nil {
				out[lang] = map[string]int32{}
			}
			out[lang][name] = int32(i)
		}
	}
	return out
}
