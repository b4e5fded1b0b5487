package flow

import (
	"context"
	"errors"
	"sync"
	"time"
)

// dispatcher hands committed events to the steps. For each stream it knows up to which seq events were handed on; an event that
// overtakes its predecessor waits, a missing one is read from the log.
type dispatcher struct {
	log     *Log
	mu      sync.Mutex
	streams map[string]*stream
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
}

type stream struct {
	name    string
	mu      sync.Mutex
	loaded  bool // handed is known
	reading bool // a goroutine is reading the log
	again   bool // there is more to read than when it began
	handed  int64
	early   map[int64]Event
	lanes   map[string]*lane
	cursors map[string]int64
	saved   int64 // settled, as far as it is on disk
	used    time.Time
}

// lane is one step on one stream: a line of events, worked off by at most one goroutine.
type lane struct {
	step    Step
	pending []task
	busy    bool
}

// task is an event in a lane. again is set when somebody sends a dead letter through once more, and learns how it went.
type task struct {
	Event
	again chan<- error
}

func newDispatcher(l *Log) *dispatcher {
	ctx, cancel := context.WithCancel(context.Background())
	return &dispatcher{log: l, streams: map[string]*stream{}, ctx: ctx, cancel: cancel}
}

// submit takes an event after its commit. It is called by the database's writer, so it never blocks on the database.
func (d *dispatcher) submit(e Event) {
	s := d.stream(e.Stream)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used = time.Now()
	if !s.loaded && e.Seq == 1 {
		s.loaded = true
	}
	s.early[e.Seq] = e
	d.hand(s)
	if !s.loaded || len(s.early) > 0 {
		d.fetch(s)
	}
}

func (d *dispatcher) stream(name string) *stream {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.streams[name]
	if s == nil {
		s = &stream{name: name, early: map[int64]Event{}, lanes: map[string]*lane{}, cursors: map[string]int64{}}
		d.streams[name] = s
	}
	return s
}

// hand gives the events that are next to their lanes. s.mu is held.
func (d *dispatcher) hand(s *stream) {
	if !s.loaded {
		return
	}
	for seq := range s.early {
		if seq <= s.handed {
			delete(s.early, seq)
		}
	}
	for {
		e, ok := s.early[s.handed+1]
		if !ok {
			return
		}
		delete(s.early, e.Seq)
		s.handed = e.Seq
		for _, step := range d.log.steps {
			if step.wants(e) && s.cursors[step.Name] < e.Seq {
				d.push(s, step, task{Event: e})
			}
		}
	}
}

// push puts a task into its lane. s.mu is held.
func (d *dispatcher) push(s *stream, step Step, t task) {
	l := s.lanes[step.Name]
	if l == nil {
		l = &lane{step: step}
		s.lanes[step.Name] = l
	}
	l.pending = append(l.pending, t)
	if !l.busy {
		l.busy = true
		d.running.Add(1)
		go d.work(s, l)
	}
}

// fetch reads from the log what is missing in memory. s.mu is held.
func (d *dispatcher) fetch(s *stream) {
	if s.reading {
		return
	}
	s.reading = true
	d.running.Add(1)
	go func() {
		defer d.running.Done()
		err := d.load(s)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.reading = false
		if s.again && err == nil {
			s.again = false
			d.fetch(s)
		}
		if err != nil && d.ctx.Err() == nil {
			// The sweep comes by again and tries anew.
			d.log.log.Error("The log could not be read for its steps", "stream", s.name, "error", err)
		}
	}()
}

// load learns how far the steps have come, here and on other nodes, and reads the events after that.
func (d *dispatcher) load(s *stream) error {
	if err := d.loadCursors(s); err != nil {
		return err
	}
	for {
		s.mu.Lock()
		after := s.handed
		s.mu.Unlock()
		events, err := d.log.Read(d.ctx, s.name, after, 500)
		if err != nil || len(events) == 0 {
			return err
		}
		s.mu.Lock()
		for _, e := range events {
			s.early[e.Seq] = e
		}
		d.hand(s)
		s.mu.Unlock()
	}
}

// loadCursors reads how far the steps are. What another node has done since we had the stream last is not done again.
func (d *dispatcher) loadCursors(s *stream) error {
	settled, cursors, err := d.log.cursors(d.ctx, s.name)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loaded, s.handed, s.saved = true, max(s.handed, settled), max(s.saved, settled)
	for step, seq := range cursors {
		s.cursors[step] = max(s.cursors[step], seq)
	}
	return nil
}

// work runs a lane until it is empty.
func (d *dispatcher) work(s *stream, l *lane) {
	defer d.running.Done()
	for {
		s.mu.Lock()
		if len(l.pending) == 0 || d.ctx.Err() != nil {
			l.busy = false
			s.mu.Unlock()
			return
		}
		t := l.pending[0]
		s.mu.Unlock()
		err := d.do(l.step, t.Event)
		if errors.Is(err, errStopping) {
			continue // the event stays unsettled and is done after the next start
		}
		if t.again != nil {
			d.tell(l.step, t, err)
		}
		s.mu.Lock()
		l.pending = l.pending[1:]
		s.mu.Unlock()
	}
}

// again puts an event that was given up on into its lane once more.
func (d *dispatcher) again(s *stream, step Step, t task) error {
	if err := d.loadCursors(s); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used = time.Now()
	d.push(s, step, t)
	d.fetch(s)
	return nil
}

// tell lets whoever sent a dead letter through know how it went.
func (d *dispatcher) tell(s Step, t task, err error) {
	if err == nil {
		err = d.log.Discard(d.ctx, DeadLetter{Step: s.Name, Stream: t.Stream, Seq: t.Seq})
	}
	t.again <- err
}

// settled is the seq up to which every step is through. s.mu is held.
func (s *stream) settled() int64 {
	low := s.handed
	for _, l := range s.lanes {
		if len(l.pending) > 0 && l.pending[0].Seq-1 < low {
			low = l.pending[0].Seq - 1
		}
	}
	return low
}
