package world

import (
	"time"

	"matchday"
)

// Truth is the truth about a fixture, whatever the source shows of it.
type Truth struct {
	FixtureID int64     `json:"fixture_id"`
	LeagueID  int64     `json:"league_id"`
	SeasonID  int64     `json:"season_id"`
	HomeID    int64     `json:"home_id"`
	AwayID    int64     `json:"away_id"`
	Kickoff   time.Time `json:"kickoff"` // as played, or as it was to be played
	// Before are the probabilities of the 90-minute outcome before the elevens are
	// known (the sidelined are); Lineups are those given the elevens.
	Before  matchday.Probs `json:"before"`
	Lineups matchday.Probs `json:"lineups"`
	// Rates are the means of the sides' goals given the elevens.
	Rates [2]float64 `json:"rates"`
	// Counts says that the fixture is played to its end and its 90-minute score
	// stands. Goals is that score, even if the source shows another at first. Both
	// are independent of the clock.
	Counts bool   `json:"counts"`
	Goals  [2]int `json:"goals"`
}

// Truth is the truth about a fixture. The second value is false if no fixture has
// the id, or if it is a cup tie whose clubs are never drawn.
func (w *World) Truth(fixtureID int64) (Truth, bool) {
	f, ok := w.byFixture[fixtureID]
	if !ok || f.neverDrawn() {
		return Truth{}, false
	}
	return f.reveal(), true
}

// Truths lists the truth about all fixtures that kick off in [from, to), by
// fixture id.
func (w *World) Truths(from, to time.Time) []Truth {
	var out []Truth
	for _, f := range w.Fixtures {
		if !f.neverDrawn() && !f.Kickoff.Before(from) && f.Kickoff.Before(to) {
			out = append(out, f.reveal())
		}
	}
	return out
}

func (f *Fixture) reveal() Truth {
	t := Truth{
		FixtureID: f.ID, LeagueID: f.Season.Competition.ID, SeasonID: f.Season.ID,
		HomeID: f.Clubs[0].ID, AwayID: f.Clubs[1].ID, Kickoff: f.Kickoff,
		Before: f.before, Lineups: f.truth, Rates: f.rates, Counts: f.Counts(),
	}
	if t.Counts {
		t.Goals = f.Goals
	}
	return t
}
