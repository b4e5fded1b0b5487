package api

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"golang.org/x/text/language"

	"parley/internal/fault"
	"parley/internal/helpcentre"
	"parley/internal/store"
)

// The pages of the help centres: at /help/{shop}/, or on a domain of the shop's own.

// helpPolicy lets nothing run or load that is not ours, but pictures of the shop.
const helpPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// What a reader's browser keeps: the country she chose, and, once she has voted, what tells her votes from others'.
const (
	marketCookie = "parley_market"
	readerCookie = "parley_reader"
	aYear        = 365 * 24 * 60 * 60
)

func (a *API) helpRoutes() {
	a.mux.HandleFunc("GET /robots.txt", a.robots)
	a.mux.HandleFunc("/help/{shop}/{rest...}", func(w http.ResponseWriter, r *http.Request) {
		slug := r.PathValue("shop")
		base := "/help/" + slug
		for host, of := range a.HelpDomains {
			if of == slug && host != r.Host {
				http.Redirect(w, r, a.scheme(r)+"://"+host+strings.TrimPrefix(r.URL.RequestURI(), base), http.StatusMovedPermanently)
				return
			}
		}
		a.help(w, r, slug, base)
	})
	a.mux.HandleFunc("GET /help/{shop}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"/", http.StatusMovedPermanently)
	})
}

// ownDomain serves the help centre of a shop whose domain was asked; what the widget needs stands on every domain.
func (a *API) ownDomain(w http.ResponseWriter, r *http.Request) bool {
	slug := a.HelpDomains[r.Host]
	if slug == "" || r.URL.Path == "/widget.js" || strings.HasPrefix(r.URL.Path, "/w/") || strings.HasPrefix(r.URL.Path, "/api/") {
		return false
	}
	a.help(w, r, slug, "")
	return true
}

func (a *API) scheme(r *http.Request) string {
	if r.TLS != nil || a.TrustProxy && r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https"
	}
	return "http"
}

// help answers a request for a page.
func (a *API) help(w http.ResponseWriter, r *http.Request, slug, base string) {
	w.Header().Set("Content-Security-Policy", helpPolicy)
	if !a.limits.requests.allow(r.Context(), address(r, a.TrustProxy)) {
		writeProblem(w, problem(r.Context(), a.Logger, fault.New(fault.RateLimited, "Too many requests from this address; wait a moment")))
		return
	}
	site, err := a.Help.Open(r.Context(), slug)
	if err != nil {
		writeProblem(w, problem(r.Context(), a.Logger, err))
		return
	}
	h := helping{a, w, r, site, helpcentre.Visit{Origin: a.scheme(r) + "://" + r.Host, Base: base}}
	rest := strings.TrimPrefix(r.URL.Path, base)
	if err := h.serve(strings.TrimPrefix(rest, "/")); err != nil {
		h.fail(err)
	}
}

// helping is one request for a page of a help centre.
type helping struct {
	*API
	w     http.ResponseWriter
	r     *http.Request
	site  *helpcentre.Site
	visit helpcentre.Visit
}

// serve finds what stands at an address behind the shop's.
func (h *helping) serve(rest string) error {
	switch rest {
	case "":
		h.w.Header().Set("Vary", "Accept-Language")
		return h.move(h.visit.Base+"/"+h.wanted()+"/", http.StatusFound)
	case "style.css":
		return h.file("text/css; charset=utf-8", h.site.Style())
	case "help.js":
		return h.file("text/javascript; charset=utf-8", helpcentre.Script)
	case "logo":
		return h.file(h.site.Logo.Type, h.site.Logo.Bytes)
	case "robots.txt":
		return h.file("text/plain; charset=utf-8", h.site.Robots(h.visit))
	case "sitemap.xml":
		body, err := h.site.Sitemap(h.visit)
		if err != nil {
			return err
		}
		return h.file("application/xml", body)
	}
	tag, part, slash := strings.Cut(rest, "/")
	found, exact := h.site.Match(tag)
	if found == "" {
		return fault.New(fault.NotFound, "There is no such page")
	}
	h.visit.Locale = found
	if !exact || !slash {
		return h.move(h.visit.Base+"/"+found+"/"+part, http.StatusMovedPermanently)
	}
	h.market()
	return h.page(part)
}

