// Package insight tells how good the service is. It reads evaluation files (single questions and whole dialogues), plays them
// to a running Parley exactly as a customer's browser would, judges every reply by fixed rules, and reports how many were
// right, how sure that share is, and what was wrong with each of the others.
//
// Judging is pure (Grade) and knows nothing of the server; playing (Run) knows only the customer's public API.
package insight

import "encoding/json"

// Kind is what a right reply is made of; a closed list.
type Kind string

// The kinds of expectation.
const (
	Article    Kind = "article"
	Order      Kind = "order"
	Product    Kind = "product"
	Handoff    Kind = "handoff"
	Smalltalk  Kind = "smalltalk"
	OutOfScope Kind = "out_of_scope"
)

var kinds = []Kind{Article, Order, Product, Handoff, Smalltalk, OutOfScope}

// Identity is how far a customer who asks for an order has shown who she is.
type Identity string

// The steps of identity; "" when it does not matter.
const (
	Missing  Identity = "missing"
	Mismatch Identity = "mismatch"
	Proven   Identity = "ok"
)

// Expect is what makes a reply right.
type Expect struct {
	Kind              Kind            `json:"kind"`
	ArticleIDs        []string        `json:"article_ids"`
	ProductIDs        []string        `json:"product_ids"`
	OrderID           string          `json:"order_id"`
	Identity          Identity        `json:"identity"`
	MustContain       [][]string      `json:"must_contain"`     // of each group one alternative
	MustNotContain    []string        `json:"must_not_contain"` // texts, or "/regular expression/i"
	ReplyLang         string          `json:"reply_lang"`
	Gold              json.RawMessage `json:"gold"` // what a good reply says; only shown, never compared
	HandoffAcceptable bool            `json:"handoff_acceptable"`
}

// Question is one message that stands alone.
type Question struct {
	ID, Locale, Country, Text string
	Expect                    Expect
}

// Dialogue is several messages in one conversation.
type Dialogue struct {
	ID, Locale, Country, Theme string
	Turns                      []Turn
}

// Turn is one message of a dialogue. Without Expect its reply is not judged.
type Turn struct {
	Say       string     `json:"say"`
	Expect    *Expect    `json:"expect"`
	Interrupt *Interrupt `json:"interrupt"`
}

// Interrupt makes the customer write her next message before this one is answered.
type Interrupt struct {
	AfterMS int `json:"interrupt_after_ms"`
}

// Item is one line of a file: either a question or a dialogue.
type Item struct {
	Question *Question
	Dialogue *Dialogue
}

// dialogue lets the runner play both alike: a question is a dialogue of one turn.
func (i Item) dialogue() Dialogue {
	if i.Dialogue != nil {
		return *i.Dialogue
	}
	q := i.Question
	return Dialogue{ID: q.ID, Locale: q.Locale, Country: q.Country, Turns: []Turn{{Say: q.Text, Expect: &q.Expect}}}
}
