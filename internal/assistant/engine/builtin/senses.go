package builtin

import (
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
	"parley/internal/locale/sense"
)

// askedNotions are what a question speaks of and how it asks.
func (e *Engine) askedNotions(q *Question) []lexicon.Notion {
	out := e.book.Lexicon().Notions(q.analysis)
	for _, id := range q.Carried {
		out = append(out, lexicon.Notion{Key: "c:" + id, Weight: 0.7})
	}
	for _, unit := range q.units {
		out = append(out, lexicon.Notion{Key: "u:" + unit, Weight: 1})
	}
	if q.Wants != "" {
		out = append(out, lexicon.Notion{Key: "q:" + q.Wants, Weight: 1})
	}
	return out
}

// toldFields are what a passage speaks of, by itself and under its heading and title.
func (e *Engine) toldFields(page *index.Page, s *index.Passage) []sense.Field {
	lex := e.book.Lexicon()
	read := e.read(s.Text, page.Lang)
	own := lex.Notions(read.analysis)
	kinds := map[string]bool{}
	for _, f := range read.figures {
		if k := string(f.Kind); k != "" && !kinds[k] {
			kinds[k] = true
			own = append(own, lexicon.Notion{Key: "u:" + k, Weight: 1})
		}
	}
	switch s.Kind {
	case index.Step:
		own = append(own, lexicon.Notion{Key: "k:step", Weight: 1})
	case index.Row:
		own = append(own, lexicon.Notion{Key: "k:row", Weight: 1})
	}
	fields := []sense.Field{{Notions: own, Weight: 1}, {Notions: lex.Notions(e.read(page.Title, page.Lang).analysis), Weight: sense.WeightTitle}}
	if s.Kind != index.Heading && s.Heading != "" {
		fields = append(fields, sense.Field{Notions: lex.Notions(e.read(s.Heading, page.Lang).analysis), Weight: sense.WeightHeading})
	}
	return fields
}

// meant is what a passage means: by itself, and under its heading and title.
type meant struct{ own, whole sense.Vector }

func (e *Engine) meaningOf(fields []sense.Field) meant {
	m := e.book.Senses()
	return meant{m.Told(fields[0]), m.Told(fields...)}
}

// told is a passage's meaning; each is worked out once.
func (e *Engine) told(page *index.Page, s *index.Passage) meant {
	key := page.Lang + "\x00" + page.Title + "\x00" + s.Heading + "\x00" + s.Text
	v, ok := e.meanings.get(key)
	if !ok {
		v = e.meaningOf(e.toldFields(page, s))
		e.meanings.put(key, v)
	}
	return v
}

// maxMeanings bounds what is kept of meanings.
const maxMeanings = 8_000
