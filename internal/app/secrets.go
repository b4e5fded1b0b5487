package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"parley/internal/store"
)

// secrets are made at the first start and kept in the data folder, readable by its owner only.
type secrets struct {
	Node         string `json:"node"`          // names this process to others on the same database
	SetupCode    string `json:"setup_code"`    // proves that whoever sets up can read the terminal
	DemoPassword string `json:"demo_password"` // of the demo shop's staff
}

// share makes those secrets the same that people use on any of the processes of one database: the first process decides.
func (s *secrets) share(ctx context.Context, db *store.DB) (err error) {
	if s.SetupCode, err = db.Installed(ctx, "setup_code", s.SetupCode); err != nil {
		return err
	}
	s.DemoPassword, err = db.Installed(ctx, "demo_password", s.DemoPassword)
	return err
}

func openSecrets(file string) (secrets, error) {
	var s secrets
	text, err := os.ReadFile(file)
	if err == nil {
		if err := json.Unmarshal(text, &s); err != nil {
			return s, fmt.Errorf("%s cannot be read: %w", file, err)
		}
		return s, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return s, err
	}
	s = secrets{Node: store.NewID("node"), SetupCode: store.NewSecret()[:12], DemoPassword: store.NewSecret()[:14]}
	text, err = json.MarshalIndent(s, "", "  ")
	if err != nil {
		return s, err
	}
	return s, os.WriteFile(file, append(text, '\n'), 0o600)
}
