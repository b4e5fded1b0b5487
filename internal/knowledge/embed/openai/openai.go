// Package openai gets vectors from any endpoint that speaks OpenAI's embeddings, hosted or on the shop's own machine.
package openai

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"strings"
	"time"

	openai "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"parley/internal/knowledge/embed"
)

// Client speaks to endpoints.
type Client struct{ http *http.Client }

var _ embed.Embedder = (*Client)(nil)

// connectTime is how long a connection may take; the rest is up to who asks.
const connectTime = 4 * time.Second

// New makes it. It keeps connections, and follows no redirect: a key goes to the address that was typed in, nowhere else.
func New() *Client {
	dialer := &net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second}
	return &Client{&http.Client{
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, TLSHandshakeTimeout: connectTime,
			MaxIdleConnsPerHost: 64, IdleConnTimeout: 90 * time.Second, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Embed sends the texts in one request. The vectors come back in their order and of length 1.
func (c *Client) Embed(ctx context.Context, s embed.Setting, texts []string) ([][]float32, error) {
	// The service is made without the library's own client, which would read a key of the operator from the environment.
	var raw *http.Response
	service := openai.NewEmbeddingService(option.WithBaseURL(strings.TrimRight(s.BaseURL, "/")+"/"), option.WithAPIKey(s.Key),
		option.WithHTTPClient(c.http), option.WithMaxRetries(0), option.WithResponseInto(&raw))
	res, err := service.New(ctx, openai.EmbeddingNewParams{Model: s.Model, Input: openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: texts},
		EncodingFormat: openai.EmbeddingNewParamsEncodingFormatFloat})
	if err != nil {
		return nil, because(err, raw)
	}
	return ordered(res.Data, len(texts))
}

// ordered puts vectors in the order of their texts; an endpoint may answer in any.
func ordered(data []openai.Embedding, n int) ([][]float32, error) {
	broken := func(form string, args ...any) ([][]float32, error) {
		return nil, &embed.Error{Class: embed.Broken, Detail: fmt.Sprintf(form, args...)}
	}
	if len(data) != n {
		return broken("%d vectors for %d texts", len(data), n)
	}
	out := make([][]float32, n)
	for _, d := range data {
		if d.Index < 0 || d.Index >= int64(n) || out[d.Index] != nil {
			return broken("the index %d of a vector", d.Index)
		}
		v, ok := unit(d.Embedding)
		if !ok || len(d.Embedding) != len(data[0].Embedding) {
			return broken("a vector of %d numbers that point nowhere, or of another size than the first", len(d.Embedding))
		}
		out[d.Index] = v
	}
	return out, nil
}

// maxSize bounds a vector; the largest models have about 8,000.
const maxSize = 20_000

// unit scales a vector to length 1, so that a dot product is a cosine.
func unit(v []float64) ([]float32, bool) {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	if len(v) > maxSize || sum == 0 || math.IsInf(sum, 0) || math.IsNaN(sum) {
		return nil, false
	}
	out, by := make([]float32, len(v)), 1/math.Sqrt(sum)
	for i, x := range v {
		out[i] = float32(x * by)
	}
	return out, true
}

// because finds out why a request failed.
func because(err error, res *http.Response) error {
	var api *openai.Error
	var timeout net.Error
	f := &embed.Error{Class: embed.Broken, Detail: err.Error()}
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &api):
		f.Class = ofStatus(api.StatusCode)
		if api.Message != "" {
			f.Detail = api.Message
		}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		f.Class, f.Detail = embed.Slow, "nothing came in time"
	case res == nil:
		f.Class = embed.Unreachable
	case res.StatusCode >= 300:
		f.Class = ofStatus(res.StatusCode)
	}
	return f
}

func ofStatus(status int) embed.Failure {
	switch {
	case status == 401 || status == 403:
		return embed.Refused
	case status == 404 || status >= 300 && status < 400:
		return embed.Unknown
	case status == 429 || status == 402:
		return embed.Limited
	}
	return embed.Broken
}
