package api

import (
	"bytes"
	"context"
	"encoding/json"

	"parley/internal/assistant/engine"
	"parley/internal/conversation"
	"parley/internal/jsonl"
	"parley/internal/knowledge"
	"parley/internal/store"
)

// Articles, and trying out what the assistant would say.

func (a *API) articleRoutes() {
	t := "articles"
	handle(a, route{"GET", "/articles", "List and search", viewer, 0, 0, t}, a.listArticles)
	handle(a, route{"GET", "/articles/{id}", "One article", viewer, 0, 0, t}, a.getArticle)
	handle(a, route{"POST", "/articles", "Write a new article", oper, 201, 0, t}, a.createArticle)
	handle(a, route{"PUT", "/articles/{id}", "Save an article", oper, 0, 0, t}, a.saveArticle)
	handle(a, route{"DELETE", "/articles/{id}", "Delete an article", oper, 204, 0, t}, a.deleteArticle)
	handle(a, route{"POST", "/articles/try", "What would the assistant say", viewer, 0, 0, t}, a.try)
	handle(a, route{"POST", "/articles/import", "Import a JSON Lines file", oper, 0, maxImport, t}, a.importArticles)
}

// maxImport is the largest import file, in bytes.
const maxImport = 256 << 20

type articleRow struct {
	knowledge.Article
	Body     *string  `json:"body,omitempty"` // never: a list does not carry the texts
	Variants []string `json:"variants"`       // their locales
}

type articleList struct {
	Articles []articleRow `json:"articles"`
	Next     string       `json:"next,omitempty"`
}

func (a *API) listArticles(ctx context.Context, in *struct {
	Text   string `query:"q" maxLength:"200"`
	Lang   string `query:"lang" maxLength:"60"`
	State  string `query:"state" enum:"draft,published"`
	Before string `query:"before" maxLength:"300"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}) (*out[articleList], error) {
	found, next, err := a.Knowledge.List(ctx, who(ctx).shop, knowledge.Filter{Text: in.Text, Lang: in.Lang, State: knowledge.State(in.State), Before: in.Before, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	rows := []articleRow{}
	for _, one := range found {
		row := articleRow{Article: one, Variants: []string{}}
		for _, v := range one.Variants {
			row.Variants = append(row.Variants, v.Locale)
		}
		rows = append(rows, row)
	}
	return ok(articleList{rows, next})
}

// ArticlePath names an article.
type ArticlePath struct {
	ID string `path:"id" maxLength:"200"`
}

func (a *API) getArticle(ctx context.Context, in *ArticlePath) (*out[knowledge.Article], error) {
	found, err := a.Knowledge.Get(ctx, who(ctx).shop, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(found)
}

// articleBody is an article as the editor sends it.
type articleBody struct {
	ID       string              `json:"id,omitempty"`
	Lang     string              `json:"lang"`
	Title    string              `json:"title"`
	Body     string              `json:"body"`
	Tags     []string            `json:"tags,omitempty"`
	Market   string              `json:"market,omitempty"`
	Variants []knowledge.Variant `json:"variants,omitempty"`
	State    string              `json:"state,omitempty" enum:"draft,published" default:"draft"`
	Version  int64               `json:"version,omitempty" doc:"the version you began from; another's change since is a conflict"`
}

func (b articleBody) record(id string) knowledge.Record {
	return knowledge.Record{ID: id, Lang: b.Lang, Title: b.Title, Body: b.Body, Tags: b.Tags, Market: b.Market, Variants: b.Variants}
}

func (a *API) createArticle(ctx context.Context, in *struct{ Body articleBody }) (*out[knowledge.Article], error) {
	c := who(ctx)
	id := in.Body.ID
	if id == "" {
		id = store.NewID("ar")
	}
	kept, err := a.Knowledge.Save(ctx, c.shop, in.Body.record(id), knowledge.State(in.Body.State), 0, c.actor())
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "article.create", id, kept.Title)
	return sent(kept, true)
}

func (a *API) saveArticle(ctx context.Context, in *struct {
	ArticlePath
	Body articleBody
}) (*out[knowledge.Article], error) {
	c := who(ctx)
	version := in.Body.Version
	if version == 0 { // the caller does not care what was there before
		was, err := a.Knowledge.Get(ctx, c.shop, in.ID)
		if err != nil {
			return nil, err
		}
		version = was.Version
	}
	kept, err := a.Knowledge.Save(ctx, c.shop, in.Body.record(in.ID), knowledge.State(in.Body.State), version, c.actor())
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "article.save", in.ID, string(kept.State))
	return ok(kept)
}

func (a *API) deleteArticle(ctx context.Context, in *ArticlePath) (*struct{}, error) {
	c := who(ctx)
	if err := a.Knowledge.Delete(ctx, c.shop, in.ID, c.actor()); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "article.delete", in.ID, "")
	return nil, nil
}

type tryAnswer struct {
	Text       string              `json:"text"`
	Locale     string              `json:"locale"`
	Outcome    string              `json:"outcome"`
	Handoff    string              `json:"handoff,omitempty"`
	Evidence   json.RawMessage     `json:"evidence"`
	Table      *conversation.Table `json:"table,omitempty"`
	Understood json.RawMessage     `json:"understood,omitempty"`
	Checked    json.RawMessage     `json:"checked,omitempty"`
	Engine     string              `json:"engine"`
	TotalMS    float64             `json:"total_ms"`
}

func (a *API) try(ctx context.Context, in *struct {
	Body struct {
		Text    string       `json:"text" minLength:"1" maxLength:"10000"`
		Locale  string       `json:"locale,omitempty" maxLength:"60"`
		Country string       `json:"country,omitempty" maxLength:"2"`
		Draft   *articleBody `json:"draft,omitempty" doc:"an article that is not published yet, or its changed text"`
	}
}) (*out[tryAnswer], error) {
	c := who(ctx)
	t, err := a.Assistant.Facts(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	t.Text, t.Country = in.Body.Text, in.Body.Country
	if in.Body.Locale != "" {
		t.Locale = a.Words.Match(in.Body.Locale, t.Locales)
	}
	var with engine.Engine
	if in.Body.Draft != nil {
		id := in.Body.Draft.ID
		if id == "" {
			id = "draft"
		}
		if with, err = a.EngineWith(ctx, c.shop, in.Body.Draft.record(id)); err != nil {
			return nil, err
		}
	}
	answer, reply, err := a.Assistant.Try(ctx, t, with)
	if err != nil {
		return nil, err
	}
	return ok(tryAnswer{Text: answer.Text, Locale: answer.Locale, Outcome: answer.Outcome, Handoff: string(reply.Handoff), Evidence: answer.Evidence, Table: answer.Table,
		Understood: answer.Understood, Checked: answer.Checked, Engine: answer.Engine, TotalMS: answer.TotalMS})
}

type importInput struct {
	RawBody []byte `contentType:"application/jsonl"`
}

func (a *API) importArticles(ctx context.Context, in *importInput) (*out[jsonl.Imported], error) {
	c := who(ctx)
	n, err := a.Knowledge.Import(ctx, c.shop, bytes.NewReader(in.RawBody), c.actor())
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "articles.import", "", counted(n.Imported))
	return ok(n)
}
