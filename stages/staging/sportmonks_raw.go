package staging

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// rawBatch is how many landed objects are read at a time: a fixture with all
// its prices is a few megabytes.
const rawBatch = 8

// landedObject is one landed object of the API, understood. Its payload is not
// kept.
type landedObject struct {
	entity, id, sha256  string
	fetchedAt, lastSeen int64     // µs since 1970; the last fetch that still brought this payload
	answers             []*answer // of the fixtures in it
	value               any       // *sportmonks.League, *landedTeam, …; nil for fixtures, and if nothing could be read
	rejects             []table.Reject
	cached              *landedObject // of which this is a pass's copy; nil without a cache
}

// readObjects reads every object of the API that had landed by until, in µs,
// sorted by entity, id and fetch. Files that the cache knows are not read again.
func readObjects(ctx context.Context, l lake.Lake, until int64, cache *responseCache) ([]*landedObject, error) {
	paths, err := l.Files(answers.Folder)
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	perFile, err := decodeFiles(ctx, cache.missing(paths))
	if err != nil {
		return nil, err
	}
	objects := cache.get(paths, perFile)
	objects = slices.DeleteFunc(objects, func(o *landedObject) bool { return o.fetchedAt > until })
	slices.SortFunc(objects, byFetch)
	objects = slices.CompactFunc(objects, func(a, b *landedObject) bool { return byFetch(a, b) == 0 })
	return objects, addSightings(l, until, objects, cache)
}

// rawRows are some rows of one landed file.
type rawRows struct {
	path string
	rows []answers.Raw
}

// decodeFiles reads and decodes landed files, path → objects.
func decodeFiles(ctx context.Context, paths []string) (map[string][]*landedObject, error) {
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
	perWorker := make([]map[string][]*landedObject, runtime.GOMAXPROCS(0))
	for w := range perWorker {
		perWorker[w] = map[string][]*landedObject{}
		g.Go(func() error {
			for batch := range batches {
				for i := range batch.rows {
					perWorker[w][batch.path] = append(perWorker[w][batch.path], understand(&batch.rows[i]))
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	out := map[string][]*landedObject{}
	for _, path := range paths {
		for _, decoded := range perWorker {
			out[path] = append(out[path], decoded[path]...)
		}
	}
	return out, nil
}

// byFetch sorts landed objects: all versions of one object by their fetches.
func byFetch(a, b *landedObject) int {
	return cmp.Or(strings.Compare(a.entity, b.entity), strings.Compare(a.id, b.id),
		cmp.Compare(a.fetchedAt, b.fetchedAt), strings.Compare(a.sha256, b.sha256))
}

// streamRaw sends a file's rows in batches.
func streamRaw(ctx context.Context, path string, batches chan<- rawRows) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := parquet.NewGenericReader[answers.Raw](f)
	defer r.Close()
	for {
		batch := make([]answers.Raw, rawBatch)
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
func addSightings(l lake.Lake, until int64, objects []*landedObject, cache *responseCache) error {
	paths, err := l.Files(answers.SeenFolder)
	if err != nil {
		return err
	}
	type key struct{ entity, id, sha256 string }
	versions := map[key][]*landedObject{}
	for _, o := range objects {
		k := key{o.entity, o.id, o.sha256}
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
				if same[i].fetchedAt <= s.FetchedAt {
					same[i].lastSeen = max(same[i].lastSeen, s.FetchedAt)
					break
				}
			}
		}
	}
	return nil
}

// understand decodes one landed object. What it cannot use becomes rejects.
func understand(r *answers.Raw) *landedObject {
	o := &landedObject{entity: strings.Clone(r.Entity), id: strings.Clone(r.ID), sha256: strings.Clone(r.SHA256), fetchedAt: r.FetchedAt, lastSeen: r.FetchedAt}
	switch r.Entity {
	case answers.FixtureEntity:
		readAnswer(o, r.Payload)
	case answers.OddsEntity:
		readOdds(o, r.Payload)
	case answers.LeagueEntity:
		decodeInto(o, r.Payload, answers.Decode[answers.League])
	case answers.SeasonEntity:
		decodeInto(o, r.Payload, answers.Decode[answers.Season])
	case answers.StageEntity:
		readSchedule(o, r.Payload)
	case answers.TeamEntity:
		decodeInto(o, r.Payload, o.readTeam)
	case answers.PlayerEntity:
		decodeInto(o, r.Payload, answers.Decode[answers.Player])
	case answers.SquadEntity:
		decodeInto(o, r.Payload, answers.Decode[answers.Squad])
	case answers.StandingEntity:
		decodeInto(o, r.Payload, o.readStanding)
	case answers.SidelinedEntity:
		decodeInto(o, r.Payload, answers.Decode[answers.Sideline])
	}
	return o
}

// decodeInto decodes a payload, or rejects the whole object.
func decodeInto[T any](o *landedObject, payload []byte, decode func([]byte) (T, error)) {
	v, err := decode(payload)
	if err != nil {
		o.reject(0, reasonOf(err), err.Error(), payload)
		return
	}
	o.value = &v
}

// landedTeam is a team with its list of absences, read.
type landedTeam struct {
	answers.Team
	absences []absence
}

func (o *landedObject) readTeam(payload []byte) (landedTeam, error) {
	t, err := answers.Decode[answers.Team](payload)
	if err != nil {
		return landedTeam{}, err
	}
	out := landedTeam{Team: t}
	eachRow(o, "sidelined", t.Sidelined, answers.Decode[answers.Sideline], func(_ int, s *answers.Sideline, _ []byte) {
		a := absence{side: -1, team: t.ID, start: noDay, end: noDay}
		a.complete(s)
		out.absences = append(out.absences, a)
	})
	out.Sidelined = answers.Rows[answers.Sideline]{} // read, and as large as the payload
	return out, nil
}

// landedStanding is a row of a table with its figures, read.
type landedStanding struct {
	answers.Standing
	figures map[int64]int32
}

func (o *landedObject) readStanding(payload []byte) (landedStanding, error) {
	s, err := answers.Decode[answers.Standing](payload)
	if err != nil {
		return landedStanding{}, err
	}
	out := landedStanding{Standing: s, figures: map[int64]int32{}}
	eachRow(o, "details", s.Details, answers.Decode[answers.StandingDetail], func(_ int, d *answers.StandingDetail, _ []byte) {
		if n, ok := d.Value.Number(); ok {
			out.figures[d.TypeID] = int32(n)
		}
	})
	out.Details = answers.Rows[answers.StandingDetail]{}
	return out, nil
}
