package players

import (
	"math"
	"path/filepath"
	"testing"
	"time"

	"matchday"
	"matchday/warehouse/lake"
)

// stagedSheet and stagedAbsence are rows as staging writes them.
type (
	stagedSheet struct {
		FixtureID      string   `parquet:"fixture_id,dict"`
		Source         string   `parquet:"source,dict"`
		Side           string   `parquet:"side,dict"`
		Version        int32    `parquet:"version"`
		PlayerID       string   `parquet:"player_id,optional,dict"`
		Started        bool     `parquet:"started"`
		Position       string   `parquet:"position,optional,dict"`
		Minutes        *float64 `parquet:"minutes,optional"`
		Rating         *float64 `parquet:"rating,optional"`
		DetailsKnownAt *int64   `parquet:"details_known_at,optional,timestamp(microsecond)"`
		KnownAt        int64    `parquet:"known_at,timestamp(microsecond)"`
		LandedAt       int64    `parquet:"landed_at,timestamp(microsecond)"`
	}
	stagedAbsence struct {
		FixtureID string `parquet:"fixture_id,optional,dict"`
		Source    string `parquet:"source,dict"`
		Side      string `parquet:"side,optional,dict"`
		PlayerID  string `parquet:"player_id,optional,dict"`
		KnownAt   int64  `parquet:"known_at,timestamp(microsecond)"`
		LandedAt  int64  `parquet:"landed_at,timestamp(microsecond)"`
	}
)

// rowsOf are the rows of the staged table that tell of a match's sheets, of
// which everything landed when it was known.
func rowsOf(m *Match, source string) (out []stagedSheet) {
	played := m.PlayedAt.UnixMicro()
	for side, word := range []string{"home", "away"} {
		for version, s := range m.Sheets[side] {
			for _, a := range s.Players {
				r := stagedSheet{
					FixtureID: m.ID, Source: source, Side: word, Version: int32(version + 1), PlayerID: source + "/" + a.Player, Started: a.Started,
					Position: []string{"", "goalkeeper", "defender", "midfielder", "attacker"}[a.Position],
					KnownAt:  s.KnownAt.UnixMicro(), LandedAt: s.KnownAt.UnixMicro(), DetailsKnownAt: &played, Minutes: &a.Minutes,
				}
				if !math.IsNaN(a.Rating) {
					r.Rating = &a.Rating
				}
				out = append(out, r)
			}
		}
	}
	return out
}

func writeRows[T any](t *testing.T, rows []T) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.parquet")
	if err := lake.WriteParquet(path, rows); err != nil {
		t.Fatal(err)
	}
	return []string{path}
}

func split(matches []Match) (fixtures []matchday.Fixture, known []time.Time) {
	for i := range matches {
		fixtures, known = append(fixtures, matches[i].Fixture), append(known, matches[i].PlayedAt)
	}
	return fixtures, known
}

func same(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }

func TestStagedTablesGiveTheSameRowsAsTheirMatches(t *testing.T) {
	matches := append(rated(30), fixture(30, "a", "b", eleven("a", [2]int{11, 1}), eleven("b")), fixture(31, "c", "d"))
	matches[31].Country = "elsewhere"
	var rows []stagedSheet
	for i := range matches {
		rows = append(rows, rowsOf(&matches[i], "press")...)
	}
	absent := []stagedAbsence{{FixtureID: matches[30].ID, Source: "press", Side: "home", PlayerID: "press/a2", KnownAt: matches[30].AsOf.UnixMicro()}, {Source: "press", PlayerID: "press/a3"}}
	fixtures, known := split(matches)
	got, err := Compute(fixtures, known, Staged{Actual: true, Lineups: writeRows(t, rows), Sidelined: writeRows(t, absent)})
	if err != nil {
		t.Fatal(err)
	}
	matches[30].Absent[Home] = []Absence{{"a2", matches[30].AsOf}}
	want, err := Run(matches)
	if err != nil {
		t.Fatal(err)
	}
	for c := range NumColumns {
		for i := range matches[:31] {
			if !same(got.AsOf[c][i], want.AsOf[c][i]) || !same(got.Actual[c][i], want.Actual[c][i]) {
				t.Fatalf("row %d: %s is %v and %v, want %v and %v", i, Names[c], got.AsOf[c][i], got.Actual[c][i], want.AsOf[c][i], want.Actual[c][i])
			}
		}
		if !math.IsNaN(got.AsOf[c][31]) {
			t.Errorf("a country without line-ups has %s", Names[c])
		}
	}
}

