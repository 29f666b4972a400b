package matchfiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"matchday"
	"matchday/invented/world"
)

// site serves a world's files. They are made when they are asked for, and made again
// once the publisher has put out new ones.
type site struct {
	world *world.World

	mu   sync.Mutex
	made map[string]issue // by path
}

// issue is a file as of a publication; without content, there was none. It was
// modified then or at an earlier one.
type issue struct {
	at, modified time.Time
	content      []byte
}

// Handler serves a world of English and German leagues as football-data.co.uk serves
// its files, in the layout of today: mmz4281/<season>/<division>.csv with what has been
// played, and fixtures.csv with what is to come and has pre-match prices. Both depend
// on the world's clock. New files come out at 06:00 UTC and when prices are collected.
func Handler(w *world.World) http.Handler {
	s := &site{world: w, made: map[string]issue{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /mmz4281/{season}/{file}", func(rw http.ResponseWriter, r *http.Request) {
		division, _ := strings.CutSuffix(r.PathValue("file"), ".csv")
		s.serve(rw, r, func(at time.Time) *sheet { return s.season(r.PathValue("season"), division, at) })
	})
	mux.HandleFunc("GET /"+ComingFile, func(rw http.ResponseWriter, r *http.Request) { s.serve(rw, r, s.coming) })
	return mux
}

// serve answers with the file of the last publication by the world's clock. A client
// that has it already is told so.
func (s *site) serve(rw http.ResponseWriter, r *http.Request, file func(time.Time) *sheet) {
	f := s.issue(r.URL.Path, lastPublication(s.world.Now()), file)
	if f.content == nil {
		http.NotFound(rw, r)
		return
	}
	sum := sha256.Sum256(f.content)
	rw.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	rw.Header().Set("Content-Type", "text/csv")
	http.ServeContent(rw, r, "", f.modified, bytes.NewReader(f.content))
}

// issue is the file at a path as of a publication. What has not changed since it was
// last asked for was not modified.
func (s *site) issue(path string, at time.Time, file func(time.Time) *sheet) issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	last, there := s.made[path]
	if there && last.at.Equal(at) {
		return last
	}
	f := issue{at: at, modified: at}
	if sheet := file(at); sheet != nil {
		f.content = sheet.bytes()
	}
	if there && bytes.Equal(last.content, f.content) && last.modified.Before(at) {
		f.modified = last.modified
	}
	s.made[path] = f
	return f
}

// lastPublication is when the publisher last put out files.
func lastPublication(now time.Time) time.Time {
	const morning = 6 * time.Hour
	daily := now.Add(-morning).Truncate(24 * time.Hour).Add(morning)
	if collected := matchday.CollectionBefore(now); collected.After(daily) {
		return collected
	}
	return daily
}

// divisionOf is the publisher's code of a league; "" if it has none.
func divisionOf(c *world.Competition) string {
	switch {
	case c.Cup:
	case c.Country.Name == "England":
		return fmt.Sprintf("E%d", c.Level-1)
	case c.Country.Name == "Germany":
		return fmt.Sprintf("D%d", c.Level)
	}
	return ""
}

// FixtureIDs are the ids of the world's league fixtures by the id under which a site's
// files land them.
func FixtureIDs(w *world.World) map[string]int64 {
	out := map[string]int64{}
	s := site{world: w}
	s.each(w.Now(), func(f *world.Fixture, division, season string) {
		x := Fixture{Division: division, Season: season, Home: f.Clubs[0].Name, Away: f.Clubs[1].Name}
		out[x.id()] = f.ID
	})
	return out
}

// season is the file of a division's season; nil before its first result.
func (s *site) season(season, division string, at time.Time) *sheet {
	out := newSheet("", newHeader)
	s.each(at, func(f *world.Fixture, code, of string) {
		if code != division || of != season {
			return
		}
		if played, _ := published(f, at); played {
			x := newFixture(s.world, f, code, at, true)
			out.rows = append(out.rows, x.cells)
		}
	})
	if len(out.rows) == 0 {
		return nil
	}
	return out
}

// coming is the file of coming fixtures. A fixture stands there once its prices have
// been collected.
func (s *site) coming(at time.Time) *sheet {
	out := newSheet("", comingHeader)
	s.each(at, func(f *world.Fixture, code, _ string) {
		_, coming := published(f, at)
		if coming && !matchday.CollectionMoment(f.StartingAt(at)).After(at) {
			x := newFixture(s.world, f, code, at, false)
			out.rows = append(out.rows, x.cells)
		}
	})
	return out
}

// each calls visit with the fixtures of every league, in the order of divisions and
// kick-offs, and with the league's code and the season's label.
func (s *site) each(at time.Time, visit func(f *world.Fixture, division, season string)) {
	for _, c := range s.world.Competitions {
		division := divisionOf(c)
		if division == "" {
			continue
		}
		for _, season := range s.world.Seasons {
			if season.Competition != c {
				continue
			}
			fixtures := slices.Clone(season.Fixtures)
			slices.SortStableFunc(fixtures, func(a, b *world.Fixture) int { return a.StartingAt(at).Compare(b.StartingAt(at)) })
			for _, f := range fixtures {
				visit(f, division, matchday.SeasonOf(season.First))
			}
		}
	}
}
