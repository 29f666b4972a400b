package sportmonks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// index knows which payload of which object landed when, so that none lands
// twice.
type index map[indexKey][]version

// indexKey is an object as one kind of request shows it.
type indexKey struct{ entity, id, kind string }

// version is one landed payload, or a later sighting of it.
type version struct {
	at  int64 // µs since 1970
	sum [sha256.Size]byte
}

// landedRow is Raw or Seen without what the index does not need; the payloads'
// column is not read.
type landedRow struct {
	Entity    string `parquet:"entity,dict"`
	ID        string `parquet:"id"`
	FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"`
	Request   string `parquet:"request,dict"`
	SHA256    string `parquet:"sha256"`
}

// LandingCache spares the landings of one process the reading of what an earlier
// one read: a landed file never changes. The zero value is empty; a nil cache
// keeps nothing. It is for one lake and one landing at a time.
type LandingCache struct {
	known index
	files map[string]bool
}

// get is what the lake holds.
func (c *LandingCache) get(l lake.Lake) (index, error) {
	if c == nil {
		return readIndex(l)
	}
	if c.known == nil {
		c.known, c.files = index{}, map[string]bool{}
	}
	return c.known, c.known.read(l, c.files)
}

// invalidate empties the cache after a landing that failed: what the landing
// added is not in the lake.
func (c *LandingCache) invalidate() {
	if c != nil {
		*c = LandingCache{}
	}
}

// readIndex reads what the lake holds.
func readIndex(l lake.Lake) (index, error) {
	known := index{}
	return known, known.read(l, map[string]bool{})
}

// read adds what the lake holds in files that have not been read.
func (x index) read(l lake.Lake, files map[string]bool) error {
	kinds := map[string]string{} // requests repeat
	for _, folder := range []string{answers.Folder, answers.SeenFolder} {
		err := eachNewRow(l, folder, files, func(r landedRow) {
			var v version
			if n, err := hex.Decode(v.sum[:], []byte(r.SHA256)); err != nil || n != len(v.sum) {
				return // a window, which has no payload
			}
			v.at = r.FetchedAt
			kind, ok := kinds[r.Request]
			if !ok {
				kind = requestKind(r.Request)
				kinds[r.Request] = kind
			}
			x.add(indexKey{r.Entity, r.ID, kind}, v)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// add inserts a version in the order of time, once.
func (x index) add(key indexKey, v version) {
	versions := x[key]
	i, _ := slices.BinarySearchFunc(versions, v.at+1, func(w version, at int64) int { return cmp.Compare(w.at, at) })
	for k := i - 1; k >= 0 && versions[k].at == v.at; k-- {
		if versions[k].sum == v.sum {
			return
		}
	}
	x[key] = slices.Insert(versions, i, v)
}

// verdict is what an object is to the lake.
type verdict int

const (
	changed  verdict = iota // a payload that the object did not have before
	sighting                // the payload that it had, at a later moment
	known                   // exactly this, at this moment
)

// judge says what a version is beside those that landed: the last one before
// it counts, and those of the same moment.
func (x index) judge(key indexKey, v version) verdict {
	versions := x[key]
	after, _ := slices.BinarySearchFunc(versions, v.at+1, func(w version, at int64) int { return cmp.Compare(w.at, at) })
	i := after - 1
	for ; i >= 0 && versions[i].at == v.at; i-- {
		if versions[i].sum == v.sum {
			return known
		}
	}
	if i >= 0 && i == after-1 && versions[i].sum == v.sum {
		return sighting
	}
	return changed
}
