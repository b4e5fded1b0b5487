package builtin

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"parley/internal/assistant/engine"
	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// fromProducts answers what the product's record knows: price, stock, attributes. It reports whether the question was one
// for the record; everything else is left to the articles.
func (e *Engine) fromProducts(ctx context.Context, p *plan, q *Question) (bool, error) {
	if e.shop == nil {
		return false, nil
	}
	c, err := e.shop.Catalog(ctx, p.turn.ShopID)
	if err != nil || c == nil || c.Len() == 0 {
		return false, err
	}
	if e.tellCompared(p, c, q) {
		return true, nil
	}
	rival := rival{ctx: ctx, e: e, p: p, q: q}
	if p.offered && e.offerTold(p, q) || (e.asksOffer(q) || e.hintsAtGift(q)) && !(e.noOffers(p, c, q) && rival.sure(overNoOffer)) && e.tellOffers(p, c, q) {
		p.offered = true
		return true, rival.err
	}
	if p.suggested && len(q.Products) == 0 && !e.policy(q) || e.seeksAdvice(p, q) && (q.acts["recommend"] || !rival.sure(overRecord)) && e.recommend(p, c, q) {
		p.suggested = true
		return true, rival.err
	}
	if p.outcome == engine.Answered && p.told && e.remark(q) {
		return true, nil
	}
	if e.policy(q) && !e.asksMains(c, p, q) {
		return false, nil
	}
	ask := q
	list, named := e.meant(c, p, q)
	if len(list) == 0 || !named && e.tale(q) {
		return false, nil
	}
	if named && !e.asksOf(c, q, list) {
		if ask = e.askedBefore(c, p, q, list); ask == nil {
			return false, nil
		}
	}
	if len(list) > maxProducts {
		return e.whichProduct(p, c, ask, list), nil
	}
	if ask == q && e.meansOther(c, q, list, &rival) || rival.err != nil {
		return false, rival.err
	}
	told := 0
	for _, pr := range list {
		told += e.tellProduct(p, c, ask, pr)
	}
	if told > 0 && ask == q && named {
		told += e.tellAlso(p, c, q, list, &rival)
	}
	p.told = p.told || told > 0
	return told > 0, rival.err
}

// How sure the articles must be of an answer to be asked before a product's record.
const (
	overNoOffer = 0.35 // which would only say that there is no offer
	overRecord  = 0.6  // which has an attribute that may be meant; a price, the stock and the sizes stand there alone
	overAspect  = 0.45 // by the rules for attributes, when another attribute is likelier by its meaning
)

// rival are the articles, asked only where they may know better than a product's record.
type rival struct {
	ctx context.Context
	e   *Engine
	p   *plan
	q   *Question
	err error // of the search
}

// sure says that the articles answer the question with at least this chance.
func (r *rival) sure(least float64) bool {
	top, ok := r.top()
	return ok && !isRecord(top.hit) && sureness(top) >= least
}

// top is the likeliest passage of articles and records.
func (r *rival) top() (lead, bool) {
	hits, err := r.e.search(r.ctx, r.p, r.q)
	if err != nil {
		r.err = err
		return lead{}, false
	}
	list := r.e.leads(r.p, r.q, hits)
	if len(list) == 0 {
		return lead{}, false
	}
	return list[0], true
}

// meansOther says that an article, or another attribute of these products, is likelier meant than what the rules for attributes found.
func (e *Engine) meansOther(c *Catalog, q *Question, list []Product, r *rival) bool {
	top, ok := r.top()
	if !ok {
		return false
	}
	if !isRecord(top.hit) {
		return e.asksBeyond(c, q, list) && sureness(top) >= overRecord
	}
	mine, key := false, c.records.keys[top.passage.Passage]
	for _, pr := range list {
		mine = mine || recordPrefix+pr.ID == top.hit.ID
		for _, a := range e.aspects(c, q, pr, c.ownTokens(q, pr)) {
			if a.price || a.stock || a.sizes || a.field(c, pr) == key {
				return false
			}
		}
	}
	return (mine || len(q.Products) == 0) && sureness(top) >= overAspect
}

