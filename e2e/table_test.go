package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// compared is what stands beside a comparison's text.
type compared struct {
	Caption string
	Columns []string
	Rows    []struct {
		Label string
		Cells []string
	}
}

// tableOf reads the answer to the first question of a conversation, as this caller sees it, and its table.
func tableOf(t *testing.T, c caller, side, conversation string) (text string, table *compared) {
	t.Helper()
	events, err := c.events(context.Background(), side, conversation, 1, 10*time.Second)
	if err != nil || len(events) == 0 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	var v struct{ Payload struct{ Table *compared } }
	if err := json.Unmarshal([]byte(events[0].raw), &v); err != nil {
		t.Fatal(err)
	}
	return events[0].Payload.Text, v.Payload.Table
}

// TestComparisonsHaveATable: the customer's answer holds the table, so does what staff read, also when the server has been away; other
// answers have none.
func TestComparisonsHaveATable(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	viewer, err := s.token("demo", "viewer")
	if err != nil {
		t.Fatal(err)
	}
	staff := caller{url: s.url, token: viewer}
	ask := func(text string) (customer caller, conversation string) {
		v, err := s.open("demo", "de-DE", "DE")
		if err != nil {
			t.Fatal(err)
		}
		customer = caller{url: s.url, token: v.Token}
		var r row
		if err := customer.must("POST", "/visitor/conversations", map[string]string{}, &r); err != nil {
			t.Fatal(err)
		}
		if err := customer.must("POST", "/visitor/conversations/"+r.ID+"/messages", map[string]string{"client_key": "k", "text": text}, nil); err != nil {
			t.Fatal(err)
		}
		return customer, r.ID
	}
	customer, id := ask("Crema One oder Crema Duo?")
	s.holdsCremas(t, customer, "/visitor", id)
	if err := errors.Join(s.stop(), s.start()); err != nil {
		t.Fatal(err)
	}
	customer.url, staff.url = s.url, s.url
	s.holdsCremas(t, customer, "/visitor", id)
	s.holdsCremas(t, staff, "", id)
	customer, id = ask("Wie lange ist die Garantie auf Kopfhörer?")
	if text, table := tableOf(t, customer, "/visitor", id); table != nil {
		t.Errorf("%q has a table: %+v", text, table)
	}
	var trial struct{ Table *compared }
	if err := staff.must("POST", "/articles/try", map[string]string{"text": "Crema One oder Crema Duo?", "locale": "de-DE", "country": "DE"}, &trial); err != nil || trial.Table == nil {
		t.Errorf("trying it out: %+v, %v", trial, err)
	}
}

func (s *server) holdsCremas(t *testing.T, c caller, side, conversation string) {
	t.Helper()
	text, table := tableOf(t, c, side, conversation)
	if table == nil {
		t.Fatalf("no table beside %q", text)
	}
	if got := table.Caption + ": " + strings.Join(table.Columns, ", "); got != "Produktvergleich: Crema One Espressomaschine, Crema Duo Espressomaschine" {
		t.Error(got)
	}
	price := table.Rows[0]
	if got := price.Label + ": " + strings.ReplaceAll(strings.Join(price.Cells, " · "), "\u00a0", " "); got != "Preis: 259 € · 579 €" {
		t.Error(got)
	}
	for _, cell := range price.Cells {
		if !strings.Contains(text, cell) {
			t.Errorf("the text does not stand alone, it lacks %s: %s", cell, text)
		}
	}
	if len(table.Rows) < 4 || len(table.Rows) > 8 {
		t.Errorf("%d rows: %+v", len(table.Rows), table.Rows)
	}
}
