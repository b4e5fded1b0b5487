package api

import (
	"context"

	"parley/internal/conversation"
)

// The shop's own words for its conversations, and what it has settled about them.

func (a *API) deskWordRoutes() {
	t := "conversations"
	handle(a, route{"GET", "/conversation-words", "Tags, reasons for closing, own fields, and the rules", viewer, 0, 0, t}, a.deskWords)
	handle(a, route{"PATCH", "/conversation-rules", "How long a message can be changed; whether closing needs a reason", admin, 0, 0, t}, a.changeRules)
	a.wordListRoutes("/tags", "tag", oper, conversation.Tags)
	a.wordListRoutes("/close-reasons", "reason", admin, conversation.Reasons)
	a.wordListRoutes("/conversation-fields", "field", admin, conversation.OwnField)
}

func (a *API) wordListRoutes(path, thing string, need access, list conversation.WordList) {
	t := "conversations"
	handle(a, route{"POST", path, "Add a " + thing, need, 201, 0, t}, func(ctx context.Context, in *struct{ Body wordBody }) (*out[conversation.Word], error) {
		return a.addWord(ctx, list, in.Body)
	})
	handle(a, route{"PATCH", path + "/{id}", "Change a " + thing, need, 0, 0, t}, func(ctx context.Context, in *wordChange) (*out[conversation.Word], error) {
		return a.changeWord(ctx, list, in)
	})
	handle(a, route{"DELETE", path + "/{id}", "Remove a " + thing + "; where it is used it stays", need, 204, 0, t}, func(ctx context.Context, in *struct {
		ID string `path:"id" maxLength:"64"`
	}) (*struct{}, error) {
		c := who(ctx)
		err := a.Conversations.RemoveWord(ctx, c.shop, list, in.ID)
		if err == nil {
			a.audit(ctx, c.shop, c.person(), string(list)+".remove", in.ID, "")
		}
		return nil, err
	})
}

type wordBody struct {
	Name    string                 `json:"name"`
	Colour  string                 `json:"colour,omitempty"`
	Type    conversation.FieldType `json:"type,omitempty" enum:"text,number,choice,date"`
	Choices []string               `json:"choices,omitempty" maxItems:"50"`
}

type wordChange struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Name    *string   `json:"name,omitempty"`
		Colour  *string   `json:"colour,omitempty"`
		Choices *[]string `json:"choices,omitempty" maxItems:"50"`
		Gone    *bool     `json:"gone,omitempty" doc:"false brings a removed one back"`
	}
}

type deskWords struct {
	Tags    []conversation.Word `json:"tags" nullable:"false"`
	Reasons []conversation.Word `json:"reasons" nullable:"false"`
	Fields  []conversation.Word `json:"fields" nullable:"false"`
	Rules   conversation.Rules  `json:"rules"`
}

func (a *API) deskWords(ctx context.Context, _ *struct{}) (*out[deskWords], error) {
	shop := who(ctx).shop
	lists, err := a.Conversations.Words(ctx, shop)
	if err != nil {
		return nil, err
	}
	rules, err := a.Conversations.Rules(ctx, shop)
	if err != nil {
		return nil, err
	}
	return ok(deskWords{lists[conversation.Tags], lists[conversation.Reasons], lists[conversation.OwnField], rules})
}

func (a *API) changeRules(ctx context.Context, in *struct {
	Body struct {
		EditMinutes    *int  `json:"edit_minutes,omitempty" minimum:"0" maximum:"1440"`
		ReasonRequired *bool `json:"reason_required,omitempty"`
	}
}) (*out[conversation.Rules], error) {
	c := who(ctx)
	rules, err := a.Conversations.Rules(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	set(&rules.EditMinutes, in.Body.EditMinutes)
	set(&rules.ReasonRequired, in.Body.ReasonRequired)
	if err := a.Conversations.SaveRules(ctx, c.shop, rules); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "conversation_rules.change", "", "")
	return ok(rules)
}

func (a *API) addWord(ctx context.Context, list conversation.WordList, b wordBody) (*out[conversation.Word], error) {
	c := who(ctx)
	w, err := a.Conversations.AddWord(ctx, c.shop, list, conversation.Word{Name: b.Name, Colour: b.Colour, Type: b.Type, Choices: b.Choices})
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), string(list)+".add", w.ID, w.Name)
	return sent(w, true)
}

func (a *API) changeWord(ctx context.Context, list conversation.WordList, in *wordChange) (*out[conversation.Word], error) {
	c := who(ctx)
	w, err := a.Conversations.ChangeWord(ctx, c.shop, list, in.ID, func(w *conversation.Word) {
		set(&w.Name, in.Body.Name)
		set(&w.Colour, in.Body.Colour)
		set(&w.Choices, in.Body.Choices)
		set(&w.Gone, in.Body.Gone)
	})
	if err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), string(list)+".change", w.ID, w.Name)
	return ok(w)
}
