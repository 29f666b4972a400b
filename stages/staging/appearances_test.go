package staging_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/stages/land"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// landTable lands one table of who played.
func (w world) landTable(now time.Time, name, rating string, rows ...string) {
	w.Helper()
	path := filepath.Join(w.files, name)
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")), 0o644); err != nil {
		w.Fatal(err)
	}
	r, err := land.Appearances(context.Background(), land.Input{Lake: w.lake, Paths: []string{path}, Now: now}, rating)
	if err != nil || r.Landed != 1 {
		w.Fatalf("land %s: %+v, %v", name, r, err)
	}
}

const lineupHeader = "source,division,fd_season,fd_date,fd_home,fd_away,side,player_key,player_name,position,started,minutes,mark,shots"

// eleven are rows of a whole side; the last ones may be left out.
func eleven(n int, minutes string) []string {
	out := []string{lineupHeader}
	for i := range n {
		out = append(out, fmt.Sprintf("press,E0,1516,08/08/15,Arsenal,Leicester,h,p%02d,Player %d,MID,1,%s,6.5,", i, i, minutes))
	}
	return out
}

// lineupKickoff of the fixture of these tests: 15:00 in London.
var lineupKickoff = time.Date(2015, time.August, 8, 14, 0, 0, 0, time.UTC)

func lineupWorld(t *testing.T) world {
	w := newWorld(t)
	w.land(noon(2015, time.August, 7), "E0.csv", "E0,08/08/15,15:00,Arsenal,Leicester,,,,,,2,3.4,4,,")
	return w
}

func TestATableLandedAfterTheMatchWasKnownAnHourBeforeIt(t *testing.T) {
	w := lineupWorld(t)
	w.landTable(noon(2020, time.January, 1), "a.csv", "mark", append(eleven(11, "90"),
		"press,E0,1516,08/08/15,Arsenal,Leicester,h,keeper,K,GK,0,0,,2",
		"press,E0,1516,08/08/15,Arsenal,Leicester,h,p03,again,MID,1,90,7,",
		"press,E0,1516,12/08/15,Arsenal,Leicester,h,p04,too late,MID,1,90,7,",
		"press,E0,1516,08/08/15,Arsenal,Chelsea,h,p04,nobody,MID,1,90,7,")...)
	rows := tableRows[table.Lineup](w, "lineups")
	if len(rows) != 12 {
		t.Fatalf("%d rows of lineups, want 12", len(rows))
	}
	first, last := rows[0], rows[11]
	if first.FixtureID != "E0/1516/Arsenal/Leicester/1" || first.Side != "home" || first.TeamID != "England/Arsenal" || first.Source != "press" ||
		first.PlayerID != "press/p00" || !first.Started || first.Position != "midfielder" || *first.Rating != 6.5 || *first.Minutes != 90 {
		t.Errorf("first row %+v", first)
	}
	if last.PlayerID != "press/keeper" || last.Started || last.Rating != nil || *last.Minutes != 0 || len(last.Measures) != 1 || last.Measures[0] != (table.NamedValue{
		Name: "shots", Value: 2,
	}) {
		t.Errorf("last row %+v", last)
	}
	if known := time.UnixMicro(first.KnownAt).UTC(); !known.Equal(lineupKickoff.Add(-time.Hour)) {
		t.Errorf("known at %s", known)
	}
	if played := time.UnixMicro(*first.DetailsKnownAt).UTC(); !played.Equal(lineupKickoff.Add(3 * time.Hour)) {
		t.Errorf("minutes known at %s", played)
	}
	if got := w.run().Rejected; got["no_fixture"] != 2 || got["player_twice"] != 1 {
		t.Errorf("rejected %v", got)
	}
}

