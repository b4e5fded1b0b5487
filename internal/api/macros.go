package api

import (
	"context"

	"parley/internal/desk"
	"parley/internal/desk/macro"
	"parley/internal/staff"
)

// Canned replies, and the look before sending whether something is asked that is known.

func (a *API) macroRoutes() {
	t := "macros"
	handle(a, route{"GET", "/macros", "Canned replies: the shop's and your own", agent, 0, 0, t}, a.listMacros)
	handle(a, route{"POST", "/macros", "Write one", agent, 201, 0, t}, a.addMacro)
	handle(a, route{"PUT", "/macros/{id}", "Change it", agent, 0, 0, t}, a.changeMacro)
	handle(a, route{"DELETE", "/macros/{id}", "Delete it", agent, 204, 0, t}, a.removeMacro)
	handle(a, route{"POST", "/conversations/{id}/macros/{macro}", "Fill it for a conversation; nothing is sent", agent, 0, 0, t}, a.fillMacro)
	handle(a, route{"POST", "/conversations/{id}/known", "What a text asks her for although it is known", agent, 0, 0, t}, a.askedAgain)
}

type macroList struct {
	Macros []macro.Macro `json:"macros" nullable:"false"`
	Fields []string      `json:"fields" nullable:"false" doc:"What a text may name between double braces"`
}

func (c caller) author() macro.Author {
	return macro.Author{ID: c.id, Name: c.name, Keeps: c.role.May(staff.Operator)}
}

func (a *API) listMacros(ctx context.Context, _ *struct{}) (*out[macroList], error) {
	c := who(ctx)
	found, err := a.Macros.List(ctx, c.shop, c.id)
	if err != nil {
		return nil, err
	}
	return ok(macroList{found, macro.Fields})
}

func (a *API) addMacro(ctx context.Context, in *struct{ Body macro.Draft }) (*out[macro.Macro], error) {
	c := who(ctx)
	m, err := a.Macros.Add(ctx, c.shop, c.author(), in.Body)
	if err := a.macroDone(ctx, "macro.add", m, err); err != nil {
		return nil, err
	}
	return sent(m, true)
}

// MacroPath names a macro.
type MacroPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (a *API) changeMacro(ctx context.Context, in *struct {
	MacroPath
	Body macro.Draft
}) (*out[macro.Macro], error) {
	c := who(ctx)
	m, err := a.Macros.Change(ctx, c.shop, in.ID, c.author(), in.Body)
	if err := a.macroDone(ctx, "macro.change", m, err); err != nil {
		return nil, err
	}
	return ok(m)
}

// macroDone puts what was done to the shop's macros on the audit trail; one's own are nobody else's matter.
func (a *API) macroDone(ctx context.Context, action string, m macro.Macro, err error) error {
	if err == nil && !m.Mine {
		c := who(ctx)
		a.audit(ctx, c.shop, c.person(), action, m.ID, m.Name)
	}
	return err
}

func (a *API) removeMacro(ctx context.Context, in *MacroPath) (*struct{}, error) {
	c := who(ctx)
	err := a.Macros.Remove(ctx, c.shop, in.ID, c.author())
	if err == nil {
		a.audit(ctx, c.shop, c.person(), "macro.remove", in.ID, "")
	}
	return nil, err
}

func (a *API) fillMacro(ctx context.Context, in *struct {
	ConversationPath
	Macro string `path:"macro" maxLength:"64"`
}) (*out[macro.Filled], error) {
	c := who(ctx)
	conv, err := a.Conversations.Get(ctx, c.shop, in.ID)
	if err != nil {
		return nil, err
	}
	facts, err := a.Desk.Facts(ctx, conv, c.name)
	if err != nil {
		return nil, err
	}
	filled, err := a.Macros.Use(ctx, c.shop, in.Macro, c.id, facts)
	if err != nil {
		return nil, err
	}
	return ok(filled)
}

type againAnswer struct {
	Known []desk.Known `json:"known" nullable:"false"`
}

func (a *API) askedAgain(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		Text string `json:"text" maxLength:"10000"`
	}
}) (*out[againAnswer], error) {
	conv, err := a.Conversations.Get(ctx, who(ctx).shop, in.ID)
	if err != nil {
		return nil, err
	}
	known, err := a.Desk.Again(ctx, conv, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return ok(againAnswer{known})
}
