package builtin

import (
	"regexp"
	"strconv"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// Promotions are short texts that the shop wrote, each in one language. Customers of that language read them as they stand;
// for everybody else they are taken apart into what every language can say: how much off, what is free, until when.

// tellOffers answers "is there a deal on it, and until when?" and reports whether that was asked.
func (e *Engine) tellOffers(p *plan, c *Catalog, q *Question) bool {
	sure := e.asksOffer(q)
	if !sure && !e.hintsAtGift(q) {
		return false
	}
	list, named := e.meant(c, p, q)
	if len(list) == 0 || len(list) > maxProducts || !named && len(q.analysis.Tokens) > 40 {
		return false
	}
	told := 0
	for _, pr := range list {
		if sure && e.asksPriceToo(q) {
			e.tellPrice(p, pr, pr.title(p.pack.Tag))
		}
		told += e.tellOffer(p, c, q, pr)
	}
	if told == 0 {
		return false
	}
	p.u.Intent, p.u.Slots.Product = "product", list[0].ID
	p.u.why("promotions of " + list[0].ID)
	return true
}

// asksOffer says that she asks whether the shop reduces a price; codes and how offers combine are for articles.
func (e *Engine) asksOffer(q *Question) bool {
	found := false
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner || m.How == lexicon.Typo {
			continue
		}
		switch {
		case e.book.Lexicon().Is(m.ID, "discount") && !otherOffers[m.ID]:
			found = true
		case otherOffers[m.ID]:
			return false
		}
	}
	return found
}

// otherOffers are reductions that do not belong to one product.
var otherOffers = map[string]bool{"promo_code": true, "coupon_stacking": true, "price_match": true, "student_discount": true, "loyalty_points": true, "newsletter": true, "price_adjustment": true, "bulk_discount": true, "employee_discount": true}

// hintsAtGift: "do I get something with it?" asks for an offer when the product has one.
func (e *Engine) hintsAtGift(q *Question) bool {
	for _, m := range q.analysis.Matches {
		if m.Kind == "topic" && m.How != lexicon.Inner && m.How != lexicon.Typo && !goodsTopics[m.ID] {
			return false
		}
	}
	return q.hasAny("free", "gift") || q.hasAny("included") && q.acts["free"]
}

// asksPriceToo says that she asks for the price itself beside the offer.
func (e *Engine) asksPriceToo(q *Question) bool {
	for _, m := range q.analysis.Matches {
		if (m.ID == "price" || m.ID == "how_much" || m.ID == locale.ActPrefix+"ask_how_much") && m.How == lexicon.Exact {
			return true
		}
	}
	return false
}

// tellOffer says the offers of one product, or that there is none when she plainly asked.
func (e *Engine) tellOffer(p *plan, c *Catalog, q *Question, pr Product) int {
	if len(pr.Promotions) == 0 {
		if !e.asksOffer(q) || len(q.Products) == 0 || e.beyondOffer(q) {
			return 0
		}
		p.add(capital(p.pack.Say("offer_none", "product", pr.title(p.pack.Tag))), e.record(p, pr))
		p.settle(engine.Answered)
		return 1
	}
	for _, text := range pr.Promotions {
		p.add(capital(p.pack.Say("offer_now", "product", pr.title(p.pack.Tag), "items", e.offer(p, c, pr, text))), e.record(p, pr))
	}
	p.settle(engine.Answered)
	return 1
}

// beyondOffer says that a question that names a reduction is about something else: "sold my console, the buyer can't sign in".
func (e *Engine) beyondOffer(q *Question) bool {
	others := 0
	for _, m := range q.analysis.Matches {
		if m.How != lexicon.Inner && m.How != lexicon.Typo && (m.Kind == "topic" || m.Kind == "symptom" || m.Kind == "action") && !e.book.Lexicon().Is(m.ID, "discount") && !goodsTopics[m.ID] {
			others++
		}
	}
	return others > 0 || len(q.analysis.Tokens) > 18 && !containsSyllables(q.Text)
}

// offer says one promotion natively.
func (e *Engine) offer(p *plan, c *Catalog, pr Product, text string) string {
	lang, _ := e.book.Detect(text, "")
	if lang = locale.Base(lang); lang == p.pack.Lang() {
		return strings.TrimRight(strings.TrimSpace(text), ".。")
	}
	if lang == "" {
		lang = "en"
	}
	o := promo{e: e, p: p, c: c, pr: pr, text: text, lang: lang, figs: e.book.Figures(text, lang), a: e.analyze(text, lang)}
	if parts := o.parts(); len(parts) > 0 {
		return strings.Join(parts, p.pack.List.Sep)
	}
	return strings.ReplaceAll(p.pack.Quote, "{x}", text)
}

