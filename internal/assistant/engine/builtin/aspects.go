package builtin

import (
	"sort"
	"strings"
	"unicode/utf8"

	"parley/internal/locale"
	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// An aspect is one thing that she asks of a product: its price, whether it is in stock, or an attribute of its record.
type aspect struct {
	at      int // where in the question, to answer in her order
	price   bool
	stock   bool
	sizes   bool   // which sizes there are, or whether one is
	key     string // of the attribute
	concept string // by which she asked; "" when by the key's own word or a unit
}

// wish is one expression of the question that may ask for an attribute.
type wish struct {
	at, to  int // tokens
	concept string
	kind    figure.Kind // of the figure she wants, when a unit says it ("how many watts")
	unit    string
	inner   bool
	strict  bool // only the concept itself will do
}

// aspects lists what the question asks of a product, in her order. own are the tokens of the product's name.
func (e *Engine) aspects(c *Catalog, q *Question, pr Product, own map[int]bool) []aspect {
	var out []aspect
	taken := map[string]bool{}
	spent := map[int]bool{}
	if at, ok := e.asksSizes(c, q, pr, own); ok {
		taken[c.sizesOf(pr)], spent[at] = true, true
		out = append(out, aspect{at: at, sizes: true})
	}
	for _, w := range e.wishes(q, own) {
		if spent[w.at] && len(out) > 0 && out[0].sizes {
			continue
		}
		if spent[w.at] && w.inner || w.unit != "" && e.alreadyOf(c, taken, w.kind) {
			continue
		}
		for _, name := range e.attributeFor(c, q, pr, w, taken) {
			taken[name], spent[w.at] = true, true
			for i := w.at; i < w.to; i++ {
				spent[i] = true // "quanto peso regge" asks no weight beside the load
			}
			out = append(out, aspect{at: w.at, key: name, concept: w.concept})
		}
	}
	for _, a := range e.spelledOut(c, q, pr, own) {
		if !taken[a.key] {
			taken[a.key] = true
			out = append(out, a)
		}
	}
	out = append(out, e.listed(c, q, pr, own, taken)...)
	if len(out) == 0 {
		out = e.extremes(c, q, pr)
	}
	if at, ok := e.asksPrice(q, own, spent); ok {
		out = append(out, aspect{at: at, price: true})
	}
	if at, ok := e.asksStock(q, own); ok && (len(out) == 0 || e.plainStock(q)) {
		out = append(out, aspect{at: at, stock: true})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].at < out[j].at })
	return out
}

// extremes finds the one attribute that runs from a least to a most, when she asks for "the lowest and the highest" of a thing.
func (e *Engine) extremes(c *Catalog, q *Question, pr Product) []aspect {
	if !q.hasAny("minimum", "maximum") {
		return nil
	}
	var ranges, bounds []string
	for _, name := range attributeNames(pr) {
		if _, _, ok := e.sizeRange(flat(pr.Attributes[name])); ok {
			ranges = append(ranges, name)
		} else if k := c.keys[name]; k.bound != "" && len(k.words) > 0 {
			bounds = append(bounds, name)
		}
	}
	for _, names := range [][]string{ranges, bounds} {
		if len(names) == 1 {
			return []aspect{{key: names[0]}}
		}
	}
	return nil
}

// alreadyOf says that an attribute of a kind was found by its concept, so that its unit asks nothing more.
func (e *Engine) alreadyOf(c *Catalog, taken map[string]bool, kind figure.Kind) bool {
	for name := range taken {
		if c.keys[name].kind == kind {
			return true
		}
	}
	return false
}

