// Package content embeds what people write rather than program: the commerce lexicon and the locale packs.
// The rooms that read them check their schema; nothing here knows Go beyond the embedding.
package content

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

// FS holds lexicon/*.yaml, lexicon/LANGUAGE/*.yaml, glosses/LANGUAGE.tsv, senses/*, locales/*.yaml and calendars/*.yaml as they
// stand in this folder.
//
//go:embed lexicon glosses senses locales/*.yaml calendars/*.yaml
var FS embed.FS

// Locales lists the tags of all locale packs, sorted: what the assistant speaks.
func Locales() []string {
	names, err := fs.Glob(FS, "locales/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(path.Base(name), ".yaml")
	}
	return names
}
