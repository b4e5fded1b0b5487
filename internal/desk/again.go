package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"parley/internal/conversation"
	"parley/internal/flow"
	"parley/internal/locale"
	"parley/internal/store"
)

// Nobody should have to say twice what she has said. Before an agent sends, the console asks whether the text asks for something known;
// afterwards a step counts what was asked again, by people and by the assistant.

// Again finds what a text asks her for although it is known.
func (d *Desk) Again(ctx context.Context, c conversation.Conversation, text string) ([]Known, error) {
	events, err := d.log.Read(ctx, c.ID, 0, longest)
	if err != nil {
		return nil, err
	}
	return d.again(d.read(events, c), c, text), nil
}

func (d *Desk) again(t talk, c conversation.Conversation, text string) []Known {
	out := []Known{}
	pack, ok := d.book.Pack(d.languageOf(text, c.Locale))
	if !ok {
		return out
	}
	known := t.known(c)
	for _, what := range asks(pack.Asks, text) {
		i := slices.IndexFunc(known, func(k Known) bool { return k.What == what })
		if i >= 0 && !strings.Contains(strings.ToLower(text), strings.ToLower(known[i].Value)) { // who names it has it: "is … right?"
			out = append(out, known[i])
		}
	}
	return out
}

// languageOf is the language of a text: the conversation's, unless it is clearly another one.
func (d *Desk) languageOf(text, of string) string {
	if own, sure := d.book.Detect(text, locale.Base(of)); sure > 0.6 && locale.Base(own) != locale.Base(of) {
		return own
	}
	return of
}

// asks lists what a text asks for: in one sentence, a cue of asking and the words for it.
func asks(how locale.Asks, text string) (found []string) {
	for _, sentence := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(".!。！\n;；", r) }) {
		if !strings.ContainsAny(sentence, "?？؟") && !contains(sentence, how.Cues) {
			continue
		}
		for _, what := range kinds {
			if contains(sentence, how.For[what]) && !slices.Contains(found, what) {
				found = append(found, what)
			}
		}
	}
	return found
}

func contains(text string, any []string) bool {
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(text, w) })
}

// againStep counts questions for what was known. It is an end: nothing follows from it.
func (d *Desk) againStep() flow.Step {
	return flow.Step{Name: "asked_again", On: []flow.On{{Kind: flow.Message, By: flow.Agent}, {Kind: flow.Message, By: flow.Assistant}},
		Do: func(ctx context.Context, e flow.Event) ([]flow.Draft, error) { return nil, d.countAgain(ctx, e) }}
}

func (d *Desk) countAgain(ctx context.Context, e flow.Event) error {
	var m conversation.Text
	if json.Unmarshal(e.Payload, &m) != nil || m.Text == "" {
		return nil // erased since
	}
	c, err := d.conversations.Get(ctx, e.Shop, e.Stream)
	if err != nil {
		return err
	}
	events, err := d.log.Read(ctx, e.Stream, 0, longest)
	if err != nil {
		return err
	}
	before := events[:max(0, slices.IndexFunc(events, func(x flow.Event) bool { return x.Seq >= e.Seq }))]
	for _, k := range d.again(d.read(before, c), c, m.Text) {
		if err := d.keepAgain(ctx, e, k.What); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) keepAgain(ctx context.Context, e flow.Event, what string) error {
	_, err := d.db.Exec(ctx, `INSERT INTO asked_again (conversation, seq, what, shop, by_kind, by_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
		e.Stream, e.Seq, what, e.Shop, string(e.Actor.Kind), e.Actor.ID, store.Millis(e.At))
	return err
}

// AskedAgain is how often a customer was asked for what was known.
type AskedAgain struct {
	Agents    int `json:"agents"`
	Assistant int `json:"assistant"`
}

// AskedAgain counts the questions for what was known, since t.
func (d *Desk) AskedAgain(ctx context.Context, shop string, t time.Time) (n AskedAgain, err error) {
	err = d.db.QueryRow(ctx, `SELECT COALESCE(SUM(CASE WHEN by_kind = 'agent' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN by_kind = 'assistant' THEN 1 ELSE 0 END), 0)
		FROM asked_again WHERE shop = $1 AND at >= $2`, shop, store.Millis(t)).Scan(&n.Agents, &n.Assistant)
	return n, err
}
