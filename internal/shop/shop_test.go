package shop_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"parley/internal/fault"
	"parley/internal/shop"
	"parley/internal/store"
	"parley/internal/store/storetest"
)

func create(t *testing.T, db *store.DB, slug string) (*shop.Shops, shop.Shop) {
	t.Helper()
	r := shop.New(db, []string{"de-DE", "en-GB", "en-US", "pt-BR"})
	s, err := r.Create(t.Context(), shop.Shop{Slug: slug, Name: "Shop"})
	if err != nil {
		t.Fatal(err)
	}
	return r, s
}

func TestCreate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r, s := create(t, db, "a")
		if found, err := r.BySlug(t.Context(), "a"); err != nil || found.ID != s.ID || found.Locale != "en-US" || strings.Join(found.Locales, " ") != "en-US en-GB de-DE pt-BR" {
			t.Errorf("got %+v, %v", found, err)
		}
		if _, err := r.Create(t.Context(), shop.Shop{Slug: "a", Name: "Again"}); fault.CodeOf(err) != fault.Conflict {
			t.Errorf("a slug that is taken: %v", err)
		}
		for field, bad := range map[string]shop.Shop{
			"slug": {Slug: "A B", Name: "x"}, "name": {Slug: "b", Name: " "}, "accent": {Slug: "b", Name: "x", Accent: "red"},
			"country": {Slug: "b", Name: "x", Country: "Germany"}, "locales": {Slug: "b", Name: "x", Locale: "not a tag"},
		} {
			_, err := r.Create(t.Context(), bad)
			var f *fault.Error
			if !errors.As(err, &f) || !strings.HasSuffix(f.Fields[0].Location, field) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestImportOrders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r, s := create(t, db, "a")
		_, other := create(t, db, "b")
		ctx := t.Context()
		line := `{"id":"O-1","email":"Ann@Example.com","customer":"Ann","country":"DE","items":[{"product_id":"p","name":"P","qty":1,"unit_price":5}],"status":"shipped","dates":{"ordered_days_ago":3},"subtotal":5,"shipping":0,"total":5,"currency":"EUR","payment_method":null}`
		for _, want := range []int{1, 0} { // repeatable
			n, err := r.ImportOrders(ctx, s.ID, strings.NewReader(line))
			if err != nil || n.Imported != 1 || n.Created != want {
				t.Fatalf("got %+v, %v", n, err)
			}
		}
		o, err := r.Order(ctx, s.ID, "o-1")
		if err != nil || o.Dates.OrderedAt == nil || time.Since(*o.Dates.OrderedAt).Hours() < 71 {
			t.Errorf("got %+v, %v", o, err)
		}
		if list, err := r.OrdersOf(ctx, s.ID, " ANN@example.com ", 5); err != nil || len(list) != 1 {
			t.Errorf("got %v, %v", list, err)
		}
		if _, err := r.Order(ctx, other.ID, "O-1"); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another shop's order: %v", err)
		}
		if _, err := r.ImportOrders(ctx, s.ID, strings.NewReader(line+"\n"+strings.Replace(line, "shipped", "lost", 1))); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("an unknown status: %v", err)
		}
	})
}

func TestImportProducts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r, s := create(t, db, "a")
		before, _ := r.CatalogVersion(t.Context(), s.ID)
		_, err := r.ImportProducts(t.Context(), s.ID, strings.NewReader(`{"id":"p","name":"Pot","category":"kitchen","price":{"USD":349,"JPY":50000},"attributes":{"volts":{"US":"120 V"},"colours":["red"]},"in_stock":true,"related":[],"promotions":[]}`))
		if err != nil {
			t.Fatal(err)
		}
		p, err := r.Product(t.Context(), s.ID, "p")
		if err != nil || p.Price["JPY"] != 50000 || !p.InStock.Any() {
			t.Errorf("got %+v, %v", p, err)
		}
		if after, _ := r.CatalogVersion(t.Context(), s.ID); after == before || r.Taken(s.ID) != after {
			t.Errorf("the catalogue has a new version: %d, %d, %d", before, after, r.Taken(s.ID))
		}
	})
}

