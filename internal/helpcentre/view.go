package helpcentre

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"parley/internal/locale"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/help.css
var style string

//go:embed assets/help.js
var Script []byte

var templates = parse()

func parse() map[string]*template.Template {
	out := map[string]*template.Template{}
	for _, name := range []string{"start", "topic", "article", "search", "lost"} {
		out[name] = template.Must(template.ParseFS(templateFiles, "templates/layout.html", "templates/"+name+".html"))
	}
	return out
}

// view is what a template gets.
type view struct {
	Visit
	Kind, Title, Description, Site, Shop, Dir string
	StyleURL, ScriptURL, LogoURL              string
	Here                                      string // what stands behind the locale in the address
	Hidden                                    bool   // search engines leave it out
	Canonical                                 string
	Alternates                                []alternate
	Languages                                 []tongue
	Countries                                 []country
	Country                                   string
	Links                                     []Link

	Welcome, Query, Said string
	Topics               []topic
	Cards, Related       []card
	Popular, More        bool
	Reading              reading
	Article              articleView
	Others               []tongue // this article in other languages
	Structured           any
}

// alternate tells search engines of the page in another language.
type alternate struct{ Lang, URL string }

// tongue is a line of a list of languages, in its own name.
type tongue struct {
	Tag, Name, Dir, URL string
	Here                bool
}

// country is one that she may choose.
type country struct {
	Code, Name string
	Here       bool
}

// T says a phrase in the language of the page.
func (v view) T(key string, pairs ...string) string { return say(v.Locale, key, pairs...) }

// OGLocale is the locale as OpenGraph writes it.
func (v view) OGLocale() string { return strings.ReplaceAll(v.Locale, "-", "_") }

// HerePath is the page's own address behind the locale, as it may stand in a form.
func (v view) HerePath() template.URL { return template.URL(v.Here) } // every part was escaped when it was put together

// page fills what stands on every page. here is what stands behind the locale in its address.
func (s *Site) page(v Visit, kind, here string) view {
	p := view{Visit: v, Kind: kind, Site: s.title(v.Locale), Shop: s.Shop.Slug, Dir: s.dir(v.Locale), Here: here, Links: s.Settings.Links}
	p.StyleURL, p.ScriptURL = v.Base+"/style.css?v="+s.StyleTag(), v.Base+"/help.js?v="+tag(Script)
	if s.Logo.Type != "" {
		p.LogoURL = v.Base + "/logo?v=" + tag(s.Logo.Bytes)
	}
	p.Canonical = v.Origin + v.path(here)
	for _, l := range s.Locales() {
		p.Languages = append(p.Languages, tongue{Tag: l, Name: capital(languageName(l, l)), Dir: s.dir(l), URL: v.in(l).path(here), Here: l == v.Locale})
		p.Alternates = append(p.Alternates, alternate{l, v.Origin + v.in(l).path(here)})
	}
	p.Alternates = append(p.Alternates, alternate{"x-default", v.Origin + v.in(s.Default()).path(here)})
	p.Countries = s.countries(v)
	p.Country = regionName(v.Market, v.Locale)
	return p
}

// languages are the other languages of an article. Where it is not written in the page's own language, search engines are sent to
// the page where it is.
func (s *Site) languages(p *view, a entry) {
	p.Alternates, p.Others = nil, nil
	for i := range p.Languages {
		l := &p.Languages[i]
		in := p.Visit.in(l.Tag)
		if !p.Chosen {
			in.Market = Market(l.Tag)
		}
		one, ok := s.show(a, in)
		if !ok {
			l.URL = in.path("")
			continue
		}
		l.URL = s.address(one, in)
		if one.Own {
			p.Alternates = append(p.Alternates, alternate{l.Tag, p.Origin + l.URL})
			if !l.Here {
				p.Others = append(p.Others, *l)
			}
		}
	}
	best := locale.Resolve(p.Article.Lang, spokenBy(p.Alternates))
	if p.Article.Foreign != "" {
		p.Hidden = true
		for _, one := range p.Alternates {
			if one.Lang == best {
				p.Canonical = one.URL
			}
		}
		p.Alternates = nil
		return
	}
	first := p.Alternates[0]
	for _, one := range p.Alternates {
		if one.Lang == s.Default() {
			first = one
		}
	}
	p.Alternates = append(p.Alternates, alternate{"x-default", first.URL})
}

func spokenBy(list []alternate) (out []string) {
	for _, a := range list {
		out = append(out, a.Lang)
	}
	return out
}

// countries are those whose rules differ in some article, those of the locales, and the shop's own.
func (s *Site) countries(v Visit) (out []country) {
	codes := map[string]bool{s.Shop.Country: true, v.Market: true}
	for _, l := range s.Locales() {
		codes[Market(l)] = true
	}
	for _, a := range s.shelf.entries {
		for _, t := range a.Texts {
			codes[t.Market] = true
		}
	}
	delete(codes, "")
	for code := range codes {
		out = append(out, country{code, regionName(code, v.Locale), code == v.Market})
	}
	order := collate.New(language.Make(v.Locale))
	slices.SortFunc(out, func(a, b country) int { return order.CompareString(a.Name, b.Name) })
	return out
}

// languageName is the name of a language in a language; with its country only where that tells two apart.
func languageName(tag, in string) string {
	t, namer := language.Make(tag), display.Tags(language.Make(in))
	if base, _ := t.Base(); !slices.Contains([]string{"zh", "pt", "es"}, base.String()) {
		t = language.Make(base.String())
	}
	if name := namer.Name(t); name != "" {
		return name
	}
	return tag
}

// capital begins a name in a list with a capital letter, where its script has them.
func capital(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

func regionName(code, in string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(language.Make(in)).Name(r); name != "" {
		return name
	}
	return code
}

// render makes the page.
func (s *Site) render(p view, modified time.Time) (Page, error) {
	var out bytes.Buffer
	err := templates[p.Kind].ExecuteTemplate(&out, "layout", p)
	return Page{HTML: out.Bytes(), Modified: modified}, err
}

// Style is the style sheet in the shop's colour.
func (s *Site) Style() []byte {
	light, dark, _ := strings.Cut(s.centre.tokens, `:root[data-mantine-color-scheme="dark"]`)
	_, dark, _ = strings.Cut(dark, "{")
	return []byte(light + "@media(prefers-color-scheme:dark){:root{" + dark + "}" + accents(s.Shop.Accent) + style)
}

// StyleTag changes with the style sheet.
func (s *Site) StyleTag() string { return tag(s.Style()) }

func tag(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:6])
}
