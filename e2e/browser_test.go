package e2e

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestBrowser runs browser/*.test.mjs in a real Chromium against the real pages.
func TestBrowser(t *testing.T) {
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		t.Fatal("run npm ci in e2e first (make e2e does)")
	}
	if err := os.MkdirAll("shots", 0o755); err != nil {
		t.Fatal(err)
	}
	fast := startServer(t, parleyBin, "", append(noLimits, "--demo")...)
	slow := slowServer(t, sqlite, wordDelay)
	crash := slowServer(t, sqlite, wordDelay)
	control := httptest.NewServer(stranger(crash, fast))
	defer control.Close()
	world, err := json.Marshal(map[string]any{"fast": place(t, fast), "slow": place(t, slow), "crash": place(t, crash), "control": control.URL})
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--test", "--test-concurrency=1", "--test-reporter=spec"}
	if only := os.Getenv("PARLEY_TEST_ONLY"); only != "" {
		args = append(args, "--test-name-pattern="+only)
	}
	began := time.Now()
	cmd := exec.Command("node", append(args, "browser/")...)
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
	return map[string]string{"url": s.url, "password": password, "token": token}
}

// stranger is a site that is not Parley's: its page has a policy that allows the widget's origin and nothing else. It also lets the
// browser tests kill and start a server.
func stranger(crash, shop *server) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /kill", func(w http.ResponseWriter, _ *http.Request) {
		crash.kill()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /start", func(w http.ResponseWriter, _ *http.Request) {
		if err := crash.start(); err != nil {
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
