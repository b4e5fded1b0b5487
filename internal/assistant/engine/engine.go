// Package engine says what composes an answer: the interface that the built-in engine and every model adapter fill.
//
// An engine gets a Turn (what was said, by whom, where) and Sources (what the shop knows) and releases its answer sentence by
// sentence. It never writes to the conversation: the assistant room does that, after `check` has let each sentence pass.
package engine

import (
	"context"
	"encoding/json"
	"time"
)

// Outcome is what an answer amounts to; a closed list that customers of the API see.
type Outcome string

// The outcomes of an answer.
const (
	Answered  Outcome = "answered"   // from evidence
	Asked     Outcome = "asked"      // one clarifying question
	HandedOff Outcome = "handed_off" // a person was asked for
	Declined  Outcome = "declined"   // does not know, or out of scope; says so
	Smalltalk Outcome = "smalltalk"
)

// Reason is why a person is needed; a closed list.
type Reason string

// The reasons of a handoff.
const (
	ReasonAsked   Reason = "asked"   // she asked for a person
	ReasonLegal   Reason = "legal"   // lawyer, regulator, press
	ReasonDanger  Reason = "danger"  // smoke, fire, injury, shock
	ReasonAnger   Reason = "anger"   // repeated anger
	ReasonFailure Reason = "failure" // the assistant failed repeatedly
	ReasonUnknown Reason = "unknown" // a colleague must answer and she said yes
)

// Evidence is what an answer rests on: an article passage, a product or order field, a rule.
type Evidence struct {
	ID     string  `json:"id"`            // unique within the answer: "e1", "e2" …
	Kind   string  `json:"kind"`          // article | product | order | policy | tool
	Ref    string  `json:"ref"`           // the id of the record as imported
	Quote  string  `json:"quote"`         // the passage, in its own language, verbatim
	Title  string  `json:"title"`         // of the article or product
	Locale string  `json:"locale"`        // language of the quote
	URL    string  `json:"url,omitempty"` // where the customer may read on
	Score  float64 `json:"score"`
}

// Said is one earlier message of the conversation, oldest first. For an interrupted answer Text is only what she saw.
type Said struct {
	Actor       string // contact | assistant | agent
	Text        string
	Locale      string
	At          time.Time
	Interrupted bool
	Outcome     Outcome         // of an assistant's answer
	Understood  json.RawMessage // what the engine had understood then (its own Reply.Understood)
	Evidence    []Evidence
}

// Turn is everything an engine may know when it answers.
type Turn struct {
	ShopID, ShopName string
	ShopLocale       string   // the shop's default locale
	Locales          []string // locales the shop serves, never empty
	Locale           string   // of the conversation so far; sticky
	Country          string   // ISO 3166-1 alpha-2 of the customer, "" unknown
	Now              time.Time
	Contact          Contact
	PageURL          string
	PageProduct      string // product id of the page she is on
	History          []Said
	Text             string // the message to answer
	OnDuty           bool   // is a person there now
	Waiting          bool   // already handed off, nobody took it yet: go on helping
	Pictures         []Picture
}

// Picture is an image that she sent with the message; it is read only by an engine that can look at it.
type Picture struct {
	Name, Type string // the type is what the bytes are, for example image/png
	Read       func(ctx context.Context) ([]byte, error)
}

// Contact is the customer as far as known.
type Contact struct {
	ID, Name, Email string
	Verified        bool // by signed identity
}

// Sentence is one released piece of an answer. Text carries its own spacing: pieces are concatenated as they are.
type Sentence struct {
	Text   string
	Cites  []string // evidence ids that carry its figures and claims; empty for small talk and frames
	Locale string   // its language; empty: the conversation's
	By     string   // the model whose own words these are: nobody has reviewed them, so they must speak of what they cite
	Table  *Table   // stands beside the finished answer when the sentence passes; nil for nearly all
}

// Table shows products side by side, one a column, for screens that have room. The text beside it stands alone: it says what decides.
type Table struct {
	Caption string
	Columns []string // the products' names
	Rows    []Row
	Cites   []string // the evidence of each column
}

// Row is one point of a table: what is compared, and the value of each column.
type Row struct {
	Label string
	Cells []string
	Same  bool // all columns have the same value
}

// Refused is how release tells that check did not let a sentence pass. The engine may say something else, or go on without it.
type Refused struct{ Rule, Detail string }

func (r *Refused) Error() string { return "check refused the sentence: " + r.Rule + ": " + r.Detail }

// Reply is what stands when the engine has finished; its text is the concatenation of the released sentences.
type Reply struct {
	Locale     string // language of the answer
	Outcome    Outcome
	Evidence   []Evidence
	Handoff    Reason          // "" when no person is needed
	Understood json.RawMessage // for the inspector and the next turn
	Engine     string          // "builtin", "openai:<model>"
	Timings    Timings
	Usage      *Usage // nil when nothing was paid for
	Tools      []ToolCall
	Fallback   string // why another engine had to step in, for staff only
}

// Timings say where the time went, in milliseconds.
type Timings struct {
	Understand float64 `json:"understand_ms"`
	Retrieve   float64 `json:"retrieve_ms"`
	Compose    float64 `json:"compose_ms"`
	Check      float64 `json:"check_ms"`
}

// Usage is what a model has read and written, and what that costs by the shop's price list.
type Usage struct {
	InputTokens  int64   `json:"input_tokens"`
	OutputTokens int64   `json:"output_tokens"`
	Cost         float64 `json:"cost"`
	Currency     string  `json:"currency"`
}

// ToolCall is one use of a tool by a model.
type ToolCall struct {
	Name      string  `json:"name"`
	Arguments string  `json:"arguments"`
	Result    string  `json:"result"`
	MS        float64 `json:"ms"`
	Error     string  `json:"error,omitempty"`
}

// Engine composes an answer. It calls release for each sentence as soon as it stands. Release answers *Refused when check did not
// let the sentence pass; any other error (the run was interrupted) must end Compose at once with that error. evidence that a sentence cites must be announced before through the
// Reply under construction: release gets it with the sentence.
type Engine interface {
	Compose(ctx context.Context, t Turn, release func(s Sentence, evidence []Evidence) error) (Reply, error)
}
