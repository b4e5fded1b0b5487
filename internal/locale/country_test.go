package locale

import "testing"

// Every country that a shop may sell to must be a place, or nothing in an article holds "here" for its customers.
func TestEveryMarketIsAPlace(t *testing.T) {
	b := open()
	for _, code := range markets {
		if id := b.Place(code); id == "" || b.Country(id) == "" {
			t.Errorf("%s is no place", code)
		}
	}
	for code, want := range map[string]string{"VN": "vietnam", "LA": "vietnam", "BE": "belgium", "TH": "thailand", "KR": "south_korea"} {
		if got := b.Place(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
	for _, code := range []string{"VN", "BE", "TH", "US"} {
		if got := b.Country(b.Place(code)); got != code {
			t.Errorf("the place of %s is in %s", code, got)
		}
	}
}
