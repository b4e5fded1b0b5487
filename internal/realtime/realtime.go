// Package realtime carries what just happened to every open screen: to staff over a WebSocket (the centrifuge protocol), to
// customers' streams through Subscribe. It owns the centrifuge library.
//
// It keeps nothing and may lose a publication: every reader can resume from the log. Publications and presence reach every node of the
// cluster; what the nodes tell each other stands in others.go.
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

// Others are the other nodes. Alone, there are none.
type Others interface {
	Say(topic string, data []byte)
	Hear(topic string, f func(from string, data []byte))
	OnBeat(f func())
	Alone() bool
}

// Hub is this node's end of the fan-out. A publication is delivered here and told to the other nodes, which deliver it to their own
// screens; so the screens of a node get its news also while the others cannot be reached.
type Hub struct {
	node     *centrifuge.Node
	broker   centrifuge.Broker
	others   Others
	presence presence
	log      *slog.Logger
	mu       sync.RWMutex
	topics   map[string]map[*Subscription]struct{}
	// MaySee decides whether a member of staff may subscribe to a channel she asks for.
	MaySee func(ctx context.Context, member, channel string) bool
	// Moved is told when somebody of a shop's staff comes or goes.
	Moved func(shop string)
}

// New makes the hub.
func New(others Others, log *slog.Logger) (*Hub, error) {
	node, err := centrifuge.New(centrifuge.Config{LogLevel: centrifuge.LogLevelError, LogHandler: func(e centrifuge.LogEntry) {
		log.Error("Realtime: "+e.Message, "fields", fmt.Sprint(e.Fields))
	}})
	if err != nil {
		return nil, err
	}
	h := &Hub{node: node, others: others, log: log, topics: map[string]map[*Subscription]struct{}{}}
	memory, err := centrifuge.NewMemoryBroker(node, centrifuge.MemoryBrokerConfig{})
	if err != nil {
		return nil, err
	}
	h.broker = &tee{Broker: memory, hub: h}
	node.SetBroker(h.broker)
	node.OnConnecting(h.connecting)
	node.OnConnect(h.connected)
	h.meet()
	return h, node.Run()
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
	h.tell(channel, data)
	return h.here(channel, data)
}

// Remind sends v to the screens of this node only: what the others tell their own.
func (h *Hub) Remind(channel string, v any) {
	if !h.watchedHere(channel) {
		return
	}
	if data, err := json.Marshal(v); err == nil {
		_ = h.here(channel, data) // it comes again
	}
}

// here delivers to the screens of this node.
func (h *Hub) here(channel string, data []byte) error {
	if !h.watchedHere(channel) {
		return nil
	}
	_, err := h.node.Publish(channel, data)
	return err
}

// Watched tells whether a publication could reach anybody: with several nodes nobody knows, alone the subscribers are counted.
func (h *Hub) Watched(channel string) bool { return !h.others.Alone() || h.watchedHere(channel) }

func (h *Hub) watchedHere(channel string) bool {
	return h.node.Hub().NumSubscribers(channel) > 0 || h.Listens(channel)
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
		h.sayWhoIsHere()
		h.viewing(e.Channel)
	})
	c.OnUnsubscribe(func(e centrifuge.UnsubscribeEvent) {
		if strings.HasPrefix(e.Channel, "conversation:") {
			h.sayWhoIsHere()
			h.viewing(e.Channel)
		}
	})
	c.OnDisconnect(func(centrifuge.DisconnectEvent) {
		h.sayWhoIsHere()
		h.moved(w.shop)
	})
	h.sayWhoIsHere()
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
