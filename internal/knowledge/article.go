// Package knowledge keeps what the shop tells its customers: articles with their variants, and the index in which the assistant
// finds the passage that answers.
package knowledge

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"parley/internal/fault"
)

// State of an article.
type State string

// The states.
const (
	Draft     State = "draft"
	Published State = "published"
)

// Variant is the article for another locale, or for one market.
type Variant struct {
	Locale string `json:"locale"`
	Market string `json:"market,omitempty"`
	Title  string `json:"title"`
	Body   string `json:"body"`
}

// Record is an article as it stands in an import file.
type Record struct {
	ID       string    `json:"id"`
	Lang     string    `json:"lang"`
	Title    string    `json:"title"`
	Body     string    `json:"body"` // Markdown (CommonMark with tables)
	Tags     []string  `json:"tags"`
	Market   string    `json:"market,omitempty"` // ISO 3166-1 alpha-2; empty: all
	Variants []Variant `json:"variants,omitempty"`
}

// Article is a record as it is kept.
type Article struct {
	Record
	Shop      string    `json:"-"`
	State     State     `json:"state"`
	Version   int64     `json:"version"`
	Answers   int64     `json:"answers"` // how often an answer cited it
	UpdatedAt time.Time `json:"updated_at"`
	UpdatedBy string    `json:"updated_by,omitempty"`
}

// Limits of one article.
const (
	maxID    = 200
	maxTitle = 300
	maxBody  = 200_000
)

// Check names what is wrong with a record; at is where its fields stand.
func (r Record) Check(at string) []fault.Field {
	var wrong []fault.Field
	add := func(ok bool, field, message string, why fault.Reason, values fault.Values) {
		if !ok {
			wrong = append(wrong, fault.Field{Location: at + field, Message: message, Reason: why, Values: values})
		}
	}
	text := func(field, title, body string) {
		add(strings.TrimSpace(title) != "" && utf8.RuneCountInString(title) <= maxTitle, field+"title", "give it a title of at most 300 characters", fault.Length, fault.Values{"min": 1, "max": maxTitle})
		add(strings.TrimSpace(body) != "", field+"body", "is empty", fault.Missing, nil)
		add(utf8.RuneCountInString(body) <= maxBody, field+"body", "is longer than 200000 characters; make two articles of it", fault.TooLong, fault.Values{"max": maxBody})
	}
	add(r.ID != "" && len(r.ID) <= maxID && !strings.ContainsAny(r.ID, "/?#"), "id", "use an id of at most 200 characters without / ? #", fault.ArticleID, nil)
	add(isTag(r.Lang), "lang", "use a language tag, for example en or pt-BR", fault.LanguageTag, nil)
	add(r.Market == "" || isMarket(r.Market), "market", "use the two letters of ISO 3166, for example DE", fault.Country, nil)
	text("", r.Title, r.Body)
	for i, v := range r.Variants {
		field := fmt.Sprintf("variants[%d].", i)
		add(isTag(v.Locale), field+"locale", "use a language tag, for example de-DE", fault.LanguageTag, nil)
		add(v.Market == "" || isMarket(v.Market), field+"market", "use the two letters of ISO 3166, for example DE", fault.Country, nil)
		text(field, v.Title, v.Body)
	}
	return wrong
}

func isTag(s string) bool {
	_, err := language.Parse(s)
	return err == nil && s != ""
}

func isMarket(s string) bool { return len(s) == 2 && strings.ToUpper(s) == s }
