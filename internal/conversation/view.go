package conversation

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/store"
)

// View is a filter of the inbox that somebody has kept, for herself or for the shop.
type View struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Shared bool   `json:"shared" doc:"Everybody of the shop has it"`
	Filter Filter `json:"filter"`
	Count  *int   `json:"count,omitempty" doc:"How many conversations it shows, up to a thousand; a view with a search is not counted"`
	owner  string
}

// ViewDraft is what somebody wants to keep; what is missing stays.
type ViewDraft struct {
	Name     *string `json:"name,omitempty"`
	Shared   *bool   `json:"shared,omitempty"`
	Filter   *Filter `json:"filter,omitempty"`
	Position *int    `json:"position,omitempty" minimum:"0" maximum:"1000" doc:"Its place among its own kind, from 0"`
}

const (
	viewName = 60
	maxViews = 100 // of one person, and of the shop
)

// check refuses what no list could show.
func (d ViewDraft) check() error {
	var wrong []fault.Field
	if d.Name != nil {
		name := Clean(*d.Name)
		d.Name = &name
		if n := utf8.RuneCountInString(name); n == 0 || n > viewName {
			wrong = append(wrong, fault.Field{Location: "body.name", Message: "give it a name of at most 60 characters", Reason: fault.Length, Values: fault.Values{"min": 1, "max": viewName}})
		}
	}
	if d.Filter != nil {
		wrong = append(wrong, d.Filter.wrong("body.filter")...)
	}
	if len(wrong) > 0 {
		return fault.Wrong(wrong...)
	}
	return nil
}

var sorts = []Sort{"", Newest, Oldest, LongestWaited}

func (f Filter) wrong(at string) (wrong []fault.Field) {
	choice := func(field, options string) {
		wrong = append(wrong, fault.Field{Location: at + "." + field, Message: "use " + options, Reason: fault.Choice, Values: fault.Values{"options": options}})
	}
	if slices.ContainsFunc(f.Status, func(s Status) bool { return !slices.Contains(Statuses, s) }) {
		choice("status", "open, waiting, taken, closed")
	}
	if !slices.Contains(sorts, f.Sort) {
		choice("sort", "newest, oldest, waiting")
	}
	if f.WaitingOver < 0 {
		wrong = append(wrong, fault.Field{Location: at + ".waiting_over", Message: "use minutes, 0 or more", Reason: fault.TooSmall, Values: fault.Values{"min": 0}})
	}
	return wrong
}

// Views lists what somebody has kept, first the shop's, each with its count.
func (c *Conversations) Views(ctx context.Context, shop, me string) ([]View, error) {
	list, err := c.views(ctx, c.db, shop, me)
	if err != nil {
		return nil, err
	}
	for i, v := range list {
		if v.Filter.Text != "" {
			continue
		}
		n, err := c.count(ctx, shop, v.Filter, me, manyClosed)
		if err != nil {
			return nil, err
		}
		list[i].Count = &n
	}
	return list, nil
}

// AddView keeps a filter; mayShare says whether this person may give views to the whole shop.
func (c *Conversations) AddView(ctx context.Context, shop string, who flow.Actor, mayShare bool, d ViewDraft) (View, error) {
	if d.Name == nil {
		d.Name = new(string)
	}
	if err := d.check(); err != nil {
		return View{}, err
	}
	v := View{ID: c.newID("vw"), owner: who.ID}
	d.into(&v)
	if v.Shared && !mayShare {
		return View{}, notShared()
	}
	return v, c.db.Tx(ctx, func(tx *store.Tx) error {
		kept, err := c.views(ctx, tx, shop, who.ID)
		if err != nil {
			return err
		}
		if len(kept) >= maxViews {
			return fault.New(fault.Conflict, "There are %d views already; delete some first", maxViews).Because(fault.TooMany, fault.Values{"max": maxViews})
		}
		return insertView(ctx, tx, shop, v, len(kept), store.Millis(c.now()))
	})
}

func (d ViewDraft) into(v *View) {
	if d.Name != nil {
		v.Name = strings.TrimSpace(Clean(*d.Name))
	}
	if d.Shared != nil {
		v.Shared = *d.Shared
	}
	if d.Filter != nil {
		v.Filter = *d.Filter
	}
}

func notShared() error {
	return fault.New(fault.Forbidden, "Views of the shop are kept by operators").Because(fault.RoleNeeded, fault.Values{"needed": "operator", "yours": "agent"})
}

// ChangeView renames, shares, moves it, or keeps another filter.
func (c *Conversations) ChangeView(ctx context.Context, shop, id string, who flow.Actor, mayShare bool, d ViewDraft) (v View, err error) {
	if err := d.check(); err != nil {
		return v, err
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if v, err = c.view(ctx, tx, shop, id, who, mayShare, false); err != nil {
			return err
		}
		if d.into(&v); v.Shared && !mayShare {
			return notShared()
		}
		v.owner = who.ID
		if err := updateView(ctx, tx, v, store.Millis(c.now())); err != nil || d.Position == nil {
			return err
		}
		return c.placeView(ctx, tx, shop, who.ID, v, *d.Position)
	})
	return v, err
}

// placeView moves a view to its place among its own kind.
func (c *Conversations) placeView(ctx context.Context, tx *store.Tx, shop, me string, v View, to int) error {
	all, err := c.views(ctx, tx, shop, me)
	if err != nil {
		return err
	}
	kin := slices.DeleteFunc(all, func(o View) bool { return o.ID == v.ID || o.Shared != v.Shared })
	kin = slices.Insert(kin, min(to, len(kin)), v)
	for i, o := range kin {
		if _, err := tx.Exec(ctx, "UPDATE saved_views SET position = $2 WHERE id = $1", o.ID, i); err != nil {
			return err
		}
	}
	return nil
}

// DeleteView takes a view away; RestoreView undoes it.
func (c *Conversations) DeleteView(ctx context.Context, shop, id string, who flow.Actor, mayShare bool) error {
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		if _, err := c.view(ctx, tx, shop, id, who, mayShare, false); err != nil {
			return err
		}
		return markView(ctx, tx, id, store.Millis(c.now()))
	})
}

// RestoreView brings a deleted view back.
func (c *Conversations) RestoreView(ctx context.Context, shop, id string, who flow.Actor, mayShare bool) (v View, err error) {
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if v, err = c.view(ctx, tx, shop, id, who, mayShare, true); err != nil {
			return err
		}
		return markView(ctx, tx, id, 0)
	})
	return v, err
}
