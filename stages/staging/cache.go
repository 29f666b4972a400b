package staging

import "matchday/stages/staging/answers"

// Cache keeps for the next pass of the same process what an earlier one merged. The
// zero value is empty; a nil Cache keeps nothing. It is for one lake and one pass at a
// time.
type Cache struct{ merged answers.Cache }

// responses is the cache of the API's responses; nil without a cache.
func (c *Cache) responses() *answers.Cache {
	if c == nil {
		return nil
	}
	return &c.merged
}