// noOffers says that none of the products meant has an offer.
func (e *Engine) noOffers(p *plan, c *Catalog, q *Question) bool {
	list, _ := e.meant(c, p, q)
	for _, pr := range list {
		if len(pr.Promotions) > 0 {
			return false
		}
	}
	return true
}

// asksBeyond says that a question asks of products neither their price nor whether they are in stock, nor for sizes, and names two things
// more than an attribute: "do I need an insurance for the small drone, it weighs under 250?"
func (e *Engine) asksBeyond(c *Catalog, q *Question, list []Product) bool {
	explained := map[int]bool{}
	for _, pr := range list {
		own := c.ownTokens(q, pr)
		for i := range own {
			explained[i] = true
		}
		for _, a := range e.aspects(c, q, pr, own) {
			if a.price && q.hasAny("price", "cost", "price_range") || a.stock || a.sizes {
				return false
			}
			explained[a.at] = true
			for _, m := range q.analysis.Matches {
				for i := m.From; i < m.To && m.From <= a.at && a.at < m.To; i++ {
					explained[i] = true
				}
			}
		}
	}
	beyond := 0
	for _, part := range e.book.Lexicon().Parts(q.analysis, silent) {
		inside := false
		for i := part.From; i < part.To; i++ {
			inside = inside || explained[i]
		}
		if !inside {
			beyond++
		}
	}
	return beyond >= 2
}

// remark says that a piece behind an answered question asks nothing: "… I never know here in Salvador".
func (e *Engine) remark(q *Question) bool {
	if q.Wants != "" || strings.ContainsAny(q.Text, "?？؟") || q.acts["stock"] || q.acts["recommend"] {
		return false
	}
	return !e.says(q, "topic", "symptom", "measure") && len(q.analysis.Tokens) <= 20
}

// maxProducts bounds of how many products one answer speaks.
const maxProducts = 3

// meant lists the products she speaks of: named, of the kind she names, or the one talked of before. named tells the first.
func (e *Engine) meant(c *Catalog, p *plan, q *Question) (list []Product, named bool) {
	for _, id := range q.Products {
		if pr, ok := c.Product(id); ok {
			list = append(list, pr)
		}
	}
	if len(list) > 0 {
		return list, true
	}
	before, known := c.Product(p.u.Slots.Product)
	kinds := e.things(q)
	best := ""
	for _, id := range kinds {
		if len(c.concepts[id]) > 0 && (best == "" || len(c.concepts[id]) < len(c.concepts[best])) {
			best = id
		}
	}
	switch {
	case best != "" && known && c.isOfKind(int32(c.byID[before.ID]), []string{best}):
		return []Product{before}, false
	case best != "":
		return e.thatHave(c, q, c.ofKind(best)), false
	case known && len(kinds) == 0 && (len(q.Unknown) == 0 || len(q.analysis.Tokens) <= 8):
		return []Product{before}, false
	}
	return nil, false
}

// thatHave keeps of several products of a kind those that have a quality she names: the linen one, the waterproof one.
func (e *Engine) thatHave(c *Catalog, q *Question, list []Product) []Product {
	if len(list) < 2 {
		return list
	}
	lex := e.book.Lexicon()
	for _, m := range q.analysis.Matches {
		if m.Kind != "attribute" || m.How == lexicon.Inner || m.How == lexicon.Typo || !lex.Is(m.ID, "material") && !lex.Is(m.ID, "colour") && m.ID != "waterproof" && m.ID != "wireless" {
			continue
		}
		var some []Product
		for _, pr := range list {
			if _, ok := c.traits[c.byID[pr.ID]].has[m.ID]; ok {
				some = append(some, pr)
			}
		}
		if len(some) > 0 {
			list = some
		}
	}
	return list
}

