package api

import (
	"encoding/json"
	"testing"
)

func TestUnique(t *testing.T) {
	for body, want := range map[string]bool{
		`{"a":1,"b":2}`:                        true,
		`{"a":1,"a":2}`:                        false,
		`{"a":{"b":1},"c":{"b":1}}`:            true,
		`{"a":{"b":1,"c":[],"b":1}}`:           false,
		`[{"a":1},{"a":1}]`:                    true,
		`[{"a":"a","b":"a"}]`:                  true,
		`{"a":["a","a"],"b":{},"\u0061":null}`: false,
		`"a"`:                                  true,
		`{"a":`:                                true,
	} {
		if got := unique([]byte(body)) == nil; got != want {
			t.Errorf("%s: %t", body, got)
		}
	}
}

func FuzzUnique(f *testing.F) {
	f.Add([]byte(`{"a":[{"b":1}],"c":"d"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var whole any
		if unique(data) != nil && len(data) == 0 {
			t.Fatal("nothing is twice in nothing")
		}
		_ = json.Unmarshal(data, &whole) // neither may panic
	})
}
