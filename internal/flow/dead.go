package flow

import (
	"context"
	"time"

	"parley/internal/store"
)

// DeadLetter is an event that a step could not handle; an admin sees it and may send it through again.
type DeadLetter struct {
	Step   string    `json:"step"`
	Stream string    `json:"stream"`
	Seq    int64     `json:"seq"`
	Error  string    `json:"error"`
	Tries  int       `json:"tries"`
	At     time.Time `json:"at"`
}

func (l *Log) bury(ctx context.Context, s Step, e Event, cause error) {
	l.log.Error("A step gave up on an event", "step", s.Name, "event", e.ID(), "error", cause)
	_, err := l.db.Exec(ctx, `INSERT INTO dead_letters (step, stream, seq, shop, error, tries, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (stream, seq, step) DO UPDATE SET error = excluded.error, tries = dead_letters.tries + excluded.tries, at = excluded.at`,
		s.Name, e.Stream, e.Seq, e.Shop, cause.Error(), maxTries, store.Millis(l.now()))
	if err != nil {
		l.log.Error("A dead letter could not be kept", "step", s.Name, "event", e.ID(), "error", err)
	}
}

// DeadLetters lists a shop's, newest first.
func (l *Log) DeadLetters(ctx context.Context, shop string) ([]DeadLetter, error) {
	rows, err := l.db.Query(ctx, "SELECT step, stream, seq, error, tries, at FROM dead_letters WHERE shop = $1 ORDER BY at DESC LIMIT 200", shop)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []DeadLetter{}
	for rows.Next() {
		var d DeadLetter
		var at int64
		if err := rows.Scan(&d.Step, &d.Stream, &d.Seq, &d.Error, &d.Tries, &at); err != nil {
			return nil, err
		}
		d.At = store.Time(at)
		list = append(list, d)
	}
	return list, rows.Err()
}
