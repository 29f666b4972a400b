package job

import (
	"context"

	"matchday/stages/train"
	"matchday/warehouse"
)

// Cache keeps what jobs of one process have read and what cannot have changed
// since, for jobs that run one after the other on one home. They write the same
// bytes with it and without it. A nil Cache keeps nothing.
type Cache struct {
	inspected   bool   // jobs may work in the home
	accepts     bool   // live jobs may write to it
	version     string // of the models loaded last
	models      train.Models
	unpublished bool // the published copy is older than the warehouse
	NoSync      bool // the lake need not survive a power cut
}

// acceptsLive returns an error if live jobs may not write to the home, and makes
// its warehouse if it has none. Once they may, this stays so: no backtest writes
// there any more.
func (e Env) acceptsLive(ctx context.Context, home warehouse.Home) error {
	if e.Cache.accepts {
		return nil
	}
	err := warehouse.ReadLive(ctx, home, func(context.Context, *warehouse.Transaction) error { return nil })
	e.Cache.accepts = err == nil
	return err
}

// GetModels returns the models of a version, which never change. It loads them
// unless the last call was for the same version.
func (c *Cache) GetModels(version string, load func() (train.Models, error)) (train.Models, error) {
	if c == nil {
		return load()
	}
	if c.version == version {
		return c.models, nil
	}
	models, err := load()
	if err == nil {
		c.version, c.models = version, models
	}
	return models, err
}

// Publish makes the copy that people query. With a cache it only notes that the
// copy is due: who runs many jobs in a row calls PublishDeferred.
func (e Env) Publish(ctx context.Context, home warehouse.Home) error {
	if e.Cache != nil {
		e.Cache.unpublished = true
		return nil
	}
	return warehouse.Publish(ctx, home)
}

// PublishDeferred makes the copy that people query, if Publish has deferred it.
func (e Env) PublishDeferred(ctx context.Context) error {
	if e.Cache == nil || !e.Cache.unpublished {
		return nil
	}
	home, err := e.Open("publish")
	if err != nil {
		return err
	}
	if err := warehouse.Publish(ctx, home); err != nil {
		return err
	}
	e.Cache.unpublished = false
	return nil
}
