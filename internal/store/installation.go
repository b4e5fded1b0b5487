package store

import "context"

// Installed is a value that all processes on this database share, such as the installation's own name. The first to ask decides it.
func (db *DB) Installed(ctx context.Context, name, first string) (value string, err error) {
	err = db.Tx(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", name, first); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "SELECT value FROM installation WHERE name = $1", name).Scan(&value)
	})
	return value, err
}
