package sportmonks

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// RedisCache keeps entries in a Redis database, which forgets them by itself.
// Several machines may share it.
type RedisCache struct{ client *redis.Client }

// redisPrefix stands before the names of entries, among what others keep there.
const redisPrefix = "matchday:sportmonks:"

// NewRedisCache reads where the database is, "redis://[user:password@]host:port/number",
// "rediss://…" for TLS or "unix://…" for a socket; it does not connect yet. Close
// ends it. The address stays out of the error: it may hold a password.
func NewRedisCache(address string) (*RedisCache, error) {
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, errors.New("address of a Redis database: want one such as redis://localhost:6379/0")
	}
	// The job is not to wait long for what only saves time.
	options.DialTimeout, options.DialerRetries, options.MaxRetries = 2*time.Second, 1, 1
	options.ReadTimeout, options.WriteTimeout = 5*time.Second, 5*time.Second
	return &RedisCache{redis.NewClient(options)}, nil
}

// Get implements Cache.
func (r *RedisCache) Get(ctx context.Context, name string) ([]byte, error) {
	entry, err := r.client.Get(ctx, redisPrefix+name).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return entry, err
}

// Put implements Cache; the database forgets the entry after keep.
func (r *RedisCache) Put(ctx context.Context, name string, entry []byte, keep time.Duration) error {
	return r.client.Set(ctx, redisPrefix+name, entry, keep).Err()
}

// Close ends the connections.
func (r *RedisCache) Close() error { return r.client.Close() }