func TestIdentity(t *testing.T) {
	_, s := create(t, storetest.SQLite(t), "a")
	now := time.Now()
	good, err := s.SignIdentity("c-1", "ann@example.com", "Ann", now)
	if err != nil {
		t.Fatal(err)
	}
	if id, err := s.VerifyIdentity(good, now); err != nil || id.Subject != "c-1" || id.Email != "ann@example.com" {
		t.Errorf("got %+v, %v", id, err)
	}
	sign := func(m jwt.SigningMethod, key any, c jwt.MapClaims) string {
		text, err := jwt.NewWithClaims(m, c).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	secret := []byte(s.IdentitySecret())
	for name, token := range map[string]string{
		"expired":         sign(jwt.SigningMethodHS256, secret, jwt.MapClaims{"sub": "c", "iat": at(-2 * time.Hour), "exp": at(-90 * time.Minute)}),
		"lives too long":  sign(jwt.SigningMethodHS256, secret, jwt.MapClaims{"sub": "c", "iat": at(0), "exp": at(2 * time.Hour)}),
		"no expiry":       sign(jwt.SigningMethodHS256, secret, jwt.MapClaims{"sub": "c", "iat": at(0)}),
		"no subject":      sign(jwt.SigningMethodHS256, secret, jwt.MapClaims{"iat": at(0), "exp": at(time.Minute)}),
		"another secret":  sign(jwt.SigningMethodHS256, []byte("x"), jwt.MapClaims{"sub": "c", "iat": at(0), "exp": at(time.Minute)}),
		"another method":  sign(jwt.SigningMethodHS512, secret, jwt.MapClaims{"sub": "c", "iat": at(0), "exp": at(time.Minute)}),
		"no signature":    sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, jwt.MapClaims{"sub": "c", "iat": at(0), "exp": at(time.Minute)}),
		"from the future": sign(jwt.SigningMethodHS256, secret, jwt.MapClaims{"sub": "c", "iat": at(time.Hour), "exp": at(90 * time.Minute)}),
		"no token":        "x.y.z",
	} {
		if _, err := s.VerifyIdentity(token, now); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestModel(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r, s := create(t, db, "m")
		had, err := r.Model(t.Context(), s.ID)
		if err != nil || had.Enabled || had.Key != "" {
			t.Fatalf("a new shop has %+v, %v", had, err)
		}
		key := "sk-1"
		m := shop.NoModel()
		m.Enabled, m.BaseURL, m.Model = true, " https://api.example/v1 ", "x"
		m.Fill(had, &key)
		if err := r.SaveModel(t.Context(), s.ID, m); err != nil {
			t.Fatal(err)
		}
		if had, err = r.Model(t.Context(), s.ID); err != nil || had.Key != "sk-1" || had.BaseURL != "https://api.example/v1" {
			t.Errorf("kept is %+v, %v", had, err)
		}
		for address, want := range map[string]string{"https://api.example/v2": "sk-1", "https://evil.example/v1": "", "http://api.example/v1": ""} {
			next := had
			next.BaseURL, next.Key = address, ""
			next.Fill(had, nil)
			if next.Key != want {
				t.Errorf("the key sent to %s is %q", address, next.Key)
			}
		}
		for field, change := range map[string]func(*shop.Model){
			"base_url": func(m *shop.Model) { m.BaseURL = "ftp://x" }, "model": func(m *shop.Model) { m.Model = "" }, "currency": func(m *shop.Model) { m.Currency = "EURO" },
			"window": func(m *shop.Model) { m.Window = 10 }, "price_output": func(m *shop.Model) { m.Budget = 5 },
		} {
			bad := had
			change(&bad)
			var f *fault.Error
			if err := r.SaveModel(t.Context(), s.ID, bad); !errors.As(err, &f) || f.Fields[0].Location != "body."+field {
				t.Errorf("%s: %v", field, err)
			}
		}
		for range 2 {
			if err := r.Spend(t.Context(), s.ID, "2026-05-12", 100, 10, 0.25); err != nil {
				t.Fatal(err)
			}
		}
		if d, err := r.SpentOn(t.Context(), s.ID, "2026-05-12"); err != nil || d.InputTokens != 200 || d.OutputTokens != 20 || d.Cost != 0.5 {
			t.Errorf("the account says %+v, %v", d, err)
		}
	})
}

func TestEmbeddings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r, s := create(t, db, "v")
		had, err := r.Embeddings(t.Context(), s.ID)
		if err != nil || had != (shop.Embeddings{}) {
			t.Fatalf("a new shop has %+v, %v", had, err)
		}
		key := "sk-1"
		m := shop.Embeddings{Enabled: true, BaseURL: " https://api.example/v1 ", Model: "x"}
		m.Fill(had, &key)
		if err := r.SaveEmbeddings(t.Context(), s.ID, m); err != nil {
			t.Fatal(err)
		}
		all, err := r.AllEmbeddings(t.Context())
		if want := (shop.Embeddings{Enabled: true, BaseURL: "https://api.example/v1", Model: "x", Key: "sk-1"}); err != nil || all[s.ID] != want {
			t.Errorf("kept is %+v, %v", all, err)
		}
		elsewhere := shop.Embeddings{Enabled: true, BaseURL: "https://evil.example/v1", Model: "x"}
		if elsewhere.Fill(m, nil); elsewhere.Key != "" {
			t.Error("the key would go to another host")
		}
		for field, bad := range map[string]shop.Embeddings{"base_url": {BaseURL: "ftp://x"}, "model": {Enabled: true, BaseURL: "http://x/v1"}} {
			var f *fault.Error
			if err := r.SaveEmbeddings(t.Context(), s.ID, bad); !errors.As(err, &f) || f.Fields[0].Location != "body."+field {
				t.Errorf("%s: %v", field, err)
			}
		}
		m.Enabled = false
		if err := r.SaveEmbeddings(t.Context(), s.ID, m); err != nil {
			t.Fatal(err)
		}
		if all, err := r.AllEmbeddings(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("switched off, but %v, %v", all, err)
		}
	})
}
