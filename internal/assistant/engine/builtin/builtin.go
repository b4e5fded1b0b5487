// Package builtin is the engine that answers without any language model: it understands a message through the lexicon,
// gathers evidence from articles, products and orders, plans what may be said, and phrases it natively. It composes only
// from evidence and from sentences that people wrote in the locale packs, so it cannot invent; when it does not know, it
// says so and offers a colleague.
//
// The stages are understand → gather → plan → phrase; each stands in its own files.
package builtin

import (
	"context"
	"encoding/json"
	"errors"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/knowledge/ownwords"
	"parley/internal/knowledge/wordbook"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// Name is how the engine signs its answers.
const Name = "builtin"

// Knowledge finds the passages of a shop's published articles.
type Knowledge interface {
	Search(ctx context.Context, shopID string, q index.Query) ([]index.Hit, error)
}

// Shop knows products and orders. Order is asked with a number as the customer typed it; who may hear of it is decided here,
// by comparing e-mail addresses, before a word of it is said.
type Shop interface {
	Catalog(ctx context.Context, shopID string) (*Catalog, error)
	Order(ctx context.Context, shopID, number string) (Order, bool, error)
	OrdersOf(ctx context.Context, shopID, email string) ([]Order, error) // newest first; asked for verified contacts only
}

// Words tells what words mean that no concept covers: the word books that an operator added.
type Words interface {
	Find(lang string, tokens []lexicon.Token) []wordbook.Match
}

// Own tells what the words of a shop mean that its operators have explained.
type Own interface {
	Of(ctx context.Context, shop string) (ownwords.List, error)
}

// Engine is the built-in engine; it holds no state of conversations, only what it has read of articles.
type Engine struct {
	book      *locale.Book
	knowledge Knowledge
	shop      Shop
	seen      kept[string, seen]           // passages as they were read, by language and text
	cells     kept[*index.Passage, []fact] // of table rows, as they were read
	meanings  kept[string, meant]          // passages' meanings, with heading and title

	Words Words // nil: no word books
	Own   Own   // nil: no shop has words of its own
}

// New makes the engine. shop may be nil: then it answers from articles only.
func New(book *locale.Book, knowledge Knowledge, shop Shop) *Engine {
	return &Engine{book: book, knowledge: knowledge, shop: shop, seen: kept[string, seen]{most: maxSeen}, cells: kept[*index.Passage, []fact]{most: maxCells}, meanings: kept[string, meant]{most: maxMeanings}}
}

var _ engine.Engine = (*Engine)(nil)

// Compose answers one turn.
func (e *Engine) Compose(ctx context.Context, t engine.Turn, release func(engine.Sentence, []engine.Evidence) error) (engine.Reply, error) {
	u, err := e.understand(ctx, t)
	if err != nil {
		return engine.Reply{}, err
	}
	p := &plan{turn: t, u: u, pack: u.pack}
	if err := e.decide(ctx, p); err != nil {
		return engine.Reply{}, err
	}
	p.finish()
	return e.deliver(ctx, p, release)
}

// deliver releases the planned sentences one by one.
func (e *Engine) deliver(ctx context.Context, p *plan, release func(engine.Sentence, []engine.Evidence) error) (engine.Reply, error) {
	understood, err := json.Marshal(p.u.Understood)
	if err != nil {
		return engine.Reply{}, err
	}
	r := engine.Reply{Locale: p.pack.Tag, Outcome: p.outcome, Evidence: p.evidence, Handoff: p.handoff, Understood: understood, Engine: Name}
	for i, s := range p.sentences {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		s.Locale = p.pack.Tag
		if i > 0 {
			s.Text = p.gap(i) + s.Text
		}
		s.Locale = p.pack.Tag
		var refused *engine.Refused // by check: the sentences after it stand for themselves
		if err := release(s, p.evidence); err != nil && !errors.As(err, &refused) {
			return r, err
		}
	}
	return r, nil
}
