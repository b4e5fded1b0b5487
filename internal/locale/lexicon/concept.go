// Package lexicon knows the words of commerce in many languages as language-independent concepts: warranty, 保修 and ضمان
// are one. It reads the concepts from data and finds them in text of any language, forgiving inflection, missing accents
// and small typing errors. A Lexicon never changes after New, so any number of goroutines may use it.
package lexicon

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"sort"

	"go.yaml.in/yaml/v3"
)

// Concept is one meaning and the words for it.
type Concept struct {
	ID      string              `yaml:"id"`
	Kind    string              `yaml:"kind"`
	Parents []string            `yaml:"parents"`
	Unit    string              `yaml:"unit"`
	Words   map[string][]string `yaml:"words"`
	Label   map[string]string   `yaml:"label"`
	Say     map[string]string   `yaml:"say"`
}

// Read collects the concepts of every file that matches one of the globs. Two entries with one id become one: the words of a language
// may stand in a folder of its own.
func Read(fsys fs.FS, globs ...string) ([]Concept, error) {
	var names []string
	for _, glob := range globs {
		found, err := fs.Glob(fsys, glob)
		if err != nil {
			return nil, err
		}
		sort.Strings(found)
		names = append(names, found...)
	}
	lists := make([][]Concept, len(names))
	errs := make(chan error, len(names))
	gate := make(chan struct{}, 4)
	for i, name := range names {
		gate <- struct{}{}
		go func() {
			var err error
			lists[i], err = readFile(fsys, name)
			errs <- err
			<-gate
		}()
	}
	var out []Concept
	for range names {
		if err := <-errs; err != nil {
			return nil, err
		}
	}
	for _, l := range lists {
		out = append(out, l...)
	}
	return Merge(out), nil
}

func readFile(fsys fs.FS, name string) ([]Concept, error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	if list, ok := quick(string(raw)); ok {
		return list, nil
	}
	var list []Concept
	if err := yaml.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("lexicon file %s: %w", name, err)
	}
	return list, nil
}

// Merge joins entries of one id, so that several files may add words to a concept. The entries belong to it: it fills up the first.
func Merge(list []Concept) []Concept {
	at := make(map[string]int, len(list))
	out := make([]Concept, 0, len(list))
	for _, c := range list {
		i, seen := at[c.ID]
		if !seen {
			at[c.ID] = len(out)
			out = append(out, c)
			continue
		}
		out[i].join(c)
	}
	return slices.Clip(out)
}

func (c *Concept) join(more Concept) {
	if c.Words == nil {
		c.Words = map[string][]string{}
	}
	for lang, words := range more.Words {
		c.Words[lang] = append(c.Words[lang], words...)
	}
	c.Label, c.Say = joinText(c.Label, more.Label), joinText(c.Say, more.Say)
	c.Parents = append(c.Parents, more.Parents...)
	c.Unit, c.Kind = cmp.Or(c.Unit, more.Unit), cmp.Or(c.Kind, more.Kind)
}

// joinText adds what a does not say yet.
func joinText(a, b map[string]string) map[string]string {
	if len(a) == 0 {
		return b
	}
	for k, v := range b {
		if _, said := a[k]; !said {
			a[k] = v
		}
	}
	return a
}
