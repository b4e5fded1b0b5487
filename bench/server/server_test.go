package server

import (
	"testing"
	"time"
)

func TestProc(t *testing.T) {
	if n, err := resident([]byte("Name:\tparley\nVmHWM:\t  70000 kB\nVmRSS:\t   61440 kB\nThreads:\t9\n")); err != nil || n != 60<<20 {
		t.Errorf("resident %d %v", n, err)
	}
	if _, err := resident([]byte("Name:\tparley\n")); err == nil {
		t.Error("a process without memory is an error")
	}
	d, err := processor("17 (a (b) c) S 1 17 17 0 -1 4194560 900 0 0 0 150 50 0 0 20 0 9 0 100 1 1")
	if err != nil || d != 2*time.Second {
		t.Errorf("processor time %v %v", d, err)
	}
}
