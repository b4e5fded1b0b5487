package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// Parts of a cluster die and come back. Nothing that was acknowledged is lost or doubled, and open screens heal.

// heals is how soon after a return an open screen must show what happened meanwhile.
const heals = 5 * time.Second

// talk is one customer's conversation in a chaos test, with a screen on each process.
type talk struct {
	t      *testing.T
	two    *server
	first  caller // her, on the first process
	second caller // her, on the second
	staff  caller
	id     string
	here   *screen
	there  *screen
}

func (s *services) talk(t *testing.T, two *server) *talk {
	t.Helper()
	v, err := two.open("demo", "en-US", "US")
	if err != nil {
		t.Fatal(err)
	}
	token, err := two.token("demo", "viewer")
	if err != nil {
		t.Fatal(err)
	}
	k := &talk{t: t, two: two, first: caller{url: two.url, token: v.Token}, second: caller{url: two.other.url, token: v.Token}, staff: caller{url: two.other.url, token: token}}
	var r row
	if err := k.first.must("POST", "/visitor/conversations", map[string]string{}, &r); err != nil {
		t.Fatal(err)
	}
	k.id = r.ID
	k.here, k.there = watch(t.Context(), k.first, k.id), watch(t.Context(), k.second, k.id)
	return k
}

// say sends a message and wants a status.
func (k *talk) say(from caller, key, text string, status int) answer {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(k.t.Context(), 8*time.Second)
	defer cancel()
	a, err := from.call(ctx, "POST", "/visitor/conversations/"+k.id+"/messages", map[string]string{"client_key": key, "text": text})
	if err != nil || a.status != status {
		k.t.Fatalf("%s: wanted %d, got %s, %v", key, status, a, err)
	}
	return a
}

