// Command cmd measures the real program and prints one JSON line for each figure. `make bench` runs it; every bench starts
// bin/parley on a free port with an empty data folder, and the load comes from the same machine: what the load costs is missing there,
// so the figures are those of a busy machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"parley/bench/figure"
	"parley/bench/server"
)

// bench is one of them.
type bench struct {
	name string
	run  func(ctx context.Context, w *world, r figure.Report) error
}

var benches = []bench{
	{"answers", answers}, {"model", modelBench}, {"log", logBench}, {"visitors", visitors}, {"widget", widget}, {"cluster", clusterBench}, {"backup", backupBench}, {"start", start}, {"attacks", attacks},
	{"questions", questions}, {"language", language},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	only := flag.String("only", "", "run only these, separated by commas")
	binary := flag.String("bin", "bin/parley", "the program to measure")
	flag.Parse()
	if err := run(ctx, *only, *binary); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, binary string) (failed error) {
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	w, err := newWorld(binary)
	if err != nil {
		return err
	}
	defer w.close()
	for _, b := range chosen {
		note("%s …", b.name)
		before := machine()
		if err := b.run(ctx, w, figure.Report{Bench: b.name, Out: os.Stdout}); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", b.name, err))
		}
		w.end()
		note("%s", machine().since(before))
	}
	return failed
}

func choose(only string) (chosen []bench, err error) {
	if only == "" {
		return benches, nil
	}
	var names []string
	for _, b := range benches {
		names = append(names, b.name)
	}
	for name := range strings.SplitSeq(only, ",") {
		at := slices.Index(names, strings.TrimSpace(name))
		if at < 0 {
			return nil, fmt.Errorf("there is no bench %q; there are %s", name, strings.Join(names, ", "))
		}
		chosen = append(chosen, benches[at])
	}
	return chosen, nil
}

// note tells the person at the terminal what goes on; figures go to the standard output.
func note(format string, args ...any) { fmt.Fprintf(os.Stderr, "# "+format+"\n", args...) }

// world is where the benches run. The data folders lie beside the program and not in /tmp, which may be memory, where an fsync
// costs nothing.
type world struct {
	binary, dir string
	running     []*server.Server
}

func newWorld(binary string) (*world, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(binary); err != nil {
		return nil, fmt.Errorf("the program is not built (make build): %w", err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(binary), "bench-")
	return &world{binary: binary, dir: dir}, err
}

// fresh is an empty data folder.
func (w *world) fresh() (string, error) { return os.MkdirTemp(w.dir, "data-") }

// start starts the program; it is stopped at the end of the bench at the latest.
func (w *world) start(ctx context.Context, o server.Options) (*server.Server, error) {
	if o.Dir == "" {
		dir, err := w.fresh()
		if err != nil {
			return nil, err
		}
		o.Dir = dir
	}
	o.Binary = w.binary
	s, err := server.Start(ctx, o)
	if err == nil {
		w.running = append(w.running, s)
	}
	return s, err
}

// end stops what a bench has left running.
func (w *world) end() {
	for _, s := range w.running {
		s.Stop()
	}
	w.running = nil
}

func (w *world) close() {
	w.end()
	if err := os.RemoveAll(w.dir); err != nil {
		note("%v", err)
	}
}
