package staff_test

import (
	"testing"

	"parley/internal/fault"
	"parley/internal/staff"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

func open(t *testing.T, db *store.DB) *staff.Staff {
	t.Helper()
	for _, id := range []string{"sh", "other"} {
		if _, err := db.Exec(t.Context(), "INSERT INTO shops (id, slug, name, locale, locales, identity_secret, created_at) VALUES ($1, $1, 'Shop', 'en-US', '[]', 'x', 1)", id); err != nil {
			t.Fatal(err)
		}
	}
	return staff.New(db)
}

const password = "correct horse battery"

func add(t *testing.T, s *staff.Staff, email string, role staff.Role) staff.Member {
	t.Helper()
	m, err := s.Add(t.Context(), "sh", staff.Draft{Name: "N", Email: email, Role: role, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRolesIncludeEachOther(t *testing.T) {
	for i, have := range staff.Roles {
		for j, need := range staff.Roles {
			if have.May(need) != (i >= j) {
				t.Errorf("%s may %s: %v", have, need, have.May(need))
			}
		}
		if have.May("god") || staff.Role("").May(have) {
			t.Error("an unknown role may nothing and nobody may it")
		}
	}
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		m := add(t, s, "Mia@Example.com", staff.Agent)
		session, err := s.SignIn(t.Context(), " mia@example.com", password, "")
		if err != nil || session.Member.ID != m.ID {
			t.Fatalf("got %+v, %v", session, err)
		}
		if again, err := s.Session(t.Context(), session.Cookie); err != nil || again.CSRF != session.CSRF {
			t.Errorf("got %+v, %v", again, err)
		}
		texts := map[string]bool{}
		for _, try := range [][2]string{{"mia@example.com", "wrong"}, {"nobody@example.com", password}, {"mia@example.com", ""}} {
			_, err := s.SignIn(t.Context(), try[0], try[1], "")
			if fault.CodeOf(err) != fault.Unauthenticated {
				t.Fatalf("%v: %v", try, err)
			}
			texts[err.Error()] = true
		}
		if _, err := s.SignIn(t.Context(), "mia@example.com", password, "other"); err == nil {
			t.Error("she does not work for the other shop")
		}
		if len(texts) != 1 {
			t.Errorf("a refusal tells nothing: %v", texts)
		}
		off := true
		if _, err := s.Update(t.Context(), "sh", m.ID, staff.Change{Disabled: &off}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Session(t.Context(), session.Cookie); fault.CodeOf(err) != fault.Unauthenticated {
			t.Errorf("a disabled member is out at once: %v", err)
		}
	})
}

func TestTheLastOwnerStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		first := add(t, s, "a@example.com", staff.Owner)
		agent := staff.Agent
		if _, err := s.Update(t.Context(), "sh", first.ID, staff.Change{Role: &agent}); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("the last owner: %v", err)
		}
		add(t, s, "b@example.com", staff.Owner)
		if _, err := s.Update(t.Context(), "sh", first.ID, staff.Change{Role: &agent}); err != nil {
			t.Errorf("one of two owners: %v", err)
		}
		if _, err := s.Update(t.Context(), "other", first.ID, staff.Change{}); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another shop's member: %v", err)
		}
	})
}

func TestTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := open(t, db)
		secret, made, err := s.NewToken(t.Context(), "sh", "ci", "me", staff.Operator)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := s.Token(t.Context(), secret); err != nil || got.Shop != "sh" || got.Role != staff.Operator {
			t.Errorf("got %+v, %v", got, err)
		}
		if err := s.Revoke(t.Context(), "other", made.ID); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another shop's token: %v", err)
		}
		if err := s.Revoke(t.Context(), "sh", made.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Token(t.Context(), secret); fault.CodeOf(err) != fault.Unauthenticated {
			t.Errorf("a revoked token: %v", err)
		}
		if _, _, err := s.NewToken(t.Context(), "sh", "x", "me", "god"); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("an unknown role: %v", err)
		}
		var kept int
		if err := db.QueryRow(t.Context(), "SELECT COUNT(*) FROM tokens WHERE hash = $1", secret).Scan(&kept); err != nil || kept != 0 {
			t.Errorf("the secret itself is never kept: %d, %v", kept, err)
		}
	})
}
