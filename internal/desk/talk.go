package desk

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/locale"
)

// talk is a conversation as the desk reads it: what she said, what was answered, what was found.
type talk struct {
	hers    []said
	tried   []Tried
	handoff *Handoff
	orders  []string // that the assistant was allowed to look up: she had given number and address
	goods   []string // products that answers were about, the last one last
	seeks   bool     // the assistant has last asked her for an order's number and address
	last    flow.Event
	lang    string
}

// said is a message of hers.
type said struct {
	Line
	files []conversation.Attachment
}

func (d *Desk) read(events []flow.Event, c conversation.Conversation) talk {
	t := talk{tried: []Tried{}, lang: locale.Base(c.Locale)}
	for _, e := range events {
		switch {
		case e.Kind == flow.Handoff:
			var h conversation.HandoffNote
			_ = json.Unmarshal(e.Payload, &h) // an erased payload leaves the reason empty
			t.handoff = &Handoff{h.Reason, e.At}
		case e.Kind == flow.Message && e.Actor.Kind == flow.Contact:
			t.hear(e)
		case e.Kind == flow.Message && e.Actor.Kind == flow.Assistant:
			t.answered(e)
		}
		if e.Kind == flow.Message {
			t.last = e
		}
	}
	return t
}

func (t *talk) hear(e flow.Event) {
	var m conversation.Text
	if json.Unmarshal(e.Payload, &m) != nil {
		return
	}
	t.hers = append(t.hers, said{Line{e.Seq, e.At, m.Text}, m.Attachments})
}

func (t *talk) answered(e flow.Event) {
	var a struct {
		Outcome    string `json:"outcome"`
		Evidence   []Ref  `json:"evidence"`
		Understood struct {
			Awaiting string `json:"awaiting"`
		} `json:"understood"`
	}
	if json.Unmarshal(e.Payload, &a) != nil {
		return
	}
	t.seeks = a.Understood.Awaiting == "identity"
	refs := []Ref{}
	for _, r := range a.Evidence {
		if !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
		switch {
		case r.Kind == "order" && !slices.Contains(t.orders, r.Ref):
			t.orders = append(t.orders, r.Ref)
		case r.Kind == "product":
			t.goods = append(t.goods, r.Ref)
		}
	}
	if a.Outcome == "smalltalk" || len(t.hers) == 0 || t.hers[len(t.hers)-1].Text == "" {
		return
	}
	t.tried = append(t.tried, Tried{e.Seq, t.hers[len(t.hers)-1].Text, a.Outcome, refs})
}

// summaryLines is how many of her messages the card repeats.
const summaryLines = 3

// shortest is the length of a message that says something, in characters: "ok" does not.
const shortest = 4

// summary is what she came with, and the newest of what she said since.
func (t *talk) summary() []Line {
	var told []Line
	for _, s := range t.hers {
		if len([]rune(strings.TrimSpace(s.Text))) >= shortest || cjk(s.Text) {
			told = append(told, s.Line)
		}
	}
	if len(told) > summaryLines {
		told = append(told[:1:1], told[len(told)-summaryLines+1:]...)
	}
	return append([]Line{}, told...)
}

// cjk says whether two characters may already be a matter: 退款.
func cjk(text string) bool {
	n := 0
	for _, r := range text {
		if r >= 0x2E80 && r < 0xFB00 {
			n++
		}
	}
	return n >= 2
}

// product is what the conversation is about: what the last answer was about, else the page she is on.
func (t *talk) product(c conversation.Conversation) string {
	if len(t.goods) > 0 {
		return t.goods[len(t.goods)-1]
	}
	if c.Page != nil {
		return c.Page.Product
	}
	return ""
}

// named says whether she or an answer has named the order.
func (t *talk) named(order string) bool {
	if slices.Contains(t.orders, order) {
		return true
	}
	for _, s := range t.hers {
		if strings.Contains(strings.ToUpper(s.Text), strings.ToUpper(order)) {
			return true
		}
	}
	return false
}

// Known is something about her that nobody needs to ask for again.
type Known struct {
	What  string    `json:"what" enum:"order,email,phone,photo,country,product"`
	Value string    `json:"value"`
	Seq   int64     `json:"seq,omitempty" doc:"of the message that says it; none when the shop's own data do"`
	At    time.Time `json:"at,omitzero"`
}

var (
	mailForm  = regexp.MustCompile(`[\p{L}\d._%+-]+@[\p{L}\d.-]+\.[\p{L}]{2,}`)
	phoneForm = regexp.MustCompile(`\+\d[\d ()./-]{6,}\d`)
)

// known collects what is known of her, what she said last of each kind.
func (t *talk) known(c conversation.Conversation) []Known {
	found := map[string]Known{}
	if c.Contact.Email != "" {
		found["email"] = Known{What: "email", Value: c.Contact.Email}
	}
	if c.Country != "" {
		found["country"] = Known{What: "country", Value: c.Country}
	}
	if c.Page != nil && c.Page.Product != "" {
		found["product"] = Known{What: "product", Value: c.Page.Product}
	}
	for _, s := range t.hers {
		at := func(what, value string) { found[what] = Known{what, value, s.Seq, s.At} }
		if m := mailForm.FindString(s.Text); m != "" {
			at("email", m)
		}
		if m := phoneForm.FindString(s.Text); m != "" {
			at("phone", m)
		}
		for _, id := range t.orders {
			if strings.Contains(strings.ToUpper(s.Text), strings.ToUpper(id)) {
				at("order", id)
			}
		}
		for _, f := range s.files {
			if strings.HasPrefix(f.Type, "image/") {
				at("photo", f.Name)
			}
		}
	}
	if _, said := found["order"]; !said && len(t.orders) > 0 {
		found["order"] = Known{What: "order", Value: t.orders[len(t.orders)-1]}
	}
	out := []Known{}
	for _, what := range kinds {
		if k, ok := found[what]; ok {
			out = append(out, k)
		}
	}
	return out
}

// kinds are what may be known, in the order of the card.
var kinds = []string{"order", "email", "phone", "photo", "product", "country"}
