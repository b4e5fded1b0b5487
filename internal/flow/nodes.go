package flow

import "slices"

// Nodes is what the log needs of the other nodes on its database. Whatever is lost between them the sweep finds.
type Nodes interface {
	// Tell tells one node; Hear registers who listens here. Neither waits.
	Tell(node, topic string, data []byte)
	Hear(topic string, f func(from string, data []byte))
	// Dead lists the nodes that have fallen silent: their leases need not be waited for.
	Dead() []string
}

// alone is the only node.
type alone struct{}

func (alone) Tell(string, string, []byte)                 {}
func (alone) Hear(string, func(from string, data []byte)) {}
func (alone) Dead() []string                              { return nil }

// topicNews tells a node that another has appended to a stream whose steps run on it.
const topicNews = "news"

// Share lets this node and the others tell each other what they have appended. Before Run only.
func (l *Log) Share(n Nodes) {
	l.nodes = n
	n.Hear(topicNews, func(_ string, data []byte) { l.lanes.read(string(data)) })
	n.Hear(topicAgain, func(_ string, data []byte) { go l.retryHere(string(data)) })
}

// hand gives a committed event to the steps: here, or on the node that has the stream's lease.
func (l *Log) hand(e Event, owner string) {
	switch {
	case owner == l.node:
		l.lanes.submit(e)
	case slices.Contains(l.nodes.Dead(), owner):
		go l.takeOver(l.lanes.ctx, e.Stream)
	default:
		l.nodes.Tell(owner, topicNews, []byte(e.Stream))
	}
}

// read looks for what another node has appended to a stream of ours. A lease that we have lost in the meantime makes two nodes do the same,
// which the unique cause of each result makes harmless.
func (d *dispatcher) read(name string) {
	s := d.stream(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.again = s.reading
	d.fetch(s)
}
