package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

// Migrations are numbered, forward only, and one text for both databases. Each names in a comment the columns that hold
// personal data.
//
//go:embed migrations/*.sql
var migrations embed.FS

func migrate(ctx context.Context, db *sql.DB, postgres bool) error {
	p, err := provider(db, postgres)
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("cannot read the database's version: %w", err)
	}
	sources := p.ListSources()
	newest := sources[len(sources)-1].Version
	if have > newest {
		return fmt.Errorf("this database was written by a newer Parley (schema %d, this program knows %d): start the newer program, or restore a backup made before the upgrade", have, newest)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("the database could not be brought to schema %d; nothing of the failed step was kept: %w", newest, err)
	}
	return nil
}

func provider(db *sql.DB, postgres bool) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	dialect, options := database.DialectSQLite3, []goose.ProviderOption{}
	if postgres {
		dialect = database.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker() // two processes may start at the same moment
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, db, files, options...)
}

// MigrateTo brings a database to one schema version, for the tests of upgrades. more is false when there is no such version.
func MigrateTo(ctx context.Context, dir, url string, version int64) (more bool, err error) {
	db, err := connect(dir, url, slog.New(slog.DiscardHandler))
	if err != nil {
		return false, err
	}
	defer db.read.Close()
	defer db.write.Close()
	p, err := provider(db.write, db.postgres)
	if err != nil {
		return false, err
	}
	sources := p.ListSources()
	if version > sources[len(sources)-1].Version {
		return false, nil
	}
	_, err = p.UpTo(ctx, version)
	return true, err
}

// NewestSchema is the number of the newest migration that this program knows.
func NewestSchema() int64 {
	files, _ := fs.Glob(migrations, "migrations/*.sql") // the pattern is good
	newest := int64(0)
	for _, name := range files {
		n, _ := goose.NumericComponent(name) // goose itself has refused a name without a number
		newest = max(newest, n)
	}
	return newest
}
