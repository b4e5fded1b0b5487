package openai

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"parley/internal/knowledge/index"
)

// The form in which a model names its evidence: the numbers stand in brackets behind each sentence, "… within 30 days. [e1]" or
// "… [e1,e3]". They are read while the text streams in and never shown.

// piece is one sentence as the model wrote it.
type piece struct {
	text  string
	cites []string
	line  bool // it begins a line of its own
}

const oneMarker = `\s*\[\s*e\d{1,3}(?:\s*[,;]\s*e?\d{1,3})*\s*\]`

var (
	marker  = regexp.MustCompile(oneMarker)
	markers = regexp.MustCompile(`^(?:` + oneMarker + `)+\s*[.!?。！？؟]?`)
	number  = regexp.MustCompile(`\d+`)
)

// cutter cuts a stream into sentences. A sentence is complete when the next one begins, for only then is it sure that no number
// follows.
type cutter struct {
	open    string // what is not complete yet
	scanned int    // so much of it holds no end
	line    bool   // a line has ended before it
}

// longestSentence is cut wherever it is; what is longer is no sentence.
const longestSentence = 1500

// add takes the next text and returns the sentences that it completes.
func (c *cutter) add(text string) []piece { return c.cut(text, false) }

// rest is what is left when the stream has ended.
func (c *cutter) rest() []piece { return c.cut("", true) }

func (c *cutter) cut(text string, final bool) (out []piece) {
	c.open += text
	for c.open != "" {
		n := sentenceEnd(c.open, c.scanned, final)
		if n == 0 && len(c.open) > longestSentence {
			n = len(c.open)
		}
		if n == 0 {
			c.scanned = max(0, len(c.open)-lookBack)
			return out
		}
		c.scanned = 0
		p := read(c.open[:n])
		p.line = c.line
		if p.text != "" {
			out = append(out, p)
			c.line = false
		}
		c.line = c.line || strings.HasSuffix(c.open[:n], "\n")
		c.open = c.open[n:]
	}
	return out
}

func read(raw string) (p piece) {
	for _, m := range marker.FindAllString(raw, -1) {
		for _, n := range number.FindAllString(m, -1) {
			p.cites = append(p.cites, "e"+n)
		}
	}
	p.text = strings.TrimSpace(marker.ReplaceAllString(raw, ""))
	return p
}

// lookBack is how far before the end of a text an end may stand that is only seen by what follows it.
const lookBack = 100

// sentenceEnd is how long the first sentence of a text is, with its numbers; 0 when more text could still belong to it. Before from
// there is no end.
func sentenceEnd(text string, from int, final bool) int {
	for i, r := range text {
		if i < from {
			continue
		}
		if r == '[' || r == ' ' {
			if n := len(markers.FindString(text[i:])); n > 0 && strings.TrimSpace(text[:i]) != "" {
				return after(text, i+n, final)
			}
		}
		switch {
		case r == '\n':
			return i + 1
		case ends(text, i, r):
			j := i + utf8.RuneLen(r)
			j += len(text[j:]) - len(strings.TrimLeft(text[j:], "”’\"»」』）)"))
			if markers.MatchString(text[j:]) {
				continue // the numbers end it
			}
			return after(text, j, final)
		}
	}
	if final {
		return len(text)
	}
	return 0
}

// after is n when what follows shows that the sentence ends there.
func after(text string, n int, final bool) int {
	next := strings.TrimLeft(text[n:], " \t")
	if !final && (next == "" || next[0] == '[' && len(next) < 64 && !strings.Contains(next, "]")) {
		return 0
	}
	return n
}

// ends says that a character closes a sentence; a point between digits or of an abbreviation does not.
func ends(text string, i int, r rune) bool {
	switch r {
	case '。', '！', '？', '؟', '．':
		return true
	case '.', '!', '?':
		next := text[i+1:]
		return (next == "" || strings.ContainsAny(next[:1], " \n\t[\"')»”")) && len(index.Sentences(text[:i+1]+" A")) > 1
	}
	return false
}
