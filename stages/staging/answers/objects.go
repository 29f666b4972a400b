package answers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// rawBatch is how many landed objects are read at a time: a fixture with all
// its prices is a few megabytes.
const rawBatch = 8

// Object is one landed object of the API, understood. Its payload is not
// kept.
type Object struct {
	Entity, ID, SHA256  string
	FetchedAt, LastSeen int64       // µs since 1970; the last fetch that still brought this payload
	Responses           []*Response // of the fixtures in it
	Value               any         // *sportmonks.League, *landedTeam, …; nil for fixtures, and if nothing could be read
	rejects             []table.Reject
	zone                *time.Location // of the times in the payload; nil: UTC
	scope               scope          // of the prices in the payload
	cached              *Object        // of which this is a pass's copy; nil without a cache
}

// Read reads every object of the API that had landed by until, in µs,
// sorted by entity, id and fetch. Files that the cache knows are not read again.
func Read(ctx context.Context, l lake.Lake, until int64, cache *Cache) ([]*Object, error) {
	paths, err := l.Files(Folder)
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	perFile, err := decodeFiles(ctx, cache.missing(paths))
	if err != nil {
		return nil, err
	}
	objects := cache.objects(paths, perFile)
	objects = slices.DeleteFunc(objects, func(o *Object) bool { return o.FetchedAt > until })
	slices.SortFunc(objects, byFetch)
	objects = slices.CompactFunc(objects, func(a, b *Object) bool { return byFetch(a, b) == 0 })
	return objects, addSightings(l, until, objects, cache)
}

// rawRows are some rows of one landed file.
type rawRows struct {
	path string
	rows []Raw
}

// decodeFiles reads and decodes landed files, path → objects.
func decodeFiles(ctx context.Context, paths []string) (map[string][]*Object, error) {
	batches := make(chan rawRows)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(batches)
		for _, path := range paths {
			if err := streamRaw(ctx, path, batches); err != nil {
				return fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
			}
		}
		return nil
	})
	perWorker := make([]map[string][]*Object, runtime.GOMAXPROCS(0))
	for w := range perWorker {
		perWorker[w] = map[string][]*Object{}
		g.Go(func() error {
			for batch := range batches {
				for i := range batch.rows {
					perWorker[w][batch.path] = append(perWorker[w][batch.path], DecodeObject(&batch.rows[i]))
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := map[string][]*Object{}
	for _, path := range paths {
		for _, decoded := range perWorker {
			out[path] = append(out[path], decoded[path]...)
		}
	}
	return out, nil
}

// byFetch sorts landed objects: all versions of one object by their fetches.
func byFetch(a, b *Object) int {
	return cmp.Or(strings.Compare(a.Entity, b.Entity), strings.Compare(a.ID, b.ID),
		cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.SHA256, b.SHA256))
}

// streamRaw sends a file's rows in batches.
func streamRaw(ctx context.Context, path string, batches chan<- rawRows) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := parquet.NewGenericReader[Raw](f)
	defer r.Close()
	for {
		batch := make([]Raw, rawBatch)
		n, err := r.Read(batch)
		if n > 0 {
			select {
			case batches <- rawRows{path, batch[:n]}:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// addSightings moves lastSeen to the last fetch by until that brought the same
// payload again. objects are sorted by byFetch.
func addSightings(l lake.Lake, until int64, objects []*Object, cache *Cache) error {
	paths, err := l.Files(SeenFolder)
	if err != nil {
		return err
	}
	type key struct{ entity, id, sha256 string }
	versions := map[key][]*Object{}
	for _, o := range objects {
		k := key{o.Entity, o.ID, o.SHA256}
		versions[k] = append(versions[k], o)
	}
	for _, path := range paths {
		rows, err := cache.sightings(path)
		if err != nil {
			return fmt.Errorf("read landed sightings %s: %w; restore the file from a backup", path, err)
		}
		for _, s := range rows {
			if s.FetchedAt > until {
				continue
			}
			same := versions[key{s.Entity, s.ID, s.SHA256}]
			for i := len(same) - 1; i >= 0; i-- {
				if same[i].FetchedAt <= s.FetchedAt {
					same[i].LastSeen = max(same[i].LastSeen, s.FetchedAt)
					break
				}
			}
		}
	}
	return nil
}

// DecodeObject decodes one landed object. What it cannot use becomes rejects.
func DecodeObject(r *Raw) *Object {
	o := &Object{
		Entity: strings.Clone(r.Entity), ID: strings.Clone(r.ID), SHA256: strings.Clone(r.SHA256), FetchedAt: r.FetchedAt, LastSeen: r.FetchedAt,
		zone: ZoneOf(r.Request), scope: scopeOf(r.Request),
	}
	if strings.HasPrefix(r.ID, NoID) {
		o.reject(0, BadID, "the object's id, or that of the odds' fixture", r.Payload)
		return o
	}
	switch r.Entity {
	case FixtureEntity:
		readResponse(o, r.Payload)
	case OddsEntity:
		readOdds(o, r.Payload)
	case LeagueEntity:
		decodeInto(o, r.Payload, Decode[League])
	case SeasonEntity:
		decodeInto(o, r.Payload, Decode[Season])
	case StageEntity:
		readSchedule(o, r.Payload)
	case TeamEntity:
		decodeInto(o, r.Payload, o.readTeam)
	case PlayerEntity:
		decodeInto(o, r.Payload, Decode[Player])
	case SquadEntity:
		decodeInto(o, r.Payload, Decode[Squad])
	case StandingEntity:
		decodeInto(o, r.Payload, o.readStanding)
	case SidelinedEntity:
		decodeInto(o, r.Payload, Decode[Sideline])
	}
	return o
}

// decodeInto decodes a payload, or rejects the whole object.
func decodeInto[T any](o *Object, payload []byte, decode func([]byte) (T, error)) {
	v, err := decode(payload)
	if err != nil {
		o.reject(0, reasonOf(err), err.Error(), payload)
		return
	}
	o.Value = &v
}

// TeamObject is a team with its list of absences, read.
type TeamObject struct {
	Team
	Absences []Absence
}

func (o *Object) readTeam(payload []byte) (TeamObject, error) {
	t, err := Decode[Team](payload)
	if err != nil {
		return TeamObject{}, err
	}
	out := TeamObject{Team: t}
	eachRow(o, "sidelined", t.Sidelined, Decode[Sideline], func(_ int, s *Sideline, _ []byte) {
		a := Absence{Side: -1, Team: t.ID, Start: NoDay, End: NoDay}
		a.Complete(s)
		out.Absences = append(out.Absences, a)
	})
	out.Sidelined = Rows[Sideline]{} // read, and as large as the payload
	return out, nil
}

// StandingObject is a row of a table with its figures, read.
type StandingObject struct {
	Standing
	Figures map[int64]int32
}

func (o *Object) readStanding(payload []byte) (StandingObject, error) {
	s, err := Decode[Standing](payload)
	if err != nil {
		return StandingObject{}, err
	}
	out := StandingObject{Standing: s, Figures: map[int64]int32{}}
	eachRow(o, "details", s.Details, Decode[StandingDetail], func(_ int, d *StandingDetail, _ []byte) {
		if n, ok := d.Value.Number(); ok && math.Abs(n) <= mostMeasure {
			out.Figures[d.TypeID] = int32(n)
		}
	})
	out.Details = Rows[StandingDetail]{}
	return out, nil
}
