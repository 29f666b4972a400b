package example

import (
	"math/rand/v2"
	"time"

	"matchday"
)

// slot is a round's place in the calendar.
type slot struct {
	anchor  time.Time // the weekend's Saturday, or the midweek's Tuesday
	midweek bool
	// crowded says that a midweek round follows, so that nobody plays on the
	// Monday between.
	crowded bool
}

// weeks is how long a season lasts: mid-August to the end of April.
const weeks = 38

// slots lists a season's weekends and every sixth week's midweek.
func slots(year int) []slot {
	first := matchday.Date(year, time.August, 8)
	for first.Weekday() != time.Saturday {
		first = first.AddDate(0, 0, 1)
	}
	var out []slot
	for w := range weeks {
		saturday := first.AddDate(0, 0, 7*w)
		crowded := w%6 == 5
		out = append(out, slot{anchor: saturday, crowded: crowded})
		if crowded {
			out = append(out, slot{anchor: saturday.AddDate(0, 0, 3), midweek: true})
		}
	}
	return out
}

// slotOf spreads n rounds evenly over the season.
func slotOf(year, round, n int) slot {
	all := slots(year)
	return all[round*(len(all)-1)/(n-1)]
}

// kickoff draws a fixture's date and UK time within the slot.
func (s slot) kickoff(rng *rand.Rand) (time.Time, string) {
	u := rng.Float64()
	pick := func(times ...string) string { return times[rng.IntN(len(times))] }
	switch {
	case s.midweek && u < 0.6:
		return s.anchor, pick("19:45", "20:00")
	case s.midweek:
		return s.anchor.AddDate(0, 0, 1), pick("19:45", "20:00")
	case u < 0.08:
		return s.anchor.AddDate(0, 0, -1), pick("19:30", "20:00")
	case u < 0.70:
		return s.anchor, pick("12:30", "15:00", "15:00", "17:30")
	case u < 0.94 || s.crowded:
		return s.anchor.AddDate(0, 0, 1), pick("14:00", "16:30")
	}
	return s.anchor.AddDate(0, 0, 2), pick("19:45", "20:00")
}

// doubleRoundRobin pairs n clubs (an even number) by the circle method: each
// meets each once in the first half, and again at the other ground in the
// second.
func doubleRoundRobin(n int) [][][2]int {
	var half [][][2]int
	for r := range n - 1 {
		seat := func(i int) int { // club 0 stays, the others turn
			if i == 0 {
				return 0
			}
			return (r+i-1)%(n-1) + 1
		}
		var round [][2]int
		for i := range n / 2 {
			home, away := seat(i), seat(n-1-i)
			if (i == 0 && r%2 == 1) || (i > 0 && i%2 == 1) {
				home, away = away, home
			}
			round = append(round, [2]int{home, away})
		}
		half = append(half, round)
	}
	out := half
	for _, round := range half {
		var back [][2]int
		for _, p := range round {
			back = append(back, [2]int{p[1], p[0]})
		}
		out = append(out, back)
	}
	return out
}
