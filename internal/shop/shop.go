// Package shop holds the tenants, each with its catalogue and its orders.
package shop

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"parley/internal/fault"
	"parley/internal/store"
)

// Shop is a tenant. Everything else belongs to exactly one.
type Shop struct {
	ID             string    `json:"id"`
	Slug           string    `json:"slug"`
	Name           string    `json:"name"`
	Industry       string    `json:"industry,omitempty"`
	Locale         string    `json:"locale"`  // BCP 47, what is answered when nothing is known of the customer
	Country        string    `json:"country"` // ISO 3166-1 alpha-2
	Locales        []string  `json:"locales"`
	Accent         string    `json:"accent"` // #rrggbb
	Domains        []string  `json:"domains"`
	CreatedAt      time.Time `json:"created_at"`
	identitySecret string
}

// Shops is the room.
type Shops struct {
	db      *store.DB
	now     func() time.Time
	locales []string // all that the assistant speaks; a shop that names none serves them all
	taken   sync.Map // shop id → version of the catalogue that this node imported last
}

// New makes the room; locales are those that the assistant speaks.
func New(db *store.DB, locales []string) *Shops {
	return &Shops{db: db, now: time.Now, locales: locales}
}

// DefaultAccent is the teal of a shop that has chosen none.
const DefaultAccent = "#0f766e"

var slugForm = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)
var colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

// fill completes a new shop with defaults.
func (s *Shop) fill(locales []string) {
	if s.Locale == "" {
		s.Locale = "en-US"
	}
	if len(s.Locales) == 0 {
		s.Locales = ownFirst(s.Locale, locales)
	}
	if s.Accent == "" {
		s.Accent = DefaultAccent
	}
	if s.Domains == nil {
		s.Domains = []string{}
	}
	s.Country = strings.ToUpper(s.Country)
}

// ownFirst puts the shop's own language at the head, where a customer finds herself whose language nobody speaks.
func ownFirst(own string, locales []string) []string {
	lang, _, _ := strings.Cut(own, "-")
	far := func(tag string) int {
		if base, _, _ := strings.Cut(tag, "-"); base != lang {
			return 2
		}
		if tag != own {
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(locales), func(a, b string) int { return far(a) - far(b) })
}

// Check names what is wrong with a shop; at is where its fields stand in the request.
func (s Shop) Check(at string) []fault.Field {
	var wrong []fault.Field
	add := func(ok bool, field, message string, why fault.Reason, values fault.Values) {
		if !ok {
			wrong = append(wrong, fault.Field{Location: at + field, Message: message, Reason: why, Values: values})
		}
	}
	add(slugForm.MatchString(s.Slug), "slug", "use 1 to 40 small letters, digits and hyphens", fault.Slug, nil)
	add(strings.TrimSpace(s.Name) != "" && utf8.RuneCountInString(s.Name) <= 200, "name", "give the shop a name of at most 200 characters", fault.Length, fault.Values{"min": 1, "max": 200})
	add(s.Accent == "" || colourForm.MatchString(s.Accent), "accent", "write the colour as #rrggbb", fault.Colour, nil)
	add(s.Country == "" || countryForm.MatchString(s.Country), "country", "use the two letters of ISO 3166, for example DE", fault.Country, nil)
	for _, tag := range append([]string{s.Locale}, s.Locales...) {
		_, err := language.Parse(tag)
		add(err == nil, "locales", tag+" is not a language tag, for example de-DE", fault.LanguageTag, nil)
	}
	return wrong
}

const shopColumns = "id, slug, name, industry, locale, country, locales, accent, domains, identity_secret, created_at"

func scanShop(r interface{ Scan(...any) error }) (Shop, error) {
	var s Shop
	var locales, domains string
	var created int64
	err := r.Scan(&s.ID, &s.Slug, &s.Name, &s.Industry, &s.Locale, &s.Country, &locales, &s.Accent, &domains, &s.identitySecret, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return s, fault.New(fault.NotFound, "There is no such shop")
	}
	if err != nil {
		return s, err
	}
	s.CreatedAt = store.Time(created)
	return s, errors.Join(json.Unmarshal([]byte(locales), &s.Locales), json.Unmarshal([]byte(domains), &s.Domains))
}

// Create adds a shop.
func (r *Shops) Create(ctx context.Context, s Shop) (Shop, error) {
	err := r.db.Tx(ctx, func(tx *store.Tx) (err error) {
		s, err = r.CreateIn(ctx, tx, s)
		return err
	})
	return s, err
}

// CreateIn adds a shop inside a transaction, so that the first owner comes with it or not at all.
func (r *Shops) CreateIn(ctx context.Context, tx *store.Tx, s Shop) (Shop, error) {
	s.fill(r.locales)
	if wrong := s.Check("body.shop."); wrong != nil {
		return s, fault.Wrong(wrong...)
	}
	s.ID, s.CreatedAt = store.NewID("sh"), r.now().UTC()
	_, err := tx.Exec(ctx, "INSERT INTO shops ("+shopColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		s.ID, s.Slug, s.Name, s.Industry, s.Locale, s.Country, list(s.Locales), s.Accent, list(s.Domains), store.NewSecret(), store.Millis(s.CreatedAt))
	if store.IsDuplicate(err) {
		return s, fault.New(fault.Conflict, "There is already a shop with the slug %q", s.Slug).Because(fault.ShopExists, fault.Values{"slug": s.Slug})
	}
	return s, err
}

func list(s []string) string {
	b, _ := json.Marshal(s) // strings always encode
	return string(b)
}

// BySlug finds a shop by its slug.
func (r *Shops) BySlug(ctx context.Context, slug string) (Shop, error) {
	return scanShop(r.db.QueryRow(ctx, "SELECT "+shopColumns+" FROM shops WHERE slug = $1", slug))
}

// ByID finds a shop.
func (r *Shops) ByID(ctx context.Context, id string) (Shop, error) {
	return scanShop(r.db.QueryRow(ctx, "SELECT "+shopColumns+" FROM shops WHERE id = $1", id))
}

// All lists the ids of all shops.
func (r *Shops) All(ctx context.Context) ([]string, error) {
	rows, err := r.db.Query(ctx, "SELECT id FROM shops ORDER BY created_at")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// Save writes what an admin may change.
func (r *Shops) Save(ctx context.Context, s Shop) error {
	s.fill(r.locales)
	if wrong := s.Check("body."); wrong != nil {
		return fault.Wrong(wrong...)
	}
	_, err := r.db.Exec(ctx, "UPDATE shops SET name = $2, locale = $3, country = $4, locales = $5, accent = $6, domains = $7 WHERE id = $1",
		s.ID, s.Name, s.Locale, s.Country, list(s.Locales), s.Accent, list(s.Domains))
	return err
}

// ForAnswer tells what an answer must know of a shop.
func (r *Shops) ForAnswer(ctx context.Context, id string) (name, locale string, locales []string, err error) {
	s, err := r.ByID(ctx, id)
	return s.Name, s.Locale, s.Locales, err
}
