// Package content embeds what people write rather than program: the commerce lexicon and the locale packs.
// The rooms that read them check their schema; nothing here knows Go beyond the embedding.
package content

import "embed"

// FS holds lexicon/*.yaml, lexicon/LANGUAGE/*.yaml and locales/*.yaml as they stand in this folder.
//
//go:embed lexicon locales/*.yaml
var FS embed.FS
