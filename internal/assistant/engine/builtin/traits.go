package builtin

import (
	"slices"
	"strings"

	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// What a product is and has, as concepts: read once for each catalogue from its names, its category and its attributes, so
// that a wish ("something warm of wool for a boy of nine") can be held against every product.

// traits are one product's concepts, each with the attribute that states it ("" for name and category), and what it
// expressly lacks.
type traits struct {
	has   map[string]string
	lacks map[string]bool
	from  float64 // years of age for which it is meant, -1 when it does not say
	to    float64
}

// readTraits reads one product.
func readTraits(lex *lexicon.Lexicon, keys map[string]*key, p Product) traits {
	t := traits{has: map[string]string{}, lacks: map[string]bool{}, from: -1, to: 99}
	t.text(lex, p.Name, "en", "")
	t.text(lex, strings.ReplaceAll(p.Category, "_", " "), "en", "")
	for tag, name := range p.Names {
		t.text(lex, name, locale.Base(tag), "")
	}
	for _, name := range attributeNames(p) {
		v := p.Attributes[name]
		if has, yesNo := v.(bool); yesNo && !has {
			for _, id := range keys[name].names {
				t.lacks[id] = true
			}
			continue
		}
		for _, id := range keys[name].names {
			t.add(lex, id, name)
		}
		t.text(lex, flat(v), "en", name)
	}
	return t
}

func (t *traits) text(lex *lexicon.Lexicon, text, lang, key string) {
	for _, m := range lex.Analyze(text, lang, lexicon.Written).Matches {
		if m.How == lexicon.Typo || silent(m.Kind) || m.Kind == "thing" && key != "" { // a bag for laptops is no laptop
			continue
		}
		t.add(lex, m.ID, key)
	}
}

func (t *traits) add(lex *lexicon.Lexicon, id, key string) {
	for _, id := range append([]string{id}, lex.Broader(id)...) {
		if old, known := t.has[id]; !known || old == "" && key != "" && lex.Kind(id) != "thing" {
			t.has[id] = key
		}
	}
}

// ages reads for whom a product is meant: "8+", "18 months+", "3–6 years", from_months, min_age.
func (t *traits) ages(e *Engine, keys map[string]*key, p Product) {
	for _, name := range attributeNames(p) {
		k := keys[name]
		words := strings.Join(keyWords(name), " ")
		if !contains(k.names, "recommended_age") && words != "min age" && words != "from months" && words != "from years" && words != "age" {
			continue
		}
		unit := firstOf(k.unit, "year")
		text := flat(p.Attributes[name])
		for _, f := range e.book.Figures(text, "en") {
			if f.Kind == figure.Duration {
				unit = f.Unit
			} else if f.Kind != figure.None && f.Kind != figure.Count {
				continue
			}
			t.from = inYears(f.Lo, unit)
			if f.Hi > f.Lo && !strings.Contains(text, "+") {
				t.to = inYears(f.Hi, unit)
			}
			return
		}
	}
}

func inYears(v float64, unit string) float64 {
	switch unit {
	case "month":
		return v / 12
	case "week":
		return v / 52
	}
	return v
}

// is says that a product is a thing: exactly that or narrower (2), or something broader of which the thing is a kind (1).
func (t traits) is(lex *lexicon.Lexicon, id string) int {
	if _, ok := t.has[id]; ok {
		return 2
	}
	for own := range t.has {
		if lex.Kind(own) == "thing" && lex.Is(id, own) && own != "electronics" {
			return 1
		}
	}
	return 0
}

// bears finds the trait that fulfils a wish for a quality, and the attribute that states it.
func (t traits) bears(lex *lexicon.Lexicon, id string) (string, bool) {
	if key, ok := t.has[id]; ok {
		return key, true
	}
	for _, other := range suits[id] {
		if key, ok := t.has[other]; ok {
			return key, true
		}
	}
	return "", false
}

// suits are qualities that goods have by what they are.
var suits = map[string][]string{
	"warm_clothing": {"wool", "sweater", "down_feather", "fleece"}, "hiking": {"boots", "wool", "coat", "backpack"}, "wear_action": {"clothing"}, "sport_use": {"sneakers", "sportswear", "smartwatch"},
	"swimming_use": {"waterproof"}, "water_damage": {"waterproof"}, "rain_use": {"waterproof", "water_column"}, "for_kids": {"toy", "recommended_age"}, "wireless": {"bluetooth", "battery_life"}, "outdoor_use": {"waterproof"}, "travel_use": {"foldable"},
}

func attributeNames(p Product) []string {
	out := make([]string, 0, len(p.Attributes))
	for name := range p.Attributes {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
