package builtin

import (
	"strconv"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/knowledge/index"
	"parley/internal/locale"
)

// plan is the answer under construction: the sentences in order, and what they rest on.
type plan struct {
	turn      engine.Turn
	u         *reading
	pack      *locale.Pack
	sentences []engine.Sentence
	breaks    map[int]string // what stands before a sentence instead of the usual gap
	evidence  []engine.Evidence
	outcome   engine.Outcome
	handoff   engine.Reason
	told      bool // a product's record answered
	offered   bool // a promotion was told
	suggested bool // a product was recommended
}

// add plans a sentence.
func (p *plan) add(text string, cites ...string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	for _, s := range p.sentences {
		if strings.TrimSpace(s.Text) == text {
			return
		}
	}
	p.sentences = append(p.sentences, engine.Sentence{Text: text, Cites: cites})
}

// say plans a sentence of the pack.
func (p *plan) say(key string, pairs ...string) { p.add(p.pack.Say(key, pairs...)) }

// line plans a sentence on a line of its own.
func (p *plan) line(text string, cites ...string) {
	if p.breaks == nil {
		p.breaks = map[int]string{}
	}
	n := len(p.sentences)
	p.add(text, cites...)
	if len(p.sentences) > n {
		p.breaks[n] = "\n"
	}
}

func (p *plan) gap(i int) string {
	if b, ok := p.breaks[i]; ok {
		return b
	}
	return p.pack.Gap()
}

// cite notes a passage as evidence and returns its id; the same passage is noted once.
func (p *plan) cite(h index.Hit, passage *index.Passage) string {
	for _, ev := range p.evidence {
		if ev.Kind == "article" && ev.Ref == h.ID && ev.Quote == passage.Text {
			return ev.ID
		}
	}
	return p.note(engine.Evidence{Kind: "article", Ref: h.ID, Quote: passage.Text, Title: h.Title, Locale: h.Lang, URL: h.URL, Score: round(h.Score)})
}

func (p *plan) note(ev engine.Evidence) string {
	ev.ID = "e" + strconv.Itoa(len(p.evidence)+1)
	p.evidence = append(p.evidence, ev)
	return ev.ID
}

func round(v float64) float64 { return float64(int(v*1000+0.5)) / 1000 }

// settle records the outcome of one part; the strongest part decides for the whole.
func (p *plan) settle(o engine.Outcome) {
	rank := map[engine.Outcome]int{"": 0, engine.Smalltalk: 1, engine.Declined: 2, engine.Asked: 3, engine.Answered: 4, engine.HandedOff: 5}
	if rank[o] > rank[p.outcome] {
		p.outcome = o
	}
}

// hand asks for a person, unless one is asked for already.
func (p *plan) hand(reason engine.Reason) {
	p.outcome = engine.HandedOff
	switch {
	case p.turn.Waiting:
		p.say("handoff_waiting")
	case p.turn.OnDuty:
		p.say("handoff_on")
		p.handoff = reason
	default:
		p.say("handoff_off")
		p.handoff = reason
	}
}

// finish keeps the counts that the next turn needs.
func (p *plan) finish() {
	u := &p.u.Understood
	if u.Intent == "" {
		u.Intent = string(p.outcome)
	}
	if p.outcome != engine.Declined {
		u.Declines = 0
	}
	if len(p.sentences) == 0 {
		p.say("empty")
		p.settle(engine.Asked)
	}
}
