// Package helpcentre is what anybody may read of a shop's knowledge: pages of the published articles in each of the shop's languages, a
// search, and what visitors say of an article. Pages are made here as a whole; api decides at which address they stand.
package helpcentre

import (
	"context"
	"sync"
	"time"

	"parley/internal/fault"
	"parley/internal/knowledge"
	"parley/internal/locale"
	"parley/internal/shop"
	"parley/internal/store"
)

// Shops finds tenants.
type Shops interface {
	BySlug(ctx context.Context, slug string) (shop.Shop, error)
	ByID(ctx context.Context, id string) (shop.Shop, error)
}

// Articles is what the shop has published.
type Articles interface {
	Published(ctx context.Context, shop string) ([]knowledge.Article, error)
	Edition(ctx context.Context, shop string) (string, error)
	Get(ctx context.Context, shop, id string) (knowledge.Article, error)
	Find(ctx context.Context, shop, text string, r knowledge.Reader, limit int) ([]knowledge.Found, error)
}

// Centre is the room.
type Centre struct {
	db       *store.DB
	shops    Shops
	articles Articles
	book     *locale.Book
	tokens   string
	now      func() time.Time
	mask     func(string) string

	mu      sync.Mutex
	shelves map[string]*shelf
}

// Parts are what the room is made of.
type Parts struct {
	DB       *store.DB
	Shops    Shops
	Articles Articles
	Book     *locale.Book
	Tokens   string              // the style sheet with the colours and sizes that all pages share
	Mask     func(string) string // hides what must never be written down
}

// New makes the room.
func New(p Parts) *Centre {
	return &Centre{db: p.DB, shops: p.Shops, articles: p.Articles, book: p.Book, tokens: p.Tokens, mask: p.Mask, now: time.Now, shelves: map[string]*shelf{}}
}

// Site is the help centre of one shop as it stands now.
type Site struct {
	centre   *Centre
	Shop     shop.Shop
	Settings Settings
	Logo     Logo
	shelf    edition
}

// Open finds the help centre of a shop; one that is switched off is not found.
func (c *Centre) Open(ctx context.Context, slug string) (*Site, error) {
	s, err := c.shops.BySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	settings, logo, err := c.settings(ctx, s)
	if err != nil {
		return nil, err
	}
	if !settings.Enabled {
		return nil, missing()
	}
	shelf, err := c.edition(ctx, s.ID)
	return &Site{centre: c, Shop: s, Settings: settings, Logo: logo, shelf: shelf}, err
}

func missing() error { return fault.New(fault.NotFound, "There is no such page") }

// Locales are those that the help centre speaks, the shop's own first.
func (s *Site) Locales() []string { return s.Settings.Locales }

// Default is the locale of whoever speaks none of them.
func (s *Site) Default() string {
	if found := locale.Resolve(s.Shop.Locale, s.Locales()); found != "" {
		return found
	}
	return s.Locales()[0]
}
