package openai

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	openai "github.com/openai/openai-go/v3"

	"parley/internal/assistant/engine"
	"parley/internal/assistant/engine/builtin"
	"parley/internal/locale"
)

// composing is one turn with a model.
type composing struct {
	engine  *Engine
	setting Setting
	turn    engine.Turn
	lent    *builtin.Lent
	pack    *locale.Pack
	release func(engine.Sentence, []engine.Evidence) error
	began   time.Time
	timings engine.Timings

	messages []openai.ChatCompletionMessageParamUnion
	pool     []engine.Evidence // all that the model was given, numbered
	room     int               // tokens that are left of the window
	tools    []engine.ToolCall
	in, out  int64

	said     []string // released sentences
	cited    map[string]bool
	asked    bool // the last thing said is a question back
	refused  []string
	repaired bool
	stopped  error // the run is over: she interrupted

	handoff      engine.Reason
	gaveUp       bool
	asksIdentity bool
}

// How much is put before the model unasked, and how much a search returns.
const (
	passagesFound = 8
	productsFound = 3
	mostRounds    = 5
	forAnswer     = 900 // tokens kept free for what it writes
	leastWindow   = 2048
)

// run talks with the model until there is an answer. An error is how the model failed.
func (c *composing) run(ctx context.Context) error {
	if f := c.engine.mayAsk(ctx, c.turn.ShopID, c.setting); f != nil {
		return f
	}
	if err := c.prepare(ctx); err != nil {
		return err
	}
	err := c.rounds(ctx)
	var failed *failure
	switch {
	case errors.Is(ctx.Err(), context.Canceled): // she interrupted; that says nothing about the model
	case err == nil, errors.As(err, &failed):
		c.engine.breaker.note(c.setting, err != nil)
	}
	return err
}

// prepare finds what the message speaks of and writes the first messages.
func (c *composing) prepare(ctx context.Context) error {
	began := time.Now()
	articles, err := c.lent.Articles(ctx, "", passagesFound)
	if err != nil {
		return err
	}
	products, err := c.lent.Products(ctx, "", productsFound)
	if err != nil {
		return err
	}
	c.number(products)
	c.number(articles)
	c.timings.Retrieve = since(began)
	system := Instructions + language(c.pack, c.turn.ShopName)
	m := matter{Today: c.turn.Now.Format("Monday 2006-01-02"), Country: c.turn.Country, Verified: c.turn.Contact.Verified, Waiting: c.turn.Waiting, Message: clip(c.turn.Text, 6000)}
	c.room = max(c.setting.Window, leastWindow) - tokens(system) - tokens(m.Message) - forAnswer
	share := c.room / 2
	m.Evidence = shown(c.pool, &share)
	m.Conversation = past(c.turn.History, c.room/2)
	c.room -= tokens(encode(m))
	c.messages = []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(system), c.userMessage(ctx, encode(m))}
	return nil
}

// userMessage is the data, with her pictures when the model may see them. One that cannot be read is left out.
func (c *composing) userMessage(ctx context.Context, data string) openai.ChatCompletionMessageParamUnion {
	parts := []openai.ChatCompletionContentPartUnionParam{openai.TextContentPart(data)}
	for _, p := range c.turn.Pictures {
		if !c.setting.Vision || len(parts) > mostPictures {
			break
		}
		bytes, err := p.Read(ctx)
		if err != nil {
			c.engine.logger.Warn("A picture could not be shown to the model", "error", err)
			continue
		}
		parts = append(parts, openai.ImageContentPart(openai.ChatCompletionContentPartImageImageURLParam{URL: "data:" + p.Type + ";base64," + base64.StdEncoding.EncodeToString(bytes)}))
	}
	if len(parts) == 1 {
		return openai.UserMessage(data)
	}
	return openai.UserMessage(parts)
}

// mostPictures of one message are shown.
const mostPictures = 4

// number takes evidence into the pool; the same passage keeps its number.
func (c *composing) number(list []engine.Evidence) (out []engine.Evidence) {
	for _, ev := range list {
		at := slices.IndexFunc(c.pool, func(p engine.Evidence) bool { return p.Kind == ev.Kind && p.Ref == ev.Ref && p.Quote == ev.Quote })
		if at < 0 {
			at = len(c.pool)
			ev.ID = "e" + strconv.Itoa(at+1)
			c.pool = append(c.pool, ev)
		}
		out = append(out, c.pool[at])
	}
	return out
}

// rounds asks the model again as long as it wants tools, and once more when check has refused a sentence.
func (c *composing) rounds(ctx context.Context) error {
	for range mostRounds {
		heard, err := c.ask(ctx)
		switch {
		case c.stopped != nil:
			return nil
		case err != nil:
			return err
		case len(c.refused) > 0 && !c.repaired:
			c.repair(heard.text.String())
		case len(c.refused) > 0:
			c.gaveUp = true
			return nil
		case len(heard.calls) > 0:
			if err := c.use(ctx, heard.text.String(), heard.calls); err != nil {
				return err
			}
			if c.handoff != "" || c.gaveUp {
				return nil
			}
		case len(c.said) == 0:
			return Empty
		default:
			return nil
		}
	}
	c.gaveUp = len(c.cited) == 0
	return nil
}

