package sportmonks

import (
	"context"
	"slices"
	"sync"
	"time"
)

// features remember which includes the plan lacks. One such include makes the
// API refuse a whole request, so each is found by a probe of its own and left
// out afterwards.
type features struct {
	mu      sync.Mutex
	refused map[string]bool // by include
	probed  map[string]bool
}

// featureAge is how long a refusal is remembered in the cache: a plan may be
// extended.
const featureAge = 24 * time.Hour

// refusedKey is where the cache remembers a refusal.
func (c *Client) refusedKey(include string) string { return c.cfg.BaseURL + " refuses " + include }

// without drops the includes that the plan lacks.
func (c *Client) without(include []string) []string {
	c.features.mu.Lock()
	defer c.features.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(include), func(name string) bool {
		if c.features.refused[name] {
			return true
		}
		if _, _, ok := c.cfg.Cache.get(c.refusedKey(name), c.cfg.Now(), featureAge); ok {
			c.refuseLocked(name)
			return true
		}
		return false
	})
}

// Has reports whether an include has not been refused so far.
func (c *Client) Has(include string) bool { return len(c.without([]string{include})) == 1 }

// refuseLocked switches an include off, with one warning.
func (c *Client) refuseLocked(include string) {
	if c.features.refused[include] {
		return
	}
	if c.features.refused == nil {
		c.features.refused = map[string]bool{}
	}
	c.features.refused[include] = true
	c.cfg.Log.Warn("the plan does not have this include: it is left out from now on", "include", include)
}

// Probe asks for one fixture with each include and switches off those that the
// plan lacks. It asks once per include; the cache remembers refusals for a day.
func (c *Client) Probe(ctx context.Context, include ...string) error {
	for _, name := range c.without(include) {
		c.features.mu.Lock()
		done := c.features.probed[name]
		c.features.mu.Unlock()
		if done {
			continue
		}
		q := query{path: "/football/fixtures", include: []string{name}, perPage: 1}
		_, err := c.fetch(ctx, q, 0)
		if err != nil && !includeRefused(err) {
			return err
		}
		c.features.mu.Lock()
		if c.features.probed == nil {
			c.features.probed = map[string]bool{}
		}
		c.features.probed[name] = true
		if err != nil {
			c.refuseLocked(name)
		}
		c.features.mu.Unlock()
		if err != nil {
			if err := c.cfg.Cache.put(c.refusedKey(name), []byte("{}"), c.cfg.Now()); err != nil {
				return err
			}
		}
	}
	return nil
}

// ask is fetch that goes on without the includes that the plan lacks. build
// makes the request for the includes that are left, because filters of an
// include must go with it. A listing that is about its includes alone is not
// asked for without any: it is empty then.
func (c *Client) ask(ctx context.Context, l listing, build func(include []string) query) (query, answer, error) {
	for {
		left := c.without(l.include)
		q := build(left)
		if l.forIncludes && len(left) == 0 && len(l.include) > 0 {
			return q, answer{}, nil
		}
		a, err := c.fetch(ctx, q, l.fresh)
		if err == nil || !includeRefused(err) {
			return q, a, err
		}
		if err := c.Probe(ctx, left...); err != nil {
			return q, answer{}, err
		}
		if len(c.without(left)) == len(left) {
			return q, answer{}, err // refused together, each alone allowed
		}
	}
}
