package builtin

import (
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
)

// What is quoted around a passage in her own language, so that it stands for itself.
const (
	maxQuoted      = 300 // bytes of what goes on behind it
	maxQuotedAlong = 4   // figures of all that is quoted
)

// quoteInPlace says a passage in the shop's own words, so that it is understood by itself: a list item behind the words that lead to the
// list, a sentence that leans on the one before with it, and, when no figure was asked, what the paragraph goes on to say.
func (e *Engine) quoteInPlace(p *plan, q *Question, l lead, cite string) {
	s, text := l.passage.Passage, l.passage.Text
	if in := leadIn(l.hit.Page, s); in != nil && s.Kind == index.Item {
		p.cite(l.hit, in)
		text = strings.TrimRight(in.Text, " ") + " " + text
	} else if s.Kind == index.Item && s.Heading != "" && len(l.analysis.Tokens) < 12 {
		text = strings.TrimRight(s.Heading, " ?:？：") + ": " + text
	} else if before := sentenceAt(l.hit.Page, s, -1); before != nil && leans(l.analysis) && len(before.Text) < maxQuoted {
		p.add(sentence(before.Text), p.cite(l.hit, before))
	}
	p.add(sentence(text), cite)
	if len(q.units) == 0 && s.Kind == index.Sentence {
		e.goOn(p, l)
	}
}

// goOn adds the sentences that follow in the paragraph, as far as they stay short and bring few figures.
func (e *Engine) goOn(p *plan, l lead) {
	figures, length := len(l.figures), 0
	for n := 1; n <= 2; n++ {
		next := sentenceAt(l.hit.Page, l.passage.Passage, n)
		if next == nil {
			return
		}
		figures += len(e.read(next.Text, l.hit.Lang).figures)
		if length += len(next.Text); length > maxQuoted || figures > maxQuotedAlong {
			return
		}
		p.add(sentence(next.Text), p.cite(l.hit, next))
	}
}

// sentenceAt is the sentence so many places behind another one in its paragraph, nil when there is none.
func sentenceAt(page *index.Page, s *index.Passage, by int) *index.Passage {
	i := s.Ord + by
	if i < 0 || i >= len(page.Passages) || page.Passages[i].Para != s.Para || page.Passages[i].Kind != index.Sentence || s.Kind != index.Sentence {
		return nil
	}
	return &page.Passages[i]
}

// leadIn is the sentence that leads to the list in which an item stands: "We do not match:".
func leadIn(page *index.Page, s *index.Passage) *index.Passage {
	for i := s.Ord - 1; i >= 0; i-- {
		before := &page.Passages[i]
		switch {
		case before.Heading != s.Heading || before.Kind == index.Heading || before.Kind == index.Row:
			return nil
		case before.Kind == index.Sentence && strings.HasSuffix(strings.TrimSpace(before.Text), ":") || strings.HasSuffix(strings.TrimSpace(before.Text), "："):
			return before
		case before.Kind == index.Sentence:
			return nil
		}
	}
	return nil
}

// leaning are the words that begin a sentence which is not understood without the one before.
var leaning = map[string]bool{"then": true, "it": true, "its": true, "they": true, "this": true, "that": true, "these": true, "those": true, "otherwise": true, "instead": true, "both": true, "also": true, "but": true, "so": true, "he": true, "she": true,
	"此": true, "它": true, "这": true, "那": true, "否": true, "但": true, "该": true}

func leans(a lexicon.Analysis) bool { return len(a.Tokens) > 0 && leaning[a.Tokens[0].Text] }
