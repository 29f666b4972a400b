package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	statements "matchday/sql"
)

// fillPerformance makes the tables of sql/performance in the copy that is being
// published, from what it holds: they agree with the books at every moment, and
// nobody has to keep them. Their comments are the statements' headers.
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
		if _, err := db.ExecContext(ctx, "CREATE TABLE "+identifier(h.Name)+" AS "+text); err != nil {
			return fmt.Errorf("make table %s: %w", h.Name, err)
		}
		comments := []string{"TABLE " + identifier(h.Name) + " IS " + quote(h.Sentence)}
		for _, c := range h.Columns {
			comments = append(comments, "COLUMN "+identifier(h.Name)+"."+identifier(c.Name)+" IS "+quote(c.Meaning))
		}
		for _, c := range comments {
			if _, err := db.ExecContext(ctx, "COMMENT ON "+c); err != nil {
				return fmt.Errorf("comment table %s: %w", h.Name, err)
			}
		}
	}
	return nil
}