// tale says that a question tells a story around a thing, or asks for a cost in passing: without a product's name it is
// about service, not about the goods.
func (e *Engine) tale(q *Question) bool {
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner || m.How == lexicon.Typo {
			continue
		}
		switch {
		case m.Kind == "action" && m.ID != "use_action" && m.ID != "charge_action" && m.ID != "place_order":
			return true
		case m.ID == "cost" && !q.hasAny("price"):
			return true
		case m.Kind == "attribute" && e.book.Lexicon().Is(m.ID, "colour") && !q.hasAny("colour") && !q.acts["stock"]:
			return true
		}
	}
	return len(q.analysis.Tokens) > 24 && !containsSyllables(q.Text)
}

// things are the kinds of goods that a question names, in whole words.
func (e *Engine) things(q *Question) []string {
	var out []string
	for _, m := range q.analysis.Matches {
		if m.Kind == "thing" && m.How != lexicon.Inner && m.How != lexicon.Typo && impliedBy[m.ID] == "" {
			out = append(out, m.ID)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, id := range q.Carried {
		if e.book.Lexicon().Kind(id) == "thing" {
			out = append(out, id)
		}
	}
	return out
}

func (e *Engine) asksOf(c *Catalog, q *Question, list []Product) bool {
	if q.acts["compare"] && len(list) > 1 {
		return true
	}
	for _, pr := range list {
		if len(e.aspects(c, q, pr, c.ownTokens(q, pr))) > 0 {
			return true
		}
	}
	return false
}

// askedBefore finds what she asked of another product when now she only names one: "no, I meant the 500", "and the Buds?".
func (e *Engine) askedBefore(c *Catalog, p *plan, q *Question, list []Product) *Question {
	if !q.acts["correction"] && !p.u.acts["correction"] && (len(q.analysis.Tokens) > 16 || e.says(q, "measure", "attribute", "action")) {
		return nil
	}
	turns := 0
	for i := len(p.turn.History) - 1; i >= 0 && turns < 4; i-- {
		h := p.turn.History[i]
		if h.Actor != "contact" {
			continue
		}
		turns++
		text := clean(h.Text)
		lang, _ := e.book.Detect(text, firstOf(h.Locale, p.turn.Locale))
		old := e.question(p.u, text, locale.Base(firstOf(lang, p.u.lang)))
		if e.policy(&old) {
			return nil
		}
		if e.asksOf(c, &old, list) {
			return &old
		}
	}
	return nil
}

// ownTokens are the tokens of a question that belong to the name of a product.
func (c *Catalog) ownTokens(q *Question, pr Product) map[int]bool {
	out := map[int]bool{}
	for _, n := range c.find(q.analysis, hint{}) {
		for i := range n.at {
			if q.analysis.Tokens[i].Kind != lexicon.Syllable {
				out[i] = true
			}
		}
	}
	return out
}

func (e *Engine) whichProduct(p *plan, c *Catalog, q *Question, list []Product) bool {
	asked := false
	for _, pr := range list {
		asked = asked || len(e.aspects(c, q, pr, c.ownTokens(q, pr))) > 0
	}
	if !asked {
		return false
	}
	var names []string
	for _, pr := range list[:min(4, len(list))] {
		names = append(names, pr.title(p.pack.Tag))
	}
	p.say("which_detail", "items", p.pack.Join(names))
	p.u.Awaiting, p.u.Intent = "choice", "clarify"
	p.settle(engine.Asked)
	return true
}

// tellProduct answers from one record every aspect that it holds, and reports how many.
func (e *Engine) tellProduct(p *plan, c *Catalog, q *Question, pr Product) int {
	told := 0
	for _, a := range e.aspects(c, q, pr, c.ownTokens(q, pr)) {
		if told == maxAspects {
			break
		}
		if e.tellAspect(p, c, q, pr, a, told == 0) {
			told++
		}
	}
	if told > 0 {
		p.u.Intent, p.u.Slots.Product = "product", pr.ID
		p.u.why("product " + pr.ID)
	}
	return told
}

// maxAspects bounds how much one answer says of a product.
const maxAspects = 4

// tellAspect says one thing about a product; the name stands in the first sentence only.
func (e *Engine) tellAspect(p *plan, c *Catalog, q *Question, pr Product, a aspect, first bool) bool {
	name := pr.title(p.pack.Tag)
	switch {
	case a.price:
		return e.tellPrice(p, pr, name)
	case a.sizes:
		e.tellSizes(p, c, q, pr, c.ownTokens(q, pr))
	case a.stock:
		key := "product_no_stock"
		if pr.InStock {
			key = "product_stock"
		}
		p.add(capital(p.pack.Say(key, "product", name)), e.record(p, pr))
	default:
		text := e.attributeSentence(p, c, q, pr, a, first)
		if text == "" {
			return false
		}
		p.add(capital(text), e.record(p, pr))
	}
	p.settle(engine.Answered)
	return true
}

// record notes a product's record as evidence, once.
func (e *Engine) record(p *plan, pr Product) string {
	for _, ev := range p.evidence {
		if ev.Kind == "product" && ev.Ref == pr.ID {
			return ev.ID
		}
	}
	return p.note(productEvidence(p.pack, pr))
}

// attributeSentence says one attribute natively; "" when it cannot be said for her market.
func (e *Engine) attributeSentence(p *plan, c *Catalog, q *Question, pr Product, a aspect, first bool) string {
	name, label := pr.title(p.pack.Tag), e.fieldLabel(p, c, pr, a)
	v := e.ofMarket(p, q, pr.Attributes[a.key])
	if has, ok := v.(bool); ok {
		switch {
		case label == "":
			return ""
		case has:
			return p.pack.Say("product_yes", "product", name, "label", label)
		}
		return p.pack.Say("product_no", "product", name, "label", label)
	}
	if list, ok := v.([]any); ok {
		if choice, has := e.chosen(p, c, q, pr, a, list); choice != "" && has {
			return p.pack.Say("product_yes", "product", name, "label", choice)
		} else if choice != "" {
			p.add(capital(p.pack.Say("product_no", "product", name, "label", choice)), e.record(p, pr))
			first = false
		}
	}
	value := e.value(p, c, q, a.key, v)
	if c.isSizes(a.key) {
		value = e.sizeList(p, v)
	}
	switch {
	case value == "" || value == "–":
		return ""
	case label == "":
		return p.pack.Say("product_plain", "product", name, "value", value)
	case first:
		return p.pack.Say("product_value", "product", name, "label", label, "value", value)
	}
	return p.pack.Say("figure", "label", label, "figure", value)
}

// chosen is the colour or size that she names, natively, and whether the list holds it.
func (e *Engine) chosen(p *plan, c *Catalog, q *Question, pr Product, a aspect, list []any) (string, bool) {
	lex := e.book.Lexicon()
	k := c.keys[a.key]
	if len(k.names) == 0 || a.at >= len(q.analysis.Tokens) {
		return "", false
	}
	for i, t := range q.analysis.Tokens {
		switch {
		case k.names[0] == "colour" && e.colourAt(q, i) != "":
			id := e.colourAt(q, i)
			for _, x := range list {
				if s := e.shadeOf(flat(x)); s != "" && lex.Is(s, id) {
					return e.shade(p, flat(x)), true
				}
			}
			if e.allKnown(list) {
				return lex.Label(id, p.pack.Lang()), false
			}
		case k.names[0] == "size_system" && e.asksForSize(q) && e.hasValue(list, t.Text):
			return strings.ToUpper(t.Text), true
		}
	}
	return "", false
}

// allKnown says that the lexicon knows every colour of a list, so that a missing one is missing for sure.
func (e *Engine) allKnown(list []any) bool {
	for _, x := range list {
		if e.shadeOf(flat(x)) == "" {
			return false
		}
	}
	return true
}

// fieldLabel names an attribute in her language: by the notion she used, by the key's own, or by what its unit measures.
func (e *Engine) fieldLabel(p *plan, c *Catalog, pr Product, a aspect) string {
	lex, lang := e.book.Lexicon(), p.pack.Lang()
	k := c.keys[a.key]
	if k.bound != "" && len(k.names) > 0 {
		if l := lex.Label(k.names[0], lang); l != "" {
			bound := map[string]string{"min": "minimum", "max": "maximum"}[k.bound]
			if k.names[0] == "max_temperature" || k.names[0] == "min_temperature" || k.names[0] == "load_limit" {
				return l
			}
			return l + " (" + lex.Label(bound, lang) + ")"
		}
	}
	if a.concept != "" && lex.Label(a.concept, lang) != "" && lex.Kind(a.concept) != "topic" && (contains(k.names, a.concept) || len(k.names) == 0) {
		return lex.Label(a.concept, lang)
	}
	for _, id := range k.names {
		if l := lex.Label(id, lang); l != "" {
			return l
		}
	}
	return p.pack.Measures[string(e.kindOf(c, pr, a.key))]
}

func (e *Engine) tellPrice(p *plan, pr Product, name string) bool {
	currency := p.currency(pr)
	if currency == "" {
		p.add(p.pack.Say("product_no_price", "product", name), e.record(p, pr))
		p.u.Offered = true
		p.settle(engine.Declined)
		return true
	}
	p.add(capital(p.pack.Say("product_price", "product", name, "money", p.pack.FormatMoney(pr.Prices[currency], currency))), e.record(p, pr))
	if home := currencyOf[firstOf(p.turn.Country, p.u.Slots.Country)]; home != "" && home != currency {
		p.add(p.pack.Say("price_other", "currency", currency), e.record(p, pr))
	}
	p.u.Intent = "product"
	p.settle(engine.Answered)
	return true
}

// currencyOf is the currency of a country.
var currencyOf = map[string]string{"US": "USD", "CN": "CNY", "JP": "JPY", "KR": "KRW", "GB": "GBP", "BR": "BRL", "MX": "MXN", "RU": "RUB", "SA": "SAR", "AE": "AED", "TH": "THB", "VN": "VND", "CH": "CHF", "CA": "CAD", "AU": "AUD", "IN": "INR", "TW": "TWD", "HK": "HKD", "SG": "SGD", "SE": "SEK", "NO": "NOK", "DK": "DKK", "PL": "PLN", "TR": "TRY", "NZ": "NZD",
	"DE": "EUR", "AT": "EUR", "FR": "EUR", "IT": "EUR", "ES": "EUR", "PT": "EUR", "NL": "EUR", "BE": "EUR", "IE": "EUR", "FI": "EUR", "GR": "EUR", "LU": "EUR"}

// currency is that of her country when it is known, never another market's; else that of her locale.
func (p *plan) currency(pr Product) string {
	region := ""
	if i := strings.LastIndexByte(p.pack.Tag, '-'); i >= 0 {
		region = p.pack.Tag[i+1:]
	}
	home := firstOf(p.turn.Country, p.u.Slots.Country)
	if c := currencyOf[home]; c != "" && pr.Prices[c] > 0 {
		return c
	}
	choices := []string{currencyOf[region], "USD", "EUR"}
	if currencyOf[home] != "" {
		choices = []string{"USD", "EUR"} // her own market has no price: the common ones are said with their sign
	}
	for _, c := range choices {
		if pr.Prices[c] > 0 {
			return c
		}
	}
	if keys := sortedKeys(pr.Prices); len(keys) > 0 && currencyOf[home] == "" {
		return keys[0]
	}
	return ""
}

func (e *Engine) valueKind(v any) figure.Kind {
	for _, f := range e.book.Figures(flat(v), "en") {
		return f.Kind
	}
	return figure.None
}

// value says an attribute natively; where markets or sizes differ, the one of her market or the size she names.
func (e *Engine) value(p *plan, c *Catalog, q *Question, name string, v any) string {
	if m, ok := v.(map[string]any); ok {
		return e.ofMap(p, c, q, name, m)
	}
	if list, ok := v.([]any); ok {
		var out []string
		for _, x := range list {
			s := e.value(p, c, q, name, x)
			if k := c.keys[name]; k != nil && len(k.names) > 0 && k.names[0] == "colour" {
				s = e.shade(p, flat(x))
			}
			if !contains(out, s) {
				out = append(out, s)
			}
		}
		return p.pack.Join(out)
	}
	if k := c.keys[name]; k != nil && k.unit != "" {
		if n, ok := number(v); ok {
			return p.pack.FormatFigure(figure.Figure{Lo: n, Hi: n, Kind: firstKind(figure.KindOf(k.unit), figure.Count), Unit: k.unit})
		}
		if s, ok := v.(string); ok && !strings.ContainsFunc(s, unicode.IsLetter) { // "62 × 48 × 28", "40–105"
			return s + " " + k.unit
		}
	}
	if k := c.keys[name]; k != nil && contains(k.names, "recommended_age") {
		if s := flat(v); strings.HasSuffix(s, "+") || digitsOnly(s) {
			if n, ok := number(strings.TrimSuffix(s, "+")); ok {
				return p.pack.FormatFigure(figure.Figure{Lo: n, Hi: n, Kind: figure.Duration, Unit: "year"}) + strings.TrimLeft(s, "0123456789.")
			}
		}
	}
	if n, ok := number(v); ok {
		return p.pack.FormatNumber(n)
	}
	return e.word(p, flat(v))
}

func firstKind(a, b figure.Kind) figure.Kind {
	if a != figure.None {
		return a
	}
	return b
}

// number reads a JSON number, also one written as a string.
func number(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	case string:
		n, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
		return n, err == nil
	}
	return 0, false
}

// ofMap says the entry of a map that is meant; all of a few when it is no map by market.
func (e *Engine) ofMap(p *plan, c *Catalog, q *Question, name string, m map[string]any) string {
	if x, ok := e.entry(p, q, m); ok {
		return e.value(p, c, q, name, x)
	}
	var out []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if len(m) > maxEntries || currencyOf[key] != "" || key == "EU" || key == "UK" {
			return "" // what holds elsewhere is none of hers
		}
		out = append(out, e.entryName(p, key)+" "+e.entryValue(p, c, q, name, key, m[key]))
	}
	return p.pack.Join(out)
}

