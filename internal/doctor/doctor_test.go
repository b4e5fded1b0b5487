package doctor_test

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/config"
	"parley/internal/doctor"
	"parley/internal/store"
)

// home is a data folder with a database of the present schema.
func home(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, "secrets.json"), []byte(`{"setup_code":"SETUPCODE123"}`), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), dir, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	db.Close()
	return dir
}

func exec(t *testing.T, dir string, queries ...string) {
	t.Helper()
	db, err := store.Open(t.Context(), dir, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range queries {
		if _, err := db.Exec(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
}

func patient(dir string, services ...doctor.Service) doctor.Patient {
	return doctor.Patient{Config: config.Config{Data: dir, Listen: "127.0.0.1:1", LogLevel: "info"}, Program: "test",
		Services: func(context.Context, *store.DB) ([]doctor.Service, error) { return services, nil }}
}

func TestFindings(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	for name, test := range map[string]struct {
		ill   func(p *doctor.Patient, dir string)
		state doctor.State
		want  string
	}{
		"others may look":     {func(_ *doctor.Patient, dir string) { _ = os.Chmod(dir, 0o755) }, doctor.Warning, "every user of this machine"},
		"others may read":     {func(_ *doctor.Patient, dir string) { _ = os.Chmod(filepath.Join(dir, "secrets.json"), 0o644) }, doctor.Problem, "others can read secrets.json"},
		"no secrets":          {func(_ *doctor.Patient, dir string) { _ = os.Remove(filepath.Join(dir, "secrets.json")) }, doctor.Warning, "no secrets.json"},
		"no folder":           {func(p *doctor.Patient, dir string) { p.Config.Data = dir + "x" }, doctor.Problem, "cannot be opened"},
		"no database":         {func(_ *doctor.Patient, dir string) { _ = os.Remove(filepath.Join(dir, "parley.db")) }, doctor.Problem, "there is no database"},
		"interrupted restore": {func(_ *doctor.Patient, dir string) { write(dir, "restore-unfinished", "") }, doctor.Problem, "interrupted"},
		"damaged":             {func(_ *doctor.Patient, dir string) { damage(filepath.Join(dir, "parley.db")) }, doctor.Problem, "damaged"},
		"another program":     {func(p *doctor.Patient, _ string) { p.Config.Listen = other.Listener.Addr().String() }, doctor.Problem, "another program"},
		"no server":           {func(*doctor.Patient, string) {}, doctor.Warning, "no server runs"},
		"redis on SQLite":     {func(p *doctor.Patient, _ string) { p.Config.Redis = "redis://127.0.0.1:1" }, doctor.Problem, "SQLite serves one process"},
		"anybody's headers":   {func(p *doctor.Patient, _ string) { p.Config.Listen, p.Config.TrustProxy = ":1", true }, doctor.Warning, "trust_proxy believes"},
		"open demo":           {func(p *doctor.Patient, _ string) { p.Config.Listen, p.Config.Demo = "0.0.0.0:1", true }, doctor.Warning, "open to everybody"},
		"no port":             {func(p *doctor.Patient, _ string) { p.Config.Listen = "localhost" }, doctor.Problem, "ADDRESS:PORT"},
		"unreachable":         {func(p *doctor.Patient, _ string) { p.URL = "http://127.0.0.1:1" }, doctor.Problem, "deploy/ has samples"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := home(t)
			p := patient(dir)
			test.ill(&p, dir)
			report := p.Examine(t.Context())
			for _, f := range report.Findings {
				if f.State == test.state && strings.Contains(f.Found+f.Error+f.Do, test.want) {
					return
				}
			}
			t.Errorf("%q was not found: %v", test.want, report.Findings)
		})
	}
}

func write(dir, name, text string) {
	_ = os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600) // the finding that the test waits for would be missing
}

// damage writes over the middle of a database, whose first page stays.
func damage(file string) {
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = f.WriteAt([]byte(strings.Repeat("broken", 4096)), 3*4096)
}

func TestWorkThatIsNotDone(t *testing.T) {
	dir := home(t)
	exec(t, dir, "INSERT INTO dead_letters (step, stream, seq, shop, error, tries, at) VALUES ('answer', 'c', 1, 's', 'boom', 6, 1)",
		"INSERT INTO streams (stream, shop, head, settled, updated_at) VALUES ('c', 's', 3, 1, 1)")
	text := said(t, patient(dir).Examine(t.Context()))
	for _, want := range []string{"1 events that a step gave up on", "1 conversations whose steps have not caught up"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestServices(t *testing.T) {
	well := doctor.Service{Check: "redis", What: "Redis", Do: "start it", Ask: func(context.Context) error { return nil }}
	ill := doctor.Service{Check: "model", What: "the model", Do: "try another key", Ask: func(context.Context) error { return errors.New("401") }}
	r := patient(home(t), well, ill).Examine(t.Context())
	text := said(t, r)
	if !strings.Contains(text, "Redis answers in") || !strings.Contains(text, "the model does not answer as it should: 401") || !strings.Contains(text, "try another key") || r.Worst() != doctor.Problem {
		t.Error(text)
	}
}

func said(t *testing.T, r doctor.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What must never be in a bundle, wherever it lies.
var planted = []string{"SETUPCODE123", "hunter2", "ana@example.com", "4242424242424242", "4242 4242 4242 4242", "sk-live-abcdef123456", "pv_06h01rj1m1v9d71gpp3jhw0brc", "My kettle exploded", "Ana García",
	"王小明", "خالد", "+34 600 123 456", "HV104256", "203.0.113.9", "db.internal.example", "argon2id", "identity-secret-value", "ops.example"}

func TestNoBundleTellsASecret(t *testing.T) {
	dir := home(t)
	exec(t, dir, "INSERT INTO shops (id, slug, name, locale, locales, identity_secret, created_at) VALUES ('sh_06h01rhynxxk17fvs55ndq37d0', 'ops.example', 'Ana García', 'es', '[]', 'identity-secret-value', 1)",
		"INSERT INTO models (shop, doc, key, updated_at) VALUES ('sh_06h01rhynxxk17fvs55ndq37d0', '{}', 'sk-live-abcdef123456', 1)",
		"INSERT INTO dead_letters (step, stream, seq, shop, error, tries, at) VALUES ('answer', 'c', 1, 's', 'My kettle exploded', 6, 1)",
		"INSERT INTO staff (id, shop, email, name, role, password, created_at) VALUES ('st', 'sh_06h01rhynxxk17fvs55ndq37d0', 'ana@example.com', '王小明', 'owner', 'argon2id', 1)")
	log := filepath.Join(t.TempDir(), "log")
	var lines strings.Builder
	lines.WriteString("  password        hunter2\n  set it up http://x/console/setup?code=SETUPCODE123\n")
	for _, secret := range planted {
		fmt.Fprintf(&lines, "time=2026-11-22T01:32:38.203Z level=ERROR msg=\"A half answer could not be kept\" conversation=%q error=\"refused %s\"\n", secret, strings.ReplaceAll(fmt.Sprintf("%q", secret), `"`, `\"`))
		fmt.Fprintf(&lines, `{"time":"2026-11-22T01:32:39Z","level":"WARN","msg":"A letter waits","to":%[1]q,"error":"to %[1]s"}`+"\n", strings.ReplaceAll(secret, `"`, ""))
		fmt.Fprintf(&lines, "panic: %s\n\tgoroutine 1 %s\n", secret, secret)
	}
	write(filepath.Dir(log), "log", lines.String())
	p := patient(dir, doctor.Service{Check: "model", What: "the model", Ask: func(context.Context) error {
		return errors.New(`Post "https://ops.example/v1?key=sk-live-abcdef123456": refused "My kettle exploded" for ana@example.com`)
	}})
	p.Config.Redis = "redis://:hunter2@203.0.113.9:6379"
	p.Config.LogFormat = "text"
	file := filepath.Join(t.TempDir(), "bundle.zip")
	if err := p.Bundle(t.Context(), file, log, p.Examine(t.Context())); err != nil {
		t.Fatal(err)
	}
	text := unpacked(t, file)
	for _, secret := range planted {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in the bundle:\n%s", secret, around(text, secret))
		}
	}
	for _, want := range []string{"A half answer could not be kept", "A letter waits", "redis://…", `"staff": 1`, "the model"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing: nobody could help with that", want)
		}
	}
	if err := p.Bundle(t.Context(), file, "", doctor.Report{}); err == nil {
		t.Error("a bundle was overwritten")
	}
}

func around(text, word string) string {
	at := strings.Index(text, word)
	return text[max(0, at-150):min(len(text), at+150)]
}

func unpacked(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "== %s\n%s\n", f.Name, text)
	}
	return all.String()
}
