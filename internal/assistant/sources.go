package assistant

import (
	"context"
	"sync"
	"time"

	"parley/internal/assistant/engine/builtin"
	"parley/internal/assistant/engine/openai"
	"parley/internal/fault"
	"parley/internal/locale/lexicon"
	"parley/internal/shop"
)

// Store is the shop's catalogue and orders as the engine asks for them.
type Store struct {
	shops   *shop.Shops
	lexicon *lexicon.Lexicon
	mu      sync.Mutex
	kept    map[string]*catalog
}

type catalog struct {
	mu      sync.Mutex
	built   *builtin.Catalog
	version int64
	checked time.Time
}

// checkEvery is how stale a catalogue may be on a node that did not take the import itself.
const checkEvery = time.Second

// NewStore makes it.
func NewStore(shops *shop.Shops, lex *lexicon.Lexicon) *Store {
	return &Store{shops: shops, lexicon: lex, kept: map[string]*catalog{}}
}

// Catalog is the shop's products, prepared once for each version of them.
func (s *Store) Catalog(ctx context.Context, shopID string) (*builtin.Catalog, error) {
	s.mu.Lock()
	c := s.kept[shopID]
	if c == nil {
		c = &catalog{}
		s.kept[shopID] = c
	}
	s.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.built != nil && time.Since(c.checked) < checkEvery && c.version >= s.shops.Taken(shopID) {
		return c.built, nil
	}
	err := s.renew(ctx, c, shopID)
	return c.built, err
}

func (s *Store) renew(ctx context.Context, c *catalog, shopID string) error {
	version, err := s.shops.CatalogVersion(ctx, shopID)
	if err != nil {
		return err
	}
	if c.built == nil || version != c.version {
		products, err := s.shops.Products(ctx, shopID, "", maxProducts)
		if err != nil {
			return err
		}
		list := make([]builtin.Product, len(products))
		for i, p := range products {
			list[i] = product(p)
		}
		c.built = builtin.NewCatalog(list, s.lexicon)
	}
	c.version, c.checked = version, time.Now()
	return nil
}

// maxProducts bounds a catalogue in memory.
const maxProducts = 100_000

func product(p shop.Product) builtin.Product {
	return builtin.Product{ID: p.ID, Name: p.Name, Category: p.Category, Names: p.Names, Prices: p.Price, Attributes: p.Attributes,
		InStock: p.InStock.Any(), Promotions: p.Promotions, Related: p.Related}
}

// Model is how the shop reaches its language model; false when it uses none.
func (s *Store) Model(ctx context.Context, shopID string) (openai.Setting, bool, error) {
	m, err := s.shops.Model(ctx, shopID)
	return Setting(m), err == nil && m.Enabled, err
}

// Setting is a shop's setting as the engine takes it.
func Setting(m shop.Model) openai.Setting {
	return openai.Setting{BaseURL: m.BaseURL, Key: m.Key, Model: m.Model, Vision: m.Vision, Window: m.Window, FirstToken: m.FirstToken,
		Budget: m.Budget, PriceIn: m.PriceIn, PriceOut: m.PriceOut, Currency: m.Currency}
}

// Spent is what the model has cost on a day.
func (s *Store) Spent(ctx context.Context, shopID, day string) (float64, error) {
	d, err := s.shops.SpentOn(ctx, shopID, day)
	return d.Cost, err
}

// Spend adds to the account of a day.
func (s *Store) Spend(ctx context.Context, shopID, day string, in, out int64, cost float64) error {
	return s.shops.Spend(ctx, shopID, day, in, out, cost)
}

// Order finds an order by its number, as the customer typed it.
func (s *Store) Order(ctx context.Context, shopID, number string) (builtin.Order, bool, error) {
	o, err := s.shops.Order(ctx, shopID, number)
	if fault.CodeOf(err) == fault.NotFound && err != nil {
		return builtin.Order{}, false, nil
	}
	return order(o), err == nil, err
}

// OrdersOf lists the orders of an address, newest first.
func (s *Store) OrdersOf(ctx context.Context, shopID, email string) ([]builtin.Order, error) {
	found, err := s.shops.OrdersOf(ctx, shopID, email, 20)
	list := make([]builtin.Order, len(found))
	for i, o := range found {
		list[i] = order(o)
	}
	return list, err
}

func order(o shop.Order) builtin.Order {
	b := builtin.Order{ID: o.ID, Email: o.Email, Country: o.Country, Status: o.Status, Carrier: o.Carrier, TrackingNumber: o.TrackingNumber, Currency: o.Currency,
		PaymentWith: o.PaymentMethod, Subtotal: o.Subtotal, Shipping: o.Shipping, Total: o.Total,
		OrderedAt: when(o.Dates.OrderedAt), ShippedAt: when(o.Dates.ShippedAt), DeliveredAt: when(o.Dates.DeliveredAt), ClosedAt: when(o.Dates.ClosedAt)}
	for _, i := range o.Items {
		b.Items = append(b.Items, builtin.OrderItem{ProductID: i.ProductID, Name: i.Name, Variant: i.Variant, Qty: i.Qty, UnitPrice: i.UnitPrice})
	}
	return b
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
