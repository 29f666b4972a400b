package ingest_test

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/stages/features"
	"matchday/stages/staging"
	"matchday/stages/staging/files"
	"matchday/warehouse"
	"matchday/warehouse/lake"
)

// told is a home in which files land, one after the other.
type told struct {
	*testing.T
	home string
	now  time.Time
}

// clubsOf are the clubs of a division, by the year in which its season begins: with 2024
// the last of E0 and the first of E1 have changed places.
func clubsOf(division string, year int) []string {
	clubs := map[string][]string{
		"E0": {"Alder", "Birch", "Cedar", "Durmast"}, "E1": {"Elm", "Fir", "Gean", "Hazel"}, "SC0": {"Isla", "Jura", "Kerrera", "Lewis"},
	}[division]
	if year >= 2024 {
		switch division {
		case "E0":
			clubs[3] = "Elm"
		case "E1":
			clubs[0] = "Durmast"
		}
	}
	return clubs
}

// season is the file of a division's season; played says how many of its twelve fixtures
// have a result, one a week.
func season(division string, year, played int) string {
	text, clubs := "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HS,AS,HST,AST,B365H,B365D,B365A\n", clubsOf(division, year)
	for n := range 12 {
		home, away := n/3, n%3
		if away >= home {
			away++
		}
		text += fmt.Sprintf("%s,%s,15:00,%s,%s,", division, kickoffIn(year, n).Format("02/01/2006"), clubs[home], clubs[away])
		if n < played {
			h, a := (n*7+year)%4, (n*5+len(division))%3
			text += fmt.Sprintf("%d,%d,%c,%d,%d,%d,%d,", h, a, "ADH"[1+cmp.Compare(h, a)], 8+n, 7+h, 3+h, 2+a)
		} else {
			text += ",,,,,,,"
		}
		text += fmt.Sprintf("2.%d,3.3,3.%d\n", n+10, n+20)
	}
	return text
}

// kickoffIn is the Saturday of a season's nth fixture.
func kickoffIn(year, n int) time.Time {
	return matchday.Date(year, time.September, 7).AddDate(0, 0, 7*n)
}

// sheets are the team sheets of a fixture's sides: who played, from a player's number on.
func sheets(division string, year, n, from int) string {
	clubs, home, away := clubsOf(division, year), n/3, n%3
	if away >= home {
		away++
	}
	text := ""
	for i := range 22 {
		text += fmt.Sprintf("press,%s,%02d%02d,%s,%s,%s,%c,%s%02d,Player %d,MID,1,%d,6.%d,1\n",
			division, year%100, year%100+1, kickoffIn(year, n).Format("02/01/06"),
			clubs[home], clubs[away], "ha"[i/11], division, from+i, from+i, 60+i, i%10)
	}
	return text
}

const sheetsHeader = "source,division,fd_season,fd_date,fd_home,fd_away,side,player_key,player_name,position,started,minutes,mark,shots\n"

