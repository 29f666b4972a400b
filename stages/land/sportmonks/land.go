package sportmonks

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchday/stages/staging/answers"
	"matchday/warehouse/lake"
)

// Landed counts what became of objects.
type Landed struct {
	Objects   int            // new in the lake
	Unchanged int            // had landed before; noted as seen if the moment is new
	Bytes     int64          // of the objects that are new
	ByEntity  map[string]int // new objects by entity
}

// add sums two counts.
func (n *Landed) add(m Landed) {
	n.Objects += m.Objects
	n.Unchanged += m.Unchanged
	n.Bytes += m.Bytes
	for entity, count := range m.ByEntity {
		n.count(entity, count)
	}
}

func (n *Landed) count(entity string, objects int) {
	if n.ByEntity == nil {
		n.ByEntity = map[string]int{}
	}
	n.ByEntity[entity] += objects
}

// Land writes objects into the lake, in their order, as one file that appears
// whole. An object whose payload is that of the last landing of the same view
// (entity, id, kind of request) is not landed again: the fetch is noted in the
// folder of sightings. Landing the same objects twice changes nothing. The
// caller holds the lake's lock.
func Land(l lake.Lake, objects []Object) (landed Landed, err error) {
	wanted := map[objectKey]bool{}
	for _, o := range objects {
		wanted[objectKey{o.Entity, o.ID}] = true
	}
	known, err := readIndex(l, wanted)
	if err != nil {
		return Landed{}, err
	}
	return land(l, known, objects)
}

// Landings are landings one after the other into a lake into which nobody else lands:
// what it holds is read once. Only homes to measure in are made so; they land a hundred
// thousand times.
type Landings struct {
	Lake  lake.Lake
	known index // nil before the first, and after one that failed
}

// Land is the function of that name.
func (s *Landings) Land(objects []Object) (landed Landed, err error) {
	if s.known == nil {
		if s.known, err = readIndex(s.Lake, nil); err != nil {
			return Landed{}, err
		}
	}
	if landed, err = land(s.Lake, s.known, objects); err != nil {
		s.known = nil
	}
	return landed, err
}

// land lands what the lake does not hold, by an index that knows of all that it holds of
// these objects.
func land(l lake.Lake, known index, objects []Object) (landed Landed, err error) {
	run, err := startRun(l, known)
	if err != nil {
		return Landed{}, err
	}
	for _, o := range objects {
		if err = run.add(o, sha256.Sum256(o.Payload)); err != nil {
			break
		}
	}
	return run.end(err)
}

// run writes the objects of one landing.
type run struct {
	lake   lake.Lake
	dir    string
	path   string
	index  index
	writer *rawWriter // nil before the first new object
	seen   []answers.Seen
	landed Landed
	kinds  map[string]string
}

func startRun(l lake.Lake, known index) (*run, error) {
	dir, err := l.Temp()
	if err != nil {
		return nil, err
	}
	return &run{lake: l, dir: dir, path: filepath.Join(dir, "raw.parquet"), index: known, kinds: map[string]string{}}, nil
}

// add lands one object, whose payload has this checksum.
func (r *run) add(o Object, sum [sha256.Size]byte) error {
	kind, ok := r.kinds[o.Request]
	if !ok {
		kind = requestKind(o.Request)
		r.kinds[o.Request] = kind
	}
	key, v := indexKey{o.Entity, o.ID, kind}, version{o.FetchedAt.UnixMicro(), sum}
	switch r.index.judge(key, v) {
	case known:
		r.landed.Unchanged++
		return nil
	case sighting:
		r.landed.Unchanged++
		r.index.add(key, v)
		r.seen = append(r.seen, answers.Seen{Source: answers.Source, Entity: o.Entity, ID: o.ID,
			FetchedAt: v.at, Request: o.Request, SHA256: hex.EncodeToString(sum[:])})
		return nil
	}
	r.index.add(key, v)
	r.landed.Objects++
	r.landed.Bytes += int64(len(o.Payload))
	r.landed.count(o.Entity, 1)
	if r.writer == nil {
		w, err := newRawWriter(r.path)
		if err != nil {
			return err
		}
		r.writer = w
	}
	return r.writer.add(answers.Raw{Source: answers.Source, Entity: o.Entity, ID: o.ID, FetchedAt: v.at,
		Request: o.Request, SHA256: hex.EncodeToString(sum[:]), Payload: o.Payload})
}

// end makes the run's objects appear in the lake, or nothing of them if
// something failed before.
func (r *run) end(failed error) (landed Landed, err error) {
	defer func() { err = errors.Join(err, os.RemoveAll(r.dir)) }()
	if r.writer != nil {
		failed = errors.Join(failed, r.writer.close())
	}
	if failed != nil {
		return Landed{}, fmt.Errorf("land Sportmonks objects: %w", failed)
	}
	if r.writer != nil {
		if _, err := r.lake.Add(answers.Folder, r.path); err != nil {
			return Landed{}, err
		}
	}
	// Sightings after the objects: a kill between the two loses a moment at
	// which nothing had changed, not an object.
	if err := addSeen(r.lake, r.dir, r.seen); err != nil {
		return Landed{}, err
	}
	return r.landed, nil
}
