package matchday

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
