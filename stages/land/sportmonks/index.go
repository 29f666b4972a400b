package sportmonks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"matchday/warehouse/lake"
	"matchday/warehouse/lake/sportmonks"
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

// readIndex reads what the lake holds.
func readIndex(l lake.Lake) (index, error) {
	known := index{}
	kinds := map[string]string{} // requests repeat
	for _, folder := range []string{sportmonks.Folder, sportmonks.SeenFolder} {
		err := eachRow(l, folder, func(r landedRow) {
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
			known.add(indexKey{r.Entity, r.ID, kind}, v)
		})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// add inserts a version in the order of time.
func (x index) add(key indexKey, v version) {
	versions := x[key]
	i, _ := slices.BinarySearchFunc(versions, v.at+1, func(w version, at int64) int { return cmp.Compare(w.at, at) })
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
