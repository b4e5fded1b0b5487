package builtin

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"parley/internal/knowledge/index"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Whether a passage answers a question with yes or with no: what speaks for either is read from both, and how much it counts is learnt
// (stanceWeights). In between nothing is said.

// The signs of a yes or a no.
const (
	stanceBase     = iota
	stanceDenies   // it has a word that denies
	stanceBegins   // it begins with one
	stanceYes      // it begins with a yes
	stanceLimits   // it limits: only, except, unless
	stanceAllows   // it allows
	stanceDuty     // it demands: must, required
	stanceFree     // it says that something costs nothing
	stanceWithout  // it says without what something goes
	stanceAbove    // the heading or the words above a list deny
	stanceAboveYes // … allow
	stanceNear     // how much of what she names stands in a clause that denies
	stanceFar      // … in a clause that does not
	stanceAsked    // the question itself denies: isn't it
	stanceMust     // she asks whether she must
	stanceMustDuty // … and it demands
	stanceMustNot  // … and it denies
	stanceMustFree // … and something goes without, or costs nothing
	stanceCost     // she asks whether it costs
	stanceCostFree // … and it says that it costs nothing
	stanceCostSum  // … and it states an amount
	stanceSans     // she asks whether it goes without
	stanceSansDuty // … and it demands
	stanceWithin   // the figure that she gives lies within what it states
	stanceBeyond   // … beyond
	stanceAnswers  // it begins with a yes or no to the question that is its heading
	stanceOurs     // she asks whether it costs, and it says that the shop bears it
	stanceCount
)

// sureStance is the chance from which on a yes or a no is said.
const sureStance = 0.8

// dutyWords demand something, in texts of English and Chinese.
var dutyWords = map[string][]string{"en": {"must", "required", "requires", "require", "compulsory", "mandatory", "obligatory", "necessary", "need", "needs", "needed", "always"}, "zh": {"必须", "须", "需要", "应当", "务必", "一定要", "需"}}

// mustWords ask for a duty, as customers of all languages write them.
var mustWords = regexp.MustCompile(`(?i)\b(need|must|have to|has to|gotta|required|mandatory|muss|müssen|brauch|brauche|pflicht|nötig|tengo que|hay que|necesito|necesita|hace falta|obligatori[oa]|preciso|precisa|tenho que|tem que|obrigat[oó]ri[oa]|faut|dois|doit|oblig[ée]|besoin|devo|bisogna|serve|obbligatori[oa]|phải|cần|phai|can co|bắt buộc)\b|нужно|надо|нужен|нужна|обязат|обязан|должен|должна|требуется|لازم|يلزم|ضروري|مطلوب|ملزم|必须|要不要|需要|一定要|得不得|必須|いりますか|要りますか|必要|しなきゃ|しないと|해야|필요|의무|ต้อง|จำเป็น`)

// sansWords ask whether something goes without another.
var sansWords = regexp.MustCompile(`(?i)\b(without|ohne|sin|sem|sans|senza|không cần|khong can)\b|без |بدون|من غير|不用|没有|无需|なしで|無しで|なくても|없이|없어도|ไม่ต้อง|ไม่มี`)

// leanings are the signs of one passage for one question.
type leanings [stanceCount]float64

func (x *leanings) set(i int, yes bool) {
	if yes {
		x[i] = 1
	}
}

// stance reads the signs of a yes or a no of a passage for a question.
func (e *Engine) stance(p *plan, q *Question, hit index.Hit, s *index.Passage) leanings {
	var x leanings
	x[stanceBase] = 1
	e.leansBy(&x, hit, s)
	x[stanceNear], x[stanceFar] = e.clauses(p, q, hit, s)
	e.leansTo(&x, p, q, hit, s)
	return x
}

// leansBy reads what the passage, its heading and the words above a list say by themselves.
func (e *Engine) leansBy(x *leanings, hit index.Hit, s *index.Passage) {
	lang, tokens, first := locale.Base(hit.Lang), lexicon.Tokens(s.Text), ""
	if len(tokens) > 0 {
		first = tokens[0].Text
	}
	answers := strings.HasSuffix(strings.TrimSpace(s.Heading), "?") || strings.HasSuffix(s.Heading, "？")
	above := s.Heading
	if in := leadIn(hit.Page, s); in != nil {
		above = in.Text
	}
	x.set(stanceDenies, deniesFlatly(s.Text, lang) || e.denied(found{hit: hit, passage: index.Scored{Passage: s}}))
	x.set(stanceAnswers, answers && (first == "no" || first == "yes"))
	x.set(stanceBegins, !answers && (first == "no" || first == "not" || first == "never" || first == "不" || first == "无"))
	x.set(stanceYes, first == "yes" || first == "可")
	x.set(stanceLimits, limited(s.Text))
	x.set(stanceAllows, allows(s.Text, lang))
	for _, w := range dutyWords[lang] {
		x.set(stanceDuty, x[stanceDuty] == 1 || hasToken(tokens, w) || containsSyllables(w) && strings.Contains(s.Text, w))
	}
	x.set(stanceFree, freeIn(e.read(s.Text, hit.Lang).analysis.Matches))
	x.set(stanceWithout, hasToken(tokens, "without") || strings.Contains(s.Text, "无需") || strings.Contains(s.Text, "不需"))
	x.set(stanceAbove, deniesFlatly(above, lang))
	x.set(stanceAboveYes, !deniesFlatly(above, lang) && allows(above, lang) && !strings.ContainsAny(above, "?？"))
}

