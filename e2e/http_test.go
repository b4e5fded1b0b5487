package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// caller talks to a server as one person or program.
type caller struct {
	url    string
	token  string // Bearer
	cookie string // of a signed-in console
	csrf   string
	staff  bool // on the second process, when there is one
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) String() string { return fmt.Sprintf("%d %s", a.status, a.body) }

// into reads the body as JSON.
func (a answer) into(v any) error {
	if err := json.Unmarshal(a.body, v); err != nil {
		return fmt.Errorf("%w in %s", err, a)
	}
	return nil
}

// browser is what all callers share: no redirects, no waiting for ever.
var browser = &http.Client{
	Transport:     &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: 5 * time.Second},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// call sends a request under /api/v1; body may be nil, a []byte or string as it is, or something to encode.
func (c caller) call(ctx context.Context, method, path string, body any) (answer, error) {
	reader, kind, err := encode(body)
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.url+"/api/v1"+path, reader)
	if err != nil {
		return answer{}, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	c.identify(req)
	res, err := browser.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, text}, err
}

func (c caller) identify(req *http.Request) {
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.cookie != "" {
		req.Header.Set("Cookie", c.cookie)
	}
	if c.csrf != "" {
		req.Header.Set("X-CSRF-Token", c.csrf)
	}
}

func encode(body any) (io.Reader, string, error) {
	switch b := body.(type) {
	case nil:
		return nil, "", nil
	case []byte:
		return bytes.NewReader(b), "application/json", nil
	case string:
		return strings.NewReader(b), "application/json", nil
	}
	text, err := json.Marshal(body)
	return bytes.NewReader(text), "application/json", err
}

// must is call with ten seconds, for what has to succeed.
func (c caller) must(method, path string, body, into any) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a, err := c.call(ctx, method, path, body)
	if err != nil {
		return err
	}
	if a.status >= 300 {
		return fmt.Errorf("%s %s: %s", method, path, a)
	}
	if into == nil {
		return nil
	}
	return a.into(into)
}

// actor is who did something.
type actor struct{ Kind, ID, Name string }

// event is one entry of a conversation's log, as the API tells it.
type event struct {
	Seq       int64
	Kind      string
	Actor     actor
	At        time.Time
	ClientKey string `json:"client_key"`
	Payload   payload
	raw       string // as it came
}

// payload has the fields of all kinds.
type payload struct {
	Text        string
	Locale      string
	Outcome     string
	Run         string
	Engine      string
	Interrupted bool
	Evidence    []struct{ ID, Kind, Ref, Quote, Title string }
	Reason      string
	Score       int
	Comment     string
	Name        string
	OnDuty      bool `json:"on_duty"`
}

// UnmarshalJSON keeps the original beside the fields.
func (e *event) UnmarshalJSON(b []byte) error {
	type plain event
	if err := json.Unmarshal(b, (*plain)(e)); err != nil {
		return err
	}
	e.raw = string(b)
	return nil
}

func (e event) String() string {
	half := ""
	if e.Payload.Interrupted {
		half = " (interrupted)"
	}
	return fmt.Sprintf("%d %s %s%s %s%s", e.Seq, e.Kind, e.Actor.Kind, half, e.Payload.Text, e.Payload.Reason)
}

// row is a conversation, with the fields of both sides.
type row struct {
	ID, Status, Queue, Locale, Country, Subject string
	Head, Unread                                int64
	Assignee                                    *actor
	Agent                                       *actor
	Last                                        *struct {
		Text  string
		Actor actor
	}
	HandoffReason string `json:"handoff_reason"`
	Rating        int
	Contact       struct {
		ID, Name, Email string
		Verified        bool
	}
}

// session is an open visitor session.
type session struct {
	Token        string
	Contact      struct{ ID, Name, Email string }
	Conversation *row
}

// open opens a visitor session.
func (s *server) open(shop, locale, country string) (session, error) {
	var v session
	err := caller{url: s.url}.must("POST", "/visitor/sessions", map[string]any{"shop": shop, "locale": locale, "country": country}, &v)
	return v, err
}

// signIn signs a person in as the console does.
func (s *server) signIn(email, password string) (caller, error) {
	c := caller{url: s.staff(), staff: true}
	a, err := c.call(context.Background(), "POST", "/auth/sign-in", map[string]string{"email": email, "password": password})
	if err != nil {
		return c, err
	}
	var me struct{ CSRF string }
	if err := a.into(&me); err != nil || a.status != http.StatusOK {
		return c, fmt.Errorf("signing in as %s: %s", email, a)
	}
	c.cookie, _, _ = strings.Cut(a.header.Get("Set-Cookie"), ";")
	c.csrf = me.CSRF
	return c, nil
}

// events reads a conversation's log after a seq; side is "" for staff or "/visitor".
func (c caller) events(ctx context.Context, side, conversation string, after int64, wait time.Duration) ([]event, error) {
	a, err := c.call(ctx, "GET", fmt.Sprintf("%s/conversations/%s/events?after=%d&wait=%g", side, conversation, after, wait.Seconds()), nil)
	if err != nil {
		return nil, err
	}
	var v struct{ Events []event }
	if a.status != http.StatusOK {
		return nil, fmt.Errorf("events: %s", a)
	}
	err = a.into(&v)
	return v.Events, err
}