// wishes collects the concepts and units by which attributes may be asked for: whole expressions first.
func (e *Engine) wishes(q *Question, own map[int]bool) []wish {
	var whole, inner []wish
	for _, m := range q.analysis.Matches {
		if own[m.From] && own[m.To-1] {
			continue
		}
		w := wish{at: m.From, to: m.To, concept: m.ID, inner: m.How == lexicon.Inner}
		switch m.Kind {
		case "measure", "attribute", "part", "topic":
		case "thing", "symptom", "action":
			w.strict = true
		case lexicon.Act:
			if w.concept = actConcepts[strings.TrimPrefix(m.ID, locale.ActPrefix)]; w.concept == "" || w.inner {
				continue
			}
		default:
			continue
		}
		if id := impliedBy[w.concept]; id != "" {
			w.concept = id
		}
		if w.inner || m.How == lexicon.Typo {
			inner = append(inner, w)
		} else {
			whole = append(whole, w)
		}
	}
	if at, ok := e.mains(q, own); ok {
		whole = append(whole, wish{at: at, concept: "voltage"})
	}
	out := append(whole, e.units(q)...)
	for _, id := range q.Carried {
		if len(out) == 0 && e.book.Lexicon().Kind(id) != "thing" {
			inner = append(inner, wish{at: len(q.analysis.Tokens), concept: id})
		}
	}
	return append(out, inner...)
}

// actConcepts are attributes that question words ask for by themselves.
var actConcepts = map[string]string{"ask_weight": "product_weight", "ask_size": "dimensions"}

// impliedBy are attributes that stand behind what she speaks of: who swims or goes out in the rain asks whether it is waterproof.
var impliedBy = map[string]string{"swimming_use": "waterproof", "water_damage": "waterproof", "wash": "machine_washable", "gps_tracker": "gps_function", "noisy": "noise_level", "steam_mop": "mop_function", "induction_hob": "induction_safe"}

// units finds "how many watts", 多少瓦, "quantos litros": a question word and then a unit without a number.
func (e *Engine) units(q *Question) []wish {
	var out []wish
	k := q.analysis.Tokens
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner && m.Kind != lexicon.Act || !asksAmount(m) || e.withinMeasure(q, m) {
			continue
		}
		for i := m.To - 1; i <= m.To+1 && i < len(k); i++ {
			if i < m.From || k[i].Kind == lexicon.Number || k[i].Stop && i >= m.To && len(k[i].Text) > 1 {
				continue
			}
			if u := e.unitAt(q, i); u != "" && !(u == "m" && k[i].Text == "米" && i == m.To-1) { // 多少米 is slang for the price
				out = append(out, wish{at: m.From, kind: figure.KindOf(u), unit: u})
				break
			}
		}
	}
	return out
}

// withinMeasure says that a question word stands inside the name of a measure, as 温度 in 限界温度.
func (e *Engine) withinMeasure(q *Question, m lexicon.Match) bool {
	for _, o := range q.analysis.Matches {
		if o.Kind == "measure" && o.How != lexicon.Inner && o.From <= m.From && o.To >= m.To && o.To-o.From > m.To-m.From && o.ID != "amount" && o.ID != "duration" && o.ID != "maximum" && o.ID != "minimum" {
			return true
		}
	}
	return false
}

func asksAmount(m lexicon.Match) bool {
	switch m.ID {
	case "how_much", "amount", locale.ActPrefix + "ask_how_much", locale.ActPrefix + "ask_how_many", locale.ActPrefix + "ask_which", "which", locale.ActPrefix + "ask_how_long", "duration", locale.ActPrefix + "ask_weight", locale.ActPrefix + "ask_hot":
		return true
	}
	return false
}

// unitAt reads the unit that begins at a token, as if a number stood before it.
func (e *Engine) unitAt(q *Question, i int) string {
	t := q.analysis.Tokens[i]
	if t.Kind == lexicon.Number || t.Kind == lexicon.Code {
		return ""
	}
	figs := e.book.Figures("7 "+q.Text[t.Start:], q.analysis.Lang)
	if len(figs) == 0 || figs[0].Start != 0 || figs[0].Kind == figure.Money {
		return ""
	}
	return figs[0].Unit
}

// enoughLikeness is what an attribute must reach to be the one that she means.
const enoughLikeness = 3.0

