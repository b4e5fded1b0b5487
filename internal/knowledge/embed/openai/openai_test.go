package openai_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/internal/knowledge/embed"
	"parley/internal/knowledge/embed/openai"
	"parley/internal/knowledge/embed/wiretest"
)

func TestVectorsComeInTheOrderOfTheTexts(t *testing.T) {
	t.Setenv("OPENAI_API_KEY", "sk-of-the-operator")
	endpoint := wiretest.New(t, nil)
	v, err := openai.New().Embed(t.Context(), embed.Setting{BaseURL: endpoint.URL() + "/", Model: "m"}, []string{"warranty period", "parcel", "warranty"})
	if err != nil || len(v) != 3 {
		t.Fatalf("%d vectors, %v", len(v), err)
	}
	if cos(v[0], v[2]) < 0.6 || cos(v[0], v[1]) > 0.1 || cos(v[1], v[1]) < 0.999 {
		t.Errorf("cosines %.2f, %.2f, %.2f", cos(v[0], v[2]), cos(v[0], v[1]), cos(v[1], v[1]))
	}
	if r := endpoint.Requests()[0]; r.Model != "m" || r.Format != "float" || r.Key != "" {
		t.Errorf("the request is %+v", r)
	}
}

func cos(a, b []float32) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func TestFailuresHaveAClass(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   embed.Failure
		detail string
	}{
		"key":         {401, `{"error":{"message":"bad key"}}`, embed.Refused, "bad key"},
		"model":       {404, `{"error":{"message":"no model m"}}`, embed.Unknown, "no model m"},
		"moved":       {302, ``, embed.Unknown, ""},
		"busy":        {429, `{"error":{"message":"slow down"}}`, embed.Limited, "slow down"},
		"down":        {503, `gone`, embed.Broken, ""},
		"no JSON":     {200, `<html>`, embed.Broken, ""},
		"too few":     {200, `{"data":[]}`, embed.Broken, "0 vectors for 1 texts"},
		"wrong index": {200, `{"data":[{"index":7,"embedding":[1]}]}`, embed.Broken, "index 7"},
		"nowhere":     {200, `{"data":[{"index":0,"embedding":[0,0]}]}`, embed.Broken, "point nowhere"},
		"empty":       {200, `{"data":[{"index":0,"embedding":[]}]}`, embed.Broken, "point nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			endpoint := wiretest.New(t, nil)
			endpoint.Fail(c.status, c.body)
			_, err := openai.New().Embed(t.Context(), embed.Setting{BaseURL: endpoint.URL(), Key: "k", Model: "m"}, []string{"x"})
			var f *embed.Error
			if !errors.As(err, &f) || f.Class != c.want || !strings.Contains(f.Detail, c.detail) {
				t.Errorf("%v", err)
			}
			if n := len(endpoint.Requests()); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestSlowAndAway(t *testing.T) {
	endpoint := wiretest.New(t, nil)
	endpoint.Hold(true)
	for address, want := range map[string]embed.Failure{endpoint.URL(): embed.Slow, "http://127.0.0.1:1/v1": embed.Unreachable} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		_, err := openai.New().Embed(ctx, embed.Setting{BaseURL: address, Model: "m"}, []string{"x"})
		cancel()
		var f *embed.Error
		if !errors.As(err, &f) || f.Class != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}
