package ownwords

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/flow"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/store"
)

// Period is how long a word that was met is listed, and kept.
const Period = 30 * 24 * time.Hour

// Bounds of what is kept of one answer.
const (
	maxQuestion = 300 // characters
	maxWord     = 60  // characters
)

// step notes the words that an answer's engine did not know. It is an end: nothing follows from it, and no answer waits for it.
func (w *Words) step() flow.Step {
	return flow.Step{Name: "words", On: []flow.On{{Kind: flow.Message, By: flow.Assistant}},
		Do: func(ctx context.Context, e flow.Event) ([]flow.Draft, error) { return nil, w.listen(ctx, e) }}
}

// answer is what the step needs of a message.
type answer struct {
	Understood struct {
		Locale    string `json:"locale"`
		Language  string `json:"language"`
		Questions []struct {
			Text    string   `json:"text"`
			Strange []string `json:"strange"`
		} `json:"questions"`
	} `json:"understood"`
}

func (w *Words) listen(ctx context.Context, e flow.Event) error {
	var m answer
	if json.Unmarshal(e.Payload, &m) != nil {
		return nil // erased since
	}
	found, err := w.strange(ctx, e.Shop, m)
	if err != nil || len(found) == 0 {
		return err
	}
	return w.db.Tx(ctx, func(tx *store.Tx) error {
		for _, f := range found {
			if err := count(ctx, tx, e, f); err != nil {
				return err
			}
		}
		return forget(ctx, tx, e.Shop, w.now().Add(-Period))
	})
}

// strange lists the words that neither the engine nor the shop's articles know.
func (w *Words) strange(ctx context.Context, shop string, m answer) (out []Met, err error) {
	lang := locale.Base(m.Understood.Language)
	if lang == "" {
		lang = locale.Base(m.Understood.Locale)
	}
	var x *index.Index
	for _, q := range m.Understood.Questions {
		for _, word := range q.Strange {
			if x == nil {
				if x, err = w.articles.Index(ctx, shop); err != nil {
					return nil, err
				}
			}
			if utf8.RuneCountInString(word) <= maxWord && !x.Writes(word, lang) {
				out = append(out, Met{Lang: lang, Word: word, Key: Key(word), Question: clip(q.Text)})
			}
		}
	}
	return out, nil
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= maxQuestion {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:maxQuestion])) + "…"
}
