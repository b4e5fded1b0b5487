package api

import (
	"context"
	"time"

	"parley/internal/desk/promise"
)

// What was promised to customers by a time.

func (a *API) promiseRoutes() {
	t := "promises"
	handle(a, route{"GET", "/promises", "What was promised, by its time", viewer, 0, 0, t}, a.listPromises)
	handle(a, route{"POST", "/conversations/{id}/promises", "Write down a promise", agent, 201, 0, t}, a.addPromise)
	handle(a, route{"POST", "/promises/{id}/keep", "It is kept", agent, 0, 0, t}, a.keepPromise)
	handle(a, route{"POST", "/promises/{id}/withdraw", "It no longer holds", agent, 0, 0, t}, a.withdrawPromise)
	handle(a, route{"POST", "/promises/{id}/move", "Give it another time", agent, 0, 0, t}, a.movePromise)
}

type promiseList struct {
	Promises []promise.Promise `json:"promises"`
	Counts   promise.Counts    `json:"counts"`
}

func (a *API) listPromises(ctx context.Context, in *struct {
	State        string    `query:"state" enum:"open,broken,kept,withdrawn" doc:"broken: open, and its time is over"`
	DueBefore    time.Time `query:"due_before"`
	Conversation string    `query:"conversation" maxLength:"64"`
	Limit        int       `query:"limit" minimum:"1" maximum:"500" default:"200"`
}) (*out[promiseList], error) {
	shop := who(ctx).shop
	found, err := a.Promises.List(ctx, shop, promise.Filter{State: promise.State(in.State), DueBefore: in.DueBefore, Conversation: in.Conversation, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	counts, err := a.Promises.Counts(ctx, shop)
	if err != nil {
		return nil, err
	}
	return ok(promiseList{found, counts})
}

func (a *API) addPromise(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		ClientKey string    `json:"client_key" minLength:"1" maxLength:"100"`
		Text      string    `json:"text"`
		DueAt     time.Time `json:"due_at"`
	}
}) (*out[promise.Promise], error) {
	c := who(ctx)
	p, fresh, err := a.Promises.Add(ctx, c.shop, in.ID, c.actor(), promise.Draft{ClientKey: in.Body.ClientKey, Text: in.Body.Text, DueAt: in.Body.DueAt})
	if err != nil {
		return nil, err
	}
	if fresh {
		a.audit(ctx, c.shop, c.person(), "promise.add", p.ID, in.ID)
	}
	return sent(p, fresh)
}

// PromisePath names a promise.
type PromisePath struct {
	ID string `path:"id" maxLength:"64"`
}

func (a *API) keepPromise(ctx context.Context, in *PromisePath) (*out[promise.Promise], error) {
	c := who(ctx)
	p, err := a.Promises.Keep(ctx, c.shop, in.ID, c.actor())
	return a.promised(ctx, "promise.keep", "", p, err)
}

func (a *API) withdrawPromise(ctx context.Context, in *PromisePath) (*out[promise.Promise], error) {
	c := who(ctx)
	p, err := a.Promises.Withdraw(ctx, c.shop, in.ID, c.actor())
	return a.promised(ctx, "promise.withdraw", "", p, err)
}

func (a *API) movePromise(ctx context.Context, in *struct {
	PromisePath
	Body struct {
		DueAt time.Time `json:"due_at"`
	}
}) (*out[promise.Promise], error) {
	p, err := a.Promises.Move(ctx, who(ctx).shop, in.ID, in.Body.DueAt)
	return a.promised(ctx, "promise.move", in.Body.DueAt.UTC().Format(time.RFC3339), p, err)
}

// promised answers a verb, and puts it on the audit trail.
func (a *API) promised(ctx context.Context, action, detail string, p promise.Promise, err error) (*out[promise.Promise], error) {
	if err != nil {
		return nil, err
	}
	c := who(ctx)
	a.audit(ctx, c.shop, c.person(), action, p.ID, detail)
	return ok(p)
}
