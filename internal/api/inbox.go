package api

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/internal/conversation"
	"parley/internal/fault"
	"parley/internal/staff"
)

// The inbox: its lists, its search, saved views, and what is done to many conversations at once.

func (a *API) inboxRoutes(t string) {
	handle(a, route{"GET", "/conversations", "The inbox", viewer, 0, 0, t}, a.listConversations)
	handle(a, route{"POST", "/conversations/bulk", "Do the same to many conversations", agent, 0, 0, t}, a.bulk)
	handle(a, route{"GET", "/views", "Filters that were kept: the shop's, then the caller's own", viewer, 0, 0, t}, a.listViews)
	handle(a, route{"POST", "/views", "Keep a filter", agent, 201, 0, t}, a.addView)
	handle(a, route{"PATCH", "/views/{id}", "Rename, share, move or change a view", agent, 0, 0, t}, a.changeView)
	handle(a, route{"DELETE", "/views/{id}", "Delete a view", agent, 204, 0, t}, a.deleteView)
	handle(a, route{"POST", "/views/{id}/restore", "Undo the deletion of a view", agent, 0, 0, t}, a.restoreView)
}

type inboxQuery struct {
	Status        string    `query:"status" doc:"open, waiting, taken, closed; several separated by commas"`
	Queue         string    `query:"queue" maxLength:"100"`
	Assignee      string    `query:"assignee" maxLength:"100" doc:"me, none or the id of a member of staff"`
	Locale        string    `query:"locale" maxLength:"60" doc:"A language (de) or a locale (de-DE)"`
	Country       string    `query:"country" maxLength:"2"`
	WaitingOver   int       `query:"waiting_over" minimum:"0" maximum:"525600" doc:"Has waited for a person for so many minutes"`
	Unread        bool      `query:"unread" doc:"Only those with something that nobody of the shop has read"`
	Tag           string    `query:"tag" maxLength:"64" doc:"The id of a tag"`
	Mentioned     string    `query:"mentioned" maxLength:"100" doc:"me, or the id of a member of staff: where a note calls her"`
	Snoozed       string    `query:"snoozed" enum:"true,false" doc:"true: only those that rest; false: none of them; missing: all"`
	UpdatedAfter  time.Time `query:"updated_after"`
	UpdatedBefore time.Time `query:"updated_before"`
	Text          string    `query:"q" maxLength:"200" doc:"Words of messages and notes, the subject, the contact's name or address; newest first"`
	Sort          string    `query:"sort" enum:"newest,oldest,waiting" doc:"waiting: only those who wait, the longest first. Without it newest; waiting alone: longest"`
	Before        string    `query:"before" maxLength:"100"`
	Limit         int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (q inboxQuery) filter() (conversation.Filter, error) {
	f := conversation.Filter{Queue: q.Queue, Assignee: q.Assignee, Locale: q.Locale, Country: q.Country, WaitingOver: q.WaitingOver, Unread: q.Unread,
		Tag: q.Tag, Mentioned: q.Mentioned, UpdatedAfter: moment(q.UpdatedAfter), UpdatedBefore: moment(q.UpdatedBefore), Text: q.Text, Sort: conversation.Sort(q.Sort)}
	if q.Snoozed != "" {
		rests := q.Snoozed == "true"
		f.Snoozed = &rests
	}
	for s := range strings.SplitSeq(q.Status, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if !slices.Contains(conversation.Statuses, conversation.Status(s)) {
			return f, fault.Wrong(fault.Field{Location: "query.status", Message: "use open, waiting, taken, closed", Reason: fault.Choice, Values: fault.Values{"options": "open, waiting, taken, closed"}})
		}
		f.Status = append(f.Status, conversation.Status(s))
	}
	return f, nil
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

type inbox struct {
	Conversations []conversation.Listed `json:"conversations"`
	Next          string                `json:"next,omitempty"`
	Counts        map[string]int        `json:"counts" doc:"By status; mine, unassigned (waiting, nobody's), mentioned (not looked at), snoozed. Closed ones are counted up to a thousand"`
}

func (a *API) listConversations(ctx context.Context, in *inboxQuery) (*out[inbox], error) {
	c := who(ctx)
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	var answer inbox
	if answer.Conversations, answer.Next, err = a.Conversations.List(ctx, c.shop, f, conversation.PageOf{Me: c.id, Before: in.Before, Limit: in.Limit}); err != nil {
		return nil, err
	}
	if answer.Counts, err = a.Conversations.Counts(ctx, c.shop, c.id); err != nil {
		return nil, err
	}
	return ok(answer)
}

type bulkInput struct {
	Body struct {
		Action   string     `json:"action" enum:"take,give-back,close,reopen,read,unread,tag,snooze,wake"`
		IDs      []string   `json:"ids" minItems:"1" maxItems:"200"`
		Reason   string     `json:"reason,omitempty" maxLength:"64" doc:"For close: the id of a reason"`
		Comment  string     `json:"comment,omitempty" doc:"For close"`
		AsBefore bool       `json:"as_before,omitempty" doc:"For reopen: it undoes a close, whoever had it has it again"`
		Add      []string   `json:"add,omitempty" maxItems:"20" doc:"For tag: ids"`
		Remove   []string   `json:"remove,omitempty" maxItems:"20" doc:"For tag: ids"`
		Until    *time.Time `json:"until,omitempty" doc:"For snooze; missing: until she writes"`
	}
}

type bulkResult struct {
	ID      string                     `json:"id"`
	Row     *conversation.Conversation `json:"row,omitempty" doc:"As it is now"`
	Was     *before                    `json:"was,omitempty" doc:"As it was, for undoing"`
	Problem *Problem                   `json:"problem,omitempty" doc:"Why nothing was done to this one"`
}

// before is what an action may change.
type before struct {
	Status   conversation.Status  `json:"status"`
	Assignee *conversation.Person `json:"assignee,omitempty"`
	Unread   int64                `json:"unread"`
	Tags     []string             `json:"tags" nullable:"false"`
}

type bulkAnswer struct {
	Results []bulkResult `json:"results" nullable:"false" doc:"One for each id, in their order"`
}

// bulkWorkers is how many conversations are worked on side by side: their commits share one fsync.
const bulkWorkers = 16

func (a *API) bulk(ctx context.Context, in *bulkInput) (*out[bulkAnswer], error) {
	ids := in.Body.IDs
	results := make([]bulkResult, len(ids))
	places := make(chan struct{}, bulkWorkers)
	var all sync.WaitGroup
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			results[i] = bulkResult{ID: id}
			continue
		}
		places <- struct{}{}
		all.Go(func() {
			results[i] = a.bulkOne(ctx, in, id)
			<-places
		})
	}
	all.Wait()
	return ok(bulkAnswer{results})
}

