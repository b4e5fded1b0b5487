package api

import (
	"context"
	"strings"

	"parley/internal/assistant/engine/openai"
	"parley/internal/fault"
	"parley/internal/knowledge/ownwords"
)

// Words that customers use and nobody knows, and what operators say they mean.

func (a *API) wordRoutes() {
	t := "words"
	handle(a, route{"GET", "/words", "Words that an operator has explained or hidden", oper, 0, 0, t}, a.listWords)
	handle(a, route{"GET", "/words/unknown", "Words of the last 30 days that nobody knows", oper, 0, 0, t}, a.unknownWords)
	handle(a, route{"GET", "/words/concepts", "What a word may mean", oper, 0, 0, t}, a.wordConcepts)
	handle(a, route{"PUT", "/words/{lang}/{word}", "Say what a word means, or hide it", oper, 0, 0, t}, a.sayWord)
	handle(a, route{"DELETE", "/words/{lang}/{word}", "Take back what was said", oper, 204, 0, t}, a.takeBackWord)
	handle(a, route{"POST", "/words/suggest", "Ask the shop's model what unknown words mean; nothing is saved", oper, 0, 0, t}, a.suggestWords)
}

type wordList struct {
	Words []ownwords.Entry `json:"words"`
}

func (a *API) listWords(ctx context.Context, in *struct {
	Text  string `query:"q" maxLength:"200"`
	Lang  string `query:"lang" maxLength:"8"`
	State string `query:"state" enum:"meant,hidden" default:"meant"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}) (*out[wordList], error) {
	found, err := a.OwnWords.Entries(ctx, who(ctx).shop, ownwords.Filter{Text: in.Text, Lang: in.Lang, State: ownwords.State(in.State), Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	return ok(wordList{found})
}

type unknownList struct {
	Words []ownwords.Met `json:"words"`
	Left  int            `json:"left" doc:"how many more there are: words that were used a single time are left out when the list is long"`
	Model bool           `json:"model" doc:"the shop has a language model, which may be asked for suggestions"`
}

func (a *API) unknownWords(ctx context.Context, _ *struct{}) (*out[unknownList], error) {
	shop := who(ctx).shop
	found, left, err := a.OwnWords.Unknown(ctx, shop)
	if err != nil {
		return nil, err
	}
	m, err := a.Shops.Model(ctx, shop)
	if err != nil {
		return nil, err
	}
	return ok(unknownList{found, left, m.Enabled})
}

type conceptList struct {
	Concepts []ownwords.Concept `json:"concepts"`
}

func (a *API) wordConcepts(_ context.Context, in *struct {
	Lang string `query:"lang" maxLength:"8" default:"en" doc:"of the labels"`
}) (*out[conceptList], error) {
	return ok(conceptList{a.OwnWords.Concepts(in.Lang)})
}

// WordPath names a word of a language.
type WordPath struct {
	Lang string `path:"lang" maxLength:"8"`
	Word string `path:"word" maxLength:"300"`
}

func (p WordPath) target() string { return p.Lang + ":" + p.Word }

func (a *API) sayWord(ctx context.Context, in *struct {
	WordPath
	Body ownwords.Meaning
}) (*out[ownwords.Entry], error) {
	c := who(ctx)
	kept, err := a.OwnWords.Say(ctx, c.shop, in.Lang, in.Word, in.Body, c.name)
	if err != nil {
		return nil, err
	}
	action := "word.save"
	if kept.State == ownwords.Hidden {
		action = "word.hide"
	}
	a.audit(ctx, c.shop, c.person(), action, kept.Lang+":"+kept.Word, strings.Join(append(kept.Concepts, kept.Means...), ", "))
	return ok(kept)
}

func (a *API) takeBackWord(ctx context.Context, in *WordPath) (*struct{}, error) {
	c := who(ctx)
	if _, err := a.OwnWords.TakeBack(ctx, c.shop, in.Lang, in.Word, c.name); err != nil {
		return nil, err
	}
	a.audit(ctx, c.shop, c.person(), "word.take_back", in.target(), "")
	return nil, nil
}

func (a *API) suggestWords(ctx context.Context, _ *struct{}) (*out[openai.Suggested], error) {
	c := who(ctx)
	unknown, _, err := a.OwnWords.Unknown(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	list := make([]openai.Strange, len(unknown))
	for i, m := range unknown {
		list[i] = openai.Strange{Language: m.Lang, Word: m.Word, Question: m.Question}
	}
	s, err := a.Model.Suggest(ctx, c.shop, list, a.OwnWords)
	if err != nil {
		return nil, modelTrouble(err)
	}
	a.audit(ctx, c.shop, c.person(), "words.suggest", "", counted(len(s.Suggestions)))
	return ok(s)
}

// modelTrouble says why the model has suggested nothing, and what to do.
func modelTrouble(err error) error {
	switch class, detail := openai.ClassOf(err), openai.DetailOf(err); class {
	case openai.None:
		return fault.New(fault.Conflict, "This shop has no language model; set one up, or say yourself what the words mean").Because(fault.NoModel, nil)
	case openai.Budget:
		return fault.New(fault.Unavailable, "The model's budget of today is spent; raise it, or try again tomorrow").Because(fault.ModelBudget, nil)
	case openai.Resting:
		return fault.New(fault.Unavailable, "The model has failed three times in a row and is left alone for half a minute").Because(fault.ModelResting, nil)
	case openai.Slow:
		return fault.New(fault.Unavailable, "The model did not say a word in time").Because(fault.ModelSlow, nil)
	default:
		return fault.New(fault.Unavailable, "The model gave no suggestions: %s %s", class, detail).WithCause(err).Because(fault.ModelFailed, fault.Values{"class": class, "detail": detail})
	}
}
