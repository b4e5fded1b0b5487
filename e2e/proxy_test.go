package e2e

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// proxy is a real nginx or Caddy with the sample from deploy/, in front of running servers.
type proxy struct {
	url    string
	client *http.Client
}

// TestProxies: through the samples of deploy/ everything works as without them.
func TestProxies(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--demo", "--trust-proxy")...)
	gone, err := freePort() // a second node that is away
	if err != nil {
		t.Fatal(err)
	}
	for name, start := range map[string]func(*testing.T, ...string) proxy{"nginx": startNginx, "caddy": startCaddy} {
		t.Run(name, func(t *testing.T) {
			p := start(t, fmt.Sprintf("127.0.0.1:%d", s.port), fmt.Sprintf("127.0.0.1:%d", gone))
			p.stream(t, s)
			p.webSocket(t, s)
			p.upload(t, s)
			p.refuses(t, "/metrics")
		})
	}
}

// TestDoctorSeesTheProxy: what a proxy does wrong is found and named.
func TestDoctorSeesTheProxy(t *testing.T) {
	s := startServer(t, parleyBin, "", append(noLimits, "--trust-proxy")...)
	p := startCaddy(t, fmt.Sprintf("127.0.0.1:%d", s.port))
	at := []string{"doctor", "--data", s.data, "--listen", fmt.Sprintf("127.0.0.1:%d", s.port)}
	for _, want := range []string{"streams come through at once", "/metrics is not for everybody", "0 problems"} {
		said(t, 0, want, append(at, "--trust-proxy", "--url", p.url)...)
	}
	said(t, 1, "the proxy's address", append(at, "--url", p.url)...) // as if the server did not believe it
	bad := startNginxWith(t, func(text string) string {
		return strings.NewReplacer("443 ssl http2", "443", "proxy_http_version 1.1;", "", "proxy_buffering off", "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering", "$http_upgrade;", "'';", "return 404", "proxy_pass http://parley").Replace(text)
	}, fmt.Sprintf("127.0.0.1:%d", s.port))
	for _, want := range []string{"holds streams back", "a WebSocket does not come through", "everybody can read"} {
		said(t, 1, want, append(at, "--trust-proxy", "--url", bad.url)...)
	}
	good := startNginx(t, fmt.Sprintf("127.0.0.1:%d", s.port))
	said(t, 1, "certificate", append(at, "--trust-proxy", "--url", good.url)...) // nobody has signed it
}

// stream: events and deltas arrive when they happen, and the client's own address counts, whatever it writes itself.
func (p proxy) stream(t *testing.T, s *server) {
	t.Helper()
	visit, err := s.open("demo", "en-US", "US")
	if err != nil {
		t.Fatal(err)
	}
	c := caller{url: s.url, token: visit.Token}
	var conversation row
	do(t, c, "POST", "/visitor/conversations", map[string]string{}, &conversation)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	at := "/visitor/conversations/" + conversation.ID
	lines := p.lines(ctx, t, "/api/v1"+at+"/events?after=0", map[string]string{"Accept": "text/event-stream", "Authorization": "Bearer " + visit.Token})
	for line := range lines {
		if strings.HasPrefix(line, "retry:") { // the stream is open
			do(t, c, "POST", at+"/messages", map[string]string{"client_key": "1", "text": "How long is the warranty?"}, nil)
		}
		if strings.Contains(line, `"kind":"assistant"`) {
			break
		}
	}
	if ctx.Err() != nil {
		t.Error("the answer did not come through the stream")
	}
	for line := range p.lines(ctx, t, "/healthz/stream", map[string]string{"X-Forwarded-For": "203.0.113.7"}) {
		if !strings.Contains(line, `"address":"127.0.0.1"`) {
			t.Errorf("the server sees %s", line)
		}
		break
	}
}

