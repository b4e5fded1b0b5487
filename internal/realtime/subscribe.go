package realtime

import "github.com/centrifugal/centrifuge"

// Subscription is one reader of a topic in this process, for example a customer's stream.
type Subscription struct {
	hub   *Hub
	topic string
	// C carries the publications. It is closed when the reader was too slow: it must then resume from the log.
	C chan []byte
}

// buffer is small because there is one for each of many idle streams; whoever falls behind by more reads the log.
const buffer = 32

// Subscribe listens to a topic until Close.
func (h *Hub) Subscribe(topic string) (*Subscription, error) {
	s := &Subscription{hub: h, topic: topic, C: make(chan []byte, buffer)}
	h.mu.Lock()
	first := len(h.topics[topic]) == 0
	if first {
		h.topics[topic] = map[*Subscription]struct{}{}
	}
	h.topics[topic][s] = struct{}{}
	h.mu.Unlock()
	if first {
		if err := h.broker.Subscribe(topic); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// Close ends the subscription.
func (s *Subscription) Close() {
	h := s.hub
	h.mu.Lock()
	delete(h.topics[s.topic], s)
	last := len(h.topics[s.topic]) == 0
	if last {
		delete(h.topics, s.topic)
	}
	h.mu.Unlock()
	if last {
		if err := h.broker.Unsubscribe(s.topic); err != nil {
			h.log.Error("A topic could not be left", "topic", s.topic, "error", err)
		}
	}
}

// Topics lists what is listened to in this process, so that a lost publication can be found out.
func (h *Hub) Topics() []string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	names := make([]string, 0, len(h.topics))
	for name := range h.topics {
		names = append(names, name)
	}
	return names
}

// Listens tells whether somebody in this process listens to the topic.
func (h *Hub) Listens(topic string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.topics[topic]) > 0
}

// Deliver gives data to this process's readers only.
func (h *Hub) Deliver(topic string, data []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.topics[topic] {
		select {
		case s.C <- data:
		default:
			delete(h.topics[topic], s)
			close(s.C)
		}
	}
}

// tee lets publications reach our own subscriptions as well as centrifuge's clients.
type tee struct {
	centrifuge.Broker
	hub *Hub
}

func (t *tee) RegisterBrokerEventHandler(h centrifuge.BrokerEventHandler) error {
	return t.Broker.RegisterBrokerEventHandler(&teeHandler{h, t.hub})
}

type teeHandler struct {
	centrifuge.BrokerEventHandler
	hub *Hub
}

func (t *teeHandler) HandlePublication(ch string, pub *centrifuge.Publication, sp centrifuge.StreamPosition, delta bool, prev *centrifuge.Publication) error {
	t.hub.Deliver(ch, pub.Data)
	return t.BrokerEventHandler.HandlePublication(ch, pub, sp, delta, prev)
}
