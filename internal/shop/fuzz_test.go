package shop

import (
	"testing"
	"time"
)

// FuzzVerifyIdentity: no token that the shop has not signed is believed.
func FuzzVerifyIdentity(f *testing.F) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s := Shop{identitySecret: "a secret that nobody guesses, of some length"}
	good, err := s.SignIdentity("c1", "zoe@example.com", "Zoe", now)
	if err != nil {
		f.Fatal(err)
	}
	for _, token := range []string{"", ".", "..", "e30.e30.", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", good[:len(good)-2], good + "."} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if id, err := s.VerifyIdentity(token, now); err == nil && id.Subject != "c1" {
			t.Fatalf("%q is believed: %+v", token, id)
		}
	})
}
