package pipelines

import (
	"context"

	"matchday/stages/staging"
	"matchday/warehouse"
)

// Memory spares jobs that run one after the other in one process, on one home,
// what an earlier one read and cannot have changed. It changes no byte of what
// they write. A nil Memory remembers nothing.
type Memory struct {
	staged staging.Memory
	// unpublished says that the copy that people query waits for Publish.
	unpublished bool
}

// stagingMemory is what staging keeps; nil without a memory.
func (e Env) stagingMemory() *staging.Memory {
	if e.Memory == nil {
		return nil
	}
	return &e.Memory.staged
}

// publish makes the copy that people query. With a memory it waits: whoever
// plays many jobs in a row calls Publish when people may look.
func (e Env) publish(ctx context.Context, home warehouse.Home) error {
	if e.Memory != nil {
		e.Memory.unpublished = true
		return nil
	}
	return home.Publish(ctx)
}

// Publish makes the copy that people query, if a job has left that to do.
func (e Env) Publish(ctx context.Context) error {
	if e.Memory == nil || !e.Memory.unpublished {
		return nil
	}
	home, err := e.warehouse("publish")
	if err != nil {
		return err
	}
	if err := home.Publish(ctx); err != nil {
		return err
	}
	e.Memory.unpublished = false
	return nil
}