// entryName says what an entry of a map is: an attribute by its notion, else the word as it is known.
func (e *Engine) entryName(p *plan, key string) string {
	if id := sides[strings.SplitN(strings.ToLower(key), "_", 2)[0]]; id != "" {
		return e.book.Lexicon().Label(id, p.pack.Lang())
	}
	for _, id := range readKey(key, e.book.Lexicon()).names {
		if l := e.book.Lexicon().Label(id, p.pack.Lang()); l != "" {
			return l
		}
	}
	return e.word(p, strings.ReplaceAll(key, "_", " "))
}

// entryValue says an entry's value, with the unit of its own key or of the attribute's.
func (e *Engine) entryValue(p *plan, c *Catalog, q *Question, name, key string, v any) string {
	n, plain := number(v)
	if k := readKey("x_"+key, e.book.Lexicon()); plain && k.unit != "" {
		return p.pack.FormatFigure(figure.Figure{Lo: n, Hi: n, Kind: firstKind(figure.KindOf(k.unit), figure.Count), Unit: k.unit})
	}
	return e.value(p, c, q, name, v)
}

// sides are the letters and words by which records name the sides of a thing.
var sides = map[string]string{"d": "depth_measure", "depth": "depth_measure", "w": "width_measure", "width": "width_measure", "h": "height_measure", "height": "height_measure", "l": "length_measure", "length": "length_measure"}

