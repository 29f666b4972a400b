// Package players follows every player and every team's choice of eleven
// through time, and says what a fixture's line-up is worth compared with the one
// that was to be expected: how good its eleven is by earlier ratings, which
// regulars are missing, who starts that usually does not.
//
// The same code serves before and after the line-up is known. A line-up is a
// weight between 0 and 1 for each player, to start and to be in the squad:
// probabilities while nothing has been announced, ones and zeros after that.
//
// A fixture has a row as of its own as-of, and one as of the moment at which its
// line-up was known. Days before kick-off the first is of the expected elevens; in
// a live run within the last hour both are of the actual ones. Who played, how long
// and how well is learned when that became known; nothing later changes a row.
package players

import (
	"fmt"
	"math"
	"time"

	"matchday"
)

// Position is where a player plays.
type Position uint8

// The positions. A player of no known position is compared with his like.
const (
	Unknown Position = iota
	Goalkeeper
	Defender
	Midfielder
	Attacker
	numPositions
)

// PositionOf reads the canonical word for a position; any other is Unknown.
func PositionOf(word string) Position {
	switch word {
	case "goalkeeper":
		return Goalkeeper
	case "defender":
		return Defender
	case "midfielder":
		return Midfielder
	case "attacker":
		return Attacker
	}
	return Unknown
}

// Appearance is one player of a team sheet.
type Appearance struct {
	Player   string // the same in all fixtures; "" if the source does not say who it is
	Position Position
	Started  bool    // else he sat on the bench
	Minutes  float64 // NaN: not known
	Rating   float64 // of the whole appearance, on any scale; NaN: none
}

// Sheet is one version of a side's team sheet.
type Sheet struct {
	KnownAt time.Time // when the eleven was known
	Players []Appearance
}

// Absence is a player of whom it was known that he would miss the fixture.
type Absence struct {
	Player  string
	KnownAt time.Time
}

// The sides of a fixture.
const (
	Home = iota
	Away
	numSides
)

// Match is a fixture with what one source has of who played.
type Match struct {
	matchday.Fixture
	// Sheets are the versions of each side's team sheet by KnownAt; none if
	// the source has none.
	Sheets [numSides][]Sheet
	// PlayedAt is when it was known who had played, how long and how well; zero
	// if that is not known. Whatever it says, the match's own rows come first.
	PlayedAt time.Time
	Absent   [numSides][]Absence
}

// check names what makes a match unusable.
func (m *Match) check() error {
	switch {
	case m.ID == "" || m.HomeTeamID == "" || m.AwayTeamID == "" || m.AsOf.IsZero():
		return fmt.Errorf("fixture %q: id, both teams and as-of must be set", m.ID)
	case m.HomeTeamID == m.AwayTeamID:
		return fmt.Errorf("fixture %q: %q plays itself", m.ID, m.HomeTeamID)
	}
	for side := range m.Sheets {
		for i, s := range m.Sheets[side] {
			if s.KnownAt.IsZero() || i > 0 && s.KnownAt.Before(m.Sheets[side][i-1].KnownAt) {
				return fmt.Errorf("fixture %q: its line-ups must be in the order of the moments at which they were known", m.ID)
			}
		}
	}
	return nil
}

// Features are rows of columns, one row a match in the order of the input; NaN
// is missing.
type Features struct {
	// AsOf is as of the fixture's as-of: of the announced line-up if it was known
	// by then, else of the expected one; NaN where either team has no history.
	AsOf [NumColumns][]float64
	// Actual is as of the moment when the last line-up before kick-off was
	// known; a side without one enters with its expected line-up. NaN where
	// neither side has one.
	Actual [NumColumns][]float64
	// KnownAsOf and KnownActual say how much stands behind a row: the number of
	// earlier line-ups of the two teams, old ones for less.
	KnownAsOf, KnownActual []float64
}

// newFeatures has n rows in which everything is missing.
func newFeatures(n int) Features {
	var f Features
	for c := range f.AsOf {
		f.AsOf[c], f.Actual[c] = missing(n), missing(n)
	}
	f.KnownAsOf, f.KnownActual = missing(n), missing(n)
	return f
}

// noFeatures has n rows in which everything is missing, and little memory: the
// columns are one, and nobody may write to it.
func noFeatures(n int) Features {
	var f Features
	none := missing(n)
	for c := range f.AsOf {
		f.AsOf[c], f.Actual[c] = none, none
	}
	f.KnownAsOf, f.KnownActual = none, none
	return f
}

// takeBetter takes the rows of g, which are those of the fixtures at rows, where
// more line-ups stand behind them than behind those of f.
func (f *Features) takeBetter(g Features, rows []int) {
	take := func(into, from *[NumColumns][]float64, known, offered []float64) {
		for k, i := range rows {
			if math.IsNaN(offered[k]) || known[i] >= offered[k] {
				continue
			}
			known[i] = offered[k]
			for c := range into {
				into[c][i] = from[c][k]
			}
		}
	}
	take(&f.AsOf, &g.AsOf, f.KnownAsOf, g.KnownAsOf)
	take(&f.Actual, &g.Actual, f.KnownActual, g.KnownActual)
}

// Run computes the features of all matches of one source. Fixture ids must be
// unique; the order of the matches does not matter.
func Run(matches []Match) (Features, error) {
	out, _, err := run(newHistory(), math.MinInt64, matches, true, nil)
	return out, err
}

// run goes on from what was known before a moment, and gives what is known at some
// later ones. It leaves out the actual rows where nobody asks for them.
func run(past *history, from int64, matches []Match, actual bool, moments []time.Time) (out Features, kept [][]byte, err error) {
	out = newFeatures(len(matches))
	for i := range matches {
		if err := matches[i].check(); err != nil {
			return Features{}, nil, fmt.Errorf("line-up features: %w", err)
		}
	}
	events, err := eventsOf(matches)
	if err != nil {
		return Features{}, nil, fmt.Errorf("line-up features: %w", err)
	}
	for _, e := range events {
		if e.at < from {
			continue
		}
		for len(kept) < len(moments) && moments[len(kept)].Unix() <= e.at {
			kept = append(kept, past.encode())
		}
		m := &matches[e.match]
		switch e.kind {
		case expectation:
			write(&out.AsOf, int(e.match), past.features(m, e.at))
			out.KnownAsOf[e.match] = past.lineupsKnown(m, e.at)
		case announcement:
			if !actual {
				continue
			}
			write(&out.Actual, int(e.match), past.features(m, e.at))
			out.KnownActual[e.match] = past.lineupsKnown(m, e.at)
		case played, ownPlayed:
			past.learn(m, e.at)
		}
	}
	for len(kept) < len(moments) {
		kept = append(kept, past.encode())
	}
	return out, kept, nil
}

func write(columns *[NumColumns][]float64, row int, values [NumColumns]float64) {
	for c, v := range values {
		columns[c][row] = v
	}
}

func missing(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}
