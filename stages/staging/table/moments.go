package table

import (
	"math"
	"time"
)

// The sides of a fixture, as indices and as the tables name them.
const (
	Home = 0
	Away = 1
)

// Sides are the words for the sides.
var Sides = [2]string{"home", "away"}

// The states of a fixture that every source can tell.
const (
	Scheduled = "scheduled"
	Finished  = "finished"
	Deleted   = "deleted" // its source lists it no more
)

// Positions are the words for a player's position, from the goal to the attack.
var Positions = []string{"goalkeeper", "defender", "midfielder", "attacker"}

// FullSheet is how many starters make a team sheet whole.
const FullSheet = 11

// LineupLead is how long before kick-off a line-up is known that was landed
// after the fact.
const LineupLead = time.Hour

// Days are the days since 1970 of a moment.
func Days(t time.Time) int32 { return int32(t.Unix() / 86400) }

// KnownBefore is when something could be known, in µs, that is known at the
// latest at rule: at its landing, if that was earlier. Nothing is known before
// earliest.
func KnownBefore(rule time.Time, landed int64, earliest time.Time) int64 {
	return max(min(rule.UnixMicro(), landed), earliest.UnixMicro())
}

// NoLine stands for the line of a market that has none.
const NoLine = math.MinInt16

// Lines turns a line in hundredths into goals, nil for NoLine. It makes one
// pointer a line, because the prices are millions.
func Lines() func(hundredths int16) *float64 {
	lines := map[int16]*float64{}
	return func(hundredths int16) *float64 {
		if hundredths == NoLine {
			return nil
		}
		if lines[hundredths] == nil {
			goals := float64(hundredths) / 100
			lines[hundredths] = &goals
		}
		return lines[hundredths]
	}
}
