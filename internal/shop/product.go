package shop

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"parley/internal/fault"
	"parley/internal/jsonl"
	"parley/internal/store"
)

// Product is one thing that is sold, as it stands in an import file (docs/import.md).
type Product struct {
	ID         string             `json:"id"`
	Name       string             `json:"name"`
	Category   string             `json:"category,omitempty"`
	Price      map[string]float64 `json:"price,omitempty"` // by ISO 4217 currency
	Attributes map[string]any     `json:"attributes,omitempty"`
	InStock    Stock              `json:"in_stock"`
	Related    []string           `json:"related,omitempty"`
	Promotions []string           `json:"promotions,omitempty"`
	Images     []string           `json:"images,omitempty"`
	Names      map[string]string  `json:"names,omitempty"` // by locale
}

// Stock is true or false, or how many there are.
type Stock struct {
	Count int // -1: there are some, number unknown
}

// UnmarshalJSON takes a boolean or a count.
func (s *Stock) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		s.Count = -1
	case "false", "null":
		s.Count = 0
	default:
		return json.Unmarshal(b, &s.Count)
	}
	return nil
}

// MarshalJSON writes what UnmarshalJSON read.
func (s Stock) MarshalJSON() ([]byte, error) {
	if s.Count == -1 {
		return []byte("true"), nil
	}
	if s.Count == 0 {
		return []byte("false"), nil
	}
	return json.Marshal(s.Count)
}

// Any tells whether it can be had.
func (s Stock) Any() bool { return s.Count != 0 }

// maxID is the longest id of an imported record.
const maxID = 200

func checkProduct(p *Product) []fault.Field {
	var wrong []fault.Field
	if p.ID == "" || len(p.ID) > maxID {
		wrong = append(wrong, fault.Field{Location: "id", Message: "give each product an id of at most 200 characters"})
	}
	if strings.TrimSpace(p.Name) == "" {
		wrong = append(wrong, fault.Field{Location: "name", Message: "is missing"})
	}
	for currency, amount := range p.Price {
		if len(currency) != 3 || amount < 0 {
			wrong = append(wrong, fault.Field{Location: "price." + currency, Message: "write prices as {\"EUR\": 19.9} with currencies of ISO 4217 and no negative amount"})
		}
	}
	return wrong
}

// ImportProducts takes a file whole or not at all. The same id again replaces the product.
func (r *Shops) ImportProducts(ctx context.Context, shop string, file io.Reader) (jsonl.Imported, error) {
	products, err := jsonl.Read(file, checkProduct)
	if err != nil {
		return jsonl.Imported{}, err
	}
	version := r.now().UnixNano()
	n, err := put(ctx, r, products, func(tx *store.Tx, p Product) (bool, error) {
		doc, err := json.Marshal(p)
		if err != nil {
			return false, err
		}
		return upsert(ctx, tx, `INSERT INTO products (shop, id, name, category, doc, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (shop, id) DO UPDATE SET name = excluded.name, category = excluded.category, doc = excluded.doc, updated_at = excluded.updated_at`,
			"products", shop, p.ID, p.Name, p.Category, string(doc), version)
	})
	if err == nil {
		r.taken.Store(shop, version)
	}
	return n, err
}

// CatalogVersion changes with every import of products.
func (r *Shops) CatalogVersion(ctx context.Context, shop string) (version int64, err error) {
	err = r.db.QueryRow(ctx, "SELECT COALESCE(MAX(updated_at), 0) FROM products WHERE shop = $1", shop).Scan(&version)
	return version, err
}

// Taken is the version that this node imported last; 0 when it has not imported any.
func (r *Shops) Taken(shop string) int64 {
	v, _ := r.taken.Load(shop)
	n, _ := v.(int64)
	return n
}

func put[T any](ctx context.Context, r *Shops, records []T, one func(tx *store.Tx, v T) (created bool, err error)) (n jsonl.Imported, err error) {
	err = r.db.Tx(ctx, func(tx *store.Tx) error {
		n = jsonl.Imported{}
		for _, v := range records {
			created, err := one(tx, v)
			if err != nil {
				return err
			}
			n.Imported++
			if created {
				n.Created++
			} else {
				n.Updated++
			}
		}
		return nil
	})
	return n, err
}

func upsert(ctx context.Context, tx *store.Tx, query, table, shop, id string, rest ...any) (created bool, err error) {
	var there int
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM "+table+" WHERE shop = $1 AND id = $2", shop, id).Scan(&there); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, query, append([]any{shop, id}, rest...)...)
	return there == 0, err
}

// Product reads one product.
func (r *Shops) Product(ctx context.Context, shop, id string) (p Product, err error) {
	err = r.doc(ctx, &p, "product", "SELECT doc FROM products WHERE shop = $1 AND id = $2", shop, id)
	return p, err
}

// Products lists the catalogue; text searches ids, names and categories.
func (r *Shops) Products(ctx context.Context, shop, text string, limit int) ([]Product, error) {
	return docs[Product](ctx, r, `SELECT doc FROM products WHERE shop = $1 AND (LOWER(doc) LIKE $2 ESCAPE '\') ORDER BY name, id LIMIT $3`, shop, store.Like(text), limit)
}

func (r *Shops) doc(ctx context.Context, into any, what, query string, args ...any) error {
	var doc string
	err := r.db.QueryRow(ctx, query, args...).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "There is no such %s", what)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(doc), into)
}

func docs[T any](ctx context.Context, r *Shops, query string, args ...any) ([]T, error) {
	rows, err := r.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []T{}
	for rows.Next() {
		var doc string
		var v T
		if err := rows.Scan(&doc); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(doc), &v); err != nil {
			return nil, fmt.Errorf("a stored record cannot be read: %w", err)
		}
		found = append(found, v)
	}
	return found, rows.Err()
}
