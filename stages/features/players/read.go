package players

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/features/columns"
)

// sheetRow is a row of the staged table lineups, as far as features need it.
type sheetRow struct {
	fixtureID, source, side, player string
	version                         int
	known, landed                   time.Time
	detailsKnown                    time.Time // zero: no minutes and rating yet
	position                        Position
	started                         bool
	minutes, rating                 float64 // NaN: missing
}

// absenceRow is a row of the staged table sidelined, likewise.
type absenceRow struct {
	fixtureID, source, side, player string
	known, landed                   time.Time
}

// Staged names the files of the staged tables; a table without files is empty.
type Staged struct {
	Lineups, Sidelined []string
	// Actual asks for the rows as of the moments at which line-ups were known
	// beside those as of the fixtures' as-of.
	Actual bool
	// AsOf is the clock of a live run: nothing counts that was known or landed
	// later. Zero: all that has landed counts, each row as of its own moment.
	AsOf time.Time
}

// seen reports whether a run as of a moment sees a row.
func (s Staged) seen(known, landed time.Time) bool {
	return s.AsOf.IsZero() || !known.After(s.AsOf) && !landed.After(s.AsOf)
}

// Compute reads the staged tables and computes the features of fixtures, of
// which resultKnownAt says when each result was known, zero if unplayed. Sources
// have players of their own; a row is that of the source which knows the two
// teams best at its moment.
func Compute(fixtures []matchday.Fixture, resultKnownAt []time.Time, staged Staged) (Features, error) {
	sheets, err := readSheets(staged)
	if err != nil {
		return Features{}, err
	}
	if len(sheets) == 0 {
		return noFeatures(len(fixtures)), nil
	}
	absences, err := readAbsences(staged)
	if err != nil {
		return Features{}, err
	}
	place := make(map[string]int, len(fixtures))
	for i := range fixtures {
		place[fixtures[i].ID] = i
	}
	out := newFeatures(len(fixtures))
	for _, sheets := range bySource(sheets) {
		source := sheets[0].source
		matches, rows := matchesOf(fixtures, resultKnownAt, place, sheets)
		for _, a := range absences {
			if i, ok := slices.BinarySearch(rows, place[a.fixtureID]); ok && a.source == source && a.fixtureID == matches[i].ID && a.side != "" {
				side := sideOf(a.side)
				matches[i].Absent[side] = append(matches[i].Absent[side], Absence{a.player, a.known})
			}
		}
		f, err := run(matches, staged.Actual)
		if err != nil {
			return Features{}, fmt.Errorf("source %s: %w", source, err)
		}
		out.takeBetter(f, rows)
	}
	return out, nil
}