func (a *API) bulkOne(ctx context.Context, in *bulkInput, id string) bulkResult {
	c := who(ctx)
	had, err := a.Conversations.Get(ctx, c.shop, id)
	if err == nil {
		err = a.bulkDo(ctx, in, id)
	}
	if err != nil {
		return bulkResult{ID: id, Problem: problem(ctx, a.Logger, err)}
	}
	now, err := a.Conversations.Get(ctx, c.shop, id)
	if err != nil {
		return bulkResult{ID: id, Problem: problem(ctx, a.Logger, err)}
	}
	return bulkResult{ID: id, Row: &now, Was: &before{had.Status, had.Assignee, had.Unread, had.Tags}}
}

// bulkDo is the same verb as for a single conversation.
func (a *API) bulkDo(ctx context.Context, in *bulkInput, id string) error {
	c := who(ctx)
	switch in.Body.Action {
	case "take":
		return a.Conversations.Take(ctx, c.shop, id, c.actor(), false)
	case "give-back":
		return a.Conversations.GiveBack(ctx, c.shop, id, c.actor())
	case "close":
		return a.Conversations.Close(ctx, c.shop, id, c.actor(), conversation.Closing{Reason: in.Body.Reason, Comment: in.Body.Comment})
	case "reopen":
		return a.Conversations.Reopen(ctx, c.shop, id, c.actor(), in.Body.AsBefore)
	case "unread":
		return a.Conversations.MarkUnread(ctx, c.shop, id)
	case "tag":
		return a.Conversations.Tag(ctx, c.shop, id, c.actor(), in.Body.Add, in.Body.Remove)
	case "snooze":
		return a.Conversations.Snooze(ctx, c.shop, id, c.actor(), in.Body.Until)
	case "wake":
		return a.Conversations.Wake(ctx, c.shop, id, c.actor())
	default:
		return a.Conversations.MarkRead(ctx, c.shop, id, c.id, 0)
	}
}

type viewList struct {
	Views []conversation.View `json:"views" nullable:"false"`
}

func (a *API) listViews(ctx context.Context, _ *struct{}) (*out[viewList], error) {
	c := who(ctx)
	found, err := a.Conversations.Views(ctx, c.shop, c.id)
	if err != nil {
		return nil, err
	}
	return ok(viewList{found})
}

// mayShare says who keeps the shop's views.
func (c caller) mayShare() bool { return c.role.May(staff.Operator) }

func (a *API) addView(ctx context.Context, in *struct{ Body conversation.ViewDraft }) (*out[conversation.View], error) {
	c := who(ctx)
	v, err := a.Conversations.AddView(ctx, c.shop, c.actor(), c.mayShare(), in.Body)
	if err != nil {
		return nil, err
	}
	return sent(v, true)
}

// ViewPath names a saved view.
type ViewPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (a *API) changeView(ctx context.Context, in *struct {
	ViewPath
	Body conversation.ViewDraft
}) (*out[conversation.View], error) {
	c := who(ctx)
	v, err := a.Conversations.ChangeView(ctx, c.shop, in.ID, c.actor(), c.mayShare(), in.Body)
	if err != nil {
		return nil, err
	}
	return ok(v)
}

func (a *API) deleteView(ctx context.Context, in *ViewPath) (*struct{}, error) {
	c := who(ctx)
	return nil, a.Conversations.DeleteView(ctx, c.shop, in.ID, c.actor(), c.mayShare())
}

func (a *API) restoreView(ctx context.Context, in *ViewPath) (*out[conversation.View], error) {
	c := who(ctx)
	v, err := a.Conversations.RestoreView(ctx, c.shop, in.ID, c.actor(), c.mayShare())
	if err != nil {
		return nil, err
	}
	return ok(v)
}
