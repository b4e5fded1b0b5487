package conversation

import (
	"context"
	"time"
)

// At sets the room's clock.
func (c *Conversations) At(now time.Time) { c.now = func() time.Time { return now } }

// WakeDue is what the job does.
func (c *Conversations) WakeDue(ctx context.Context, shop, id string) error {
	return c.wakeDue(ctx, shop, id)
}

// SayDue is what the job does.
func (c *Conversations) SayDue(ctx context.Context, shop, id string) error {
	return c.sayDue(ctx, shop, id)
}
