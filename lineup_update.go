package matchday

import "time"

// LineupUpdate is what one look at a fixture's line-ups found.
type LineupUpdate struct {
	FixtureID                string
	Time                     time.Time
	Available                bool // both elevens were published
	HomePlayers, AwayPlayers int  // found, starters
}
