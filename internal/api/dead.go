package api

import (
	"context"
	"net/http"
	"time"

	"parley/internal/flow"
)

// What steps could not do.

type deadLetter struct {
	flow.DeadLetter
	Conversation string `json:"conversation,omitempty"` // where it happened, when it was in one
}

type deadLetterList struct {
	Letters []deadLetter `json:"dead_letters"`
}

func (a *API) deadLetters(ctx context.Context, _ *struct{}) (*out[deadLetterList], error) {
	shop := who(ctx).shop
	found, err := a.Log.DeadLetters(ctx, shop)
	if err != nil {
		return nil, err
	}
	list := deadLetterList{[]deadLetter{}}
	for _, d := range found {
		letter := deadLetter{DeadLetter: d}
		if d.Stream != shop { // a stream is a conversation or a shop
			letter.Conversation = d.Stream
		}
		list.Letters = append(list.Letters, letter)
	}
	return ok(list)
}

// retryTime is how long a retry is waited for; an answer by a model may take longer, and goes on.
const retryTime = 20 * time.Second

type deadLetterPath struct {
	ID string `path:"id" maxLength:"200"`
}

func (a *API) retryDeadLetter(ctx context.Context, in *deadLetterPath) (*struct{ Status int }, error) {
	c := who(ctx)
	d, err := a.Log.DeadLetter(ctx, c.shop, in.ID)
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "dead_letter.retry", d.ID, "")
	ctx, cancel := context.WithTimeout(ctx, retryTime)
	defer cancel()
	done, err := a.Log.Retry(ctx, d)
	if err != nil {
		return nil, err
	}
	if !done {
		return &struct{ Status int }{http.StatusAccepted}, nil
	}
	return &struct{ Status int }{http.StatusNoContent}, nil
}

func (a *API) discardDeadLetter(ctx context.Context, in *deadLetterPath) (*struct{}, error) {
	c := who(ctx)
	d, err := a.Log.DeadLetter(ctx, c.shop, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Log.Discard(ctx, d); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "dead_letter.discard", d.ID, d.Error)
	return nil, nil
}
