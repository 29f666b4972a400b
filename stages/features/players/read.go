package players

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/features/columns"
	"matchday/stages/features/exact"
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

// Told is what the sources tell of who plays, as far as a run sees it.
type Told struct {
	sheets   [][]sheetRow // by source, in the order of their names
	absences []absenceRow
	actual   bool
}

// Read reads the staged tables.
func Read(staged Staged) (Told, error) {
	sheets, err := readSheets(staged)
	if err != nil {
		return Told{}, err
	}
	absences, err := readAbsences(staged)
	return Told{sheets: bySource(sheets), absences: absences, actual: staged.Actual}, err
}

// Compute reads the staged tables and computes the features of fixtures, of
// which resultKnownAt says when each result was known, zero if unplayed. Sources
// have players of their own; a row is that of the source which knows the two
// teams best at its moment.
func Compute(fixtures []matchday.Fixture, resultKnownAt []time.Time, staged Staged) (Features, error) {
	told, err := Read(staged)
	if err != nil {
		return Features{}, err
	}
	out, _, err := told.Resume(&State{}, fixtures, resultKnownAt, nil)
	return out, err
}

// Resume computes the features of fixtures from a state on, and gives the states at
// some later moments, which are in order. Told and the fixtures need hold nothing but
// those whose players are learned of from the state's moment on (see Happened) and those
// whose rows are wanted; rows as of an earlier moment are not made.
func (told Told) Resume(from *State, fixtures []matchday.Fixture, resultKnownAt []time.Time, moments []time.Time) (Features, []*State, error) {
	states := from.after(moments)
	sources := told.sources(from)
	if len(sources) == 0 {
		return noFeatures(len(fixtures)), states, nil
	}
	place := placesOf(fixtures)
	out := newFeatures(len(fixtures))
	for _, source := range sources {
		past, err := from.history(source)
		if err != nil {
			return Features{}, nil, err
		}
		matches, rows := told.matchesOf(source, fixtures, resultKnownAt, place, past.countries)
		f, kept, err := run(past, from.until, matches, told.actual, moments)
		if err != nil {
			return Features{}, nil, fmt.Errorf("source %s: %w", source, err)
		}
		for i, b := range kept {
			if b != nil { // else it has told nothing yet
				states[i].sources[source] = b
			}
		}
		out.takeBetter(f, rows)
	}
	return out, states, nil
}

// sources are the names of all that tell anything, or did before a state.
func (told Told) sources(from *State) []string {
	names := map[string]bool{}
	for _, sheets := range told.sheets {
		names[sheets[0].source] = true
	}
	for name := range from.sources {
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// placesOf are the places of fixtures by id.
func placesOf(fixtures []matchday.Fixture) map[string]int {
	place := make(map[string]int, len(fixtures))
	for i := range fixtures {
		place[fixtures[i].ID] = i
	}
	return place
}

// Happened tells what is learned of players of the fixtures and so changes a State:
// each match of which somebody's sheet is known, with its moment in Unix seconds and
// the bytes of all that is learned then.
func (told Told) Happened(fixtures []matchday.Fixture, resultKnownAt []time.Time, tell func(at int64, event []byte)) error {
	place := placesOf(fixtures)
	for _, source := range told.sources(&State{}) {
		matches, _ := told.matchesOf(source, fixtures, resultKnownAt, place, nil)
		events, err := eventsOf(matches)
		if err != nil {
			return fmt.Errorf("source %s: %w", source, err)
		}
		for _, e := range events {
			if e.kind == expectation || e.kind == announcement {
				continue
			}
			if lesson := matches[e.match].lesson(e); lesson != nil {
				var w exact.Writer
				w.Text(source)
				tell(e.at, append(w.Bytes, lesson...))
			}
		}
	}
	return nil
}

// readSheets reads the rows that a run sees, those of a version of a team sheet
// in the order of the table.
func readSheets(staged Staged) (rows []sheetRow, err error) {
	for _, path := range staged.Lineups {
		of, err := readSheetFile(path)
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	return slices.DeleteFunc(rows, func(r sheetRow) bool { return !staged.seen(r.known, r.landed) }), nil
}

// readSheetFile reads one file of the table lineups.
func readSheetFile(path string) ([]sheetRow, error) {
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
		of, err := readAbsenceFile(path)
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	return slices.DeleteFunc(rows, func(r absenceRow) bool { return !staged.seen(r.known, r.landed) }), nil
}

// readAbsenceFile reads one file of the table sidelined.
func readAbsenceFile(path string) ([]absenceRow, error) {
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

// matchesOf are the fixtures of the countries that a source tells of, or has told of,
// with their sheets and absences, and the places of these fixtures among all. Elsewhere
// no team has a history, so that leaving those fixtures out changes no row. Sheets of
// fixtures that are not among them are left out.
func (told Told) matchesOf(source string, fixtures []matchday.Fixture, resultKnownAt []time.Time, place map[string]int,
	countries map[string]bool,
) (matches []Match, rows []int) {
	sheets := told.sheetsOf(source)
	countries = maps.Clone(countries)
	if countries == nil {
		countries = map[string]bool{}
	}
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
	for _, a := range told.absences {
		k, ok := place[a.fixtureID]
		if i, there := at[k]; ok && there && a.source == source && a.side != "" {
			side := sideOf(a.side)
			matches[i].Absent[side] = append(matches[i].Absent[side], Absence{a.player, a.known})
		}
	}
	return matches, rows
}

// sheetsOf are the rows of one source.
func (told Told) sheetsOf(source string) []sheetRow {
	for _, sheets := range told.sheets {
		if sheets[0].source == source {
			return sheets
		}
	}
	return nil
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
