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

// objectKey is an object as all requests show it.
type objectKey struct{ entity, id string }

// readIndex reads what the lake holds of some objects; nil: of all.
func readIndex(l lake.Lake, wanted map[objectKey]bool) (index, error) {
	x, kinds := index{}, map[string]string{} // requests repeat
	add := func(entity, id, request, payload string, at int64) {
		var v version
		if n, err := hex.Decode(v.sum[:], []byte(payload)); err != nil || n != len(v.sum) {
			return // a window, which has no payload
		}
		v.at = at
		kind, ok := kinds[request]
		if !ok {
			kind = requestKind(request)
			kinds[request] = kind
		}
		x.add(indexKey{entity, id, kind}, v)
	}
	names, err := answers.Names(l, func(n *answers.Name) bool { return wanted == nil || wanted[objectKey{n.Entity, n.ID}] })
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		add(n.Entity, n.ID, n.Request, n.SHA256, n.FetchedAt)
	}
	all, err := answers.OpenSightings(l, func(s *answers.Sightings) bool { return wanted == nil || wanted[objectKey{s.Entity, s.ID}] })
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		for at := range s.Moments {
			add(s.Entity, s.ID, s.Request, s.SHA256, at)
		}
	}
	return x, nil
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
