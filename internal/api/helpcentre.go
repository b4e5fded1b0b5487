package api

import (
	"context"
	"io"
	"mime/multipart"

	"parley/internal/fault"
	"parley/internal/helpcentre"
)

// The help centre as staff see it: its settings, what visitors looked for, and what they say of articles.

func (a *API) helpCentreRoutes() {
	t := "help centre"
	handle(a, route{"GET", "/help-centre", "The settings of the help centre", viewer, 0, 0, t}, a.getHelpCentre)
	handle(a, route{"PUT", "/help-centre", "Save them", admin, 0, 0, t}, a.saveHelpCentre)
	handle(a, route{"POST", "/help-centre/logo", "Upload its logo", admin, 0, 1 << 20, t}, a.saveLogo)
	handle(a, route{"DELETE", "/help-centre/logo", "Take the logo away", admin, 204, 0, t}, a.dropLogo)
	handle(a, route{"GET", "/help-centre/searches", "What visitors looked for in the last 90 days", viewer, 0, 0, t}, a.helpSearches)
	handle(a, route{"GET", "/help-centre/health", "Whether articles helped their readers", viewer, 0, 0, t}, a.helpHealth)
	handle(a, route{"GET", "/help-centre/feedback", "What readers said of articles", viewer, 0, 0, t}, a.helpFeedback)
	handle(a, route{"POST", "/help-centre/feedback/{id}/resolve", "You have looked into it", oper, 204, 0, t}, a.resolveFeedback)
	handle(a, route{"POST", "/help-centre/feedback/{id}/reopen", "It is not done after all", oper, 204, 0, t}, a.reopenFeedback)
}

type helpCentreAnswer struct {
	helpcentre.Settings
	Logo    bool     `json:"logo" doc:"there is one"`
	Path    string   `json:"path" doc:"where the help centre stands on this server"`
	Domains []string `json:"domains" nullable:"false" doc:"of its own, from the server's settings"`
}

func (a *API) helpCentre(ctx context.Context) (*out[helpCentreAnswer], error) {
	s, err := a.Shops.ByID(ctx, who(ctx).shop)
	if err != nil {
		return nil, err
	}
	settings, logo, err := a.Help.Settings(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	domains := []string{}
	for host, slug := range a.HelpDomains {
		if slug == s.Slug {
			domains = append(domains, host)
		}
	}
	return ok(helpCentreAnswer{settings, logo, "/help/" + s.Slug + "/", domains})
}

func (a *API) getHelpCentre(ctx context.Context, _ *struct{}) (*out[helpCentreAnswer], error) {
	return a.helpCentre(ctx)
}

func (a *API) saveHelpCentre(ctx context.Context, in *struct{ Body helpcentre.Settings }) (*out[helpCentreAnswer], error) {
	c := who(ctx)
	if _, err := a.Help.Save(ctx, c.shop, in.Body); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "help_centre.save", "", "")
	return a.helpCentre(ctx)
}

func (a *API) saveLogo(ctx context.Context, in *struct{ RawBody multipart.Form }) (*out[helpCentreAnswer], error) {
	files := in.RawBody.File["file"]
	if len(files) != 1 {
		return nil, fault.Wrong(fault.Field{Location: "body.file", Message: "send exactly one file", Reason: fault.OneFile})
	}
	f, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	kind, err := sniff(f)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(f, helpcentre.MaxLogo+1))
	if err != nil {
		return nil, err
	}
	c := who(ctx)
	if err := a.Help.SaveLogo(ctx, c.shop, helpcentre.Logo{Type: kind, Bytes: body}); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "help_centre.logo", "", "")
	return a.helpCentre(ctx)
}

func (a *API) dropLogo(ctx context.Context, _ *struct{}) (*struct{}, error) {
	c := who(ctx)
	if err := a.Help.SaveLogo(ctx, c.shop, helpcentre.Logo{}); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "help_centre.logo", "", "")
	return nil, nil
}

type searchList struct {
	Searches []helpcentre.Search `json:"searches"`
}

func (a *API) helpSearches(ctx context.Context, in *struct {
	Show string `query:"show" enum:"top,unfound,unopened" default:"top"`
}) (*out[searchList], error) {
	list, err := a.Help.Searches(ctx, who(ctx).shop, in.Show)
	if err != nil {
		return nil, err
	}
	return ok(searchList{list})
}

type healthList struct {
	Articles []helpcentre.Health `json:"articles"`
}

func (a *API) helpHealth(ctx context.Context, _ *struct{}) (*out[healthList], error) {
	list, err := a.Help.Health(ctx, who(ctx).shop)
	if err != nil {
		return nil, err
	}
	return ok(healthList{list})
}

type feedbackList struct {
	Feedback []helpcentre.Feedback `json:"feedback"`
}

func (a *API) helpFeedback(ctx context.Context, in *struct {
	Article string `query:"article" maxLength:"200"`
	State   string `query:"state" enum:"open,resolved" default:"open"`
}) (*out[feedbackList], error) {
	list, err := a.Help.Feedback(ctx, who(ctx).shop, in.Article, in.State == "resolved")
	if err != nil {
		return nil, err
	}
	return ok(feedbackList{list})
}

// FeedbackPath names what a reader said.
type FeedbackPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (a *API) resolveFeedback(ctx context.Context, in *FeedbackPath) (*struct{}, error) {
	c := who(ctx)
	return nil, a.Help.Resolve(ctx, c.shop, in.ID, c.name, false)
}

func (a *API) reopenFeedback(ctx context.Context, in *FeedbackPath) (*struct{}, error) {
	c := who(ctx)
	return nil, a.Help.Resolve(ctx, c.shop, in.ID, c.name, true)
}
