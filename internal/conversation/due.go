package conversation

import (
	"context"
	"time"

	"parley/internal/fault"
	"parley/internal/jobs"
	"parley/internal/store"
)

// What happens at a time: a snooze ends, a message for later is said. A job only calls; what is still wanted stands in the tables.

// wakeUp ends a snooze.
type wakeUp struct {
	Shop         string `json:"shop"`
	Conversation string `json:"conversation"`
}

// Kind tells the queue.
func (wakeUp) Kind() string { return "wake_conversation" }

// sayLater says a message that was written before.
type sayLater struct {
	Shop string `json:"shop"`
	ID   string `json:"id"`
}

// Kind tells the queue.
func (sayLater) Kind() string { return "say_later" }

// Work registers what the room does at a time.
func (c *Conversations) Work(j *jobs.Jobs) {
	c.jobs = j
	jobs.Handle(j, func(ctx context.Context, job jobs.Job[wakeUp]) error {
		return gone(c.wakeDue(ctx, job.Args.Shop, job.Args.Conversation))
	}, jobs.Options{})
	jobs.Handle(j, func(ctx context.Context, job jobs.Job[sayLater]) error {
		return gone(c.sayDue(ctx, job.Args.Shop, job.Args.ID))
	}, jobs.Options{})
}

// gone: what is not there any more needs no second attempt.
func gone(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return jobs.GiveUp(err)
	}
	return err
}

func (c *Conversations) later(ctx context.Context, tx *store.Tx, a jobs.Args, at time.Time) error {
	return c.jobs.Add(ctx, tx, a, jobs.At(at))
}
