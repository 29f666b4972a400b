package matchday

import (
	"time"
	_ "time/tzdata" // the zone must be there on machines without one
)

// London is the zone in which the publisher of football-data.co.uk writes its
// times and in which it collects its prices.
var London = func() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // cannot happen: time/tzdata is linked in
	}
	return loc
}()

// Hours of the day, in London unless the name says UTC, and delays from which
// the canonical moments follow.
const (
	collectionHour     = 13 // pre-match prices are collected on Tuesdays and Fridays
	weekendKickoffHour = 12 // nominal, for a fixture without a time
	weekdayKickoffHour = 17
	resultDelay        = 3 * time.Hour
	resultHourUTC      = 6 // of the next day, if only the date is known
	predictionLead     = time.Hour
)

// Date is midnight UTC of a calendar day, the form in which match dates are kept.
func Date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// KickoffAt turns a date and a UK clock time into UTC, daylight saving included.
func KickoffAt(date time.Time, hour, minute int) time.Time {
	y, m, d := date.Date()
	return time.Date(y, m, d, hour, minute, 0, 0, London).UTC()
}

// NominalKickoff stands for the kick-off of a fixture whose time is not known:
// 12:00 UK on Saturdays, Sundays, 26 December and 1 January, else 17:00.
func NominalKickoff(date time.Time) time.Time {
	_, m, d := date.Date()
	hour := weekdayKickoffHour
	switch {
	case date.Weekday() == time.Saturday, date.Weekday() == time.Sunday,
		m == time.December && d == 26, m == time.January && d == 1:
		hour = weekendKickoffHour
	}
	return KickoffAt(date, hour, 0)
}

// BettingEnds is the moment from which a bet on a fixture is late: its kick-off, or the
// first moment of its match day in London where only the day is known. Files write
// London's days. The API writes a day without an hour as one of UTC, which London's
// never begins after; the league's own zone is told by nobody.
func BettingEnds(kickoff time.Time, known bool, date time.Time) time.Time {
	if known {
		return kickoff
	}
	return KickoffAt(date, 0, 0)
}

// CollectionMoment is the as-of of a fixture from the files: the last Tuesday
// or Friday, 13:00 Europe/London, at least one hour before kick-off. That is
// when its pre-match prices were collected.
func CollectionMoment(kickoff time.Time) time.Time {
	return CollectionBefore(kickoff.Add(-predictionLead))
}

// CollectionBefore is the last collection moment at or before t.
func CollectionBefore(t time.Time) time.Time {
	local := t.In(London)
	y, m, d := local.Date()
	for back := 0; ; back++ {
		c := time.Date(y, m, d-back, collectionHour, 0, 0, 0, London)
		if w := c.Weekday(); (w == time.Tuesday || w == time.Friday) && !c.After(t) {
			return c.UTC()
		}
	}
}

// ResultKnownAt is when somebody watching knew the result: kick-off plus three
// hours, or 06:00 UTC of the day after the match date if the time is unknown.
func ResultKnownAt(kickoff time.Time, known bool, date time.Time) time.Time {
	if known {
		return kickoff.Add(resultDelay)
	}
	return date.Add(24*time.Hour + resultHourUTC*time.Hour)
}

// SeasonOf labels the season that starts with a division's earliest date in a
// file: from July on that year, else the year before; 2015-08-08 gives "1516".
func SeasonOf(earliest time.Time) string {
	y := earliest.Year()
	if earliest.Month() < time.July {
		y--
	}
	two := func(n int) string { n %= 100; return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return two(y) + two(y+1)
}
