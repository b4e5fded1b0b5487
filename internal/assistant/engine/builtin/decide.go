package builtin

import (
	"context"
	"regexp"
	"strings"
	"unicode"

	"parley/internal/assistant/engine"
	"parley/internal/locale"
	"parley/internal/locale/lexicon"
)

// decide is the plan of the whole answer: what must be said first (danger, law, a person), what can be answered, what is
// small talk, and what is declined.
func (e *Engine) decide(ctx context.Context, p *plan) error {
	if e.settled(p) {
		return nil
	}
	return e.answer(ctx, p)
}

// settled says what needs no evidence; then nothing else is said.
func (e *Engine) settled(p *plan) bool {
	u := p.u
	e.unstretch(u)
	if e.machineOrPerson(u) {
		u.acts["bot"] = true
		delete(u.acts, "human")
	}
	switch {
	case e.urgent(p), e.replyToOffer(p), e.angry(p):
	case u.acts["internal"]:
		u.Intent = "internal"
		p.say("internal")
		p.settle(engine.Declined)
	case u.acts["bot"]:
		u.Intent = "bot"
		p.say("bot")
		p.settle(engine.Smalltalk)
	default:
		return e.smalltalk(p)
	}
	return true
}

// The words between which she chooses when she asks whom she speaks to, in English; glossaries and concepts bring those of other
// languages to them.
const (
	machineWords = "robot . bot . chatbot . machine . computer . ai . artificial intelligence . automatic reply"
	personWords  = "person . human . people . real person . man . someone"
)

// eitherOr are the words that stand between two things to choose from, as customers of all locales write them.
var eitherOr = regexp.MustCompile(`(^|[\s,])(or|o|ou|oder|oppure|или|ولا|او|ام|hay|아니면)([\s,]|$)|还是|還是|それとも|どっち|หรือ`)

// machineOrPerson says that a short message names a machine and a person, and no goods: "scusa ma sei una persona vera o un computer".
func (e *Engine) machineOrPerson(u *reading) bool {
	if len([]rune(u.text)) > 100 || len(u.whole.Tokens) > 40 {
		return false
	}
	if !eitherOr.MatchString(lexicon.Fold(u.text)) && (u.acts["human"] || !strings.ContainsAny(u.text, "?？؟")) {
		return false
	}
	for _, m := range u.whole.Matches {
		if m.How != lexicon.Inner && m.How != lexicon.Typo && (m.Kind == "topic" || m.Kind == "part" || m.Kind == "symptom" || m.Kind == "thing") {
			return false
		}
	}
	lex := e.book.Lexicon()
	there := map[string]bool{}
	for _, n := range lex.Notions(u.whole) {
		there[n.Key] = true
	}
	names := func(words string) bool {
		for _, n := range lex.Notions(lex.Analyze(words, "en", lexicon.Written)) {
			if there[n.Key] && n.Weight >= 0.5 {
				return true
			}
		}
		return false
	}
	return names(machineWords) && names(personWords)
}

// unstretch reads words with drawn-out letters ("thankssss", "bom diaaa") as what they mean.
func (e *Engine) unstretch(u *reading) {
	short := squeezed(u.text)
	if short == u.text || len([]rune(u.text)) > 80 {
		return
	}
	a, _ := e.hear(u, short, u.lang)
	acts := e.acts(a)
	if acts["thanks"] || acts["hello"] || acts["bye"] || acts["how_are_you"] || acts["human"] {
		u.whole, u.acts = a, acts
	}
}

// squeezed cuts three or more of the same letter in a row to one.
func squeezed(s string) string {
	var out []rune
	list := []rune(s)
	for i := 0; i < len(list); {
		n := 1
		for i+n < len(list) && list[i+n] == list[i] {
			n++
		}
		keep := n
		if n >= 3 && unicode.IsLetter(list[i]) {
			keep = 1
		}
		for range keep {
			out = append(out, list[i])
		}
		i += n
	}
	return string(out)
}

