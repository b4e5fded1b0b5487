package shop

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"parley/internal/fault"
	"parley/internal/jsonl"
	"parley/internal/store"
)

// Order is a customer's order, as it stands in an import file. Relative dates are made absolute when it is imported.
type Order struct {
	ID             string  `json:"id"`
	Email          string  `json:"email"`
	Customer       string  `json:"customer"`
	Country        string  `json:"country"`
	Items          []Item  `json:"items"`
	Status         string  `json:"status"`
	Dates          Dates   `json:"dates"`
	Carrier        string  `json:"carrier,omitempty"`
	TrackingNumber string  `json:"tracking_number,omitempty"`
	Subtotal       float64 `json:"subtotal"`
	Shipping       float64 `json:"shipping"`
	Total          float64 `json:"total"`
	Currency       string  `json:"currency"`
	PaymentMethod  string  `json:"payment_method,omitempty"`
}

// Item is a line of an order.
type Item struct {
	ProductID string  `json:"product_id"`
	Name      string  `json:"name"`
	Variant   string  `json:"variant,omitempty"`
	Qty       int     `json:"qty"`
	UnitPrice float64 `json:"unit_price"`
}

// Dates are when things happened, absolute or in days before the import.
type Dates struct {
	OrderedAt        *time.Time `json:"ordered_at,omitempty"`
	ShippedAt        *time.Time `json:"shipped_at,omitempty"`
	DeliveredAt      *time.Time `json:"delivered_at,omitempty"`
	ClosedAt         *time.Time `json:"closed_at,omitempty"`
	OrderedDaysAgo   *float64   `json:"ordered_days_ago,omitempty"`
	ShippedDaysAgo   *float64   `json:"shipped_days_ago,omitempty"`
	DeliveredDaysAgo *float64   `json:"delivered_days_ago,omitempty"`
	ClosedDaysAgo    *float64   `json:"closed_days_ago,omitempty"`
}

// Statuses of an order; a closed list.
var Statuses = []string{"processing", "shipped", "in_customs", "delivered", "returned", "refunded", "cancelled"}

func (d *Dates) resolve(now time.Time) {
	for _, p := range []struct {
		at  **time.Time
		ago **float64
	}{{&d.OrderedAt, &d.OrderedDaysAgo}, {&d.ShippedAt, &d.ShippedDaysAgo}, {&d.DeliveredAt, &d.DeliveredDaysAgo}, {&d.ClosedAt, &d.ClosedDaysAgo}} {
		if *p.ago != nil && *p.at == nil {
			t := now.Add(-time.Duration(**p.ago * 24 * float64(time.Hour))).UTC().Truncate(time.Second)
			*p.at = &t
		}
		*p.ago = nil
	}
}

func checkOrder(o *Order) []fault.Field {
	var wrong []fault.Field
	add := func(ok bool, field, message string) {
		if !ok {
			wrong = append(wrong, fault.Field{Location: field, Message: message})
		}
	}
	add(o.ID != "" && len(o.ID) <= maxID, "id", "give each order an id of at most 200 characters")
	add(strings.Contains(o.Email, "@"), "email", "is not an e-mail address")
	add(slices.Contains(Statuses, o.Status), "status", "use one of "+strings.Join(Statuses, ", "))
	add(len(o.Currency) == 3, "currency", "use a currency of ISO 4217, for example EUR")
	add(o.Dates.OrderedAt != nil || o.Dates.OrderedDaysAgo != nil, "dates", "give ordered_at or ordered_days_ago")
	for i, item := range o.Items {
		add(item.Qty > 0, fmt.Sprintf("items[%d].qty", i), "is at least 1")
	}
	return wrong
}

// ImportOrders takes a file whole or not at all. The same id again replaces the order.
func (r *Shops) ImportOrders(ctx context.Context, shop string, file io.Reader) (jsonl.Imported, error) {
	orders, err := jsonl.Read(file, checkOrder)
	if err != nil {
		return jsonl.Imported{}, err
	}
	return put(ctx, r, orders, func(tx *store.Tx, o Order) (bool, error) {
		o.Dates.resolve(r.now())
		doc, err := json.Marshal(o)
		if err != nil {
			return false, err
		}
		return upsert(ctx, tx, `INSERT INTO orders (shop, id, email, ordered_at, doc, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (shop, id) DO UPDATE SET email = excluded.email, ordered_at = excluded.ordered_at, doc = excluded.doc, updated_at = excluded.updated_at`,
			"orders", shop, o.ID, strings.ToLower(strings.TrimSpace(o.Email)), store.Millis(*o.Dates.OrderedAt), string(doc), store.Millis(r.now()))
	})
}

// Order reads one order; its number is taken without regard to case.
func (r *Shops) Order(ctx context.Context, shop, id string) (o Order, err error) {
	err = r.doc(ctx, &o, "order", "SELECT doc FROM orders WHERE shop = $1 AND LOWER(id) = LOWER($2)", shop, id)
	return o, err
}

// Orders lists the newest orders; text searches numbers, names and addresses.
func (r *Shops) Orders(ctx context.Context, shop, text string, limit int) ([]Order, error) {
	return docs[Order](ctx, r, `SELECT doc FROM orders WHERE shop = $1 AND LOWER(doc) LIKE $2 ESCAPE '\' ORDER BY ordered_at DESC, id LIMIT $3`, shop, store.Like(text), limit)
}

// OrdersOf lists the orders of an e-mail address, newest first.
func (r *Shops) OrdersOf(ctx context.Context, shop, email string, limit int) ([]Order, error) {
	return docs[Order](ctx, r, "SELECT doc FROM orders WHERE shop = $1 AND email = $2 ORDER BY ordered_at DESC, id LIMIT $3", shop, strings.ToLower(strings.TrimSpace(email)), limit)
}
