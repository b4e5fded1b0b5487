package openai

import (
	"context"
	"errors"
	"strings"
	"time"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/param"
)

// Trial is what came of a try.
type Trial struct {
	Reply   string  // what the model said
	Latency float64 // to its first word, in milliseconds
	Total   float64
}

// Try sends a tiny request, so that whoever sets a model up sees that it works, or why not: the error tells its class.
func (e *Engine) Try(ctx context.Context, s Setting) (Trial, error) {
	ctx, cancel := context.WithTimeout(ctx, e.limits.Total)
	defer cancel()
	var t Trial
	began := time.Now()
	heard, err := e.exchange(ctx, s, openai.ChatCompletionNewParams{
		Model: s.Model, Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("Answer with the single word: ready")},
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: param.NewOpt(true)},
	}, func(string) bool {
		if t.Latency == 0 {
			t.Latency = since(began)
		}
		return true
	})
	t.Reply, t.Total = clip(strings.TrimSpace(heard.text.String()), 200), since(began)
	if err == nil && t.Reply == "" {
		err = Empty
	}
	return t, err
}

// ClassOf tells how a model has failed; "" when it has not.
func ClassOf(err error) Failure {
	var f *failure
	var class Failure
	switch {
	case errors.As(err, &f):
		return f.class
	case errors.As(err, &class):
		return class
	case err != nil:
		return Broken
	}
	return ""
}

// DetailOf is what exactly went wrong, in the endpoint's own words.
func DetailOf(err error) string {
	var f *failure
	if errors.As(err, &f) {
		return clip(f.detail, 300)
	}
	return ""
}
