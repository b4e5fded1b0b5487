package promise

import (
	"encoding/json"
	"testing"

	"parley/internal/conversation"
	"parley/internal/locale"
)

// TestRulesAreNoPromises: what a cited article says for everybody is not promised to one customer; what an order says may be.
func TestRulesAreNoPromises(t *testing.T) {
	for _, c := range []struct {
		name, payload, until string
		want                 bool
	}{
		{"the article gives the same time", `{"evidence":[{"kind":"article","quote":"We will ship within 2 business days."}]}`, "2 business days", true},
		{"the article gives another", `{"evidence":[{"kind":"article","quote":"We will ship within 5 days."}]}`, "2 business days", false},
		{"in capitals", `{"evidence":[{"kind":"article","quote":"Within 2 Business Days"}]}`, "2 business days", true},
		{"an order is about her", `{"evidence":[{"kind":"order","quote":"arrives tomorrow"}]}`, "tomorrow", false},
		{"nothing is cited", `{}`, "tomorrow", false},
	} {
		var m said
		if err := json.Unmarshal([]byte(c.payload), &m); err != nil {
			t.Fatal(err)
		}
		if got := m.rules(locale.Commitment{Text: "We will do it.", Until: c.until}); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestWhereHerCalendarIs(t *testing.T) {
	for _, c := range []struct {
		name, country, zone string
		conversation        conversation.Conversation
	}{
		{"her country", "SA", "Asia/Riyadh", conversation.Conversation{Country: "SA", Locale: "en-US"}},
		{"her locale", "JP", "Asia/Tokyo", conversation.Conversation{Locale: "ja-JP"}},
		{"her browser's zone", "US", "America/Los_Angeles", conversation.Conversation{Country: "US", Contact: conversation.Contact{Zone: "America/Los_Angeles"}}},
		{"a zone that is none", "DE", "Europe/Berlin", conversation.Conversation{Country: "DE", Contact: conversation.Contact{Zone: "Mars/Base"}}},
		{"nothing known", "", "UTC", conversation.Conversation{Locale: "en"}},
	} {
		if got := countryOf(c.conversation); got != c.country {
			t.Errorf("%s: country %q", c.name, got)
		}
		if got := zoneOf(c.conversation).String(); got != c.zone {
			t.Errorf("%s: zone %q", c.name, got)
		}
	}
}
