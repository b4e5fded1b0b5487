package staff

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"parley/internal/fault"
	"parley/internal/store"
)

// sessionTime is how long a sign-in lasts.
const sessionTime = 14 * 24 * time.Hour

// Session is a signed-in browser.
type Session struct {
	Cookie string
	CSRF   string
	Member Member
}

// SignIn checks e-mail and password. Somebody who works for several shops under one address names the shop; without it the
// first that the password fits is taken.
func (s *Staff) SignIn(ctx context.Context, email, password, shop string) (Session, error) {
	refused := fault.New(fault.Unauthenticated, "E-mail or password is wrong")
	rows, err := s.db.Query(ctx, "SELECT id, password FROM staff WHERE email = $1 AND disabled = FALSE AND (shop = $2 OR $2 = '') ORDER BY created_at",
		strings.ToLower(strings.TrimSpace(email)), shop)
	if err != nil {
		return Session{}, err
	}
	candidates := map[string]string{}
	var order []string
	for rows.Next() {
		var id, kept string
		if err := rows.Scan(&id, &kept); err != nil {
			rows.Close()
			return Session{}, err
		}
		candidates[id] = kept
		order = append(order, id)
	}
	rows.Close()
	if len(order) == 0 {
		passwordFits(password, nobody())
		return Session{}, refused
	}
	for _, id := range order {
		if passwordFits(password, candidates[id]) {
			return s.open(ctx, id)
		}
	}
	return Session{}, refused
}

// Enter opens a session for a member who has just been made.
func (s *Staff) Enter(ctx context.Context, id string) (Session, error) { return s.open(ctx, id) }

func (s *Staff) open(ctx context.Context, id string) (Session, error) {
	out := Session{Cookie: store.NewSecret(), CSRF: store.NewSecret()}
	now := s.now()
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if out.Member, err = scanMember(tx.QueryRow(ctx, "UPDATE staff SET last_seen_at = $2 WHERE id = $1 RETURNING "+memberColumns, id, store.Millis(now))); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, "DELETE FROM staff_sessions WHERE expires_at < $1", store.Millis(now)); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO staff_sessions (hash, staff, csrf, expires_at) VALUES ($1, $2, $3, $4)", store.Hash(out.Cookie), id, out.CSRF, store.Millis(now.Add(sessionTime)))
		return err
	})
	return out, err
}

// Session finds who a cookie belongs to.
func (s *Staff) Session(ctx context.Context, cookie string) (Session, error) {
	out := Session{Cookie: cookie}
	var id, shop string
	var expires int64
	err := s.db.QueryRow(ctx, "SELECT m.id, m.shop, x.csrf, x.expires_at FROM staff_sessions x JOIN staff m ON m.id = x.staff WHERE x.hash = $1 AND m.disabled = FALSE", store.Hash(cookie)).
		Scan(&id, &shop, &out.CSRF, &expires)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && expires < store.Millis(s.now())) {
		return out, fault.New(fault.Unauthenticated, "Sign in first")
	}
	if err != nil {
		return out, err
	}
	out.Member, err = s.Get(ctx, shop, id)
	return out, err
}

// SignOut ends a session.
func (s *Staff) SignOut(ctx context.Context, cookie string) error {
	_, err := s.db.Exec(ctx, "DELETE FROM staff_sessions WHERE hash = $1", store.Hash(cookie))
	return err
}

// CheckPassword tells whether it is the member's own.
func (s *Staff) CheckPassword(ctx context.Context, id, password string) (bool, error) {
	var kept string
	err := s.db.QueryRow(ctx, "SELECT password FROM staff WHERE id = $1", id).Scan(&kept)
	return err == nil && passwordFits(password, kept), err
}

// Token is an API token without its secret.
type Token struct {
	ID         string     `json:"id"`
	Shop       string     `json:"-"`
	Name       string     `json:"name"`
	Role       Role       `json:"role"`
	CreatedBy  string     `json:"created_by,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty"`
}

