// Package staff holds the people (and programs) who work for a shop: sign-in, sessions, API tokens, roles and the audit trail.
package staff

import (
	"context"
	"database/sql"
	"errors"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/fault"
	"parley/internal/store"
)

// Role is what somebody may do; each role may do what those before it may.
type Role string

// The roles, from least to most.
const (
	Viewer   Role = "viewer"   // reads
	Agent    Role = "agent"    // answers
	Operator Role = "operator" // keeps knowledge and catalogue
	Admin    Role = "admin"    // staff, tokens, settings
	Owner    Role = "owner"    // other owners too
)

// Roles is the closed list, from least to most.
var Roles = []Role{Viewer, Agent, Operator, Admin, Owner}

// May tells whether the role includes another. It is the one gate; the api room asks it for every route.
func (r Role) May(needed Role) bool {
	have, want := slices.Index(Roles, r), slices.Index(Roles, needed)
	return have >= 0 && want >= 0 && have >= want
}

// Member is one of a shop's staff.
type Member struct {
	ID         string     `json:"id"`
	Shop       string     `json:"-"`
	Email      string     `json:"email"`
	Name       string     `json:"name"`
	Role       Role       `json:"role"`
	Locale     string     `json:"locale"` // of the console: en or zh
	Disabled   bool       `json:"disabled"`
	Away       bool       `json:"away"`
	LastSeenAt *time.Time `json:"last_seen_at,omitempty"`
}

// Staff is the room.
type Staff struct {
	db  *store.DB
	now func() time.Time
}

// New makes the room.
func New(db *store.DB) *Staff { return &Staff{db: db, now: time.Now} }

// MinPassword is the shortest password, in characters (NIST SP 800-63B asks for 8 at least).
const MinPassword = 10

const (
	maxPassword = 200
	maxName     = 200
	roleNames   = "owner, admin, operator, agent, viewer"
)

// Draft is a member to be added.
type Draft struct {
	Name, Email, Password, Locale string
	Role                          Role
}

func (d Draft) check(at string) []fault.Field {
	var wrong []fault.Field
	add := func(ok bool, field, message string, why fault.Reason, values fault.Values) {
		if !ok {
			wrong = append(wrong, fault.Field{Location: at + field, Message: message, Reason: why, Values: values})
		}
	}
	address, err := mail.ParseAddress(d.Email)
	add(err == nil && address.Address == d.Email, "email", "write an e-mail address like mia@example.com", fault.Email, nil)
	add(strings.TrimSpace(d.Name) != "" && utf8.RuneCountInString(d.Name) <= maxName, "name", "give a name of at most 200 characters", fault.Length, fault.Values{"min": 1, "max": maxName})
	add(utf8.RuneCountInString(d.Password) >= MinPassword && utf8.RuneCountInString(d.Password) <= maxPassword, "password", "use 10 to 200 characters", fault.Length, fault.Values{"min": MinPassword, "max": maxPassword})
	add(slices.Contains(Roles, d.Role), "role", "use one of "+roleNames, fault.Choice, fault.Values{"options": roleNames})
	return wrong
}

// Add makes a member of the shop's staff.
func (s *Staff) Add(ctx context.Context, shop string, d Draft) (m Member, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		m, err = s.AddIn(ctx, tx, shop, d, "body.")
		return err
	})
	return m, err
}

