package demo

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

func signer(sub, email, name string) (string, error) { return "token-of-" + sub, nil }

func shopFor(t *testing.T, cfg Config) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(Handler(cfg))
	t.Cleanup(srv.Close)
	return srv
}

func get(t *testing.T, srv *httptest.Server, path string, cookies ...*http.Cookie) (int, string, http.Header) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, srv.URL+path, nil)
	for _, c := range cookies {
		req.AddCookie(c)
	}
	w := httptest.NewRecorder()
	srv.Config.Handler.ServeHTTP(w, req)
	return w.Code, w.Body.String(), w.Header()
}

func TestEveryPage(t *testing.T) {
	srv := shopFor(t, Config{IdentityToken: signer})
	paths := []string{"/demo/"}
	for _, s := range storefronts {
		paths = append(paths, "/demo/?lang="+s.Locale, "/demo/"+s.Locale)
		for _, g := range groups {
			paths = append(paths, "/demo/"+s.Locale+"?group="+g.Name)
		}
		for _, p := range catalogueOf(t).products {
			paths = append(paths, "/demo/"+s.Locale+"/products/"+p.ID)
		}
	}
	for _, p := range paths {
		code, body, header := get(t, srv, p)
		if code != http.StatusOK {
			t.Errorf("%s: %d", p, code)
		}
		checkPage(t, p, body, header)
	}
}

