package check

import (
	_ "embed" // of the claims
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Some words commit a shop as much as a figure does: free, for life, around the clock, guaranteed, half price, all your money,
// "I have cancelled it". They pass only when the cited evidence says the same, in its own language.

//go:embed claims.json
var claimsFile []byte

// strong is one such claim, by language; "*" is for all.
type strong map[string]*regexp.Regexp

var strongClaims = readClaims()

func readClaims() map[string]strong {
	var written map[string]map[string][]string
	if err := json.Unmarshal(claimsFile, &written); err != nil {
		panic(fmt.Sprintf("check: claims.json: %v", err)) // it is part of the program
	}
	all := map[string]strong{}
	for name, langs := range written {
		all[name] = strong{}
		for lang, list := range langs {
			all[name][lang] = regexp.MustCompile(`(?i)` + strings.Join(list, "|"))
		}
	}
	return all
}

// find returns the words that make the claim, "" when there are none.
func (s strong) find(text, lang string) string {
	for _, l := range [...]string{locale.Base(lang), "*"} {
		if re := s[l]; re != nil {
			if m := re.FindString(text); m != "" {
				return m
			}
		}
	}
	return ""
}

// done is the claim that something has been carried out. Only what a tool reports can bear it; what a person wrote cannot.
const done = "done"

// claims refuses a strong claim that the evidence does not make.
func claims(g *Gate, c *claim) (string, string) {
	for name, s := range strongClaims {
		said := s.find(c.text, c.lang)
		if said == "" || c.quotes(said) {
			continue
		}
		if !c.claimed(name, s) {
			return "", said
		}
	}
	if g.free(c.text, c.lang) && !c.deny(g) && !c.costsNothing(g) {
		return "", "free"
	}
	return "", ""
}

// quotes: the very words stand in the evidence.
func (c *claim) quotes(text string) bool {
	text = lexicon.Fold(text)
	for _, e := range c.cited {
		if strings.Contains(lexicon.Fold(e.Quote), text) {
			return true
		}
	}
	return false
}

func (c *claim) claimed(name string, s strong) bool {
	for _, e := range c.cited {
		if name == done && e.Kind != "tool" {
			continue
		}
		if s.find(e.Quote, e.Locale) != "" {
			return true
		}
	}
	return false
}

// free says whether a text tells that something costs nothing.
func (g *Gate) free(text, lang string) bool {
	for _, m := range g.book.Lexicon().Analyze(text, locale.Base(lang), lexicon.Written).Matches {
		if m.ID == "free" {
			return true
		}
	}
	return false
}

// deny: "not free" promises nothing.
func (c *claim) deny(g *Gate) bool {
	for _, t := range lexicon.Tokens(c.text) {
		if g.book.Negates(t.Text, c.lang) {
			return true
		}
	}
	return false
}

func (c *claim) costsNothing(g *Gate) bool {
	for _, e := range c.cited {
		if g.free(e.Quote, e.Locale) || g.free(e.Title, e.Locale) {
			return true
		}
		for _, f := range g.book.Figures(e.Quote, locale.Base(e.Locale)) {
			if f.Kind == figure.Money && f.Lo == 0 {
				return true
			}
		}
	}
	return false
}
