package doctor

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// client asks servers; a redirect is an answer.
var client = &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func get(ctx context.Context, address string, header map[string]string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	return client.Do(req)
}

// local is the address on which the server listens, as this machine reaches it.
func local(listen string) string {
	host, port, _ := net.SplitHostPort(listen) // settings has said what is wrong with it
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Ready asks a running server whether it is ready; what is missing is the error.
func Ready(ctx context.Context, listen string) error {
	ctx, done := context.WithTimeout(ctx, 4*time.Second)
	defer done()
	res, err := get(ctx, local(listen)+"/readyz", nil)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, 1<<14))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s", res.Status, strings.TrimSpace(string(text)))
	}
	return err
}

// listening tells who has the port.
func (p Patient) listening(ctx context.Context) []Finding {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	res, err := get(ctx, local(p.Config.Listen)+"/healthz", nil)
	if err != nil {
		return []Finding{p.free()}
	}
	defer res.Body.Close()
	var health struct{ Status string }
	if json.NewDecoder(io.LimitReader(res.Body, 1<<14)).Decode(&health) != nil || health.Status != "ok" {
		return []Finding{problem("port", "choose another port with listen, or stop the other program", "another program answers on %s", p.Config.Listen)}
	}
	list := []Finding{fine("port", "Parley answers on %s", p.Config.Listen)}
	if err := Ready(ctx, p.Config.Listen); err != nil {
		list = append(list, problem("port", "see what is missing below", "the running server is not ready").because(err))
	}
	return append(list, p.skew(res))
}

func (p Patient) free() Finding {
	l, err := net.Listen("tcp", p.Config.Listen)
	if err != nil {
		return problem("port", "choose another port with listen, or stop the other program", "%s is taken by something that does not speak HTTP, or may not be used", p.Config.Listen).because(err)
	}
	l.Close()
	return warn("port", "start it, if it should run", "no server runs on %s", p.Config.Listen)
}

// A signed identity is good for minutes, a promise is due at a moment.
const (
	someSkew = 2 * time.Second
	muchSkew = 30 * time.Second
)

func (p Patient) skew(res *http.Response) Finding {
	at, err := http.ParseTime(res.Header.Get("Date"))
	if err != nil {
		return warn("clock", "", "the server tells no time")
	}
	return skewed("the server", p.now().Sub(at))
}

func skewed(whose string, d time.Duration) Finding {
	d = d.Abs()
	switch {
	case d > muchSkew:
		return problem("clock", "run an NTP client on both machines", "the clock of %s is %s away from ours", whose, d.Round(time.Second))
	case d > someSkew:
		return warn("clock", "run an NTP client on both machines", "the clock of %s is %s away from ours", whose, d.Round(time.Second))
	}
	return fine("clock", "agrees with %s", whose)
}

// arrival is what the server tells about how a request has reached it.
type arrival struct {
	Address, Proto, Host string
	Upgrade              bool
}

// outside goes to the server as customers do, through whatever stands in front.
func (p Patient) outside(ctx context.Context) (list []Finding) {
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	base := strings.TrimRight(p.URL, "/")
	came, took, err := p.stream(ctx, base)
	if err != nil {
		return []Finding{problem("proxy", "does the name point to the proxy, and the proxy to the server? deploy/ has samples", "%s does not reach the server", base).because(err)}
	}
	list = append(list, fine("proxy", "%s reaches the server", base))
	if took < 300*time.Millisecond {
		list = append(list, problem("proxy", "turn the proxy's buffering off (nginx: proxy_buffering off)", "the proxy holds streams back: what came over half a second arrived within %s", took.Round(time.Millisecond)))
	} else {
		list = append(list, fine("proxy", "streams come through at once"))
	}
	if !came.Upgrade {
		list = append(list, problem("proxy", "hand the headers Upgrade and Connection on", "a WebSocket does not come through: the console is not live"))
	}
	list = append(list, p.handedOn(came, base))
	if base != local(p.Config.Listen) {
		list = append(list, p.figures(ctx, base))
	}
	return list
}

// stream reads the server's little stream and tells how long it took to arrive. Its sender also wishes for a WebSocket, which the server
// does not grant there.
func (p Patient) stream(ctx context.Context, base string) (a arrival, took time.Duration, err error) {
	res, err := get(ctx, base+"/healthz/stream", map[string]string{"Connection": "Upgrade", "Upgrade": "websocket"})
	if err != nil {
		return a, 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return a, 0, errors.New(res.Status)
	}
	var first time.Time
	for lines := bufio.NewScanner(res.Body); lines.Scan(); took = time.Since(first) {
		text, ok := strings.CutPrefix(lines.Text(), "data: ")
		if ok && first.IsZero() {
			first = time.Now()
			if err := json.Unmarshal([]byte(text), &a); err != nil {
				return a, 0, err
			}
		}
	}
	if first.IsZero() {
		err = errors.New("what answers there is no Parley, or an older one")
	}
	return a, took, err
}

// handedOn: behind a proxy every customer would have the proxy's address, and all share its limits.
func (p Patient) handedOn(a arrival, base string) Finding {
	ip := net.ParseIP(a.Address)
	direct := base == local(p.Config.Listen)
	switch {
	case ip == nil:
		return problem("proxy", "let the proxy send X-Forwarded-For", "the server takes a sender's address for %q", a.Address)
	case !p.Config.TrustProxy && !direct:
		return problem("proxy", "set trust_proxy, and let the proxy send X-Forwarded-For", "the server counts every customer as %s, the proxy's address", a.Address)
	case strings.HasPrefix(base, "https:") && a.Proto != "https":
		return problem("proxy", "let the proxy send X-Forwarded-Proto", "the server does not learn that customers use https: cookies are not kept for it alone")
	}
	return fine("proxy", "the server sees us as %s", a.Address)
}

func (p Patient) figures(ctx context.Context, base string) Finding {
	res, err := get(ctx, base+"/metrics", nil)
	if err != nil {
		return warn("proxy", "", "/metrics cannot be asked for").because(err)
	}
	defer res.Body.Close()
	if res.StatusCode == http.StatusOK {
		return warn("proxy", "let the proxy refuse /metrics", "everybody can read %s/metrics", base)
	}
	return fine("proxy", "/metrics is not for everybody")
}
