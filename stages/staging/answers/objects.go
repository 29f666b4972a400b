package answers

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"golang.org/x/sync/errgroup"

	"matchday/stages/staging/table"
)

// Object is one landed object of the API, understood. Its payload is not
// kept.
type Object struct {
	Entity, ID, SHA256  string
	FetchedAt, LastSeen int64       // µs since 1970; the last fetch that still brought this payload
	Responses           []*Response // of the fixtures in it
	Value               any         // *sportmonks.League, *landedTeam, …; nil for fixtures, and if nothing could be read
	rejects             []table.Reject
	request             string
	requestSays
}

// rawBatch is how many landed objects are read at a time: a fixture with all
// its prices is a few megabytes.
const rawBatch = 8

// decodeRows decodes some rows of a landed file on all processors, and calls use for
// each in their order.
func decodeRows(ctx context.Context, path string, from, rows int, use func(*Object) error) error {
	// Each slot is the promise of a batch; they are kept in order.
	slots := make(chan chan []*Object, runtime.GOMAXPROCS(0))
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error {
		defer close(slots)
		err := streamRaw(path, from, rows, func(batch []Raw) error {
			slot := make(chan []*Object, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return ctx.Err()
			}
			go func() {
				decoded := make([]*Object, len(batch))
				for i := range batch {
					decoded[i] = DecodeObject(&batch[i])
				}
				slot <- decoded
			}()
			return nil
		})
		if err != nil && ctx.Err() == nil {
			return unreadable(path, err)
		}
		return err
	})
	work.Go(func() error {
		for slot := range slots {
			for _, o := range <-slot {
				if err := use(o); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return work.Wait()
}

// streamRaw gives some of a file's rows in batches.
func streamRaw(path string, from, rows int, use func([]Raw) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := parquet.NewGenericReader[Raw](f)
	defer r.Close()
	if from > 0 {
		if err := r.SeekToRow(int64(from)); err != nil {
			return err
		}
	}
	for rows > 0 {
		batch := make([]Raw, min(rawBatch, rows))
		n, err := r.Read(batch)
		if rows -= n; n > 0 {
			if err := use(batch[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// requestSays is what a request says of all objects that it brought.
type requestSays struct {
	zone  *time.Location // of the times in the payload; nil: UTC
	scope scope          // of the prices in the payload
}

func readRequest(request string) requestSays { return requestSays{ZoneOf(request), scopeOf(request)} }

// DecodeObject decodes one landed object. What it cannot use becomes rejects.
func DecodeObject(r *Raw) *Object {
	o := &Object{
		Entity: strings.Clone(r.Entity), ID: strings.Clone(r.ID), SHA256: strings.Clone(r.SHA256), FetchedAt: r.FetchedAt, LastSeen: r.FetchedAt,
		request: r.Request, requestSays: readRequest(r.Request),
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
