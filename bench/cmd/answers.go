package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"parley/bench/corpus"
	"parley/bench/figure"
	"parley/bench/server"
	"parley/bench/wire"
)

const (
	askers      = 50
	thinkTime   = 2 * time.Second // on average, from an answer to the next question: 50 conversations then ask about 25 times a second
	askTime     = 40 * time.Second
	asksAtOnce  = 8 * time.Second // the closed loop without a thought in between
	asksPerTalk = 8               // then a new conversation begins
)

// answers measures the assistant with 5,000 articles: 50 customers who read, think and ask on, and then 50 who ask as fast as they
// are answered.
func answers(ctx context.Context, w *world, r figure.Report) error {
	s, err := w.start(ctx, server.Options{})
	if err != nil {
		return err
	}
	token, err := s.Shop(ctx, "bench", "operator")
	if err != nil {
		return err
	}
	list := corpus.Make(manyArticles)
	began := time.Now()
	if err := publish(s.Address, token, list); err != nil {
		return err
	}
	r.Add("import_rate", manyArticles/time.Since(began).Seconds(), "1/s", manyArticles)
	if _, err := firstAnswer(s.Address, token, corpus.Ask(rand.New(rand.NewPCG(5, 5)), list)); err != nil {
		note("%v", err)
	}
	used, err := s.Processor()
	if err != nil {
		return err
	}
	talking, err := converse(ctx, s.Address, list, thinkTime, askTime)
	if err != nil {
		return err
	}
	now, err := s.Processor()
	if err != nil {
		return err
	}
	r.Add("processor_per_answer", figure.Milliseconds(now-used)/float64(max(1, talking.whole.Len())), "ms", talking.whole.Len())
	r.Times("first_token", &talking.first)
	r.Times("server_first_token", &talking.server)
	r.Times("whole_answer", &talking.whole)
	r.Add("rate", float64(talking.whole.Len())/askTime.Seconds(), "1/s", talking.whole.Len())
	r.Add("answered", talking.answered.mean()*100, "%", talking.whole.Len())
	r.Add("right_article", talking.right.mean()*100, "%", talking.whole.Len())
	full, err := converse(ctx, s.Address, list, 0, asksAtOnce)
	if err != nil {
		return err
	}
	r.Add("saturated", float64(full.whole.Len())/asksAtOnce.Seconds(), "1/s", full.whole.Len())
	r.Times("saturated_first_token", &full.first)
	return nil
}

// asked is what many customers saw: from the moment she sent to the first piece of the answer, to its end, and what the server says itself.
type asked struct {
	first, whole, server figure.Sample
	answered, right      share
}

type share struct {
	mu     sync.Mutex
	yes, n float64
}

func (s *share) add(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	if yes {
		s.yes++
	}
}

func (s *share) mean() float64 { return s.yes / max(s.n, 1) }

func converse(ctx context.Context, address string, list []corpus.Article, think, long time.Duration) (*asked, error) {
	a := &asked{}
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	failed := make(chan error, askers)
	var all sync.WaitGroup
	for i := range askers {
		all.Go(func() {
			c := asker{list: list, think: think, seen: a, r: rand.New(rand.NewPCG(uint64(i), uint64(think))), address: address}
			if err := c.live(ctx); err != nil {
				failed <- err
				cancel()
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return a, err
	default:
		return a, nil
	}
}

// asker is one customer.
type asker struct {
	customer
	address string
	list    []corpus.Article
	think   time.Duration
	seen    *asked
	r       *rand.Rand
	conn    *wire.Conn
	asked   int
}

// live asks until the time is over.
func (a *asker) live(ctx context.Context) (err error) {
	if a.conn, err = wire.Dial(a.address, nil); err != nil {
		return err
	}
	defer a.conn.Close()
	if a.customer, err = welcome(a.conn, "bench", "en-US"); err != nil {
		return err
	}
	a.pause(ctx) // so that not all begin at once
	for ctx.Err() == nil {
		if err := a.talk(ctx); err != nil {
			return err
		}
		if err := a.begin(a.conn); err != nil {
			return err
		}
	}
	return nil
}

func (a *asker) pause(ctx context.Context) {
	sleep(ctx, min(time.Duration(a.r.ExpFloat64()*float64(a.think)), 5*a.think))
}

// talk is one conversation.
func (a *asker) talk(ctx context.Context) error {
	s, err := a.stream(a.address, "0")
	if err != nil {
		return err
	}
	defer s.Close()
	for range asksPerTalk {
		if ctx.Err() != nil {
			return nil
		}
		if err := a.ask(s); err != nil {
			return err
		}
		a.pause(ctx)
	}
	return nil
}

// ask sends a question and reads the answer to its end.
func (a *asker) ask(s *wire.Stream) error {
	q := corpus.Ask(a.r, a.list)
	a.asked++
	body, err := json.Marshal(map[string]string{"client_key": fmt.Sprintf("q%d", a.asked), "text": q.Text})
	if err != nil {
		return err
	}
	began := time.Now()
	answer := make(chan error, 1)
	go func() { answer <- a.read(s, q, began) }()
	status, text, err := a.conn.Do("POST", a.messages(), a.token, body)
	if err == nil {
		err = wants(status, 201, text)
	}
	if err != nil {
		s.Close()
		<-answer
		return err
	}
	return <-answer
}

func (a *asker) read(s *wire.Stream, q corpus.Question, began time.Time) error {
	_ = s.SetReadDeadline(began.Add(20 * time.Second)) // a closed stream fails at the next read
	first := time.Duration(0)
	for {
		e, err := s.Next()
		if err != nil {
			return fmt.Errorf("no answer to %q: %w", q.Text, err)
		}
		said := e.Name == "event" && wire.Field(e.Data, "kind") == "message" && wire.Field(e.Data, "run") != ""
		if first == 0 && (said || e.Name == "delta") {
			first = e.At.Sub(began)
		}
		if !said {
			continue
		}
		a.seen.first.Took(first)
		a.seen.whole.Took(e.At.Sub(began))
		return a.judge(e.Data, q)
	}
}

// judge looks at what was answered: a fast "I do not know" would be worth nothing.
func (a *asker) judge(data []byte, q corpus.Question) error {
	var m struct {
		Payload struct {
			Outcome      string
			FirstTokenMS float64 `json:"first_token_ms"`
			Evidence     []struct{ Ref string }
		}
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return err
	}
	a.seen.server.Add(m.Payload.FirstTokenMS)
	a.seen.answered.add(m.Payload.Outcome == "answered")
	a.seen.right.add(len(m.Payload.Evidence) > 0 && m.Payload.Evidence[0].Ref == q.Article)
	return nil
}
