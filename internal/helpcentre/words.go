package helpcentre

import (
	"embed"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"parley/internal/locale"
)

//go:embed words/*.json
var wordFiles embed.FS

// phrases are what the pages say besides the articles, by locale. Each was written in its own language.
var phrases = readWords()

func readWords() map[string]map[string]string {
	out := map[string]map[string]string{}
	names, err := wordFiles.ReadDir("words")
	if err != nil {
		panic(err) // the files are embedded: a broken one is a build that should never have been made
	}
	for _, n := range names {
		raw, err := wordFiles.ReadFile("words/" + n.Name())
		if err != nil {
			panic(err)
		}
		list := map[string]string{}
		if err := json.Unmarshal(raw, &list); err != nil {
			panic(n.Name() + ": " + err.Error())
		}
		out[strings.TrimSuffix(n.Name(), path.Ext(n.Name()))] = list
	}
	return out
}

// spoken are the locales that the pages speak themselves.
func spoken() (out []string) {
	for tag := range phrases {
		out = append(out, tag)
	}
	slices.Sort(out)
	return out
}

// phrasesOf are the words for a locale; English for a language that the pages do not speak.
func phrasesOf(tag string) map[string]string {
	if found := locale.Resolve(tag, spoken()); found != "" {
		return phrases[found]
	}
	return phrases["en-US"]
}

// say fills the blanks of a phrase.
func say(tag, key string, pairs ...string) string { return locale.Fill(phrasesOf(tag)[key], pairs...) }