// promo is one promotion text being taken apart.
type promo struct {
	e    *Engine
	p    *plan
	c    *Catalog
	pr   Product
	text string
	lang string
	figs []figure.Figure
	a    lexicon.Analysis
}

func (o *promo) parts() []string {
	var out []string
	for _, s := range []string{o.set(), o.less(), o.gift(), o.shade(), o.count(), o.with(), o.until(), o.period(), o.stocks()} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// setForm is "3 for 2" in the ways that shops write it.
var setForm = regexp.MustCompile(`(?i)\b([2-9])\s*(?:for|x|×|por|für|pour|per|a|al precio de)\s*([1-8])\b|买\s*([2-9一二两三四五])\s*付\s*([1-8一二两三四])`)

func (o *promo) set() string {
	m := setForm.FindStringSubmatch(o.text)
	if m == nil {
		return ""
	}
	return o.p.pack.Say("offer_set", "a", firstOf(m[1], m[3]), "b", firstOf(m[2], m[4]))
}

// less is what is taken off, or paid back.
func (o *promo) less() string {
	for _, f := range o.figs {
		if f.Kind != figure.Percent && f.Kind != figure.Money || f.Kind == figure.Money && f.Bound == figure.Over {
			continue
		}
		key := "offer_less"
		if strings.Contains(o.text, "返") || o.says("back") {
			key = "offer_back"
		}
		f.Bound = ""
		return o.p.pack.Say(key, "figure", o.p.pack.FormatFigure(f))
	}
	return ""
}

// countForm is "two for …", "buy 2 …": how many she must buy.
var countForm = regexp.MustCompile(`(?i)\b(two|three|four|[2-5])\s+for\b|\bbuy\s+(two|three|four|[2-5])\b|\bwhen you buy\s+(two|three|four|[2-5])\b|(?:买|满)\s*([2-5])\s*件`)

var smallNumbers = map[string]string{"two": "2", "three": "3", "four": "4"}

func (o *promo) count() string {
	m := countForm.FindStringSubmatch(o.text)
	if m == nil || setForm.MatchString(o.text) {
		return ""
	}
	n := strings.ToLower(firstOf(m[1], m[2], m[3], m[4]))
	return o.p.pack.Say("offer_count", "n", firstOf(smallNumbers[n], n))
}

// gift names what comes free: the notions of the text outside its figures and conditions.
func (o *promo) gift() string {
	if !o.says("free") && !o.says("gift") && !o.has("free", "gift", "free_shipping") {
		return ""
	}
	var items []string
	until := o.condition()
	for _, m := range o.a.Matches {
		if m.How == lexicon.Inner || m.How == lexicon.Typo || m.Start >= until || m.ID == "free" || silent(m.Kind) || m.Kind == "time" || m.Kind == "modifier" {
			continue
		}
		label := o.e.book.Lexicon().Label(m.ID, o.p.pack.Lang())
		if o.narrower(m) {
			continue
		}
		if m.ID == "free_shipping" {
			label = o.e.book.Lexicon().Label("shipping", o.p.pack.Lang())
		}
		if code := o.text[m.Start:m.End]; isCapital(code) {
			label += " " + code
		}
		if n := o.numberBefore(m.Start); n != "" {
			label = n + " × " + label
		}
		if label != "" && !o.repeats(items, label) {
			items = append(items, label)
		}
	}
	if len(items) == 0 {
		return strings.ReplaceAll(o.p.pack.Quote, "{x}", strings.TrimSpace(o.text[:until]))
	}
	return o.p.pack.Say("offer_gift", "items", o.p.pack.Join(items))
}

// narrower says that the same words mean something more special too.
func (o *promo) narrower(m lexicon.Match) bool {
	for _, n := range o.a.Matches {
		if n.ID != m.ID && n.Start <= m.Start && n.End >= m.End && o.e.book.Lexicon().Is(n.ID, m.ID) {
			return true
		}
	}
	return false
}

// repeats says that an item is already named, perhaps with its code: "Filter HEPA" holds "Filter".
func (o *promo) repeats(items []string, label string) bool {
	for _, s := range items {
		if strings.Contains(s, label) {
			return true
		}
	}
	return false
}

// isCapital says that a word is an abbreviation such as HEPA.
func isCapital(s string) bool {
	return len(s) > 1 && s == strings.ToUpper(s) && s != strings.ToLower(s)
}

// numberBefore is a small number that counts what stands at a place: "2 sachets of descaler".
func (o *promo) numberBefore(at int) string {
	for _, f := range o.figs {
		if f.Kind == figure.None && f.End < at && at-f.End < 16 && f.Lo < 100 {
			return strconv.Itoa(int(f.Lo))
		}
	}
	return ""
}

// conditionForm opens the part of a promotion that says when it holds.
var conditionForm = regexp.MustCompile(`(?i)\b(with (?:every|each|a|any)|when|until|till|through|from|while|for orders|over|avec|con|mit|bis|jusqu|hasta|fino|até)\b`)

// condition is where the condition begins, or the end of the text.
func (o *promo) condition() int {
	if at := conditionForm.FindStringIndex(o.text); at != nil && at[0] > 0 {
		return at[0]
	}
	return len(o.text)
}

// shade is the colour to which the offer is bound.
func (o *promo) shade() string {
	label := o.e.book.Lexicon().Label("colour", o.p.pack.Lang())
	list, _ := o.pr.Attributes["colours"].([]any)
	for _, x := range list {
		if s := flat(x); s != "" && strings.Contains(strings.ToLower(o.text), strings.ToLower(s)) {
			return label + " " + o.e.shade(o.p, s)
		}
	}
	return ""
}

// with is another product that must be bought too.
func (o *promo) with() string {
	for _, n := range o.c.find(o.a, hint{}) {
		if other, ok := o.c.Product(n.id); ok && other.ID != o.pr.ID {
			return o.p.pack.Say("offer_with", "product", other.title(o.p.pack.Tag))
		}
	}
	return ""
}

// until is the last day.
func (o *promo) until() string {
	for _, f := range o.figs {
		if f.Kind == figure.Date {
			return o.p.pack.Say("offer_until", "date", o.p.pack.FormatFigure(f))
		}
	}
	return ""
}

// period are the months.
func (o *promo) period() string {
	if months := o.months(); len(months) == 2 {
		return o.p.pack.Say("offer_months", "a", months[0], "b", months[1])
	}
	return ""
}

// months are the months that the text names, in her language.
func (o *promo) months() []string {
	var out []string
	for _, t := range o.a.Tokens {
		for _, pack := range o.e.book.Packs() {
			if pack.Lang() != o.lang || len(out) == 2 {
				continue
			}
			for i, names := range pack.Read.Months {
				if contains(names, t.Text) {
					out = append(out, o.p.pack.Months[i])
					break
				}
			}
			break
		}
	}
	return out
}

func (o *promo) stocks() string {
	if lower := strings.ToLower(o.text); strings.Contains(lower, "stocks last") || strings.Contains(lower, "stock lasts") || strings.Contains(lower, "vorrat reicht") || strings.Contains(lower, "agotar existencias") || strings.Contains(o.text, "售完") {
		return o.p.pack.Said["offer_stocks"]
	}
	return ""
}

func (o *promo) says(word string) bool {
	for _, t := range o.a.Tokens {
		if t.Text == word {
			return true
		}
	}
	return false
}

func (o *promo) has(ids ...string) bool {
	for _, m := range o.a.Matches {
		if contains(ids, m.ID) {
			return true
		}
	}
	return false
}

// offerTold says that a question only goes on about the offer just told: "… with engraving I heard, until when?"
func (e *Engine) offerTold(p *plan, q *Question) bool {
	pr, ok := p.u.goods.Product(p.u.Slots.Product)
	if !ok || len(pr.Promotions) == 0 || len(q.Products) > 0 && q.Products[0] != pr.ID {
		return false
	}
	told := map[string]bool{}
	for _, text := range pr.Promotions {
		lang, _ := e.book.Detect(text, "")
		for _, m := range e.analyze(text, firstOf(lang, "en")).Matches {
			told[m.ID] = true
		}
	}
	for _, m := range q.analysis.Matches {
		if m.How != lexicon.Inner && m.How != lexicon.Typo && !silent(m.Kind) && m.Kind != "measure" && m.Kind != "time" && m.ID != "discount" && !told[m.ID] {
			return false
		}
	}
	return true
}
