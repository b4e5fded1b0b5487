package helpcentre

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"parley/internal/store"
)

// kept is a shop's row.
type kept struct {
	Settings
	Logo Logo
}

func (c *Centre) readSettings(ctx context.Context, shop string) (k kept, err error) {
	var doc, logo string
	err = c.db.QueryRow(ctx, "SELECT doc, logo, logo_type FROM help_centres WHERE shop = $1", shop).Scan(&doc, &logo, &k.Logo.Type)
	if errors.Is(err, sql.ErrNoRows) {
		return k, nil
	}
	if err != nil {
		return k, err
	}
	k.Logo.Bytes, err = base64.StdEncoding.DecodeString(logo)
	return k, errors.Join(err, json.Unmarshal([]byte(doc), &k.Settings))
}

func writeSettings(ctx context.Context, tx *store.Tx, shop string, s Settings, at time.Time) error {
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO help_centres (shop, doc, version, updated_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (shop) DO UPDATE SET doc = excluded.doc, version = help_centres.version + 1, updated_at = excluded.updated_at`, shop, string(doc), store.Millis(at))
	return err
}

func writeLogo(ctx context.Context, tx *store.Tx, shop string, l Logo, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO help_centres (shop, doc, logo, logo_type, version, updated_at) VALUES ($1, '{}', $2, $3, 1, $4)
		ON CONFLICT (shop) DO UPDATE SET logo = excluded.logo, logo_type = excluded.logo_type, version = help_centres.version + 1, updated_at = excluded.updated_at`,
		shop, base64.StdEncoding.EncodeToString(l.Bytes), l.Type, store.Millis(at))
	return err
}

// countSearch notes that somebody looked for something; what is new on a day is noted only as long as the day has room.
func (c *Centre) countSearch(ctx context.Context, tx *store.Tx, shop, locale, query string, found int) error {
	day := c.now().UTC().Format(time.DateOnly)
	_, err := tx.Exec(ctx, `INSERT INTO help_searches (shop, day, locale, query, times, found, clicked, seen_at)
		SELECT $1, $2, $3, $4, 1, $5, 0, $6 WHERE (SELECT COUNT(*) FROM help_searches WHERE shop = $1 AND day = $2) < $7
			OR EXISTS (SELECT 1 FROM help_searches WHERE shop = $1 AND day = $2 AND locale = $3 AND query = $4)
		ON CONFLICT (shop, day, locale, query) DO UPDATE SET times = help_searches.times + 1, found = excluded.found, seen_at = excluded.seen_at`,
		shop, day, locale, query, found, store.Millis(c.now()), maxSearchesADay)
	return err
}

func (c *Centre) countClick(ctx context.Context, tx *store.Tx, shop, locale, query string) error {
	_, err := tx.Exec(ctx, "UPDATE help_searches SET clicked = clicked + 1 WHERE shop = $1 AND day = $2 AND locale = $3 AND query = $4",
		shop, c.now().UTC().Format(time.DateOnly), locale, query)
	return err
}

func (c *Centre) forgetSearches(ctx context.Context, tx *store.Tx, shop string) error {
	_, err := tx.Exec(ctx, "DELETE FROM help_searches WHERE shop = $1 AND day < $2", shop, c.since().Format(time.DateOnly))
	return err
}

func (c *Centre) since() time.Time { return c.now().UTC().Add(-Period) }

// listSearches reads what was looked for in the last days, the most frequent first.
func (c *Centre) listSearches(ctx context.Context, shop string, having string, limit int) ([]Search, error) {
	rows, err := c.db.Query(ctx, `SELECT locale, query, CAST(SUM(times) AS BIGINT) AS n, CAST(MAX(found) AS BIGINT) AS f, CAST(SUM(clicked) AS BIGINT) AS c, MAX(seen_at) FROM help_searches
		WHERE shop = $1 AND day >= $2 GROUP BY locale, query `+having+" ORDER BY n DESC, MAX(seen_at) DESC, query LIMIT $3", shop, c.since().Format(time.DateOnly), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Search{}
	for rows.Next() {
		var s Search
		var at int64
		if err := rows.Scan(&s.Locale, &s.Query, &s.Times, &s.Found, &s.Clicked, &at); err != nil {
			return nil, err
		}
		s.LastSeen = store.Time(at)
		list = append(list, s)
	}
	return list, rows.Err()
}

// vote keeps what a visitor says of a version of an article; she may change her mind.
func vote(ctx context.Context, tx *store.Tx, shop, visitor string, f Feedback) error {
	_, err := tx.Exec(ctx, `INSERT INTO article_feedback (id, shop, article, version, locale, visitor, helped, comment, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (shop, article, version, visitor) DO UPDATE SET helped = excluded.helped, locale = excluded.locale, at = excluded.at, resolved_at = 0, resolved_by = '',
			comment = CASE WHEN excluded.comment = '' AND excluded.helped = article_feedback.helped THEN article_feedback.comment ELSE excluded.comment END`,
		f.ID, shop, f.Article, f.Version, f.Locale, visitor, f.Helped, f.Comment, store.Millis(f.At))
	return err
}

const feedbackColumns = "id, article, version, locale, helped, comment, at, resolved_at, resolved_by"

func (c *Centre) listFeedback(ctx context.Context, query string, args ...any) ([]Feedback, error) {
	rows, err := c.db.Query(ctx, "SELECT "+feedbackColumns+" FROM article_feedback "+query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Feedback{}
	for rows.Next() {
		var f Feedback
		var at, resolved int64
		if err := rows.Scan(&f.ID, &f.Article, &f.Version, &f.Locale, &f.Helped, &f.Comment, &at, &resolved, &f.ResolvedBy); err != nil {
			return nil, err
		}
		f.At = store.Time(at)
		if resolved > 0 {
			when := store.Time(resolved)
			f.ResolvedAt = &when
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

func resolve(ctx context.Context, tx *store.Tx, shop, id string, at int64, by string) (int64, error) {
	return tx.Exec(ctx, "UPDATE article_feedback SET resolved_at = $3, resolved_by = $4 WHERE shop = $1 AND id = $2", shop, id, at, by)
}

// health counts votes by article.
func (c *Centre) health(ctx context.Context, shop string) ([]Health, error) {
	rows, err := c.db.Query(ctx, `SELECT article, CAST(SUM(CASE WHEN helped THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(CASE WHEN helped THEN 0 ELSE 1 END) AS BIGINT),
		CAST(SUM(CASE WHEN (comment <> '' OR NOT helped) AND resolved_at = 0 THEN 1 ELSE 0 END) AS BIGINT) FROM article_feedback WHERE shop = $1 GROUP BY article ORDER BY article`, shop)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Health{}
	for rows.Next() {
		var h Health
		if err := rows.Scan(&h.Article, &h.Helped, &h.NotHelped, &h.Open); err != nil {
			return nil, err
		}
		list = append(list, h)
	}
	return list, rows.Err()
}

// Public lists the shops whose help centre anybody may read.
func (c *Centre) Public(ctx context.Context) ([]string, error) {
	rows, err := c.db.Query(ctx, "SELECT s.slug, h.doc FROM help_centres h JOIN shops s ON s.id = h.shop ORDER BY s.slug")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var slug, doc string
		var s Settings
		if err := errors.Join(rows.Scan(&slug, &doc), json.Unmarshal([]byte(doc), &s)); err != nil {
			return nil, err
		}
		if s.Enabled {
			out = append(out, slug)
		}
	}
	return out, rows.Err()
}
