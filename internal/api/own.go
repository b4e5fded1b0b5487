package api

import (
	"bytes"
	"context"
	"net"
	"net/http"

	"parley/internal/realtime"
)

// own runs a stream on a connection of its own. A client that goes is noticed by a read that ends.
func (rd *reader) own(conn net.Conn, h http.Header, news *realtime.Subscription) {
	defer rd.api.streams.Done()
	defer conn.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out := &sse{w: conn, control: lone{conn}}
	out.write(head(h))
	go gone(conn, cancel)
	rd.follow(ctx, out, news)
}

// gone waits for the end of a connection on which the client has nothing more to say.
func gone(conn net.Conn, cancel context.CancelFunc) {
	var b [64]byte
	for {
		if _, err := conn.Read(b[:]); err != nil {
			cancel()
			return
		}
	}
}

// head is the answer's head; without a length the body ends with the connection (RFC 9112, 6.3).
func head(h http.Header) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\nConnection: close\r\n")
	_ = h.Write(&b) // a buffer does not fail
	b.WriteString("\r\n")
	return b.Bytes()
}

// lone makes a connection look like a ResponseController.
type lone struct{ net.Conn }

func (lone) Flush() error { return nil }
