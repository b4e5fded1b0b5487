package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// Filler writes rows into a database that is being made from a backup.
type Filler struct {
	conn     *sql.Conn
	postgres bool
	special  bool // the rows come from the same sort of database
	tables   map[string]Table
}

// Fill makes a database of an older or the present schema and lets f write its rows: all of them are there afterwards, or none. It does not
// look whether there is a database already: see Occupied and Clear.
func Fill(ctx context.Context, dir, url string, schema int64, fromPostgres bool, f func(*Filler) error) error {
	if url != "" {
		return fill(ctx, dir, url, schema, fromPostgres, f)
	}
	// A SQLite file appears under its name when it is whole.
	making := filepath.Join(dir, "restoring")
	if err := errors.Join(os.RemoveAll(making), os.MkdirAll(making, 0o700)); err != nil {
		return err
	}
	defer os.RemoveAll(making)
	if err := fill(ctx, making, "", schema, fromPostgres, f); err != nil {
		return err
	}
	return errors.Join(syncFile(filepath.Join(making, "parley.db")), os.Rename(filepath.Join(making, "parley.db"), filepath.Join(dir, "parley.db")), syncFile(dir))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func fill(ctx context.Context, dir, url string, schema int64, fromPostgres bool, f func(*Filler) error) error {
	if _, err := MigrateTo(ctx, dir, url, schema); err != nil {
		return err
	}
	db, err := connect(dir, url, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(db.fill(ctx, fromPostgres, f), db.Close())
}

func (db *DB) fill(ctx context.Context, fromPostgres bool, f func(*Filler) error) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	list, err := tables(ctx, conn, db.postgres)
	if err != nil {
		return err
	}
	to := &Filler{conn: conn, postgres: db.postgres, special: fromPostgres == db.postgres, tables: map[string]Table{}}
	for _, t := range list {
		to.tables[t.Name] = t
	}
	whole := to.sqlite
	if db.postgres {
		whole = to.postgresql
	}
	return whole(ctx, f)
}

// sqlite needs no fsync before the end: until then nobody knows the file. Keys between tables are compared at the end, because rows come
// table by table.
func (f *Filler) sqlite(ctx context.Context, write func(*Filler) error) error {
	if err := f.exec(ctx, "PRAGMA foreign_keys = 0", "PRAGMA synchronous = OFF", "BEGIN"); err != nil {
		return err
	}
	for name := range f.tables {
		if err := f.exec(ctx, "DELETE FROM "+quote(name)); err != nil { // what a migration itself has written
			return err
		}
	}
	if err := write(f); err != nil {
		return err
	}
	if err := f.noOrphans(ctx); err != nil {
		return err
	}
	return f.exec(ctx, "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)")
}

func (f *Filler) noOrphans(ctx context.Context) error {
	var table, parent string
	err := f.conn.QueryRowContext(ctx, `SELECT "table", "parent" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table, &parent)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("a row of the table %s points to nothing in %s", table, parent)
}

// postgresql takes the keys between tables away while it writes, because rows come table by table, and lets PostgreSQL check them all when
// they come back. All of it is one transaction.
func (f *Filler) postgresql(ctx context.Context, write func(*Filler) error) error {
	if err := f.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	defer func() { _ = f.exec(context.WithoutCancel(ctx), "ROLLBACK") }() // after COMMIT there is nothing to roll back
	drop, add, err := f.keys(ctx)
	if err != nil {
		return err
	}
	if err := f.exec(ctx, drop...); err != nil {
		return err
	}
	for name := range f.tables {
		if err := f.exec(ctx, "TRUNCATE "+quote(name)); err != nil {
			return err
		}
	}
	if err := write(f); err != nil {
		return err
	}
	if err := f.exec(ctx, add...); err != nil {
		return err
	}
	if err := f.counters(ctx); err != nil {
		return err
	}
	return f.exec(ctx, "COMMIT", "ANALYZE")
}

// keys are the statements that take the keys between tables away and bring them back.
func (f *Filler) keys(ctx context.Context) (drop, add []string, err error) {
	rows, err := f.conn.QueryContext(ctx, `SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
		WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var table, name, text string
		if err := rows.Scan(&table, &name, &text); err != nil {
			return nil, nil, err
		}
		drop = append(drop, "ALTER TABLE "+table+" DROP CONSTRAINT "+name)
		add = append(add, "ALTER TABLE "+table+" ADD CONSTRAINT "+name+" "+text)
	}
	return drop, add, rows.Err()
}

// counters go on behind the highest number that was written.
func (f *Filler) counters(ctx context.Context) error {
	rows, err := f.conn.QueryContext(ctx, `SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) FROM information_schema.columns
		WHERE table_schema = current_schema() AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var statements []string
	for rows.Next() {
		var table, column, sequence string
		if err := rows.Scan(&table, &column, &sequence); err != nil {
			return err
		}
		statements = append(statements, fmt.Sprintf("SELECT setval('%s', COALESCE((SELECT MAX(%s) FROM %s), 0) + 1, FALSE)", sequence, quote(column), quote(table)))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	return f.exec(ctx, statements...)
}

func (f *Filler) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := f.conn.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// Rows writes rows of a table.
func (f *Filler) Rows(ctx context.Context, table string, columns []Column, rows [][]any) error {
	t, ok := f.tables[table]
	if !ok {
		return fmt.Errorf("this program has no table %s", table)
	}
	if err := t.Same(columns); err != nil {
		return err
	}
	for _, c := range columns {
		if c.Kind == Special && !f.special {
			return fmt.Errorf("the column %s of the table %s can only go back to the sort of database that it came from", c.Name, table)
		}
	}
	into := quote(table) + " (" + strings.Join(names(columns), ", ") + ")"
	if f.postgres {
		return f.copy(ctx, into, rows)
	}
	return f.insert(ctx, into, len(columns), rows)
}

func names(columns []Column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = quote(c.Name)
	}
	return list
}

func (f *Filler) insert(ctx context.Context, into string, columns int, rows [][]any) error {
	holes := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + ")"
	stmt, err := f.conn.PrepareContext(ctx, "INSERT INTO "+into+" VALUES "+holes)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, row := range rows {
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return fmt.Errorf("%s: %w", into, err)
		}
	}
	return nil
}

// copy sends rows as PostgreSQL's own text format, which every type of column reads.
func (f *Filler) copy(ctx context.Context, into string, rows [][]any) error {
	var text bytes.Buffer
	for _, row := range rows {
		for i, v := range row {
			if i > 0 {
				text.WriteByte('\t')
			}
			text.WriteString(copied(v))
		}
		text.WriteByte('\n')
	}
	return f.conn.Raw(func(driver any) error {
		pg := driver.(*stdlib.Conn).Conn().PgConn()
		_, err := pg.CopyFrom(ctx, &text, "COPY "+into+" FROM STDIN")
		if err != nil {
			return fmt.Errorf("%s: %w", into, err)
		}
		return nil
	})
}

var copySigns = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

// copied is a value in COPY's text format.
func copied(v any) string {
	switch v := v.(type) {
	case nil:
		return `\N`
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []byte:
		return `\\x` + hex.EncodeToString(v)
	}
	return copySigns.Replace(fmt.Sprint(v))
}

// Occupied tells whether there is a database at the place already.
func Occupied(ctx context.Context, dir, url string) (bool, error) {
	if url == "" {
		_, err := os.Stat(filepath.Join(dir, "parley.db"))
		return err == nil, nil
	}
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return false, err
	}
	defer pool.Close()
	var n int
	err = pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()").Scan(&n)
	return n > 0, err
}

// Clear deletes the database at the place. It refuses while a server uses it.
func Clear(ctx context.Context, dir, url string) error {
	if url != "" {
		return clearPostgres(ctx, url)
	}
	file := filepath.Join(dir, "parley.db")
	if _, err := os.Stat(file); err != nil {
		return nil // there is none
	}
	if err := aloneOn(ctx, file); err != nil {
		return err
	}
	for _, name := range []string{file, file + "-wal", file + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// aloneOn fails while another process has the SQLite file open: only then does SQLite give the file away for exclusive use.
func aloneOn(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(500)&_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "BEGIN IMMEDIATE; ROLLBACK"); err != nil {
		return fmt.Errorf("a server still uses %s: stop it first (%w)", file, err)
	}
	return nil
}

func clearPostgres(ctx context.Context, url string) error {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	if err := aloneOnPostgres(ctx, pool); err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, emptyPostgres)
	return err
}

// parting is how long the connections of a server that has just stopped may take to go.
const parting = 3 * time.Second

// aloneOnPostgres fails while anybody else is connected to the database.
func aloneOnPostgres(ctx context.Context, pool *sql.DB) error {
	late := time.After(parting)
	for {
		var others int
		err := pool.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`).Scan(&others)
		if err != nil || others == 0 {
			return err
		}
		select {
		case <-late:
			return fmt.Errorf("%d connections are open to this database: stop the server first", others)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// emptyPostgres drops what is ours in the schema, and not the schema: its owner and its rights stay, extensions too.
const emptyPostgres = `DO $$ DECLARE one TEXT; BEGIN
	FOR one IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() LOOP
		EXECUTE 'DROP TABLE ' || one || ' CASCADE';
	END LOOP;
	FOR one IN SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
			AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
		EXECUTE 'DROP FUNCTION ' || one || ' CASCADE';
	END LOOP;
	FOR one IN SELECT quote_ident(typname) FROM pg_type WHERE typtype = 'e' AND typnamespace = current_schema()::regnamespace LOOP
		EXECUTE 'DROP TYPE ' || one || ' CASCADE';
	END LOOP;
END $$`
