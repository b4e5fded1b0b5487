package check

import "parley/internal/assistant/engine"

// Table lets of a table pass what its evidence carries; nil when nothing is left. Each value is read as a sentence that names what it
// is of and cites the record of its own column only, so that a figure under the wrong product is refused too. A row falls with one
// of its values: with a hole in it, it would compare nothing. report hears what was refused.
func (g *Gate) Table(t *engine.Table, in Context, report func(text string, v Verdict)) *engine.Table {
	passes := func(text string, cites ...string) bool {
		v := g.Sentence(engine.Sentence{Text: text, Cites: cites}, in)
		if v.Result != Pass {
			report(text, v)
		}
		return v.Result == Pass
	}
	if t == nil || len(t.Columns) < 2 || len(t.Cites) != len(t.Columns) || !passes(t.Caption) {
		return nil
	}
	for i, name := range t.Columns {
		if !passes(name, t.Cites[i]) {
			return nil
		}
	}
	out := *t
	out.Rows = nil
	for _, r := range t.Rows {
		if len(r.Cells) == len(t.Columns) && rowPasses(r, t.Cites, passes) {
			out.Rows = append(out.Rows, r)
		}
	}
	if len(out.Rows) == 0 {
		return nil
	}
	return &out
}

func rowPasses(r engine.Row, cites []string, passes func(text string, cites ...string) bool) bool {
	for i, cell := range r.Cells {
		if !passes(r.Label+": "+cell, cites[i]) {
			return false
		}
	}
	return true
}
