package conversation

import (
	"context"
	"database/sql"
	"errors"

	"parley/internal/fault"
	"parley/internal/store"
)

const selectLater = "SELECT id, conversation, staff, staff_name, text, at, state, reason, created_at FROM scheduled "

func scanLater(r row) (l Later, err error) {
	var at, created int64
	err = r.Scan(&l.ID, &l.Conversation, &l.By.ID, &l.By.Name, &l.Text, &at, &l.State, &l.Reason, &created)
	l.At, l.CreatedAt = store.Time(at), store.Time(created)
	return l, err
}

func laterByKey(ctx context.Context, tx *store.Tx, conversation, staff, key string) (Later, error) {
	return scanLater(tx.QueryRow(ctx, selectLater+"WHERE conversation = $1 AND staff = $2 AND client_key = $3", conversation, staff, key))
}

func laterOf(ctx context.Context, q store.Querier, shop, id string) (Later, error) {
	l, err := scanLater(q.QueryRow(ctx, selectLater+"WHERE id = $1 AND shop = $2", id, shop))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("message for later")
	}
	return l, err
}

func waitingLater(ctx context.Context, tx *store.Tx, shop, id string) (Later, error) {
	l, err := laterOf(ctx, tx, shop, id)
	if err == nil && l.State != LaterWaiting {
		err = fault.New(fault.Conflict, "This message does not wait any more").Because(fault.NotWaiting, nil)
	}
	return l, err
}

// Laters lists a conversation's messages that wait, and those that came back, earliest first.
func (c *Conversations) Laters(ctx context.Context, shop, id string) ([]Later, error) {
	if _, err := c.Get(ctx, shop, id); err != nil {
		return nil, err
	}
	waiting, err := laters(ctx, c.db, id, LaterWaiting)
	if err != nil {
		return nil, err
	}
	back, err := laters(ctx, c.db, id, LaterReturned)
	return append(waiting, back...), err
}

func laters(ctx context.Context, q store.Querier, conversation string, state LaterState) ([]Later, error) {
	rows, err := q.Query(ctx, selectLater+"WHERE conversation = $1 AND state = $2 ORDER BY at, id", conversation, string(state))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Later{}
	for rows.Next() {
		l, err := scanLater(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

func insertLater(ctx context.Context, tx *store.Tx, shop, key string, l Later) error {
	_, err := tx.Exec(ctx, `INSERT INTO scheduled (id, shop, conversation, staff, staff_name, client_key, text, at, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, l.ID, shop, l.Conversation, l.By.ID, l.By.Name, key, l.Text, store.Millis(l.At), string(l.State), store.Millis(l.CreatedAt))
	if err != nil {
		return err
	}
	return countLaters(ctx, tx, l.Conversation)
}

func saveLater(ctx context.Context, tx *store.Tx, l Later) error {
	_, err := tx.Exec(ctx, "UPDATE scheduled SET text = $2, at = $3 WHERE id = $1 AND state = 'waiting'", l.ID, l.Text, store.Millis(l.At))
	return err
}

// moveLater changes a state once: of two who try, one gets 0.
func moveLater(ctx context.Context, tx *store.Tx, id string, from, to LaterState, reason string) (int64, error) {
	n, err := tx.Exec(ctx, "UPDATE scheduled SET state = $3, reason = $4 WHERE id = $1 AND state = $2", id, string(from), string(to), reason)
	if err != nil || n == 0 {
		return n, err
	}
	var conversation string
	if err := tx.QueryRow(ctx, "SELECT conversation FROM scheduled WHERE id = $1", id).Scan(&conversation); err != nil {
		return n, err
	}
	return n, countLaters(ctx, tx, conversation)
}

// countLaters keeps the number on the conversation, so that her message need not look for them.
func countLaters(ctx context.Context, tx *store.Tx, conversation string) error {
	_, err := tx.Exec(ctx, "UPDATE conversations SET sends = (SELECT COUNT(*) FROM scheduled WHERE conversation = $1 AND state = 'waiting') WHERE id = $1", conversation)
	return err
}
