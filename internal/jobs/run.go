package jobs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// unfinished are the states in which a job with the same key makes a new one needless.
var unfinished = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}

// atOnce is how many jobs a node does at the same time: they wait for others most of their time.
const atOnce = 16

// drainTime is how long a stop waits for jobs at work; what is not through by then is begun again after the next start.
const drainTime = 10 * time.Second

// rescueAfter is when an attempt counts as lost with its node; attempts that may take longer say so in their Timeout.
const rescueAfter = 90 * time.Second

// Run does jobs until ctx ends.
func (j *Jobs) Run(ctx context.Context) error {
	if j.err != nil {
		return j.err
	}
	if len(j.kinds) == 0 { // River wants at least one
		<-ctx.Done()
		return nil
	}
	client, err := river.NewClient(j.driver(), &river.Config{
		Logger: quiet(j.log), Workers: j.workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		PeriodicJobs: j.regular, JobTimeout: defaultTimeout, RescueStuckJobsAfter: rescueAfter,
	})
	if err != nil {
		return err
	}
	background := context.WithoutCancel(ctx)
	if err := client.Start(background); err != nil {
		return err
	}
	<-ctx.Done()
	soft, done := context.WithTimeout(background, drainTime)
	defer done()
	if client.Stop(soft) == nil {
		return nil
	}
	j.log.Warn("Jobs were still at work at the stop; they are begun again after the next start")
	hard, done := context.WithTimeout(background, drainTime)
	defer done()
	return client.StopAndCancel(hard)
}

// quiet leaves out what River tells of its daily life.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(onlyWarnings{log.Handler()}) }

type onlyWarnings struct{ slog.Handler }

func (h onlyWarnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

// sealed is an envelope of a known kind, as River hands it to its worker.
type sealed[T Args] struct {
	Key string          `json:"key,omitempty"`
	Doc json.RawMessage `json:"doc"`
}

// Kind tells River.
func (sealed[T]) Kind() string { var zero T; return zero.Kind() }

// worker does the jobs of one kind.
type worker[T Args] struct {
	river.WorkerDefaults[sealed[T]]
	do  func(context.Context, Job[T]) error
	how Options
	log interface {
		Error(msg string, args ...any)
	}
}

// Timeout tells River how long an attempt may take.
func (w *worker[T]) Timeout(*river.Job[sealed[T]]) time.Duration { return w.how.Timeout }

// NextRetry tells River when the next attempt is.
func (w *worker[T]) NextRetry(job *river.Job[sealed[T]]) time.Time {
	if len(w.how.Retries) == 0 {
		return time.Time{}
	}
	return time.Now().Add(w.how.Retries[min(job.Attempt, len(w.how.Retries))-1])
}

// Work makes one attempt.
func (w *worker[T]) Work(ctx context.Context, job *river.Job[sealed[T]]) error {
	one := Job[T]{Key: job.Args.Key, Try: job.Attempt, Last: job.Attempt >= job.MaxAttempts}
	if err := json.Unmarshal(job.Args.Doc, &one.Args); err != nil {
		return GiveUp(err)
	}
	err := w.do(ctx, one)
	if err != nil && one.Last {
		w.log.Error("A job was given up", "kind", job.Kind, "job", job.ID, "tries", one.Try, "error", err)
	}
	return err
}
