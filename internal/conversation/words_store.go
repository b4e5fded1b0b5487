package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"parley/internal/store"
)

const selectWord = "SELECT id, name, doc, gone FROM desk_words "

// wordDoc is what only some lists have.
type wordDoc struct {
	Colour  string    `json:"colour,omitempty"`
	Type    FieldType `json:"type,omitempty"`
	Choices []string  `json:"choices,omitempty"`
}

func scanWord(r row) (w Word, err error) {
	var doc string
	var more wordDoc
	if err = r.Scan(&w.ID, &w.Name, &doc, &w.Gone); err != nil {
		return w, err
	}
	err = json.Unmarshal([]byte(doc), &more)
	w.Colour, w.Type, w.Choices = more.Colour, more.Type, more.Choices
	return w, err
}

func (w Word) doc() string {
	b, _ := json.Marshal(wordDoc{w.Colour, w.Type, w.Choices}) // strings always encode
	return string(b)
}

// Words reads all lists of a shop, oldest entry first.
func (c *Conversations) Words(ctx context.Context, shop string) (map[WordList][]Word, error) {
	lists := map[WordList][]Word{Tags: {}, Reasons: {}, OwnField: {}}
	for list := range lists {
		rows, err := c.db.Query(ctx, selectWord+"WHERE shop = $1 AND list = $2 ORDER BY created_at, id", shop, string(list))
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			w, err := scanWord(rows)
			if err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			lists[list] = append(lists[list], w)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

func (c *Conversations) word(ctx context.Context, q store.Querier, shop string, list WordList, id string) (Word, error) {
	w, err := scanWord(q.QueryRow(ctx, selectWord+"WHERE shop = $1 AND list = $2 AND id = $3", shop, string(list), id))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("entry")
	}
	return w, err
}

func (c *Conversations) named(ctx context.Context, tx *store.Tx, shop string, list WordList, name string) (Word, error) {
	return scanWord(tx.QueryRow(ctx, selectWord+"WHERE shop = $1 AND list = $2 AND folded = $3", shop, string(list), strings.ToLower(name)))
}

func insertWord(ctx context.Context, tx *store.Tx, shop string, list WordList, w Word, now int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO desk_words (id, shop, list, name, folded, doc, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		w.ID, shop, string(list), w.Name, strings.ToLower(w.Name), w.doc(), now)
	if store.IsDuplicate(err) {
		return taken(w.Name)
	}
	return err
}

func saveWord(ctx context.Context, tx *store.Tx, shop string, w Word) error {
	_, err := tx.Exec(ctx, "UPDATE desk_words SET name = $3, folded = $4, doc = $5, gone = $6 WHERE shop = $1 AND id = $2", shop, w.ID, w.Name, strings.ToLower(w.Name), w.doc(), w.Gone)
	if store.IsDuplicate(err) {
		return taken(w.Name)
	}
	return err
}

// Rules reads what the shop has settled.
func (c *Conversations) Rules(ctx context.Context, shop string) (Rules, error) {
	rules, doc := defaultRules, ""
	err := c.db.QueryRow(ctx, "SELECT doc FROM desk_rules WHERE shop = $1", shop).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return rules, nil
	}
	if err != nil {
		return rules, err
	}
	return rules, json.Unmarshal([]byte(doc), &rules)
}

// SaveRules writes them.
func (c *Conversations) SaveRules(ctx context.Context, shop string, rules Rules) error {
	doc, err := json.Marshal(rules)
	if err != nil {
		return err
	}
	_, err = c.db.Exec(ctx, "INSERT INTO desk_rules (shop, doc) VALUES ($1, $2) ON CONFLICT (shop) DO UPDATE SET doc = excluded.doc", shop, string(doc))
	return err
}
