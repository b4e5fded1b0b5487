package demo

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"

	"golang.org/x/text/language"
)

// Config is what the storefront needs from the Parley that mounts it.
type Config struct {
	// Shop is the slug the widget asks for; "demo" when empty.
	Shop string
	// Console is where staff sign in; "/" when empty.
	Console string
	// StaffEmail and StaffPassword are shown on the landing page, so fill them only for a demo.
	StaffEmail, StaffPassword string
	// IdentityToken signs who the visitor is, as the shop's own backend would.
	// Without it nobody is offered to be a customer.
	IdentityToken func(customerID, email, name string) (string, error)
}

// policy lets nothing run or load that is not ours; the widget has to live with it as on a careful shop's page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const customerCookie = "demo_customer"

type site struct {
	cfg         Config
	catalogue   catalogue
	storefronts []storefront
	matcher     language.Matcher
	pages       map[string]*template.Template
	version     string
}

// Handler serves the storefront; mount it at "/demo/". It panics when the embedded files are broken, which the tests of
// this package rule out.
func Handler(cfg Config) http.Handler {
	cfg.Shop = cmp.Or(cfg.Shop, "demo")
	cfg.Console = cmp.Or(cfg.Console, "/")
	s, err := newSite(cfg)
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /demo/{$}", s.landing)
	mux.HandleFunc("GET /demo/assets/{file}", s.asset)
	mux.HandleFunc("GET /demo/media/{file}", s.media)
	mux.HandleFunc("GET /demo/{locale}", s.shop)
	mux.HandleFunc("GET /demo/{locale}/{$}", s.shop)
	mux.HandleFunc("GET /demo/{locale}/products/{id}", s.product)
	mux.HandleFunc("POST /demo/shop-as", s.shopAs)
	mux.HandleFunc("POST /demo/sign-out", s.signOut)
	mux.HandleFunc("/demo/", s.lost)
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

func newSite(cfg Config) (*site, error) {
	s := &site{cfg: cfg, version: assetVersion()}
	var err error
	if s.catalogue, err = readCatalogue(); err != nil {
		return nil, err
	}
	if s.storefronts, s.matcher, err = loadStorefronts(); err != nil {
		return nil, err
	}
	s.pages, err = parsePages()
	return s, err
}

func parsePages() (map[string]*template.Template, error) {
	pages := map[string]*template.Template{}
	for _, name := range []string{"landing", "shop", "product", "lost"} {
		t, err := template.ParseFS(files, "templates/layout.html", "templates/"+name+".html")
		if err != nil {
			return nil, err
		}
		pages[name] = t
	}
	return pages, nil
}

func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// assetVersion goes into the addresses of style and script, so they may be cached for ever.
func assetVersion() string {
	sum := sha256.Sum256(append(mustRead("assets/shop.css"), mustRead("assets/shop.js")...))
	return hex.EncodeToString(sum[:5])
}

func (s *site) asset(w http.ResponseWriter, r *http.Request) {
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	body, err := files.ReadFile("assets/" + r.PathValue("file"))
	kind, known := kinds[path.Ext(r.PathValue("file"))]
	if err != nil || !known {
		s.lost(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == s.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(body)
}

func (s *site) media(w http.ResponseWriter, r *http.Request) {
	id, isSVG := strings.CutSuffix(r.PathValue("file"), ".svg")
	p, ok := s.catalogue.byID[id]
	if !ok || !isSVG {
		s.lost(w, r)
		return
	}
	picture, err := Picture(p.shape(), p.colourOr(r.URL.Query().Get("colour")))
	if err != nil {
		s.lost(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(picture)
}

// colourOr gives the wanted colour when the product comes in it, else its first.
func (p product) colourOr(want string) string {
	list := p.colours()
	for _, c := range list {
		if c == want {
			return c
		}
	}
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// find gives the storefront for a locale in the address. canonical is false when the address should be another one:
// /demo/de-AT is answered by /demo/de-DE.
func (s *site) find(locale string) (front storefront, canonical, ok bool) {
	tag, err := language.Parse(locale)
	if err != nil {
		return storefront{}, false, false
	}
	_, i, _ := s.matcher.Match(tag)
	return s.storefronts[i], s.storefronts[i].Locale == locale, true
}

// ofBrowser picks the language of pages whose address has none.
func (s *site) ofBrowser(r *http.Request) storefront {
	_, i := language.MatchStrings(s.matcher, r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
	return s.storefronts[i]
}

func (s *site) shopAs(w http.ResponseWriter, r *http.Request) {
	c, ok := s.catalogue.customer(r.PostFormValue("customer"))
	if !ok || s.cfg.IdentityToken == nil {
		s.lost(w, r)
		return
	}
	setCustomer(w, c.Sub, 0)
	http.Redirect(w, r, backTo(r.PostFormValue("back"), "/demo/"+c.Locale), http.StatusSeeOther)
}

func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	setCustomer(w, "", -1)
	http.Redirect(w, r, backTo(r.PostFormValue("back"), "/demo/"), http.StatusSeeOther)
}

func setCustomer(w http.ResponseWriter, sub string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: customerCookie, Value: sub, Path: "/demo/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// backTo keeps a redirect inside the storefront, whatever the form says.
func backTo(wanted, otherwise string) string {
	u, err := url.Parse(wanted)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(path.Clean(u.Path)+"/", "/demo/") {
		return otherwise
	}
	return path.Clean(u.Path)
}

func (s *site) render(w http.ResponseWriter, status int, name string, v any) {
	var buf bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&buf, "layout", v); err != nil {
		http.Error(w, "the page could not be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(buf.Bytes())
}
