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
// if it is not, and where there is no warehouse. Runs that wrote nothing count for
// nothing. While a job writes or publishes, it
// waits.
func Behind(ctx context.Context, h Home) (string, error) {
	if there, err := exists(h.File()); err != nil || !there {
		return "", err
	}
	var stored content
	ours, err := h.asItStands(ctx, func(db *sql.DB) error { return stored.read(ctx, db) })
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

// PublishDue reports whether the copy lacks anything but runs that wrote nothing: it is
// older than the warehouse or the lake, was made by other statements, is not there, or
// not as it was published.
func PublishDue(ctx context.Context, h Home) (bool, error) {
	if current, err := h.copyIsCurrent(ctx); err != nil || !current {
		return true, err
	}
	behind, err := Behind(ctx, h)
	return behind != "", err
}

// copyIsCurrent says whether the copy is as it was published, and of the lake and the
// statements of now.
func (h Home) copyIsCurrent(ctx context.Context) (bool, error) {
	program, err := programSum()
	if err != nil || !h.published().Known() {
		return false, err
	}
	staged, err := h.staged()
	if err != nil {
		return false, nil // publishing says what is wrong
	}
	var made published
	err = readHeldCopy(ctx, h, func(db *sql.DB) error {
		made, err = readPublished(ctx, db)
		return err
	})
	return err == nil && made.program == program && made.generation != "" && made.generation == generationOf(staged), nil
}

// asItStands reads the warehouse, which it neither makes nor migrates; ours is false if
// its tables are of another version of the program, which may lack what is asked for.
func (h Home) asItStands(ctx context.Context, f func(*sql.DB) error) (ours bool, err error) {
	err = h.locked(ctx, func() error {
		db, _, err := h.openLooked(ctx, reader)
		if err != nil {
			return err
		}
		version, err := schemaOf(ctx, db)
		newest, unknown := newestSchema()
		if err = errors.Join(err, unknown); err == nil && version == newest {
			ours, err = true, f(db)
		}
		return errors.Join(err, db.Close())
	})
	return ours, err
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
	text := fmt.Sprintf("commit %d, as of %s", c.lastCommit, c.committed.Time.Format(time.RFC3339))
	if c.deployments > 0 {
		text += fmt.Sprintf(", and %d deployments", c.deployments)
	}
	return text
}
