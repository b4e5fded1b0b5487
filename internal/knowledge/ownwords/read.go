package ownwords

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"parley/internal/locale/lexicon"
	"parley/internal/store"
)

// Concept is a meaning that an operator may choose.
type Concept struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Kind  string `json:"kind"`
}

// Concepts lists what an operator may choose, by their labels in her language.
func (w *Words) Concepts(lang string) []Concept {
	list := []Concept{}
	for _, c := range w.lexicon.All() {
		if c.Kind == lexicon.Act {
			continue
		}
		label := c.Label[lang]
		if label == "" {
			label = c.Label["en"]
		}
		list = append(list, Concept{c.ID, label, c.Kind})
	}
	sort.SliceStable(list, func(i, j int) bool { return strings.ToLower(list[i].Label) < strings.ToLower(list[j].Label) })
	return list
}

// plenty is how many words make a list long; then those that were used a single time are left out.
const plenty = 60

// maxListed bounds a list.
const maxListed = 300

// Unknown lists what customers have used in the last 30 days and nobody has decided about, the most frequent first; left is how many
// words are not listed, because there are plenty.
func (w *Words) Unknown(ctx context.Context, shop string) (list []Met, left int, err error) {
	list, all, err := w.listMet(ctx, shop, w.now().Add(-Period), maxListed)
	n := len(list)
	for n > plenty && list[n-1].Times == 1 {
		n--
	}
	return list[:n], all - n, err
}

// Filter chooses entries.
type Filter struct {
	Text  string
	Lang  string
	State State
	Limit int
}

// Entries lists what was decided, the newest first.
func (w *Words) Entries(ctx context.Context, shop string, f Filter) ([]Entry, error) {
	where, args := "state = $2", []any{shop, string(f.State)}
	add := func(cond string, arg any) {
		args = append(args, arg)
		where += " AND " + strings.ReplaceAll(cond, "?", fmt.Sprintf("$%d", len(args)))
	}
	if f.Lang != "" {
		add("lang = ?", f.Lang)
	}
	if f.Text != "" {
		add(`(LOWER(written) LIKE ? ESCAPE '\' OR LOWER(means) LIKE ? ESCAPE '\')`, store.Like(f.Text))
	}
	args = append(args, f.Limit)
	return w.entries(ctx, fmt.Sprintf("%s ORDER BY updated_at DESC, lang, word LIMIT $%d", where, len(args)), args...)
}
