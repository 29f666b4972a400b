package world

import (
	"math/rand/v2"
	"slices"
	"time"

	"matchday"
)

// day is a weekend or a midweek on which a round is played.
type day struct {
	date    time.Time // the Saturday, or the midweek's Tuesday
	midweek bool
}

// seasonDays are the days of a league's rounds: weekends from mid-August to
// mid-May, and for long seasons midweeks between them that are not the cup's.
func seasonDays(year, rounds int) []day {
	var weekends []day
	for d := firstSaturday(year); d.Before(matchday.Date(year+1, time.May, 20)); d = d.AddDate(0, 0, 7) {
		weekends = append(weekends, day{date: d})
	}
	if rounds <= len(weekends) {
		return evenly(weekends, rounds)
	}
	var midweeks []day
	cup := cupDays(year)
	for _, w := range weekends[2 : len(weekends)-3] {
		tuesday := w.date.AddDate(0, 0, 3)
		if !slices.ContainsFunc(cup, func(d time.Time) bool { return d.Equal(tuesday.AddDate(0, 0, 1)) }) {
			midweeks = append(midweeks, day{date: tuesday, midweek: true})
		}
	}
	days := append(weekends, evenly(midweeks, min(rounds-len(weekends), len(midweeks)))...)
	slices.SortFunc(days, func(a, b day) int { return a.date.Compare(b.date) })
	return days
}

func firstSaturday(year int) time.Time {
	d := matchday.Date(year, time.August, 8)
	for d.Weekday() != time.Saturday {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

// cupRounds is how many rounds the cup has: 32 clubs.
const cupRounds = 5

// cupDays are the Wednesdays of the cup's rounds and the Saturday of its final,
// a week after the leagues end.
func cupDays(year int) []time.Time {
	first := firstSaturday(year)
	var days []time.Time
	for _, week := range [...]int{8, 16, 24, 32} {
		days = append(days, first.AddDate(0, 0, 7*week+4))
	}
	final := matchday.Date(year+1, time.May, 25)
	for final.Weekday() != time.Saturday {
		final = final.AddDate(0, 0, 1)
	}
	return append(days, final)
}

// evenly picks n of the days at even distances, the first and the last included.
func evenly(days []day, n int) []day {
	out := make([]day, 0, n)
	for i := range n {
		out = append(out, days[i*(len(days)-1)/max(1, n-1)])
	}
	return out
}

// kickoffs spreads a round's fixtures over its slots. The last two rounds of a
// season are played at one time.
func (c *Country) kickoffs(rng *rand.Rand, d day, n int, together bool) []time.Time {
	out := make([]time.Time, 0, n)
	for i := range n {
		switch {
		case d.midweek:
			out = append(out, c.at(d.date.AddDate(0, 0, i%2), c.midweek))
		case !together && i < len(c.weekend):
			out = append(out, c.at(d.date.AddDate(0, 0, c.weekend[i].days), c.weekend[i].clock))
		default:
			out = append(out, c.at(d.date, c.usual))
		}
	}
	rng.Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// doubleRoundRobin lists the pairs (home, away) of each round by the circle
// method; the second half mirrors the first.
func doubleRoundRobin(clubs int) [][][2]int {
	half := make([][][2]int, clubs-1)
	for r := range half {
		for i := range clubs / 2 {
			a, b := (r+i)%(clubs-1), (r+clubs-1-i)%(clubs-1)
			if i == 0 {
				b = clubs - 1
			}
			// Everybody alternates between home and away: the last club, which keeps
			// its place in the circle, by round; the others by their place.
			if (i == 0 && r%2 == 1) || i%2 == 1 {
				a, b = b, a
			}
			half[r] = append(half[r], [2]int{a, b})
		}
	}
	rounds := slices.Clone(half)
	for _, pairs := range half {
		var back [][2]int
		for _, p := range pairs {
			back = append(back, [2]int{p[1], p[0]})
		}
		rounds = append(rounds, back)
	}
	return rounds
}

// midnight is the UTC date of a moment.
func midnight(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }
