// Package jobs does things at a time, or against the outside world with long retries: letters, reminders, imports, expiry. A job is added
// in the transaction that makes it necessary and is then done at least once, by one node, also after a crash. It owns the River library,
// whose tables lie in the shop's own database.
//
// What reacts to an event now is a step (package flow); there is no third way.
package jobs

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"parley/internal/store"
)

// Args is what a job is told, kept as JSON. Kind names the sort of job (letters, digits, underscores) and never changes once jobs of it
// may be waiting; it is asked of the zero value.
type Args interface{ Kind() string }

// Job is one attempt.
type Job[T Args] struct {
	Args T
	Key  string
	Try  int  // from 1
	Last bool // there is no further attempt after this one
}

// Options say how a kind of job is done; the zero value is an attempt of at most a minute, with Retries.
type Options struct {
	Timeout time.Duration   // of one attempt
	Retries []time.Duration // the pauses between attempts; after the last of them the job is given up
}

// Retries are the pauses of jobs that name none: a quarter of an hour in all.
var Retries = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute}

// defaultTimeout is how long an attempt may take. A job whose node died is done anew by another one soon after that.
const defaultTimeout = time.Minute

// Jobs is the queue of one database and the workers of this node.
type Jobs struct {
	db      *store.DB
	log     *slog.Logger
	workers *river.Workers
	kinds   map[string]Options
	regular []*river.PeriodicJob
	adding  *river.Client[*sql.Tx]
	err     error // of a registration
}

// Open brings the queue's own tables up to date. Kinds are registered with Handle and Every before Run.
func Open(ctx context.Context, db *store.DB, log *slog.Logger) (*Jobs, error) {
	j := &Jobs{db: db, log: log, workers: river.NewWorkers(), kinds: map[string]Options{}}
	if err := db.Alone(ctx, migrating, func() error { return j.migrate(ctx) }); err != nil {
		return nil, fmt.Errorf("the queue of jobs could not be made: %w", err)
	}
	adding, err := river.NewClient(j.driver(), &river.Config{Logger: quiet(log), SkipUnknownJobCheck: true})
	j.adding = adding
	return j, err
}

// migrating is the lock of the queue's schema changes, any number that nobody else uses.
const migrating = 7_201_301

func (j *Jobs) driver() riverdriver.Driver[*sql.Tx] {
	if j.db.Postgres() {
		return riverdatabasesql.New(j.db.Library())
	}
	return riversqlite.New(j.db.Library())
}

func (j *Jobs) migrate(ctx context.Context) error {
	m, err := rivermigrate.New(j.driver(), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// envelope is how a job lies in the queue.
type envelope struct {
	kind string
	Key  string          `json:"key,omitempty" river:"unique"`
	Doc  json.RawMessage `json:"doc"`
}

// Kind tells River.
func (e envelope) Kind() string { return e.kind }

// Option changes when or how often a job is added.
type Option func(*river.InsertOpts, *envelope)

// At lets a job wait until t. It is begun within some seconds after that.
func At(t time.Time) Option { return func(o *river.InsertOpts, _ *envelope) { o.ScheduledAt = t } }

// Key adds a job only if none of its kind with the same key waits or is being done. A key should name what the job is for (an event's
// id): a job that is added while its twin is already at work does not come again.
func Key(key string) Option {
	return func(o *river.InsertOpts, e *envelope) {
		e.Key = key
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: unfinished}
	}
}

// Add puts a job into the queue when tx commits. There is no way to take it out again: when its time comes it looks whether it is still
// wanted.
func (j *Jobs) Add(ctx context.Context, tx *store.Tx, a Args, options ...Option) error {
	doc, err := json.Marshal(a)
	if err != nil {
		return err
	}
	how, ok := j.kinds[a.Kind()]
	if !ok {
		return fmt.Errorf("jobs: nobody handles the kind %q", a.Kind())
	}
	e, opts := envelope{kind: a.Kind(), Doc: doc}, river.InsertOpts{MaxAttempts: len(how.Retries) + 1}
	for _, o := range options {
		o(&opts, &e)
	}
	_, err = j.adding.InsertTx(context.WithoutCancel(ctx), tx.Library(), e, &opts)
	return err
}

// Handle registers how a kind of job is done. do is called again after an error, after a crash, and when it took too long; so it looks
// first whether its work is done already. What it cannot ever do it returns as GiveUp.
func Handle[T Args](j *Jobs, do func(context.Context, Job[T]) error, how Options) {
	var zero T
	if how.Timeout == 0 {
		how.Timeout = defaultTimeout
	}
	if how.Retries == nil {
		how.Retries = Retries
	}
	j.kinds[zero.Kind()] = how
	j.err = errors.Join(j.err, river.AddWorkerSafely(j.workers, &worker[T]{do: do, how: how, log: j.log}))
}

// Every adds a job of a kind again and again, on one node only, the first soon after the start.
func Every(j *Jobs, pause time.Duration, a Args) {
	make := func() (river.JobArgs, *river.InsertOpts) {
		doc, _ := json.Marshal(a) // the same args went through Handle's tests
		e, opts := envelope{kind: a.Kind(), Doc: doc}, &river.InsertOpts{MaxAttempts: 1}
		Key("every")(opts, &e)
		return e, opts
	}
	j.regular = append(j.regular, river.NewPeriodicJob(river.PeriodicInterval(pause), make, &river.PeriodicJobOpts{RunOnStart: true}))
}

// GiveUp ends a job for good: no further attempt would help.
func GiveUp(err error) error { return river.JobCancel(err) }
