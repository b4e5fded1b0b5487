package api

import (
	"context"

	"parley/internal/desk"
	"parley/internal/fault"
	"parley/internal/staff"
)

// Staff, API tokens, the audit trail, and what steps could not do.

func (a *API) staffRoutes() {
	t := "staff"
	handle(a, route{"GET", "/staff", "Who works here", viewer, 0, 0, t}, a.listStaff)
	handle(a, route{"POST", "/staff", "Add somebody", admin, 201, 0, t}, a.addStaff)
	handle(a, route{"PATCH", "/staff/{id}", "Change somebody", admin, 0, 0, t}, a.changeStaff)
	handle(a, route{"GET", "/tokens", "API tokens", admin, 0, 0, t}, a.listTokens)
	handle(a, route{"POST", "/tokens", "Make an API token; it is shown once", admin, 201, 0, t}, a.makeToken)
	handle(a, route{"DELETE", "/tokens/{id}", "Revoke an API token", admin, 204, 0, t}, a.revokeToken)
	handle(a, route{"GET", "/audit", "Who changed what", admin, 0, 0, t}, a.trail)
	handle(a, route{"GET", "/dead-letters", "Events that could not be handled", admin, 0, 0, t}, a.deadLetters)
	handle(a, route{"POST", "/dead-letters/{id}/retry", "Send one through again", admin, 204, 0, t}, a.retryDeadLetter)
	handle(a, route{"DELETE", "/dead-letters/{id}", "Give one up for good", admin, 204, 0, t}, a.discardDeadLetter)
}

type staffList struct {
	Staff []staff.Member `json:"staff"`
	Here  []desk.Here    `json:"here"`
}

func (a *API) listStaff(ctx context.Context, _ *struct{}) (*out[staffList], error) {
	shop := who(ctx).shop
	found, err := a.Staff.List(ctx, shop)
	if err != nil {
		return nil, err
	}
	return ok(staffList{found, a.Presence.Here(ctx, shop)})
}

// maySet: nobody gives or takes a role above her own.
func maySet(c caller, roles ...staff.Role) error {
	for _, r := range roles {
		if !c.role.May(r) {
			return fault.New(fault.Forbidden, "Only an owner may give or change the role %s", r).Because(fault.OwnersOnly, fault.Values{"role": r})
		}
	}
	return nil
}

func (a *API) addStaff(ctx context.Context, in *struct {
	Body struct {
		Name     string `json:"name"`
		Email    string `json:"email"`
		Role     string `json:"role" enum:"owner,admin,operator,agent,viewer"`
		Password string `json:"password"`
		Locale   string `json:"locale,omitempty" enum:"en,zh"`
	}
}) (*out[staff.Member], error) {
	c := who(ctx)
	if err := maySet(c, staff.Role(in.Body.Role)); err != nil {
		return nil, err
	}
	m, err := a.Staff.Add(ctx, c.shop, staff.Draft{Name: in.Body.Name, Email: in.Body.Email, Role: staff.Role(in.Body.Role), Password: in.Body.Password, Locale: in.Body.Locale})
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "staff.add", m.Email, string(m.Role))
	return sent(m, true)
}

func (a *API) changeStaff(ctx context.Context, in *struct {
	RecordPath
	Body struct {
		Name     *string `json:"name,omitempty"`
		Role     *string `json:"role,omitempty" enum:"owner,admin,operator,agent,viewer"`
		Disabled *bool   `json:"disabled,omitempty"`
		Password *string `json:"password,omitempty"`
	}
}) (*out[staff.Member], error) {
	c := who(ctx)
	was, err := a.Staff.Get(ctx, c.shop, in.ID)
	if err != nil {
		return nil, err
	}
	change := staff.Change{Name: in.Body.Name, Disabled: in.Body.Disabled, Password: in.Body.Password}
	roles := []staff.Role{was.Role}
	if in.Body.Role != nil {
		role := staff.Role(*in.Body.Role)
		change.Role = &role
		roles = append(roles, role)
	}
	if err := maySet(c, roles...); err != nil {
		return nil, err
	}
	m, err := a.Staff.Update(ctx, c.shop, in.ID, change)
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "staff.change", m.Email, string(m.Role))
	return ok(m)
}

type tokenList struct {
	Tokens []staff.Token `json:"tokens"`
}

func (a *API) listTokens(ctx context.Context, _ *struct{}) (*out[tokenList], error) {
	found, err := a.Staff.Tokens(ctx, who(ctx).shop)
	if err != nil {
		return nil, err
	}
	return ok(tokenList{found})
}

type newToken struct {
	staff.Token
	Secret string `json:"token"`
}

func (a *API) makeToken(ctx context.Context, in *struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
		Role string `json:"role" enum:"owner,admin,operator,agent,viewer"`
	}
}) (*out[newToken], error) {
	c := who(ctx)
	if err := maySet(c, staff.Role(in.Body.Role)); err != nil {
		return nil, err
	}
	secret, t, err := a.Staff.NewToken(ctx, c.shop, in.Body.Name, c.name, staff.Role(in.Body.Role))
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "token.create", t.Name, string(t.Role))
	return sent(newToken{t, secret}, true)
}

func (a *API) revokeToken(ctx context.Context, in *RecordPath) (*struct{}, error) {
	c := who(ctx)
	if err := a.Staff.Revoke(ctx, c.shop, in.ID); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "token.revoke", in.ID, "")
	return nil, nil
}

type trailAnswer struct {
	Entries []staff.Entry `json:"entries"`
	Next    string        `json:"next,omitempty"`
}

func (a *API) trail(ctx context.Context, in *struct {
	Before string `query:"before" maxLength:"64"`
}) (*out[trailAnswer], error) {
	const page = 100
	found, err := a.Staff.Trail(ctx, who(ctx).shop, in.Before, page+1)
	if err != nil {
		return nil, err
	}
	answer := trailAnswer{Entries: found}
	if len(found) > page {
		answer.Entries, answer.Next = found[:page], found[page-1].ID
	}
	return ok(answer)
}
