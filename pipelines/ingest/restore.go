package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"matchday/pipelines/job"
	"matchday/stages/staging"
	"matchday/warehouse"
)

// RestoreReport says what was made again.
type RestoreReport struct {
	Warehouse *warehouse.Restored `json:"warehouse"` // nil: it was not lost
	Fixtures  int                 `json:"fixtures"`  // staged
}

// Restore makes again whatever can be made of what is left: a lost warehouse of
// its published copy, the staged tables of what has landed, and the copy of both. It uses no derived file.
func Restore(ctx context.Context, env job.Env) (r RestoreReport, err error) {
	home, err := env.Open("restore")
	if errors.As(err, new(*warehouse.LostError)) {
		r.Warehouse = new(warehouse.Restored)
		*r.Warehouse, err = warehouse.Restore(ctx, home)
	}
	if err != nil {
		return r, err
	}
	lock, err := home.LockLake(ctx)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	// All that has landed is read once more, and what is damaged is found.
	if err := env.Lake().PruneDerived(0); err != nil {
		return r, err
	}
	staged, err := staging.Run(ctx, staging.Input{Lake: env.Lake()})
	if err != nil {
		return r, err
	}
	r.Fixtures = staged.Fixtures
	return r, warehouse.PublishAnew(ctx, home)
}

// WriteText prints one line for each thing that was made.
func (r RestoreReport) WriteText(w io.Writer) error {
	text := "The warehouse was not lost.\n"
	if s := r.Warehouse; s != nil {
		text = fmt.Sprintf("Restored the warehouse from its published copy: %d runs, %d commits, %d entries of the ledger, as of %s.\n",
			s.Runs, s.Commits, s.Entries, s.AsOf.UTC().Format(time.RFC3339))
	}
	text += fmt.Sprintf("Staged %d fixtures and published.\n", r.Fixtures)
	_, err := io.WriteString(w, text)
	return err
}
