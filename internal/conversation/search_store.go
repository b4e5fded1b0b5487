package conversation

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"parley/internal/conversation/find"
	"parley/internal/store"
)

// This file is the one place where the two databases differ: SQLite has FTS5, PostgreSQL tsvector with GIN. Neither cuts texts itself, they get
// ready words (package find), and both hand out their hits newest first without sorting them: an index entry's id grows with every
// change of its conversation.

// OpenSearch makes the index when there is none, and makes it anew when this program cuts words in another way than the one before.
func (c *Conversations) OpenSearch(ctx context.Context) error {
	return c.db.Tx(ctx, func(tx *store.Tx) error {
		changed, err := tx.Exec(ctx, "UPDATE search_state SET version = $1 WHERE version <> $1", find.Version)
		if err != nil || changed == 0 {
			return err
		}
		steps := []string{"DROP TABLE IF EXISTS search_words"}
		if c.db.Postgres() {
			steps = append(steps, "CREATE TABLE search_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
				"CREATE INDEX search_words_index ON search_words USING GIN (words)")
		} else {
			steps = append(steps, `CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '~.'")`)
		}
		steps = append(steps, "DELETE FROM search_docs", "UPDATE conversations SET searched = 0")
		for _, sql := range steps {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
}

// searchAnew has a conversation read again although its log has not grown. Counting below zero tells a reading that is just going on that
// what it read is old.
const searchAnew = "searched = CASE WHEN searched > 0 THEN 0 ELSE searched - 1 END"

// shopMark begins every word of a shop in the index, so that shops do not stand in each other's way.
func shopMark(shop string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(shop)) // never fails
	return strconv.FormatUint(uint64(h.Sum32()), 36) + "."
}

func (c *Conversations) unsearched(ctx context.Context, limit int) ([]behind, error) {
	rows, err := c.db.Query(ctx, "SELECT "+conversationColumns+", c.searched FROM conversations c JOIN contacts p ON p.id = c.contact WHERE c.searched < c.head ORDER BY c.updated_at LIMIT $1", limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []behind
	for rows.Next() {
		var b behind
		if b.Conversation, err = scanConversation(rows, &b.searched); err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, rows.Err()
}

// mergedInto lists the conversations that go on in this one.
func (c *Conversations) mergedInto(ctx context.Context, id string) (parts []string, err error) {
	rows, err := c.db.Query(ctx, "SELECT id FROM conversations WHERE merged_into = $1 AND merged_into <> ''", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var part string
		if err := rows.Scan(&part); err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, rows.Err()
}

// index puts a conversation's words into the index, unless another node was quicker or it has changed meanwhile.
func (c *Conversations) index(ctx context.Context, tx *store.Tx, b behind, words string) error {
	n, err := tx.Exec(ctx, "UPDATE conversations SET searched = $2 WHERE id = $1 AND searched = $3", b.ID, b.Head, b.searched)
	if err != nil || n == 0 {
		return err
	}
	var old, id int64
	if err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(id), 0) FROM search_docs WHERE conversation = $1", b.ID).Scan(&old); err != nil {
		return err
	}
	if err := tx.QueryRow(ctx, "UPDATE search_state SET last = last + 1 WHERE one = 1 RETURNING last").Scan(&id); err != nil {
		return err
	}
	drop, add := "DELETE FROM search_words WHERE rowid = $1", "INSERT INTO search_words (rowid, words) VALUES ($1, $2)"
	if c.db.Postgres() {
		drop, add = "DELETE FROM search_words WHERE id = $1", "INSERT INTO search_words (id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
		words = strings.TrimSuffix(words, " ") // an empty word is an error there
	}
	if old > 0 {
		if _, err := tx.Exec(ctx, drop, old); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "INSERT INTO search_docs (id, conversation) VALUES ($1, $2) ON CONFLICT (conversation) DO UPDATE SET id = excluded.id", id, b.ID); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, add, id, words)
	return err
}

// candidate is a conversation that the index proposes.
type candidate struct {
	Conversation
	doc int64
}

// candidates asks the index. CROSS JOIN keeps SQLite from beginning anywhere else.
func (c *Conversations) candidates(ctx context.Context, shop string, f Filter, q find.Query, page PageOf, before int64) ([]candidate, error) {
	f.Sort = Newest
	w := f.where(shop, page.Me, c.now())
	if c.db.Postgres() {
		w.add("w.words @@ CAST(? AS tsquery) AND w.id < ? AND d.id = w.id", tsquery(shop, q), before)
	} else {
		w.add("w.search_words MATCH ? AND w.rowid < ? AND d.id = w.rowid", fts5(shop, q), before)
	}
	w.add("c.id = d.conversation AND p.id = c.contact")
	key := "w.rowid"
	if c.db.Postgres() {
		key = "w.id"
	}
	w.args = append(w.args, page.Limit)
	rows, err := c.db.Query(ctx, fmt.Sprintf("SELECT %s, d.id FROM search_words w CROSS JOIN search_docs d CROSS JOIN conversations c CROSS JOIN contacts p WHERE %s ORDER BY %s DESC LIMIT $%d",
		conversationColumns, w.text, key, len(w.args)), w.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []candidate
	for rows.Next() {
		var one candidate
		if one.Conversation, err = scanConversation(rows, &one.doc); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// fts5 writes the question for SQLite. Words have no signs in them (package find), so nothing needs to be escaped.
func fts5(shop string, q find.Query) string {
	return written(q, " AND ", " OR ", func(a find.Alt) string {
		if a.Prefix {
			return `"` + shopMark(shop) + a.Word + `" *`
		}
		return `"` + shopMark(shop) + a.Word + `"`
	})
}

// tsquery writes it for PostgreSQL.
func tsquery(shop string, q find.Query) string {
	return written(q, " & ", " | ", func(a find.Alt) string {
		if a.Prefix {
			return "'" + shopMark(shop) + a.Word + "':*"
		}
		return "'" + shopMark(shop) + a.Word + "'"
	})
}

func written(q find.Query, and, or string, one func(find.Alt) string) string {
	var all []string
	for _, any := range q.Words() {
		var words []string
		for _, a := range any {
			words = append(words, one(a))
		}
		all = append(all, "("+strings.Join(words, or)+")")
	}
	return strings.Join(all, and)
}
