package helpcentre

import (
	"encoding/xml"
	"strings"
	"time"
)

// What search engines read.

// structure describes an article as schema.org does: as questions with their answers where every heading is a question, else as an article.
func (s *Site) structure(p *view, modified time.Time) {
	if p.Hidden {
		return
	}
	type object = map[string]any
	if asks(p.Reading.Headings) {
		var list []object
		for _, h := range p.Reading.Headings {
			list = append(list, object{"@type": "Question", "name": h.Text, "acceptedAnswer": object{"@type": "Answer", "text": h.under}})
		}
		p.Structured = object{"@context": "https://schema.org", "@type": "FAQPage", "inLanguage": p.Article.Lang, "mainEntity": list}
		return
	}
	p.Structured = object{"@context": "https://schema.org", "@type": "Article", "headline": p.Title, "description": p.Description, "inLanguage": p.Article.Lang,
		"dateModified": modified.UTC().Format(time.RFC3339), "mainEntityOfPage": p.Canonical, "publisher": object{"@type": "Organization", "name": s.Shop.Name}}
}

// asks says that the headings are questions, each with an answer below.
func asks(list []heading) bool {
	for _, h := range list {
		if !strings.HasSuffix(h.Text, "?") && !strings.HasSuffix(h.Text, "？") && !strings.HasSuffix(h.Text, "؟") || h.under == "" {
			return false
		}
	}
	return len(list) >= 2
}

type sitemap struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string     `xml:"xmlns:xhtml,attr"`
	URLs    []sitePage `xml:"url"`
}

type sitePage struct {
	Loc     string     `xml:"loc"`
	LastMod string     `xml:"lastmod,omitempty"`
	Links   []siteLink `xml:"xhtml:link"`
}

type siteLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// maxSitemap is how many addresses a sitemap may have by its standard.
const maxSitemap = 50_000

// Sitemap lists the start pages and each article in each language in which it is written.
func (s *Site) Sitemap(v Visit) ([]byte, error) {
	m := sitemap{XHTML: "http://www.w3.org/1999/xhtml"}
	var starts []siteLink
	for _, l := range s.Locales() {
		starts = append(starts, siteLink{"alternate", l, v.Origin + v.in(l).path("")})
	}
	m.add(starts, s.newest(s.shelf.entries))
	for _, a := range s.shelf.entries {
		var links []siteLink
		for _, l := range s.Locales() {
			in := v.in(l)
			in.Market = Market(l)
			if one, ok := s.show(a, in); ok && one.Own {
				links = append(links, siteLink{"alternate", l, v.Origin + s.address(one, in)})
			}
		}
		m.add(links, a.UpdatedAt)
	}
	m.URLs = m.URLs[:min(len(m.URLs), maxSitemap)]
	body, err := xml.Marshal(m)
	return append([]byte(xml.Header), body...), err
}

// add lists a page in all its languages, each with the others beside it.
func (m *sitemap) add(links []siteLink, at time.Time) {
	for _, l := range links {
		one := sitePage{Loc: l.Href, Links: links}
		if !at.IsZero() {
			one.LastMod = at.UTC().Format(time.RFC3339)
		}
		m.URLs = append(m.URLs, one)
	}
}

// Robots lets search engines read everything but searches.
func (s *Site) Robots(v Visit) []byte {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, l := range s.Locales() {
		b.WriteString("Disallow: " + v.in(l).path("search") + "\n")
	}
	b.WriteString("Sitemap: " + v.Origin + v.Base + "/sitemap.xml\n")
	return []byte(b.String())
}
