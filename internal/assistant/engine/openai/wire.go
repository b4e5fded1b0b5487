package openai

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/packages/ssestream"
)

// errSlow is why a request is given up that says nothing.
var errSlow = errors.New("openai: nothing came in time")

// call is a tool that the model wants to use.
type call struct{ id, name, arguments string }

// said is what came of one request.
type said struct {
	text    strings.Builder
	calls   []call
	in, out int64 // tokens, as the endpoint counts them; 0 when it does not tell
}

type chunks = ssestream.Stream[openai.ChatCompletionChunk]

// exchange sends a request and hands the text on as it comes, until hear wants no more. It closes the request in every case.
func (e *Engine) exchange(ctx context.Context, s Setting, p openai.ChatCompletionNewParams, hear func(text string) (more bool)) (*said, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(s.patience(), func() { cancel(errSlow) })
	defer watch.Stop()
	stream, err := e.open(ctx, s, p)
	if err != nil {
		return &said{}, err
	}
	defer stream.Close()
	heard, finished := &said{}, false
	for stream.Next() {
		watch.Reset(e.limits.Idle)
		chunk := stream.Current()
		heard.in, heard.out = max(heard.in, chunk.Usage.PromptTokens), max(heard.out, chunk.Usage.CompletionTokens)
		for _, choice := range chunk.Choices {
			heard.take(choice.Delta.ToolCalls)
			finished = finished || choice.FinishReason != ""
			if text := choice.Delta.Content; text != "" {
				heard.text.WriteString(text)
				if heard.text.Len() > longestAnswer || !hear(text) {
					return heard, nil
				}
			}
		}
	}
	switch {
	case stream.Err() != nil:
		return heard, because(ctx, stream.Err(), http.StatusOK)
	case !finished:
		return heard, &failure{class: Cut, detail: "the stream ended without a finish_reason"}
	}
	return heard, nil
}

// longestAnswer ends a model that does not stop by itself.
const longestAnswer = 8000

// take joins the pieces of tool calls, which come by index.
func (h *said) take(deltas []openai.ChatCompletionChunkChoiceDeltaToolCall) {
	for _, d := range deltas {
		if d.Index < 0 || d.Index >= mostCalls {
			continue
		}
		for int64(len(h.calls)) <= d.Index {
			h.calls = append(h.calls, call{})
		}
		c := &h.calls[d.Index]
		c.id += d.ID
		c.name += d.Function.Name
		c.arguments += d.Function.Arguments
	}
}

// mostCalls bounds how many tools one request may want.
const mostCalls = 8

// tries of a request whose endpoint is busy or broken; a connection that cannot be made is not tried again, she is waiting.
const tries = 3

// open sends the request until the stream begins.
func (e *Engine) open(ctx context.Context, s Setting, p openai.ChatCompletionNewParams) (*chunks, error) {
	pause := 200 * time.Millisecond
	for try := 1; ; try++ {
		stream, f := e.once(ctx, s, p)
		if f == nil {
			return stream, nil
		}
		wait := pause + time.Duration(rand.Int64N(int64(pause))) // jitter: not all customers at the same moment again
		if f.after > 0 {
			wait = f.after
		}
		if f.class != Limited && f.class != Broken || try == tries || wait > longestWait {
			return nil, f
		}
		select {
		case <-ctx.Done():
			return nil, because(ctx, ctx.Err(), 0)
		case <-time.After(wait):
		}
		pause *= 2
	}
}

// longestWait is more than she should wait for an endpoint that asks for patience.
const longestWait = 3 * time.Second

func (e *Engine) once(ctx context.Context, s Setting, p openai.ChatCompletionNewParams) (*chunks, *failure) {
	var res *http.Response
	// The service is made without the library's own client, which would read a key of the operator from the environment.
	service := openai.NewChatCompletionService(option.WithBaseURL(strings.TrimRight(s.BaseURL, "/")+"/"), option.WithAPIKey(s.Key),
		option.WithHTTPClient(e.http), option.WithMaxRetries(0), option.WithResponseInto(&res))
	stream := service.NewStreaming(ctx, p)
	err := stream.Err()
	switch {
	case err != nil:
	case res == nil:
		err = errors.New("no answer came")
	case !strings.Contains(res.Header.Get("Content-Type"), "event-stream"):
		err = errors.New("the answer is no stream of events but " + strconv.Quote(res.Header.Get("Content-Type")))
	default:
		return stream, nil
	}
	_ = stream.Close()
	status := 0
	if res != nil {
		status = res.StatusCode
	}
	f := because(ctx, err, status)
	if res != nil {
		if seconds, err := strconv.ParseFloat(res.Header.Get("Retry-After"), 64); err == nil && seconds > 0 {
			f.after = time.Duration(seconds * float64(time.Second))
		}
	}
	return nil, f
}

func (c *composing) params() openai.ChatCompletionNewParams {
	return openai.ChatCompletionNewParams{Model: c.setting.Model, Messages: slices.Clone(c.messages), Tools: tools,
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: param.NewOpt(true)}}
}

// again are the messages that tell the model what it has called.
func again(text string, calls []call) openai.ChatCompletionMessageParamUnion {
	m := openai.ChatCompletionAssistantMessageParam{}
	if text != "" {
		m.Content.OfString = param.NewOpt(text)
	}
	for _, c := range calls {
		m.ToolCalls = append(m.ToolCalls, openai.ChatCompletionMessageToolCallUnionParam{OfFunction: &openai.ChatCompletionMessageFunctionToolCallParam{
			ID: c.id, Function: openai.ChatCompletionMessageFunctionToolCallFunctionParam{Name: c.name, Arguments: c.arguments},
		}})
	}
	return openai.ChatCompletionMessageParamUnion{OfAssistant: &m}
}
