package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// content is how far a warehouse has come, or its published copy.
type content struct {
	lastCommit            int64
	committed             sql.NullTime
	deployments, versions int64
	backtest              string
}

// Behind says in what the published copy of a home is older than its warehouse; ""
// if it is not, and where there is no warehouse. While a job writes or publishes, it
// waits.
func Behind(ctx context.Context, h Home) (string, error) {
	if there, err := exists(h.File()); err != nil || !there {
		return "", err
	}
	var stored content
	ours := false
	err := h.locked(ctx, func() (err error) {
		stored, ours, err = h.stored(ctx)
		return err
	})
	if err != nil || !ours {
		return "", err
	}
	var copied content
	err = readHeldCopy(ctx, h, func(db *sql.DB) error { return copied.read(ctx, db) })
	switch {
	case errors.Is(err, ErrNoAnalytics) && stored == (content{}):
		return "", nil
	case err != nil:
		copied = content{} // no copy, or none that can be read
	case copied == stored:
		return "", nil
	}
	return fmt.Sprintf("the copy %s is older than the warehouse: it holds %s, and the warehouse %s; the next job that runs publishes again",
		h.Analytics(), copied, stored), nil
}

// stored reads the content of the warehouse; ours is false if its tables are of
// another version of the program, which may lack what is asked for.
func (h Home) stored(ctx context.Context) (c content, ours bool, err error) {
	db, _, err := h.openLooked(ctx, reader)
	if err != nil {
		return c, false, err
	}
	version, err := schemaOf(ctx, db)
	newest, unknown := newestSchema()
	if err = errors.Join(err, unknown); err == nil && version == newest {
		ours, err = true, c.read(ctx, db)
	}
	return c, ours, errors.Join(err, db.Close())
}

func (c *content) read(ctx context.Context, from querier) error {
	return query(ctx, from, "content", func(scan func(...any) error) error {
		err := scan(&c.lastCommit, &c.committed, &c.deployments, &c.versions, &c.backtest)
		c.committed.Time = c.committed.Time.UTC()
		return err
	})
}

// String says it for people.
func (c content) String() string {
	switch {
	case c.backtest != "":
		return "backtest " + c.backtest
	case c == content{}:
		return "nothing that can be read"
	case c.lastCommit == 0:
		return fmt.Sprintf("%d model versions and %d deployments", c.versions, c.deployments)
	}
	text := fmt.Sprintf("%d commits, the last as of %s", c.lastCommit, c.committed.Time.Format(time.RFC3339))
	if c.deployments > 0 {
		text += fmt.Sprintf(", and %d deployments", c.deployments)
	}
	return text
}
