package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"parley/internal/store"
)

// Waiting is a job that is not done, as a backup keeps it: in words of neither database.
type Waiting struct {
	Kind  string          `json:"kind"`
	Key   string          `json:"key,omitempty"`
	Doc   json.RawMessage `json:"doc"`
	At    time.Time       `json:"at"`
	Tries int             `json:"tries"` // how often it is tried before it is given up
}

// ReadWaiting reads the jobs that are not done. One that is being done right now counts: nobody knows yet how it ends.
func ReadWaiting(ctx context.Context, s *store.Snapshot) ([]Waiting, error) {
	rows, err := s.Query(ctx, `SELECT kind, CAST(args AS TEXT), CAST(scheduled_at AS TEXT), max_attempts FROM river_job
		WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled') ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Waiting{}
	for rows.Next() {
		var w Waiting
		var args, at string
		if err := rows.Scan(&w.Kind, &args, &at, &w.Tries); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(args), &w); err != nil {
			return nil, fmt.Errorf("the job %s: %w", w.Kind, err)
		}
		if w.At, err = written(at); err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, rows.Err()
}

// written reads a time as one of the databases writes it; both are in UTC.
func written(text string) (time.Time, error) {
	text = strings.TrimSuffix(strings.Replace(text, "T", " ", 1), "+00")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "+00:00"), "Z")
	return time.Parse("2006-01-02 15:04:05.999999999", text)
}

// AddWaiting puts jobs from a backup into the queue; nobody need handle their kinds yet. Their tries begin anew.
func (j *Jobs) AddWaiting(ctx context.Context, tx *store.Tx, list []Waiting) error {
	for _, w := range list {
		e, opts := envelope{kind: w.Kind, Doc: w.Doc}, river.InsertOpts{MaxAttempts: w.Tries}
		At(w.At)(&opts, &e)
		if w.Key != "" {
			Key(w.Key)(&opts, &e)
		}
		if _, err := j.adding.InsertTx(context.WithoutCancel(ctx), tx.Library(), e, &opts); err != nil {
			return fmt.Errorf("the job %s: %w", w.Kind, err)
		}
	}
	return nil
}
