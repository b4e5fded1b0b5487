package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The programs under test; TestMain makes them.
var (
	binFolder string // holds parley and slow, for the scripts' PATH
	parleyBin string
	slowBin   string
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "parley-e2e-")
	if err == nil {
		defer os.RemoveAll(dir)
		err = buildPrograms(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	return m.Run()
}

func buildPrograms(dir string) error {
	binFolder, parleyBin, slowBin = dir, filepath.Join(dir, "parley"), filepath.Join(dir, "slow")
	if err := build(slowBin, "./slow"); err != nil {
		return err
	}
	given := os.Getenv("PARLEY_TEST_BINARY")
	if given == "" {
		return build(parleyBin, "../cmd/parley")
	}
	given, err := filepath.Abs(given)
	if err != nil {
		return err
	}
	return os.Symlink(given, parleyBin)
}

func build(to, from string) error {
	out, err := exec.Command("go", "build", "-o", to, from).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s does not build: %w\n%s", from, err, out)
	}
	return nil
}
