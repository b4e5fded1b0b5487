package shop

import (
	"context"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"parley/internal/fault"
	"parley/internal/store"
)

// Identity is what a shop's backend signs about its customer (JWT, RFC 7519, HS256).
type Identity struct {
	jwt.RegisteredClaims
	Email string `json:"email,omitempty"`
	Name  string `json:"name,omitempty"`
}

// maxIdentityTime is the longest life of an identity token: it passes through the customer's browser.
const maxIdentityTime = time.Hour

// VerifyIdentity checks a token against the shop's secret. Every fault reads the same outside; the cause goes to the log.
func (s Shop) VerifyIdentity(token string, now time.Time) (Identity, error) {
	var id Identity
	refused := fault.Wrong(fault.Field{Location: "body.identity_token", Message: "the token is not valid: sign it with HS256 and the shop's identity secret, with sub, iat and an exp within one hour of iat"})
	_, err := jwt.ParseWithClaims(token, &id, func(*jwt.Token) (any, error) { return []byte(s.identitySecret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(time.Minute),
		jwt.WithTimeFunc(func() time.Time { return now }))
	if err != nil {
		return id, refused.WithCause(err)
	}
	if id.Subject == "" || id.IssuedAt == nil || id.ExpiresAt.Sub(id.IssuedAt.Time) > maxIdentityTime {
		return id, refused
	}
	return id, nil
}

// SignIdentity makes a token as a shop's backend would; the demo storefront uses it.
func (s Shop) SignIdentity(subject, email, name string, now time.Time) (string, error) {
	id := Identity{Email: email, Name: name, RegisteredClaims: jwt.RegisteredClaims{
		Subject: subject, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(maxIdentityTime / 2)),
	}}
	return jwt.NewWithClaims(jwt.SigningMethodHS256, id).SignedString([]byte(s.identitySecret))
}

// IdentitySecret shows the secret to an admin.
func (s Shop) IdentitySecret() string { return s.identitySecret }

// NewIdentitySecret replaces the secret; tokens signed with the former one are refused from now on.
func (r *Shops) NewIdentitySecret(ctx context.Context, id string) (string, error) {
	secret := store.NewSecret()
	_, err := r.db.Exec(ctx, "UPDATE shops SET identity_secret = $2 WHERE id = $1", id, secret)
	return secret, err
}
