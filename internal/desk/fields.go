package desk

import (
	"context"
	"time"

	"parley/internal/conversation"
	"parley/internal/desk/macro"
	"parley/internal/desk/promise"
	"parley/internal/locale"
)

// Facts are what the fields of a macro are filled from: her name, the order and product that this conversation is about, and the next
// promise to her. An order is only named when she is known to own it.
func (d *Desk) Facts(ctx context.Context, c conversation.Conversation, agent string) (macro.Facts, error) {
	f := macro.Facts{Locale: c.Locale, Country: c.Country, Contact: c.Contact.Name, Agent: agent, Now: d.now().In(zoneOf(c))}
	s, err := d.shops.ByID(ctx, c.Shop)
	if err != nil {
		return f, err
	}
	f.Shop = s.Name
	card, err := d.Card(ctx, c)
	if err != nil {
		return f, err
	}
	if card.Product != nil {
		f.Product = card.Product.Name
	}
	for _, p := range card.Promises {
		if p.State == promise.Open {
			f.Promise = p.DueAt
			break
		}
	}
	if id := here(card.Orders); id != "" {
		o, err := d.shops.Order(ctx, c.Shop, id)
		if err != nil {
			return f, err
		}
		f.Order = &o
		if f.Contact == "" {
			f.Contact = o.Customer
		}
	}
	return f, nil
}

// here is the order that the conversation is about: the one that was named, or her only one.
func here(orders []Order) string {
	for _, o := range orders {
		if o.Here {
			return o.ID
		}
	}
	if len(orders) == 1 {
		return orders[0].ID
	}
	return ""
}

func zoneOf(c conversation.Conversation) *time.Location {
	if c.Contact.Zone != "" {
		if zone, err := time.LoadLocation(c.Contact.Zone); err == nil {
			return zone
		}
	}
	if zone, ok := locale.Zone(c.Country); ok {
		return zone
	}
	return time.UTC
}
