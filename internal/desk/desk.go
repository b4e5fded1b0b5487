// Package desk is what people who answer need: who is on duty, and everything known about a conversation at one glance.
package desk

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"parley/internal/conversation"
	"parley/internal/desk/promise"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/realtime"
	"parley/internal/shop"
	"parley/internal/staff"
)

// Presence knows who of a shop's staff is connected and not away.
type Presence struct {
	hub   *realtime.Hub
	staff *staff.Staff
}

// NewPresence makes it.
func NewPresence(hub *realtime.Hub, people *staff.Staff) *Presence { return &Presence{hub, people} }

// Here is one who is there.
type Here struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Away bool   `json:"away"`
}

// Here lists who is connected.
func (p *Presence) Here(ctx context.Context, shop string) []Here {
	list := []Here{}
	for _, m := range p.hub.Here(realtime.InboxOf(shop)) {
		member, err := p.staff.Get(ctx, shop, m.ID)
		if err == nil {
			list = append(list, Here{ID: member.ID, Name: member.Name, Away: member.Away})
		}
	}
	return list
}

// OnDuty tells whether somebody is there who can take a conversation.
func (p *Presence) OnDuty(ctx context.Context, shop string) bool {
	for _, h := range p.Here(ctx, shop) {
		if !h.Away {
			return true
		}
	}
	return false
}

// Show tells every console of the shop who is there.
func (p *Presence) Show(ctx context.Context, shop string) {
	p.hub.Publish(realtime.InboxOf(shop), map[string]any{"type": "presence", "staff": p.Here(ctx, shop)})
}

// Desk makes context cards.
type Desk struct {
	log           *flow.Log
	conversations *conversation.Conversations
	shops         *shop.Shops
	promises      *promise.Ledger
	now           func() time.Time
}

// New makes the desk.
func New(log *flow.Log, conversations *conversation.Conversations, shops *shop.Shops, promises *promise.Ledger) *Desk {
	return &Desk{log: log, conversations: conversations, shops: shops, promises: promises, now: time.Now}
}

// Card is what an agent must know before she writes the first word.
type Card struct {
	Contact    conversation.Contact `json:"contact"`
	FirstSeen  time.Time            `json:"first_seen"`
	Locale     string               `json:"locale"`
	Language   map[string]string    `json:"language"` // its name in the console's languages
	LocalTime  *time.Time           `json:"local_time,omitempty"`
	Zone       string               `json:"zone,omitempty"` // IANA
	VerifiedBy string               `json:"verified_by,omitempty"`
	Summary    []string             `json:"summary"` // the customer's own words, never invented
	Tried      []Tried              `json:"tried"`
	Handoff    *Handoff             `json:"handoff,omitempty"`
	Page       *conversation.Page   `json:"page,omitempty"`
	Product    *shop.Product        `json:"product,omitempty"`
	Orders     []Order              `json:"orders"`
	Past       []Past               `json:"past"`
	Promises   []promise.Promise    `json:"promises"`
}

// Tried is a question that the assistant has dealt with.
type Tried struct {
	Question string `json:"question"`
	Outcome  string `json:"outcome"`
	Refs     []Ref  `json:"refs"`
}

// Ref names a piece of evidence.
type Ref struct {
	Kind  string `json:"kind"`
	Ref   string `json:"ref"`
	Title string `json:"title"`
}

