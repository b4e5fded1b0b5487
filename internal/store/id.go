package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
	"time"

	"github.com/google/uuid"
)

var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an id that sorts by time and cannot be guessed: prefix, "_", a UUIDv7 (RFC 9562) in 26 base32 letters.
func NewID(prefix string) string {
	id := uuid.Must(uuid.NewV7())
	return prefix + "_" + encoding.EncodeToString(id[:])
}

// NewSecret makes 256 random bits as text, for tokens.
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // crypto/rand never fails since Go 1.24
	return strings.ToLower(encoding.EncodeToString(b[:]))
}

// Hash is what is kept of a secret: SHA-256, in hex. Secrets have 256 random bits, so no salt is needed.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

var likeSigns = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Like is the pattern of "contains this text, in any case": for LOWER(column) LIKE $1 ESCAPE '\'.
func Like(text string) string { return "%" + LikePrefix(strings.ToLower(text)) }

// LikePrefix is the pattern of "begins with this text".
func LikePrefix(text string) string { return likeSigns.Replace(text) + "%" }

// Millis is a time as the database keeps it: milliseconds since 1970; the zero time is 0.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time reads what Millis wrote.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
