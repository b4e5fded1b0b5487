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
	if e.shop == nil || !e.aboutOrder(p) {
		return false, nil
	}
	numbers := p.numbers()
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

// aboutOrder: she asks where it is, or gives what was asked for.
func (e *Engine) aboutOrder(p *plan) bool {
	u := p.u
	if u.last != nil && u.last.Awaiting == "identity" && (emailForm.MatchString(u.text) || len(p.numbers()) > 0) {
		return true
	}
	if emailForm.MatchString(u.text) && len(p.numbers()) > 0 {
		return true
	}
	tracked := u.acts["track"]
	for _, q := range u.Questions {
		tracked = tracked || q.hasAny("order_status", "tracking", "track_order", "tracking_number", "where_is_order", "delivery_status")
	}
	if tracked {
		return e.personal(p) || len(p.numbers()) > 0
	}
	return len(p.numbers()) > 0 && e.mentions(p, "order", "order_number", "invoice", "shipping", "refund", "return", "cancel_order", "customs") && looksLikeOrder(p.numbers())
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
		if digits >= 5 || digits >= 3 && len(n) > digits {
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

// numbers lists what could be order numbers, as typed.
func (p *plan) numbers() []string {
	text := emailForm.ReplaceAllString(lexicon.Fold(p.u.text), " ")
	var out []string
	for _, m := range numberForm.FindAllString(text, 12) {
		m = strings.ToUpper(strings.Trim(m, "# "))
		if len(m) >= 3 && !contains(out, m) && !unitLike(m) {
			out = append(out, m)
		}
		if _, tail, ok := strings.Cut(m, " "); ok && len(tail) >= 3 && !contains(out, tail) {
			out = append(out, tail)
		}
	}
	return out
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

// tellOrder says status, the date that matters, and tracking; amounts and items only when asked.
func (e *Engine) tellOrder(p *plan, o Order) {
	id := p.note(orderEvidence(p.pack, o))
	p.u.Slots.Order = o.ID
	status := p.pack.Said["status_"+o.Status]
	if status != "" {
		p.add(p.pack.Say("order_status", "order", o.ID, "status", status), id)
	}
	e.orderDates(p, o, id)
	if o.TrackingNumber != "" && (o.Status == "shipped" || o.Status == "in_customs" || e.mentions(p, "tracking", "tracking_number")) {
		if o.Carrier != "" {
			p.add(p.pack.Say("order_tracking_carrier", "code", o.TrackingNumber, "carrier", o.Carrier), id)
		} else {
			p.add(p.pack.Say("order_tracking", "code", o.TrackingNumber), id)
		}
	} else if o.Status == "processing" && e.mentions(p, "tracking", "tracking_number") {
		p.add(p.pack.Say("order_no_tracking"), id)
	}
	e.orderMore(p, o, id)
	p.u.why("order " + o.ID)
	p.settle(engine.Answered)
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

func (e *Engine) orderMore(p *plan, o Order, id string) {
	asked := func(acts ...string) bool {
		for _, a := range acts {
			if p.u.acts[a] {
				return true
			}
		}
		return false
	}
	if asked("ask_how_much") || e.mentions(p, "total_price", "price", "refund", "refund_amount") {
		p.add(p.pack.Say("order_total", "money", p.pack.FormatMoney(o.Total, o.Currency)), id)
	}
	if e.mentions(p, "payment_method", "payment") && o.PaymentWith != "" {
		p.add(p.pack.Say("order_payment", "value", o.PaymentWith), id)
	}
	if asked("ask_which", "ask_what") && len(o.Items) > 0 && e.mentions(p, "order_items", "item", "product") {
		var items []string
		for _, it := range o.Items {
			items = append(items, itoa(it.Qty)+" × "+it.Name)
		}
		p.add(p.pack.Say("order_items", "items", p.pack.Join(items)), id)
	}
}
