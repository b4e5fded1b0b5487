package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Kind is what a column holds, in words of neither database.
type Kind string

// The kinds. What is Special can only be read back by the sort of database that wrote it.
const (
	Text    Kind = "text"
	Number  Kind = "number"
	Real    Kind = "real"
	Truth   Kind = "truth"
	Bytes   Kind = "bytes"
	Special Kind = "special"
)

// Column is a column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table is a table as it is: tables are never listed in code, so that a new one is in every backup by itself.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Snapshot is the whole database as of one moment, while others go on writing.
type Snapshot struct {
	Schema   int64   // number of the newest migration
	Tables   []Table // ours
	Queue    bool    // there are tables of the queue of jobs, which the room that owns them copies
	Postgres bool
	conn     *sql.Conn
}

// OpenAsItIs opens a database that is there, without migrating it: to copy it or to look at it. Only its reading methods may be used.
func OpenAsItIs(dir, url string, log *slog.Logger) (*DB, error) {
	if url == "" {
		file := filepath.Join(dir, "parley.db")
		if _, err := os.Stat(file); err != nil {
			return nil, fmt.Errorf("there is no database at %s; is --data the server's data folder? A server with PostgreSQL needs --database too", file)
		}
	}
	return connect(dir, url, log)
}

// Snapshot lets f read the database as it is at this moment.
func (db *DB) Snapshot(ctx context.Context, f func(*Snapshot) error) error {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	begin := "BEGIN DEFERRED"
	if db.postgres {
		begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return err
	}
	// The connection goes back to its pool: whatever ctx says, no transaction may stay on it.
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") }()
	s := &Snapshot{Postgres: db.postgres, conn: conn}
	if err := s.look(ctx); err != nil {
		return err
	}
	return f(s)
}

// look reads what there is; it is also the first read, which fixes the moment.
func (s *Snapshot) look(ctx context.Context) (err error) {
	if s.Postgres { // a time is written alike on every server
		if _, err := s.conn.ExecContext(ctx, "SET LOCAL TimeZone TO 'UTC'; SET LOCAL DateStyle TO 'ISO'"); err != nil {
			return err
		}
	}
	row := s.conn.QueryRowContext(ctx, "SELECT MAX(version_id) FROM goose_db_version WHERE is_applied")
	if err := row.Scan(&s.Schema); err != nil {
		return fmt.Errorf("this is not a database of Parley: %w", err)
	}
	s.Tables, err = tables(ctx, s.conn, s.Postgres)
	all := len(s.Tables)
	s.Tables = slices.DeleteFunc(s.Tables, func(t Table) bool { return strings.HasPrefix(t.Name, queuePrefix) })
	s.Queue = len(s.Tables) < all
	return err
}

// queuePrefix begins the names of the tables that the queue of jobs keeps, in each sort of database in its own way.
const queuePrefix = "river_"

// Query reads what is no whole table.
func (s *Snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.conn.QueryContext(ctx, query, args...)
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Shadow and virtual tables hold what is made from others, generated columns too; goose's table is the schema's number.
const (
	sqliteColumns = `SELECT t.name, c.name, c.type FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND t.name <> 'goose_db_version' AND c.hidden = 0
		ORDER BY t.name, c.cid`
	postgresColumns = `SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.table_name <> 'goose_db_version' AND c.is_generated = 'NEVER'
		ORDER BY c.table_name COLLATE "C", c.ordinal_position`
)

// searchPrefix begins the names of the tables that the search of the inbox makes from the log. They stay out of every backup; the program makes
// them anew at its next start.
const searchPrefix = "search_"

// tables lists the tables of our schema with their columns, without those that are made from others.
func tables(ctx context.Context, on queryer, postgres bool) (list []Table, err error) {
	query, kind := sqliteColumns, sqliteKind
	if postgres {
		query, kind = postgresColumns, postgresKind
	}
	rows, err := on.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var table, column, declared string
		if err := rows.Scan(&table, &column, &declared); err != nil {
			return nil, err
		}
		if strings.HasPrefix(table, searchPrefix) {
			continue
		}
		if len(list) == 0 || list[len(list)-1].Name != table {
			list = append(list, Table{Name: table})
		}
		last := &list[len(list)-1]
		last.Columns = append(last.Columns, Column{column, kind(declared)})
	}
	return list, rows.Err()
}

func postgresKind(declared string) Kind {
	switch declared {
	case "text", "character varying":
		return Text
	case "bigint", "integer", "smallint":
		return Number
	case "double precision", "real":
		return Real
	case "boolean":
		return Truth
	case "bytea":
		return Bytes
	}
	return Special
}

func sqliteKind(declared string) Kind {
	switch strings.ToUpper(declared) {
	case "TEXT", "VARCHAR":
		return Text
	case "BIGINT", "INTEGER", "INT", "SMALLINT":
		return Number
	case "DOUBLE PRECISION", "REAL":
		return Real
	case "BOOLEAN":
		return Truth
	case "BYTEA", "BLOB":
		return Bytes
	}
	return Special
}

// Count is how many rows a table has.
func (s *Snapshot) Count(ctx context.Context, table string) (n int64, err error) {
	err = s.conn.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+quote(table)).Scan(&n)
	return n, err
}

// Rows hands over every row of a table: nil, int64, float64, bool, string or []byte for each column.
func (s *Snapshot) Rows(ctx context.Context, t Table, each func(values []any) error) error {
	rows, err := s.conn.QueryContext(ctx, "SELECT "+s.selected(t)+" FROM "+quote(t.Name))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, places := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		for i, c := range t.Columns {
			values[i] = plain(c.Kind, values[i])
		}
		if err := each(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// selected names the columns so that the driver hands over what is stored: SQLite's would make times and truths of some declared types,
// PostgreSQL's a type of its own of each special one.
func (s *Snapshot) selected(t Table) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		switch {
		case !s.Postgres:
			names[i] = "+" + quote(c.Name)
		case c.Kind == Special:
			names[i] = quote(c.Name) + "::text"
		default:
			names[i] = quote(c.Name)
		}
	}
	return strings.Join(names, ", ")
}

func plain(k Kind, v any) any {
	if n, ok := v.(int64); ok && k == Truth {
		return n != 0
	}
	return v
}

// Same tells whether a table has all the columns that rows were written with.
func (t Table) Same(columns []Column) error {
	for _, c := range columns {
		if !slices.ContainsFunc(t.Columns, func(have Column) bool { return have.Name == c.Name }) {
			return fmt.Errorf("the table %s has no column %s in this program", t.Name, c.Name)
		}
	}
	return nil
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
