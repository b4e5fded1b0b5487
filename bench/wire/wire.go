// Package wire speaks HTTP/1.1 as cheaply as it can be done: a bench shares its machine with the server it measures, and what the
// load costs is missing there.
package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Conn is one connection that is kept open. It is for one goroutine.
type Conn struct {
	net.Conn
	host string
	in   *bufio.Reader
	out  []byte
}

// Dial connects; from, when set, is the address to come from, because one address has only so many ports.
func Dial(address string, from net.IP) (*Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, KeepAlive: -1}
	if from != nil {
		d.LocalAddr = &net.TCPAddr{IP: from}
	}
	c, err := d.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &Conn{Conn: c, host: address, in: bufio.NewReaderSize(c, 2048)}, nil
}

// Do sends a request with a JSON body (or none) and reads the whole answer.
func (c *Conn) Do(method, path, token string, body []byte) (status int, answer []byte, err error) {
	if err := c.send(method, path, token, "application/json", body); err != nil {
		return 0, nil, err
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

// Post sends v as JSON and decodes the answer into a T; an answer that is not 2xx is an error.
func Post[T any](c *Conn, path, token string, v any) (answer T, err error) {
	body, err := json.Marshal(v)
	if err != nil {
		return answer, err
	}
	status, text, err := c.Do("POST", path, token, body)
	if err != nil {
		return answer, err
	}
	if status/100 != 2 {
		return answer, fmt.Errorf("POST %s: %d %s", path, status, text)
	}
	return answer, json.Unmarshal(text, &answer)
}

func (c *Conn) send(method, path, token, accept string, body []byte) error {
	b := append(c.out[:0], method...)
	b = append(b, ' ')
	b = append(b, path...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, c.host...)
	b = append(b, "\r\nAccept: "...)
	b = append(b, accept...)
	if token != "" {
		b = append(b, "\r\nAuthorization: Bearer "...)
		b = append(b, token...)
	}
	if body != nil {
		b = append(b, "\r\nContent-Type: application/json\r\nContent-Length: "...)
		b = strconv.AppendInt(b, int64(len(body)), 10)
	}
	b = append(b, "\r\n\r\n"...)
	b = append(b, body...)
	c.out = b
	_, err := c.Write(b)
	return err
}

// Event is one server-sent event.
type Event struct {
	ID   string
	Name string
	Data []byte // until the next one
	At   time.Time
}

// Stream is an open stream of server-sent events.
type Stream struct {
	conn *Conn
	body io.ReadCloser
	in   *bufio.Reader
	data []byte
}

// Stream asks for a stream of events; the connection is then only for that.
func (c *Conn) Stream(path, token string) (*Stream, error) {
	if err := c.send("GET", path, token, "text/event-stream", nil); err != nil {
		return nil, err
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(res.Body) // it is only for the message
		return nil, fmt.Errorf("GET %s: %d %s", path, res.StatusCode, text)
	}
	return &Stream{conn: c, body: res.Body, in: bufio.NewReaderSize(res.Body, 1024)}, nil
}

// Next waits for the next event; comments are passed over.
func (s *Stream) Next() (e Event, err error) {
	s.data = s.data[:0]
	for {
		line, err := s.line()
		if err != nil {
			return e, err
		}
		switch {
		case len(line) == 0 && e.Name != "":
			e.Data = s.data
			return e, nil
		case bytes.HasPrefix(line, []byte("id: ")):
			e.ID = string(line[4:])
		case bytes.HasPrefix(line, []byte("event: ")):
			e.Name, e.At = string(line[7:]), time.Now()
		case bytes.HasPrefix(line, []byte("data: ")):
			s.data = append(s.data, line[6:]...)
		}
	}
}

// line reads one of any length; what it returns is good until the next.
func (s *Stream) line() ([]byte, error) {
	line, err := s.in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		long := append([]byte(nil), line...)
		for err == bufio.ErrBufferFull {
			line, err = s.in.ReadSlice('\n')
			long = append(long, line...)
		}
		line = long
	}
	return bytes.TrimRight(line, "\r\n"), err
}

// SetReadDeadline bounds how long Next waits.
func (s *Stream) SetReadDeadline(t time.Time) error { return s.conn.SetReadDeadline(t) }

// Close ends the stream and its connection.
func (s *Stream) Close() error { return s.conn.Close() }

// Field finds a string field's value in compact JSON without decoding it all; the value must need no escapes.
func Field(data []byte, name string) string {
	_, rest, ok := bytes.Cut(data, []byte(`"`+name+`":"`))
	if !ok {
		return ""
	}
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(value)
}