// maxEntries bounds the entries of an attribute that are told when none is meant.
const maxEntries = 4

// entry is what a map says of the size that she names, or of her market.
func (e *Engine) entry(p *plan, q *Question, m map[string]any) (any, bool) {
	for size, x := range m {
		for _, t := range q.analysis.Tokens {
			if len(size) > 0 && lexicon.Fold(size) == t.Text && currencyOf[strings.ToUpper(size)] == "" {
				return x, true
			}
		}
	}
	region := ""
	if i := strings.LastIndexByte(p.pack.Tag, '-'); i >= 0 && p.turn.Country == "" {
		region = p.pack.Tag[i+1:]
	}
	codes := []string{e.country(q), p.u.Slots.Country, p.turn.Country, region}
	if currencyOf[p.turn.Country] == "EUR" {
		codes = append(codes, "EU")
	}
	if currencyOf[firstOf(e.country(q), p.turn.Country)] == "EUR" {
		codes = append(codes, "DE", "FR", "ES", "IT")
	}
	for _, code := range append(codes, "default", "other", "others", "all", "rest") {
		if x, ok := m[code]; ok && code != "" {
			return x, true
		}
	}
	return nil, false
}

// ofMarket is the value of an attribute for her market.
func (e *Engine) ofMarket(p *plan, q *Question, v any) any {
	if m, ok := v.(map[string]any); ok {
		if x, ok := e.entry(p, q, m); ok {
			return x
		}
	}
	return v
}

