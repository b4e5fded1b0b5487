package main

import "testing"

func TestChoose(t *testing.T) {
	for only, want := range map[string]int{"": len(benches), "log": 1, "log, start": 2} {
		if have, err := choose(only); err != nil || len(have) != want {
			t.Errorf("%q chooses %d: %v", only, len(have), err)
		}
	}
	if _, err := choose("lgo"); err == nil {
		t.Error("an unknown name must be an error")
	}
}
