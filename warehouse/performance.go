package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	statements "matchday/sql"
	"matchday/warehouse/duck"
)

// fillPerformance makes the tables of sql/performance in the copy that is being
// published, from its other tables: they always agree, and no job has to update
// them. Their comments are the statements' headers.
func fillPerformance(ctx context.Context, conn *sql.Conn) error {
	return eachPerformance(func(name, text string, h statements.Header) error {
		table := duck.Identifier(name)
		all := []string{"create table " + table + " as " + text, "comment on table " + table + " is " + duck.Literal(h.Sentence)}
		for _, c := range h.Columns {
			all = append(all, "comment on column "+table+"."+duck.Identifier(c.Name)+" is "+duck.Literal(c.Meaning))
		}
		for _, statement := range all {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachPerformance hands over the name, statement and header of each of these tables.
func eachPerformance(f func(name, text string, h statements.Header) error) error {
	names, err := statements.List("performance")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := statements.Text(name)
		if err != nil {
			return err
		}
		h, err := statements.HeaderOf(name)
		if err != nil {
			return err
		}
		if err := f(h.Name, text, h); err != nil {
			return fmt.Errorf("make table %s: %w", h.Name, err)
		}
	}
	return nil
}