// urgent hands over at once: danger, law and press, a wish for a person.
func (e *Engine) urgent(p *plan) bool {
	a := p.u.acts
	switch {
	case a["danger"] && !e.onlyFeared(p):
		p.u.Intent = "danger"
		p.say("danger")
		p.hand(engine.ReasonDanger)
	case a["legal"]:
		p.u.Intent = "legal"
		p.say("sorry")
		p.say("legal")
		p.hand(engine.ReasonLegal)
	case a["human"] && !e.asksWhetherHuman(p):
		p.u.Intent = "human"
		p.hand(engine.ReasonAsked)
	default:
		return false
	}
	return true
}

// asksWhetherHuman says that her word for a person stands within the question whether she speaks to a machine: "are you human?"
func (e *Engine) asksWhetherHuman(p *plan) bool {
	if !p.u.acts["bot"] {
		return false
	}
	for _, m := range p.u.whole.Matches {
		if m.How == lexicon.Inner || m.ID != locale.ActPrefix+"human" && !e.book.Lexicon().Is(m.ID, "human_agent") {
			continue
		}
		inside := false
		for _, b := range p.u.whole.Matches {
			inside = inside || b.ID == locale.ActPrefix+"bot" && b.From < m.To && m.From <= b.To // 机器人还是|真人 touch
		}
		if !inside {
			return false
		}
	}
	return true
}

// replyToOffer takes a yes or no to "shall I ask a colleague?".
func (e *Engine) replyToOffer(p *plan) bool {
	if p.u.last == nil || !p.u.last.Offered || len([]rune(p.u.text)) > 60 {
		return false
	}
	switch {
	case p.u.acts["no"] && !p.u.acts["yes"] && p.u.only("no", "bye", "thanks", "ok"):
		p.u.Intent = "no"
		p.say("acknowledge")
		p.settle(engine.Smalltalk)
	case p.u.acts["yes"] && p.u.only("yes", "ok", "thanks"):
		p.u.Intent = "yes"
		p.hand(engine.ReasonUnknown)
	default:
		return false
	}
	return true
}

// angry counts; the second time a person takes over. The first time she hears that we are sorry, then her question is answered.
func (e *Engine) angry(p *plan) bool {
	if !p.u.acts["anger"] {
		return false
	}
	p.u.Anger++
	p.say("sorry")
	if p.u.Anger < 2 {
		return false
	}
	p.u.Intent = "anger"
	p.hand(engine.ReasonAnger)
	return true
}

// smalltalk answers messages that are nothing but politeness.
func (e *Engine) smalltalk(p *plan) bool {
	u := p.u
	key := ""
	switch {
	case u.acts["how_are_you"] && u.only("how_are_you", "hello", "thanks", "ok"):
		key = "how_are_you"
	case u.acts["thanks"] && u.only("thanks", "ok", "bye", "no", "hello", "yes", "how_are_you"):
		key = "thanks"
	case u.acts["bye"] && u.only("bye", "ok", "thanks", "no"):
		key = "bye"
	case u.acts["hello"] && u.only("hello", "how_are_you"):
		u.Intent = "hello"
		p.add(p.pack.Hello(p.turn.Now))
		p.settle(engine.Smalltalk)
		return true
	case (u.acts["ok"] || u.acts["yes"] || u.acts["no"]) && u.only("ok", "yes", "no") && (u.last == nil || u.last.Awaiting == ""):
		key = "acknowledge"
	default:
		return false
	}
	u.Intent = key
	p.say(key, "shop", p.turn.ShopName)
	p.settle(engine.Smalltalk)
	return true
}

// answer goes through the questions of the message.
func (e *Engine) answer(ctx context.Context, p *plan) error {
	u := p.u
	if done, err := e.orders(ctx, p); done || err != nil {
		return err
	}
	if e.elsewhere(p) {
		e.outOfScope(p)
		return nil
	}
	if len(u.Questions) == 0 || len(u.Questions) == 1 && !u.Questions[0].content() && len(u.Questions[0].Carried) == 0 && len(u.Questions[0].Products) == 0 {
		return e.nothingAsked(p)
	}
	for i := range u.Questions {
		if err := ctx.Err(); err != nil {
			return err
		}
		q := &u.Questions[i]
		if i > 0 && p.outcome == engine.Declined && (!e.ownMatter(q) || e.seeksGoods(&u.Questions[i-1]) && !q.asks()) {
			continue // "Are you hiring? What does it pay?", "Do you sell belts? To go with the cognac tote": what it leans on is not known
		}
		done, err := e.fromProducts(ctx, p, q)
		if err != nil {
			return err
		}
		if done {
			continue
		}
		if err := e.fromArticles(ctx, p, q); err != nil {
			return err
		}
	}
	return nil
}

