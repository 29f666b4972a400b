package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// Options bound what a computation in DuckDB may use.
type Options struct {
	Threads     int    // 0: one a processor
	MemoryLimit string // e.g. "1500MB"; empty: DuckDB's default, 80 % of the machine
	TempDir     string // where it may spill; empty: it may not
}

// OpenMemory opens a DuckDB in memory for computing: times in UTC, extensions
// neither installed nor loaded. The caller closes it.
func OpenMemory(ctx context.Context, o Options) (*sql.DB, error) {
	settings := url.Values{}
	if o.Threads > 0 {
		settings.Set("threads", strconv.Itoa(o.Threads))
	}
	if o.MemoryLimit != "" {
		settings.Set("memory_limit", o.MemoryLimit)
	}
	// The connection's own statement, since an empty value means "nowhere"
	// here but "the default" in a connection string.
	return open(ctx, "", settings, "SET temp_directory = "+quote(o.TempDir))
}

// open connects to a database file, or to memory if path is empty. Every
// connection runs the given statements first.
func open(ctx context.Context, path string, settings url.Values, first ...string) (*sql.DB, error) {
	if strings.Contains(path, "?") {
		return nil, fmt.Errorf("open database %q: DuckDB takes no path with a question mark; choose another folder", path)
	}
	settings.Set("autoinstall_known_extensions", "false")
	settings.Set("autoload_known_extensions", "false")
	connector, err := duckdb.NewConnector(path+"?"+settings.Encode(), func(c driver.ExecerContext) error {
		for _, statement := range append([]string{"SET TimeZone = 'UTC'"}, first...) {
			if _, err := c.ExecContext(ctx, statement, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open database %q: %w", path, busy(path, err))
	}
	db := sql.OpenDB(connector)
	if err := db.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("open database %q: %w", path, errors.Join(err, db.Close()))
	}
	return db, nil
}

// quote makes a SQL string literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// identifier makes a SQL identifier.
func identifier(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
