package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"parley/bench/corpus"
	"parley/bench/figure"
	"parley/bench/server"
	"parley/bench/wire"
	"parley/internal/assistant/engine/openai/wiretest"
)

// modelAsks is how many questions are asked one after the other.
const modelAsks = 200

// modelArticles is how many articles the shop has.
const modelArticles = 500

// modelBench measures what the program adds to a language model: an endpoint that answers at once is asked directly, and through the
// program by a customer, whose first sentence has then been understood, searched, instructed, checked and committed.
func modelBench(ctx context.Context, w *world, r figure.Report) error {
	endpoint := wiretest.Start(func(q wiretest.Request) wiretest.Reply {
		return wiretest.Reply{Text: "Happy to help you with that today!", In: 900, Out: 20}
	})
	defer endpoint.Close()
	var alone figure.Sample
	for range modelAsks {
		took, err := firstChunk(ctx, endpoint.URL())
		if err != nil {
			return err
		}
		alone.Took(took)
	}
	s, err := w.start(ctx, server.Options{})
	if err != nil {
		return err
	}
	list, err := modelShop(ctx, s, endpoint.URL())
	if err != nil {
		return err
	}
	through, err := askModel(s.Address, list)
	if err != nil {
		return err
	}
	r.Times("endpoint_first_token", &alone)
	r.Times("first_token", through)
	r.Add("overhead_p50", through.Percentile(0.5)-alone.Percentile(0.5), "ms", modelAsks)
	r.Add("asked_of_the_model", float64(len(endpoint.Requests())-modelAsks), "", modelAsks)
	return nil
}

// firstChunk asks the endpoint itself and waits for its first sentence.
func firstChunk(ctx context.Context, url string) (time.Duration, error) {
	body := `{"model":"m","stream":true,"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]}`
	began := time.Now()
	req, err := http.NewRequestWithContext(ctx, "POST", url+"/chat/completions", strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	var said strings.Builder
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		var chunk struct {
			Choices []struct{ Delta struct{ Content string } }
		}
		if json.Unmarshal(bytes.TrimPrefix(lines.Bytes(), []byte("data: ")), &chunk) == nil && len(chunk.Choices) > 0 {
			said.WriteString(chunk.Choices[0].Delta.Content)
		}
		if strings.Contains(said.String(), "!") {
			return time.Since(began), nil
		}
	}
	return 0, fmt.Errorf("the endpoint said only %q", said.String())
}

// modelShop sets up a shop with articles and the endpoint as its language model.
func modelShop(ctx context.Context, s *server.Server, url string) ([]corpus.Article, error) {
	token, err := s.Shop(ctx, "bench", "owner")
	if err != nil {
		return nil, err
	}
	list := corpus.Make(modelArticles)
	if err := publish(s.Address, token, list); err != nil {
		return nil, err
	}
	c, err := wire.Dial(s.Address, nil)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	body, err := json.Marshal(map[string]any{"enabled": true, "base_url": url, "model": "m", "key": "bench", "vision": false, "window": 16000, "first_token_seconds": 10,
		"daily_budget": 0, "price_input": 0, "price_output": 0, "currency": "USD"})
	if err != nil {
		return nil, err
	}
	status, text, err := c.Do("PUT", "/api/v1/shop/model", token, body)
	if err != nil {
		return nil, err
	}
	return list, wants(status, 200, text)
}

// askModel asks as one customer, a new conversation every few questions.
func askModel(address string, list []corpus.Article) (*figure.Sample, error) {
	seen := &asked{}
	a := asker{list: list, seen: seen, r: rand.New(rand.NewPCG(7, 7)), address: address}
	var err error
	if a.conn, err = wire.Dial(address, nil); err != nil {
		return nil, err
	}
	defer a.conn.Close()
	if a.customer, err = welcome(a.conn, "bench", "en-US"); err != nil {
		return nil, err
	}
	for a.asked < modelAsks {
		s, err := a.stream(address, "0")
		if err != nil {
			return nil, err
		}
		for range asksPerTalk {
			if err := a.ask(s); err != nil {
				s.Close()
				return nil, err
			}
		}
		s.Close()
		if err := a.begin(a.conn); err != nil {
			return nil, err
		}
	}
	return &seen.first, nil
}
