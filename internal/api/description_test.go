package api

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"parley/internal/cluster"
	"parley/internal/realtime"
)

var update = flag.Bool("update", false, "write web/console/openapi.json anew")

// TestDescriptionIsCurrent compares what the server serves with the copy from which the console makes its types.
func TestDescriptionIsCurrent(t *testing.T) {
	const file = "../../web/console/openapi.json"
	want := served(t)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Error("web/console/openapi.json is not what the server serves: run make openapi")
	}
}

// TestSchemasHaveNames: OpenAPI allows letters, digits and ".-_" in the name of a schema; generators choke on what Go makes of a type without one.
func TestSchemasHaveNames(t *testing.T) {
	var d struct {
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(served(t), &d); err != nil {
		t.Fatal(err)
	}
	for name := range d.Components.Schemas {
		if !regexp.MustCompile(`^[A-Za-z0-9._-]+$`).MatchString(name) {
			t.Errorf("%q: give its Go type a name", name)
		}
	}
}

// served asks a server that has routes and nothing behind them.
func served(t *testing.T) []byte {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	alone, err := cluster.Open("", "test", "test", log)
	if err != nil {
		t.Fatal(err)
	}
	hub, err := realtime.New(alone, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hub.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	a := New(Parts{Hub: hub, Cluster: alone, Metrics: prometheus.NewRegistry(), Logger: log, Version: "dev"})
	answer := httptest.NewRecorder()
	a.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/api/openapi.json", nil))
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, bytes.TrimSpace(answer.Body.Bytes()), "", "    "); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("%d: %v", answer.Code, err)
	}
	pretty.WriteByte('\n')
	return pretty.Bytes()
}
