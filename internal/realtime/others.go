package realtime

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// What the nodes tell each other: publications, and which of the staff are connected where.

// Topics between nodes.
const (
	topicNews = "publication" // channel, a zero byte, the data
	topicHere = "here"        // all of a node's staff by channel
)

// meet registers what is heard and said.
func (h *Hub) meet() {
	h.presence.elsewhere = map[string]absence{}
	h.others.Hear(topicNews, func(_ string, data []byte) {
		channel, news, ok := bytes.Cut(data, []byte{0})
		if ok {
			_ = h.here(string(channel), news) // a lost one is resumed from the log
		}
	})
	h.others.Hear(topicHere, h.hear)
	h.others.OnBeat(h.sayWhoIsHere)
}

func (h *Hub) tell(channel string, data []byte) {
	if h.others.Alone() {
		return
	}
	h.others.Say(topicNews, append(append([]byte(channel), 0), data...))
}

// presence is who of the staff is connected to which channel.
type presence struct {
	mu        sync.Mutex
	elsewhere map[string]absence // by node
}

// absence is who is connected to another node, as it said last.
type absence struct {
	at   time.Time
	text string
	here map[string][]Member
}

// forget is how long another node's word counts. It says it anew with each sign of life, so a node that has died takes its staff with it.
const forget = 3 * time.Second

// Here lists the staff connected to a channel on any node, each once.
func (h *Hub) Here(channel string) []Member {
	found := map[string]Member{}
	for _, m := range h.local(channel) {
		found[m.ID] = m
	}
	h.presence.mu.Lock()
	for _, node := range h.presence.elsewhere {
		if time.Since(node.at) > forget {
			continue
		}
		for _, m := range node.here[channel] {
			found[m.ID] = m
		}
	}
	h.presence.mu.Unlock()
	return slices.SortedFunc(maps.Values(found), func(a, b Member) int { return strings.Compare(a.ID, b.ID) })
}

// local lists the staff connected to a channel on this node.
func (h *Hub) local(channel string) []Member {
	found, err := h.node.Presence(channel)
	if err != nil {
		h.log.Error("Presence could not be read", "channel", channel, "error", err)
		return nil
	}
	var members []Member
	for _, c := range found.Presence {
		var m Member
		if json.Unmarshal(c.ConnInfo, &m) == nil {
			members = append(members, m)
		}
	}
	return members
}

// sayWhoIsHere tells the other nodes who is connected to this one.
func (h *Hub) sayWhoIsHere() {
	if h.others.Alone() {
		return
	}
	here := map[string][]Member{}
	for _, channel := range h.node.Hub().Channels() {
		if members := h.local(channel); len(members) > 0 {
			slices.SortFunc(members, func(a, b Member) int { return strings.Compare(a.ID, b.ID) })
			here[channel] = members
		}
	}
	if data, err := json.Marshal(here); err == nil {
		h.others.Say(topicHere, data)
	}
	h.bury()
}

// hear keeps what another node says about its staff, and shows it where that has changed.
func (h *Hub) hear(from string, data []byte) {
	now := absence{at: time.Now(), text: string(data)}
	if json.Unmarshal(data, &now.here) != nil {
		return
	}
	h.presence.mu.Lock()
	was := h.presence.elsewhere[from]
	h.presence.elsewhere[from] = now
	h.presence.mu.Unlock()
	if was.text != now.text {
		h.changed(was.here, now.here)
	}
}

// bury forgets nodes that have fallen silent.
func (h *Hub) bury() {
	var gone []absence
	h.presence.mu.Lock()
	for name, node := range h.presence.elsewhere {
		if time.Since(node.at) > forget {
			gone = append(gone, node)
			delete(h.presence.elsewhere, name)
		}
	}
	h.presence.mu.Unlock()
	for _, node := range gone {
		h.changed(node.here, nil)
	}
}

// changed tells this node's screens that somebody came or went elsewhere. It does not hold up the line: showing reads the database.
func (h *Hub) changed(was, now map[string][]Member) {
	channels := map[string]bool{}
	for channel, members := range was {
		channels[channel] = !slices.Equal(members, now[channel])
	}
	for channel, members := range now {
		channels[channel] = !slices.Equal(members, was[channel])
	}
	for channel, moved := range channels {
		shop, inbox := strings.CutPrefix(channel, InboxOf(""))
		switch {
		case !moved || !h.watchedHere(channel):
		case inbox:
			go h.moved(shop)
		default:
			go h.viewing(channel)
		}
	}
}