// ask sends the messages and releases the answer sentence by sentence. It hears no more once a sentence was refused.
func (c *composing) ask(ctx context.Context) (*said, error) {
	c.refused = nil
	var cut cutter
	heard, err := c.engine.exchange(ctx, c.setting, c.params(), func(text string) bool { return c.say(cut.add(text)) })
	if err == nil && c.stopped == nil && len(c.refused) == 0 {
		c.say(cut.rest())
	}
	c.count(heard)
	return heard, err
}

// count adds up what was read and written, by estimate when the endpoint does not tell (or was interrupted before it could).
func (c *composing) count(heard *said) {
	if heard.in == 0 {
		heard.in = int64(tokens(encode(c.messages)))
	}
	if heard.out == 0 {
		heard.out = int64(tokens(heard.text.String()))
		for _, one := range heard.calls {
			heard.out += int64(tokens(one.name + one.arguments))
		}
	}
	c.in, c.out = c.in+heard.in, c.out+heard.out
}

// say releases sentences; false when no more should be heard.
func (c *composing) say(list []piece) bool {
	for _, p := range list {
		if c.setting.tells(p.text) {
			c.refused = append(c.refused, "a sentence with a secret — secret: nothing of the kind is ever said")
			return false
		}
		s := engine.Sentence{Text: c.gap(p) + p.text, Cites: p.cites, Locale: c.pack.Tag, By: c.setting.Name()}
		err := c.release(s, c.pool)
		var refused *engine.Refused
		switch {
		case errors.As(err, &refused):
			c.refused = append(c.refused, p.text+" — "+refused.Rule+": "+refused.Detail)
			return false
		case err != nil:
			c.stopped = err
			return false
		}
		c.said = append(c.said, p.text)
		c.asked = strings.ContainsAny(p.text, "?？؟") || strings.HasSuffix(p.text, "か。")
		for _, id := range p.cites {
			c.cited[id] = true
		}
	}
	return true
}

func (c *composing) gap(p piece) string {
	switch {
	case len(c.said) == 0:
		return ""
	case p.line:
		return "\n"
	}
	return c.pack.Gap()
}

// repair tells the model, once, what could not be proven.
func (c *composing) repair(text string) {
	c.repaired = true
	type request struct {
		Said    []string `json:"already_said_to_the_customer"`
		Refused []string `json:"refused_by_the_check"`
		Do      string   `json:"do"`
	}
	r := request{Said: c.said, Refused: c.refused, Do: "Go on after what was already said, without repeating it. State only what the evidence says, with its ids. If nothing can be said, call cannot_answer."}
	if r.Said == nil {
		r.Said = []string{}
	}
	c.messages = append(c.messages, again(text, nil), openai.UserMessage(encode(r)))
}

// account writes down what the turn has cost.
func (c *composing) account(ctx context.Context) {
	if c.in+c.out > 0 {
		c.engine.account(ctx, c.turn.ShopID, c.setting, c.in, c.out)
	}
}

func (c *composing) usage() *engine.Usage {
	if c.in+c.out == 0 {
		return nil
	}
	return &engine.Usage{InputTokens: c.in, OutputTokens: c.out, Cost: c.setting.cost(c.in, c.out), Currency: c.setting.Currency}
}

// evidenceCited is what the released sentences rest on.
func (c *composing) evidenceCited() []engine.Evidence {
	out := []engine.Evidence{}
	for _, ev := range c.pool {
		if c.cited[ev.ID] {
			out = append(out, ev)
		}
	}
	return out
}

// reply closes a turn that the model has finished: what only code may say, and what the turn amounts to.
func (c *composing) reply() (engine.Reply, error) {
	r := engine.Reply{Locale: c.pack.Tag, Evidence: c.evidenceCited(), Engine: c.setting.Name(), Usage: c.usage(), Tools: c.tools}
	if err := c.close(&r); err != nil {
		return r, err
	}
	var err error
	r.Understood, err = c.remember(r.Outcome)
	c.timings.Compose = since(c.began) - c.timings.Understand - c.timings.Retrieve
	r.Timings = c.timings
	return r, err
}

func (c *composing) remember(outcome engine.Outcome) (json.RawMessage, error) {
	return c.lent.Remember(outcome, c.asksIdentity && len(c.cited) == 0)
}

// close decides the outcome and adds the pack's own sentences.
func (c *composing) close(r *engine.Reply) error {
	switch {
	case c.handoff != "":
		list, reason := c.lent.HandOver(c.handoff)
		r.Outcome, r.Handoff = engine.HandedOff, reason
		return c.add(list)
	case c.gaveUp:
		list, outcome, reason := c.lent.Decline(len(c.cited) > 0)
		r.Outcome, r.Handoff = outcome, reason
		return c.add(list)
	case len(c.cited) > 0:
		r.Outcome = engine.Answered
	case c.asked || c.asksIdentity:
		r.Outcome = engine.Asked
	case c.lent.Asks():
		r.Outcome = engine.Declined // she asked, and nothing that was said rests on anything
	default:
		r.Outcome = engine.Smalltalk
	}
	return nil
}

// add releases sentences of the pack.
func (c *composing) add(list []string) error {
	for _, text := range list {
		var refused *engine.Refused
		if err := c.release(engine.Sentence{Text: c.gap(piece{}) + text, Locale: c.pack.Tag}, c.pool); err != nil && !errors.As(err, &refused) {
			return err
		}
		c.said = append(c.said, text)
	}
	return nil
}
