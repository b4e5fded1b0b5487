package find

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Part is a piece of a text; Hit marks what was looked for.
type Part struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// Sight is where a question stands in a text.
type Sight struct {
	Terms []int // which terms of the question, each once
	text  string
	spans []span
}

type span struct{ start, end int }

// Look finds the question's terms in a text; lang is the language of the conversation.
func (q Query) Look(text, lang string) Sight {
	s := Sight{text: text}
	for _, p := range pieces(text) {
		for i, t := range q.terms {
			found := len(s.spans)
			if p.run && t.run != "" {
				s.spans = append(s.spans, p.within(t.run)...)
			} else if !p.run && t.meets(p, lang) {
				s.spans = append(s.spans, span{p.spots[0].start, p.spots[0].end})
			}
			if len(s.spans) > found && !slices.Contains(s.Terms, i) {
				s.Terms = append(s.Terms, i)
			}
		}
	}
	return s
}

// within lists where a run of characters stands in the piece.
func (p piece) within(run string) []span {
	var out []span
	for at := 0; ; {
		i := strings.Index(p.text[at:], run)
		if i < 0 {
			return out
		}
		from, to := at+i, at+i+len(run)
		hit := span{-1, 0}
		for _, s := range p.spots {
			if s.to > from && s.from < to {
				if hit.start < 0 {
					hit.start = s.start
				}
				hit.end = s.end
			}
		}
		out = append(out, hit)
		at = to
	}
}

// All tells whether every term was seen, together with what was seen elsewhere.
func (q Query) All(seen ...[]int) bool {
	left := len(q.terms)
	for i := range q.terms {
		if slices.ContainsFunc(seen, func(s []int) bool { return slices.Contains(s, i) }) {
			left--
		}
	}
	return left == 0
}

// The length of a snippet and what stands before its first hit, in characters.
const (
	snippetLength = 180
	snippetBefore = 48
)

// Snippet shows the text around the first hit, with all hits in it marked.
func (s Sight) Snippet() []Part {
	spans := tidy(s.spans)
	first := 0
	if len(spans) > 0 {
		first = spans[0].start
	}
	from := back(s.text, first, snippetBefore)
	to := forth(s.text, from, snippetLength)
	var parts []Part
	add := func(a, b int, hit bool) {
		if text := oneLine(s.text[a:b]); text != "" {
			parts = append(parts, Part{text, hit})
		}
	}
	at := from
	for _, h := range spans {
		if h.end > to {
			break
		}
		add(at, h.start, false)
		add(h.start, h.end, true)
		at = h.end
	}
	add(at, max(at, to), false)
	return cut(parts, from > 0, to < len(s.text))
}

// cut puts an ellipsis where the text goes on.
func cut(parts []Part, before, after bool) []Part {
	if before && len(parts) > 0 {
		parts = append([]Part{{Text: "…"}}, parts...)
	}
	if after && len(parts) > 0 {
		parts = append(parts, Part{Text: "…"})
	}
	return parts
}

// tidy sorts the hits and joins those that overlap.
func tidy(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, s := range spans {
		if n := len(out); n > 0 && s.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}

// back goes n characters to the left and from there to the next beginning of a word.
func back(text string, at, n int) int {
	i := at
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	if i == 0 {
		return 0
	}
	if gap := strings.IndexFunc(text[i:at], unicode.IsSpace); gap >= 0 {
		return i + gap + 1
	}
	return i
}

// forth goes n characters to the right, but does not end within a word when one ends shortly before.
func forth(text string, at, n int) int {
	i := at
	for ; n > 0 && i < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	if i == len(text) {
		return i
	}
	if gap := strings.LastIndexFunc(text[at:i], unicode.IsSpace); gap > (i-at)*3/4 {
		return at + gap
	}
	return i
}

// oneLine makes every white space one space; the ends stay apart, because a hit may stand beside them.
func oneLine(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			if !gap {
				b.WriteByte(' ')
			}
			gap = true
			continue
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}
