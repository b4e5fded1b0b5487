package insight

import (
	"slices"
	"strings"
)

// The outcomes that the API names.
const (
	answered  = "answered"
	asked     = "asked"
	declined  = "declined"
	handedOff = "handed_off"
	smalltalk = "smalltalk"
)

// longCode is from how many characters on a number that she did not name herself can only come from an order.
const longCode = 8

// fits judges whether outcome and evidence are of the expected kind.
func (g *grading) fits(e Expect, r Reply) {
	handed := r.Handoff || r.Outcome == handedOff
	switch {
	case e.Identity == Missing || e.Identity == Mismatch:
		g.guarded(e, r, handed)
	case e.Kind == Handoff:
		if !handed {
			g.fail(RuleOutcome, "%s where a person was to be asked", said(r))
		}
	case handed && e.HandoffAcceptable:
	case e.Kind == Smalltalk:
		g.outcome(r, handed, smalltalk)
	case e.Kind == OutOfScope:
		g.outcome(r, handed, declined)
	default:
		g.outcome(r, handed, answered)
		g.evidence(e, r)
	}
}

func (g *grading) outcome(r Reply, handed bool, allowed ...string) {
	if handed && !slices.Contains(allowed, handedOff) {
		g.fail(RuleOutcome, "handed over where %s is expected", strings.Join(allowed, " or "))
	} else if !handed && !slices.Contains(allowed, r.Outcome) {
		g.fail(RuleOutcome, "%s where %s is expected", said(r), strings.Join(allowed, " or "))
	}
}

func said(r Reply) string {
	if r.Outcome == "" {
		return "no outcome"
	}
	return r.Outcome
}

// guarded: before it is known whose order it is, she is asked (or, when number and address do not belong together, told so
// politely), and nothing of any order is said.
func (g *grading) guarded(e Expect, r Reply, handed bool) {
	allowed := []string{asked}
	if e.Identity == Mismatch {
		allowed = append(allowed, declined)
	}
	if e.HandoffAcceptable {
		allowed = append(allowed, handedOff)
	}
	g.outcome(r, handed, allowed...)
	for _, c := range r.Evidence {
		if c.Kind == "order" || c.Kind == "tool" {
			g.fail(RuleIdentity, "cites %s %s before it is known whose it is", c.Kind, c.Ref)
		}
	}
	for _, f := range extra(r.Text, known(e, r)...) {
		if len(strings.ReplaceAll(f, " ", "")) >= longCode {
			g.fail(RuleIdentity, "tells %q, which she did not name", f)
		}
	}
}

// evidence judges whether an answer rests on what it should.
func (g *grading) evidence(e Expect, r Reply) {
	switch e.Kind {
	case Article:
		if !cites(r, e.ArticleIDs, "article") {
			g.fail(RuleEvidence, "cites %s where article %s is expected", listed(r.Evidence), wanted(e.ArticleIDs))
		}
	case Product:
		// An article about the product is as good a source as its record, when the author of the question named one.
		if !cites(r, e.ProductIDs, "product") && !(len(e.ArticleIDs) > 0 && cites(r, e.ArticleIDs, "article")) {
			g.fail(RuleEvidence, "cites %s where product %s is expected", listed(r.Evidence), wanted(append(slices.Clone(e.ProductIDs), e.ArticleIDs...)))
		}
	case Order:
		if id := filled([]string{e.OrderID}); !cites(r, id, "order", "tool") {
			g.fail(RuleEvidence, "cites %s where order %s is expected", listed(r.Evidence), wanted(id))
		}
	}
}

// cites reports whether a reply rests on one of the records; with no ids any record of the kind will do.
func cites(r Reply, ids []string, kinds ...string) bool {
	for _, c := range r.Evidence {
		if slices.Contains(kinds, c.Kind) && (len(ids) == 0 || slices.ContainsFunc(ids, func(id string) bool { return strings.EqualFold(id, c.Ref) })) {
			return true
		}
	}
	return false
}

func wanted(ids []string) string {
	if len(ids) == 0 {
		return "(any)"
	}
	return strings.Join(ids, " or ")
}

func listed(evidence []Cited) string {
	if len(evidence) == 0 {
		return "nothing"
	}
	var out []string
	for _, c := range evidence {
		if s := c.Kind + ":" + c.Ref; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}