func TestARowComesFromTheSourceThatKnowsTheTeamsBest(t *testing.T) {
	long, short := rated(30), rated(30)
	last := fixture(30, "a", "b", eleven("a", [2]int{11, 1}), eleven("b"))
	var rows []stagedSheet
	for i := range long {
		rows = append(rows, rowsOf(&long[i], "long")...)
		if i < 5 { // five early matches, and then no more
			rows = append(rows, rowsOf(&short[i], "ashort")...)
		}
	}
	rows = append(rows, rowsOf(&last, "long")...)
	rows = append(rows, rowsOf(&last, "ashort")...)
	fixtures, known := split(append(long, last))
	got, err := Compute(fixtures, known, Staged{Actual: true, Lineups: writeRows(t, rows)})
	if err != nil {
		t.Fatal(err)
	}
	want, err := Run(append(long, last))
	if err != nil {
		t.Fatal(err)
	}
	for c := range NumColumns {
		if !same(got.Actual[c][30], want.Actual[c][30]) || !same(got.AsOf[c][30], want.AsOf[c][30]) {
			t.Errorf("%s is not of the longer source", Names[c])
		}
	}
}

func TestALiveRunSeesOnlyWhatHadLanded(t *testing.T) {
	matches := append(rated(10), fixture(10, "a", "b", eleven("a", [2]int{11, 1}), eleven("b")))
	var rows []stagedSheet
	for i := range matches {
		rows = append(rows, rowsOf(&matches[i], "press")...)
	}
	fixtures, known := split(matches)
	path := writeRows(t, rows)
	announced := matches[10].Sheets[Home][0].KnownAt
	for clock, want := range map[time.Time]bool{announced: true, announced.Add(-time.Second): false} {
		f, err := Compute(fixtures, known, Staged{Actual: true, Lineups: path, AsOf: clock})
		if err != nil {
			t.Fatal(err)
		}
		if got := !math.IsNaN(f.Actual[RatingDiff][10]); got != want {
			t.Errorf("at %s the line-up is seen: %v", clock, got)
		}
	}
}

func TestTheFirstTeamSheetOfACountryChangesNoEarlierRow(t *testing.T) {
	matches := rated(10)
	for week := range 10 {
		m := fixture(week, "c", "d")
		m.Country = "elsewhere"
		matches = append(matches, m)
	}
	last := fixture(10, "c", "d", eleven("c"), eleven("d"))
	last.Country = "elsewhere"
	matches = append(matches, last)
	var rows []stagedSheet
	for i := range matches {
		rows = append(rows, rowsOf(&matches[i], "press")...)
	}
	fixtures, known := split(matches)
	compute := func(rows []stagedSheet) Features {
		t.Helper()
		f, err := Compute(fixtures, known, Staged{Actual: true, Lineups: writeRows(t, rows)})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	ofLast := len(rowsOf(&last, "press"))
	before, after := compute(rows[:len(rows)-ofLast]), compute(rows)
	for c := range NumColumns {
		for i := range 20 {
			if !same(before.AsOf[c][i], after.AsOf[c][i]) || !same(before.Actual[c][i], after.Actual[c][i]) {
				t.Errorf("%s of %s was %v, is %v", Names[c], matches[i].ID, before.AsOf[c][i], after.AsOf[c][i])
			}
		}
	}
	if got := after.Actual[AnnouncedHome][20]; got != 1 {
		t.Errorf("the sheet itself is announced: %v", got)
	}
}

func TestNoTableOfLineUpsGivesMissingRows(t *testing.T) {
	fixtures, known := split(rated(2))
	f, err := Compute(fixtures, known, Staged{})
	if err != nil || !math.IsNaN(f.AsOf[RatingDiff][1]) {
		t.Errorf("%v, %v", f.AsOf[RatingDiff], err)
	}
	if _, err := Compute(fixtures, known, Staged{Lineups: []string{"missing.parquet"}}); err == nil {
		t.Error("a missing file is no error")
	}
}
