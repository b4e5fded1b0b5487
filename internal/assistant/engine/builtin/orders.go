package builtin

import (
	"context"
	"regexp"
	"strings"

	"parley/internal/assistant/engine"
	"parley/internal/locale/lexicon"
)

// numberForm is what an order number may look like; whether it is one, the shop knows.
var numberForm = regexp.MustCompile(`(?i)#?\b[a-z]{0,6}[-_ ]?[0-9][a-z0-9]*(?:[-_][a-z0-9]+)*\b`)

// orders answers about her orders. Nothing is said of an order before it is hers: by signed identity, or by e-mail and
// number that belong together. It reports whether the message was about an order.
func (e *Engine) orders(ctx context.Context, p *plan) (bool, error) {
	if e.shop == nil {
		return false, nil
	}
	numbers := e.numbers(ctx, p)
	if !e.aboutOrder(p, numbers) {
		return false, nil
	}
	p.u.Intent = "order"
	if p.turn.Contact.Verified && p.turn.Contact.Email != "" {
		return e.ownOrders(ctx, p, numbers)
	}
	email := p.u.Slots.Email
	if len(numbers) == 0 && p.u.Slots.Order != "" {
		numbers = []string{p.u.Slots.Order}
	}
	if email == "" || len(numbers) == 0 {
		p.askWho(email, numbers)
		return true, nil
	}
	for _, n := range numbers {
		o, ok, err := e.shop.Order(ctx, p.turn.ShopID, n)
		if err != nil {
			return true, err
		}
		if ok && sameMail(o.Email, email) {
			p.u.Slots.Order = o.ID
			e.tellOrder(p, o)
			return true, nil
		}
	}
	p.u.Slots.Order = numbers[0]
	p.say("order_mismatch")
	p.u.Awaiting, p.u.Offered = "identity", true
	p.settle(engine.Asked)
	return true, nil
}

