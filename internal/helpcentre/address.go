package helpcentre

import (
	"net/url"
	"strings"
	"unicode"

	"parley/internal/locale"
)

// Visit is who looks at a page: in which language, by the rules of which country, and under which address.
type Visit struct {
	Origin string // https://help.example.com
	Base   string // what stands before the locale: "/help/demo", or "" on a domain of the shop's own
	Locale string
	Market string // chosen, or that of the locale
	Chosen bool   // she has chosen the country
}

func (v Visit) path(rest string) string { return v.Base + "/" + v.Locale + "/" + rest }

// in is the same visit in another language.
func (v Visit) in(tag string) Visit {
	v.Locale = tag
	return v
}

// Market is whose rules a locale's readers get when they have not chosen a country.
func Market(tag string) string {
	for _, part := range strings.Split(tag, "-")[1:] {
		if len(part) == 2 && strings.ToUpper(part) == part {
			return part
		}
	}
	return ""
}

// Match finds the locale that an address names; exact is false when it should be written otherwise.
func (s *Site) Match(tag string) (found string, exact bool) {
	for _, l := range s.Locales() {
		if l == tag {
			return l, true
		}
	}
	return locale.Resolve(tag, s.Locales()), false
}

// slugLength is how much of a title stands in an address, in characters.
const slugLength = 60

// slug is a title as it stands in an address, in its own script.
func slug(title string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range strings.ToLower(title) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && n > 0:
			if gap && n > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			n, gap = n+1, false
		case r != '\'' && r != '’':
			gap = true
		}
		if n >= slugLength {
			break
		}
	}
	return b.String()
}

// segment is the last part of an article's address: its title, then its id.
func segment(title, id string) string {
	if s := slug(title); s != "" {
		return url.PathEscape(s + "-" + id)
	}
	return url.PathEscape(id)
}

// identify finds the article of an address, whatever its title was when the address was written down. The id stands at the end; where
// several fit, the one whose address this is today, else the longest.
func (s *Site) identify(segment string, v Visit) (*entry, bool) {
	var longest *entry
	for i := 0; i <= len(segment); i++ {
		if i > 0 && segment[i-1] != '-' {
			continue
		}
		a := s.shelf.byID[segment[i:]]
		if a == nil {
			continue
		}
		if longest == nil {
			longest = a
		}
		if one, ok := s.show(*a, v); ok && i > 0 && slug(one.Text.Title) == segment[:i-1] {
			return a, true
		}
	}
	return longest, longest != nil
}

// address is where an article stands for a reader.
func (s *Site) address(one shown, v Visit) string {
	return v.path("a/" + segment(one.Text.Title, one.ID))
}
