package flow

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"parley/internal/fault"
	"parley/internal/store"
)

// DeadLetter is an event that a step could not handle; an admin sees it and may send it through again.
type DeadLetter struct {
	ID     string    `json:"id"`
	Step   string    `json:"step"`
	Stream string    `json:"stream"`
	Seq    int64     `json:"seq"`
	Kind   Kind      `json:"kind"`
	By     ActorKind `json:"by"`
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

const selectDeadLetter = `SELECT d.step, d.stream, d.seq, e.kind, e.actor_kind, d.error, d.tries, d.at
	FROM dead_letters d JOIN events e ON e.stream = d.stream AND e.seq = d.seq `

func scanDeadLetter(row scanner) (DeadLetter, error) {
	var d DeadLetter
	var at int64
	err := row.Scan(&d.Step, &d.Stream, &d.Seq, &d.Kind, &d.By, &d.Error, &d.Tries, &at)
	d.ID, d.At = fmt.Sprintf("%s:%d:%s", d.Stream, d.Seq, d.Step), store.Time(at)
	return d, err
}

// DeadLetters lists a shop's, newest first.
func (l *Log) DeadLetters(ctx context.Context, shop string) ([]DeadLetter, error) {
	rows, err := l.db.Query(ctx, selectDeadLetter+"WHERE d.shop = $1 ORDER BY d.at DESC LIMIT 200", shop)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []DeadLetter{}
	for rows.Next() {
		d, err := scanDeadLetter(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

// DeadLetter reads one of the shop's.
func (l *Log) DeadLetter(ctx context.Context, shop, id string) (DeadLetter, error) {
	none := fault.New(fault.NotFound, "There is no such dead letter")
	stream, rest, _ := strings.Cut(id, ":")
	number, step, _ := strings.Cut(rest, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return DeadLetter{}, none
	}
	d, err := scanDeadLetter(l.db.QueryRow(ctx, selectDeadLetter+"WHERE d.shop = $1 AND d.stream = $2 AND d.seq = $3 AND d.step = $4", shop, stream, seq, step))
	if errors.Is(err, sql.ErrNoRows) {
		err = none
	}
	return d, err
}

// Discard forgets a dead letter; its event stays in the log, and what the step would have made of it is never made.
func (l *Log) Discard(ctx context.Context, d DeadLetter) error {
	_, err := l.db.Exec(ctx, "DELETE FROM dead_letters WHERE stream = $1 AND seq = $2 AND step = $3", d.Stream, d.Seq, d.Step)
	return err
}

// Retry sends the event through its step again, behind whatever the step is doing on that stream, and forgets the letter when it goes
// through. done is false when ctx ended first: the step goes on, and the letter tells how it went.
func (l *Log) Retry(ctx context.Context, d DeadLetter) (done bool, err error) {
	step, err := l.step(d.Step)
	if err != nil {
		return false, err
	}
	events, err := l.Read(ctx, d.Stream, d.Seq-1, 1)
	if err != nil {
		return false, err
	}
	claimed, err := l.claim(ctx, d.Stream)
	if err != nil {
		return false, err
	}
	if !claimed {
		return l.retryThere(ctx, events[0], d)
	}
	again := make(chan error, 1)
	if err := l.lanes.again(l.lanes.stream(d.Stream), step, task{Event: events[0], again: again}); err != nil {
		return false, err
	}
	select {
	case err = <-again:
	case <-ctx.Done():
		return false, nil
	}
	if err != nil {
		return true, failedAgain(err.Error())
	}
	return true, nil
}

func failedAgain(text string) error {
	return fault.New(fault.Conflict, "It failed again: %s", text).Because(fault.FailedAgain, fault.Values{"error": text})
}

// topicAgain asks the node that has a stream's lease to send a dead letter through again.
const topicAgain = "again"

// retryThere lets the node that has the stream do it, and reads in the list how it goes.
func (l *Log) retryThere(ctx context.Context, e Event, d DeadLetter) (done bool, err error) {
	var owner string
	if err := l.db.QueryRow(ctx, "SELECT node FROM streams WHERE stream = $1", d.Stream).Scan(&owner); err != nil {
		return false, err
	}
	l.nodes.Tell(owner, topicAgain, []byte(e.Shop+" "+d.ID))
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		now, err := l.DeadLetter(ctx, e.Shop, d.ID)
		switch {
		case ctx.Err() != nil:
			return false, nil
		case fault.CodeOf(err) == fault.NotFound:
			return true, nil
		case err != nil:
			return false, err
		case now.Tries > d.Tries:
			return true, failedAgain(now.Error)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false, nil
		}
	}
}

// retryHere is what another node has asked for.
func (l *Log) retryHere(data string) {
	shop, id, _ := strings.Cut(data, " ")
	d, err := l.DeadLetter(l.lanes.ctx, shop, id)
	if err == nil {
		_, _ = l.Retry(l.lanes.ctx, d) // the list tells how it went
	}
}

func (l *Log) step(name string) (Step, error) {
	for _, s := range l.steps {
		if s.Name == name {
			return s, nil
		}
	}
	return Step{}, fault.New(fault.Conflict, "This Parley has no step %q any more; discard the letter", name).Because(fault.StepGone, fault.Values{"step": name})
}
