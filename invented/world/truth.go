package world

import (
	"time"

	"matchday"
)

// Truth is what is so about a fixture, however the source tells it.
type Truth struct {
	FixtureID int64     `json:"fixture_id"`
	LeagueID  int64     `json:"league_id"`
	SeasonID  int64     `json:"season_id"`
	HomeID    int64     `json:"home_id"`
	AwayID    int64     `json:"away_id"`
	Kickoff   time.Time `json:"kickoff"` // as played, or as it was to be played
	// Before are the probabilities of the 90-minute outcome when all is known
	// but the elevens (the sidelined are known); Lineups those given both.
	Before  matchday.Probs `json:"before"`
	Lineups matchday.Probs `json:"lineups"`
	// Rates are the means of the sides' goals given the elevens.
	Rates [2]float64 `json:"rates"`
	// Counts says that the fixture is played to its end and its 90-minute score
	// stands; Goals is that score, whatever the source says at first. Both look
	// ahead of the clock.
	Counts bool   `json:"counts"`
	Goals  [2]int `json:"goals"`
}

// Truth gives the truth about a fixture; the second value says whether the
// world has one of that id whose clubs are drawn by the end of the world.
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