// seeksGoods says that a question asks whether the shop has something.
func (e *Engine) seeksGoods(q *Question) bool {
	return q.acts["stock"] || matched(q.analysis, "do_you_have")
}

// asks says that a piece of a message puts a question.
func (q *Question) asks() bool { return q.Wants != "" || strings.ContainsAny(q.Text, "?？؟") }

// ownMatter says that a question names a matter or goods itself.
func (e *Engine) ownMatter(q *Question) bool {
	if len(q.Products) > 0 {
		return true
	}
	for _, id := range q.Concepts {
		switch e.book.Lexicon().Kind(id) {
		case "topic", "action", "symptom", "thing", "part":
			return true
		}
	}
	return false
}

// elsewhere says that she asks of the world outside the shop: the weather, homework, politics. A message that also speaks
// of goods or service is not.
func (e *Engine) elsewhere(p *plan) bool {
	lex, outside := e.book.Lexicon(), p.u.acts["scope"]
	for _, m := range p.u.whole.Matches {
		switch {
		case m.How == lexicon.Inner || m.How == lexicon.Typo:
		case m.Kind == "social" && lex.Is(m.ID, "offtopic"):
			outside = true
		case m.Kind == "topic" || m.Kind == "thing" || m.Kind == "part" || m.Kind == "symptom" || m.Kind == "action" || m.Kind == "attribute":
			if !e.insideScope(p, m) {
				return false
			}
		}
	}
	for _, q := range p.u.Questions {
		if len(q.Products) > 0 {
			return false
		}
	}
	return outside
}

// insideScope says that a match lies within an expression that is out of scope, as "movie" in a wish for a tip.
func (e *Engine) insideScope(p *plan, m lexicon.Match) bool {
	for _, o := range p.u.whole.Matches {
		if (o.ID == locale.ActPrefix+"scope" || o.Kind == "social" && e.book.Lexicon().Is(o.ID, "offtopic")) && o.From <= m.From && m.To <= o.To {
			return true
		}
	}
	return false
}

// nothingAsked: out of scope when she says so, else she is asked what it is about.
func (e *Engine) nothingAsked(p *plan) error {
	u := p.u
	switch {
	case u.acts["scope"]:
		e.outOfScope(p)
	case len(u.Questions) > 0 && u.Questions[0].Wants != "":
		u.Intent = "unclear"
		p.say("ask_topic")
		p.settle(engine.Asked)
	case len(u.Questions) > 0 && len(u.Questions[0].Unknown) > 0:
		e.decline(p)
	default:
		u.Intent = "empty"
		p.say("empty")
		p.settle(engine.Asked)
	}
	return nil
}

func (e *Engine) outOfScope(p *plan) {
	p.u.Intent = "scope"
	p.say("scope", "shop", p.turn.ShopName)
	p.u.Offered = true
	p.settle(engine.Declined)
}

// decline says honestly that we do not know and offers a person; the third time in a row the person is asked for.
func (e *Engine) decline(p *plan) {
	before := 0
	if p.u.last != nil {
		before = p.u.last.Declines
	}
	p.u.Declines = before + 1
	switch {
	case p.outcome == "" && e.notSold(p):
		p.u.Offered = true
	case p.outcome == engine.Answered || p.outcome == engine.Asked: // another part of the message was answered
		p.say("unknown")
		p.u.Offered = true
	case before >= 2:
		p.u.Intent = "failure"
		p.say("sorry")
		p.hand(engine.ReasonFailure)
		return
	case before == 1:
		p.say("unknown_again")
		p.u.Offered = true
	default:
		p.say("unknown")
		p.u.Offered = true
	}
	p.settle(engine.Declined)
}