// land lands a file as the command does, some hours after the last one.
func (w *told) land(name, text string) {
	w.Helper()
	w.now = w.now.Add(7 * time.Hour)
	path := filepath.Join(w.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
	var counts ingest.FileCounts
	var err error
	if strings.HasPrefix(text, "source,") {
		var r ingest.AppearancesReport
		r, err = ingest.LandAppearances(w.Context(), hometest.Env(w.home, w.now), []string{path}, "mark")
		counts = r.FileCounts
	} else {
		var r ingest.FilesReport
		r, err = ingest.LandFiles(w.Context(), hometest.Env(w.home, w.now), []string{path})
		counts = r.FileCounts
	}
	if err != nil || counts.Landed != 1 || strings.Contains(fmt.Sprint(counts.Warnings), "the copy that people query") {
		w.Fatalf("land %s: %+v, %v", name, counts, err)
	}
}

// bare is a home with the books and what has landed, and nothing that was made of it.
func (w *told) bare() string {
	w.Helper()
	to := hometest.Copy(w.T, w.home)
	made, err := filepath.Glob(filepath.Join(to, "analytics*"))
	for _, path := range append(made, filepath.Join(to, "lake", "derived"), filepath.Join(to, "lake", lake.Staged)) {
		err = errors.Join(err, os.RemoveAll(path))
	}
	h, failed := hometest.Env(to, w.now).Open("test")
	if err = errors.Join(err, failed); err != nil {
		w.Fatal(err)
	}
	_, err = staging.Run(w.Context(), staging.Input{Lake: h.Lake()})
	if err = errors.Join(err, warehouse.Publish(w.Context(), h)); err != nil {
		w.Fatal(err)
	}
	return to
}

// live are the rows of a home's coming fixtures and what the market says of them, as text
// that tells every bit.
func (w *told) live(home string) (text string, rows int) {
	w.Helper()
	coming := "SELECT fixture_id FROM fixtures WHERE kickoff > '" + w.now.Format(time.DateTime) + "' ORDER BY 1"
	ids := strings.Split(strings.TrimSpace(hometest.Query(w.T, home, coming)), "\n")[1:]
	live, market, err := features.Live(w.Context(), lake.Lake{Dir: filepath.Join(home, "lake")}, w.now, ids, nil)
	if err != nil {
		w.Fatal(err)
	}
	var b strings.Builder
	for i, f := range live.Fixtures {
		fmt.Fprintf(&b, "%+v\n", f)
		for c, name := range live.Names {
			fmt.Fprintf(&b, "%s %s %v %x\n", f.ID, name, live.Columns[c][i], math.Float64bits(live.Columns[c][i]))
		}
		for c := range matchday.NumOutcome {
			fmt.Fprintf(&b, "%s market %x %x\n", f.ID, math.Float64bits(market.Pre[i][c]), math.Float64bits(market.Close[i][c]))
		}
	}
	return b.String(), live.Len()
}

// holds compares a home with a bare one: lake/staged, live rows and the copy.
func (w *told) holds(after string) (live string) {
	w.Helper()
	bare := w.bare()
	got, err := lake.Lake{Dir: filepath.Join(w.home, "lake")}.Current(lake.Staged)
	want, failed := lake.Lake{Dir: filepath.Join(bare, "lake")}.Current(lake.Staged)
	if err = errors.Join(err, failed); err != nil || !reflect.DeepEqual(got.Parts(), want.Parts()) {
		w.Errorf("%s: lake/staged %v, from nothing %v (%v)", after, got.Parts(), want.Parts(), err)
	}
	live, n := w.live(w.home)
	if made, _ := w.live(bare); n == 0 || live != made {
		w.Errorf("%s: %d live rows, which differ from those from nothing", after, n)
		for i, line := range strings.Split(made, "\n") {
			if have := strings.Split(live, "\n"); i >= len(have) || have[i] != line {
				w.Fatalf("the first is %s", line)
			}
		}
	}
	hometest.SameRows(w.T, after, filepath.Join(bare, "analytics.duckdb"), filepath.Join(w.home, "analytics.duckdb"))
	return live
}

// TestWhatIsToldLongAfterIsPublishedAsFromNothing lands what changes the past, as commands
// do: each time, lake/staged, the rows of coming fixtures and the copy are those of a home
// in which all had landed at once; and each time something of the rows has changed.
func TestWhatIsToldLongAfterIsPublishedAsFromNothing(t *testing.T) {
	w := &told{T: t, home: filepath.Join(t.TempDir(), "home"), now: kickoffIn(2024, 8).Add(30 * time.Hour)}
	before := files.AliasTable
	t.Cleanup(func() { files.AliasTable = before })
	for _, division := range []string{"E0", "E1", "SC0"} {
		w.land(division+"-22.csv", season(division, 2022, 12))
		if division != "E1" {
			w.land(division+"-24.csv", strings.ReplaceAll(season(division, 2024, 9), "Birch", "Birch Wood"))
		}
	}
	w.land("sheets-E.csv", sheetsHeader+sheets("E0", 2022, 3, 1)+sheets("E0", 2024, 4, 1)+sheets("E0", 2024, 8, 1)+sheets("E0", 2024, 9, 1))
	last := w.holds("the beginning")
	for _, step := range []struct {
		name string
		tell func()
	}{
		{"a season between, and who went up and down", func() { w.land("E1-24.csv", season("E1", 2024, 9)) }},
		{"an alias", func() { // as a new build has it; its first job has news
			files.AliasTable += "England,Birch Wood,Birch\n"
			w.land("E1-23.csv", season("E1", 2023, 12))
		}},
		{"a team sheet of two years ago corrected", func() {
			w.land("sheets-E2.csv", sheetsHeader+sheets("E0", 2022, 3, 6)+sheets("E0", 2024, 4, 4))
		}},
		{"the first team sheet of a country", func() { w.land("sheets-S.csv", sheetsHeader+sheets("SC0", 2024, 7, 1)) }},
		{"no alias any more", func() {
			files.AliasTable = before
			w.land("E0-23.csv", season("E0", 2023, 12))
		}},
	} {
		step.tell()
		live := w.holds(step.name)
		if live == last {
			t.Errorf("%s changed no row", step.name)
		}
		last = live
	}
	if t.Failed() {
		return
	}
	if got := hometest.QueryOne(t, w.home, "SELECT count(DISTINCT fixture_id) FROM lineups"); got != "4" {
		t.Errorf("%s fixtures have team sheets, want 4", got)
	}
}
