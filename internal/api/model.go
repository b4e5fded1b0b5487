package api

import (
	"context"

	"parley/internal/assistant"
	"parley/internal/assistant/engine/openai"
	"parley/internal/fault"
	"parley/internal/shop"
)

// The shop's language model. Its key goes in and never comes out.

// modelBody is the setting as it is sent; a key that is absent stays as it is.
type modelBody struct {
	shop.Model
	Key *string `json:"key,omitempty" maxLength:"1000" doc:"absent: stays as it is, as long as the address stays at the same host; empty: none"`
}

type modelAnswer struct {
	shop.Model
	HasKey bool          `json:"has_key"`
	Today  shop.ModelDay `json:"today" doc:"what it has cost today (UTC)"`
}

func (a *API) getModel(ctx context.Context, _ *struct{}) (*out[modelAnswer], error) {
	id := who(ctx).shop
	m, err := a.Shops.Model(ctx, id)
	if err != nil {
		return nil, err
	}
	day, err := a.Shops.SpentOn(ctx, id, a.Shops.Today())
	if err != nil {
		return nil, err
	}
	return ok(modelAnswer{Model: m, HasKey: m.Key != "", Today: day})
}

// typed is the setting that somebody sent, completed with the key that is kept.
func (a *API) typed(ctx context.Context, body modelBody) (shop.Model, error) {
	had, err := a.Shops.Model(ctx, who(ctx).shop)
	m := body.Model
	m.Fill(had, body.Key)
	return m, err
}

func (a *API) saveModel(ctx context.Context, in *struct{ Body modelBody }) (*out[modelAnswer], error) {
	c := who(ctx)
	m, err := a.typed(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	if err := a.Shops.SaveModel(ctx, c.shop, m); err != nil {
		return nil, err
	}
	what := "off"
	if m.Enabled {
		what = m.Model + " at " + m.BaseURL
	}
	a.audit(ctx, c.shop, c.person(), "shop.model", what, "")
	return a.getModel(ctx, nil)
}

type modelTrial struct {
	Reply        string  `json:"reply"`
	FirstTokenMS float64 `json:"first_token_ms"`
	TotalMS      float64 `json:"total_ms"`
}

func (a *API) testModel(ctx context.Context, in *struct{ Body modelBody }) (*out[modelTrial], error) {
	m, err := a.typed(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	m.Enabled = true // a test needs an address and a name
	if wrong := m.Check("body."); wrong != nil {
		return nil, fault.Wrong(wrong...)
	}
	t, err := a.Model.Try(ctx, assistant.Setting(m))
	if err != nil {
		return nil, advice(openai.ClassOf(err), openai.DetailOf(err))
	}
	return ok(modelTrial{t.Reply, t.Latency, t.Total})
}

// advice says what to do about a model that failed its test, at the field that is to blame.
func advice(class openai.Failure, detail string) error {
	switch class {
	case openai.Slow:
		return blame("first_token_seconds", "it did not say a word in time: wait longer, or keep the model loaded", fault.ModelSlow, detail)
	case openai.Unreachable, openai.Refused, openai.Unknown, openai.Limited:
		return outOfReach(string(class), detail)
	}
	return blame("base_url", "it answered, but not as OpenAI's chat completions do", fault.ModelBroken, detail)
}

// outOfReach is the advice for what any endpoint can have: models and embeddings name these failures alike.
func outOfReach(class, detail string) error {
	switch class {
	case "refused":
		return blame("key", "the key is not accepted: copy it anew from the provider", fault.ModelKey, detail)
	case "unknown":
		return blame("model", "there is no such model, or the address is not the API's (it usually ends in /v1)", fault.ModelUnknown, detail)
	case "limited":
		return blame("key", "the provider lets no more requests through: wait, or top the account up", fault.ModelLimited, detail)
	}
	return blame("base_url", "nothing answers there: is the address right, is the program running, and can this server reach it?", fault.ModelAway, detail)
}

// blame is a problem at a field, with what the endpoint said.
func blame(at, message string, why fault.Reason, detail string) error {
	return fault.Wrong(fault.Field{Location: "body." + at, Message: message + " (" + detail + ")", Reason: why, Values: fault.Values{"detail": detail}})
}
