package conversation

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"parley/internal/flow"
	"parley/internal/store"
)

const selectView = "SELECT id, staff, name, filter FROM saved_views "

func scanView(r row) (View, error) {
	var v View
	var filter string
	if err := r.Scan(&v.ID, &v.owner, &v.Name, &filter); err != nil {
		return v, err
	}
	v.Shared = v.owner == ""
	return v, json.Unmarshal([]byte(filter), &v.Filter)
}

func (c *Conversations) views(ctx context.Context, q store.Querier, shop, me string) ([]View, error) {
	rows, err := q.Query(ctx, selectView+"WHERE shop = $1 AND staff IN ('', $2) AND deleted_at = 0 ORDER BY CASE WHEN staff = '' THEN 0 ELSE 1 END, position, created_at", shop, me)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []View{}
	for rows.Next() {
		v, err := scanView(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// view reads one that this person may change: her own, or the shop's when she may share. Of others' nobody learns.
func (c *Conversations) view(ctx context.Context, tx *store.Tx, shop, id string, who flow.Actor, mayShare, deleted bool) (View, error) {
	v, err := scanView(tx.QueryRow(ctx, selectView+"WHERE id = $1 AND shop = $2 AND staff IN ('', $3) AND (deleted_at > 0) = $4", id, shop, who.ID, deleted))
	if errors.Is(err, sql.ErrNoRows) {
		return v, notFound("view")
	}
	if err == nil && v.Shared && !mayShare {
		err = notShared()
	}
	return v, err
}

func (v View) kept() (staff, filter string) {
	b, _ := json.Marshal(v.Filter) // plain fields always encode
	if v.Shared {
		return "", string(b)
	}
	return v.owner, string(b)
}

func insertView(ctx context.Context, tx *store.Tx, shop string, v View, position int, now int64) error {
	staff, filter := v.kept()
	_, err := tx.Exec(ctx, "INSERT INTO saved_views (id, shop, staff, name, filter, position, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
		v.ID, shop, staff, v.Name, filter, position, now)
	return err
}

func updateView(ctx context.Context, tx *store.Tx, v View, now int64) error {
	staff, filter := v.kept()
	_, err := tx.Exec(ctx, "UPDATE saved_views SET staff = $2, name = $3, filter = $4, updated_at = $5 WHERE id = $1", v.ID, staff, v.Name, filter, now)
	return err
}

// undoTime is how long a deleted view can come back.
const undoTime = 24 * 60 * 60 * 1000

func markView(ctx context.Context, tx *store.Tx, id string, deletedAt int64) error {
	if _, err := tx.Exec(ctx, "UPDATE saved_views SET deleted_at = $2 WHERE id = $1", id, deletedAt); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM saved_views WHERE deleted_at > 0 AND deleted_at < $1", deletedAt-undoTime)
	return err
}
