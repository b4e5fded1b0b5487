package builtin

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

func itoa(n int) string { return strconv.Itoa(n) }

func containsSyllables(s string) bool { return strings.IndexFunc(s, lexicon.Syllabic) >= 0 }

// yesNo says whether a yes or no would answer.
func (q *Question) yesNo() bool {
	return q.Unit == "" && (q.Wants == "can" || q.Wants == "" && strings.ContainsAny(q.Text, "?？؟"))
}

func (e *Engine) analyze(text, lang string) lexicon.Analysis {
	return e.book.Lexicon().Analyze(text, locale.Base(lang), lexicon.Written)
}

// clause returns the part of a text around [from, to) that ends at the next separators.
func clause(text string, from, to int) (int, int) {
	start, end := 0, len(text)
	for i, r := range text {
		if !separator(text, i, r) {
			continue
		}
		if i < from {
			start = i + utf8.RuneLen(r)
		} else if i >= to {
			end = i
			break
		}
	}
	return start, end
}

func separator(text string, i int, r rune) bool {
	switch r {
	case ';', '；', '，', '、', '،', '؛', '。', '(', '（', ')', '）', '\n', '|':
		return true
	case ',', '.':
		return i+1 >= len(text) || text[i+1] == ' '
	}
	return false
}

// pick chooses the figure of a passage that the question asks for: the right kind, in the clause that speaks of her
// country, product and condition.
func (e *Engine) pick(q *Question, f found) (figure.Figure, bool) {
	if f.analysis.Tokens == nil {
		f.analysis = e.analyze(f.passage.Text, f.hit.Lang)
	}
	best, top, ok := figure.Figure{}, -1.0, false
	for i, fig := range f.figures {
		v, fit := e.worth(q, f, fig)
		if !fit {
			continue
		}
		v -= 0.01 * float64(i)
		if v > top {
			best, top, ok = fig, v, true
		}
	}
	return best, ok
}

// worth scores one figure; false when it cannot be meant.
func (e *Engine) worth(q *Question, f found, fig figure.Figure) (float64, bool) {
	if q.Unit != "" && !fits(q, fig) {
		return 0, false
	}
	if q.Unit == "" && fig.Kind == figure.None {
		return 0, false
	}
	for _, given := range q.figures {
		if given.Kind == fig.Kind && (fig.Kind == figure.Code && given.Unit == fig.Unit || fig.Kind != figure.Code && figure.Same(given, fig)) {
			return 0, false // she said this one herself
		}
	}
	v := 1.0
	if string(fig.Kind) == q.Unit {
		v += 0.3
	}
	start, end := clause(f.passage.Text, fig.Start, fig.End)
	for _, m := range f.analysis.Matches {
		if m.Kind == lexicon.Act {
			continue
		}
		inside := m.Start >= start && m.End <= end
		c := e.concern(q, m, inside)
		v += c
		if c > 0 && condition(m.Kind) {
			v += 0.4 / (1 + float64(apart(m.Start, m.End, fig))/12)
		}
	}
	if fig.Bound == figure.Over && fig.Kind == figure.Money && !q.hasAny("minimum_order", "free_shipping") && !q.acts["free"] {
		v -= 0.6
	}
	return v, true
}

// apart counts the bytes between a concept and a figure.
func apart(start, end int, fig figure.Figure) int {
	switch {
	case end <= fig.Start:
		return fig.Start - end
	case start >= fig.End:
		return start - fig.End + 4 // what stands behind a figure belongs to it a little less
	}
	return 0
}

// concern is what a concept near a figure says about whether the figure is meant.
func (e *Engine) concern(q *Question, m lexicon.Match, inside bool) float64 {
	lex := e.book.Lexicon()
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		if m.ID == id || lex.Is(m.ID, id) || lex.Is(id, m.ID) {
			switch {
			case inside && condition(m.Kind):
				return 0.8
			case inside:
				return 0.5
			}
			return 0
		}
	}
	if inside && (m.Kind == "place" || m.Kind == "thing" || m.Kind == "modifier") {
		return -0.25
	}
	return 0
}