// page serves what stands behind the locale.
func (h *helping) page(part string) error {
	q := h.r.URL.Query()
	kind, name, _ := strings.Cut(part, "/")
	switch {
	case h.r.Method == http.MethodPost && kind == "a" && strings.HasSuffix(name, "/feedback"):
		return h.vote(strings.TrimSuffix(name, "/feedback"))
	case h.r.Method != http.MethodGet && h.r.Method != http.MethodHead:
		return fault.New(fault.NotFound, "There is no such page")
	case part == "":
		return h.send(h.site.Start(h.visit))
	case part == "all":
		return h.send(h.site.All(h.visit))
	case part == "search":
		return h.send(h.site.Search(h.r.Context(), h.visit, q.Get("q")))
	case part == "suggest":
		list, err := h.site.Suggest(h.r.Context(), h.visit, q.Get("q"))
		if err != nil {
			return err
		}
		return writeJSON(h.w, list)
	case kind == "t":
		return h.send(h.site.Topic(h.visit, name))
	case kind == "a":
		return h.article(name)
	}
	return fault.New(fault.NotFound, "There is no such page")
}

// article serves one; that a result of a search was opened is noted.
func (h *helping) article(name string) error {
	q := h.r.URL.Query()
	page, err := h.site.Article(h.r.Context(), h.visit, name, said(q.Get("said")))
	if err != nil {
		return err
	}
	if from := q.Get("q"); from != "" && page.Moved == "" {
		if err := h.site.Opened(h.r.Context(), h.visit.Locale, from); err != nil {
			return err
		}
	}
	return h.send(page, nil)
}

// said is what a page must know of a vote that was just given without a script.
func said(s string) string {
	if s == "yes" || s == "no" || s == "done" {
		return s
	}
	return ""
}