// attributeFor finds the attribute that a wish means; two when the record splits it into a least and a most.
func (e *Engine) attributeFor(c *Catalog, q *Question, pr Product, w wish, taken map[string]bool) []string {
	best, top := "", 0.0
	names := make([]string, 0, len(pr.Attributes))
	for name := range pr.Attributes {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		k := c.keys[name]
		if k == nil || taken[name] {
			continue
		}
		if v := e.likeness(c, q, pr, name, w); v > top {
			best, top = name, v
		}
	}
	if top < enoughLikeness && w.concept == "dimensions" {
		return c.measurements(names, taken)
	}
	if top < enoughLikeness {
		return nil
	}
	return append([]string{best}, c.otherBound(q, pr, best, taken)...)
}

// measurements are length, width and height where a record has them apart.
func (c *Catalog) measurements(names []string, taken map[string]bool) []string {
	var out []string
	for _, id := range []string{"length_measure", "width_measure", "height_measure", "depth_measure", "diameter_measure"} {
		for _, name := range names {
			if k := c.keys[name]; k != nil && !taken[name] && len(k.names) > 0 && k.names[0] == id && len(out) < 3 {
				out = append(out, name)
			}
		}
	}
	return out
}

// likeness scores an attribute against a wish.
func (e *Engine) likeness(c *Catalog, q *Question, pr Product, name string, w wish) float64 {
	k, lex := c.keys[name], e.book.Lexicon()
	kind := e.kindOf(c, pr, name)
	if w.concept == "" {
		return e.likeUnit(c, q, pr, name, w, kind)
	}
	if len(k.names) > 0 && k.names[0] == "size_system" && hasKind(q.analysis, lexicon.Number) && !e.asksForSize(q) {
		return 0 // which size for whom, and in which country's numbers, is for a size table
	}
	v := 0.0
	for i, id := range k.names {
		s := 0.0
		switch {
		case id == w.concept:
			s = 5 - min(float64(i), 2)*0.6
		case i == 0 && w.concept == "capacity_volume" && (id == "storage_capacity" || id == "battery_capacity"):
			s = 3.2
		case w.strict:
		case lex.Is(w.concept, id) && i == 0 && !tooBroad[id]:
			s = 3
		case lex.Is(id, w.concept) && i == 0 && lex.Kind(w.concept) == "attribute":
			s = 3.2
		case lex.Is(id, w.concept) && i == 0 && !tooBroad[w.concept]:
			s = 2
		}
		v = max(v, s)
	}
	if v == 0 {
		return 0
	}
	if w.inner {
		v -= 1.7
	}
	if q.Unit != "" && kind != figure.None && q.Unit != string(figure.Money) {
		if string(kind) == q.Unit || q.acts["ask_size"] && (kind == figure.Volume || kind == figure.Data || kind == "area") {
			v += 1.2
		} else if v < 4 {
			v -= 3
		}
	}
	switch {
	case k.bound == "max" && q.hasAny("minimum"), k.bound == "min" && q.hasAny("maximum"), k.bound == "" && q.hasAny("limit") && w.concept != "limit":
		v -= 2.5
	}
	for _, word := range k.words { // battery_life_with_case: only when she speaks of the case
		if !strings.Contains(strings.Join(keyWordsOf(k.names), " "), word) && word != "with" && e.says1(q, word) {
			v += 0.4
		}
	}
	return v - 0.05*float64(len(k.words))
}

func keyWordsOf(ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, strings.Split(id, "_")...)
	}
	return out
}

// tooBroad concepts have so many narrower ones that they say nothing about which attribute is meant.
var tooBroad = map[string]bool{"duration": true, "limit": true, "maximum": true, "minimum": true, "amount": true, "shipping": true, "display": true, "dimensions": false, "charger": true, "limitation": true}

