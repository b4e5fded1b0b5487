package ownwords

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"parley/internal/flow"
	"parley/internal/store"
)

// count adds a word of an answer. The steps of a conversation come in order, so an answer that was counted has a seq that is not higher.
func count(ctx context.Context, tx *store.Tx, e flow.Event, m Met) error {
	_, err := tx.Exec(ctx, `INSERT INTO words_met (shop, lang, word, written, conversation, seq, times, question, seen_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
		ON CONFLICT (shop, lang, word, conversation) DO UPDATE SET seq = excluded.seq, times = words_met.times + 1, written = excluded.written, question = excluded.question, seen_at = excluded.seen_at
			WHERE words_met.seq < excluded.seq`,
		e.Shop, m.Lang, m.Key, m.Word, e.Stream, e.Seq, m.Question, store.Millis(e.At))
	return err
}

func forget(ctx context.Context, tx *store.Tx, shop string, before time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM words_met WHERE shop = $1 AND seen_at < $2", shop, store.Millis(before))
	return err
}

// listMet reads what was met since a time and nobody has decided about, the most frequent first, and how many there are in all.
func (w *Words) listMet(ctx context.Context, shop string, since time.Time, limit int) (list []Met, all int, err error) {
	rows, err := w.db.Query(ctx, `SELECT lang, word, written, question, seen_at, times, conversations, COUNT(*) OVER () FROM (
			SELECT lang, word, written, question, seen_at, CAST(SUM(times) OVER (PARTITION BY lang, word) AS BIGINT) AS times, COUNT(*) OVER (PARTITION BY lang, word) AS conversations,
				ROW_NUMBER() OVER (PARTITION BY lang, word ORDER BY seen_at DESC, conversation) AS n
			FROM words_met m WHERE shop = $1 AND seen_at >= $2 AND NOT EXISTS
				(SELECT 1 FROM own_words o WHERE o.shop = m.shop AND o.lang = m.lang AND o.word = m.word AND o.state <> 'open')) AS met
		WHERE n = 1 ORDER BY times DESC, seen_at DESC, lang, word LIMIT $3`, shop, store.Millis(since), limit)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	list = []Met{}
	for rows.Next() {
		var m Met
		var seen int64
		if err := rows.Scan(&m.Lang, &m.Key, &m.Word, &m.Question, &seen, &m.Times, &m.Conversations, &all); err != nil {
			return nil, 0, err
		}
		m.LastSeen = store.Time(seen)
		list = append(list, m)
	}
	return list, all, rows.Err()
}

const entryColumns = "lang, written, word, state, concepts, means, updated_at, updated_by"

func scanEntry(row interface{ Scan(...any) error }) (e Entry, err error) {
	var concepts, means string
	var updated int64
	err = row.Scan(&e.Lang, &e.Word, &e.Key, &e.State, &concepts, &means, &updated, &e.UpdatedBy)
	if errors.Is(err, sql.ErrNoRows) {
		return e, notFound()
	}
	if err != nil {
		return e, err
	}
	e.UpdatedAt = store.Time(updated)
	return e, errors.Join(json.Unmarshal([]byte(concepts), &e.Concepts), json.Unmarshal([]byte(means), &e.Means))
}

func getEntry(ctx context.Context, q store.Querier, shop, lang, key string) (Entry, error) {
	return scanEntry(q.QueryRow(ctx, "SELECT "+entryColumns+" FROM own_words WHERE shop = $1 AND lang = $2 AND word = $3", shop, lang, key))
}

func write(ctx context.Context, tx *store.Tx, shop string, e Entry) error {
	concepts, err := json.Marshal(e.Concepts)
	if err != nil {
		return err
	}
	means, err := json.Marshal(e.Means)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO own_words (shop, "+entryColumns+`, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
		ON CONFLICT (shop, lang, word) DO UPDATE SET written = excluded.written, state = excluded.state, concepts = excluded.concepts, means = excluded.means,
			version = own_words.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
		shop, e.Lang, e.Word, e.Key, string(e.State), string(concepts), string(means), store.Millis(e.UpdatedAt), e.UpdatedBy)
	return err
}

// version grows with every change, also when two are made at the same moment: it is the sum of the versions of all entries, and none is
// ever deleted.
func (w *Words) version(ctx context.Context, shop string) (n int64, err error) {
	err = w.db.QueryRow(ctx, "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM own_words WHERE shop = $1", shop).Scan(&n)
	return n, err
}

func (w *Words) entries(ctx context.Context, query string, args ...any) ([]Entry, error) {
	rows, err := w.db.Query(ctx, "SELECT "+entryColumns+" FROM own_words WHERE shop = $1 AND "+query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Entry{}
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}