// leansTo reads how she asks, and what the passage says to that: whether she must, whether it costs, whether it goes without, a figure of hers.
func (e *Engine) leansTo(x *leanings, p *plan, q *Question, hit index.Hit, s *index.Passage) {
	must, cost, sans := mustWords.MatchString(q.Text), q.acts["free"] || q.hasAny("cost", "price", "fee", "surcharge", "payment"), sansWords.MatchString(q.Text)
	denies, duty, free, without := x[stanceDenies] == 1, x[stanceDuty] == 1, x[stanceFree] == 1, x[stanceWithout] == 1
	tokens, figures := lexicon.Tokens(s.Text), e.read(s.Text, hit.Lang).figures
	x.set(stanceAsked, e.negatedQuestion(p, q))
	x.set(stanceMust, must)
	x.set(stanceMustDuty, must && duty)
	x.set(stanceMustNot, must && denies)
	x.set(stanceMustFree, must && (without || free))
	x.set(stanceCost, cost)
	x.set(stanceCostFree, cost && (free || denies))
	sum := slices.ContainsFunc(figures, func(f figure.Figure) bool { return f.Kind == figure.Money })
	x.set(stanceCostSum, cost && sum && !free)
	x.set(stanceOurs, cost && (hasToken(tokens, "us") || hasToken(tokens, "we") || hasToken(tokens, "our") || strings.Contains(s.Text, "我们") || strings.Contains(s.Text, "商家")))
	x.set(stanceSans, sans)
	x.set(stanceSansDuty, sans && duty)
	within, beyond := e.bounds(q, figures)
	x.set(stanceWithin, within)
	x.set(stanceBeyond, beyond)
}

// clauses tells how much of what a question says stands in clauses that deny, and in clauses that do not.
func (e *Engine) clauses(p *plan, q *Question, hit index.Hit, s *index.Passage) (denied, plain float64) {
	r := e.newRanker(p, q, []index.Hit{{Page: hit.Page}})
	if r.asked.total == 0 {
		return 0, 0
	}
	for from := 0; from < len(s.Text); {
		_, to := clause(s.Text, from, from+1)
		if to <= from {
			break
		}
		part := strings.Trim(s.Text[from:to], " ,;，；、。()（）")
		cover := 0.0
		for k, v := range r.covered(part, hit.Lang) {
			cover += v * r.asked.weights[k] / r.asked.total
		}
		if deniesFlatly(part, hit.Lang) {
			denied = max(denied, cover)
		} else {
			plain = max(plain, cover)
		}
		from = to + 1
	}
	return denied, plain
}

// bounds says that a figure which she gives lies within, or beyond, one of its kind that the passage states.
func (e *Engine) bounds(q *Question, stated []figure.Figure) (within, beyond bool) {
	for _, g := range q.figures {
		if g.Kind == figure.Code || g.Kind == figure.None {
			continue
		}
		for _, f := range stated {
			a, b := g.Hi, f.Hi
			if g.Kind != f.Kind {
				continue
			}
			if g.Kind == figure.Duration {
				a, b = inDays(g.Hi, g.Unit), inDays(f.Hi, f.Unit)
			} else if g.Unit != f.Unit {
				continue
			}
			within, beyond = within || a <= b, beyond || a > b
		}
	}
	return within && !beyond, beyond && !within
}

// inDays brings durations together.
func inDays(v float64, unit string) float64 {
	return v * map[string]float64{"second": 1.0 / 86400, "minute": 1.0 / 1440, "hour": 1.0 / 24, "day": 1, "business_day": 1.4, "week": 7, "month": 30.4, "year": 365}[unit]
}

// yesChance is how likely the passage answers the question with yes.
func yesChance(x leanings) float64 {
	z := 0.0
	for i, v := range x {
		z += stanceWeights[i] * v
	}
	return 1 / (1 + math.Exp(-z))
}

// asksMore are question words that a yes or a no would not answer: until when can I …
var asksMore = regexp.MustCompile(`(?i)\b(when|how|which|where|who|why|wann|wie|wo|welche\w*|wer|warum|cu[áa]nd?t?os?|cu[áa]l\w*|d[óo]nde|qui[ée]n|c[óo]mo|quando|quant[oa]s?|qual|quais|onde|quem|como|quand|combien|quelle?s?|o[ùu]|qui|comment|quali|dove|chi|come|khi nào|khi nao|mấy|may|bao|nào|nao|ở đâu)\b|когда|сколько|какой|какая|какие|где|кто|как|متى|كم|وين|أين|اين|مين|كيف|いつ|何|どこ|誰|いくら|いくつ|どう|언제|몇|어디|누가|얼마|어떻게|เมื่อ|กี่|เท่าไ|ที่ไหน|ใคร|ยังไง|几|多少|多久|多长|哪|谁|怎么|什么`)

// byStance says yes or no when the passage surely means it and is surely meant.
func (e *Engine) byStance(p *plan, q *Question, l lead) bool {
	if q.Wants != "can" && q.Wants != "" || len(q.units) > 0 || asksMore.MatchString(q.Text) || l.passage.Kind == index.Heading || sureness(l) < enoughSure {
		return false
	}
	key, yes := "yes_about", yesChance(e.stance(p, q, l.hit, l.passage.Passage))
	switch {
	case yes >= sureStance:
	case yes <= 1-sureStance:
		key = "no_about"
	default:
		return false
	}
	own := fact{found: l.found, own: e.read(l.passage.Text, l.hit.Lang).analysis.Matches}
	label := firstOf(e.label(p, q), e.book.Lexicon().Label(e.topicOf(own, p.pack.Lang()), p.pack.Lang()))
	if label == "" {
		return false
	}
	p.u.why(fmt.Sprintf("yes with a chance of %.2f", yes))
	p.add(p.pack.Say(key, "label", label), p.cite(l.hit, l.passage.Passage))
	return true
}