func sameMail(a, b string) bool {
	return a != "" && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// aboutOrder: she asks where it is, gives what was asked for, or asks on about the order just told.
func (e *Engine) aboutOrder(p *plan, numbers []string) bool {
	u := p.u
	given := emailForm.MatchString(lexicon.Fold(u.text))
	if u.last != nil && u.last.Awaiting == "identity" && (given || len(numbers) > 0) {
		return true
	}
	if given && (len(numbers) > 0 || e.seeksOrder(p)) || certainly(numbers) || e.onwards(p) {
		return true
	}
	if e.procedure(p) && !given {
		return false
	}
	tracked := u.acts["track"]
	for _, q := range u.Questions {
		tracked = tracked || q.hasAny("order_status", "tracking", "track_order", "tracking_number", "where_is_order", "delivery_status")
	}
	if tracked {
		return e.personal(p) || len(numbers) > 0
	}
	if !looksLikeOrder(numbers) {
		return false
	}
	return e.mentions(p, "order", "order_number", "invoice", "shipping", "refund", "return", "cancel_order", "customs")
}

// seeksOrder says that a message with an e-mail address, but no number, is about where an order is and about nothing else.
func (e *Engine) seeksOrder(p *plan) bool {
	found := p.u.acts["track"]
	for _, m := range p.u.whole.Matches {
		switch {
		case m.How == lexicon.Inner || m.How == lexicon.Typo:
		case orderMatters[m.ID] || caseMatters[m.ID]:
			found = true
		case m.ID == "email_contact" || m.Kind != "topic" && m.Kind != "symptom":
		default:
			return false
		}
	}
	return found || p.u.acts["ask_where"]
}

// orderMatters are the notions of somebody who looks for an order of hers.
var orderMatters = map[string]bool{"order": true, "order_status": true, "tracking": true, "shipping": true, "arrive": true, "receive": true, "order_number": true, "order_history": true, "place_order": true}

// caseMatters are what somebody who gives her e-mail address wants to know or to have done about an order of hers.
var caseMatters = map[string]bool{"refund": true, "refund_time": true, "return": true, "address_change": true, "change_order": true, "cancel_order": true, "exchange": true, "bank_transfer": true, "payment": true}

// procedure says that she asks how something is done or whether it is allowed, which articles answer for every order.
func (e *Engine) procedure(p *plan) bool {
	for i := range p.u.Questions {
		q := &p.u.Questions[i]
		if (q.Wants == "how" || q.Wants == "can" || q.Wants == "") && q.hasAny("cancel_order", "change_order", "return", "refund", "address_change", "exchange", "warranty", "return_process") && !q.acts["track"] {
			return true
		}
	}
	return false
}

// certainly says that a number has the form that only order numbers have: letters, then four digits or more.
func certainly(numbers []string) bool {
	for _, n := range numbers {
		tail := strings.TrimLeft(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_ ")
		if tail != n && len(tail) >= 4 && strings.Trim(tail, "0123456789-") == "" {
			return true
		}
	}
	return false
}

// onwards says that she asks on about the order that was told last.
func (e *Engine) onwards(p *plan) bool {
	u := p.u
	if u.last == nil || u.last.Intent != "order" || u.last.Awaiting != "" || u.last.Slots.Order == "" {
		return false
	}
	known := p.turn.Contact.Verified || u.Slots.Email != ""
	if known && e.asksContents(p) {
		return true
	}
	for i := range u.Questions {
		if len(u.Questions[i].Products) > 0 || e.procedure(p) {
			return false
		}
	}
	return known && (len(e.details(p)) > 0 || u.acts["track"])
}

// details lists what of an order she asks for; empty when she asks for the order as such.
func (e *Engine) details(p *plan) map[string]bool {
	out := map[string]bool{}
	a := p.u.acts
	for name, asks := range map[string]bool{
		"carrier":  e.mentions(p, "carrier"),
		"tracking": e.mentions(p, "tracking") || a["track"] && !a["ask_where"] && !a["ask_when"],
		"total":    a["ask_how_much"] || e.mentions(p, "total", "total_price", "price", "cost", "how_much", "refund_amount"),
		"payment":  e.mentions(p, "payment_method", "payment"),
		"items":    (a["ask_which"] || a["ask_what"]) && e.mentions(p, "order_items", "item", "product", "order_history") || e.asksContents(p),
		"shipping": e.mentions(p, "shipping_cost"),
		"date":     a["ask_when"] || e.mentions(p, "shipping_time", "arrive", "receive"),
	} {
		if asks {
			out[name] = true
		}
	}
	return out
}

// asksContents says that she asks what is in the parcel: which things, how many, of what colour or size.
func (e *Engine) asksContents(p *plan) bool {
	a := p.u.acts
	for _, m := range p.u.whole.Matches {
		switch {
		case m.ID == "colour" && m.How != lexicon.Typo: // also within 무슨색으로 시켰
			return true
		case m.How == lexicon.Inner || m.How == lexicon.Typo:
		case m.ID == "size_system":
			return true
		case m.Kind == "topic" && m.ID != "catalogue" && !orderMatters[m.ID] && m.ID != "email_contact":
			return false
		}
	}
	if a["ask_size"] || a["ask_how_many"] {
		return true
	}
	return len(p.u.Questions) > 0 && (a["ask_what"] || a["ask_which"]) && !a["ask_when"] && !a["ask_how_much"] && !e.mentions(p, "carrier", "tracking", "tracking_number", "payment_method", "payment", "total", "order_status") && !e.says(&p.u.Questions[0], "measure", "symptom", "part") && len(p.u.whole.Tokens) <= 24
}

// looksLikeOrder keeps "30 days" from being an order number: letters with digits, or five digits and more.
func looksLikeOrder(numbers []string) bool {
	for _, n := range numbers {
		digits := 0
		for _, r := range n {
			if r >= '0' && r <= '9' {
				digits++
			}
		}
		if digits >= 5 || digits >= 4 && len(n) > digits || digits == 3 && strings.ContainsAny(n, "-_") {
			return true
		}
	}
	return false
}

func (e *Engine) mentions(p *plan, ids ...string) bool {
	for i := range p.u.Questions {
		if p.u.Questions[i].hasAny(ids...) {
			return true
		}
	}
	return false
}

// personal tells "where is my parcel?" from "how can I track parcels in general?".
func (e *Engine) personal(p *plan) bool {
	for _, q := range p.u.Questions {
		if q.Wants == "how_long" || q.Wants == "how_much" || q.Wants == "how" && !q.has("order_status") {
			return false
		}
	}
	return true
}

// numbers lists what could be order numbers, as typed and without the signs that people put between.
func (e *Engine) numbers(ctx context.Context, p *plan) []string {
	text := emailForm.ReplaceAllString(lexicon.Fold(e.withoutGoods(ctx, p)), " ")
	var out []string
	add := func(m string) {
		if m = strings.ToUpper(strings.Trim(m, "# ")); len(m) >= 3 && !contains(out, m) && !unitLike(m) && (len(m) > 3 || certainly([]string{m})) {
			out = append(out, m)
		}
	}
	for _, m := range numberForm.FindAllString(text, 12) {
		if before, tail, ok := strings.Cut(strings.TrimSpace(m), " "); ok && (e.everyday(p, before) || len(tail) < 4) { // "unos 600", "de 2024"
			add(tail)
			continue
		}
		add(m)
		add(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(m))
		add(strings.NewReplacer(" ", "-", "_", "-").Replace(strings.TrimSpace(m)))
		if _, tail, ok := strings.Cut(strings.TrimSpace(m), " "); ok {
			add(tail)
		}
	}
	for _, m := range apartForm.FindAllString(text, 4) { // hv 104 256
		add(strings.NewReplacer(" ", "", "-", "").Replace(m))
	}
	return out
}

// everyday says that letters before a number are a word of hers and no part of an order number.
func (e *Engine) everyday(p *plan, word string) bool {
	word = strings.Trim(word, "#")
	if lex := e.book.Lexicon(); lex.Stop(word, p.u.lang) || lex.Stop(word, "en") {
		return true
	}
	for _, t := range p.u.whole.Tokens {
		if t.Text == word && t.Known {
			return true
		}
	}
	return false
}

// apartForm is an order number typed in pieces.
var apartForm = regexp.MustCompile(`(?i)\b[a-z]{1,4}[- ]?[0-9]{2,4}(?:[- ][0-9]{2,4}){1,3}\b`)

// withoutGoods is her text without the names of products, whose numbers are no orders.
func (e *Engine) withoutGoods(ctx context.Context, p *plan) string {
	c, err := e.shop.Catalog(ctx, p.turn.ShopID)
	if err != nil || c == nil {
		return p.u.text
	}
	text := []byte(p.u.text)
	for _, n := range c.find(p.u.whole, hint{}) {
		for i := range n.at {
			for j := p.u.whole.Tokens[i].Start; j < p.u.whole.Tokens[i].End; j++ {
				text[j] = ' '
			}
		}
	}
	return string(text)
}

func unitLike(s string) bool {
	digits := strings.TrimRight(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return digits != s && len(digits) <= 3
}

func (p *plan) askWho(email string, numbers []string) {
	switch {
	case email != "":
		p.say("order_who_number")
	case len(numbers) > 0:
		p.u.Slots.Order = numbers[0]
		p.say("order_who_email")
	default:
		p.say("order_who")
	}
	p.u.Awaiting = "identity"
	p.settle(engine.Asked)
}

// ownOrders answers a verified contact about her own orders only.
func (e *Engine) ownOrders(ctx context.Context, p *plan, numbers []string) (bool, error) {
	list, err := e.shop.OrdersOf(ctx, p.turn.ShopID, p.turn.Contact.Email)
	if err != nil {
		return true, err
	}
	for _, o := range list {
		for _, n := range numbers {
			if strings.EqualFold(o.ID, n) {
				e.tellOrder(p, o)
				return true, nil
			}
		}
	}
	switch {
	case len(numbers) > 0 && looksLikeOrder(numbers):
		p.say("order_mismatch")
		p.u.Offered = true
		p.settle(engine.Asked)
	case len(list) == 0:
		p.say("order_none")
		p.u.Awaiting = "identity"
		p.settle(engine.Asked)
	default:
		e.tellOrder(p, newest(list))
	}
	return true, nil
}

func newest(list []Order) Order {
	best := list[0]
	for _, o := range list {
		if o.OrderedAt.After(best.OrderedAt) {
			best = o
		}
	}
	return best
}

// tellOrder says status, the date that matters, and tracking; what she asks for in particular is said alone when the order
// was told before.
func (e *Engine) tellOrder(p *plan, o Order) {
	id := p.note(orderEvidence(p.pack, o))
	wanted := e.details(p)
	again := p.u.last != nil && p.u.last.Intent == "order" && p.u.last.Slots.Order == o.ID && p.u.last.Awaiting == "" && len(wanted) > 0
	p.u.Slots.Order = o.ID
	if status := p.pack.Said["status_"+o.Status]; status != "" && !again {
		p.add(p.pack.Say("order_status", "order", o.ID, "status", status), id)
	}
	alone := wanted["items"] && !wanted["tracking"] && !wanted["carrier"] // what is in it: then neither days nor numbers
	if !again && !alone || wanted["date"] {
		e.orderDates(p, o, id)
	}
	e.orderTracking(p, o, id, wanted, again || alone)
	e.orderMore(p, o, id, wanted)
	if len(p.sentences) == 0 {
		p.add(p.pack.Say("order_status", "order", o.ID, "status", p.pack.Said["status_"+o.Status]), id)
	}
	p.u.why("order " + o.ID)
	p.settle(engine.Answered)
}

// orderTracking says the number and who carries it: while the parcel is under way, or when asked.
func (e *Engine) orderTracking(p *plan, o Order, id string, wanted map[string]bool, again bool) {
	underway := (o.Status == "shipped" || o.Status == "in_customs") && !again
	switch {
	case o.TrackingNumber != "" && (underway || wanted["tracking"]) && o.Carrier != "":
		p.add(p.pack.Say("order_tracking_carrier", "code", o.TrackingNumber, "carrier", o.Carrier), id)
	case o.TrackingNumber != "" && (underway || wanted["tracking"]):
		p.add(p.pack.Say("order_tracking", "code", o.TrackingNumber), id)
	case o.TrackingNumber != "" && wanted["carrier"] && o.Carrier != "":
		p.add(p.pack.Say("order_tracking_carrier", "code", o.TrackingNumber, "carrier", o.Carrier), id)
	case wanted["carrier"] && o.Carrier != "":
		p.add(p.pack.Say("order_carrier", "carrier", o.Carrier), id)
	case o.Status == "processing" && (wanted["tracking"] || wanted["carrier"]):
		p.add(p.pack.Say("order_no_tracking"), id)
	}
}

func (e *Engine) orderDates(p *plan, o Order, id string) {
	switch {
	case (o.Status == "delivered") && !o.DeliveredAt.IsZero():
		p.add(p.pack.Say("order_delivered", "date", p.pack.FormatDay(o.DeliveredAt)), id)
	case (o.Status == "shipped" || o.Status == "in_customs") && !o.ShippedAt.IsZero():
		p.add(p.pack.Say("order_shipped", "date", p.pack.FormatDay(o.ShippedAt)), id)
	case (o.Status == "returned" || o.Status == "refunded" || o.Status == "cancelled") && !o.ClosedAt.IsZero():
		p.add(p.pack.Say("order_closed", "date", p.pack.FormatDay(o.ClosedAt)), id)
	case !o.OrderedAt.IsZero():
		p.add(p.pack.Say("order_ordered", "date", p.pack.FormatDay(o.OrderedAt)), id)
	}
}

func (e *Engine) orderMore(p *plan, o Order, id string, wanted map[string]bool) {
	if wanted["total"] || e.mentions(p, "refund") {
		p.add(p.pack.Say("order_total", "money", p.pack.FormatMoney(o.Total, o.Currency)), id)
	}
	if wanted["payment"] && o.PaymentWith != "" {
		p.add(p.pack.Say("order_payment", "value", o.PaymentWith), id)
	}
	if wanted["items"] && len(o.Items) > 0 {
		var items []string
		for _, it := range o.Items {
			items = append(items, e.orderItem(p, it))
		}
		p.add(p.pack.Say("order_items", "items", p.pack.Join(items)), id)
	}
}

// orderItem is one line of an order: how many, of what, in which colour and size.
func (e *Engine) orderItem(p *plan, it OrderItem) string {
	name := it.Name
	if p.u.goods != nil {
		if pr, ok := p.u.goods.Product(it.ProductID); ok {
			name = pr.title(p.pack.Tag)
		}
	}
	out := name
	if it.Qty != 1 || p.u.acts["ask_how_many"] {
		out = itoa(it.Qty) + " × " + name
	}
	var kinds []string
	for _, part := range strings.Split(it.Variant, ",") {
		if part = strings.TrimSpace(part); part != "" {
			kinds = append(kinds, e.variant(p, part))
		}
	}
	if len(kinds) > 0 {
		out += " (" + strings.Join(kinds, ", ") + ")"
	}
	return out
}

// variant says a colour natively and leaves everything else as the shop writes it.
func (e *Engine) variant(p *plan, s string) string {
	if strings.ContainsAny(s, "0123456789") || len(s) <= 4 && s == strings.ToUpper(s) {
		return s
	}
	if said := e.shade(p, s); said != s || p.pack.Lang() == "en" {
		return said
	}
	return strings.ReplaceAll(p.pack.Quote, "{x}", s) // the shop's own word
}
