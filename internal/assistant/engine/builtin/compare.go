package builtin

import (
	"slices"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale/lexicon"
)

// A comparison is told twice. The text says what decides, in lines that every channel shows: one for each point, the products behind
// each other; asked for one point ("which is lighter?") only that one, and whose value is the lower or the higher. The table
// beside it holds the same and more, for screens that have room for columns.

const (
	maxCompared = 4 // products beside each other
	maxPoints   = 8 // rows of the table
	maxAsked    = 3 // points that one question may name
	maxTold     = 2 // points of the text when she names none
)

// tellCompared compares the products that a question names, and reports whether it did.
func (e *Engine) tellCompared(p *plan, c *Catalog, q *Question) bool {
	if len(q.Products) == 0 {
		q.Products = e.ofThose(p, c, q)
	}
	if len(q.Products) < 2 || len(q.Products) > maxCompared {
		return false
	}
	wide := q.acts["compare"] || matched(q.analysis, "compare") || e.chooses(c, q)
	if !wide && !q.acts["ask_which"] {
		return false
	}
	list := c.asNamed(q)
	if len(list) < 2 {
		return false // what was compared before may be gone from the shop
	}
	asked := e.pointsAsked(p, c, q, list)
	if !wide && len(asked) == 0 {
		return false
	}
	rows := e.pointsBeside(p, c, list, asked)
	if len(rows) == 0 {
		return false
	}
	e.tellBeside(p, list, asked, rows)
	p.u.Intent = "product"
	p.u.why("compared " + strings.Join(q.Products, ", "))
	p.settle(engine.Answered)
	return true
}

// tellBeside tells the points asked for, or else the first, and puts all of them into the table.
func (e *Engine) tellBeside(p *plan, list []Product, asked, rows []point) {
	var cites []string
	for _, pr := range list {
		cites = append(cites, e.record(p, pr))
	}
	told := asked
	if len(asked) == 0 {
		told = rows[:min(maxTold, len(rows))]
	}
	for _, r := range told {
		p.line(capital(r.label)+p.colon()+r.inLine(p, list), cites...)
	}
	if len(asked) == 1 && asked[0].first != "" {
		p.line(capital(p.pack.Say(asked[0].key, "product", asked[0].first)), cites...)
	}
	if n := len(p.sentences); n > 0 {
		p.sentences[n-1].Table = p.sideBySide(list, cites, rows)
	}
}

// chooses says that she names products and asks nothing of her own: "the One or the Duo?", "… for a small kitchen?".
func (e *Engine) chooses(c *Catalog, q *Question) bool {
	if q.Wants != "" && !q.acts["ask_which"] || q.acts["stock"] || len(q.units) > 0 || e.policy(q) || plainly(q, "topic", "action", "symptom", "measure", "part") {
		return false
	}
	names := map[string]bool{}
	for id, at := range c.calledBy(q) {
		if len(at.own) == 0 && slices.Contains(q.Products, id) {
			return false // "the Aria headphones" are two, but she chooses between none
		}
		for _, i := range at.all {
			names[q.analysis.Tokens[i].Text] = true
		}
	}
	strange := 0
	for _, w := range q.Unknown {
		if !names[w] {
			strange++
		}
	}
	return strange <= maxStrange
}

// calling is where a question names a product: in all its tokens, and in those that name no other.
type calling struct{ all, own []int }

// calledBy says where a question names which products.
func (c *Catalog) calledBy(q *Question) map[string]calling {
	found := c.find(q.analysis, hint{})
	holders := map[int]int{}
	for _, n := range found {
		for i := range n.at {
			holders[i]++
		}
	}
	out := map[string]calling{}
	for _, n := range found {
		var at calling
		for i := range n.at {
			at.all = append(at.all, i)
			if holders[i] == 1 {
				at.own = append(at.own, i)
			}
		}
		out[n.id] = at
	}
	return out
}

// plainly says that a question has a notion of these kinds in words spelt as they are: "small" is no slip for "smell".
func plainly(q *Question, kinds ...string) bool {
	return slices.ContainsFunc(q.analysis.Matches, func(m lexicon.Match) bool {
		return m.How != lexicon.Inner && m.How != lexicon.Typo && slices.Contains(kinds, m.Kind)
	})
}

// maxStrange is how many words that nobody knows may stand beside the products she chooses between: "for a small kitchen".
const maxStrange = 2

// ofThose are the products that were compared before, when she goes on choosing between them: "which of the two for a small kitchen?"
func (e *Engine) ofThose(p *plan, c *Catalog, q *Question) []string {
	if p.u.last == nil || len(p.u.last.Questions) == 0 || !q.acts["ask_which"] || plainly(q, "thing") || !e.chooses(c, q) {
		return nil
	}
	before := p.u.last.Questions[len(p.u.last.Questions)-1].Products
	if len(before) < 2 {
		return nil
	}
	return before
}

// asNamed lists the products of a question in the order in which she names them: by the first word that only one of them has, for
// "Crema One or Crema Duo" has "Crema" for both.
func (c *Catalog) asNamed(q *Question) []Product {
	called := c.calledBy(q)
	at := func(pr Product) int {
		if own := called[pr.ID].own; len(own) > 0 {
			return slices.Min(own)
		}
		return len(q.analysis.Tokens)
	}
	var list []Product
	for _, id := range q.Products {
		if pr, ok := c.Product(id); ok {
			list = append(list, pr)
		}
	}
	slices.SortStableFunc(list, func(a, b Product) int { return at(a) - at(b) })
	return list
}

// sideBySide makes the table of a comparison.
func (p *plan) sideBySide(list []Product, cites []string, rows []point) *engine.Table {
	t := &engine.Table{Caption: p.pack.Said["comparison"], Cites: cites}
	for _, pr := range list {
		t.Columns = append(t.Columns, pr.title(p.pack.Tag))
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, engine.Row{Label: capital(r.label), Cells: r.cells, Same: r.same()})
	}
	return t
}

// colon is the sign between a label and what it labels, as the locale writes it.
func (p *plan) colon() string {
	text := p.pack.Said["figure"]
	if i, j := strings.Index(text, "{label}"), strings.Index(text, "{figure}"); i >= 0 && j > i {
		return text[i+len("{label}") : j]
	}
	return ": "
}
