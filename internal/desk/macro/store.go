package macro

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"parley/internal/fault"
	"parley/internal/store"
)

const selectMacro = "SELECT id, owner, name, texts, actions, version, used, updated_at, updated_by FROM macros "

type scanner interface{ Scan(dest ...any) error }

func scan(row scanner) (Macro, error) {
	var m Macro
	var owner, texts, actions string
	var updated int64
	if err := row.Scan(&m.ID, &owner, &m.Name, &texts, &actions, &m.Version, &m.Used, &updated, &m.UpdatedBy); err != nil {
		return m, err
	}
	m.Mine, m.UpdatedAt = owner != "", store.Time(updated)
	return m, errors.Join(json.Unmarshal([]byte(texts), &m.Texts), json.Unmarshal([]byte(actions), &m.Actions))
}

func get(ctx context.Context, q store.Querier, shop, id, staff string) (Macro, error) {
	m, err := scan(q.QueryRow(ctx, selectMacro+"WHERE shop = $1 AND id = $2 AND owner IN ('', $3)", shop, id, staff))
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.New(fault.NotFound, "There is no such macro")
	}
	return m, err
}

// List reads what a member of staff may use: the shop's and her own, by name.
func (m *Macros) List(ctx context.Context, shop, staff string) ([]Macro, error) {
	rows, err := m.db.Query(ctx, selectMacro+"WHERE shop = $1 AND owner IN ('', $2) ORDER BY LOWER(name), id", shop, staff)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Macro{}
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

func insert(ctx context.Context, tx *store.Tx, shop, owner string, m Macro) error {
	_, err := tx.Exec(ctx, `INSERT INTO macros (shop, id, owner, name, texts, actions, version, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		shop, m.ID, owner, m.Name, encode(m.Texts), encode(m.Actions), m.Version, store.Millis(m.UpdatedAt), m.UpdatedBy)
	return err
}

func update(ctx context.Context, tx *store.Tx, shop, owner string, m Macro) error {
	_, err := tx.Exec(ctx, `UPDATE macros SET owner = $3, name = $4, texts = $5, actions = $6, version = $7, updated_at = $8, updated_by = $9 WHERE shop = $1 AND id = $2`,
		shop, m.ID, owner, m.Name, encode(m.Texts), encode(m.Actions), m.Version, store.Millis(m.UpdatedAt), m.UpdatedBy)
	return err
}

// used counts that somebody has taken a macro up.
func (m *Macros) used(ctx context.Context, shop, id string) error {
	_, err := m.db.Exec(ctx, "UPDATE macros SET used = used + 1, used_at = $3 WHERE shop = $1 AND id = $2", shop, id, store.Millis(m.now()))
	return err
}
