package config

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

func TestSourcesInTheirOrder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "parley.yaml")
	write(t, file, "listen: 1.1.1.1:1\ndata: from-file\nrate_messages: 7\n")
	c, err := Load([]string{"--config", file, "--listen", "3.3.3.3:3", "--demo"}, []string{"PARLEY_LISTEN=2.2.2.2:2", "PARLEY_DATA=from-env"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "3.3.3.3:3" || c.Data != "from-env" || c.Messages != 7 || !c.Demo || c.Sessions != 50 {
		t.Errorf("flags beat environment beats file beats default; got %+v", c)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "parley.yaml")
	write(t, file, "lisen: x\n")
	for name, test := range map[string]struct {
		args, env []string
		want      string
	}{
		"unknown key in the file":    {args: []string{"--config", file}, want: "lisen"},
		"unknown variable":           {env: []string{"PARLEY_LISEN=x"}, want: "PARLEY_LISEN"},
		"unknown flag":               {args: []string{"--lisen", "x"}, want: "lisen"},
		"a word that is no flag":     {args: []string{"now"}, want: "now"},
		"not a number":               {args: []string{"--rate-messages", "many"}, want: "rate_messages"},
		"negative":                   {env: []string{"PARLEY_RATE_SESSIONS=-1"}, want: "rate_sessions"},
		"no such level":              {args: []string{"--log-level", "loud"}, want: "log_level"},
		"database that is not meant": {args: []string{"--database", "mysql://x"}, want: "postgres://"},
		"file that is not there":     {args: []string{"--config", file + "x"}, want: "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(test.args, test.env, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want something with %q", err, test.want)
			}
		})
	}
}

func TestManualIsCurrent(t *testing.T) {
	const file, mark = "../../docs/configuration.md", "<!-- settings: written by make map -->\n"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), mark)
	want := head + mark + Manual()
	if *update {
		write(t, file, want)
		return
	}
	if string(text) != want {
		t.Error("docs/configuration.md is not current: run make map")
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
