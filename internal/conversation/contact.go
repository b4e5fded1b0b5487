package conversation

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/fault"
	"parley/internal/store"
)

// Contact is a customer, known or not.
type Contact struct {
	ID            string    `json:"id"`
	Name          string    `json:"name,omitempty"`
	Email         string    `json:"email,omitempty"`
	Verified      bool      `json:"verified"` // by the shop's signed identity
	Locale        string    `json:"locale,omitempty"`
	Country       string    `json:"country,omitempty"`
	Zone          string    `json:"-"`
	CreatedAt     time.Time `json:"created_at"`
	Conversations int       `json:"conversations,omitempty"`
	external      string    // the shop's own id for her
}

// Session is a customer's browser.
type Session struct {
	Shop      string
	Contact   Contact
	Locale    string
	Country   string
	Page      Page
	ExpiresAt time.Time
}

// Identity is who the shop's backend says she is.
type Identity struct {
	Subject, Email, Name string
}

// Opening asks for a session.
type Opening struct {
	Shop, Locale, Country string
	Page                  Page
	Identity              *Identity
	Token                 string // of a session that goes on, or ""
}

// sessionTime is how long a session lives without use; each opening renews it.
const sessionTime = 90 * 24 * time.Hour

// Open gives a browser a session: the one it has, renewed, or a new one with a new contact. A signed identity ties it to the
// known contact; what she wrote before as nobody in this browser comes along.
func (c *Conversations) Open(ctx context.Context, o Opening) (token string, s Session, err error) {
	s, err = c.Session(ctx, o.Token)
	token = o.Token
	if err != nil || s.Shop != o.Shop || changesPerson(s.Contact, o.Identity) {
		token, s = "ps_"+store.NewSecret(), Session{Shop: o.Shop}
	}
	s.Locale, s.Country, s.ExpiresAt = o.Locale, o.Country, c.now().Add(sessionTime)
	if o.Page.URL != "" {
		s.Page = o.Page
	}
	err = c.db.Tx(ctx, func(tx *store.Tx) error {
		if s.Contact, err = c.person(ctx, tx, s, o.Identity); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO visitor_sessions (hash, shop, contact, locale, country, page_url, page_title, page_product, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (hash) DO UPDATE SET contact = excluded.contact, locale = excluded.locale, country = excluded.country,
			page_url = excluded.page_url, page_title = excluded.page_title, page_product = excluded.page_product, expires_at = excluded.expires_at`,
			store.Hash(token), s.Shop, s.Contact.ID, s.Locale, s.Country, s.Page.URL, s.Page.Title, s.Page.Product, store.Millis(s.ExpiresAt))
		return err
	})
	return token, s, err
}

// changesPerson: a session of a verified contact never passes to somebody else, nor back to nobody's identity.
func changesPerson(have Contact, id *Identity) bool {
	return have.Verified && id != nil && have.ID != "" && id.Subject != "" && have.external != id.Subject
}

// person finds or makes the contact of a session.
func (c *Conversations) person(ctx context.Context, tx *store.Tx, s Session, id *Identity) (Contact, error) {
	now := store.Millis(c.now())
	if id == nil {
		if s.Contact.ID != "" {
			_, err := tx.Exec(ctx, "UPDATE contacts SET locale = $2, country = $3, seen_at = $4 WHERE id = $1", s.Contact.ID, s.Locale, s.Country, now)
			return s.Contact, err
		}
		p := Contact{ID: c.newID("ct"), Locale: s.Locale, Country: s.Country, CreatedAt: store.Time(now)}
		_, err := tx.Exec(ctx, "INSERT INTO contacts (id, shop, locale, country, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)", p.ID, s.Shop, p.Locale, p.Country, now)
		return p, err
	}
	if _, err := tx.Exec(ctx, `UPDATE conversations SET `+searchAnew+` WHERE contact IN
		(SELECT id FROM contacts WHERE shop = $1 AND external_id = $2 AND (name <> $3 OR email <> $4))`, s.Shop, id.Subject, id.Name, id.Email); err != nil {
		return Contact{}, err
	}
	p := Contact{Name: id.Name, Email: id.Email, Verified: true, Locale: s.Locale, Country: s.Country, external: id.Subject}
	var created int64
	err := tx.QueryRow(ctx, `INSERT INTO contacts (id, shop, external_id, name, email, verified, locale, country, created_at, seen_at)
		VALUES ($1, $2, $3, $4, $5, TRUE, $6, $7, $8, $8)
		ON CONFLICT (shop, external_id) WHERE external_id IS NOT NULL DO UPDATE SET name = excluded.name, email = excluded.email, verified = TRUE,
			locale = excluded.locale, country = excluded.country, seen_at = excluded.seen_at
		RETURNING id, created_at`, c.newID("ct"), s.Shop, id.Subject, id.Name, id.Email, s.Locale, s.Country, now).Scan(&p.ID, &created)
	if err != nil {
		return p, err
	}
	p.CreatedAt = store.Time(created)
	if s.Contact.ID != "" && s.Contact.ID != p.ID && !s.Contact.Verified {
		_, err = tx.Exec(ctx, "UPDATE conversations SET contact = $1, "+searchAnew+" WHERE contact = $2", p.ID, s.Contact.ID)
	}
	return p, err
}

const selectContact = "SELECT p.id, p.name, p.email, p.verified, p.locale, p.country, p.zone, p.created_at, COALESCE(p.external_id, '') FROM contacts p "

func scanContact(r row) (Contact, error) {
	var p Contact
	var created int64
	err := r.Scan(&p.ID, &p.Name, &p.Email, &p.Verified, &p.Locale, &p.Country, &p.Zone, &created, &p.external)
	p.CreatedAt = store.Time(created)
	return p, err
}

// Session finds the session of a token that is still good.
func (c *Conversations) Session(ctx context.Context, token string) (Session, error) {
	var s Session
	var expires int64
	denied := fault.New(fault.Unauthenticated, "This session has ended; open a new one")
	if token == "" {
		return s, denied
	}
	var since int64
	p := &s.Contact
	err := c.db.QueryRow(ctx, `SELECT s.shop, s.locale, s.country, s.page_url, s.page_title, s.page_product, s.expires_at,
		p.id, p.name, p.email, p.verified, p.locale, p.country, p.zone, p.created_at, COALESCE(p.external_id, '')
		FROM visitor_sessions s JOIN contacts p ON p.id = s.contact WHERE s.hash = $1`, store.Hash(token)).
		Scan(&s.Shop, &s.Locale, &s.Country, &s.Page.URL, &s.Page.Title, &s.Page.Product, &expires,
			&p.ID, &p.Name, &p.Email, &p.Verified, &p.Locale, &p.Country, &p.Zone, &since, &p.external)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && expires < store.Millis(c.now())) {
		return Session{}, denied
	}
	p.CreatedAt, s.ExpiresAt = store.Time(since), store.Time(expires)
	return s, err
}

// Forget voids a session.
func (c *Conversations) Forget(ctx context.Context, token string) error {
	_, err := c.db.Exec(ctx, "DELETE FROM visitor_sessions WHERE hash = $1", store.Hash(token))
	return err
}

// Contacts lists a shop's contacts who have written, newest first.
func (c *Conversations) Contacts(ctx context.Context, shop, text string, limit int) ([]Contact, error) {
	rows, err := c.db.Query(ctx, `SELECT p.id, p.name, p.email, p.verified, p.locale, p.country, p.zone, p.created_at, COALESCE(p.external_id, ''), COUNT(c.id)
		FROM contacts p JOIN conversations c ON c.contact = p.id AND c.head > 0
		WHERE p.shop = $1 AND (LOWER(p.name) LIKE $2 ESCAPE '\' OR LOWER(p.email) LIKE $2 ESCAPE '\')
		GROUP BY p.id, p.name, p.email, p.verified, p.locale, p.country, p.zone, p.created_at, p.external_id, p.seen_at ORDER BY p.seen_at DESC LIMIT $3`, shop, store.Like(text), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Contact{}
	for rows.Next() {
		var p Contact
		var created int64
		if err := rows.Scan(&p.ID, &p.Name, &p.Email, &p.Verified, &p.Locale, &p.Country, &p.Zone, &created, &p.external, &p.Conversations); err != nil {
			return nil, err
		}
		p.CreatedAt = store.Time(created)
		list = append(list, p)
	}
	return list, rows.Err()
}

// ContactOf reads one contact of the shop.
func (c *Conversations) ContactOf(ctx context.Context, shop, id string) (Contact, error) {
	p, err := scanContact(c.db.QueryRow(ctx, selectContact+"WHERE p.id = $1 AND p.shop = $2", id, shop))
	if errors.Is(err, sql.ErrNoRows) {
		return p, notFound("contact")
	}
	return p, err
}

// Moved notes on her newest conversation where in the shop she is now, for the agent's card.
func (c *Conversations) Moved(ctx context.Context, s Session) error {
	now, err := c.Newest(ctx, s.Shop, s.Contact.ID)
	if err != nil || now == nil || s.Page.URL == "" {
		return err
	}
	_, err = c.db.Exec(ctx, "UPDATE conversations SET page_url = $2, page_title = $3, page_product = $4 WHERE id = $1", now.ID, s.Page.URL, s.Page.Title, s.Page.Product)
	return err
}
