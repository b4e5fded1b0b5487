package builtin

import (
	"parley/internal/knowledge/index"
	"parley/internal/knowledge/ownwords"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Understood is what the inspector shows and what the next turn remembers.
type Understood struct {
	Locale     string      `json:"locale"`
	Language   string      `json:"language"`   // detected
	Confidence float64     `json:"confidence"` // of the language
	Intent     string      `json:"intent"`
	Questions  []Question  `json:"questions,omitempty"`
	Slots      Slots       `json:"slots"`
	Offered    bool        `json:"offered,omitempty"`  // a colleague was offered
	Awaiting   string      `json:"awaiting,omitempty"` // what was asked back: identity, choice
	Choices    []string    `json:"choices,omitempty"`  // concepts or products to choose from
	Declines   int         `json:"declines,omitempty"` // in a row
	Anger      int         `json:"anger,omitempty"`    // angry messages so far
	SourceSaid bool        `json:"source_said,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
	Why        []string    `json:"why,omitempty"`
}

// Question is one thing she asks.
type Question struct {
	Text       string   `json:"text"`
	Wants      string   `json:"wants,omitempty"`   // how_long, how_much, can …
	Unit       string   `json:"measure,omitempty"` // what kind of figure answers it
	Concepts   []string `json:"concepts,omitempty"`
	Conditions []string `json:"conditions,omitempty"` // places, things, modifiers that choose among figures
	Carried    []string `json:"carried,omitempty"`    // taken over from before
	Unknown    []string `json:"unknown,omitempty"`    // content words nobody knows
	Strange    []string `json:"strange,omitempty"`    // of them, and of scripts without spaces, what nothing at all explains, as she wrote it
	Products   []string `json:"products,omitempty"`
	Translated []string `json:"translated,omitempty"` // what word books, and the shop's operators, say of them

	analysis lexicon.Analysis
	acts     map[string]bool
	figures  []figure.Figure
	around   string // what was said before, to be searched with it
	books    []looked
	units    []string // every kind of figure that she asks for, the first is Unit
	found    *search  // what articles say of it, once it was looked for
}

// search is what was found in articles for a question.
type search struct {
	hits  []index.Hit
	leads []lead // weighed, the likeliest first; nil until they are needed
}

// Slots are facts she gave that stay for the conversation.
type Slots struct {
	Email   string `json:"email,omitempty"`
	Order   string `json:"order,omitempty"`
	Product string `json:"product,omitempty"`
	Country string `json:"country,omitempty"`
}

// Candidate is a page that was considered.
type Candidate struct {
	Ref      string  `json:"ref"`
	Title    string  `json:"title"`
	Score    float64 `json:"score"`
	Coverage float64 `json:"coverage"`
}

// reading is Understood with what only this turn needs.
type reading struct {
	Understood
	pack  *locale.Pack
	lang  string // base language of the message
	text  string // cleaned
	acts  map[string]bool
	whole lexicon.Analysis
	own   ownwords.List
	last  *Understood // of the answer before, nil at the beginning
	// places are the place concepts for which an answer must hold: those she names, else where she is.
	places []string
	placed bool // she named them
	goods  *Catalog
}

func (u *reading) why(text string) { u.Why = append(u.Why, text) }

func (q *Question) has(id string) bool {
	for _, c := range q.Concepts {
		if c == id {
			return true
		}
	}
	return false
}

func (q *Question) hasAny(ids ...string) bool {
	for _, id := range ids {
		if q.has(id) {
			return true
		}
	}
	return false
}

// stocks says whether the shop sells a thing.
func (u *reading) stocks(lex *lexicon.Lexicon, id string) bool {
	if u.goods == nil {
		return false
	}
	for k := range u.goods.concepts {
		if lex.Is(k, id) {
			return true
		}
	}
	return false
}