// likeUnit scores an attribute by the unit that she names: the record's main attribute of that unit is meant unless the rest
// of the question speaks of another.
func (e *Engine) likeUnit(c *Catalog, q *Question, pr Product, name string, w wish, kind figure.Kind) float64 {
	k := c.keys[name]
	if kind == figure.None || kind != w.kind {
		return 0
	}
	v := 2.5
	if k.unit == w.unit {
		v += 0.4
	}
	alone := true
	for other := range pr.Attributes {
		if other != name && e.kindOf(c, pr, other) == kind {
			alone = false
		}
	}
	if alone && (kind != figure.Duration && kind != figure.Count && kind != figure.Length) {
		v++
	}
	if len(k.names) > 0 && mainOf[kind] == k.names[0] {
		v += 0.8
	}
	for bound, id := range map[string]string{"max": "maximum", "min": "minimum"} {
		switch {
		case q.hasAny(id) && k.bound == bound:
			v += 2
		case q.hasAny(id):
			v--
		}
	}
	for _, id := range append(append([]string{}, q.Concepts...), q.Carried...) {
		for _, own := range k.names {
			if id == own || e.book.Lexicon().Is(own, id) && !tooBroad[id] {
				return v + 1.5
			}
		}
	}
	return v
}

// mainOf is the attribute that a unit means when nothing else is said.
var mainOf = map[figure.Kind]string{figure.Weight: "product_weight", figure.Power: "power_watts", figure.Voltage: "voltage", figure.Energy: "battery_capacity", figure.Volume: "capacity_volume", figure.Sound: "noise_level", figure.Light: "brightness", figure.Frequency: "refresh_rate", figure.Data: "storage_capacity", figure.Pressure: "pressure_bar"}

// kindOf says what an attribute's figures measure.
func (e *Engine) kindOf(c *Catalog, pr Product, name string) figure.Kind {
	if _, yesNo := pr.Attributes[name].(bool); yesNo {
		return figure.None
	}
	if k := c.keys[name]; k != nil && k.kind != figure.None {
		return k.kind
	}
	if s, ok := pr.Attributes[name].(string); ok {
		return e.valueKind(s)
	}
	if m, ok := pr.Attributes[name].(map[string]any); ok {
		for _, x := range m {
			return e.valueKind(x)
		}
	}
	return figure.None
}

// otherBound finds temperature_max beside temperature_min, unless she asks for one of the two.
func (c *Catalog) otherBound(q *Question, pr Product, name string, taken map[string]bool) []string {
	k := c.keys[name]
	if k.bound == "" || len(k.words) == 0 || q.hasAny("minimum", "maximum", "min_temperature", "max_temperature") {
		return nil
	}
	for other := range pr.Attributes {
		if o := c.keys[other]; o != nil && other != name && !taken[other] && o.bound != "" && o.bound != k.bound && strings.Join(o.words, " ") == strings.Join(k.words, " ") && o.unit == k.unit {
			return []string{other}
		}
	}
	return nil
}

// spelledOut finds attributes whose own words stand in the question: "what driver does it have", "Bluetooth?".
func (e *Engine) spelledOut(c *Catalog, q *Question, pr Product, own map[int]bool) []aspect {
	var out []aspect
	for name := range pr.Attributes {
		k := c.keys[name]
		if k == nil || len(k.words) == 0 {
			continue
		}
		at, all := -1, true
		for _, w := range k.words {
			i := e.tokenOf(q, w, own)
			all = all && i >= 0
			at = max(at, i)
		}
		if all && (len(k.words) > 1 || utf8.RuneCountInString(k.words[0]) >= 3) {
			out = append(out, aspect{at: at, key: name})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].key < out[j].key })
	return out
}

// tokenOf finds an English word of a key in the question, with a plural s or one slip forgiven.
func (e *Engine) tokenOf(q *Question, w string, own map[int]bool) int {
	for i, t := range q.analysis.Tokens {
		if own[i] || t.Stop || t.Kind == lexicon.Syllable {
			continue
		}
		if strings.TrimSuffix(t.Text, "s") == strings.TrimSuffix(w, "s") || len(w) >= 6 && oneSlip(t.Text, w) {
			return i
		}
	}
	return -1
}

