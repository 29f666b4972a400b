// Package duck is the one place that opens DuckDB: every database has times in
// UTC and neither installs nor loads an extension. The package also writes
// names and texts into SQL, makes views on Parquet files, appends rows, and
// knows the driver's types, so that nothing else imports the driver.
package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/duckdb/duckdb-go/v2"
)

// Options say how a database is opened.
type Options struct {
	Threads     int    // 0: one a processor
	MemoryLimit string // e.g. "1500MB"; empty: DuckDB's default, 80 % of the machine
	// TempDir is where DuckDB may write what does not fit into memory. Empty: a
	// database in memory writes nowhere, one in a file beside the file.
	TempDir  string
	ReadOnly bool // of a file
	// KeepLog leaves what is committed in the log beside the file: neither a commit nor
	// the end writes it in. CHECKPOINT does.
	KeepLog bool
	// BlockSize is that of a file that is made, bytes; 0: DuckDB's default, 262144. A file
	// that is there keeps its own.
	BlockSize int
	First     []string // statements that every connection runs before all others
}

// Open opens the database file at path, or an empty database in memory if path
// is empty. The caller closes it. A file that another program holds is an error
// of which HeldBy names the program.
func Open(ctx context.Context, path string, o Options) (*sql.DB, error) {
	if strings.Contains(path, "?") {
		// DuckDB would put its log elsewhere.
		return nil, fmt.Errorf("open database %q: DuckDB takes no path with a question mark; choose another folder", path)
	}
	first := o.first(path)
	// The driver reads a path as a URL. One that would be another file there is
	// attached to a database in memory, under the name that DuckDB would give it.
	opened := path
	if strings.ContainsAny(path, "#%:") {
		name := Identifier(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
		attach := "attach if not exists " + Literal(path) + " as " + name
		if o.ReadOnly {
			attach += " (read_only)"
		}
		first = append([]string{attach, "use " + name}, first...)
		opened, o.ReadOnly = "", false
		if o.TempDir == "" {
			first = append(first, "set temp_directory = "+Literal(path+".tmp"))
		}
	}
	connector, err := duckdb.NewConnector(opened+"?"+o.settings().Encode(), func(c driver.ExecerContext) error {
		for _, statement := range first {
			if _, err := c.ExecContext(ctx, statement, nil); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open database %q: %w", path, err)
	}
	db := sql.OpenDB(connector)
	if err := db.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("open database %q: %w", path, errors.Join(err, db.Close()))
	}
	return db, nil
}

// settings are those that stand in the connection string.
func (o Options) settings() url.Values {
	out := url.Values{"autoinstall_known_extensions": {"false"}, "autoload_known_extensions": {"false"}}
	if o.Threads > 0 {
		out.Set("threads", strconv.Itoa(o.Threads))
	}
	if o.MemoryLimit != "" {
		out.Set("memory_limit", o.MemoryLimit)
	}
	if o.BlockSize > 0 {
		out.Set("default_block_size", strconv.Itoa(o.BlockSize))
	}
	if o.ReadOnly {
		out.Set("access_mode", "read_only")
	}
	return out
}

// first are the statements that every connection runs. The folder for temporary
// files is among them, since an empty one means "nowhere" in a statement but
// "the default" in a connection string.
func (o Options) first(path string) []string {
	out := []string{"set TimeZone = 'UTC'"}
	if path == "" || o.TempDir != "" {
		out = append(out, "set temp_directory = "+Literal(o.TempDir))
	}
	if o.KeepLog {
		out = append(out, "pragma disable_checkpoint_on_shutdown", "set checkpoint_threshold = '1TB'")
	}
	return append(out, o.First...)
}

// HeldBy names the program that holds a database file, if an error of Open or
// of an attach statement says that one does.
func HeldBy(err error) (program string, held bool) {
	var d *duckdb.Error
	if !errors.As(err, &d) || d.Type != duckdb.ErrorTypeIO {
		return "", false
	}
	_, program, held = strings.Cut(d.Msg, "Conflicting lock is held in ")
	program, _, _ = strings.Cut(program, ". See also")
	return program, held || strings.Contains(d.Msg, "Conflicting lock")
}

// DiskFull reports whether anything failed because a disk, or a quota of it, is full.
// DuckDB says so in its text alone, in the words of the system.
func DiskFull(err error) bool {
	if err == nil {
		return false
	}
	text := strings.ToLower(err.Error())
	return slices.ContainsFunc([]error{syscall.ENOSPC, syscall.EDQUOT}, func(full error) bool {
		return errors.Is(err, full) || strings.Contains(text, full.Error())
	})
}

// Unreadable reports whether a statement failed because a file is damaged or gone.
func Unreadable(err error) bool {
	var d *duckdb.Error
	return !DiskFull(err) && errors.As(err, &d) && (d.Type == duckdb.ErrorTypeIO || d.Type == duckdb.ErrorTypeSerialization)
}

// Literal writes a text as an SQL string.
func Literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Identifier writes a name as an SQL identifier.
func Identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Parquet writes the SQL of a table that is the rows of Parquet files.
func Parquet(paths ...string) string {
	files := make([]string, len(paths))
	for i, path := range paths {
		files[i] = Literal(notPattern(path))
	}
	return "read_parquet([" + strings.Join(files, ", ") + "])"
}

// notPattern writes a path so that DuckDB takes none of its characters for those
// of a pattern, which could match other files.
func notPattern(path string) string {
	if !strings.ContainsAny(path, "*?[") {
		return path
	}
	return strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(path)
}

// View makes the rows of Parquet files readable under a table's name: those that
// meet all conditions.
func View(ctx context.Context, db *sql.DB, name string, paths []string, conditions ...string) error {
	text := "create view " + Identifier(name) + " as from " + Parquet(paths...)
	if len(conditions) > 0 {
		text += " where " + strings.Join(conditions, " and ")
	}
	if _, err := db.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("read %s as table %s: %w", strings.Join(paths, ", "), name, err)
	}
	return nil
}
