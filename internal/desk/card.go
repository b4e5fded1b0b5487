package desk

import (
	"context"
	"encoding/json"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"parley/internal/conversation"
	"parley/internal/desk/promise"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/shop"
	"parley/internal/store"
)

// Desk makes context cards, and watches that nobody asks for what is known.
type Desk struct {
	db            *store.DB
	log           *flow.Log
	conversations *conversation.Conversations
	shops         *shop.Shops
	promises      *promise.Ledger
	book          *locale.Book
	now           func() time.Time
}

// New makes the desk and lets it listen to what is said.
func New(db *store.DB, log *flow.Log, conversations *conversation.Conversations, shops *shop.Shops, promises *promise.Ledger, book *locale.Book) *Desk {
	d := &Desk{db: db, log: log, conversations: conversations, shops: shops, promises: promises, book: book, now: time.Now}
	log.AddStep(d.againStep())
	return d
}

// Card is what an agent must know before she writes the first word. Nothing in it is made up: what was said is quoted with its place in
// the log, and what follows from it names why.
type Card struct {
	Contact    conversation.Contact `json:"contact"`
	FirstSeen  time.Time            `json:"first_seen"`
	Locale     string               `json:"locale"`
	Language   map[string]string    `json:"language"` // its name in the console's languages
	LocalTime  *time.Time           `json:"local_time,omitempty"`
	Zone       string               `json:"zone,omitempty"` // IANA
	VerifiedBy string               `json:"verified_by,omitempty" enum:"identity,order" doc:"identity: the shop's own sign-in; order: she gave an order's number and its e-mail address"`
	Summary    []Line               `json:"summary" nullable:"false" doc:"Sentences of hers, as she wrote them"`
	Known      []Known              `json:"known" nullable:"false"`
	Mood       *Mood                `json:"mood,omitempty"`
	Next       []Next               `json:"next" nullable:"false" doc:"What to do now, the most pressing first"`
	Tried      []Tried              `json:"tried" nullable:"false"`
	Handoff    *Handoff             `json:"handoff,omitempty"`
	Page       *conversation.Page   `json:"page,omitempty"`
	Product    *shop.Product        `json:"product,omitempty"`
	Orders     []Order              `json:"orders" nullable:"false"`
	Past       []Past               `json:"past" nullable:"false"`
	Promises   []promise.Promise    `json:"promises" nullable:"false"`
}

// Line is something she said.
type Line struct {
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Tried is a question that the assistant has dealt with.
type Tried struct {
	Seq      int64  `json:"seq" doc:"of the assistant's answer"`
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
	Here      bool       `json:"here,omitempty" doc:"This conversation is about it"`
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
		Summary: []Line{}, Known: []Known{}, Next: []Next{}, Tried: []Tried{}, Orders: []Order{}, Past: []Past{}}
	card.setTime(c.Country, d.now())
	events, err := d.log.Read(ctx, c.ID, 0, longest)
	if err != nil {
		return card, err
	}
	t := d.read(events, c)
	card.Summary, card.Tried, card.Handoff, card.Known, card.Mood = t.summary(), t.tried, t.handoff, t.known(c), t.mood(d.book)
	orders, err := d.addOrders(ctx, c, t, &card)
	if err != nil {
		return card, err
	}
	if id := t.product(c); id != "" {
		if p, err := d.shops.Product(ctx, c.Shop, id); err == nil {
			card.Product = &p
		}
	}
	if card.Promises, err = d.promises.Of(ctx, c.Shop, c.ID); err != nil {
		return card, err
	}
	card.Next = next(c, t, card, orders, d.now())
	return card, d.addPast(ctx, c, &card)
}

// longest is how many events of a conversation are read for its card.
const longest = 1000

func (d *Desk) addPast(ctx context.Context, c conversation.Conversation, card *Card) error {
	past, err := d.conversations.OfContact(ctx, c.Shop, c.Contact.ID, 20)
	for _, p := range past {
		if p.ID != c.ID {
			card.Past = append(card.Past, Past{p.ID, p.Subject, p.Status, p.CreatedAt})
		}
	}
	card.Contact.Conversations = len(past)
	return err
}

// addOrders shows the orders of a customer whom the shop's own backend has vouched for, else those that she has named together with their
// e-mail address.
func (d *Desk) addOrders(ctx context.Context, c conversation.Conversation, t talk, card *Card) ([]shop.Order, error) {
	var orders []shop.Order
	if c.Contact.Verified && c.Contact.Email != "" {
		card.VerifiedBy = "identity"
		own, err := d.shops.OrdersOf(ctx, c.Shop, c.Contact.Email, 10)
		if err != nil {
			return nil, err
		}
		orders = own
	} else {
		for _, id := range t.orders {
			if o, err := d.shops.Order(ctx, c.Shop, id); err == nil {
				card.VerifiedBy = "order"
				orders = append(orders, o)
			}
		}
	}
	for _, o := range orders {
		card.Orders = append(card.Orders, Order{o.ID, o.Status, o.Total, o.Currency, o.Dates.OrderedAt, t.named(o.ID)})
	}
	return orders, nil
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

// text reads a message's words; an erased one has none.
func text(e flow.Event) string {
	var m conversation.Text
	_ = json.Unmarshal(e.Payload, &m)
	return m.Text
}
