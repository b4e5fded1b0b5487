package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"parley/bench/figure"
	"parley/bench/server"
	"parley/content"
)

// widgetLocales are tried each; the heaviest counts. Traditional characters have no pack of their own, but the widget has the words.
var widgetLocales = append(content.Locales(), "zh-TW")

// widget measures what a shop's page loads, compressed, as a real browser fetches it: the loader, all until the widget stands closed on
// the page, all until the first message can be sent, and all that follows once she writes.
func widget(ctx context.Context, w *world, r figure.Report) error {
	browser, err := findBrowser()
	if err != nil {
		return err
	}
	s, err := w.start(ctx, server.Options{Demo: true})
	if err != nil {
		return err
	}
	var loader, closed, first, writing figure.Sample
	for _, locale := range widgetLocales {
		m := newMeter(s.Address)
		if err := m.visit(ctx, browser, w.dir, locale); err != nil {
			return fmt.Errorf("%s: %w", locale, err)
		}
		loader.Add(float64(m.loader))
		closed.Add(float64(m.closed))
		first.Add(float64(m.open))
		writing.Add(float64(m.bytes))
		note("%s: %s", locale, strings.Join(m.files, " "))
	}
	n := len(widgetLocales)
	r.Add("loader", loader.Percentile(1), "B", n)
	r.Add("closed_max", closed.Percentile(1), "B", n)
	r.Add("first_message_p50", first.Percentile(0.5), "B", n)
	r.Add("first_message_max", first.Percentile(1), "B", n)
	r.Add("writing_max", writing.Percentile(1), "B", n)
	return nil
}

func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no Chromium: run scripts/install-for-tests")
}

// meter stands between a browser and the program and weighs the widget's files. What the browser asks for once the widget is open is held
// back until the first message has come: so it is certain that the message did not need it.
type meter struct {
	proxy *httputil.ReverseProxy
	ready chan struct{} // closed when the widget is open
	sent  chan struct{} // closed when the first message comes

	mu                          sync.Mutex
	loader, closed, open, bytes int
	files                       []string
	wrong                       error
}

func newMeter(address string) *meter {
	m := &meter{ready: make(chan struct{}), sent: make(chan struct{})}
	m.proxy = httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
	m.proxy.ModifyResponse = m.weigh
	m.proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) } // the browser has gone
	return m
}

// page is a shop's page with the widget and a customer who opens it and writes. She waits each time until the browser has come to rest,
// so that what was loaded for what can be told apart.
const page = `<!doctype html><html lang="%[1]s"><meta charset="utf-8"><title>A shop</title>
<script async src="/widget.js" data-shop="demo" data-locale="%[1]s"></script>
<script>
const wait = (ms) => new Promise((r) => setTimeout(r, ms))
const find = (name) => [...document.querySelectorAll('*')].map((e) => e.shadowRoot?.querySelector('[data-testid=' + name + ']')).find(Boolean)
const when = async (name) => { for (;;) { const e = find(name); if (e) return e; await wait(5) } }
addEventListener('load', async () => {
  await wait(1000)
  await fetch('/bench/closed', { method: 'POST' })
  window.Parley('show')
  const input = await when('input')
  await wait(500)
  await fetch('/bench/open', { method: 'POST' })
  input.value = 'Hello'
  input.dispatchEvent(new Event('input', { bubbles: true }))
  for (;;) { find('send').click(); await wait(50) }
})
</script><h1>A shop</h1></html>`

func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, page, r.URL.Query().Get("locale"))
		return
	case path == "/bench/closed":
		m.mark(&m.closed, nil)
		return
	case path == "/bench/open":
		m.mark(&m.open, m.ready)
		return
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/messages"):
		m.mark(nil, m.sent)
	case isPart(path):
		m.hold(r.Context())
	}
	m.proxy.ServeHTTP(w, r)
}

func isPart(path string) bool { return path == "/widget.js" || strings.HasPrefix(path, "/w/") }

// mark writes down how much there was until now, and tells that it has come so far.
func (m *meter) mark(bytes *int, reached chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if bytes != nil {
		*bytes = m.bytes
	}
	if reached == nil {
		return
	}
	select {
	case <-reached: // a second message
	default:
		close(reached)
	}
}

// hold lets a late part wait for the first message.
func (m *meter) hold(ctx context.Context) {
	select {
	case <-m.ready:
	default:
		return
	}
	select {
	case <-m.sent:
	case <-ctx.Done():
	}
}

// weigh counts a file of the widget as it goes over the line.
func (m *meter) weigh(res *http.Response) error {
	path := res.Request.URL.Path
	if !isPart(path) {
		return nil
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	m.mu.Lock()
	defer m.mu.Unlock()
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "gzip" {
		if len(body) > 200 { // the smallest files are shorter without
			m.wrong = fmt.Errorf("%s: status %d, encoding %q", path, res.StatusCode, res.Header.Get("Content-Encoding"))
		}
	}
	if path == "/widget.js" {
		m.loader = len(body)
	}
	m.bytes += len(body)
	m.files = append(m.files, fmt.Sprintf("%s=%d", strings.TrimPrefix(path, "/"), len(body)))
	return nil
}

// visit lets a browser with an empty profile open the page and waits for the first message.
func (m *meter) visit(ctx context.Context, browser, dir, locale string) error {
	front := httptest.NewServer(m)
	defer front.Close()
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	defer cancel()
	profile, err := os.MkdirTemp(dir, "browser-")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--user-data-dir="+profile, "--remote-debugging-port=0", front.URL+"/?locale="+locale)
	cmd.Stderr, err = os.Create(filepath.Join(profile, "log"))
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	defer func() {
		front.CloseClientConnections()
		cancel()
		_ = cmd.Wait() // it was killed
	}()
	select {
	case <-m.sent:
		sleep(ctx, time.Second) // what was held back comes now
	case <-ctx.Done():
		return fmt.Errorf("no message was sent; loaded until then: %v", m.files)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.wrong
}
