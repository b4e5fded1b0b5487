package api

import (
	"context"
	"errors"
	"time"

	"parley/internal/fault"
	"parley/internal/knowledge/embed"
	"parley/internal/shop"
)

// The shop's embeddings endpoint. Its key goes in and never comes out.

// embeddingsBody is the setting as it is sent; a key that is absent stays as it is.
type embeddingsBody struct {
	shop.Embeddings
	Key *string `json:"key,omitempty" maxLength:"1000" doc:"absent: stays as it is, as long as the address stays at the same host; empty: none"`
}

type embeddingsAnswer struct {
	shop.Embeddings
	HasKey bool `json:"has_key"`
}

func (a *API) getEmbeddings(ctx context.Context, _ *struct{}) (*out[embeddingsAnswer], error) {
	m, err := a.Shops.Embeddings(ctx, who(ctx).shop)
	if err != nil {
		return nil, err
	}
	return ok(embeddingsAnswer{Embeddings: m, HasKey: m.Key != ""})
}

// typedEmbeddings is the setting that somebody sent, completed with the key that is kept.
func (a *API) typedEmbeddings(ctx context.Context, body embeddingsBody) (shop.Embeddings, error) {
	had, err := a.Shops.Embeddings(ctx, who(ctx).shop)
	m := body.Embeddings
	m.Fill(had, body.Key)
	return m, err
}

func (a *API) saveEmbeddings(ctx context.Context, in *struct{ Body embeddingsBody }) (*out[embeddingsAnswer], error) {
	c := who(ctx)
	m, err := a.typedEmbeddings(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	if err := a.Shops.SaveEmbeddings(ctx, c.shop, m); err != nil {
		return nil, err
	}
	a.Knowledge.EndpointsChanged()
	what := "off"
	if m.Enabled {
		what = m.Model + " at " + m.BaseURL
	}
	a.audit(ctx, c.shop, c.person(), "shop.embeddings", what, "")
	return a.getEmbeddings(ctx, nil)
}

type embeddingsTrial struct {
	Dimensions int     `json:"dimensions"`
	MS         float64 `json:"ms"`
}

// embeddingsTestTime is what a model that must be loaded first may take.
const embeddingsTestTime = 30 * time.Second

func (a *API) testEmbeddings(ctx context.Context, in *struct{ Body embeddingsBody }) (*out[embeddingsTrial], error) {
	m, err := a.typedEmbeddings(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	m.Enabled = true // a test needs an address and a name
	if wrong := m.Check("body."); wrong != nil {
		return nil, fault.Wrong(wrong...)
	}
	ctx, cancel := context.WithTimeout(ctx, embeddingsTestTime)
	defer cancel()
	began := time.Now()
	vectors, err := a.Embedder.Embed(ctx, embed.Setting{BaseURL: m.BaseURL, Key: m.Key, Model: m.Model}, []string{"How long is the warranty?"})
	if err != nil {
		return nil, embeddingsAdvice(err)
	}
	return ok(embeddingsTrial{len(vectors[0]), float64(time.Since(began).Microseconds()) / 1000})
}

// embeddingsAdvice says what to do about an endpoint that failed its test, at the field that is to blame.
func embeddingsAdvice(err error) error {
	var failed *embed.Error
	if !errors.As(err, &failed) {
		return err
	}
	detail := failed.Detail
	if runes := []rune(detail); len(runes) > 300 {
		detail = string(runes[:300])
	}
	switch failed.Class {
	case embed.Slow:
		return blame("base_url", "it did not answer in time: keep the model loaded", fault.ModelSlow, detail)
	case embed.Unreachable, embed.Refused, embed.Unknown, embed.Limited:
		return outOfReach(string(failed.Class), detail)
	}
	return blame("base_url", "it answered, but not as OpenAI's embeddings do", fault.VectorsBroken, detail)
}
