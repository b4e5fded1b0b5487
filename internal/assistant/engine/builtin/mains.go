package builtin

import (
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Mains: who asks "is it 110 or 220?" asks for the voltage, though she names neither voltage nor volts.

// mainsVolts are the voltages of the world's sockets, as people name them.
var mainsVolts = map[float64]bool{100: true, 110: true, 115: true, 117: true, 120: true, 127: true, 220: true, 230: true, 240: true}

// mains finds a voltage named as a bare number, or as volts that are no question of their own.
func (e *Engine) mains(q *Question, own map[int]bool) (int, bool) {
	for _, f := range q.figures {
		if f.Lo != f.Hi || !mainsVolts[f.Lo] || f.Kind != figure.Voltage && f.Kind != figure.None {
			continue
		}
		for i, t := range q.analysis.Tokens {
			if t.Start == f.Start && !own[i] {
				return i, true
			}
		}
	}
	return 0, false
}

// asksMains says that a question is about the voltage of goods that state theirs; then the record answers, whatever else the
// message touches.
func (e *Engine) asksMains(c *Catalog, p *plan, q *Question) bool {
	if _, bare := e.mains(q, nil); !bare && !q.hasAny("voltage") {
		return false
	}
	list, _ := e.meant(c, p, q)
	if len(list) == 0 || len(list) > maxProducts {
		return false
	}
	for _, pr := range list {
		if _, states := pr.voltage(c); !states {
			return false
		}
	}
	return true
}

// voltage is the attribute that states a product's voltage.
func (pr Product) voltage(c *Catalog) (string, bool) {
	for _, name := range attributeNames(pr) {
		if k := c.keys[name]; k != nil && contains(k.names, "voltage") {
			return name, true
		}
	}
	return "", false
}

// onlyFeared says that what sounds like danger is a fear about the voltage of something not yet plugged in: "will it burn out at 230 V?"
func (e *Engine) onlyFeared(p *plan) bool {
	volts, worry := false, false
	for _, m := range p.u.whole.Matches {
		volts = volts || m.ID == "voltage" && m.How != lexicon.Typo
		worry = worry || m.ID == "worry" && m.How != lexicon.Typo
	}
	return volts && worry
}
