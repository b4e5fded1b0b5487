package wire

import (
	"bufio"
	"strings"
	"testing"
)

// FuzzNext: a stream of any bytes comes to its end.
func FuzzNext(f *testing.F) {
	f.Add("id: 1\nevent: event\ndata: {}\n\n: head 2\n\n")
	f.Add("event: x\r\ndata: " + strings.Repeat("a", 3000) + "\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := &Stream{in: bufio.NewReaderSize(strings.NewReader(text), 16)}
		for {
			e, err := s.Next()
			if err != nil {
				return
			}
			Field(e.Data, "kind")
		}
	})
}