// readSheets reads the rows that a run sees, those of a version of a team sheet
// in the order of the table.
func readSheets(staged Staged) (rows []sheetRow, err error) {
	for _, path := range staged.Lineups {
		of, err := sheetsOf(path)
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	return slices.DeleteFunc(rows, func(r sheetRow) bool { return !staged.seen(r.known, r.landed) }), nil
}

// sheetsOf reads one file of the table lineups.
func sheetsOf(path string) ([]sheetRow, error) {
	p, err := columns.Open(path)
	if err != nil {
		return nil, err
	}
	rows := make([]sheetRow, p.Rows())
	p.Texts("fixture_id", func(i int, v string) { rows[i].fixtureID = v })
	p.Texts("source", func(i int, v string) { rows[i].source = v })
	p.Texts("side", func(i int, v string) { rows[i].side = v })
	p.Texts("player_id", func(i int, v string) { rows[i].player = v })
	p.Texts("position", func(i int, v string) { rows[i].position = PositionOf(v) })
	p.Integers("version", func(i, v int) { rows[i].version = v })
	p.Flags("started", func(i int, v bool) { rows[i].started = v })
	p.Numbers("minutes", func(i int, v float64) { rows[i].minutes = v })
	p.Numbers("rating", func(i int, v float64) { rows[i].rating = v })
	p.Times("details_known_at", func(i int, v time.Time) { rows[i].detailsKnown = v })
	p.Times("known_at", func(i int, v time.Time) { rows[i].known = v })
	p.Times("landed_at", func(i int, v time.Time) { rows[i].landed = v })
	return rows, p.Wait()
}

// readAbsences reads the rows that a run sees.
func readAbsences(staged Staged) (rows []absenceRow, err error) {
	for _, path := range staged.Sidelined {
		of, err := absencesOf(path)
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	return slices.DeleteFunc(rows, func(r absenceRow) bool { return !staged.seen(r.known, r.landed) }), nil
}

// absencesOf reads one file of the table sidelined.
func absencesOf(path string) ([]absenceRow, error) {
	p, err := columns.Open(path)
	if err != nil {
		return nil, err
	}
	rows := make([]absenceRow, p.Rows())
	p.Texts("fixture_id", func(i int, v string) { rows[i].fixtureID = v })
	p.Texts("source", func(i int, v string) { rows[i].source = v })
	p.Texts("side", func(i int, v string) { rows[i].side = v })
	p.Texts("player_id", func(i int, v string) { rows[i].player = v })
	p.Times("known_at", func(i int, v time.Time) { rows[i].known = v })
	p.Times("landed_at", func(i int, v time.Time) { rows[i].landed = v })
	return rows, p.Wait()
}

// bySource parts the rows by source, in the order of the sources' names, and
// puts those of one source in order.
func bySource(rows []sheetRow) (parts [][]sheetRow) {
	order := func(a, b sheetRow) int {
		return cmp.Or(strings.Compare(a.source, b.source), strings.Compare(a.fixtureID, b.fixtureID),
			strings.Compare(b.side, a.side), cmp.Compare(a.version, b.version))
	}
	if !slices.IsSortedFunc(rows, order) { // those of several sources are not
		slices.SortStableFunc(rows, order)
	}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].source == rows[0].source {
			n++
		}
		parts, rows = append(parts, rows[:n]), rows[n:]
	}
	return parts
}

func sideOf(word string) int {
	if word == "home" {
		return Home
	}
	return Away
}

// matchesOf are the fixtures of the countries that a source tells of, with their
// sheets, and the places of these fixtures among all. Elsewhere no team has a
// history, so that leaving those fixtures out changes no row. Sheets of fixtures
// that are not among them are left out.
func matchesOf(fixtures []matchday.Fixture, resultKnownAt []time.Time, place map[string]int, sheets []sheetRow) (matches []Match, rows []int) {
	countries := map[string]bool{}
	for i, r := range sheets {
		if i > 0 && sheets[i-1].fixtureID == r.fixtureID {
			continue
		}
		if k, ok := place[r.fixtureID]; ok {
			countries[fixtures[k].Country] = true
		}
	}
	at := map[int]int{}
	for i := range fixtures {
		if countries[fixtures[i].Country] {
			at[i] = len(matches)
			rows = append(rows, i)
			matches = append(matches, Match{Fixture: fixtures[i], PlayedAt: resultKnownAt[i]})
		}
	}
	for len(sheets) > 0 {
		n := 1
		for n < len(sheets) && sheets[n].sameSheet(&sheets[0]) {
			n++
		}
		if k, ok := place[sheets[0].fixtureID]; ok {
			matches[at[k]].add(sheets[:n])
		}
		sheets = sheets[n:]
	}
	return matches, rows
}

// sameSheet says that two rows stand on one version of one side's sheet.
func (r *sheetRow) sameSheet(s *sheetRow) bool {
	return r.version == s.version && r.side == s.side && r.fixtureID == s.fixtureID
}

// add adds a version of a team sheet.
func (m *Match) add(rows []sheetRow) {
	sheet := Sheet{KnownAt: rows[0].known, Players: make([]Appearance, len(rows))}
	for i := range rows {
		r := &rows[i]
		sheet.Players[i] = Appearance{Player: r.player, Position: r.position, Started: r.started, Minutes: r.minutes, Rating: r.rating}
		if !m.PlayedAt.IsZero() && m.PlayedAt.Before(r.detailsKnown) {
			m.PlayedAt = r.detailsKnown
		}
	}
	side := sideOf(rows[0].side)
	m.Sheets[side] = append(m.Sheets[side], sheet)
}
