package e2e

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// thread is one conversation of the property test, with the model of what was acknowledged in it.
type thread struct {
	storm    *storm
	customer caller
	id       string
	screen   *screen // open all the time, across all kills
	log      []event // staff's view, read at the end

	mu    sync.Mutex
	texts map[string]string // every key that was ever sent → its text
	acked map[string]int64  // key → seq of the acknowledgement
	order []string          // the customer's keys in the order in which she sent them, one after the other
	stops bool              // this customer presses Stop now and then; the others' answers have no reason to end by themselves
}

func (s *storm) newThread(reading context.Context, n int) (*thread, error) {
	v, err := s.server.open("demo", "en-US", "US")
	if err != nil {
		return nil, err
	}
	th := &thread{storm: s, customer: caller{url: s.server.url, token: v.Token}, texts: map[string]string{}, acked: map[string]int64{}, stops: n%2 == 0}
	var r row
	if err := th.customer.must("POST", "/visitor/conversations", map[string]string{}, &r); err != nil {
		return nil, err
	}
	th.id = r.ID
	th.screen = watch(reading, th.customer, th.id, s.server.url, s.server.staff())
	return th, nil
}

// questions have answers of different lengths.
var questions = []string{"hello", "How long is the warranty on headphones?", "Tell me a story", "How many days do I have to return an item?", "xyzzy"}

// customerActs is one customer: she writes, writes on in the middle of an answer, presses Stop, asks for a person, sends old things again.
func (th *thread) customerActs(r *rand.Rand) {
	path := "/visitor/conversations/" + th.id
	for i := 0; th.storm.stop.Err() == nil; i++ {
		switch act := r.IntN(10); {
		case act == 0 && th.stops:
			th.act(th.customer, r, path+"/interrupt", map[string]any{})
		case act == 1:
			th.act(th.customer, r, path+"/handoff", map[string]any{})
		case act == 2:
			th.sendAgain(r, path)
		case act == 3:
			th.sendTwice(r, path, fmt.Sprintf("twin-%d", i))
		default:
			th.send(r, path, fmt.Sprintf("key-%d", i))
		}
		pause(th.storm.stop, r, []int{20, 400, 1200}[r.IntN(3)])
	}
}

func (th *thread) send(r *rand.Rand, path, key string) {
	th.mu.Lock()
	th.order = append(th.order, key)
	th.mu.Unlock()
	th.deliver(th.customer, r, path+"/messages", key, fmt.Sprintf("%s [%s]", questions[r.IntN(len(questions))], key), th.seen(r))
}

// sendAgain repeats an old send, as a client does that lost its memory of the answer.
func (th *thread) sendAgain(r *rand.Rand, path string) {
	th.mu.Lock()
	if len(th.order) == 0 {
		th.mu.Unlock()
		return
	}
	key := th.order[r.IntN(len(th.order))]
	text := th.texts[key]
	th.mu.Unlock()
	th.deliver(th.customer, r, path+"/messages", key, text, nil)
}

// sendTwice sends the same twice at the same moment, as a client does whose first try hangs.
func (th *thread) sendTwice(r *rand.Rand, path, key string) {
	th.mu.Lock()
	th.order = append(th.order, key)
	th.mu.Unlock()
	text := "Tell me a story [" + key + "]"
	var both sync.WaitGroup
	for range 2 {
		own := rand.New(rand.NewPCG(r.Uint64(), 1))
		both.Go(func() { th.deliver(th.customer, own, path+"/messages", key, text, nil) })
	}
	both.Wait()
}

// seen is what the customer's screen confirms of the running answer, or nothing.
func (th *thread) seen(r *rand.Rand) map[string]any {
	th.screen.mu.Lock()
	defer th.screen.mu.Unlock()
	if th.screen.run == "" || r.IntN(2) == 0 {
		return nil
	}
	return map[string]any{"run": th.screen.run, "offset": r.IntN(len(th.screen.runs[th.screen.run]) + 1)}
}

// deliver sends until it is acknowledged, however often the answer is lost or the server is gone.
func (th *thread) deliver(c caller, r *rand.Rand, path, key, text string, seen map[string]any) {
	th.mu.Lock()
	th.texts[key] = text
	th.mu.Unlock()
	body := map[string]any{"client_key": key, "text": text}
	if seen != nil {
		body["seen"] = seen
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		a, err := th.lossy(c, r, path, body)
		switch {
		case err != nil:
			time.Sleep(20 * time.Millisecond) // the server is being killed; a client waits a little, too
		case a.status == http.StatusCreated || a.status == http.StatusOK:
			th.acknowledge(key, text, a)
			return
		case a.status == http.StatusConflict: // a colleague has it
			th.mu.Lock()
			delete(th.texts, key)
			th.mu.Unlock()
			return
		case a.status >= 500:
			th.storm.t.Errorf("%s: %s", path, a)
			time.Sleep(100 * time.Millisecond)
		default:
			th.storm.t.Errorf("%s: %s", path, a)
			return
		}
	}
	th.storm.t.Errorf("%s %s was not acknowledged within 30 s", path, key)
}

// lossy is a call to any process whose answer may be lost: in one of four the client hangs up after a moment.
func (th *thread) lossy(c caller, r *rand.Rand, path string, body any) (answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	c.url = th.storm.node(r)
	if r.IntN(4) == 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(r.IntN(12000))*time.Microsecond)
		defer cancel()
	}
	return c.call(ctx, "POST", path, body)
}

// acknowledge compares with what was acknowledged before.
func (th *thread) acknowledge(key, text string, a answer) {
	var e event
	if err := a.into(&e); err != nil {
		th.storm.t.Error(err)
		return
	}
	th.mu.Lock()
	defer th.mu.Unlock()
	if before, ok := th.acked[key]; ok && before != e.Seq {
		th.storm.t.Errorf("%s %s was acknowledged with seq %d and then with %d", th.id, key, before, e.Seq)
	}
	if e.Payload.Text != text || e.ClientKey != key {
		th.storm.t.Errorf("%s %s: sent %q, acknowledged %s", th.id, key, text, e.raw)
	}
	th.acked[key] = e.Seq
}

// act does something that has no key; it is tried once or, when the server is gone, not at all.
func (th *thread) act(c caller, r *rand.Rand, path string, body any) {
	a, err := th.lossy(c, r, path, body)
	if err == nil && a.status >= 400 && a.status != http.StatusConflict {
		th.storm.t.Errorf("%s: %s", path, a)
	}
}

// all is everything that staff read of the conversation, as text.
func (th *thread) all() string {
	events, err := th.storm.viewer.events(context.Background(), "", th.id, 0, 0)
	a, err2 := th.storm.viewer.call(context.Background(), "GET", "/conversations/"+th.id, nil)
	if err := errors.Join(err, err2); err != nil {
		th.storm.t.Fatal(err)
	}
	var r row
	if err := a.into(&r); err != nil {
		th.storm.t.Fatal(err)
	}
	text := fmt.Sprintf("%+v\n", summary(r))
	for _, e := range events {
		text += e.raw + "\n"
	}
	return text
}
