package matchday

import "time"

// LineupUpdate is what a job found when it looked for a fixture's line-ups.
type LineupUpdate struct {
	FixtureID                string
	Time                     time.Time
	Available                bool // both elevens were published
	HomePlayers, AwayPlayers int  // found, starters
}
