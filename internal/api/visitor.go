package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/shop"
)

// The customer's side.

func (a *API) visitorRoutes() {
	t := "customer"
	handle(a, route{"GET", "/visitor/widget", "How the widget looks and greets", public, 0, 0, t}, a.widgetConfig)
	handle(a, route{"POST", "/visitor/sessions", "Open or renew a session", public, 201, 0, t}, a.openSession)
	handle(a, route{"PATCH", "/visitor/sessions", "Tell where she is now", visitor, 0, 0, t}, a.updateSession)
	handle(a, route{"DELETE", "/visitor/sessions", "Forget this session", visitor, 204, 0, t}, a.closeSession)
	handle(a, route{"POST", "/visitor/conversations", "Start a conversation", visitor, 201, 0, t}, a.startConversation)
	handle(a, route{"GET", "/visitor/conversations", "Her conversations, newest first", visitor, 0, 0, t}, a.ownConversations)
	handle(a, route{"GET", "/visitor/conversations/{id}", "One conversation", visitor, 0, 0, t}, a.ownConversation)
	handle(a, route{"POST", "/visitor/conversations/{id}/messages", "Send a message", visitor, 201, 0, t}, a.sendMessage)
	handle(a, route{"POST", "/visitor/conversations/{id}/interrupt", "Stop the running answer", visitor, 0, 0, t}, a.interrupt)
	handle(a, route{"POST", "/visitor/conversations/{id}/handoff", "Ask for a person", visitor, 201, 0, t}, a.askPerson)
	handle(a, route{"POST", "/visitor/conversations/{id}/rating", "Rate the conversation", visitor, 201, 0, t}, a.rate)
	handle(a, route{"POST", "/visitor/conversations/{id}/typing", "Show that she is writing", visitor, 204, 0, t}, a.customerTyping)
	handle(a, route{"POST", "/visitor/conversations/{id}/seen", "How far she has read", visitor, 204, 0, t}, a.customerSeen)
	handle(a, route{"POST", "/visitor/conversations/{id}/attachments", "Upload a file", visitor, 201, conversation.MaxAttachment + 1<<20, t}, a.upload)
	a.mux.HandleFunc("GET /api/v1/visitor/attachments/{id}", a.download)
}

// cors lets any shop's page call the customer's routes: they use no cookies. It answers pre-flight requests.
func cors(w http.ResponseWriter, r *http.Request) (done bool) {
	if !strings.HasPrefix(r.URL.Path, "/api/v1/visitor/") {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Retry-After")
	if r.Method != http.MethodOptions {
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
	return true
}

type widgetConfig struct {
	Shop       string `json:"shop"`
	Name       string `json:"name"`
	Accent     string `json:"accent"`
	Locale     string `json:"locale"`
	Dir        string `json:"dir" enum:"ltr,rtl"`
	Greeting   string `json:"greeting"`
	Disclosure string `json:"ai_disclosure"`
	OnDuty     bool   `json:"on_duty"`
}

func (a *API) widgetConfig(ctx context.Context, in *struct {
	Shop   string `query:"shop" required:"true" maxLength:"60"`
	Locale string `query:"locale" maxLength:"60"`
}) (*struct {
	CacheControl string `header:"Cache-Control"`
	Body         widgetConfig
}, error) {
	s, err := a.Shops.BySlug(ctx, in.Shop)
	if err != nil {
		return nil, err
	}
	locale := a.localeOf(s, in.Locale)
	dir := "ltr"
	if a.Words.RightToLeft(locale) {
		dir = "rtl"
	}
	return &struct {
		CacheControl string `header:"Cache-Control"`
		Body         widgetConfig
	}{"public, max-age=60", widgetConfig{Shop: s.Slug, Name: s.Name, Accent: s.Accent, Locale: locale, Dir: dir,
		Greeting: a.Words.Greeting(locale, time.Now()), Disclosure: a.Words.Disclosure(locale, s.Name), OnDuty: a.Presence.OnDuty(ctx, s.ID)}}, nil
}

func (a *API) localeOf(s shop.Shop, wanted string) string {
	if wanted == "" {
		return s.Locale
	}
	return a.Words.Match(wanted, s.Locales)
}

// pageField is a URL, or an object with more.
type pageField struct{ conversation.Page }

// UnmarshalJSON takes both forms.
func (p *pageField) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.URL)
	}
	return json.Unmarshal(b, &p.Page)
}

// Schema describes both forms.
func (pageField) Schema(r huma.Registry) *huma.Schema {
	text := func(n int) *huma.Schema { return &huma.Schema{Type: huma.TypeString, MaxLength: &n} }
	return &huma.Schema{OneOf: []*huma.Schema{text(2000), {Type: huma.TypeObject, AdditionalProperties: false, Properties: map[string]*huma.Schema{
		"url": text(2000), "title": text(300), "product_id": text(200),
	}}}}
}

