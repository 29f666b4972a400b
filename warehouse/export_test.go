package warehouse

import (
	"context"
	"database/sql"
)

// Building is the suffix of a database that is not finished.
const Building = building

// Wal is the name of a database's log.
var Wal = wal

// CopiedTables are the tables that publishing copies from the warehouse.
func CopiedTables() (names []string) {
	for _, t := range copiedTables {
		names = append(names, t.name)
	}
	return names
}

// LogUpTo is a home whose log is written in when it is longer than n bytes.
func (h Home) LogUpTo(n int64) Home {
	h.mostLog = n
	return h
}

// Downgrade takes the last migration of a warehouse back, as a transaction.
func Downgrade(ctx context.Context, h Home) error {
	return h.locked(ctx, func() error {
		return h.changing(ctx, func(db *sql.DB) error {
			steps, err := migrations(db)
			if err == nil {
				_, err = steps.Down(ctx)
			}
			return err
		})
	})
}

// FailAt is a home whose methods call f at each of their failpoints.
func (h Home) FailAt(f func(point string)) Home {
	h.failpoint = f
	return h
}