func TestAnEmptierTableNeverReplacesALineUp(t *testing.T) {
	w := lineupWorld(t)
	w.landTable(lineupKickoff.Add(-50*time.Minute), "a.csv", "mark", eleven(11, "")...)
	w.landTable(lineupKickoff.Add(-40*time.Minute), "b.csv", "mark", eleven(7, "")...)
	w.landTable(lineupKickoff.Add(48*time.Hour), "c.csv", "mark", eleven(11, "88")...)
	rows := tableRows[table.Lineup](w, "lineups")
	if len(rows) != 11 {
		t.Fatalf("%d rows of lineups, want the 11 of one version", len(rows))
	}
	if known := time.UnixMicro(rows[0].KnownAt).UTC(); !known.Equal(lineupKickoff.Add(-50 * time.Minute)) {
		t.Errorf("known at %s, want the first landing", known)
	}
	if rows[0].Minutes == nil || *rows[0].Minutes != 88 {
		t.Errorf("minutes %v, want those of the last table", rows[0].Minutes)
	}
	if got := w.run().Rejected; got["partial_lineup"] != 1 {
		t.Errorf("rejected %v", got)
	}
}

func TestWithoutTablesThereIsNoTableOfLineUps(t *testing.T) {
	r := lineupWorld(t).run()
	if _, err := r.Published.Paths("lineups"); err == nil {
		t.Error("there is a table lineups, of nothing")
	}
}

// TestTheRealTablesJoin counts what the real tables come to: every one of their
// fixtures is found.
func TestTheRealTablesJoin(t *testing.T) {
	w := newWorld(t)
	dir := realFiles(t)
	var seasons []string
	for _, folder := range []string{"football-data/1617", "football-data/1718", "football-data-later/1[78]*", "football-data-later/[12][90123]*", "football-data-new/BRA.csv"} {
		found, err := filepath.Glob(filepath.Join(dir, folder))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", folder, found, err)
		}
		seasons = append(seasons, found...)
	}
	if r, err := land.FootballData(context.Background(), land.Input{Lake: w.lake, Paths: seasons, Now: older}); err != nil || r.Refused != nil {
		t.Fatalf("%+v, %v", r, err)
	}
	for folder, rating := range map[string]string{"fpl_sportmonks": "ict_index", "wyscout": "passes_ok", "soccerment": "xT", "cartola": "Nota"} {
		r, err := land.Appearances(context.Background(), land.Input{Lake: w.lake, Paths: []string{filepath.Join(dir, "lineups", folder)}, Now: older}, rating)
		if err != nil {
			t.Fatal(err)
		}
		for _, refusal := range r.Refused { // events and shots are no line-ups
			if name := filepath.Base(refusal.Path); !strings.Contains(name, "events") && !strings.Contains(name, "shots") {
				t.Errorf("refused %v", refusal)
			}
		}
	}
	fixtures := map[string]map[string]bool{}
	for _, r := range tableRows[table.Lineup](w, "lineups") {
		if fixtures[r.Source] == nil {
			fixtures[r.Source] = map[string]bool{}
		}
		fixtures[r.Source][r.FixtureID] = true
	}
	for source, want := range map[string]int{"fpl": 3040, "wyscout": 1826, "soccerment": 380, "cartola": 375} {
		if got := len(fixtures[source]); got != want {
			t.Errorf("%s: %d fixtures, want %d", source, got, want)
		}
	}
}

// Tables that landed while the command was called land lineups lie in
// raw/lineups with that word in two columns: they are read as they are.
func TestTablesThatLandedUnderTheOldWordAreRead(t *testing.T) {
	type oldRaw struct {
		Source    string `parquet:"source,dict"`
		Entity    string `parquet:"entity,dict"`
		ID        string `parquet:"id"`
		FetchedAt int64  `parquet:"fetched_at,timestamp(microsecond)"`
		Rating    string `parquet:"rating,dict"`
		SHA256    string `parquet:"sha256"`
		Payload   []byte `parquet:"payload"`
	}
	w := lineupWorld(t)
	dir, err := w.lake.Temp()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "raw.parquet")
	if err := lake.WriteParquet(path, []oldRaw{{
		Source: "lineups", Entity: "lineups", ID: "old.csv", FetchedAt: lineupKickoff.Add(48 * time.Hour).UnixMicro(), Rating: "mark", SHA256: "00",
		Payload: []byte(strings.Join(eleven(11, "90"), "\n")),
	}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.lake.Add("raw/lineups", path); err != nil {
		t.Fatal(err)
	}
	if rows := tableRows[table.Lineup](w, "lineups"); len(rows) != 11 {
		t.Errorf("%d rows of lineups, want those of the eleven", len(rows))
	}
}
