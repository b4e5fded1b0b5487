// Package desk is what people who answer need: who is on duty, and everything known about a conversation at one glance.
package desk

import (
	"context"

	"parley/internal/realtime"
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
