package config

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzLoad: flags, environment and a settings file of any content give a configuration or an error that says where.
func FuzzLoad(f *testing.F) {
	f.Add("--listen\x00:8080", "PARLEY_DATA=x", "listen: ':1'\n")
	f.Add("--rate-messages\x00-1", "PARLEY_REDIS", "a: &a [*a]\n")
	f.Fuzz(func(t *testing.T, args, env, file string) {
		path := filepath.Join(t.TempDir(), "parley.yaml")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		given := append([]string{"--config", path}, strings.Split(args, "\x00")...)
		if _, err := Load(given, strings.Split(env, "\x00"), io.Discard); err != nil && err.Error() == "" {
			t.Fatal("an error without a word")
		}
	})
}
