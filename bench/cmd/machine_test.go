package main

import (
	"testing"
	"time"
)

func TestBusy(t *testing.T) {
	have := busy("cpu  100 10 50 9999 8888 1 2 3 0 0\ncpu0 1 2 3\n")
	if want := 1660 * time.Millisecond; have != want {
		t.Errorf("busy %v, not %v", have, want)
	}
	if busy("") != 0 {
		t.Error("nothing is nothing")
	}
}

func TestSince(t *testing.T) {
	began := time.Now()
	have := usage{began.Add(10 * time.Second), 15 * time.Second, 5 * time.Second}.since(usage{at: began})
	if want := "10 s; of "; len(have) < 20 || have[:len(want)] != want {
		t.Error(have)
	}
}