// lines are the lines of an answer as they arrive.
func (p proxy) lines(ctx context.Context, t *testing.T, path string, header map[string]string) <-chan string {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := p.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", path, res.Status)
	}
	out := make(chan string)
	go func() {
		defer close(out)
		defer res.Body.Close()
		for scan := bufio.NewScanner(res.Body); scan.Scan(); {
			select {
			case out <- scan.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// webSocket: the console signs in through the proxy and gets its line.
func (p proxy) webSocket(t *testing.T, s *server) {
	t.Helper()
	password, err := s.demoPassword()
	if err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil) // it never fails
	who := *p.client
	who.Jar = jar
	res, err := who.Post(p.url+"/api/v1/auth/sign-in", "application/json", strings.NewReader(`{"email":"agent@demo.example","password":"`+password+`"}`))
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("signing in: %v %v", res, err)
	}
	res.Body.Close()
	cookie := res.Header.Get("Set-Cookie")
	if secure := strings.Contains(cookie, "Secure"); secure != strings.HasPrefix(p.url, "https:") {
		t.Errorf("over %s the cookie is %s", p.url, cookie[strings.Index(cookie, ";"):])
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/api/v1/realtime", nil)
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==", "Origin": p.url,
		"Cookie": strings.SplitN(cookie, ";", 2)[0]} {
		req.Header.Set(k, v)
	}
	res, err = p.overOne().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusSwitchingProtocols {
		text, _ := io.ReadAll(res.Body) // for the message
		t.Errorf("the WebSocket: %s %s", res.Status, text)
	}
}

// overOne speaks HTTP/1.1, as browsers do for a WebSocket.
func (p proxy) overOne() *http.Client {
	transport := p.client.Transport.(*http.Transport).Clone()
	transport.ForceAttemptHTTP2 = false
	transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

// upload: the largest picture that a customer may send.
func (p proxy) upload(t *testing.T, s *server) {
	t.Helper()
	visit, err := s.open("demo", "en-US", "US")
	if err != nil {
		t.Fatal(err)
	}
	var conversation row
	do(t, caller{url: s.url, token: visit.Token}, "POST", "/visitor/conversations", map[string]string{}, &conversation)
	before := browser.Transport
	browser.Transport = p.client.Transport // upload goes through the browser that all callers share
	defer func() { browser.Transport = before }()
	got := upload(t, caller{url: p.url, token: visit.Token}, "/visitor/conversations/"+conversation.ID+"/attachments", "big.png", append(png, make([]byte, 9<<20)...))
	if got.status != http.StatusCreated {
		t.Errorf("9 MB: %s", got)
	}
}

func (p proxy) refuses(t *testing.T, path string) {
	t.Helper()
	res, err := p.client.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("%s: %s", path, res.Status)
	}
}

func startCaddy(t *testing.T, upstreams ...string) proxy {
	t.Helper()
	sample, err := os.ReadFile("../deploy/Caddyfile")
	if err != nil {
		t.Fatal(err)
	}
	dir, port := t.TempDir(), newPort(t)
	file := filepath.Join(dir, "Caddyfile")
	if err := os.WriteFile(file, append([]byte("{\n\tadmin off\n}\n"), sample...), 0o600); err != nil {
		t.Fatal(err)
	}
	p := proxy{fmt.Sprintf("http://127.0.0.1:%d", port), &http.Client{Transport: &http.Transport{}}}
	cmd := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", file)
	cmd.Env = append(os.Environ(), "SITE="+p.url, "UPSTREAMS="+strings.Join(upstreams, " "), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	p.run(t, cmd)
	return p
}

func startNginx(t *testing.T, upstreams ...string) proxy {
	t.Helper()
	return startNginxWith(t, func(text string) string { return text }, upstreams...)
}

// startNginxWith runs nginx with the sample, its name, ports and certificate replaced.
func startNginxWith(t *testing.T, change func(string) string, upstreams ...string) proxy {
	t.Helper()
	sample, err := os.ReadFile("../deploy/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	dir, port, plain := t.TempDir(), newPort(t), newPort(t)
	pool := certificate(t, dir)
	text, servers, scheme := change(string(sample)), "", "http"
	if strings.Contains(text, "443 ssl") {
		scheme = "https"
	}
	for _, u := range upstreams {
		servers += "server " + u + " max_fails=1 fail_timeout=2s;"
	}
	text = strings.NewReplacer("listen 80;", fmt.Sprintf("listen 127.0.0.1:%d;", plain), "listen 443", fmt.Sprintf("listen 127.0.0.1:%d", port),
		"server_name chat.example.com", "server_name 127.0.0.1", "/etc/letsencrypt/live/chat.example.com/", dir+"/",
		"server 127.0.0.1:8080 max_fails=1 fail_timeout=2s;", servers).Replace(text)
	whole := fmt.Sprintf("daemon off; pid %[1]s/pid; error_log %[1]s/error.log;\nevents {}\nhttp { access_log off; client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; "+
		"fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;\n%[2]s\n}\n", dir, text)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		nginx = "/usr/sbin/nginx"
	}
	p := proxy{fmt.Sprintf("%s://127.0.0.1:%d", scheme, port), &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}}
	p.run(t, exec.Command(nginx, "-e", filepath.Join(dir, "error.log"), "-p", dir, "-c", file))
	return p
}

func newPort(t *testing.T) int {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// run starts a proxy and waits until it answers.
func (p proxy) run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may be gone
		<-exited
	})
	late := time.After(20 * time.Second)
	for {
		res, err := p.client.Get(p.url + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
			err = errors.New(res.Status)
		}
		select {
		case end := <-exited:
			exited <- end
			t.Fatalf("it ended: %v\n%s", end, said.String())
		case <-late:
			t.Fatalf("it does not answer: %v", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// certificate writes fullchain.pem and privkey.pem for 127.0.0.1.
func certificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	err = errors.Join(os.WriteFile(filepath.Join(dir, "fullchain.pem"), chain, 0o600),
		os.WriteFile(filepath.Join(dir, "privkey.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(chain)
	return pool
}
