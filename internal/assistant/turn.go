package assistant

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"parley/internal/assistant/engine"
	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/locale"
)

// pastEvents is how much of a conversation an engine gets to read.
const pastEvents = 400

// turn reads what the engine may know. wanted is false when nobody waits for this answer any more: a person has taken the
// conversation, or she has written again and the newer message is the one to answer.
func (a *Assistant) turn(ctx context.Context, e flow.Event) (t engine.Turn, wanted bool, err error) {
	c, err := a.conversations.Get(ctx, e.Shop, e.Stream)
	if err != nil || c.Status == conversation.Taken || c.Status == conversation.Closed {
		return t, false, err
	}
	if done, err := a.log.Done(ctx, e, conversation.AnswerStep); err != nil || done {
		return t, false, err // another node has answered it, or she has stopped the answer and this is its second try
	}
	events, err := a.log.Read(ctx, e.Stream, max(0, e.Seq-pastEvents), pastEvents+100)
	if err != nil {
		return t, false, err
	}
	for _, later := range events {
		if later.Seq > e.Seq && later.Kind == flow.Message && later.Actor.Kind == flow.Contact {
			return t, false, nil
		}
	}
	var m conversation.Text
	if err := json.Unmarshal(e.Payload, &m); err != nil {
		return t, false, err
	}
	t, err = a.Facts(ctx, e.Shop)
	t.Locale, t.Country, t.Text, t.History = c.Locale, c.Country, m.Text, history(events, e.Seq)
	if t.Locale == "" {
		t.Locale = t.ShopLocale
	}
	if zone, ok := locale.Zone(c.Country); ok {
		t.Now = t.Now.In(zone)
	}
	t.Contact = engine.Contact{ID: c.Contact.ID, Name: c.Contact.Name, Email: c.Contact.Email, Verified: c.Contact.Verified}
	if c.Page != nil {
		t.PageURL, t.PageProduct = c.Page.URL, c.Page.Product
	}
	t.Waiting, t.Pictures = c.Status == conversation.Waiting, a.pictures(m.Attachments)
	return t, true, err
}

// pictures are the images among what she sent; their bytes are read when an engine wants to look.
func (a *Assistant) pictures(files []conversation.Attachment) (out []engine.Picture) {
	for _, f := range files {
		if a.files == nil || !strings.HasPrefix(f.Type, "image/") {
			continue
		}
		out = append(out, engine.Picture{Name: f.Name, Type: f.Type, Read: func(ctx context.Context) ([]byte, error) {
			r, err := a.files.Open(ctx, f.ID)
			if err != nil {
				return nil, err
			}
			defer r.Close()
			return io.ReadAll(io.LimitReader(r, conversation.MaxAttachment))
		}})
	}
	return out
}

// Facts fills what is the same for every answer of a shop.
func (a *Assistant) Facts(ctx context.Context, shop string) (t engine.Turn, err error) {
	t.ShopID, t.Now = shop, a.now()
	t.ShopName, t.ShopLocale, t.Locales, err = a.shops.ForAnswer(ctx, shop)
	t.Locale = t.ShopLocale
	t.OnDuty = a.duty.OnDuty(ctx, shop)
	return t, err
}

// history is what was said before, as she saw it.
func history(events []flow.Event, before int64) (past []engine.Said) {
	for _, e := range events {
		if e.Seq >= before || e.Kind != flow.Message {
			continue
		}
		var m struct {
			conversation.Answer
			Evidence []engine.Evidence `json:"evidence"`
		}
		if json.Unmarshal(e.Payload, &m) != nil {
			continue // an erased message
		}
		past = append(past, engine.Said{Actor: string(e.Actor.Kind), Text: m.Text, Locale: m.Locale, At: e.At.In(time.UTC), Interrupted: m.Interrupted,
			Outcome: engine.Outcome(m.Outcome), Understood: m.Understood, Evidence: m.Evidence})
	}
	return past
}
