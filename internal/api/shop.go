package api

import (
	"context"

	"parley/internal/shop"
)

// The shop's own settings.

func (a *API) shopRoutes() {
	t := "shop"
	handle(a, route{"GET", "/shop", "The shop", viewer, 0, 0, t}, a.getShop)
	handle(a, route{"PATCH", "/shop", "Change the shop", admin, 0, 0, t}, a.changeShop)
	handle(a, route{"GET", "/shop/identity-secret", "The secret that signs customers' identities", admin, 0, 0, t}, a.identitySecret)
	handle(a, route{"POST", "/shop/identity-secret", "Replace it", admin, 0, 0, t}, a.newIdentitySecret)
	handle(a, route{"GET", "/shop/model", "The language model, without its key", admin, 0, 0, t}, a.getModel)
	handle(a, route{"PUT", "/shop/model", "Set the language model up", admin, 0, 0, t}, a.saveModel)
	handle(a, route{"POST", "/shop/model/test", "Send it a tiny request, with settings that need not be saved", admin, 0, 0, t}, a.testModel)
	handle(a, route{"GET", "/shop/embeddings", "The embeddings endpoint, without its key", admin, 0, 0, t}, a.getEmbeddings)
	handle(a, route{"PUT", "/shop/embeddings", "Set the embeddings endpoint up", admin, 0, 0, t}, a.saveEmbeddings)
	handle(a, route{"POST", "/shop/embeddings/test", "Ask it for one vector, with settings that need not be saved", admin, 0, 0, t}, a.testEmbeddings)
}

func (a *API) getShop(ctx context.Context, _ *struct{}) (*out[shop.Shop], error) {
	s, err := a.Shops.ByID(ctx, who(ctx).shop)
	if err != nil {
		return nil, err
	}
	return ok(s)
}

func (a *API) changeShop(ctx context.Context, in *struct {
	Body struct {
		Name    *string   `json:"name,omitempty"`
		Locale  *string   `json:"locale,omitempty"`
		Country *string   `json:"country,omitempty"`
		Accent  *string   `json:"accent,omitempty"`
		Locales *[]string `json:"locales,omitempty" maxItems:"50"`
		Domains *[]string `json:"domains,omitempty" maxItems:"100"`
	}
}) (*out[shop.Shop], error) {
	c := who(ctx)
	s, err := a.Shops.ByID(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	set(&s.Name, in.Body.Name)
	set(&s.Locale, in.Body.Locale)
	set(&s.Country, in.Body.Country)
	set(&s.Accent, in.Body.Accent)
	set(&s.Locales, in.Body.Locales)
	set(&s.Domains, in.Body.Domains)
	if err := a.Shops.Save(ctx, s); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "shop.change", s.Slug, "")
	s, err = a.Shops.ByID(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	return ok(s)
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

type secretAnswer struct {
	Secret string `json:"secret"`
}

func (a *API) identitySecret(ctx context.Context, _ *struct{}) (*out[secretAnswer], error) {
	c := who(ctx)
	s, err := a.Shops.ByID(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "shop.identity_secret.show", s.Slug, "")
	return ok(secretAnswer{s.IdentitySecret()})
}

func (a *API) newIdentitySecret(ctx context.Context, _ *struct{}) (*out[secretAnswer], error) {
	c := who(ctx)
	secret, err := a.Shops.NewIdentitySecret(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "shop.identity_secret.replace", c.shop, "")
	return ok(secretAnswer{secret})
}
