package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/shared"

	"parley/internal/assistant/engine"
)

// The tools. Each reads, or asks for a person; none writes. Whoever the model believes to be talking to, order_status lets the
// built-in engine decide whose order it is.

// tool is what a model may call. It returns what the model gets to read.
type tool struct {
	name, about string
	fields      map[string]string // argument → what it is
	optional    bool              // its arguments need not be given
	use         func(c *composing, ctx context.Context, in map[string]string) (any, error)
}

var toolbox = []tool{
	{"search_articles", "Find passages of the shop's help articles. The query may be in any language.", map[string]string{"query": "what to look for"}, false, (*composing).searchArticles},
	{"search_products", "Find products with price, stock and attributes.", map[string]string{"query": "the product's name or kind"}, false, (*composing).searchProducts},
	{"order_status", "Look an order up. Both must be what the customer wrote; a customer who is signed in needs neither.",
		map[string]string{"order_number": "as the customer wrote it", "email": "as the customer wrote it"}, true, (*composing).orderStatus},
	{"ask_for_person", "Pass the conversation on to a human colleague.", map[string]string{"reason": "asked, legal, danger, anger or unknown"}, false, (*composing).askForPerson},
	{"cannot_answer", "Tell the customer that this cannot be answered reliably and offer a colleague.", map[string]string{}, true, (*composing).cannotAnswer},
}

var tools = describe(toolbox)

func describe(list []tool) (out []openai.ChatCompletionToolUnionParam) {
	for _, t := range list {
		properties, required := map[string]any{}, []string{}
		for name, about := range t.fields {
			properties[name] = map[string]any{"type": "string", "description": about}
			if !t.optional {
				required = append(required, name)
			}
		}
		out = append(out, openai.ChatCompletionFunctionTool(shared.FunctionDefinitionParam{Name: t.name, Description: param.NewOpt(t.about),
			Parameters: shared.FunctionParameters{"type": "object", "properties": properties, "required": required, "additionalProperties": false}}))
	}
	return out
}

// use runs the tools that the model has called and tells it what came of them.
func (c *composing) use(ctx context.Context, text string, calls []call) error {
	c.messages = append(c.messages, again(text, calls))
	for _, one := range calls {
		began := time.Now()
		result, err := c.one(ctx, one)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		done := engine.ToolCall{Name: clip(one.name, 64), Arguments: clip(one.arguments, 500), MS: since(began)}
		if err != nil {
			done.Error = err.Error()
			result = map[string]string{"error": err.Error()}
		}
		answer := encode(result)
		done.Result = clip(answer, 2000)
		c.tools = append(c.tools, done)
		c.timings.Retrieve += done.MS
		c.messages = append(c.messages, openai.ToolMessage(answer, one.id))
	}
	return nil
}

var errNoTool = errors.New("there is no such tool")

func (c *composing) one(ctx context.Context, one call) (any, error) {
	for _, t := range toolbox {
		if t.name != one.name {
			continue
		}
		in, err := arguments(t, one.arguments)
		if err != nil {
			return nil, err
		}
		return t.use(c, ctx, in)
	}
	return nil, errNoTool
}

// arguments reads what a model has written as arguments; numbers are taken as text.
func arguments(t tool, raw string) (map[string]string, error) {
	if strings.TrimSpace(raw) == "" {
		raw = "{}"
	}
	var given map[string]any
	if err := json.Unmarshal([]byte(raw), &given); err != nil {
		return nil, errors.New("the arguments are not a JSON object")
	}
	in := map[string]string{}
	for name := range t.fields {
		switch v := given[name].(type) {
		case nil:
			if !t.optional {
				return nil, fmt.Errorf("%s is missing", name)
			}
		case string:
			in[name] = clip(strings.TrimSpace(v), 300)
		default:
			in[name] = clip(fmt.Sprint(v), 300)
		}
	}
	return in, nil
}

// results is what a search returns.
type results struct {
	Evidence []evidence `json:"evidence"`
	Note     string     `json:"note,omitempty"`
}

func (c *composing) searchArticles(ctx context.Context, in map[string]string) (any, error) {
	found, err := c.lent.Articles(ctx, in["query"], passagesFound)
	return c.found(found), internal(err)
}

func (c *composing) searchProducts(ctx context.Context, in map[string]string) (any, error) {
	found, err := c.lent.Products(ctx, in["query"], productsFound)
	return c.found(found), internal(err)
}

func (c *composing) orderStatus(ctx context.Context, in map[string]string) (any, error) {
	found, err := c.lent.Order(ctx, in["order_number"], in["email"])
	if err != nil {
		return nil, internal(err)
	}
	if len(found) == 0 { // the same words for a wrong pair and for no order at all
		c.asksIdentity = true
		return results{Evidence: []evidence{}, Note: "Nothing may be said. The customer must write the order number and the e-mail address that belong together."}, nil
	}
	return c.found(found), nil
}

func (c *composing) askForPerson(_ context.Context, in map[string]string) (any, error) {
	c.handoff = engine.ReasonUnknown
	for _, r := range []engine.Reason{engine.ReasonAsked, engine.ReasonLegal, engine.ReasonDanger, engine.ReasonAnger} {
		if in["reason"] == string(r) {
			c.handoff = r
		}
	}
	return map[string]string{"note": "A colleague is asked. Write nothing more."}, nil
}

func (c *composing) cannotAnswer(context.Context, map[string]string) (any, error) {
	c.gaveUp = true
	return map[string]string{"note": "The customer is told. Write nothing more."}, nil
}

// internal keeps the text of our own errors from the model.
func internal(err error) error {
	if err == nil {
		return nil
	}
	return errors.New("the search failed")
}

// found gives new evidence its number and shows it to the model, as far as there is room.
func (c *composing) found(list []engine.Evidence) results {
	numbered := c.number(list)
	if len(numbered) == 0 {
		return results{Evidence: []evidence{}, Note: "Nothing was found."}
	}
	return results{Evidence: shown(numbered, &c.room)}
}
