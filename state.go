package matchday

import "slices"

// State is how far a fixture has come, in the words of the staged table fixtures.
type State string

// The states that rules ask for; docs/architecture.md lists all.
const (
	Scheduled State = "scheduled"
	Delayed   State = "delayed"
	Finished  State = "finished"
	Awarded   State = "awarded" // decided by the league: its score, if it has one, was not played
	Deleted   State = "deleted" // its source has it no more
)

// NeverPlayed says that a fixture has no score that counts for bets: it was
// postponed, cancelled, abandoned or decided without play.
func (s State) NeverPlayed() bool {
	return slices.Contains([]State{"postponed", "cancelled", "abandoned", Awarded, "walk_over", Deleted}, s)
}

// Halted says that a fixture waits to be ended, played on or called off.
func (s State) Halted() bool { return s == "interrupted" || s == "suspended" }

// Coming says that a fixture is still to kick off.
func (s State) Coming() bool { return s == Scheduled || s == Delayed }
