package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	statements "matchday/sql"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// CheckStaged runs every check over what is staged now, beside an empty
// warehouse: it says whether models may learn from the lake, before anything is
// published. The caller holds the lake's lock, or knows that nobody stages.
func CheckStaged(ctx context.Context, l lake.Lake) (out []Finding, err error) {
	names, err := statements.List("checks")
	if err != nil {
		return nil, err
	}
	temp, err := l.Temp()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	db, err := duck.Open(ctx, "", duck.Options{TempDir: temp})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // a database in memory is one connection's
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	if err := viewLake(ctx, db, l); err != nil {
		return nil, fmt.Errorf("check the staged tables: %w", err)
	}
	for _, name := range names {
		f, err := check(ctx, db, name)
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", name, err)
		}
		out = append(out, f)
	}
	return out, nil
}

// viewLake makes the documented tables of the lake as views on what is staged:
// copying the prices would take longer than checking them.
func viewLake(ctx context.Context, db *sql.DB, l lake.Lake) error {
	text, err := statements.Text("warehouse/lake.sql")
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, text); err != nil {
		return fmt.Errorf("make the lake's tables: %w", err)
	}
	staged, err := l.Current(lake.Staged)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(staged.Tables)) {
		paths, err := staged.Paths(name)
		if err != nil {
			return err
		}
		table, none := duck.Identifier(name), duck.Identifier("no_"+name)
		for _, s := range []string{
			"create table if not exists " + table + " as from " + duck.Parquet(paths...) + " limit 0",
			"alter table " + table + " rename to " + none,
			"create view " + table + " as from " + none + " union all by name from " + duck.Parquet(paths...),
		} {
			if _, err := db.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("look at staged table %s: %w", name, err)
			}
		}
	}
	return nil
}
