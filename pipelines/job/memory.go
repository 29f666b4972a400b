package job

import (
	"context"
	"slices"

	"matchday/stages/land/sportmonks"
	"matchday/stages/staging"
	"matchday/stages/train"
	"matchday/warehouse"
)

// Memory spares jobs that run one after the other in one process, on one home,
// what an earlier one read and cannot have changed. It changes no byte of what
// they write. A nil Memory remembers nothing.
type Memory struct {
	landed  sportmonks.LandingCache
	staged  staging.Cache
	accepts bool // the home holds no backtest
	// The champion's models, and the features that they were found to read.
	version  string
	features []string
	champion train.Models
	// unpublished says that the copy that people query waits for Publish.
	unpublished bool
	// NoSync says that the lake need not survive a power cut.
	NoSync bool
}

// StagingMemory is what staging keeps; nil without a memory.
func (e Env) StagingMemory() *staging.Cache {
	if e.Memory == nil {
		return nil
	}
	return &e.Memory.staged
}

// LandingMemory is what landings keep; nil without a memory.
func (e Env) LandingMemory() *sportmonks.LandingCache {
	if e.Memory == nil {
		return nil
	}
	return &e.Memory.landed
}

// acceptsLive asks whether live jobs may write the home's warehouse. Once they may,
// no backtest writes there any more.
func (e Env) acceptsLive(ctx context.Context, home warehouse.Home) error {
	if e.Memory != nil && e.Memory.accepts {
		return nil
	}
	err := warehouse.AcceptsLive(ctx, home)
	if e.Memory != nil && err == nil {
		e.Memory.accepts = true
	}
	return err
}

// Models are those of a version, which never change, loaded if others or other
// features were asked for last.
func (m *Memory) Models(version string, features []string, load func() (train.Models, error)) (train.Models, error) {
	if m == nil {
		return load()
	}
	if m.version == version && slices.Equal(m.features, features) {
		return m.champion, nil
	}
	models, err := load()
	if err == nil {
		m.version, m.features, m.champion = version, slices.Clone(features), models
	}
	return models, err
}

// Publish makes the copy that people query. With a memory it waits: whoever
// plays many jobs in a row calls Publish when people may look.
func (e Env) Publish(ctx context.Context, home warehouse.Home) error {
	if e.Memory != nil {
		e.Memory.unpublished = true
		return nil
	}
	return warehouse.Publish(ctx, home)
}

// PublishDeferred makes the copy that people query, if a job has left that to do.
func (e Env) PublishDeferred(ctx context.Context) error {
	if e.Memory == nil || !e.Memory.unpublished {
		return nil
	}
	home, err := e.Open("publish")
	if err != nil {
		return err
	}
	if err := warehouse.Publish(ctx, home); err != nil {
		return err
	}
	e.Memory.unpublished = false
	return nil
}
