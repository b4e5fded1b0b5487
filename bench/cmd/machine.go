package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// usage is how much the machine's processors have worked: in all, and for this bench with the programs that it started and has stopped.
type usage struct {
	at        time.Time
	all, ours time.Duration
}

func machine() usage {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return usage{at: time.Now()}
	}
	u := usage{at: time.Now(), all: busy(string(text))}
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var r syscall.Rusage
		if syscall.Getrusage(who, &r) == nil {
			u.ours += time.Duration(r.Utime.Nano() + r.Stime.Nano())
		}
	}
	return u
}

// busy reads the first line of /proc/stat (proc(5)): user nice system idle iowait irq softirq steal, in ticks of 10 ms.
func busy(stat string) (sum time.Duration) {
	line, _, _ := strings.Cut(stat, "\n")
	for i, field := range strings.Fields(line) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err == nil && i < 9 && i != 4 && i != 5 {
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}

// since says how much else went on: with busy neighbours the figures are worse than they would be.
func (u usage) since(before usage) string {
	took := u.at.Sub(before.at)
	share := func(d time.Duration) float64 { return max(0, d.Seconds()) / took.Seconds() }
	ours := u.ours - before.ours
	return fmt.Sprintf("%.0f s; of %d processors this used %.2f, everything else (PostgreSQL too) %.2f", took.Seconds(), runtime.NumCPU(), share(ours), share(u.all-before.all-ours))
}
