package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"matchday"
)

// Commands lists what people have ordered, in the order in which it was carried out.
func (tx *Transaction) Commands(ctx context.Context) (out []matchday.Command, err error) {
	err = query(ctx, tx.conn, "commands", func(scan func(...any) error) error {
		var c matchday.Command
		var id sql.NullString
		err := scan(&id, &c.Name, &c.Subject, &c.Amount, &c.At, &c.RunID)
		c.ID = id.String
		out = append(out, c)
		return err
	})
	return out, err
}

// InsertCommand records an order in the transaction that carries it out. An id that
// another order has is an error.
func (tx *Transaction) InsertCommand(ctx context.Context, c matchday.Command) error {
	tx.writes(1)
	err := execute(ctx, tx.conn, "insert_command", textOrNull(c.ID), c.Name, c.Subject, amountOrNull(c.Amount), c.At.UTC(), c.RunID)
	if err != nil {
		return fmt.Errorf("record the order %q: %w", c.Name, err)
	}
	return nil
}
