package builtin

import (
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// column is one cell of a row as it is told in her language.
type column struct {
	label, said string
	figures     int
	asked       bool
	named       bool // she says its name
	fits        bool // it holds a kind of figure that she wants
}

// nativeRow tells a table row natively, column by column: those that hold what was asked, or all of a short row.
func (e *Engine) nativeRow(p *plan, q *Question, l lead) bool {
	if len(l.passage.Cells) < 2 {
		return false
	}
	parts := e.toldColumns(q, e.columns(p, q, l))
	if len(parts) == 0 || len(parts) > 4 {
		return false
	}
	cite := p.cite(l.hit, l.passage.Passage)
	condition := e.rowCondition(p, q, l)
	for i, c := range parts {
		switch {
		case condition != "" && i == 0 && condition != c.label:
			p.add(capital(p.pack.Say("figure_for", "label", c.label, "condition", condition, "figure", c.said)), cite)
		default:
			p.add(capital(p.pack.Say("figure", "label", c.label, "figure", c.said)), cite)
		}
	}
	return true
}

// toldColumns are the columns that she asked for: the figures of a short row, else those whose name she says and that hold the kind of figure she wants, else all that hold
// it, else those whose name she says, else all of a short row.
func (e *Engine) toldColumns(q *Question, cols []column) []column {
	pick := func(fits func(column) bool) (out []column) {
		for _, c := range cols {
			if fits(c) {
				out = append(out, c)
			}
		}
		return out
	}
	figures := 0
	for _, c := range cols {
		figures += c.figures
	}
	if figures <= shortRow {
		if short := pick(func(c column) bool { return c.figures > 0 || c.asked }); len(short) > 0 {
			return short
		}
	}
	if named := pick(func(c column) bool { return c.named && c.fits }); len(named) > 0 && e.asks(q) <= 1 {
		return named
	}
	if fit := pick(func(c column) bool { return c.fits }); len(fit) > 0 {
		return fit
	}
	if asked := pick(func(c column) bool { return c.asked }); len(asked) > 0 {
		return asked
	}
	if figures > maxFigures {
		return nil
	}
	return cols
}

// shortRow is how many figures may be told together though only one of them was asked: "20 days, and MX$99 for the label".
const shortRow = 3

// columns reads the cells of a row; where the row's key is what she looks for (which size for 98 cm?), the key comes first.
func (e *Engine) columns(p *plan, q *Question, l lead) (out []column) {
	cells := l.passage.Cells
	facts := e.relevant(p, q, l)
	for i, c := range cells {
		if i == 0 && !e.keyAnswers(q, l) {
			continue
		}
		name := c.Column
		said, figures := e.cell(p, q, l, c, facts)
		if said == "" {
			continue
		}
		col := column{label: e.columnLabel(p, q, l, name, facts), said: said, figures: figures}
		col.named = e.columnAsked(p, q, name, l.hit.Lang)
		col.asked, col.fits = i == 0 || col.named, e.columnFits(q, l, name)
		for _, f := range facts {
			col.asked = col.asked || len(q.units) > 0 && f.column == name && (unitFits(q, string(f.fig.Kind), f.fig) && contains(q.units, string(f.fig.Kind)) || f.fig.Kind == "")
		}
		if col.label != "" {
			out = append(out, col)
		}
	}
	return out
}

// columnFits says that a cell holds a kind of figure that she wants.
func (e *Engine) columnFits(q *Question, l lead, name string) bool {
	for _, f := range e.factsOf(l.hit, l.passage.Passage) {
		if f.column == name && contains(q.units, string(f.fig.Kind)) {
			return true
		}
	}
	return false
}

// keyAnswers says that a figure she gave lies in the row, so that its key may be what she wants to know.
func (e *Engine) keyAnswers(q *Question, l lead) bool {
	if l.signs[signRange] == 0 {
		return false
	}
	key := e.book.Figures(l.passage.Cells[0].Text, l.hit.Lang)
	for _, k := range key {
		if given(q, k) {
			return false
		}
	}
	return true
}

// columnAsked says that she names the column: by a word, or a notion or place that it speaks of.
func (e *Engine) columnAsked(p *plan, q *Question, name, lang string) bool {
	for _, t := range lexicon.Tokens(name) {
		for _, w := range q.analysis.Tokens {
			if t.Kind == lexicon.Word && len(t.Text) > 1 && w.Text == t.Text && !w.Stop && !w.Known {
				return true
			}
		}
	}
	for _, m := range e.read(name, lang).analysis.Matches {
		switch m.Kind {
		case "place":
			if p.u.placed && contains(p.u.places, m.ID) || q.has(m.ID) {
				return true
			}
		case "topic", "action", "symptom", "attribute", "thing", "part":
			if m.How != lexicon.Inner && (q.has(m.ID) || e.speak([]lexicon.Match{m}, firstOf(e.sameMatter(q, m.ID), "-")) == 1) {
				return true
			}
		}
	}
	return false
}

// sameMatter is the concept of the question that a notion is a special case of.
func (e *Engine) sameMatter(q *Question, id string) string {
	for _, a := range q.Concepts {
		if k := e.book.Lexicon().Kind(a); (k == "topic" || k == "action") && e.book.Lexicon().Is(id, a) {
			return a
		}
	}
	return ""
}

// columnLabel names a column in her language.
func (e *Engine) columnLabel(p *plan, q *Question, l lead, name string, facts []fact) string {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	best := ""
	for _, m := range e.read(name, l.hit.Lang).analysis.Matches {
		if label := lex.Label(m.ID, lang); label != "" && !silent(m.Kind) && m.How != lexicon.Inner && m.Kind != "measure" && m.Kind != "time" {
			best = label
			if m.Kind == "topic" || m.Kind == "place" {
				break
			}
		}
	}
	if best != "" {
		return best
	}
	for _, f := range facts {
		if f.column == name && f.fig.Kind != "" {
			return firstOf(lex.Label(e.factTopic(q, f, string(f.fig.Kind), lang), lang), p.pack.Measures[string(f.fig.Kind)])
		}
	}
	for _, f := range e.factsOf(l.hit, l.passage.Passage) {
		if f.column == name && f.fig.Kind != "" {
			return firstOf(p.pack.Measures[string(f.fig.Kind)], e.label(p, q))
		}
	}
	return e.label(p, q)
}

// cell tells a cell: its figures, "free", names, and notions; "" when something of it cannot be told.
func (e *Engine) cell(p *plan, q *Question, l lead, c index.Cell, asked []fact) (string, int) {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	var parts []string
	figures := 0
	read := e.read(c.Text, l.hit.Lang)
	for _, f := range e.factsOf(l.hit, l.passage.Passage) {
		if f.column != c.Column || !strings.Contains(c.Text, f.fig.Text) && !strings.HasPrefix(f.fig.Text, c.Text) || f.fig.Kind == "" && len(read.figures) == 0 && !freeIn(read.analysis.Matches) {
			continue
		}
		said := p.pack.Said["free"]
		if f.fig.Kind != "" || f.fig.Lo != 0 || f.fig.Hi != 0 {
			said = e.bounded(p, f.fig, p.pack.FormatFigure(f.fig))
			figures++
		} else if !freeIn(read.analysis.Matches) {
			continue
		}
		if !contains(parts, said) {
			parts = append(parts, said)
		}
	}
	if len(parts) == 0 && e.denied(found{hit: l.hit, passage: index.Scored{Passage: &index.Passage{Text: c.Text}}}) {
		return "", 0
	}
	plain := found{hit: l.hit, passage: index.Scored{Passage: &index.Passage{Text: c.Text}}}
	matched := map[int]bool{}
	for _, m := range read.analysis.Matches {
		for i := m.From; i < m.To; i++ {
			matched[i] = true
		}
		if label := lex.Label(m.ID, lang); label != "" && !silent(m.Kind) && m.How != lexicon.Inner && m.Kind != "time" && m.Kind != "measure" && len(parts) < 5 && !contains(parts, label) && len(read.figures) == 0 {
			parts = append(parts, label)
		}
	}
	for i := range read.analysis.Tokens {
		if name := plainName(plain, read.analysis, i); name != "" && !matched[i] && !contains(parts, name) && len(parts) < 6 {
			parts = append(parts, name)
		}
	}
	if len(parts) == 0 && shortCode(c.Text) {
		parts = append(parts, c.Text)
	}
	return strings.Join(parts, between), figures
}

// plainName is a word of a cell that is a name: "DHL", "UNiDAYS", "Klarna".
func plainName(f found, a lexicon.Analysis, i int) string {
	t := a.Tokens[i]
	raw := f.passage.Text[t.Start:t.End]
	if t.Kind != lexicon.Word || t.Stop || len(raw) < 2 || figure.IsCurrency(raw) || raw[0] < 'A' || raw[0] > 'Z' && strings.ToLower(raw) == raw {
		return ""
	}
	if strings.ToLower(raw) == raw {
		return ""
	}
	return raw
}

// shortCode says that a cell is a size or code that reads the same everywhere: "M", "XL", "42.5".
func shortCode(s string) bool {
	return len(s) > 0 && len(s) <= 5 && strings.ToUpper(s) == s && strings.IndexFunc(s, lexicon.Syllabic) < 0
}

// rowCondition names for what a row holds: its key's place when she named one, or the thing.
func (e *Engine) rowCondition(p *plan, q *Question, l lead) string {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	key := e.read(l.passage.Cells[0].Text, l.hit.Lang)
	for _, m := range key.analysis.Matches {
		if m.How == lexicon.Inner {
			continue
		}
		switch {
		case m.Kind == "place":
			for _, w := range p.u.places {
				if p.u.placed && (w == m.ID || lex.Is(w, m.ID)) {
					return lex.Label(w, lang)
				}
			}
		case m.Kind == "thing" || m.Kind == "part":
			if label := lex.Label(m.ID, lang); label != "" {
				return label
			}
		}
	}
	if len(l.passage.Cells[0].Text) < 30 && len(key.analysis.Matches) == 0 && len(e.book.Figures(l.passage.Cells[0].Text, l.hit.Lang)) == 0 && strings.IndexFunc(l.passage.Cells[0].Text, lexicon.Syllabic) < 0 {
		return l.passage.Cells[0].Text
	}
	return ""
}
