// Package locale speaks and reads the shop's languages: it knows which language a text is in, which of the shop's locales
// serves a customer, how a local colleague greets, thanks and declines, and how figures are written. All language is data,
// one file per locale in content/locales; a new locale needs no Go.
package locale

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Pack is everything that belongs to one locale.
type Pack struct {
	Tag       string              `yaml:"tag"`
	Name      string              `yaml:"name"`
	Direction string              `yaml:"direction"`
	Reviewer  string              `yaml:"reviewer"` // empty until a native speaker signs
	Register  Register            `yaml:"register"`
	Number    Number              `yaml:"number"`
	Money     string              `yaml:"money"` // {n}, {sign}, {name}
	Date      string              `yaml:"date"`
	DateYear  string              `yaml:"date_year"`
	Clock     string              `yaml:"clock"` // "12", "24" or "24" with a word behind
	Range     string              `yaml:"range"`
	List      List                `yaml:"list"`
	Quote     string              `yaml:"quote"`
	Address   Address             `yaml:"address"`
	Space     *string             `yaml:"space"` // between sentences; absent means one blank
	Currency  map[string]string   `yaml:"currency"`
	Months    []string            `yaml:"months"`
	Languages map[string]string   `yaml:"languages"`
	Units     map[string]Unit     `yaml:"units"`
	Measures  map[string]string   `yaml:"measures"`
	Read      Read                `yaml:"read"`
	Asks      Asks                `yaml:"asks"`
	Said      map[string]string   `yaml:"said"`
	Heard     map[string][]string `yaml:"heard"`
	Function  []string            `yaml:"function"`
	Commit    Commit              `yaml:"commit"`
}

// Register is the form of address and the slips that must not happen, as regular expressions.
type Register struct {
	Form  string   `yaml:"form"`
	Slips []string `yaml:"slips"`
}

// Address is how a customer is addressed by name in a letter or a greeting: {name} is the whole name, {first} its first word. Nobody stands
// for a name that is not known; empty where the greeting is complete without one.
type Address struct {
	Name   string `yaml:"name"`
	Nobody string `yaml:"nobody"`
}

// Asks is how staff ask a customer for something of hers: in one sentence a cue and the words for what is asked.
type Asks struct {
	Cues []string            `yaml:"cues"`
	For  map[string][]string `yaml:"for"` // order, email, phone, photo, country, product
}

// Number holds the signs in a number.
type Number struct {
	Decimal string `yaml:"decimal"`
	Group   string `yaml:"group"`
}

// List joins items.
type List struct {
	Sep  string `yaml:"sep"`
	Last string `yaml:"last"`
}

// Unit says a quantity by CLDR plural category and lists the words by which it is read.
type Unit struct {
	Zero  string   `yaml:"zero"`
	One   string   `yaml:"one"`
	Two   string   `yaml:"two"`
	Few   string   `yaml:"few"`
	Many  string   `yaml:"many"`
	Other string   `yaml:"other"`
	Read  []string `yaml:"read"`
}

// Read is what helps to read figures and statements in the language.
type Read struct {
	Numbers   map[string]float64  `yaml:"numbers"`
	Months    [][]string          `yaml:"months"`
	Range     []string            `yaml:"range"`
	Clock     []string            `yaml:"clock"`
	Bounds    map[string][]string `yaml:"bounds"`
	Money     map[string][]string `yaml:"money"`
	Negations []string            `yaml:"negations"`
	Promises  []string            `yaml:"promises"`
	Also      []string            `yaml:"also"` // openings of a further question in the same sentence
}

// Lang is the base language of the pack: "de" of de-DE.
func (p *Pack) Lang() string { return Base(p.Tag) }

// Base is the language part of a BCP 47 tag.
func Base(tag string) string {
	tag = strings.ToLower(tag)
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		return tag[:i]
	}
	return tag
}

func readPacks(fsys fs.FS) ([]*Pack, error) {
	names, err := fs.Glob(fsys, "locales/*.yaml")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	packs, errs := make([]*Pack, len(names)), make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { packs[i], errs[i] = readPack(fsys, name) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if len(packs) == 0 {
		return nil, fmt.Errorf("no locale packs found")
	}
	return packs, nil
}

func readPack(fsys fs.FS, name string) (*Pack, error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	p := &Pack{}
	dec := yaml.NewDecoder(strings.NewReader(string(raw)))
	dec.KnownFields(true)
	if err := dec.Decode(p); err != nil {
		return nil, fmt.Errorf("locale pack %s: %w", name, err)
	}
	if p.Tag != strings.TrimSuffix(path.Base(name), ".yaml") {
		return nil, fmt.Errorf("locale pack %s: its tag is %q", name, p.Tag)
	}
	return p, nil
}
