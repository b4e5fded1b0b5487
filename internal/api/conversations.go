package api

import (
	"context"
	"time"

	"parley/internal/conversation"
	"parley/internal/desk"
	"parley/internal/flow"
)

// The inbox.

func (a *API) conversationRoutes() {
	t := "conversations"
	a.inboxRoutes(t)
	handle(a, route{"GET", "/conversations/{id}", "One conversation with its context card", viewer, 0, 0, t}, a.getConversation)
	handle(a, route{"POST", "/conversations/{id}/take", "Answer it yourself", agent, 0, 0, t}, a.take)
	handle(a, route{"POST", "/conversations/{id}/messages", "Reply to the customer", agent, 201, 0, t}, a.reply)
	handle(a, route{"POST", "/conversations/{id}/attachments", "Upload a file for a reply", agent, 201, conversation.MaxAttachment + 1<<20, t}, a.staffUpload)
	handle(a, route{"POST", "/conversations/{id}/notes", "Leave a note for colleagues", agent, 201, 0, t}, a.note)
	handle(a, route{"POST", "/conversations/{id}/give-back", "Let the assistant answer again", agent, 0, 0, t}, a.giveBack)
	handle(a, route{"POST", "/conversations/{id}/close", "Close", agent, 0, 0, t}, a.close)
	handle(a, route{"POST", "/conversations/{id}/reopen", "Open again", agent, 0, 0, t}, a.reopen)
	handle(a, route{"POST", "/conversations/{id}/typing", "Show that you are writing", agent, 204, 0, t}, a.typing)
	handle(a, route{"POST", "/conversations/{id}/read", "You have read it", agent, 204, 0, t}, a.markRead)
	handle(a, route{"GET", "/contacts", "Customers who have written", viewer, 0, 0, t}, a.listContacts)
	handle(a, route{"GET", "/contacts/{id}", "One customer with her conversations", viewer, 0, 0, t}, a.getContact)
	handle(a, route{"GET", "/queues", "Where handoffs go", viewer, 0, 0, t}, a.listQueues)
	handle(a, route{"GET", "/figures", "Today in figures", viewer, 0, 0, t}, a.figures)
}

type withCard struct {
	conversation.Conversation
	Card desk.Card `json:"card"`
}

func (a *API) getConversation(ctx context.Context, in *ConversationPath) (*out[withCard], error) {
	c, err := a.Conversations.Get(ctx, who(ctx).shop, in.ID)
	if err != nil {
		return nil, err
	}
	card, err := a.Desk.Card(ctx, c)
	if err != nil {
		return nil, err
	}
	return ok(withCard{c, card})
}

// row answers a verb with the conversation as it is now.
func (a *API) row(ctx context.Context, id string, err error) (*out[conversation.Conversation], error) {
	if err != nil {
		return nil, err
	}
	c, err := a.Conversations.Get(ctx, who(ctx).shop, id)
	if err != nil {
		return nil, err
	}
	return ok(c)
}

func (a *API) take(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		Force bool `json:"force,omitempty"`
	} `required:"false"`
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	force := in.Body != nil && in.Body.Force
	return a.row(ctx, in.ID, a.Conversations.Take(ctx, c.shop, in.ID, c.actor(), force))
}

type sendInput struct {
	ConversationPath
	Body struct {
		ClientKey   string   `json:"client_key" minLength:"1" maxLength:"100"`
		Text        string   `json:"text,omitempty"`
		Attachments []string `json:"attachments,omitempty" maxItems:"10"`
		Quote       int64    `json:"quote,omitempty" minimum:"1" doc:"The seq of the message that this one answers to"`
		After       int64    `json:"after_seq,omitempty" minimum:"1" doc:"What you have read up to: if a colleague has answered since, nothing is sent and you are told (409, said_since)"`
		Mentions    []string `json:"mentions,omitempty" maxItems:"20" doc:"Colleagues that a note calls, by id"`
	}
}

func (in *sendInput) send() conversation.Send {
	b := in.Body
	return conversation.Send{ClientKey: b.ClientKey, Text: b.Text, Attachments: b.Attachments, Quote: b.Quote, After: b.After, Mentions: b.Mentions}
}

func (a *API) reply(ctx context.Context, in *sendInput) (*out[flow.Event], error) {
	c := who(ctx)
	e, fresh, err := a.Conversations.Reply(ctx, c.shop, in.ID, c.actor(), in.send())
	if err != nil {
		return nil, err
	}
	return sent(e, fresh)
}

