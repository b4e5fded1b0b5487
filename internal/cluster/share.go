package cluster

import (
	"context"
	"strconv"
	"time"

	"github.com/redis/rueidis"

	"parley/internal/store"
)

// What all processes share while Redis answers. Without it every call says so at once, and the caller goes on alone.

// lockLife ends a lock whose process has died.
const lockLife = 5 * time.Second

// lockPatience is how long a lock is waited for. Then its holder is slower than the wait is worth, and the database decides alone.
const lockPatience = 2 * time.Second

// Lock lets one process in at a time. The returned function lets the next in.
func (c *Cluster) Lock(ctx context.Context, name string) (unlock func()) {
	key, mine := c.prefix+":lock:"+name, store.NewID("lock")
	for end := time.Now().Add(lockPatience); time.Now().Before(end); pause(ctx, 2*time.Millisecond) {
		client, ok := c.redis()
		if !ok || ctx.Err() != nil {
			break
		}
		asking, cancel := context.WithTimeout(ctx, ask)
		err := client.Do(asking, client.B().Set().Key(key).Value(mine).Nx().PxMilliseconds(lockLife.Milliseconds()).Build()).Error()
		cancel()
		if err == nil {
			return func() { c.run(context.WithoutCancel(ctx), release, []string{key}, []string{mine}) }
		}
		if !rueidis.IsRedisNil(err) {
			c.failed(ctx)
			break
		}
	}
	return func() {}
}

var release = rueidis.NewLuaScript(`if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1`)

// run runs a script; false when Redis does not answer.
func (c *Cluster) run(ctx context.Context, script *rueidis.Lua, keys, args []string) (rueidis.RedisResult, bool) {
	client, ok := c.redis()
	if !ok {
		return rueidis.RedisResult{}, false
	}
	asking, cancel := context.WithTimeout(ctx, ask)
	defer cancel()
	answer := script.Exec(asking, client, keys, args)
	if err := answer.Error(); err != nil && !rueidis.IsRedisNil(err) {
		c.failed(ctx)
		return answer, false
	}
	return answer, true
}

// noteLife is longer than anything lasts that is noted.
const noteLife = 3 * time.Minute

func (c *Cluster) note(name string) string { return c.prefix + ":note:" + name }

// Note writes down what this process is doing, under a name and the id of its doing, for the others to look at. It is false when one of
// them has taken the note: what it was about is over.
func (c *Cluster) Note(ctx context.Context, name, id string, value []byte) bool {
	answer, ok := c.run(ctx, noteDown, []string{c.note(name)}, []string{id, string(value), strconv.FormatInt(noteLife.Milliseconds(), 10)})
	if !ok {
		return true
	}
	n, err := answer.AsInt64()
	return err != nil || n == 1
}

var noteDown = rueidis.NewLuaScript(`
if redis.call('HGET', KEYS[1], 'taken') == ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'id', ARGV[1], 'value', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`)

// Look reads a note; nil when there is none.
func (c *Cluster) Look(ctx context.Context, name string) []byte {
	client, ok := c.redis()
	if !ok {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, ask)
	defer cancel()
	value, err := client.Do(asking, client.B().Hget().Key(c.note(name)).Field("value").Build()).AsBytes()
	if err != nil && !rueidis.IsRedisNil(err) {
		c.failed(ctx)
	}
	return value
}

// Take reads a note and takes it away: of all who try only one gets it, and its writer learns of it with the next line it writes.
func (c *Cluster) Take(ctx context.Context, name string) []byte {
	answer, ok := c.run(ctx, take, []string{c.note(name)}, nil)
	if !ok {
		return nil
	}
	value, err := answer.AsBytes()
	if err != nil {
		return nil
	}
	return value
}

var take = rueidis.NewLuaScript(`
local value = redis.call('HGET', KEYS[1], 'value')
if not value then return false end
redis.call('HSET', KEYS[1], 'taken', redis.call('HGET', KEYS[1], 'id'))
redis.call('HDEL', KEYS[1], 'value')
return value`)

// Wipe removes one's own note, when what it was about is over.
func (c *Cluster) Wipe(ctx context.Context, name, id string) {
	c.run(context.WithoutCancel(ctx), wipe, []string{c.note(name)}, []string{id})
}

var wipe = rueidis.NewLuaScript(`if redis.call('HGET', KEYS[1], 'id') == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1`)

// Allow counts something that may happen so often a second, with a burst, on all processes together. known is false when Redis does not
// answer: then the caller counts alone.
func (c *Cluster) Allow(ctx context.Context, name string, perSecond float64, burst int) (ok, known bool) {
	apart := 1e6 / perSecond // microseconds
	answer, known := c.run(ctx, gcra, []string{c.prefix + ":rate:" + name},
		[]string{strconv.FormatFloat(apart, 'f', 3, 64), strconv.FormatFloat(apart*float64(burst), 'f', 3, 64)})
	if !known {
		return false, false
	}
	n, err := answer.AsInt64()
	return n == 1, err == nil
}

// gcra is the generic cell rate algorithm (ITU-T I.371): one number a name, the time at which its bucket will be empty again.
var gcra = rueidis.NewLuaScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local apart, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local empty = tonumber(redis.call('GET', KEYS[1]) or now)
if empty < now then empty = now end
if empty + apart - now > burst then return 0 end
redis.call('SET', KEYS[1], string.format('%.0f', empty + apart), 'PX', math.ceil((empty + apart - now) / 1000) + 1)
return 1`)