var (
	unfilled = regexp.MustCompile(`\[[a-z0-9_]+\]|\{[a-z]+\}|ZgotmplZ|<no value>`)
	inline   = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script>`)
)

func checkPage(t *testing.T, path, body string, header http.Header) {
	t.Helper()
	if m := unfilled.FindString(body); m != "" {
		t.Errorf("%s shows %s", path, m)
	}
	if m := inline.FindString(body); m != "" {
		t.Errorf("%s has %s, which the policy would block", path, m)
	}
	if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%s has no policy", path)
	}
}

func TestPageSaysWhereItIs(t *testing.T) {
	srv := shopFor(t, Config{Shop: "other"})
	_, arabic, _ := get(t, srv, "/demo/ar-SA")
	for _, want := range []string{
		`<html lang="ar-SA" dir="rtl">`,
		`<script src="/widget.js" data-shop="other" data-locale="ar-SA" data-country="SA" async></script>`,
	} {
		if !strings.Contains(arabic, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(arabic, "shop-as") {
		t.Error("offers to be a customer although nobody can vouch for her")
	}
}

func TestLocalesAreMatched(t *testing.T) {
	srv := shopFor(t, Config{})
	for from, to := range map[string]string{
		"/demo/de": "/demo/de-DE", "/demo/de-AT": "/demo/de-DE", "/demo/zh-HK": "/demo/zh-TW", "/demo/zh": "/demo/zh-CN",
		"/demo/en-AU": "/demo/en-GB", "/demo/pt": "/demo/pt-BR", "/demo/ar-EG": "/demo/ar-SA", "/demo/pt-AO": "/demo/pt-PT", "/demo/es": "/demo/es-ES",
		"/demo/es-AR": "/demo/es-MX", "/demo/fr-CA": "/demo/fr-FR", "/demo/fi": "/demo/en-US",
		"/demo/ja-JP/": "/demo/ja-JP", "/demo/de/products/volt-65": "/demo/de-DE/products/volt-65",
	} {
		code, _, header := get(t, srv, from)
		if code != http.StatusFound || header.Get("Location") != to {
			t.Errorf("%s → %d %s, want %s", from, code, header.Get("Location"), to)
		}
	}
}

func TestUnitsInTheLanguagesLetters(t *testing.T) {
	srv := shopFor(t, Config{})
	for path, want := range map[string]string{
		"/demo/ru-RU/products/crema-one": "230\u00a0В", "/demo/ru-RU/products/plane-27": "Гц", "/demo/fr-FR/products/crema-one": "230\u00a0V",
		"/demo/ko-KR/products/rondo-7": "180분", "/demo/th-TH/products/rondo-7": "180\u00a0นาที", "/demo/vi-VN/products/rondo-7": "180\u00a0phút",
	} {
		if _, body, _ := get(t, srv, path); !strings.Contains(body, want) {
			t.Errorf("%s: no %s", path, want)
		}
	}
}

func TestLost(t *testing.T) {
	srv := shopFor(t, Config{})
	for _, p := range []string{
		"/demo/not_a_locale!", "/demo/en-US/products/none", "/demo/media/none.svg", "/demo/media/volt-65.png",
		"/demo/assets/none.css", "/demo/a/b/c", "/demo/assets/..%2fcustomers.json",
	} {
		if code, _, _ := get(t, srv, p); code != http.StatusNotFound {
			t.Errorf("%s: %d", p, code)
		}
	}
}

func TestAssetsAndMedia(t *testing.T) {
	srv := shopFor(t, Config{})
	for p, kind := range map[string]string{
		"/demo/assets/shop.css": "text/css", "/demo/assets/shop.js": "text/javascript", "/demo/assets/mark.svg": "image/svg+xml",
		"/demo/media/rondo-7.svg": "image/svg+xml", "/demo/media/rondo-7.svg?colour=graphite": "image/svg+xml",
	} {
		code, _, header := get(t, srv, p)
		if code != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), kind) {
			t.Errorf("%s: %d %s", p, code, header.Get("Content-Type"))
		}
	}
}

func post(srv *httptest.Server, path string, form url.Values, site string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, srv.URL+path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", site)
	w := httptest.NewRecorder()
	srv.Config.Handler.ServeHTTP(w, req)
	return w
}

func TestBeingACustomer(t *testing.T) {
	srv := shopFor(t, Config{IdentityToken: signer})
	w := post(srv, "/demo/shop-as", url.Values{"customer": {"c-1004"}, "back": {"/demo/de-DE/products/volt-65"}}, "same-origin")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/demo/de-DE/products/volt-65" {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.Path != "/demo/" {
		t.Errorf("cookie %v", cookie)
	}
	_, body, header := get(t, srv, "/demo/de-DE", cookie)
	for _, want := range []string{`data-customer="c-1004"`, `data-token="token-of-c-1004"`, "Jonas", "HV104225", "Verschickt"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "HV104217") {
		t.Error("shows another customer's order")
	}
	if header.Get("Cache-Control") != "no-store" {
		t.Error("a page with a token may be cached")
	}
	out := post(srv, "/demo/sign-out", url.Values{"back": {"/demo/de-DE"}}, "same-origin")
	if c := out.Result().Cookies()[0]; c.MaxAge >= 0 {
		t.Errorf("cookie stays: %v", c)
	}
}

func TestNobodyElseCanPost(t *testing.T) {
	srv := shopFor(t, Config{IdentityToken: signer})
	for name, w := range map[string]*httptest.ResponseRecorder{
		"other site":    post(srv, "/demo/shop-as", url.Values{"customer": {"c-1004"}}, "cross-site"),
		"unknown":       post(srv, "/demo/shop-as", url.Values{"customer": {"c-9"}}, "same-origin"),
		"nobody at all": post(srv, "/demo/shop-as", url.Values{}, "same-origin"),
	} {
		if w.Code < 400 || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	_, body, _ := get(t, srv, "/demo/en-US", &http.Cookie{Name: customerCookie, Value: "c-9"})
	if strings.Contains(body, "token-of") {
		t.Error("an unknown customer got a token")
	}
}

func TestSigningMayFail(t *testing.T) {
	srv := shopFor(t, Config{IdentityToken: func(_, _, _ string) (string, error) { return "", errors.New("no secret") }})
	code, body, _ := get(t, srv, "/demo/en-US", &http.Cookie{Name: customerCookie, Value: "c-1001"})
	if code != http.StatusOK || !strings.Contains(body, `data-customer=""`) {
		t.Errorf("%d; she should be a guest", code)
	}
}

func TestBackStaysInTheShop(t *testing.T) {
	for _, evil := range []string{"https://evil.example/demo/", "//evil.example/demo/", "/api/v1", "/demo/../api", "", "demo", `/\evil.example`} {
		if got := backTo(evil, "/demo/"); got != "/demo/" {
			t.Errorf("%q → %q", evil, got)
		}
	}
}

// The staff address comes from configuration, so it is the one text a template could be tricked with.
func TestTemplatesEscape(t *testing.T) {
	srv := shopFor(t, Config{StaffEmail: `<img src=x>"`, StaffPassword: "<b>", Console: "javascript:alert(1)"})
	_, body, _ := get(t, srv, "/demo/")
	for _, no := range []string{"<img src=x>", "<b>", "javascript:alert"} {
		if strings.Contains(body, no) {
			t.Errorf("shows %s", no)
		}
	}
}

func TestSeed(t *testing.T) {
	s := Seed()
	if s.Slug != "demo" || len(s.Articles) == 0 || len(s.Products) == 0 || len(s.Orders) == 0 {
		t.Errorf("incomplete: %s", s.Slug)
	}
	var all []Customer
	raw, err := Files().Open("customers.json")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if err := json.NewDecoder(raw).Decode(&all); err != nil {
		t.Error(err)
	}
}
