// Package cluster is what the processes of one installation know of each other: who is alive, what they tell one another, and the few
// things that must be true for all of them at once. It owns the Redis library.
//
// Nothing that counts is kept here: the log and its database decide who was first. Without a Redis address a process is alone and every
// call answers at once; while Redis does not answer, each process goes on as if it were alone, and the database keeps them honest.
package cluster

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/rueidis"
)

// Times of the cluster.
const (
	beatEvery = 400 * time.Millisecond  // a sign of life to the others, and to ourselves through Redis
	deadAfter = 2500 * time.Millisecond // silence after which another process counts as dead
	awayAfter = 1200 * time.Millisecond // our own signs of life do not come back: Redis is away
	ask       = 500 * time.Millisecond  // the longest that a request waits for Redis
)

// Cluster is this process's end.
type Cluster struct {
	node, prefix string
	options      rueidis.ClientOption
	log          *slog.Logger
	alone        bool
	client       atomic.Pointer[rueidis.Client]
	out          chan message
	in           chan message
	hear         map[string][]func(from string, data []byte)
	beats        []func() // what goes out with each sign of life

	up    atomic.Bool // Redis answers
	mu    sync.Mutex
	seen  map[string]time.Time // when each other process was last heard of
	since time.Time            // Redis answers without a break since then
	heard time.Time            // of ourselves
}

// message is one thing that is told: to everybody, or to one.
type message struct {
	to, from, topic string
	data            []byte
}

// Open describes the cluster; Run connects. installation tells shops apart that share one Redis, node names this process.
func Open(redis, installation, node string, log *slog.Logger) (*Cluster, error) {
	c := &Cluster{node: node, prefix: "parley:" + installation, log: log, alone: redis == "", out: make(chan message, 4096), in: make(chan message, 8192),
		hear: map[string][]func(string, []byte){}, seen: map[string]time.Time{}}
	if c.alone {
		return c, nil
	}
	var err error
	if c.options, err = rueidis.ParseURL(redis); err != nil {
		return nil, fmt.Errorf("redis address %q cannot be read: %w", redis, err)
	}
	c.options.DisableRetry, c.options.DisableCache = true, true // whoever asks would rather go on alone than wait
	c.options.ConnWriteTimeout = time.Second
	c.options.Dialer.Timeout = time.Second
	return c, nil
}

// Alone tells whether there can be no other process.
func (c *Cluster) Alone() bool { return c.alone }

// Missing tells whether there should be a Redis that does not answer.
func (c *Cluster) Missing() bool { return !c.alone && !c.up.Load() }

// Hear registers who is told what others say on a topic. Before Run only.
func (c *Cluster) Hear(topic string, f func(from string, data []byte)) {
	c.hear[topic] = append(c.hear[topic], f)
}

// OnBeat registers what is told again with each sign of life. Before Run only.
func (c *Cluster) OnBeat(f func()) { c.beats = append(c.beats, f) }

// Say tells all other processes. It never waits: what cannot be told is lost, and whoever hears must be able to live with that.
func (c *Cluster) Say(topic string, data []byte) { c.Tell("", topic, data) }

// Tell tells one other process.
func (c *Cluster) Tell(node, topic string, data []byte) {
	if c.alone || !c.up.Load() {
		return
	}
	select {
	case c.out <- message{to: node, from: c.node, topic: topic, data: data}:
	default: // more than Redis takes; the log heals it
	}
}

// Dead lists the processes that were alive and have fallen silent. While Redis is away nobody knows, and nobody is called dead.
func (c *Cluster) Dead() (names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.alone || !c.up.Load() || time.Since(c.since) < deadAfter {
		return nil
	}
	for name, at := range c.seen {
		if time.Since(at) > deadAfter {
			names = append(names, name)
		}
	}
	return names
}

// Alive counts the processes that were heard of lately, this one included.
func (c *Cluster) Alive() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 1
	for _, at := range c.seen {
		if time.Since(at) <= deadAfter {
			n++
		}
	}
	return n
}

func (m message) encode() string {
	return m.from + "\x00" + m.topic + "\x00" + string(m.data)
}

func decode(text string) (m message, ok bool) {
	parts := bytes.SplitN([]byte(text), []byte{0}, 3)
	if len(parts) != 3 {
		return m, false
	}
	return message{from: string(parts[0]), topic: string(parts[1]), data: parts[2]}, true
}

// channel is where a message goes.
func (c *Cluster) channel(to string) string {
	if to == "" {
		return c.prefix + ":all"
	}
	return c.prefix + ":to:" + to
}

// redis is the client while Redis answers.
func (c *Cluster) redis() (rueidis.Client, bool) {
	client := c.client.Load()
	if c.alone || client == nil || !c.up.Load() {
		return nil, false
	}
	return *client, true
}

// failed notes that Redis did not answer. The next sign of life that comes back ends that.
func (c *Cluster) failed(ctx context.Context) {
	if ctx.Err() == nil {
		c.up.Store(false)
	}
}
