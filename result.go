package matchday

import "time"

// Result is how a predicted fixture ended after 90 minutes and stoppage time.
type Result struct {
	FixtureID            string
	MatchDate            time.Time // midnight UTC
	HomeTeam, AwayTeam   string
	HomeScore, AwayScore int
	Time                 time.Time // column result_time: when it became known
	RunID                string
}

// Outcome is H, D or A, by the goals.
func (r Result) Outcome() Outcome { return OutcomeOf(r.HomeScore, r.AwayScore) }