// vote takes whether an article helped.
func (h *helping) vote(article string) error {
	if err := http.NewCrossOriginProtection().Check(h.r); err != nil {
		return fault.New(fault.Forbidden, "This form belongs to another site")
	}
	if !h.limits.feedback.allow(h.r.Context(), address(h.r, h.TrustProxy)) {
		return fault.New(fault.RateLimited, "Too many requests from this address; wait a moment")
	}
	h.r.Body = http.MaxBytesReader(h.w, h.r.Body, 16<<10)
	helped, comment := h.r.PostFormValue("helped"), strings.TrimSpace(h.r.PostFormValue("comment"))
	if helped != "yes" && helped != "no" {
		return fault.Wrong(fault.Field{Location: "body.helped", Message: "use yes or no", Reason: fault.Choice, Values: fault.Values{"options": "yes, no"}})
	}
	if err := h.site.Said(h.r.Context(), h.visit, article, h.reader(), helped == "yes", comment); err != nil {
		return err
	}
	if strings.Contains(h.r.Header.Get("Accept"), "application/json") {
		h.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if comment != "" {
		helped = "done"
	}
	return h.move(h.visit.Base+"/"+h.visit.Locale+"/a/"+url.PathEscape(article)+"?said="+helped+"#said", http.StatusSeeOther)
}

// reader is what tells a visitor's votes from others'; it is made with her first.
func (h *helping) reader() string {
	if c, err := h.r.Cookie(readerCookie); err == nil && len(c.Value) == len(store.NewSecret()) {
		return c.Value
	}
	id := store.NewSecret()
	h.keep(readerCookie, id)
	return id
}

func (h *helping) keep(name, value string) {
	http.SetCookie(h.w, &http.Cookie{Name: name, Value: value, Path: cmp.Or(h.visit.Base, "/"), MaxAge: aYear, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: h.scheme(h.r) == "https"})
}

// market is the country whose rules she reads: what she has just chosen, or chose before, else that of the locale.
func (h *helping) market() {
	v := &h.visit
	v.Market = helpcentre.Market(v.Locale)
	if c, err := h.r.Cookie(marketCookie); err == nil && isCountry(c.Value) {
		v.Market, v.Chosen = c.Value, true
	}
	if wish := strings.ToUpper(h.r.URL.Query().Get("market")); isCountry(wish) {
		v.Market, v.Chosen = wish, true
		h.keep(marketCookie, wish)
	}
}

func isCountry(s string) bool {
	r, err := language.ParseRegion(s)
	return err == nil && len(s) == 2 && r.IsCountry()
}

// wanted is the locale for a browser's languages.
func (h *helping) wanted() string {
	list, _, err := language.ParseAcceptLanguage(h.r.Header.Get("Accept-Language"))
	if err == nil {
		for _, t := range list {
			if found, _ := h.site.Match(t.String()); found != "" {
				return found
			}
		}
	}
	return h.site.Default()
}

func (h *helping) move(to string, status int) error {
	if q := h.r.URL.RawQuery; q != "" && status != http.StatusSeeOther {
		to += "?" + q
	}
	http.Redirect(h.w, h.r, to, status)
	return nil
}

// send sends a page. What depends on nothing but the address may be kept for a minute; a country that was chosen is hers alone.
func (h *helping) send(p helpcentre.Page, err error) error {
	if err != nil {
		return err
	}
	if p.Moved != "" {
		return h.move(p.Moved, http.StatusMovedPermanently)
	}
	cache := "public, max-age=60"
	if h.visit.Chosen || h.r.URL.RawQuery != "" {
		cache = "private, no-cache"
	}
	h.w.Header().Set("Cache-Control", cache)
	h.w.Header().Set("Vary", "Accept-Encoding, Cookie")
	h.write("text/html; charset=utf-8", p.HTML, p.Modified)
	return nil
}

// file sends a file of the pages; an address that names its version is good for ever.
func (h *helping) file(kind string, body []byte) error {
	if len(body) == 0 {
		return fault.New(fault.NotFound, "There is no such page")
	}
	cache := "public, max-age=3600"
	if h.r.URL.Query().Has("v") {
		cache = "public, max-age=31536000, immutable"
	}
	h.w.Header().Set("Cache-Control", cache)
	h.w.Header().Set("Vary", "Accept-Encoding")
	h.write(kind, body, time.Time{})
	return nil
}

// write sends a body, gzipped where the client takes it, or says that it has not changed.
func (h *helping) write(kind string, body []byte, modified time.Time) {
	sum := sha256.Sum256(body)
	h.w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	h.w.Header().Set("Content-Type", kind)
	if strings.Contains(h.r.Header.Get("Accept-Encoding"), "gzip") && !strings.HasPrefix(kind, "image/") {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(body)
		_ = z.Close() // a bytes.Buffer does not fail
		h.w.Header().Set("Content-Encoding", "gzip")
		body = packed.Bytes()
	}
	http.ServeContent(h.w, h.r, "", modified, bytes.NewReader(body))
}

// fail shows a page where nothing was found, and a problem for anything else.
func (h *helping) fail(err error) {
	if fault.CodeOf(err) != fault.NotFound || path.Ext(h.r.URL.Path) != "" {
		writeProblem(h.w, problem(h.r.Context(), h.Logger, err))
		return
	}
	if h.visit.Locale == "" {
		h.visit.Locale = h.wanted()
		h.market()
	}
	page, err := h.site.Lost(h.visit)
	if err != nil {
		writeProblem(h.w, problem(h.r.Context(), h.Logger, err))
		return
	}
	h.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	h.w.Header().Set("Cache-Control", "no-cache")
	h.w.WriteHeader(http.StatusNotFound)
	_, _ = h.w.Write(page.HTML) // the client is gone if this fails
}

// robots leads search engines to the help centres of all shops; the rest of the program is not for them.
func (a *API) robots(w http.ResponseWriter, r *http.Request) {
	slugs, err := a.Help.Public(r.Context())
	if err != nil {
		writeProblem(w, problem(r.Context(), a.Logger, err))
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	body := "User-agent: *\nDisallow: /api/\nDisallow: /console/\n"
	for _, slug := range slugs {
		body += "Sitemap: " + a.scheme(r) + "://" + r.Host + "/help/" + slug + "/sitemap.xml\n"
	}
	_, _ = w.Write([]byte(body)) // the client is gone if this fails
}
