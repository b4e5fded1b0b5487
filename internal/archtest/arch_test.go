// Package archtest guards the house: which room may import which, which library belongs to whom, and that docs/map.md shows it as it
// is.
package archtest

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"parley/internal/app"
	"parley/internal/config"
)

var update = flag.Bool("update", false, "write docs/map.md anew")

// allowed is every import between rooms, by name under internal/ (or content, demo, web). An edge that is not here fails; one that
// nobody uses any more fails too. Rooms of one floor never import each other; ground rooms are the exception that is listed.
var allowed = map[string][]string{
	// ground
	"store":    {},
	"fault":    {},
	"jsonl":    {"fault"},
	"flow":     {"fault", "store"},
	"jobs":     {"store"},
	"cluster":  {"store"},
	"realtime": {},
	"blob":     {},
	"config":   {},
	"mask":     {},
	// floor 1
	"locale": {},
	// floor 2
	"conversation": {"fault", "flow", "jobs", "locale", "store"},
	"knowledge":    {"fault", "flow", "jsonl", "locale", "store"},
	"shop":         {"fault", "jsonl", "store"},
	"staff":        {"fault", "store"},
	// floor 3
	"assistant":  {"conversation", "fault", "flow", "knowledge", "locale", "mask", "shop"},
	"desk":       {"conversation", "fault", "flow", "locale", "realtime", "shop", "staff", "store"},
	"helpcentre": {"fault", "knowledge", "locale", "shop", "store"},
	"insight":    {"fault", "jsonl", "locale"},
	"backup":     {"jobs", "store"},
	"doctor":     {"backup", "config", "store"},
	// roof
	"api": {"assistant", "cluster", "conversation", "desk", "fault", "flow", "helpcentre", "jsonl", "knowledge", "realtime", "shop", "staff", "store"},
	"app": {"api", "assistant", "backup", "blob", "cluster", "config", "content", "conversation", "demo", "desk", "doctor", "fault", "flow", "helpcentre", "jobs", "knowledge", "locale", "mask", "realtime", "shop", "staff", "store", "web"},
	// beside the house
	"content": {}, "demo": {}, "web": {},
}

// floors, for the map; the order is from the ground up.
var floors = [][]string{
	{"store", "flow", "jobs", "realtime", "blob", "config", "fault", "jsonl", "mask"},
	{"locale"},
	{"backup", "conversation", "knowledge", "shop", "staff"},
	{"assistant", "desk", "doctor", "insight", "helpcentre"},
	{"api"},
	{"app"},
}

// owners: each outside library has one owner.
var owners = map[string][]string{
	"github.com/danielgtaylor/huma":       {"api"},
	"github.com/centrifugal/centrifuge":   {"realtime"},
	"github.com/redis/rueidis":            {"cluster"},
	"github.com/riverqueue/river":         {"jobs"},
	"modernc.org/sqlite":                  {"store"},
	"filippo.io/age":                      {"backup"},
	"github.com/klauspost/compress":       {"backup"},
	"github.com/jackc/pgx":                {"store"},
	"github.com/pressly/goose":            {"store"},
	"github.com/golang-jwt/jwt":           {"shop"},
	"github.com/openai/openai-go":         {"assistant", "knowledge"},
	"golang.org/x/crypto/argon2":          {"staff"},
	"golang.org/x/time/rate":              {"api"},
	"github.com/prometheus/client_golang": {"api", "app", "assistant"},
	"github.com/yuin/goldmark":            {"helpcentre"},
	"github.com/microcosm-cc/bluemonday":  {"helpcentre"},
	"go.yaml.in/yaml":                     {"config", "locale"},
	"database/sql":                        {"store", "flow", "conversation", "knowledge", "shop", "staff", "desk", "jobs", "helpcentre"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./internal/...", "./content/...", "./demo/...", "./web/...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// room is the first folder of a package under internal/, or the folder beside the house.
func room(path string) string {
	path, ours := strings.CutPrefix(path, "parley/")
	if !ours {
		return ""
	}
	path = strings.TrimPrefix(path, "internal/")
	name, _, _ := strings.Cut(path, "/")
	return name
}

func TestImports(t *testing.T) {
	used := map[string]bool{}
	for _, p := range packages(t) {
		from := room(p.ImportPath)
		if from == "archtest" {
			continue
		}
		may, known := allowed[from]
		if !known {
			t.Errorf("%s is a room that the table of allowed imports does not know", from)
		}
		for _, imported := range p.Imports {
			to := room(imported)
			if to == "" || to == from {
				checkOwner(t, from, imported)
				continue
			}
			used[from+" "+to] = true
			if !slices.Contains(may, to) {
				t.Errorf("%s imports %s: not allowed. Declare a small interface in %s, or react to an event", from, to, from)
			}
		}
	}
	for from, list := range allowed {
		for _, to := range list {
			if !used[from+" "+to] {
				t.Errorf("the table allows %s to import %s, but it does not: delete the entry", from, to)
			}
		}
	}
}

func checkOwner(t *testing.T, from, imported string) {
	t.Helper()
	for library, rooms := range owners {
		if (imported == library || strings.HasPrefix(imported, library+"/")) && !slices.Contains(rooms, from) {
			t.Errorf("%s imports %s, which belongs to %v", from, imported, rooms)
		}
	}
}

// TestPackageComments: a folder says in plain words what it is for.
func TestPackageComments(t *testing.T) {
	for _, p := range packages(t) {
		cmd := exec.Command("go", "list", "-f", "{{.Doc}}", p.ImportPath)
		cmd.Dir = root(t)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(string(out)) == "" && !strings.HasSuffix(p.ImportPath, "archtest") {
			t.Errorf("%s has no package comment in plain words", p.ImportPath)
		}
	}
}

func TestMapIsCurrent(t *testing.T) {
	file := filepath.Join(root(t), "docs", "map.md")
	want := draw(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Error("docs/map.md is not current: run make map")
	}
}

func draw(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# Map\n\nWritten by `make map`; a test refuses an old one.\n\n## Rooms\n\nAn arrow is an import. Everything points down.\n\n```mermaid\nflowchart TD\n")
	names := []string{"ground", "floor 1", "floor 2", "floor 3", "roof", "wiring"}
	for i := len(floors) - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "  subgraph f%d [%s]\n", i, names[i])
		for _, r := range floors[i] {
			fmt.Fprintf(&b, "    %s\n", r)
		}
		b.WriteString("  end\n")
	}
	var edges []string
	for from, list := range allowed {
		if from == "app" { // it imports everything by its nature
			continue
		}
		for _, to := range list {
			edges = append(edges, fmt.Sprintf("  %s --> %s\n", from, to))
		}
	}
	sort.Strings(edges)
	b.WriteString(strings.Join(edges, ""))
	b.WriteString("```\n\n## Flow\n\nRound: kinds of events, by whom. Boxes: steps that react to them. No cycle, checked at every start.\n\n```mermaid\nflowchart LR\n")
	b.WriteString(graph(t))
	b.WriteString("```\n")
	return b.String()
}

// graph asks the real program for its steps.
func graph(t *testing.T) string {
	t.Helper()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	a, err := app.New(t.Context(), config.Config{Data: t.TempDir(), LogLevel: "error"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	return a.Graph()
}
