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
func fillPerformance(ctx context.Context, db *sql.DB) error {
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
		if _, err := db.ExecContext(ctx, "create table "+duck.Identifier(h.Name)+" as "+text); err != nil {
			return fmt.Errorf("make table %s: %w", h.Name, err)
		}
		comments := []string{"table " + duck.Identifier(h.Name) + " is " + duck.Literal(h.Sentence)}
		for _, c := range h.Columns {
			comments = append(comments, "column "+duck.Identifier(h.Name)+"."+duck.Identifier(c.Name)+" is "+duck.Literal(c.Meaning))
		}
		for _, c := range comments {
			if _, err := db.ExecContext(ctx, "comment on "+c); err != nil {
				return fmt.Errorf("comment table %s: %w", h.Name, err)
			}
		}
	}
	return nil
}