func (a *API) note(ctx context.Context, in *sendInput) (*out[flow.Event], error) {
	c := who(ctx)
	e, fresh, err := a.Conversations.AddNote(ctx, c.shop, in.ID, c.actor(), in.send())
	if err != nil {
		return nil, err
	}
	return sent(e, fresh)
}

func (a *API) giveBack(ctx context.Context, in *ConversationPath) (*out[conversation.Conversation], error) {
	c := who(ctx)
	return a.row(ctx, in.ID, a.Conversations.GiveBack(ctx, c.shop, in.ID, c.actor()))
}

func (a *API) close(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		Reason  string `json:"reason,omitempty" maxLength:"64" doc:"The id of one of the shop's reasons"`
		Comment string `json:"comment,omitempty"`
	} `required:"false"`
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	var why conversation.Closing
	if in.Body != nil {
		why = conversation.Closing{Reason: in.Body.Reason, Comment: in.Body.Comment}
	}
	return a.row(ctx, in.ID, a.Conversations.Close(ctx, c.shop, in.ID, c.actor(), why))
}

func (a *API) reopen(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		AsBefore bool `json:"as_before,omitempty" doc:"Undo the close: whoever had it has it again"`
	} `required:"false"`
}) (*out[conversation.Conversation], error) {
	c := who(ctx)
	before := in.Body != nil && in.Body.AsBefore
	return a.row(ctx, in.ID, a.Conversations.Reopen(ctx, c.shop, in.ID, c.actor(), before))
}

func (a *API) typing(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		Note bool `json:"note,omitempty" doc:"You write a note: only colleagues see it"`
	} `required:"false"`
}) (*struct{}, error) {
	c := who(ctx)
	if _, err := a.Conversations.Get(ctx, c.shop, in.ID); err != nil {
		return nil, err
	}
	a.Conversations.Typing(in.ID, c.actor(), in.Body != nil && in.Body.Note)
	return nil, nil
}

func (a *API) markRead(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		Seq int64 `json:"seq,omitempty" minimum:"0" doc:"Up to here; missing or 0: all"`
	} `required:"false"`
}) (*struct{}, error) {
	c := who(ctx)
	var seq int64
	if in.Body != nil {
		seq = in.Body.Seq
	}
	return nil, a.Conversations.MarkRead(ctx, c.shop, in.ID, c.id, seq)
}

type contactList struct {
	Contacts []conversation.Contact `json:"contacts"`
}

func (a *API) listContacts(ctx context.Context, in *struct {
	Text  string `query:"q" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}) (*out[contactList], error) {
	found, err := a.Conversations.Contacts(ctx, who(ctx).shop, in.Text, in.Limit)
	if err != nil {
		return nil, err
	}
	return ok(contactList{found})
}

type contactAnswer struct {
	conversation.Contact
	Conversations []conversation.Conversation `json:"conversations"`
}

func (a *API) getContact(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"64"`
}) (*out[contactAnswer], error) {
	c := who(ctx)
	contact, err := a.Conversations.ContactOf(ctx, c.shop, in.ID)
	if err != nil {
		return nil, err
	}
	past, err := a.Conversations.OfContact(ctx, c.shop, in.ID, 100)
	if err != nil {
		return nil, err
	}
	return ok(contactAnswer{contact, past})
}

type queue struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Waiting int    `json:"waiting"`
}

type queueList struct {
	Queues []queue `json:"queues"`
}

func (a *API) listQueues(ctx context.Context, _ *struct{}) (*out[queueList], error) {
	counts, err := a.Conversations.Counts(ctx, who(ctx).shop, "")
	if err != nil {
		return nil, err
	}
	return ok(queueList{[]queue{{conversation.DefaultQueue, "General", counts["waiting"]}}})
}

type figuresAnswer struct {
	Today      conversation.Today `json:"today"`
	AskedAgain desk.AskedAgain    `json:"asked_again"`
}

func (a *API) figures(ctx context.Context, _ *struct{}) (*out[figuresAnswer], error) {
	shop, since := who(ctx).shop, time.Now().Add(-24*time.Hour)
	n, err := a.Conversations.Since(ctx, shop, since)
	if err != nil {
		return nil, err
	}
	again, err := a.Desk.AskedAgain(ctx, shop, since)
	if err != nil {
		return nil, err
	}
	return ok(figuresAnswer{n, again})
}
