package sportmonks

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// gates hold the allowances of the API: it counts requests per entity, in
// windows of an hour that open with the first request. Each gate is a bucket
// that a response's rate_limit fills and nothing refills before the window ends.
// Before the first response a gate is open: what is left is not known.
type gates struct {
	mu     sync.Mutex
	byName map[string]*gate
	names  map[string]string // what a response called the entity of a path's word
}

type gate struct {
	bucket  *rate.Limiter // nil: open
	resetAt time.Time
	left    int // as the API last said
}

// sameWindow is how far two responses about one window may differ on its end:
// the API counts whole seconds, and responses overtake each other.
const sameWindow = 30 * time.Second

// entity names the allowance that a path draws on.
func (g *gates) entity(path string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.entityLocked(path)
}

func (g *gates) entityLocked(path string) string {
	word := wordOf(path)
	if name, ok := g.names[word]; ok {
		return name
	}
	return word
}

// wordOf is the part of a path that decides which allowance it draws on, until
// a response tells its name: "football/fixtures", "core/types".
func wordOf(path string) string {
	words := strings.SplitN(strings.Trim(path, "/"), "/", 3)
	if len(words) > 2 {
		words = words[:2]
	}
	return strings.Join(words, "/")
}

// take takes one request from the path's allowance. It returns zero, or how
// long to wait before asking again; reserve requests are left for others.
func (g *gates) take(path string, now time.Time, reserve int) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	gt := g.byName[g.entityLocked(path)]
	if gt == nil || gt.bucket == nil {
		return 0
	}
	if !now.Before(gt.resetAt) {
		gt.bucket = nil
		return 0
	}
	if gt.bucket.TokensAt(now) >= float64(reserve+1) && gt.bucket.AllowN(now, 1) {
		return 0
	}
	return gt.resetAt.Sub(now)
}

// observe learns from a response what is left. Within a window the bucket only
// falls: requests under way are taken from it already, and the response may be
// older than what we know.
func (g *gates) observe(path, entity string, remaining int, resets time.Duration, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.byName == nil {
		g.byName, g.names = map[string]*gate{}, map[string]string{}
	}
	if entity != "" {
		g.names[wordOf(path)] = entity
	}
	name := g.entityLocked(path)
	gt := g.byName[name]
	if gt == nil {
		gt = &gate{}
		g.byName[name] = gt
	}
	remaining = max(remaining, 0)
	gt.left = remaining
	resetAt := now.Add(max(resets, time.Second))
	if gt.bucket == nil || resetAt.Sub(gt.resetAt).Abs() > sameWindow {
		gt.bucket, gt.resetAt = rate.NewLimiter(0, remaining), resetAt
		return
	}
	if excess := int(gt.bucket.TokensAt(now)) - remaining; excess > 0 {
		gt.bucket.AllowN(now, excess)
	}
}

// left is what the API said remains, by entity.
func (g *gates) left() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := make(map[string]int, len(g.byName))
	for name, gt := range g.byName {
		out[name] = gt.left
	}
	return out
}