// page cleans what the browser says about where she is; anything but a web address is dropped.
func (p *pageField) page() conversation.Page {
	if p == nil {
		return conversation.Page{}
	}
	u, err := url.Parse(p.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "") {
		return conversation.Page{}
	}
	return conversation.Page{URL: p.URL, Title: conversation.Clean(p.Title), Product: p.Product}
}

type sessionAnswer struct {
	Token        string               `json:"token"`
	Contact      conversation.Contact `json:"contact"`
	Conversation *ownConversation     `json:"conversation,omitempty"`
	ExpiresAt    time.Time            `json:"expires_at"`
}

func (a *API) openSession(ctx context.Context, in *struct {
	Authorization string `header:"Authorization"`
	Body          struct {
		Shop     string     `json:"shop" minLength:"1" maxLength:"60"`
		Locale   string     `json:"locale,omitempty" maxLength:"60"`
		Country  string     `json:"country,omitempty" maxLength:"2"`
		Page     *pageField `json:"page,omitempty"`
		Identity string     `json:"identity_token,omitempty" maxLength:"4000"`
	}
}) (*out[sessionAnswer], error) {
	s, err := a.Shops.BySlug(ctx, in.Body.Shop)
	if err != nil {
		return nil, err
	}
	o := conversation.Opening{Shop: s.ID, Locale: a.localeOf(s, in.Body.Locale), Country: strings.ToUpper(in.Body.Country), Page: in.Body.Page.page()}
	o.Token, _ = strings.CutPrefix(in.Authorization, "Bearer ")
	if in.Body.Identity != "" {
		id, err := s.VerifyIdentity(in.Body.Identity, time.Now())
		if err != nil {
			return nil, err
		}
		o.Identity = &conversation.Identity{Subject: id.Subject, Email: id.Email, Name: id.Name}
	}
	token, session, err := a.Conversations.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	return a.sessionAnswer(ctx, token, session, http.StatusCreated)
}

func (a *API) sessionAnswer(ctx context.Context, token string, s conversation.Session, code int) (*out[sessionAnswer], error) {
	newest, err := a.Conversations.Newest(ctx, s.Shop, s.Contact.ID)
	if err != nil {
		return nil, err
	}
	answer := sessionAnswer{Token: token, Contact: s.Contact, ExpiresAt: s.ExpiresAt}
	if newest != nil {
		own := own(*newest)
		answer.Conversation = &own
	}
	return &out[sessionAnswer]{Status: code, Body: answer}, nil
}

func (a *API) updateSession(ctx context.Context, in *struct {
	Body struct {
		Locale  string     `json:"locale,omitempty" maxLength:"60"`
		Country string     `json:"country,omitempty" maxLength:"2"`
		Page    *pageField `json:"page,omitempty"`
	}
}) (*out[sessionAnswer], error) {
	c := who(ctx)
	s, err := a.Shops.ByID(ctx, c.shop)
	if err != nil {
		return nil, err
	}
	o := conversation.Opening{Shop: c.shop, Token: c.token, Locale: c.customer.Locale, Country: c.customer.Country, Page: in.Body.Page.page()}
	if in.Body.Locale != "" {
		o.Locale = a.localeOf(s, in.Body.Locale)
	}
	if in.Body.Country != "" {
		o.Country = strings.ToUpper(in.Body.Country)
	}
	token, session, err := a.Conversations.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := a.Conversations.Moved(ctx, session); err != nil {
		return nil, err
	}
	return a.sessionAnswer(ctx, token, session, http.StatusOK)
}

func (a *API) closeSession(ctx context.Context, _ *struct{}) (*struct{}, error) {
	return nil, a.Conversations.Forget(ctx, who(ctx).token)
}

// ownConversation is a conversation as its customer sees it.
type ownConversation struct {
	ID        string               `json:"id"`
	Status    conversation.Status  `json:"status"`
	Locale    string               `json:"locale"`
	Head      int64                `json:"head"`
	Subject   string               `json:"subject,omitempty"`
	Last      *conversation.Last   `json:"last,omitempty"`
	Agent     *conversation.Person `json:"agent,omitempty"`
	Rated     bool                 `json:"rated"`
	CreatedAt time.Time            `json:"created_at"`
	UpdatedAt time.Time            `json:"updated_at"`
	Seen      int64                `json:"seen" doc:"Staff have read up to here"`
	Into      string               `json:"merged_into,omitempty" doc:"She goes on in this one"`
}

func own(c conversation.Conversation) ownConversation {
	return ownConversation{c.ID, c.Status, c.Locale, c.Head, c.Subject, c.Last, c.Assignee, c.Rating > 0, c.CreatedAt, c.UpdatedAt, c.StaffSeen, c.MergedInto}
}

