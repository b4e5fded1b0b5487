package check

import (
	"testing"

	"parley/internal/assistant/engine"
)

func kettles() (*engine.Table, Context) {
	small := engine.Evidence{ID: "e1", Kind: "product", Ref: "small", Quote: "Brio Small; price 49 USD; in stock: true; capacity_l: 0.5 l; weight_kg: 0.7 kg", Title: "Brio Small", Locale: "en"}
	large := engine.Evidence{ID: "e2", Kind: "product", Ref: "large", Quote: "Brio Large; price 89 USD; in stock: true; capacity_l: 1.5 l; weight_kg: 1.2 kg", Title: "Brio Large", Locale: "en"}
	t := &engine.Table{Caption: "Produktvergleich", Columns: []string{"Brio Small", "Brio Large"}, Cites: []string{"e1", "e2"}, Rows: []engine.Row{
		{Label: "Preis", Cells: []string{"49 $", "89 $"}}, {Label: "Volumen", Cells: []string{"0,5 l", "1,5 l"}}, {Label: "Gewicht", Cells: []string{"700 g", "1,2 kg"}},
	}}
	return t, Context{Locale: "de-DE", Evidence: []engine.Evidence{small, large}}
}

func TestTablesAreHeldToTheRecords(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(t *engine.Table)
		rows    int
		refused string
	}{
		"as the records say":           {func(*engine.Table) {}, 3, ""},
		"a figure nobody states":       {func(t *engine.Table) { t.Rows[1].Cells[1] = "1,7 l" }, 2, "Volumen: 1,7 l"},
		"under the wrong product":      {func(t *engine.Table) { t.Rows[0].Cells = []string{"89 $", "49 $"} }, 2, "Preis: 89 $"},
		"a code nobody states":         {func(t *engine.Table) { t.Rows[2].Cells[0] = "IPX7" }, 2, "Gewicht: IPX7"},
		"markup":                       {func(t *engine.Table) { t.Rows[2].Cells[0] = "<b>700 g</b>" }, 2, "Gewicht: <b>700 g</b>"},
		"a hole":                       {func(t *engine.Table) { t.Rows[1].Cells = t.Rows[1].Cells[:1] }, 2, ""},
		"nothing is left":              {func(t *engine.Table) { t.Rows = t.Rows[:1]; t.Rows[0].Cells[0] = "9 $" }, 0, "Preis: 9 $"},
		"a product that is not there":  {func(t *engine.Table) { t.Columns[1] = "https://evil.example/large" }, 0, "https://evil.example/large"},
		"a column without a record":    {func(t *engine.Table) { t.Cites = t.Cites[:1] }, 0, ""},
		"a record of nobody's":         {func(t *engine.Table) { t.Cites[1] = "e9" }, 0, "Preis: 89 $"},
		"a promise for a caption":      {func(t *engine.Table) { t.Caption = "Garantiert für immer kostenlos" }, 0, "Garantiert für immer kostenlos"},
		"one product is no comparison": {func(t *engine.Table) { t.Columns, t.Cites = t.Columns[:1], t.Cites[:1] }, 0, ""},
	} {
		table, in := kettles()
		c.change(table)
		var refused []string
		got := gate().Table(table, in, func(text string, v Verdict) {
			if v.Result == Refused || v.Result == Repaired {
				refused = append(refused, text)
			}
		})
		rows := 0
		if got != nil {
			rows = len(got.Rows)
		}
		if rows != c.rows || (got == nil) != (c.rows == 0) || c.refused != "" && (len(refused) == 0 || refused[0] != c.refused) || c.refused == "" && len(refused) > 0 {
			t.Errorf("%s: %d rows, refused %q; want %d and %q", name, rows, refused, c.rows, c.refused)
		}
	}
	if gate().Table(nil, Context{Locale: "de-DE"}, nil) != nil {
		t.Error("no table became one")
	}
}
