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

// VoidReason is why a bet is void, in one word; empty unless it is. Where the state of
// the fixture is the reason, the word is the state's, but for a fixture that its source
// has deleted.
type VoidReason string

// The reasons.
const (
	VoidLate        VoidReason = "late"        // the match had begun when the bet was placed, by the kick-off now told
	VoidPostponed   VoidReason = "postponed"   // it did not kick off in the time that the rules give it
	VoidCancelled   VoidReason = "cancelled"   //
	VoidAbandoned   VoidReason = "abandoned"   // it was not played to its end
	VoidInterrupted VoidReason = "interrupted" // likewise, and nobody called it off
	VoidSuspended   VoidReason = "suspended"   // likewise
	VoidAwarded     VoidReason = "awarded"     // decided by the league, not on the pitch
	VoidWalkOver    VoidReason = "walk_over"   // one side did not come
	VoidWithdrawn   VoidReason = "withdrawn"   // its source has deleted it
	VoidUnreported  VoidReason = "unreported"  // its source has later scores, and none of it
	VoidDeclined    VoidReason = "declined"    // a person did not place it
	VoidUnrecorded  VoidReason = "unrecorded"  // a program of before there were reasons made it void
)

// VoidBy is the reason of a bet on a fixture of this state, which has no score.
func VoidBy(s State) VoidReason {
	if s == Deleted {
		return VoidWithdrawn
	}
	return VoidReason(s)
}