// Handoff says why and when a person was asked for.
type Handoff struct {
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// Order is one line about an order of hers.
type Order struct {
	ID        string     `json:"id"`
	Status    string     `json:"status"`
	Total     float64    `json:"total"`
	Currency  string     `json:"currency"`
	OrderedAt *time.Time `json:"ordered_at,omitempty"`
}

// Past is an earlier conversation.
type Past struct {
	ID      string              `json:"id"`
	Subject string              `json:"subject"`
	Status  conversation.Status `json:"status"`
	At      time.Time           `json:"at"`
}

// Card puts the card of a conversation together.
func (d *Desk) Card(ctx context.Context, c conversation.Conversation) (Card, error) {
	card := Card{Contact: c.Contact, FirstSeen: c.Contact.CreatedAt, Locale: c.Locale, Language: languageNames(c.Locale), Page: c.Page,
		Summary: []string{}, Tried: []Tried{}, Orders: []Order{}, Past: []Past{}}
	card.setTime(c.Country, d.now())
	events, err := d.log.Read(ctx, c.ID, 0, 1000)
	if err != nil {
		return card, err
	}
	card.read(events)
	if err := d.addOrders(ctx, c, &card); err != nil {
		return card, err
	}
	if c.Page != nil && c.Page.Product != "" {
		if p, err := d.shops.Product(ctx, c.Shop, c.Page.Product); err == nil {
			card.Product = &p
		}
	}
	if card.Promises, err = d.promises.Of(ctx, c.Shop, c.ID); err != nil {
		return card, err
	}
	past, err := d.conversations.OfContact(ctx, c.Shop, c.Contact.ID, 20)
	for _, p := range past {
		if p.ID != c.ID {
			card.Past = append(card.Past, Past{p.ID, p.Subject, p.Status, p.CreatedAt})
		}
	}
	card.Contact.Conversations = len(past)
	return card, err
}

// addOrders shows orders only of a customer whom the shop's own backend has vouched for.
func (d *Desk) addOrders(ctx context.Context, c conversation.Conversation, card *Card) error {
	if !c.Contact.Verified || c.Contact.Email == "" {
		return nil
	}
	card.VerifiedBy = "identity"
	orders, err := d.shops.OrdersOf(ctx, c.Shop, c.Contact.Email, 10)
	for _, o := range orders {
		card.Orders = append(card.Orders, Order{o.ID, o.Status, o.Total, o.Currency, o.Dates.OrderedAt})
	}
	return err
}

// summaryLines is how many of her messages the card repeats.
const summaryLines = 3

func (c *Card) read(events []flow.Event) {
	var question string
	for _, e := range events {
		switch {
		case e.Kind == flow.Handoff:
			var h conversation.HandoffNote
			_ = json.Unmarshal(e.Payload, &h) // an erased payload leaves the reason empty
			c.Handoff = &Handoff{h.Reason, e.At}
		case e.Kind == flow.Message && e.Actor.Kind == flow.Contact:
			var m conversation.Text
			_ = json.Unmarshal(e.Payload, &m)
			question = m.Text
			if len([]rune(strings.TrimSpace(question))) > 3 {
				c.Summary = append(c.Summary, question)
			}
		case e.Kind == flow.Message && e.Actor.Kind == flow.Assistant:
			c.addTried(question, e)
		}
	}
	c.Summary = c.Summary[max(0, len(c.Summary)-summaryLines):]
}

func (c *Card) addTried(question string, e flow.Event) {
	var a struct {
		Outcome  string `json:"outcome"`
		Evidence []Ref  `json:"evidence"`
	}
	if json.Unmarshal(e.Payload, &a) != nil || a.Outcome == "smalltalk" || question == "" {
		return
	}
	seen := map[Ref]bool{}
	refs := []Ref{}
	for _, r := range a.Evidence {
		if !seen[r] {
			seen[r] = true
			refs = append(refs, r)
		}
	}
	c.Tried = append(c.Tried, Tried{question, a.Outcome, refs})
}

func languageNames(locale string) map[string]string {
	tag, err := language.Parse(locale)
	if err != nil {
		return map[string]string{"en": locale, "zh": locale}
	}
	return map[string]string{"en": display.English.Tags().Name(tag), "zh": display.SimplifiedChinese.Tags().Name(tag)}
}

func (c *Card) setTime(country string, now time.Time) {
	zone, ok := locale.Zone(country)
	if !ok {
		return
	}
	local := now.In(zone)
	c.Zone, c.LocalTime = zone.String(), &local
}
