package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	statements "matchday/sql"
)

// querier is a connection within a transaction, or the published copy.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// query runs a statement of sql/warehouse and hands over each row's Scan.
func query(ctx context.Context, from querier, name string, row func(scan func(...any) error) error, args ...any) error {
	text, err := statements.Text("warehouse/" + name + ".sql")
	if err != nil {
		return err
	}
	if err := each(ctx, from, text, row, args...); err != nil {
		return fmt.Errorf("statement %s: %w", name, err)
	}
	return nil
}

// each runs a query and hands over each row's Scan.
func each(ctx context.Context, from querier, text string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := from.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// execute runs a statement of sql/warehouse that returns no rows.
func execute(ctx context.Context, conn *sql.Conn, name string, args ...any) error {
	text, err := statements.Text("warehouse/" + name + ".sql")
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, text, args...); err != nil {
		return fmt.Errorf("statement %s: %w", name, err)
	}
	return nil
}
