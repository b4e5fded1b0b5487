package cluster

import (
	"context"
	"sync"
	"time"

	"github.com/redis/rueidis"
)

// alive is the topic of the signs of life.
const alive = "alive"

// Run keeps in touch with the others until ctx ends.
func (c *Cluster) Run(ctx context.Context) error {
	if c.alone {
		<-ctx.Done()
		return nil
	}
	var all sync.WaitGroup
	defer all.Wait()
	all.Go(func() { c.pass(ctx) })
	all.Go(func() { c.watch(ctx) })
	for ctx.Err() == nil {
		c.listen(ctx)
		pause(ctx, beatEvery/2)
	}
	if client := c.client.Swap(nil); client != nil {
		(*client).Close()
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// listen connects when there is no connection, and hears the others until the line breaks or falls silent.
func (c *Cluster) listen(ctx context.Context) {
	client := c.client.Load()
	if client == nil {
		made, err := rueidis.NewClient(c.options)
		if err != nil {
			return // watch tells when it lasts
		}
		client = &made
		c.client.Store(client)
	}
	line, hangUp := context.WithCancel(ctx)
	defer hangUp()
	var talking sync.WaitGroup
	talking.Go(func() { c.talk(line, *client, hangUp) })
	_ = (*client).Receive(line, (*client).B().Subscribe().Channel(c.channel(""), c.channel(c.node)).Build(), func(m rueidis.PubSubMessage) {
		got, ok := decode(m.Message)
		if !ok {
			return
		}
		select {
		case c.in <- got:
		default: // this process is too slow; the log heals it
		}
	}) // it broke; the next round connects anew
	hangUp()
	talking.Wait()
}

// talk sends signs of life and what was said. It hangs up when our own signs do not come back.
func (c *Cluster) talk(ctx context.Context, client rueidis.Client, hangUp func()) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	began := time.Now()
	c.publish(ctx, client, []message{{from: c.node, topic: alive}})
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if c.silent(began) {
				hangUp()
				return
			}
			c.publish(ctx, client, []message{{from: c.node, topic: alive}})
			for _, f := range c.beats {
				f()
			}
		case m := <-c.out:
			c.publish(ctx, client, c.gather(m))
		}
	}
}

// gather takes what else waits to be said.
func (c *Cluster) gather(first message) []message {
	batch := []message{first}
	for len(batch) < 64 {
		select {
		case m := <-c.out:
			batch = append(batch, m)
		default:
			return batch
		}
	}
	return batch
}

// publish sends a batch; its order is kept, because the next waits for it.
func (c *Cluster) publish(ctx context.Context, client rueidis.Client, batch []message) {
	ctx, cancel := context.WithTimeout(ctx, 2*ask)
	defer cancel()
	commands := make(rueidis.Commands, len(batch))
	for i, m := range batch {
		commands[i] = client.B().Publish().Channel(c.channel(m.to)).Message(m.encode()).Build()
	}
	for _, answer := range client.DoMulti(ctx, commands...) {
		if answer.Error() != nil {
			c.failed(ctx)
			return
		}
	}
}

// silent tells whether our own signs of life have been missing for too long.
func (c *Cluster) silent(began time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.heard
	if began.After(last) {
		last = began
	}
	return time.Since(last) > awayAfter
}

// pass hands on what was heard, one after the other: the line itself must never wait.
func (c *Cluster) pass(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-c.in:
			if m.topic == alive {
				c.sign(m.from)
			} else if m.from != c.node {
				for _, f := range c.hear[m.topic] {
					f(m.from, m.data)
				}
			}
		}
	}
}

// sign notes that a process lives. Our own sign has been through Redis: so Redis does.
func (c *Cluster) sign(from string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if from != c.node {
		c.seen[from] = now
		return
	}
	if now.Sub(c.heard) > awayAfter {
		c.since = now
	}
	c.heard = now
	c.up.Store(true)
}

// watch tells the log when Redis goes and comes: once each, and not for a hiccup.
func (c *Cluster) watch(ctx context.Context) {
	began, told := time.Now(), false
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		away := c.silent(began)
		if away {
			c.up.Store(false)
		}
		if away && !told {
			c.log.Warn("Redis does not answer: this process goes on alone, news of the others come from the database")
		} else if !away && told {
			c.log.Info("Redis answers again")
		}
		told = away
	}
}
