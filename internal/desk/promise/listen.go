package promise

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/store"
)

// step reads the promises of each message that the shop sends. It is an end: nothing follows from it.
func (l *Ledger) step() flow.Step {
	return flow.Step{Name: "promise", On: []flow.On{{Kind: flow.Message, By: flow.Assistant}, {Kind: flow.Message, By: flow.Agent}},
		Do: func(ctx context.Context, e flow.Event) ([]flow.Draft, error) { return nil, l.listen(ctx, e) }}
}

// said is what the step needs of a message.
type said struct {
	Text     string `json:"text"`
	Locale   string `json:"locale"`
	Evidence []struct {
		Kind  string `json:"kind"`
		Quote string `json:"quote"`
	} `json:"evidence"`
}

func (l *Ledger) listen(ctx context.Context, e flow.Event) error {
	var m said
	if json.Unmarshal(e.Payload, &m) != nil || m.Text == "" {
		return nil // erased since
	}
	c, err := l.conversations.Get(ctx, e.Shop, e.Stream)
	if err != nil {
		return err
	}
	found := l.commitments(m, c)
	if len(found) == 0 {
		return nil
	}
	zone := zoneOf(c)
	calendar := l.words.Calendar(countryOf(c))
	err = l.db.Tx(ctx, func(tx *store.Tx) error {
		for i, f := range found {
			due := calendar.Deadline(f.When, e.At.In(zone))
			p := Promise{ID: l.newID("pr"), Conversation: e.Stream, Event: e.Seq, Text: f.Text, By: e.Actor, Zone: zone.String(), DueAt: due, CreatedAt: e.At}
			if err := insert(ctx, tx, e.Shop, i, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		l.show(ctx, e.Shop, e.Stream)
	}
	return err
}

// commitments reads a message in the conversation's language, or in its own when an agent writes another.
func (l *Ledger) commitments(m said, c conversation.Conversation) []locale.Commitment {
	language := m.Locale
	if language == "" {
		language = c.Locale
		if own, sure := l.words.Detect(m.Text, locale.Base(c.Locale)); sure > 0.6 && locale.Base(own) != locale.Base(c.Locale) {
			language = own
		}
	}
	var out []locale.Commitment
	for _, f := range l.words.Commitments(m.Text, language) {
		if !m.rules(f) {
			out = append(out, f)
		}
	}
	return out
}

// rules says whether a cited article gives the same time: then the sentence repeats a rule for everybody and promises nothing to her.
func (m said) rules(f locale.Commitment) bool {
	for _, e := range m.Evidence {
		quote := strings.ToLower(e.Quote)
		if e.Kind == "article" && (strings.Contains(quote, f.Until) || strings.Contains(quote, strings.ToLower(f.Text))) {
			return true
		}
	}
	return false
}

// countryOf is where her calendar is: her country, else that of her locale.
func countryOf(c conversation.Conversation) string {
	if c.Country != "" {
		return c.Country
	}
	if _, region, ok := strings.Cut(c.Locale, "-"); ok && len(region) == 2 {
		return region
	}
	return c.Contact.Country
}

// zoneOf is her time zone: what her browser said, else that of her country.
func zoneOf(c conversation.Conversation) *time.Location {
	if c.Contact.Zone != "" {
		if zone, err := time.LoadLocation(c.Contact.Zone); err == nil {
			return zone
		}
	}
	zone, _ := locale.Zone(countryOf(c))
	return zone
}
