// Package ownwords keeps the words of a shop's customers that the lexicon does not know: which ones were met, and what an operator
// says they mean. What she says counts from the next question on.
package ownwords

import (
	"context"
	"sync"
	"time"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/knowledge/index"
	"parley/internal/locale/lexicon"
	"parley/internal/store"
)

// State is what an operator has decided about a word.
type State string

// The states. An open word was decided once and taken back.
const (
	Meant  State = "meant"
	Hidden State = "hidden"
	Open   State = "open"
)

// Meaning is what an operator says of a word.
type Meaning struct {
	State    State    `json:"state" enum:"meant,hidden" doc:"hidden: not a word for this shop; it is not listed again"`
	Concepts []string `json:"concepts" required:"false" doc:"ids of GET /words/concepts"`
	Means    []string `json:"means" required:"false" doc:"words of the same language that mean the same"`
}

// Entry is a word that somebody has decided about.
type Entry struct {
	Lang string `json:"lang"`
	Word string `json:"word" doc:"as it was written; it is met in any case, and in other inflections"`
	Key  string `json:"key" doc:"the form in which it is compared"`
	Meaning
	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy string    `json:"updated_by"`
}

// Met is a word that customers have used and nobody knows.
type Met struct {
	Lang          string    `json:"lang"`
	Word          string    `json:"word" doc:"as it was written the last time"`
	Key           string    `json:"key" doc:"the form in which it is compared"`
	Times         int       `json:"times"`
	Conversations int       `json:"conversations"`
	LastSeen      time.Time `json:"last_seen"`
	Question      string    `json:"question" doc:"the last one with this word, masked as the log keeps it"`
}

// Articles tells what the shop's published articles write.
type Articles interface {
	Index(ctx context.Context, shop string) (*index.Index, error)
}

// Words is the room's part that keeps them.
type Words struct {
	db       *store.DB
	lexicon  *lexicon.Lexicon
	articles Articles
	now      func() time.Time

	mu   sync.Mutex
	kept map[string]*kept
}

// New makes it and lets it listen to answers.
func New(db *store.DB, log *flow.Log, lex *lexicon.Lexicon, articles Articles) *Words {
	w := &Words{db: db, lexicon: lex, articles: articles, now: time.Now, kept: map[string]*kept{}}
	log.AddStep(w.step())
	return w
}

// Key is the form in which words are compared: folded, with one space where there was a gap.
func Key(word string) string { return keyOf(lexicon.Tokens(word)) }

func keyOf(tokens []lexicon.Token) string {
	key := ""
	for i, t := range tokens {
		if i > 0 && !t.Glued {
			key += " "
		}
		key += t.Text
	}
	return key
}

func notFound() error {
	return fault.New(fault.NotFound, "Nothing was said about this word")
}
