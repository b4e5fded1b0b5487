// Package realtime carries what just happened to every open screen: to staff over a WebSocket (the centrifuge protocol), to
// customers' streams through Subscribe. It owns the centrifuge library.
//
// It keeps nothing and may lose a publication: every reader can resume from the log. Alone, all of it is in this process; with
// a Redis address the publications and the presence reach every node.
package realtime

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"

	"github.com/centrifugal/centrifuge"
)

// Member is a member of staff who is connected.
type Member struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Hub is this node's end of the fan-out.
type Hub struct {
	node   *centrifuge.Node
	broker centrifuge.Broker
	log    *slog.Logger
	mu     sync.RWMutex
	topics map[string]map[*Subscription]struct{}
	alone  bool // no other node
	// MaySee decides whether a member of staff may subscribe to a channel she asks for.
	MaySee func(ctx context.Context, member, channel string) bool
	// Moved is told when somebody of a shop's staff comes or goes.
	Moved func(shop string)
}

// New makes the hub; redis is an address ("redis://…") or empty.
func New(redis string, log *slog.Logger) (*Hub, error) {
	node, err := centrifuge.New(centrifuge.Config{LogLevel: centrifuge.LogLevelError, LogHandler: func(e centrifuge.LogEntry) {
		log.Error("Realtime: "+e.Message, "fields", fmt.Sprint(e.Fields))
	}})
	if err != nil {
		return nil, err
	}
	h := &Hub{node: node, log: log, topics: map[string]map[*Subscription]struct{}{}, alone: redis == ""}
	if err := h.engine(redis); err != nil {
		return nil, err
	}
	node.OnConnecting(h.connecting)
	node.OnConnect(h.connected)
	return h, node.Run()
}

// engine chooses where publications and presence live.
func (h *Hub) engine(redis string) error {
	var broker centrifuge.Broker
	if redis == "" {
		memory, err := centrifuge.NewMemoryBroker(h.node, centrifuge.MemoryBrokerConfig{})
		if err != nil {
			return err
		}
		broker = memory
	} else {
		shard, err := centrifuge.NewRedisShard(h.node, centrifuge.RedisShardConfig{Address: redis})
		if err != nil {
			return fmt.Errorf("redis address %q: %w", redis, err)
		}
		shared, err := centrifuge.NewRedisBroker(h.node, centrifuge.RedisBrokerConfig{Prefix: "parley", Shards: []*centrifuge.RedisShard{shard}})
		if err != nil {
			return err
		}
		presence, err := centrifuge.NewRedisPresenceManager(h.node, centrifuge.RedisPresenceManagerConfig{Prefix: "parley", Shards: []*centrifuge.RedisShard{shard}})
		if err != nil {
			return err
		}
		h.node.SetPresenceManager(presence)
		broker = shared
	}
	h.broker = &tee{Broker: broker, hub: h}
	h.node.SetBroker(h.broker)
	return nil
}

// Close ends all connections; clients reconnect elsewhere or later.
func (h *Hub) Close(ctx context.Context) error { return h.node.Shutdown(ctx) }

// Publish sends v as JSON to everybody who listens to the channel, on every node. A failure is logged, not returned: readers
// resume from the log.
func (h *Hub) Publish(channel string, v any) {
	if !h.Watched(channel) {
		return
	}
	data, err := json.Marshal(v)
	if err == nil {
		err = h.PublishRaw(channel, data)
	}
	if err != nil {
		h.log.Error("A publication was lost", "channel", channel, "error", err)
	}
}

// PublishRaw sends ready bytes.
func (h *Hub) PublishRaw(channel string, data []byte) error {
	_, err := h.node.Publish(channel, data)
	return err
}

// Watched tells whether a publication could reach anybody: with several nodes nobody knows, alone the subscribers are counted.
func (h *Hub) Watched(channel string) bool {
	return !h.alone || h.node.Hub().NumSubscribers(channel) > 0 || h.Listens(channel)
}

// Here lists the staff connected to a channel, each once.
func (h *Hub) Here(channel string) []Member {
	found, err := h.node.Presence(channel)
	if err != nil {
		h.log.Error("Presence could not be read", "channel", channel, "error", err)
		return nil
	}
	seen := map[string]bool{}
	members := []Member{}
	for _, c := range found.Presence {
		if seen[c.UserID] {
			continue
		}
		seen[c.UserID] = true
		var m Member
		if json.Unmarshal(c.ConnInfo, &m) == nil {
			members = append(members, m)
		}
	}
	return members
}

// InboxOf names the channel that carries a shop's inbox.
func InboxOf(shop string) string { return "inbox:" + shop }

// ConversationOf names the channel that carries a conversation to staff.
func ConversationOf(id string) string { return "conversation:" + id }

type identity struct{}

// who is what Serve puts into the request for connecting.
type who struct {
	member Member
	shop   string
}

// Serve upgrades a request whose sender the api room has recognised as a member of a shop's staff.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, m Member, shop string) {
	ctx := context.WithValue(r.Context(), identity{}, who{m, shop})
	info, _ := json.Marshal(m)
	ctx = centrifuge.SetCredentials(ctx, &centrifuge.Credentials{UserID: m.ID, Info: info})
	h.websocket().ServeHTTP(w, r.WithContext(ctx))
}

func (h *Hub) websocket() http.Handler {
	// The origin is checked by the library: it must be the host that was asked.
	return centrifuge.NewWebsocketHandler(h.node, centrifuge.WebsocketConfig{})
}

func (h *Hub) connecting(ctx context.Context, _ centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	w, ok := ctx.Value(identity{}).(who)
	if !ok {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectInvalidToken
	}
	return centrifuge.ConnectReply{Subscriptions: map[string]centrifuge.SubscribeOptions{
		InboxOf(w.shop): {EmitPresence: true},
	}}, nil
}

func (h *Hub) connected(c *centrifuge.Client) {
	w, _ := c.Context().Value(identity{}).(who)
	c.OnSubscribe(func(e centrifuge.SubscribeEvent, cb centrifuge.SubscribeCallback) {
		if !strings.HasPrefix(e.Channel, "conversation:") || h.MaySee == nil || !h.MaySee(c.Context(), w.member.ID, e.Channel) {
			cb(centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied)
			return
		}
		cb(centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{EmitPresence: true}}, nil)
		h.viewing(e.Channel)
	})
	c.OnUnsubscribe(func(e centrifuge.UnsubscribeEvent) {
		if strings.HasPrefix(e.Channel, "conversation:") {
			h.viewing(e.Channel)
		}
	})
	c.OnDisconnect(func(centrifuge.DisconnectEvent) { h.moved(w.shop) })
	h.moved(w.shop)
}

func (h *Hub) moved(shop string) {
	if h.Moved != nil {
		h.Moved(shop)
	}
}

// viewing tells the viewers of a conversation who else looks at it.
func (h *Hub) viewing(channel string) {
	h.Publish(channel, map[string]any{"type": "viewing", "staff": h.Here(channel)})
}
