package openai

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale/lexicon"
)

// fallBack lets the built-in engine answer the turn that the model did not finish. What was said stays; what says the same again
// is left out; the evidence is numbered on.
func (c *composing) fallBack(ctx context.Context, why error) (engine.Reply, error) {
	reason := reasonOf(why)
	c.engine.logger.Warn("The model failed, the built-in engine answers", "shop", c.turn.ShopID, "reason", reason, "error", why)
	before, by := c.evidenceCited(), len(c.pool)
	n := len(c.said)
	r, err := c.engine.builtin.Compose(ctx, c.turn, func(s engine.Sentence, list []engine.Evidence) error {
		if n > 0 && c.repeats(s, list) {
			return nil
		}
		if n > 0 && n == len(c.said) {
			s.Text = "\n" + strings.TrimSpace(s.Text)
		}
		if n > 0 {
			s.Table = nil // it belongs beside the built-in engine's own words
		}
		s.Cites = moved(s.Cites, by)
		err := c.release(s, slices.Concat(before, numberedOn(list, by)))
		if err == nil {
			c.said = append(c.said, s.Text)
		}
		return err
	})
	r.Fallback, r.Usage, r.Tools = reason, c.usage(), c.tools
	r.Timings.Understand, r.Timings.Retrieve = c.timings.Understand, c.timings.Retrieve
	r.Timings.Compose = since(c.began) - c.timings.Understand - c.timings.Retrieve
	switch {
	case n == 0:
	case len(c.said) == n, len(c.cited) > 0 && r.Outcome != engine.Answered && r.Outcome != engine.HandedOff:
		r.Evidence = before
		if len(c.cited) > 0 {
			r.Outcome = engine.Answered
		}
	default:
		r.Evidence = slices.Concat(before, numberedOn(r.Evidence, by))
	}
	if n > 0 {
		r.Engine = c.setting.Name() + "+" + r.Engine
	}
	return r, err
}

func reasonOf(why error) string {
	var f *failure
	var class Failure
	switch {
	case errors.As(why, &f):
		return string(f.class)
	case errors.As(why, &class):
		return string(class)
	case errors.Is(why, context.DeadlineExceeded):
		return string(Slow)
	}
	return "internal"
}

// repeats says that a sentence was said already: in the same words, or it rests on a passage that what was said rests on.
func (c *composing) repeats(s engine.Sentence, list []engine.Evidence) bool {
	text := lexicon.Fold(strings.TrimSpace(s.Text))
	for _, said := range c.said {
		if lexicon.Fold(strings.TrimSpace(said)) == text {
			return true
		}
	}
	if len(s.Cites) == 0 {
		return len(c.cited) > 0 // greetings and "I do not know" do not follow half an answer
	}
	for _, id := range s.Cites {
		if !c.rested(id, list) {
			return false
		}
	}
	return true
}

func (c *composing) rested(id string, list []engine.Evidence) bool {
	for _, ev := range list {
		if ev.ID != id {
			continue
		}
		for _, had := range c.pool {
			if c.cited[had.ID] && had.Kind == ev.Kind && had.Ref == ev.Ref && had.Quote == ev.Quote {
				return true
			}
		}
	}
	return false
}

func moved(ids []string, by int) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		n, _ := strconv.Atoi(strings.TrimPrefix(id, "e")) // the built-in engine numbers e1, e2 …
		out[i] = "e" + strconv.Itoa(n+by)
	}
	return out
}

func numberedOn(list []engine.Evidence, by int) []engine.Evidence {
	out := make([]engine.Evidence, len(list))
	for i, ev := range list {
		ev.ID = moved([]string{ev.ID}, by)[0]
		out[i] = ev
	}
	return out
}
