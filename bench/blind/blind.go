// Package blind holds questions and dialogues written without sight of the assistant, and short messages written without sight of the
// language detector. Ids that begin with t- are there to improve with; what happens to those with u- is counted and never shown.
package blind

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"parley/content"
	"parley/internal/insight"
)

//go:embed market/*.jsonl short.jsonl
var files embed.FS

// Unseen says that an item belongs to the half that nobody tunes on.
func Unseen(id string) bool { return strings.HasPrefix(id, "u-") }

// Import is what to import before the questions are asked; noun is articles, products or orders.
func Import(noun string) ([]byte, error) { return files.ReadFile("market/" + noun + ".jsonl") }

// Items are the questions and dialogues of all locales.
func Items() (all []insight.Item, err error) {
	for _, locale := range content.Locales() {
		for _, name := range []string{locale, locale + ".dialogues"} {
			text, err := files.ReadFile("market/" + name + ".jsonl")
			if err != nil {
				return nil, err
			}
			items, err := insight.Read(bytes.NewReader(text))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			all = append(all, items...)
		}
	}
	return all, nil
}

// Article is an article of the shop as the peers read it.
type Article struct {
	ID, Lang, Title, Body string
	Variants              []struct{ Title, Body string }
}

// Articles are those that Import imports.
func Articles() ([]Article, error) { return lines[Article]("market/articles.jsonl") }

// Message is a short text that is clearly in the language of its locale.
type Message struct{ ID, Locale, Text string }

// Short are messages of two to nine characters, twenty for each locale.
func Short() ([]Message, error) { return lines[Message]("short.jsonl") }

func lines[T any](name string) (list []T, err error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	for d := json.NewDecoder(file); ; {
		var one T
		if err := d.Decode(&one); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, one)
	}
}