func (a *API) startConversation(ctx context.Context, in *struct {
	Body *struct {
		Locale string `json:"locale,omitempty" maxLength:"60"`
	} `required:"false"`
}) (*out[ownConversation], error) {
	session := who(ctx).customer
	if in.Body != nil && in.Body.Locale != "" {
		s, err := a.Shops.ByID(ctx, session.Shop)
		if err != nil {
			return nil, err
		}
		session.Locale = a.localeOf(s, in.Body.Locale)
	}
	c, err := a.Conversations.Start(ctx, session)
	if err != nil {
		return nil, err
	}
	return sent(own(c), true)
}

// ConversationPath names a conversation.
type ConversationPath struct {
	ID string `path:"id" maxLength:"64"`
}

type ownConversationList struct {
	Conversations []ownConversation `json:"conversations"`
}

func (a *API) ownConversations(ctx context.Context, _ *struct{}) (*out[ownConversationList], error) {
	c := who(ctx)
	found, err := a.Conversations.OfContact(ctx, c.shop, c.customer.Contact.ID, 50)
	if err != nil {
		return nil, err
	}
	body := ownConversationList{[]ownConversation{}}
	for _, one := range found {
		body.Conversations = append(body.Conversations, own(one))
	}
	return ok(body)
}

func (a *API) ownConversation(ctx context.Context, in *ConversationPath) (*out[ownConversation], error) {
	c := who(ctx)
	found, err := a.Conversations.Owned(ctx, c.shop, c.customer.Contact.ID, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(own(found))
}

func (a *API) sendMessage(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		ClientKey   string             `json:"client_key" minLength:"1" maxLength:"100"`
		Text        string             `json:"text,omitempty"`
		Attachments []string           `json:"attachments,omitempty" maxItems:"10"`
		Seen        *conversation.Seen `json:"seen,omitempty"`
		Quote       int64              `json:"quote,omitempty" minimum:"1" doc:"The seq of the message that this one answers to"`
	}
}) (*out[flow.Event], error) {
	c := who(ctx)
	e, fresh, err := a.Conversations.Receive(ctx, c.shop, c.customer.Contact.ID, in.ID, conversation.Send{
		ClientKey: in.Body.ClientKey, Text: in.Body.Text, Attachments: in.Body.Attachments, Seen: in.Body.Seen, Quote: in.Body.Quote,
	})
	if err != nil {
		return nil, err
	}
	shown, _ := conversation.ForCustomer(e)
	return sent(shown, fresh)
}

func (a *API) customerTyping(ctx context.Context, in *ConversationPath) (*struct{}, error) {
	c := who(ctx)
	if _, err := a.Conversations.Owned(ctx, c.shop, c.customer.Contact.ID, in.ID); err != nil {
		return nil, err
	}
	a.Conversations.Writes(in.ID)
	return nil, nil
}

func (a *API) customerSeen(ctx context.Context, in *seqInput) (*struct{}, error) {
	c := who(ctx)
	have, err := a.Conversations.Owned(ctx, c.shop, c.customer.Contact.ID, in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Conversations.MarkSeen(ctx, have, in.Body.Seq)
}

type interruptAnswer struct {
	Interrupted bool        `json:"interrupted"`
	Event       *flow.Event `json:"event,omitempty"`
}

func (a *API) interrupt(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		SeenOffset *int `json:"seen_offset,omitempty" minimum:"0"`
	} `required:"false"`
}) (*out[interruptAnswer], error) {
	c := who(ctx)
	if _, err := a.Conversations.Owned(ctx, c.shop, c.customer.Contact.ID, in.ID); err != nil {
		return nil, err
	}
	var seen *int
	if in.Body != nil {
		seen = in.Body.SeenOffset
	}
	e, err := a.Conversations.Interrupt(ctx, in.ID, seen)
	if err != nil {
		return nil, err
	}
	body := interruptAnswer{Interrupted: e != nil}
	if e != nil {
		if shown, may := conversation.ForCustomer(*e); may {
			body.Event = &shown
		}
	}
	return ok(body)
}

func (a *API) askPerson(ctx context.Context, in *struct {
	ConversationPath
	Body *struct {
		ClientKey string `json:"client_key,omitempty" maxLength:"100"`
	} `required:"false"`
}) (*out[flow.Event], error) {
	c := who(ctx)
	key := ""
	if in.Body != nil {
		key = in.Body.ClientKey
	}
	e, fresh, err := a.Conversations.AskPerson(ctx, c.shop, c.customer.Contact.ID, in.ID, key)
	if err != nil {
		return nil, err
	}
	shown, _ := conversation.ForCustomer(e)
	return sent(shown, fresh)
}

func (a *API) rate(ctx context.Context, in *struct {
	ConversationPath
	Body struct {
		Score   int    `json:"score" minimum:"1" maximum:"5"`
		Comment string `json:"comment,omitempty" maxLength:"2000"`
	}
}) (*out[flow.Event], error) {
	c := who(ctx)
	e, err := a.Conversations.Rate(ctx, c.shop, c.customer.Contact.ID, in.ID, conversation.RatingNote{Score: in.Body.Score, Comment: in.Body.Comment})
	if err != nil {
		return nil, err
	}
	return sent(e, true)
}
