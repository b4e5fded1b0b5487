// Package index finds the passages of a shop's articles that answer a question, also across languages: text becomes terms,
// and a term for a concept is the same in every language. It lives in memory and knows no database; the knowledge room
// fills it from what is published.
package index

import "parley/internal/locale/sense"

// Doc is one published article as it comes from the knowledge room.
type Doc struct {
	ID       string
	Lang     string // locale or language of the body
	Title    string
	Body     string // Markdown
	Tags     []string
	Market   string // country it is for, "" all
	URL      string
	Variants []Variant
}

// Variant is the article in another locale or for another market.
type Variant struct {
	Locale string
	Market string
	Title  string
	Body   string
}

// PassageKind tells where a passage stood.
type PassageKind uint8

// The kinds of passage.
const (
	Sentence PassageKind = iota
	Heading
	Item    // of a bullet list
	Step    // of a numbered list
	Row     // of a table, with its column names
	Caption // the title
)

// Cell is one cell of a table row with the name of its column.
type Cell struct{ Column, Text string }

// Passage is the smallest piece that is quoted.
type Passage struct {
	Text    string // plain, without markup
	Heading string // the nearest heading above it
	Kind    PassageKind
	Ord     int
	Para    int    // passages of one paragraph or list share it
	Cells   []Cell // of a Row, the first is its key
	terms   []int32
	near    []int32 // terms of its heading and its paragraph's first sentence
}

// Page is one article in one language, cut into passages. It is shared and never changes.
type Page struct {
	ID, Lang, Market, Title, URL string
	Passages                     []Passage
	title                        []int32
	weights                      []weighted
	length                       float32
	meaning                      sense.Vector
}

type weighted struct {
	term int32
	tf   float32
}

// Term is one thing to look for. Terms of one Group are alternatives for the same part of the question.
type Term struct {
	Key    string
	Weight float64
	Group  int
	Soft   bool // when nobody writes it, its group is judged by the other terms
	Spare  bool // when nobody writes it, it was never asked: one of many translations that a word may have
}

// Query is what to look for and for whom.
type Query struct {
	Locale string // of the reader; pages in her language win over equal ones in another
	Market string // her country, "" unknown
	Terms  []Term
	Text   string       // what she asked, for a search by meaning
	Sense  sense.Vector // where it lies among the notions that articles speak of; zero: unknown
	Limit  int          // pages, default 6
}

// Scored is a passage with its score for a query.
type Scored struct {
	*Passage
	Score    float64
	Coverage float64 // share of the question's weight that the passage itself or its heading speaks of
}

// Hit is one page that may answer, best first.
type Hit struct {
	*Page
	Score    float64
	Coverage float64  // share of the question's weight that the page speaks of
	InTitle  float64  // share that its title speaks of
	Best     []Scored // its best passages
}