// sees waits until a screen shows a whole answer of the assistant.
func (k *talk) sees(s *screen, within time.Duration, contains string) {
	k.t.Helper()
	err := s.wait(within, func() bool {
		return slices.ContainsFunc(s.events, func(e event) bool {
			return e.Actor.Kind == "assistant" && !e.Payload.Interrupted && strings.Contains(e.Payload.Text, contains)
		})
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

// writes waits until a screen shows the beginning of an answer.
func (k *talk) writes(s *screen) {
	k.t.Helper()
	if err := s.wait(10*time.Second, func() bool { return s.writing() >= 10 }); err != nil {
		k.t.Fatal(err)
	}
}

// log is the conversation's log as one line for each event: who, whether half, and her texts.
func (k *talk) log(from caller) (text []string) {
	k.t.Helper()
	events, err := from.events(k.t.Context(), "", k.id, 0, 0)
	if err != nil {
		k.t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) {
			k.t.Fatalf("a hole in the log:\n%s", lines(events))
		}
		half := ""
		if e.Payload.Interrupted {
			half = " half"
		}
		text = append(text, e.Kind+" "+e.Actor.Kind+half)
	}
	return text
}

func (k *talk) logs(from caller, want ...string) {
	k.t.Helper()
	if have := k.log(from); !slices.Equal(have, want) {
		k.t.Fatalf("the log is %q, not %q", have, want)
	}
}

const (
	hers  = "message contact"
	whole = "message assistant"
	half  = "message assistant half"
)

// TestNodeIsKilled: the process that answers is killed in the middle of its sentence. The other one takes over and answers once; when she
// writes in the meantime, what she had seen stands before her message.
func TestNodeIsKilled(t *testing.T) {
	s := newServices(t)
	two := s.pair(t, wordDelay, noLimits...)
	left, cut := s.talk(t, two), s.talk(t, two)
	left.say(left.first, "a", "Tell me a story", http.StatusCreated)
	cut.say(cut.first, "a", "Tell me a story", http.StatusCreated)
	left.writes(left.there)
	cut.writes(cut.there)
	began := time.Now()
	two.killOne()
	cut.say(cut.second, "b", "hello", http.StatusCreated)
	left.sees(left.there, 12*time.Second, "found a home")
	took := time.Since(began)
	cut.sees(cut.there, 10*time.Second, "")
	left.logs(left.staff, hers, whole)
	cut.logs(cut.staff, hers, half, hers, whole)
	if took > 10*time.Second {
		t.Errorf("the answer was there %s after the kill", took)
	}
	t.Logf("whole answer of the other process %s after the kill", took.Round(time.Millisecond))
	if err := cut.there.hadSeen(cut.there.events[1]); err != nil {
		t.Error(err)
	}
	if err := two.startOne(); err != nil {
		t.Fatal(err)
	}
	left.sees(left.here, heals, "found a home")
	left.say(left.first, "c", "hello", http.StatusCreated)
	left.sees(left.there, heals, "")
}

// TestRedisIsAway: while Redis is away both processes go on: what is sent to either is acknowledged, answered once, and shown on both
// within seconds. When it is back all is quick again.
func TestRedisIsAway(t *testing.T) { redisIsAway(t, 0) }

// TestSoakRedisIsAway is the same for a minute.
func TestSoakRedisIsAway(t *testing.T) {
	onlySoak(t)
	redisIsAway(t, time.Minute)
}

func redisIsAway(t *testing.T, long time.Duration) {
	s := newServices(t)
	two := s.pair(t, 20*time.Millisecond, noLimits...)
	k := s.talk(t, two)
	k.say(k.first, "a", "Tell me a story", http.StatusCreated)
	k.sees(k.there, heals, "found a home")
	s.stopRedis()
	eventually(t, heals, func() error { return tells(two.url+"/readyz", http.StatusOK, `"missing":["redis"]`) })
	others := s.talk(t, two)
	for end, n := time.Now().Add(long), 0; time.Now().Before(end); n++ {
		others.say([]caller{others.first, others.second}[n%2], fmt.Sprint("k", n), "hello", http.StatusCreated)
	}
	k.say(k.second, "b", "Tell me a story", http.StatusCreated)
	for _, screen := range []*screen{k.here, k.there} {
		if err := screen.wait(2*heals, func() bool { return len(screen.events) == 4 }); err != nil {
			t.Fatal(err)
		}
	}
	k.logs(k.staff, hers, whole, hers, whole)
	if err := s.startRedis(); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	eventually(t, heals, func() error { return tells(two.url+"/readyz", http.StatusOK, `"nodes":2`) })
	k.say(k.second, "c", "Tell me a story", http.StatusCreated)
	k.writes(k.there) // live again, from the other process
	t.Logf("live across processes %s after the return of Redis", time.Since(back).Round(time.Millisecond))
	k.say(k.second, "d", "hello", http.StatusCreated)
	if err := k.here.wait(heals, func() bool { return len(k.here.events) == 8 }); err != nil {
		t.Fatal(err)
	}
	k.logs(k.staff, hers, whole, hers, whole, hers, half, hers, whole)
	quiet(t, two, 4)
}

// TestPostgresIsAway: requests get a clean problem that says when to come again, in the middle of an answer or not; after the return what
// was sent again is there once, and answered once.
func TestPostgresIsAway(t *testing.T) { postgresIsAway(t, 4*time.Second) } // longer than a step is tried for anything else

// TestSoakPostgresIsAway is the same for a minute.
func TestSoakPostgresIsAway(t *testing.T) {
	onlySoak(t)
	postgresIsAway(t, time.Minute)
}

func postgresIsAway(t *testing.T, long time.Duration) {
	s := newServices(t)
	two := s.pair(t, wordDelay, noLimits...)
	k := s.talk(t, two)
	k.say(k.first, "a", "Tell me a story", http.StatusCreated)
	k.writes(k.there)
	if err := s.postgres("immediate", "stop"); err != nil { // as if it had crashed
		t.Fatal(err)
	}
	for end := time.Now().Add(long); time.Now().Before(end); {
		k.refused(k.first)
		k.refused(k.second)
	}
	if err := s.startPostgres(); err != nil {
		t.Fatal(err)
	}
	back := time.Now()
	eventually(t, heals, func() error { return tells(two.other.url+"/readyz", http.StatusOK, "ready") })
	k.sees(k.there, 2*heals, "found a home")
	t.Logf("the answer was there %s after the return of PostgreSQL", time.Since(back).Round(time.Millisecond))
	k.say(k.second, "b", "hello", http.StatusCreated)
	k.say(k.first, "b", "hello", http.StatusOK)
	if err := k.here.wait(heals, func() bool { return len(k.here.events) == 4 }); err != nil {
		t.Fatal(err)
	}
	k.logs(k.staff, hers, whole, hers, whole)
	quiet(t, two, 6)
}

// refused: a message is not taken in, and she is told to come again.
func (k *talk) refused(from caller) {
	k.t.Helper()
	a := k.say(from, "b", "hello", http.StatusServiceUnavailable)
	if err := isProblem(a, "unavailable", nil); err != nil || a.header.Get("Retry-After") == "" {
		k.t.Errorf("%v; Retry-After %q in %s", err, a.header.Get("Retry-After"), a)
	}
	if err := tells(from.url+"/readyz", http.StatusServiceUnavailable, "database"); err != nil {
		k.t.Error(err)
	}
}

// quiet: a process whose part is away tells so and does not repeat it.
func quiet(t *testing.T, two *server, most int) {
	t.Helper()
	for _, one := range []*server{two, two.other} {
		text, err := os.ReadFile(one.logFile)
		if err != nil {
			t.Fatal(err)
		}
		var noisy []string
		for line := range strings.Lines(string(text)) {
			if strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR") {
				noisy = append(noisy, line)
			}
		}
		if len(noisy) > most {
			t.Errorf("%d lines of warnings:\n%s", len(noisy), strings.Join(noisy, ""))
		}
	}
}

// tells wants an answer of a plain address.
func tells(url string, status int, contains string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := browser.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body := make([]byte, 1000)
	n, _ := res.Body.Read(body) // a short answer comes at once
	if res.StatusCode != status || !strings.Contains(string(body[:n]), contains) {
		return fmt.Errorf("%s: %d %s", url, res.StatusCode, body[:n])
	}
	return nil
}

// eventually waits until something holds.
func eventually(t *testing.T, within time.Duration, check func() error) {
	t.Helper()
	for end := time.Now().Add(within); ; time.Sleep(50 * time.Millisecond) {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("still not after %s: %v", within, err)
		}
	}
}
