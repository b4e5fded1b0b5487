package hostile

import "testing"

// Three digits in an id or a time are chance; in what is said or cited they are a leak.
func TestWithinLeavesChanceOut(t *testing.T) {
	a := Attack{Never: []string{"534"}}
	if found := a.within(`{"id":"a534b","at":"2026-11-22T00:30:12.534Z","payload":{"run":"x534","first_token_ms":12.534,"text":"no"}}`); found != nil {
		t.Errorf("chance: %q", found)
	}
	if found := a.within(`{"id":"x","payload":{"evidence":[{"id":"e1","quote":"total 534 USD"}]}}`); len(found) != 1 {
		t.Errorf("a leak in the evidence: %q", found)
	}
}