// AddIn adds inside a transaction; at is where the fields stand in the request.
func (s *Staff) AddIn(ctx context.Context, tx *store.Tx, shop string, d Draft, at string) (Member, error) {
	d.Email = strings.ToLower(strings.TrimSpace(d.Email))
	if wrong := d.check(at); wrong != nil {
		return Member{}, fault.Wrong(wrong...)
	}
	if d.Locale == "" {
		d.Locale = "en"
	}
	m := Member{ID: store.NewID("st"), Shop: shop, Email: d.Email, Name: strings.TrimSpace(d.Name), Role: d.Role, Locale: d.Locale}
	_, err := tx.Exec(ctx, "INSERT INTO staff (id, shop, email, name, role, locale, password, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		m.ID, shop, m.Email, m.Name, string(m.Role), m.Locale, hashPassword(d.Password), store.Millis(s.now()))
	if store.IsDuplicate(err) {
		return m, fault.New(fault.Conflict, "%s already works here", d.Email).Because(fault.AlreadyStaff, fault.Values{"email": d.Email})
	}
	return m, err
}

const memberColumns = "id, shop, email, name, role, locale, disabled, away, last_seen_at"

func scanMember(r interface{ Scan(...any) error }) (Member, error) {
	var m Member
	var seen int64
	err := r.Scan(&m.ID, &m.Shop, &m.Email, &m.Name, &m.Role, &m.Locale, &m.Disabled, &m.Away, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return m, fault.New(fault.NotFound, "There is no such member of staff")
	}
	if seen > 0 {
		t := store.Time(seen)
		m.LastSeenAt = &t
	}
	return m, err
}

// Get reads a member of the shop's staff.
func (s *Staff) Get(ctx context.Context, shop, id string) (Member, error) {
	return scanMember(s.db.QueryRow(ctx, "SELECT "+memberColumns+" FROM staff WHERE id = $1 AND shop = $2", id, shop))
}

// List reads all of the shop's staff.
func (s *Staff) List(ctx context.Context, shop string) ([]Member, error) {
	rows, err := s.db.Query(ctx, "SELECT "+memberColumns+" FROM staff WHERE shop = $1 ORDER BY created_at", shop)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Member{}
	for rows.Next() {
		m, err := scanMember(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

// None tells whether there is no staff at all: then the first-run set-up is open.
func (s *Staff) None(ctx context.Context) (bool, error) {
	var n int
	err := s.db.QueryRow(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM staff LIMIT 1) AS one").Scan(&n)
	return n == 0, err
}

// Change is what may be changed of a member; nil leaves it.
type Change struct {
	Name, Locale, Password *string
	Role                   *Role
	Disabled, Away         *bool
}

// Update changes a member. A new password, role or disabling ends the member's sessions. The last owner stays an owner.
func (s *Staff) Update(ctx context.Context, shop, id string, c Change) (m Member, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if m, err = scanMember(tx.QueryRow(ctx, "SELECT "+memberColumns+" FROM staff WHERE id = $1 AND shop = $2", id, shop)); err != nil {
			return err
		}
		was := m
		if err := c.apply(&m); err != nil {
			return err
		}
		if err := s.keepOwner(ctx, tx, was, m); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE staff SET name = $2, locale = $3, role = $4, disabled = $5, away = $6 WHERE id = $1",
			m.ID, m.Name, m.Locale, string(m.Role), m.Disabled, m.Away); err != nil {
			return err
		}
		if c.Password != nil {
			if _, err := tx.Exec(ctx, "UPDATE staff SET password = $2 WHERE id = $1", m.ID, hashPassword(*c.Password)); err != nil {
				return err
			}
		}
		if c.Password == nil && m.Role == was.Role && m.Disabled == was.Disabled {
			return nil
		}
		_, err := tx.Exec(ctx, "DELETE FROM staff_sessions WHERE staff = $1", m.ID)
		return err
	})
	return m, err
}

func (c Change) apply(m *Member) error {
	if c.Name != nil {
		m.Name = strings.TrimSpace(*c.Name)
	}
	if c.Locale != nil {
		m.Locale = *c.Locale
	}
	if c.Role != nil {
		m.Role = *c.Role
	}
	if c.Disabled != nil {
		m.Disabled = *c.Disabled
	}
	if c.Away != nil {
		m.Away = *c.Away
	}
	password := strings.Repeat("x", MinPassword)
	if c.Password != nil {
		password = *c.Password
	}
	if wrong := (Draft{Name: m.Name, Email: m.Email, Password: password, Role: m.Role}).check("body."); wrong != nil {
		return fault.Wrong(wrong...)
	}
	return nil
}

func (s *Staff) keepOwner(ctx context.Context, tx *store.Tx, was, m Member) error {
	if was.Role != Owner || (m.Role == Owner && !m.Disabled) {
		return nil
	}
	var others int
	err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM staff WHERE shop = $1 AND role = 'owner' AND disabled = FALSE AND id <> $2", m.Shop, m.ID).Scan(&others)
	if err == nil && others == 0 {
		return fault.New(fault.Conflict, "The shop needs at least one owner: make somebody else an owner first").Because(fault.LastOwner, nil)
	}
	return err
}
