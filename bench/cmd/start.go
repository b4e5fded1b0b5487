package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"parley/bench/corpus"
	"parley/bench/figure"
	"parley/bench/server"
	"parley/bench/wire"
)

const (
	starts       = 7
	manyArticles = 5000
)

// start measures how long a start takes, and how much memory the program holds when nobody comes.
func start(ctx context.Context, w *world, r figure.Report) error {
	if err := w.starts(ctx, r, "fresh", server.Options{}, nil); err != nil {
		return err
	}
	if err := w.starts(ctx, r, "demo_first", server.Options{Demo: true}, nil); err != nil {
		return err
	}
	dir, err := w.fresh()
	if err != nil {
		return err
	}
	for _, name := range []string{"idle_rss", "idle_rss_again"} { // the first start also fills the demo shop
		if err := w.rest(ctx, r, name, server.Options{Demo: true, Dir: dir}); err != nil {
			return err
		}
	}
	if err := w.starts(ctx, r, "demo_again", server.Options{Demo: true, Dir: dir}, nil); err != nil {
		return err
	}
	return w.startWithArticles(ctx, r)
}

// rest leaves the program alone for 10 s and measures its memory.
func (w *world) rest(ctx context.Context, r figure.Report, metric string, o server.Options) error {
	s, err := w.start(ctx, o)
	if err != nil {
		return err
	}
	defer s.Stop()
	sleep(ctx, 10*time.Second)
	memory, err := s.Memory()
	r.Add(metric, float64(memory)/1024, "KB", 1)
	return err
}

// starts repeats a start; then, when set, is done with each running program and its time counted too.
func (w *world) starts(ctx context.Context, r figure.Report, name string, o server.Options, then func(s *server.Server) (time.Duration, error)) error {
	var ready, done figure.Sample
	for range starts {
		s, err := w.start(ctx, o)
		if err != nil {
			return err
		}
		ready.Took(s.Started)
		if then != nil {
			d, err := then(s)
			if err != nil {
				return err
			}
			done.Took(s.Started + d)
		}
		s.Stop()
	}
	r.Times(name, &ready)
	r.Times(name+"_answer", &done)
	return ctx.Err()
}

// startWithArticles starts with many articles; the first answer waits for their index.
func (w *world) startWithArticles(ctx context.Context, r figure.Report) error {
	s, err := w.start(ctx, server.Options{})
	if err != nil {
		return err
	}
	token, err := s.Shop(ctx, "bench", "operator")
	if err != nil {
		return err
	}
	list := corpus.Make(manyArticles)
	if err := publish(s.Address, token, list); err != nil {
		return err
	}
	s.Stop()
	var memory int64
	err = w.starts(ctx, r, "articles", server.Options{Dir: s.Dir}, func(s *server.Server) (time.Duration, error) {
		d, err := firstAnswer(s.Address, token, corpus.Ask(rand.New(rand.NewPCG(9, 9)), list))
		if err == nil {
			sleep(ctx, 500*time.Millisecond)
			memory, err = s.Memory()
		}
		return d, err
	})
	r.Add("articles_rss", float64(memory)/1024, "KB", 1)
	return err
}

// publish imports articles.
func publish(address, token string, list []corpus.Article) error {
	return bring(address, token, "articles", corpus.Lines(list))
}

// bring imports a file, whose every line ends with a line break.
func bring(address, token, noun string, lines []byte) error {
	c, err := wire.Dial(address, nil)
	if err != nil {
		return err
	}
	defer c.Close()
	status, answer, err := c.Do("POST", "/api/v1/"+noun+"/import", token, lines)
	if err != nil {
		return err
	}
	var n struct{ Imported int }
	if err := json.Unmarshal(answer, &n); err != nil || n.Imported != bytes.Count(lines, []byte("\n")) {
		return fmt.Errorf("import of %s: %d %.300s", noun, status, answer)
	}
	return nil
}

// firstAnswer asks once and measures how long the answer takes.
func firstAnswer(address, token string, q corpus.Question) (time.Duration, error) {
	began := time.Now()
	c, err := wire.Dial(address, nil)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	a, err := wire.Post[struct{ Outcome, Text string }](c, "/api/v1/articles/try", token, map[string]string{"text": q.Text, "locale": q.Locale})
	if err == nil && a.Outcome != "answered" {
		err = fmt.Errorf("%q was not answered: %+v", q.Text, a)
	}
	return time.Since(began), err
}
