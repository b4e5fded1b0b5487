package mask

import (
	_ "embed" // of the rules
	"encoding/json"
	"fmt"
)

//go:embed rules.json
var rulesFile []byte

// rules are the lists and forms that the widget's own masks share; they are regular expressions that Go and browsers read alike.
var rules = readRules()

type ruleBook struct {
	Issuers []issuer // after ISO/IEC 7812, as the schemes publish them
	IBAN    string   // how long the account numbers of a country are (ISO 13616 registry)

	// The words beside which a number is, or is not, what it looks like.
	Card, Parcel, Phone, Code []string
	// The words that announce a password, and those that announce a one-time code.
	Password, Once []string

	CodeAfterWord string
	CodeAfterCard string // after a card come its month and year, perhaps, and then the code, with nothing but signs between
	Link          string // what stands between the word and the secret: "is", in each language, or a sign
	OnceAfter     string
	Plain         string // what follows "the password is" and is none
}

// issuer is a range of first digits and the lengths that its cards have.
type issuer struct {
	from, to          string
	shortest, longest int
}

// UnmarshalJSON reads the four as a row.
func (s *issuer) UnmarshalJSON(b []byte) error {
	row := []any{&s.from, &s.to, &s.shortest, &s.longest}
	return json.Unmarshal(b, &row)
}

func readRules() (b ruleBook) {
	if err := json.Unmarshal(rulesFile, &b); err != nil {
		panic(fmt.Sprintf("mask: rules.json: %v", err)) // it is part of the program
	}
	return b
}
