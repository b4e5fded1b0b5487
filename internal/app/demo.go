package app

import (
	"bytes"
	"context"
	"encoding/json"

	"parley/demo"
	"parley/internal/desk/macro"
	"parley/internal/fault"
	"parley/internal/flow"
	"parley/internal/helpcentre"
	"parley/internal/shop"
	"parley/internal/staff"
)

// The demo shop's staff.
const (
	demoOwner = "owner@demo.example"
	demoAgent = "agent@demo.example"
)

// seed makes the demo shop through the same doors as any other shop. A shop that is there already is left as it is.
func (a *App) seed(ctx context.Context) error {
	d := demo.Seed()
	if _, err := a.shops.BySlug(ctx, d.Slug); fault.CodeOf(err) != fault.NotFound {
		return err
	}
	s, err := a.shops.Create(ctx, shop.Shop{Slug: d.Slug, Name: d.Name, Locale: d.Locale, Country: d.Country, Accent: d.Accent})
	if fault.CodeOf(err) == fault.Conflict {
		return nil // another process makes it at this moment
	}
	if err != nil {
		return err
	}
	by := flow.Actor{Kind: flow.System, ID: "demo", Name: "Demo"}
	if _, err := a.knowledge.Import(ctx, s.ID, bytes.NewReader(d.Articles), by); err != nil {
		return err
	}
	if _, err := a.shops.ImportProducts(ctx, s.ID, bytes.NewReader(d.Products)); err != nil {
		return err
	}
	if _, err := a.shops.ImportOrders(ctx, s.ID, bytes.NewReader(d.Orders)); err != nil {
		return err
	}
	var help helpcentre.Settings
	if err := json.Unmarshal(d.Help, &help); err != nil {
		return err
	}
	if _, err := a.help.Save(ctx, s.ID, help); err != nil {
		return err
	}
	for _, m := range []staff.Draft{
		{Name: "Olivia Berg", Email: demoOwner, Role: staff.Owner, Password: a.secrets.DemoPassword},
		{Name: "Mia Chen", Email: demoAgent, Role: staff.Agent, Password: a.secrets.DemoPassword},
	} {
		if _, err := a.staff.Add(ctx, s.ID, m); err != nil {
			return err
		}
	}
	return a.seedMacros(ctx, s.ID, d.Macros)
}

func (a *App) seedMacros(ctx context.Context, shop string, file []byte) error {
	var list []macro.Draft
	if err := json.Unmarshal(file, &list); err != nil {
		return err
	}
	for _, m := range list {
		if _, err := a.macros.Add(ctx, shop, macro.Author{ID: "demo", Name: "Demo", Keeps: true}, m); err != nil {
			return err
		}
	}
	return nil
}
