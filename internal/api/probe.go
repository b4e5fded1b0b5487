package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Arrival is how a request has reached us, told to its sender: what a proxy in front hands on.
type Arrival struct {
	Address string `json:"address"` // whose limits count
	Proto   string `json:"proto"`   // "https" when the proxy says so
	Host    string `json:"host"`
	Upgrade bool   `json:"upgrade"` // a wish for a WebSocket comes through
}

// probeLines and probePause make a stream of half a second: a proxy that holds it back delivers all lines at once.
const (
	probeLines = 3
	probePause = 250 * time.Millisecond
)

// probe lets `parley doctor` look through the proxy. It tells a sender only what the sender sent.
func (a *API) probe(w http.ResponseWriter, r *http.Request) {
	text, _ := json.Marshal(Arrival{Address: address(r, a.TrustProxy), Proto: r.Header.Get("X-Forwarded-Proto"), Host: r.Host,
		Upgrade: strings.EqualFold(r.Header.Get("Upgrade"), "websocket")}) // it is made of texts
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	control := http.NewResponseController(w)
	for line := range probeLines {
		if line > 0 {
			select {
			case <-time.After(probePause):
			case <-a.closing:
				return
			case <-r.Context().Done():
				return
			}
		}
		fmt.Fprintf(w, "data: %s\n\n", text)
		if control.Flush() != nil {
			return
		}
	}
}
