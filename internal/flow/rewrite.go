package flow

import (
	"context"
	"encoding/json"

	"parley/internal/store"
)

// At reads one event of a stream; sql.ErrNoRows when it is not there.
func (l *Log) At(ctx context.Context, q store.Querier, stream string, seq int64) (Event, error) {
	return scan(q.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE stream = $1 AND seq = $2", stream, seq))
}

// ReadIn is Read inside a transaction.
func (l *Log) ReadIn(ctx context.Context, tx *store.Tx, stream string, after int64, limit int) ([]Event, error) {
	return read(ctx, tx, stream, after, limit)
}

// NewestIn finds the newest event of a kind before a seq; sql.ErrNoRows when there is none.
func (l *Log) NewestIn(ctx context.Context, tx *store.Tx, stream string, k Kind, before int64) (Event, error) {
	return scan(tx.QueryRow(ctx, "SELECT "+columns+" FROM events WHERE stream = $1 AND kind = $2 AND seq < $3 ORDER BY seq DESC LIMIT 1", stream, string(k), before))
}

// Rewrite replaces the payload of an event. The log keeps its order and its seq; what was taken back is gone for whoever reads it from
// now on. Screens that have it already are told by an event of their own.
func (l *Log) Rewrite(ctx context.Context, tx *store.Tx, stream string, seq int64, payload any) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE events SET payload = $3 WHERE stream = $1 AND seq = $2", stream, seq, string(data))
	return err
}
