package players

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday"
)

// sheetRow is a row of the staged table lineups, as far as features need it.
type sheetRow struct {
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

// absenceRow is a row of the staged table sidelined, likewise.
type absenceRow struct {
	FixtureID string `parquet:"fixture_id,optional,dict"`
	Source    string `parquet:"source,dict"`
	Side      string `parquet:"side,optional,dict"`
	PlayerID  string `parquet:"player_id,optional,dict"`
	KnownAt   int64  `parquet:"known_at,timestamp(microsecond)"`
	LandedAt  int64  `parquet:"landed_at,timestamp(microsecond)"`
}

// Staged names the files of the staged tables; an empty path is an empty table.
type Staged struct {
	Lineups, Sidelined string
	// AsOf is the clock of a live run: nothing counts that was known or landed
	// later. Zero: all that has landed counts, each row as of its own moment.
	AsOf time.Time
}

// seen reports whether a run as of a moment sees a row.
func (s Staged) seen(knownAt, landedAt int64) bool {
	return s.AsOf.IsZero() || max(knownAt, landedAt) <= s.AsOf.UnixMicro()
}

// Compute reads the staged tables and computes the features of fixtures, of
// which resultKnownAt says when each result was known, zero if unplayed. Sources
// have players of their own; a row is that of the source which knows the two
// teams best at its moment.
func Compute(fixtures []matchday.Fixture, resultKnownAt []time.Time, staged Staged) (Features, error) {
	sheets, err := readRows[sheetRow](staged.Lineups)
	if err != nil {
		return Features{}, err
	}
	absences, err := readRows[absenceRow](staged.Sidelined)
	if err != nil {
		return Features{}, err
	}
	sheets = slices.DeleteFunc(sheets, func(r sheetRow) bool { return !staged.seen(r.KnownAt, r.LandedAt) })
	absences = slices.DeleteFunc(absences, func(r absenceRow) bool { return !staged.seen(r.KnownAt, r.LandedAt) })

	place := make(map[string]int, len(fixtures))
	for i := range fixtures {
		place[fixtures[i].ID] = i
	}
	out := newFeatures(len(fixtures))
	bySource := map[string][]sheetRow{}
	for _, r := range sheets {
		if _, ok := place[r.FixtureID]; ok {
			bySource[r.Source] = append(bySource[r.Source], r)
		}
	}
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		matches, rows := matchesOf(fixtures, resultKnownAt, place, bySource[source])
		for _, a := range absences {
			if i, ok := slices.BinarySearch(rows, place[a.FixtureID]); ok && a.Source == source && a.FixtureID == matches[i].ID && a.Side != "" {
				side := sideOf(a.Side)
				matches[i].Absent[side] = append(matches[i].Absent[side], Absence{a.PlayerID, time.UnixMicro(a.KnownAt).UTC()})
			}
		}
		f, err := Run(matches)
		if err != nil {
			return Features{}, fmt.Errorf("source %s: %w", source, err)
		}
		out.takeBetter(f, rows)
	}
	return out, nil
}

func readRows[T any](path string) ([]T, error) {
	if path == "" {
		return nil, nil
	}
	rows, err := parquet.ReadFile[T](path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return rows, nil
}

func sideOf(word string) int {
	if word == "home" {
		return Home
	}
	return Away
}

// matchesOf are the fixtures of the countries that a source tells of, with their
// sheets, and the places of these fixtures among all. Elsewhere no team has a
// history, so that leaving those fixtures out changes no row.
func matchesOf(fixtures []matchday.Fixture, resultKnownAt []time.Time, place map[string]int, sheets []sheetRow) (matches []Match, rows []int) {
	countries := map[string]bool{}
	for _, r := range sheets {
		countries[fixtures[place[r.FixtureID]].Country] = true
	}
	at := map[int]int{}
	for i := range fixtures {
		if countries[fixtures[i].Country] {
			at[i] = len(matches)
			rows = append(rows, i)
			matches = append(matches, Match{Fixture: fixtures[i], PlayedAt: resultKnownAt[i]})
		}
	}
	slices.SortStableFunc(sheets, func(a, b sheetRow) int {
		return cmp.Or(strings.Compare(a.FixtureID, b.FixtureID), strings.Compare(b.Side, a.Side), cmp.Compare(a.Version, b.Version))
	})
	for i, r := range sheets {
		m := &matches[at[place[r.FixtureID]]]
		side := sideOf(r.Side)
		if i == 0 || sheets[i-1].FixtureID != r.FixtureID || sheets[i-1].Side != r.Side || sheets[i-1].Version != r.Version {
			m.Sheets[side] = append(m.Sheets[side], Sheet{KnownAt: time.UnixMicro(r.KnownAt).UTC()})
		}
		sheet := &m.Sheets[side][len(m.Sheets[side])-1]
		sheet.Players = append(sheet.Players, Appearance{
			Player: r.PlayerID, Position: PositionOf(r.Position), Started: r.Started, Minutes: orNaN(r.Minutes), Rating: orNaN(r.Rating),
		})
		if r.DetailsKnownAt != nil && m.PlayedAt.Before(time.UnixMicro(*r.DetailsKnownAt)) && !m.PlayedAt.IsZero() {
			m.PlayedAt = time.UnixMicro(*r.DetailsKnownAt).UTC()
		}
	}
	return matches, rows
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}
