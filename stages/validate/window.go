package validate

import (
	"fmt"
	"time"

	"matchday"
)

// TooFewError says that there are not enough results to judge a candidate by,
// or none before them to fit it on.
type TooFewError struct {
	What       string
	Have, Want int
}

func (e *TooFewError) Error() string {
	return fmt.Sprintf("%d %s; at least %d are needed: land more seasons", e.Have, e.What, e.Want)
}

// Window picks the fixtures that a candidate is judged on: those with a result
// known at now and an as-of in the last weeks of results, or further back until
// they are enough. A candidate is fitted as of start, before all of them. The
// indices rise. Too few fixtures in the window or before it are a *TooFewError.
func Window(rows *matchday.Rows, gate matchday.Gate, now time.Time) (start time.Time, at []int, err error) {
	known := rows.KnownBefore(time.Time{}, now)
	if len(known) < gate.MinFixtures {
		return time.Time{}, nil, &TooFewError{"fixtures have a result to judge by", len(known), gate.MinFixtures}
	}
	for _, i := range known {
		if t := rows.KnownAt[i].Add(-time.Duration(gate.Window)); t.After(start) {
			start = t
		}
	}
	if widest := rows.Fixtures[known[len(known)-gate.MinFixtures]].AsOf; widest.Before(start) {
		start = widest
	}
	before := rows.KnownBefore(time.Time{}, start)
	if len(before) < gate.MinFixtures {
		return time.Time{}, nil, &TooFewError{"results were known before the window in which a candidate is judged", len(before), gate.MinFixtures}
	}
	return start, rows.KnownBefore(start, now), nil
}
