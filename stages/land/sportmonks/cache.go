package sportmonks

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Cache keeps entries for a while: DiskCache and RedisCache do. It is safe for
// concurrent use.
type Cache interface {
	// Get returns what was put under a name last; nil if nothing is there or
	// its time is over.
	Get(ctx context.Context, name string) (entry []byte, err error)
	// Put keeps an entry for at least a time by the wall's clock, in place of
	// what was there; a reader sees all of it or nothing.
	Put(ctx context.Context, name string, entry []byte, keep time.Duration) error
}

// How long responses stay fresh.
const (
	longestAge   = 24 * time.Hour
	referenceAge = longestAge // leagues, seasons, types, states, bookmakers, markets
	teamAge      = time.Hour  // teams, standings
	closedAge    = longestAge // fixtures of windows that ended a week ago
	liveAge      = 0          // fixtures near kick-off
)

// cacheName is the name under which the cache keeps a request's response. The key
// is part of the checksum, because another key may have another plan, which
// answers otherwise; nobody gets the key out of the checksum.
func (c *Client) cacheName(request string) string {
	sum := sha256.Sum256([]byte(c.cfg.Key.token() + "\n" + c.cfg.BaseURL + "\n" + request))
	return hex.EncodeToString(sum[:16])
}

// get returns the response of a request that is younger than fresh by the
// job's clock, and when it was fetched. Responses from after now, which a replay
// may meet, are not used.
func (c *Client) get(ctx context.Context, request string, fresh time.Duration) (body []byte, at time.Time, ok bool) {
	if c.cfg.Cache == nil || fresh <= 0 || c.cacheOff.Load() {
		return nil, time.Time{}, false
	}
	entry, err := c.cfg.Cache.Get(ctx, c.cacheName(request))
	if err != nil {
		c.cacheFailed(ctx, err)
		return nil, time.Time{}, false
	}
	head, body, found := bytes.Cut(entry, []byte("\n"))
	at, err = time.Parse(time.RFC3339Nano, string(head))
	if now := c.cfg.Now(); !found || err != nil || at.After(now) || now.Sub(at) >= fresh {
		return nil, time.Time{}, false
	}
	return body, at, true
}

// put keeps the response of a request behind the moment of its fetch.
func (c *Client) put(ctx context.Context, request string, body []byte, at time.Time, fresh time.Duration) {
	if c.cfg.Cache == nil || fresh <= 0 || c.cacheOff.Load() {
		return
	}
	entry := append(at.UTC().AppendFormat(nil, time.RFC3339Nano), '\n')
	if err := c.cfg.Cache.Put(ctx, c.cacheName(request), append(entry, body...), fresh); err != nil {
		c.cacheFailed(ctx, err)
	}
}

// cacheFailed switches the cache off for the rest of the job, with one warning:
// it saves requests, the job does not need it.
func (c *Client) cacheFailed(ctx context.Context, err error) {
	if ctx.Err() == nil && c.cacheOff.CompareAndSwap(false, true) {
		c.cfg.Log.Warn("the cache of answers does not work: the job goes on without it", "error", err)
	}
}