func (e *Engine) says1(q *Question, word string) bool {
	if e.tokenOf(q, word, nil) >= 0 {
		return true
	}
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner {
			continue
		}
		if c, ok := e.book.Lexicon().Concept(m.ID); ok && contains(c.Words["en"], word) {
			return true
		}
	}
	return false
}

// listed takes a colour or size that she names: "do you have it in black", "in XL?".
func (e *Engine) listed(c *Catalog, q *Question, pr Product, own map[int]bool, taken map[string]bool) []aspect {
	var out []aspect
	for name, v := range pr.Attributes {
		list, ok := v.([]any)
		k := c.keys[name]
		if !ok || k == nil || taken[name] || len(k.names) == 0 {
			continue
		}
		for i, t := range q.analysis.Tokens {
			if own[i] || t.Stop {
				continue
			}
			if k.names[0] == "colour" && e.colourAt(q, i) != "" || k.names[0] == "size_system" && e.asksForSize(q) && e.hasValue(list, t.Text) && utf8.RuneCountInString(t.Text) <= 3 {
				out = append(out, aspect{at: i, key: name})
				break
			}
		}
	}
	return out
}

// asksForSize tells "do you have it in M?" from "which size for a child of 98 cm?", which a size table answers.
func (e *Engine) asksForSize(q *Question) bool {
	for _, f := range q.figures {
		if f.Kind == figure.Length || f.Kind == figure.Weight || f.Kind == figure.Duration {
			return false
		}
	}
	return (q.acts["stock"] || q.acts["ask_can"] || q.hasAny("availability")) && !q.acts["ask_size"] && !q.hasAny("size_guide", "body_height", "foot_length")
}

// colourAt is the colour that a token names, "" for none.
func (e *Engine) colourAt(q *Question, i int) string {
	for _, m := range q.analysis.Matches {
		if m.From <= i && i < m.To && m.Kind == "attribute" && m.How != lexicon.Typo && m.How != lexicon.Inner && m.ID != "colour" && e.book.Lexicon().Is(m.ID, "colour") {
			return m.ID
		}
	}
	return ""
}

func (e *Engine) hasValue(list []any, text string) bool {
	for _, x := range list {
		if lexicon.Fold(flat(x)) == text {
			return true
		}
	}
	return false
}

// general are question words that ask for any amount; beside a measure they belong to it, else to the price.
var general = map[string]bool{"how much": true, "quanto": true, "qto": true, "qnto": true, "quantos": true, "wie viel": true, "wieviel": true, "wie hoch": true, "多少": true, "كم": true, "كام": true, "how much for": true, "どのくらい": true, "要多少": true, "وكم": true}

// asksPrice says whether, and where, the price is asked. A general "how much" beside another measure asks for that one.
func (e *Engine) asksPrice(q *Question, own, spent map[int]bool) (int, bool) {
	vague := -1
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner && m.ID != "price" || m.How == lexicon.Typo || own[m.From] && own[m.To-1] {
			continue
		}
		switch {
		case m.ID == "price" || m.ID == "how_much" || m.ID == locale.ActPrefix+"ask_how_much" || m.ID == "cost":
			if !general[lexicon.Fold(q.Text[m.Start:m.End])] {
				return m.From, true
			}
			if vague < 0 && !e.besideMeasure(q, m, spent) {
				vague = m.From
			}
		}
	}
	if vague < 0 && contains(q.Carried, "price") && len(spent) == 0 {
		return len(q.analysis.Tokens), true
	}
	return vague, vague >= 0
}