// shade says a colour natively, by its own name or by the basic colour.
func (e *Engine) shade(p *plan, s string) string {
	id := e.shadeOf(s)
	if l := e.book.Lexicon().Label(id, p.pack.Lang()); l != "" {
		return l
	}
	return s
}

// shadeOf is the colour concept of a value, "" when the lexicon has none.
func (e *Engine) shadeOf(s string) string {
	lex := e.book.Lexicon()
	for _, text := range []string{"colour " + s, s} {
		for _, m := range e.analyze(text, "en").Matches {
			if m.ID != "colour" && m.Kind == "attribute" && lex.Is(m.ID, "colour") && m.How != lexicon.Inner {
				return m.ID
			}
		}
	}
	return ""
}

// country is the one that the question itself names.
func (e *Engine) country(q *Question) string {
	for _, id := range q.Concepts {
		if code := e.book.Country(id); code != "" {
			return code
		}
	}
	return ""
}

// word says a value natively: a figure in her format, a known notion by its name, else as it is written.
func (e *Engine) word(p *plan, s string) string {
	figs := e.book.Figures(s, "en")
	if len(figs) == 1 && figs[0].End-figs[0].Start >= len(strings.TrimSpace(s))-1 && figs[0].Kind != figure.Code {
		return p.pack.FormatFigure(figs[0])
	}
	if len(figs) == 1 && figs[0].Kind != figure.Code && figs[0].Unit != "" && len(strings.Fields(s)) > 3 && p.pack.Lang() != "en" {
		return e.bounded(p, figs[0], p.pack.FormatFigure(figs[0])) // "all up to 75 mm wide"
	}
	if len(figs) == 2 && figs[0].Kind == figs[1].Kind && strings.Contains(s, " or ") {
		return strings.ReplaceAll(s, " or ", " / ") // 127 V or 220 V
	}
	a := e.analyze(s, "en")
	if p.pack.Lang() != "en" && figure.Kind("") == e.valueKind(s) {
		if t := e.wordByWord(p, s, a); t != "" {
			return t
		}
	}
	if strings.ContainsAny(s, "0123456789") {
		return s // IPX4, USB 3.2: a code is its own name everywhere
	}
	if len(a.Matches) == 1 && a.Matches[0].To-a.Matches[0].From == len(a.Tokens) {
		if l := e.book.Lexicon().Label(a.Matches[0].ID, p.pack.Lang()); l != "" {
			return l
		}
	}
	return s
}

// wordByWord says a material or finish of several words by the notions in it: "enamelled cast iron", "98% cotton, 2% elastane".
// What no notion explains stays as it is; "" when nothing is explained.
func (e *Engine) wordByWord(p *plan, s string, a lexicon.Analysis) string {
	out, from, met := "", 0, false
	for _, m := range a.Matches {
		if m.Kind != "attribute" || m.How == lexicon.Inner || m.How == lexicon.Typo || m.Start < from {
			continue
		}
		label := e.book.Lexicon().Label(m.ID, p.pack.Lang())
		if label == "" {
			continue
		}
		out, from, met = out+s[from:m.Start]+label, m.End, true
	}
	if !met {
		return ""
	}
	return strings.TrimSpace(out + s[from:])
}
