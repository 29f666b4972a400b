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
	mu       sync.Mutex
	refused  map[string]bool // by include
	probed   map[string]bool
	recalled map[string]bool // the cache was asked about it
}

// featureAge is how long a refusal is remembered in the cache: a plan may be
// extended.
const featureAge = 24 * time.Hour

// refusal is what the cache remembers a refused include under.
func refusal(include string) string { return "refuses " + include }

// without drops the includes that the plan lacks.
func (c *Client) without(ctx context.Context, include []string) []string {
	c.features.mu.Lock()
	defer c.features.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(include), func(name string) bool {
		if c.features.refused[name] {
			return true
		}
		if c.features.recalled[name] {
			return false
		}
		setLocked(&c.features.recalled, name)
		_, _, refused := c.get(ctx, refusal(name), featureAge)
		if refused {
			c.refuseLocked(name)
		}
		return refused
	})
}

func setLocked(set *map[string]bool, name string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[name] = true
}

// refuseLocked switches an include off, with one warning.
func (c *Client) refuseLocked(include string) {
	if c.features.refused[include] {
		return
	}
	setLocked(&c.features.refused, include)
	c.cfg.Log.Warn("the plan does not have this include: it is left out from now on", "include", include)
}

// Probe asks for one fixture with each include and switches off those that the
// plan lacks. It asks once per include; the cache remembers refusals for a day.
func (c *Client) Probe(ctx context.Context, include ...string) error {
	for _, name := range c.without(ctx, include) {
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
		setLocked(&c.features.probed, name)
		c.features.mu.Unlock()
		if err != nil {
			c.refuse(ctx, name)
		}
	}
	return nil
}

// refuse switches an include off, and has the cache remember it.
func (c *Client) refuse(ctx context.Context, name string) {
	c.features.mu.Lock()
	c.refuseLocked(name)
	c.features.mu.Unlock()
	c.put(ctx, refusal(name), nil, c.cfg.Now(), featureAge)
}

// ask is fetch that goes on without the includes that the plan lacks. build
// makes the request for the includes that are left, because filters of an
// include must go with it. A listing that is about its includes alone is not
// asked for without any: it is empty then.
func (c *Client) ask(ctx context.Context, l listing, build func(include []string) query) (query, response, error) {
	for {
		left := c.without(ctx, l.include)
		q := build(left)
		if l.forIncludes && len(left) == 0 && len(l.include) > 0 {
			return q, response{}, nil
		}
		a, err := c.fetch(ctx, q, l.fresh)
		if err == nil || !includeRefused(err) {
			return q, a, err
		}
		if len(left) == 1 { // the request was the probe
			c.refuse(ctx, left[0])
			continue
		}
		if err := c.Probe(ctx, left...); err != nil {
			return q, response{}, err
		}
		if len(c.without(ctx, left)) == len(left) {
			return q, response{}, err // refused together, each alone allowed
		}
	}
}
