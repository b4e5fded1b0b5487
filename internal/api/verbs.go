package api

import (
	"context"
	"time"

	"parley/internal/conversation"
	"parley/internal/flow"
)

// What agents do with a conversation beside answering it.

func (a *API) verbRoutes() {
	t := "conversations"
	handle(a, route{"POST", "/conversations/{id}/edit", "Give your own message or note another text", agent, 201, 0, t}, a.edit)
	handle(a, route{"POST", "/conversations/{id}/recall", "Take your own message or note back", agent, 201, 0, t}, a.recall)
	handle(a, route{"GET", "/conversations/{id}/scheduled", "Messages for later: those that wait and those that came back", viewer, 0, 0, t}, a.listLaters)
	handle(a, route{"POST", "/conversations/{id}/scheduled", "Write a message that is said at a time", agent, 201, 0, t}, a.sendLater)
	handle(a, route{"PATCH", "/scheduled/{id}", "Change its text or its time", agent, 0, 0, t}, a.changeLater)
	handle(a, route{"DELETE", "/scheduled/{id}", "Cancel it, or put one that came back away", agent, 204, 0, t}, a.cancelLater)
	handle(a, route{"POST", "/conversations/{id}/snooze", "Let it rest until a time or until she writes", agent, 0, 0, t}, a.snooze)
	handle(a, route{"POST", "/conversations/{id}/wake", "End the rest", agent, 0, 0, t}, a.wake)
	handle(a, route{"POST", "/conversations/{id}/merge", "Make two conversations of one customer one; the elder goes on", agent, 0, 0, t}, a.merge)
	handle(a, route{"POST", "/conversations/{id}/split", "Make a conversation of its own from a message on", agent, 201, 0, t}, a.split)
	handle(a, route{"POST", "/conversations/{id}/undo", "Take a merge or a split back", agent, 0, 0, t}, a.undo)
	handle(a, route{"POST", "/conversations/{id}/tags", "Add and remove tags", agent, 0, 0, t}, a.tag)
	handle(a, route{"POST", "/conversations/{id}/fields", "Fill the shop's own fields", agent, 0, 0, t}, a.fill)
}

func (a *API) edit(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		Seq  int64  `json:"seq" minimum:"1"`
		Text string `json:"text"`
	}
}) (*out[flow.Event], error) {
	c := who(ctx)
	e, err := a.Conversations.Edit(ctx, c.shop, in.ID, c.actor(), in.Body.Seq, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return sent(e, true)
}

type seqInput struct {
	ConversationPath
	Body struct {
		Seq int64 `json:"seq" minimum:"1"`
	}
}

func (a *API) recall(ctx context.Context, in *seqInput) (*out[flow.Event], error) {
	c := who(ctx)
	e, err := a.Conversations.Recall(ctx, c.shop, in.ID, c.actor(), in.Body.Seq)
	if err != nil {
		return nil, err
	}
	return sent(e, true)
}

type laterList struct {
	Scheduled []conversation.Later `json:"scheduled" nullable:"false"`
}

func (a *API) listLaters(ctx context.Context, in *ConversationPath) (*out[laterList], error) {
	list, err := a.Conversations.Laters(ctx, who(ctx).shop, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(laterList{list})
}

func (a *API) sendLater(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		ClientKey string    `json:"client_key" minLength:"1" maxLength:"100"`
		Text      string    `json:"text"`
		At        time.Time `json:"at"`
	}
}) (*out[conversation.Later], error) {
	c := who(ctx)
	l, fresh, err := a.Conversations.SendLater(ctx, c.shop, in.ID, c.actor(), in.Body.ClientKey, in.Body.Text, in.Body.At)
	if err != nil {
		return nil, err
	}
	return sent(l, fresh)
}

func (a *API) changeLater(ctx context.Context, in *struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text *string    `json:"text,omitempty"`
		At   *time.Time `json:"at,omitempty"`
	}
}) (*out[conversation.Later], error) {
	l, err := a.Conversations.ChangeLater(ctx, who(ctx).shop, in.ID, in.Body.Text, in.Body.At)
	if err != nil {
		return nil, err
	}
	return ok(l)
}

func (a *API) cancelLater(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*struct{}, error) {
	return nil, a.Conversations.CancelLater(ctx, who(ctx).shop, in.ID)
}

func (a *API) snooze(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		Until *time.Time `json:"until,omitempty" doc:"Missing: until she writes"`
	} `required:"false"`
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	var until *time.Time
	if in.Body != nil {
		until = in.Body.Until
	}
	return a.row(ctx, in.ID, a.Conversations.Snooze(ctx, c.shop, in.ID, c.actor(), until))
}

func (a *API) wake(ctx context.Context, in *ConversationPath) (*out[conversation.Conversation], error) {
	c := who(ctx)
	return a.row(ctx, in.ID, a.Conversations.Wake(ctx, c.shop, in.ID, c.actor()))
}

func (a *API) merge(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		With string `json:"with" minLength:"1" maxLength:"64"`
	}
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	survivor, err := a.Conversations.Merge(ctx, c.shop, in.ID, in.Body.With, c.actor())
	return a.row(ctx, survivor, err)
}

func (a *API) split(ctx context.Context, in *seqInput) (*out[conversation.Conversation], error) {
	c := who(ctx)
	made, err := a.Conversations.Split(ctx, c.shop, in.ID, in.Body.Seq, c.actor())
	if err != nil {
		return nil, err
	}
	row, err := a.Conversations.Get(ctx, c.shop, made)
	if err != nil {
		return nil, err
	}
	return sent(row, true)
}

func (a *API) undo(ctx context.Context, in *seqInput) (*out[conversation.Conversation], error) {
	c := who(ctx)
	return a.row(ctx, in.ID, a.Conversations.Undo(ctx, c.shop, in.ID, in.Body.Seq, c.actor()))
}

func (a *API) tag(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		Add    []string `json:"add,omitempty" maxItems:"20"`
		Remove []string `json:"remove,omitempty" maxItems:"20"`
	}
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	return a.row(ctx, in.ID, a.Conversations.Tag(ctx, c.shop, in.ID, c.actor(), in.Body.Add, in.Body.Remove))
}

func (a *API) fill(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		Values conversation.Fields `json:"values" doc:"Id of the field to value; an empty text empties it"`
	}
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	return a.row(ctx, in.ID, a.Conversations.Fill(ctx, c.shop, in.ID, c.actor(), in.Body.Values))
}