// besideMeasure says that a question word leans on a measure right before or behind it.
func (e *Engine) besideMeasure(q *Question, m lexicon.Match, spent map[int]bool) bool {
	for i := range spent {
		if i >= m.From-2 && i <= m.To+1 {
			return true
		}
	}
	for i := m.To; i <= m.To+1 && i < len(q.analysis.Tokens); i++ {
		if e.unitAt(q, i) != "" && q.analysis.Tokens[i].Text != "米" {
			return true
		}
	}
	for _, o := range q.analysis.Matches {
		if o.From <= m.To+1 && o.To >= m.From-1 && o.How != lexicon.Inner && (o.Kind == "measure" && o.ID != "price" && o.ID != "cost" || o.Kind == "time" || o.ID == locale.ActPrefix+"ask_how_many" || o.ID == locale.ActPrefix+"ask_how_long" || o.ID == locale.ActPrefix+"ask_weight") && !(o.From == m.From && o.To == m.To) {
			return true
		}
	}
	return false
}

func (e *Engine) asksStock(q *Question, own map[int]bool) (int, bool) {
	for _, m := range q.analysis.Matches {
		if (m.ID == locale.ActPrefix+"stock" || m.ID == "availability") && m.How != lexicon.Inner && m.How != lexicon.Typo && !own[m.From] {
			return m.From, true
		}
	}
	return 0, false
}

// plainStock tells "in stock" from "do you have …", which may only open a question for something else.
func (e *Engine) plainStock(q *Question) bool {
	for _, m := range q.analysis.Matches {
		if m.How == lexicon.Inner {
			continue
		}
		if m.ID == "availability" || m.ID == locale.ActPrefix+"stock" && !openers[lexicon.Fold(q.Text[m.Start:m.End])] {
			return true
		}
	}
	return false
}

// openers ask for stock only when nothing else is asked.
var openers = map[string]bool{"do you have": true, "have you got": true, "do you sell": true, "do you carry": true, "haben sie noch": true, "fuhren sie": true, "führen sie": true, "voces tem": true, "vocês têm": true, "voces vendem": true, "vcs tem": true, "ainda tem": true, "tem em": true, "有卖": true, "有賣": true, "取り扱い": true, "取扱い": true, "عندكم": true, "موجود": true, "فيه منه": true}

// policy says that articles answer a question even when it names a product.
func (e *Engine) policy(q *Question) bool {
	lex := e.book.Lexicon()
	for _, m := range q.analysis.Matches {
		switch {
		case m.How == lexicon.Inner || m.How == lexicon.Typo:
		case m.Kind == "topic" && !goodsTopics[m.ID], serviceActions[m.ID]:
			return true
		case m.Kind == "symptom" && !(m.ID == "noisy" && (q.hasAny("noise_level") || q.Wants == "how_much" || q.acts["ask_size"])):
			return true
		}
	}
	for _, id := range q.Carried {
		if lex.Kind(id) == "topic" && !goodsTopics[id] || lex.Kind(id) == "symptom" {
			return true
		}
	}
	return q.Wants == "how" && !e.measures(q) || q.Wants == "why"
}

// serviceActions are what is done to goods: how, by whom and for how much stands in articles.
var serviceActions = map[string]bool{"sharpen_action": true, "repair_self": true, "deep_clean_cycle": true, "reset_action": true, "restart_action": true, "update_action": true, "install_action": true, "assemble_action": true, "setup_action": true, "change_filter": true, "change_battery": true, "change_blade": true, "replace_part_action": true, "lubricate": true, "calibrate": true, "waterproof_treat": true, "remove_stain": true, "remove_smell": true, "season_pan": true, "cancel_order": true, "change_order": true}

// measures says that the question names a measure, so that "how" asks for a figure: "wie laut", "how heavy".
func (e *Engine) measures(q *Question) bool {
	for _, m := range q.analysis.Matches {
		if m.Kind == "measure" && m.How != lexicon.Inner && m.How != lexicon.Typo {
			return true
		}
	}
	return false
}

// goodsTopics speak of goods and their sale, which a product's record answers.
var goodsTopics = map[string]bool{"availability": true, "order": true, "currency": true, "catalogue": true, "website_problem": true, "cart": true, "sample": true, "product_registration": true, "shop_trust": true}
