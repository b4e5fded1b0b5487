package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"parley/content"
	"parley/internal/config"
	"parley/internal/shop"
	"parley/internal/staff"
	"parley/internal/store"
)

// NewShop is what the command line may say about a shop.
type NewShop struct{ Name, Slug, Industry, Locale, Country string }

// withDB opens the database for one command; a running server does not mind.
func withDB(ctx context.Context, c config.Config, do func(db *store.DB) error) error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w", err)
	}
	db, err := store.Open(ctx, c.Data, c.Database, logger(c))
	if err != nil {
		return err
	}
	return errors.Join(do(db), db.Close())
}

// CreateShop adds a shop and returns its id.
func CreateShop(ctx context.Context, c config.Config, n NewShop) (id string, err error) {
	err = withDB(ctx, c, func(db *store.DB) error {
		s, err := shop.New(db, content.Locales()).Create(ctx, shop.Shop{Name: n.Name, Slug: n.Slug, Industry: n.Industry, Locale: n.Locale, Country: n.Country})
		id = s.ID
		return err
	})
	return id, err
}

// CreateToken makes an API token and returns its secret.
func CreateToken(ctx context.Context, c config.Config, slug, name string, role staff.Role) (secret string, err error) {
	err = withDB(ctx, c, func(db *store.DB) error {
		s, err := shop.New(db, content.Locales()).BySlug(ctx, slug)
		if err != nil {
			return fmt.Errorf("shop %q: %w", slug, err)
		}
		secret, _, err = staff.New(db).NewToken(ctx, s.ID, name, "command line", role)
		return err
	})
	return secret, err
}
