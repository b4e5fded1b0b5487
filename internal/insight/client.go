package insight

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"parley/internal/fault"
)

// Server is the running Parley that is examined.
type Server struct {
	URL   string // for example http://127.0.0.1:8080
	Token string // of staff; it only tells which shop is meant
	HTTP  *http.Client
}

const (
	tries    = 4                      // of a request that was lost on the way or met a server in trouble
	backOff  = 150 * time.Millisecond // before the second try; then twice as long each time
	patience = 2 * time.Minute        // how long a rate limit may hold one request up
	maxBody  = 16 << 20
)

// refusal is an answer of the server other than success.
type refusal struct {
	status int
	detail string
	after  time.Duration // how long to wait, of a 429 or 503
}

func (r *refusal) Error() string { return fmt.Sprintf("%d: %s", r.status, r.detail) }

// call sends JSON and reads JSON. It waits out rate limits and tries again what failed in transit: all calls of an examination
// may be repeated. began is when the request that got through was sent.
func (s Server) call(ctx context.Context, method, path, token string, body, answer any) (began time.Time, err error) {
	payload, err := json.Marshal(body)
	if err != nil {
		return began, err
	}
	pause, held := backOff, time.Duration(0)
	for try := 1; ; {
		began = time.Now()
		err = s.once(ctx, method, path, token, payload, answer)
		var r *refusal
		wait := pause
		switch limited := errors.As(err, &r) && r.status == http.StatusTooManyRequests; {
		case err == nil || ctx.Err() != nil:
			return began, err
		case limited && held < patience:
			wait = r.after
			held += wait
		case limited || r != nil && r.status < 500 || try == tries:
			return began, err
		default:
			try++
			pause *= 2
			if r != nil && r.after > wait {
				wait = r.after
			}
		}
		if !sleep(ctx, wait) {
			return began, ctx.Err()
		}
	}
}

func (s Server) once(ctx context.Context, method, path, token string, payload []byte, answer any) error {
	var body io.Reader
	if method != http.MethodGet {
		body = bytes.NewReader(payload)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(s.URL, "/")+"/api/v1"+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := s.HTTP.Do(req)
	if err != nil {
		return unreachable(s.URL, err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	switch {
	case err != nil:
		return unreachable(s.URL, err)
	case res.StatusCode/100 != 2:
		return refused(res, raw)
	case json.Unmarshal(raw, answer) != nil:
		return &refusal{status: res.StatusCode, detail: "the answer to " + path + " is not the JSON of a Parley; is the address right?"}
	}
	return nil
}

// unreachable is the one error that ends an examination: nothing can be said about answers that could not come.
func unreachable(url string, err error) error {
	return fault.New(fault.Unavailable, "the server at %s cannot be reached", url).WithCause(err)
}

func refused(res *http.Response, raw []byte) error {
	var problem struct {
		Detail string
		Errors []struct{ Location, Message string }
	}
	_ = json.Unmarshal(raw, &problem) // a proxy may answer in HTML; then the status must do
	r := &refusal{status: res.StatusCode, detail: problem.Detail, after: retryAfter(res.Header.Get("Retry-After"))}
	if r.detail == "" {
		r.detail = http.StatusText(res.StatusCode)
	}
	for _, e := range problem.Errors {
		r.detail += "; " + e.Location + " " + e.Message
	}
	return r
}

// retryAfter reads seconds or a date; without either a second is a polite guess.
func retryAfter(h string) time.Duration {
	wait := time.Second
	if seconds, err := strconv.ParseFloat(h, 64); err == nil {
		wait = time.Duration(seconds * float64(time.Second))
	} else if at, err := http.ParseTime(h); err == nil {
		wait = time.Until(at)
	}
	return min(max(wait, 10*time.Millisecond), time.Minute)
}

// sleep reports false when the context ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
