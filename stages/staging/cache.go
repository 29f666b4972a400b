package staging

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// Cache keeps for the next pass of the same process what an earlier one decoded
// and wrote. The zero value is empty; a nil Cache keeps nothing. It is for one
// lake and one pass at a time.
type Cache struct {
	decoded answers.Cache
	tables  map[string]cachedTable
}

// cachedTable is a table's published file and what it was made from.
type cachedTable struct{ key, file string }

// responses is the cache of the API's responses; nil without a cache.
func (c *Cache) responses() *answers.Cache {
	if c == nil {
		return nil
	}
	return &c.decoded
}

// keys name what the large tables are made from, where that is the cached
// fixtures alone; they are all that the cache has.
func (t tables) keys(cache *Cache) map[string]string {
	out := map[string]string{}
	if len(t.api.Objects) == 0 || cache == nil {
		return out
	}
	key := func(table string, pass func(answers.Made) int) {
		sum := sha256.New()
		for f := range t.joined.ByAPI() {
			fmt.Fprintf(sum, "%d %s %s %s %d\n", f.API.ID, f.ID, f.HomeID, f.AwayID, pass(f.API.Made))
		}
		out[table] = hex.EncodeToString(sum.Sum(nil))
	}
	key("quotes", func(m answers.Made) int { return m.Quotes })
	key("measures", func(m answers.Made) int { return m.Measures })
	if len(t.files.Fixtures) == 0 {
		key("odds", func(m answers.Made) int { return m.Odds })
	}
	if len(t.lineups) == 0 {
		key("lineups", func(m answers.Made) int { return m.Lineups })
	}
	return out
}

// unchanged lists the tables whose published file is what this pass would
// write, with their files.
func (c *Cache) unchanged(l lake.Lake, keys map[string]string) (out []lake.Part) {
	if c == nil {
		return nil
	}
	for table, t := range c.tables {
		if keys[table] == t.key && l.Has(lake.Staged, t.file) {
			out = append(out, lake.Part{Table: table, File: t.file})
		}
	}
	return out
}

// put notes which files hold the tables now.
func (c *Cache) put(keys map[string]string, manifest lake.Manifest) {
	if c == nil {
		return
	}
	c.tables = map[string]cachedTable{}
	for table, key := range keys {
		if files := manifest.Tables[table]; len(files) == 1 {
			c.tables[table] = cachedTable{key, files[0]}
		}
	}
}
