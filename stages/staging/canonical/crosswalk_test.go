package canonical

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/stages/land"
	"matchday/stages/staging/crosswalk"
	"matchday/stages/staging/files"
	"matchday/stages/staging/notes"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// knownTable is a table of fixtures of which the files' names are known.
type knownTable struct {
	seasons []crosswalk.Season
	truth   map[string]string // season id + fixture id → date/home/away as the files spell them
}

// readKnown reads the fixtures of one source from a table; what the files call
// them is kept apart, for checking only.
func readKnown(t *testing.T, path string, keep func(row map[string]string) bool) knownTable {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := knownTable{truth: map[string]string{}}
	place := map[string]int{}
	for _, cells := range rows[1:] {
		row := map[string]string{}
		for i, name := range rows[0] {
			row[name] = cells[i]
		}
		if !keep(row) {
			continue
		}
		id := row["source_fixture_id"] + row["sportmonks_fixture_id"]
		season := row["league_id"] + " " + row["season_id"]
		day, round, label := moment(t, row["starting_at"], row["season_id"])
		if label != "" {
			season = label
		}
		if _, ok := place[season]; !ok {
			place[season] = len(out.seasons)
			out.seasons = append(out.seasons, crosswalk.Season{ID: season, Label: label, Names: map[string][]string{}})
		}
		s := &out.seasons[place[season]]
		for _, side := range []string{"home", "away"} {
			if name := row[side+"_name"]; name != "" {
				s.Names[row[side+"_id"]] = []string{name}
			}
		}
		s.Fixtures = append(s.Fixtures, crosswalk.Fixture{ID: id, Home: row["home_id"], Away: row["away_id"], Day: day, Round: round})
		out.truth[season+" "+id] = row["division"] + "/" + row["fd_season"] + " " + row["fd_date"] + " " + row["fd_home"] + " - " + row["fd_away"]
	}
	return out
}

// moment reads a kick-off; without one it reads the season's label and the match
// day from the season's name, "2021-22 md 7".
func moment(t *testing.T, kickoff, season string) (day, round int32, label string) {
	t.Helper()
	for _, layout := range []string{time.DateTime, time.RFC3339} {
		if at, err := time.Parse(layout, kickoff); err == nil {
			return table.Days(at), 0, ""
		}
	}
	words := strings.Fields(season)
	n, err := strconv.Atoi(words[len(words)-1])
	if err != nil {
		t.Fatalf("neither a time nor a match day: %q, %q", kickoff, season)
	}
	label = words[0]
	if a, b, ok := strings.Cut(label, "-"); ok {
		label = a[2:] + b
	}
	return crosswalk.NoDay, int32(n), label
}

// realSeasons are the seasons of the real files.
func realSeasons(t *testing.T, dir string) ([]crosswalk.Season, files.Facts) {
	t.Helper()
	l := lake.Lake{Dir: t.TempDir()}
	var paths []string
	for _, folder := range []string{"football-data", "football-data-later", "football-data-new", "football-data-editions"} {
		paths = append(paths, filepath.Join(dir, folder))
	}
	r, err := land.FootballData(t.Context(), land.Input{Lake: l, Paths: paths, Now: time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC)})
	if err != nil || r.Refused != nil {
		t.Fatalf("land the real files: %+v, %v", r, err)
	}
	landed, err := files.Read(t.Context(), l, math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	aliases, err := files.ReadAliases(files.AliasTable)
	if err != nil {
		t.Fatal(err)
	}
	a := files.Merge(landed, aliases)
	atAnyTime := []crosswalk.Season{{Fixtures: []crosswalk.Fixture{{Day: -1 << 30}, {Day: 1 << 30}}}}
	return fileSeasons(a, aliases, atAnyTime), a
}

func TestTheCrosswalkFindsTheRealPairs(t *testing.T) {
	dir := os.Getenv("MATCHDAY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, "sportmonks", "fixtures.csv")); err != nil {
		t.Skipf("SKIPPED FOR WANT OF REAL FILES: %v; set MATCHDAY_SHARED", err)
	}
	canonical, s := realSeasons(t, dir)
	byID := map[string]*files.Fixture{}
	for _, f := range s.Fixtures {
		byID[f.ID] = f
	}
	sportmonks := filepath.Join(dir, "sportmonks", "fixtures.csv")
	lineups := filepath.Join(dir, "lineups", "fixtures.csv")
	for _, c := range []struct {
		name, path, source string
		stable             bool
		fixtures           int
		names, days        bool
	}{
		{"the API, ids hold for ever", sportmonks, "", true, 2280, true, true},
		{"the API without names", sportmonks, "", true, 2280, false, true},
		{"ids that hold for a season, no names", lineups, "fpl", false, 3040, false, true},
		{"five leagues", lineups, "wyscout", true, 1826, true, true},
		{"five leagues without names", lineups, "wyscout", false, 1826, false, true},
		{"rounds without dates", lineups, "soccerment", true, 380, true, false},
		{"rounds without dates, Brazil", lineups, "cartola", true, 380, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			other := readKnown(t, c.path, func(row map[string]string) bool { return row["source"] == c.source })
			if !c.names {
				for i := range other.seasons {
					other.seasons[i].Names = nil
				}
			}
			start := time.Now()
			joined := crosswalk.Join(canonical, other.seasons, crosswalk.Hints{Stable: c.stable}, &notes.Book{})
			t.Logf("%d seasons in %v", len(other.seasons), time.Since(start).Round(time.Millisecond))
			fixtures, found, listed := 0, 0, 0
			for _, j := range joined {
				season := other.seasons[j.Other]
				fixtures += len(season.Fixtures)
				for _, p := range j.Fixtures {
					f := byID[p.Canonical]
					row := f.FixtureRow(f.ID)
					date := time.Unix(int64(row.MatchDate)*86400, 0).UTC()
					got := fmt.Sprintf("%s/%s %s %s - %s", f.Season.Division, f.Season.Season, date.Format("02/01/2006"), row.HomeTeam, row.AwayTeam)
					want := other.truth[season.ID+" "+p.Other]
					if want != got && want != strings.Replace(got, date.Format("02/01/2006"), date.Format("02/01/06"), 1) {
						t.Errorf("wrong pair: %s is %q, want %q (%+v)", p.Other, got, want, p)
					}
					found++
				}
				for _, a := range j.Ambiguous {
					if a.Entity == "fixture" {
						listed++
					}
				}
				t.Log(season.ID, j.Canonical, j.Score, len(j.Teams), len(j.Fixtures), len(j.Ambiguous))
			}
			if fixtures != c.fixtures {
				t.Errorf("%d fixtures, want %d", fixtures, c.fixtures)
			}
			if c.days && 1000*found < 995*fixtures || found+listed < fixtures {
				t.Errorf("%d of %d fixtures found, %d listed as ambiguous", found, fixtures, listed)
			}
			t.Logf("%d of %d found, %d listed", found, fixtures, listed)
		})
	}
}