// NewToken makes an API token; its secret is shown once.
func (s *Staff) NewToken(ctx context.Context, shop, name, by string, role Role) (secret string, t Token, err error) {
	if !role.May(Viewer) {
		return "", t, fault.Wrong(fault.Field{Location: "body.role", Message: "use one of " + roleNames, Reason: fault.Choice, Values: fault.Values{"options": roleNames}})
	}
	if strings.TrimSpace(name) == "" {
		return "", t, fault.Wrong(fault.Field{Location: "body.name", Message: "give the token a name, so that you know later what it is for", Reason: fault.Missing})
	}
	secret = "pt_" + store.NewSecret()
	t = Token{ID: store.NewID("tk"), Shop: shop, Name: name, Role: role, CreatedBy: by, CreatedAt: s.now().UTC()}
	_, err = s.db.Exec(ctx, "INSERT INTO tokens (id, hash, shop, name, role, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		t.ID, store.Hash(secret), shop, name, string(role), by, store.Millis(t.CreatedAt))
	return secret, t, err
}

const tokenColumns = "id, shop, name, role, created_by, created_at, last_used_at"

func scanToken(r interface{ Scan(...any) error }) (Token, error) {
	var t Token
	var created, used int64
	err := r.Scan(&t.ID, &t.Shop, &t.Name, &t.Role, &t.CreatedBy, &created, &used)
	t.CreatedAt = store.Time(created)
	if used > 0 {
		at := store.Time(used)
		t.LastUsedAt = &at
	}
	return t, err
}

// Token finds an API token by its secret.
func (s *Staff) Token(ctx context.Context, secret string) (Token, error) {
	t, err := scanToken(s.db.QueryRow(ctx, "SELECT "+tokenColumns+" FROM tokens WHERE hash = $1", store.Hash(secret)))
	if errors.Is(err, sql.ErrNoRows) {
		return t, fault.New(fault.Unauthenticated, "This token is not known here; make a new one in the console under Settings")
	}
	if err == nil && (t.LastUsedAt == nil || s.now().Sub(*t.LastUsedAt) > time.Hour) {
		// Once an hour is enough to see which tokens are dead.
		_, err = s.db.Exec(ctx, "UPDATE tokens SET last_used_at = $2 WHERE id = $1", t.ID, store.Millis(s.now()))
	}
	return t, err
}

// Tokens lists the shop's tokens.
func (s *Staff) Tokens(ctx context.Context, shop string) ([]Token, error) {
	rows, err := s.db.Query(ctx, "SELECT "+tokenColumns+" FROM tokens WHERE shop = $1 ORDER BY created_at DESC", shop)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Token{}
	for rows.Next() {
		t, err := scanToken(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, rows.Err()
}

// Revoke ends a token at once.
func (s *Staff) Revoke(ctx context.Context, shop, id string) error {
	n, err := s.db.Exec(ctx, "DELETE FROM tokens WHERE id = $1 AND shop = $2", id, shop)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "There is no such token")
	}
	return err
}

// Entry is one line of the audit trail.
type Entry struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Actor  Person    `json:"actor"`
	Action string    `json:"action"`
	Target string    `json:"target,omitempty"`
	Detail string    `json:"detail,omitempty"`
}

// Person names who did it.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Audit writes down who changed what.
func (s *Staff) Audit(ctx context.Context, shop string, who Person, action, target, detail string) error {
	_, err := s.db.Exec(ctx, "INSERT INTO audit (id, shop, at, actor_id, actor_name, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		store.NewID("au"), shop, store.Millis(s.now()), who.ID, who.Name, action, target, detail)
	return err
}

// Trail reads the audit trail, newest first.
func (s *Staff) Trail(ctx context.Context, shop, before string, limit int) ([]Entry, error) {
	if before == "" {
		before = "~"
	}
	rows, err := s.db.Query(ctx, "SELECT id, at, actor_id, actor_name, action, target, detail FROM audit WHERE shop = $1 AND id < $2 ORDER BY id DESC LIMIT $3", shop, before, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Entry{}
	for rows.Next() {
		var e Entry
		var at int64
		if err := rows.Scan(&e.ID, &at, &e.Actor.ID, &e.Actor.Name, &e.Action, &e.Target, &e.Detail); err != nil {
			return nil, err
		}
		e.At = store.Time(at)
		list = append(list, e)
	}
	return list, rows.Err()
}
