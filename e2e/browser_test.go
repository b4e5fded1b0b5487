package e2e

import (
	"encoding/json"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestBrowser runs browser/*.test.mjs in a real Chromium against the real pages, alone on SQLite; on two processes what is about them.
func TestBrowser(t *testing.T) {
	t.Run(sqlite.name, func(t *testing.T) { inBrowser(t, sqlite, "browser/") })
	t.Run(cluster.name, func(t *testing.T) { inBrowser(t, cluster, "browser/cluster.test.mjs") })
}

// TestSoakBrowser runs all of them on two processes.
func TestSoakBrowser(t *testing.T) {
	onlySoak(t)
	inBrowser(t, cluster, "browser/")
}

func inBrowser(t *testing.T, d database, which string) {
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		t.Fatal("run npm ci in e2e first (make e2e does)")
	}
	if err := os.MkdirAll("shots", 0o755); err != nil {
		t.Fatal(err)
	}
	fast := d.begin(t, parleyBin, nil, append(noLimits, "--demo")...)
	slow, crash := slowServer(t, d, wordDelay), slowServer(t, d, wordDelay)
	control := httptest.NewServer(stranger(crash, fast))
	defer control.Close()
	doomed := place(t, crash)
	if crash.other != nil {
		balance := httptest.NewServer(balancer(crash))
		defer balance.Close()
		doomed["url"] = balance.URL
	}
	browse(t, map[string]any{"fast": place(t, fast), "slow": place(t, slow), "crash": doomed, "control": control.URL}, which)
}

// browse runs the tests in a world.
func browse(t *testing.T, about map[string]any, which string) {
	t.Helper()
	world, err := json.Marshal(about)
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--test", "--test-concurrency=1", "--test-reporter=spec"}
	if only := os.Getenv("PARLEY_TEST_ONLY"); only != "" {
		args = append(args, "--test-name-pattern="+only)
	}
	began := time.Now()
	cmd := exec.Command("node", append(args, which)...)
	cmd.Env = append(plainEnv(), "PARLEY_TEST_WORLD="+string(world))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("in %s\n%s", time.Since(began).Round(time.Second), out)
}

// place is what a browser test must know of a server.
func place(t *testing.T, s *server) map[string]string {
	t.Helper()
	password, err := s.demoPassword()
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.token("demo", "owner")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"url": s.url, "console": s.staff(), "password": password, "token": token}
}

// balancer sends everything to the first process, and to the second while the first is dead.
func balancer(two *server) http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		to := two.url
		if conn, err := net.Dial("tcp", strings.TrimPrefix(two.url, "http://")); err != nil {
			to = two.other.url
		} else {
			conn.Close()
		}
		if at, err := url.Parse(to); err == nil {
			r.SetURL(at)
		}
	}}
}

// stranger is a site that is not Parley's: its page has a policy that allows the widget's origin and nothing else. It also lets the
// browser tests kill and start a server.
func stranger(crash, shop *server) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /kill", func(w http.ResponseWriter, _ *http.Request) {
		crash.killOne() // a second process goes on
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /start", func(w http.ResponseWriter, _ *http.Request) {
		if err := crash.startOne(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /strict", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; script-src %[1]s; connect-src %[1]s; img-src %[1]s data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'", shop.url))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A shop</title><link rel="icon" href="data:,"><main><h1>A shop</h1></main><script src="%s/widget.js" data-shop="demo" data-locale="%s" async></script>`, shop.url, html.EscapeString(r.FormValue("locale")))
	})
	return mux
}
