package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	statements "matchday/sql"
)

// migrate brings a warehouse to the tables of sql/warehouse/migrations. Each
// step is one transaction; running it again changes nothing.
func migrate(ctx context.Context, db *sql.DB) error {
	steps, err := migrations(db)
	if err != nil {
		return fmt.Errorf("read the warehouse's migrations: %w", err)
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrate the warehouse: %w", err)
	}
	return nil
}

// schemaOf is the version of a warehouse's tables: the number of its last
// migration, 0 if it has had none.
func schemaOf(ctx context.Context, db *sql.DB) (int64, error) {
	var store versions
	if there, err := store.TableExists(ctx, db); err != nil || !there {
		return 0, err
	}
	version, err := store.GetLatestVersion(ctx, db)
	if errors.Is(err, database.ErrVersionNotFound) {
		return 0, nil
	}
	return version, err
}

// newestSchema is the version that this program knows: the number that the last
// file of sql/warehouse/migrations begins with.
func newestSchema() (int64, error) {
	names, err := statements.List("warehouse/migrations")
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(names[len(names)-1])
}

func migrations(db *sql.DB) (*goose.Provider, error) {
	files, err := statements.Folder("warehouse/migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider("", db, files, goose.WithStore(versions{}), goose.WithDisableGlobalRegistry(true))
}

// versions keeps the applied migrations in a table; goose itself has no store
// for DuckDB.
type versions struct{}

const versionTable = "schema_versions"

func (versions) Tablename() string { return versionTable }

func (versions) CreateVersionTable(ctx context.Context, db database.DBTxConn) error {
	_, err := db.ExecContext(ctx, `create table `+versionTable+` (version bigint not null primary key)`)
	return err
}

func (versions) TableExists(ctx context.Context, db database.DBTxConn) (bool, error) {
	var n int
	err := db.QueryRowContext(ctx, `select count(*) from duckdb_tables() where table_name = $1`, versionTable).Scan(&n)
	return n > 0, err
}

func (versions) Insert(ctx context.Context, db database.DBTxConn, r database.InsertRequest) error {
	_, err := db.ExecContext(ctx, `insert into `+versionTable+` values ($1)`, r.Version)
	return err
}

func (versions) Delete(ctx context.Context, db database.DBTxConn, version int64) error {
	_, err := db.ExecContext(ctx, `delete from `+versionTable+` where version = $1`, version)
	return err
}

func (versions) GetMigration(ctx context.Context, db database.DBTxConn, version int64) (*database.GetMigrationResult, error) {
	var v int64
	err := db.QueryRowContext(ctx, `select version from `+versionTable+` where version = $1`, version).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, database.ErrVersionNotFound
	}
	return &database.GetMigrationResult{IsApplied: true}, err
}

func (versions) GetLatestVersion(ctx context.Context, db database.DBTxConn) (int64, error) {
	var v sql.NullInt64
	if err := db.QueryRowContext(ctx, `select max(version) from `+versionTable).Scan(&v); err != nil {
		return 0, err
	}
	if !v.Valid {
		return 0, database.ErrVersionNotFound
	}
	return v.Int64, nil
}

func (versions) ListMigrations(ctx context.Context, db database.DBTxConn) ([]*database.ListMigrationsResult, error) {
	rows, err := db.QueryContext(ctx, `select version from `+versionTable+` order by version desc`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*database.ListMigrationsResult
	for rows.Next() {
		r := &database.ListMigrationsResult{IsApplied: true}
		if err := rows.Scan(&r.Version); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}
