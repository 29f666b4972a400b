package warehouse

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Content is how far a warehouse has come, or its published copy.
type Content struct {
	LastCommit            int64
	Committed             sql.NullTime
	Deployments, Versions int64
	Backtest              string
}

// Content is how far the warehouse has come with this transaction.
func (tx *Transaction) Content(ctx context.Context) (c Content, err error) {
	return c, c.read(ctx, tx.conn)
}

// copyRecord is what stands beside the published copy of what it holds, so that nobody
// has to open it for that.
type copyRecord struct {
	Program, Generation string // as in published
	Content             Content
	Last                lastCommit
}

// lastCommit is the last commit of a copy; its number is 0 if there is none.
type lastCommit struct {
	Number int64
	RunID  string
	AsOf   time.Time
}

// recordOf reads a finished copy.
func recordOf(ctx context.Context, db *sql.DB) (text string, err error) {
	made, err := readPublished(ctx, db)
	if err != nil {
		return "", err
	}
	r := copyRecord{Program: made.program, Generation: made.generation}
	if err := r.Content.read(ctx, db); err != nil {
		return "", err
	}
	if r.Last, err = lastOf(ctx, db); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	content, err := json.Marshal(r)
	return string(content), err
}

// lastOf is the last commit of a copy.
func lastOf(ctx context.Context, db *sql.DB) (last lastCommit, err error) {
	err = db.QueryRowContext(ctx, "select commit_no, run_id, as_of from commits order by commit_no desc limit 1").Scan(&last.Number, &last.RunID, &last.AsOf)
	return last, err
}

// recorded is what the record says of the copy, if that is as it was published.
func (h Home) recorded() (r copyRecord, known bool) {
	text, known := h.published().Known()
	return r, known && json.Unmarshal([]byte(text), &r) == nil
}

// Behind says in what the published copy of a home is older than its warehouse; ""
// if it is not, and where there is no warehouse. Runs that wrote nothing count for
// nothing. While a job writes or publishes, it
// waits.
func Behind(ctx context.Context, h Home) (string, error) {
	if there, err := exists(h.File()); err != nil || !there {
		return "", err
	}
	var stored Content
	ours, err := h.asItStands(ctx, func(db *sql.DB) error { return stored.read(ctx, db) })
	if err != nil || !ours {
		return "", err
	}
	return h.behind(ctx, stored), nil
}

// behind is Behind of a warehouse that has come so far.
func (h Home) behind(ctx context.Context, stored Content) string {
	var copied Content
	var err error
	if r, known := h.recorded(); known {
		copied = r.Content
	} else {
		err = readHeldCopy(ctx, h, func(db *sql.DB) error { return copied.read(ctx, db) })
	}
	switch {
	case errors.Is(err, ErrNoAnalytics) && stored == (Content{}):
		return ""
	case err != nil:
		copied = Content{} // no copy, or none that can be read
	case copied == stored:
		return ""
	}
	return fmt.Sprintf("the copy %s is older than the warehouse: it holds %s, and the warehouse %s; the next job that runs publishes again",
		h.Analytics(), copied, stored)
}

// PublishDue reports whether the copy lacks anything but runs that wrote nothing: it is
// older than the warehouse or the lake, was made by other statements, is not there, or
// not as it was published. stored is how far the warehouse has come; nil: it is asked.
func PublishDue(ctx context.Context, h Home, stored *Content) (bool, error) {
	if current, err := h.copyIsCurrent(ctx); err != nil || !current {
		return true, err
	}
	if stored != nil {
		return h.behind(ctx, *stored) != "", nil
	}
	behind, err := Behind(ctx, h)
	return behind != "", err
}

// copyIsCurrent says whether the copy is as it was published, and of the lake and the
// statements of now.
func (h Home) copyIsCurrent(ctx context.Context) (bool, error) {
	program, err := programSum()
	if err != nil {
		return false, err
	}
	if _, ours := h.published().Known(); !ours {
		return false, nil
	}
	staged, err := h.staged()
	if err != nil {
		return false, nil // publishing says what is wrong
	}
	made, known := h.recorded()
	if !known { // a record of an older version
		err = readHeldCopy(ctx, h, func(db *sql.DB) error {
			p, err := readPublished(ctx, db)
			made.Program, made.Generation = p.program, p.generation
			return err
		})
	}
	return err == nil && made.Program == program && made.Generation != "" && made.Generation == generationOf(staged), nil
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

func (c *Content) read(ctx context.Context, from querier) error {
	return query(ctx, from, "content", func(scan func(...any) error) error {
		err := scan(&c.LastCommit, &c.Committed, &c.Deployments, &c.Versions, &c.Backtest)
		c.Committed.Time = c.Committed.Time.UTC()
		return err
	})
}

// String says it for people.
func (c Content) String() string {
	switch {
	case c.Backtest != "":
		return "backtest " + c.Backtest
	case c == Content{}:
		return "nothing that can be read"
	case c.LastCommit == 0:
		return fmt.Sprintf("%d model versions and %d deployments", c.Versions, c.Deployments)
	}
	text := fmt.Sprintf("commit %d, as of %s", c.LastCommit, c.Committed.Time.Format(time.RFC3339))
	if c.Deployments > 0 {
		text += fmt.Sprintf(", and %d deployments", c.Deployments)
	}
	return text
}
