package files

import (
	"cmp"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/table"
)

// optional is nil for a number that no file has.
func optional[T int16 | int32](n T) *int32 {
	if n == Missing {
		return nil
	}
	v := int32(n)
	return &v
}

// dateOf is a day as a date.
func dateOf(day int32) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// resultKnownAt is when a result or statistic that landed then was known. No
// clock of ours makes a result known before its kick-off.
func (f *Fixture) resultKnownAt(landed int64) int64 {
	return table.KnownBefore(matchday.ResultKnownAt(f.Kickoff, f.KickoffKnown, dateOf(f.Day)), landed, f.Kickoff)
}

// FixtureRow is the fixture as the files tell it, under its canonical id.
func (f *Fixture) FixtureRow(id string) table.Fixture {
	e := f.Season
	state := table.Scheduled
	switch {
	case f.Withdrawn:
		state = table.Deleted
	case f.Played:
		state = table.Finished
	}
	return table.Fixture{
		FixtureID: id, Source: Source, Country: e.league.Country, Division: e.Division,
		Level: int32(e.league.Level), Season: e.Season, MatchDate: f.Day,
		Kickoff: f.Kickoff.UnixMicro(), KickoffKnown: f.KickoffKnown,
		HomeTeam: f.home, AwayTeam: f.away, HomeTeamID: f.HomeID, AwayTeamID: f.AwayID,
		State: state, Referee: f.referee, Attendance: optional(f.attendance),
		AsOf: f.asOf.UnixMicro(), KnownAt: min(f.asOf.UnixMicro(), f.FirstLanded),
		FirstLanded: f.FirstLanded, LandedAt: f.Landed,
	}
}

// ScoreRow is the result of a fixture that was played.
func (f *Fixture) ScoreRow(id string) table.Score {
	return table.Score{
		FixtureID: id, HomeGoals: int32(f.HomeGoals), AwayGoals: int32(f.AwayGoals),
		Outcome: string(matchday.OutcomeOf(int(f.HomeGoals), int(f.AwayGoals))), Stated: string(f.stated),
		KnownAt: f.resultKnownAt(f.scoreLanded), LandedAt: f.scoreLanded,
	}
}

// StatisticsRow are the figures of the match that the files have.
func (f *Fixture) StatisticsRow(id string) table.Statistics {
	n := func(s Statistic) *int32 { return optional(f.statistics[s]) }
	return table.Statistics{
		FixtureID:     id,
		HomeHalfGoals: n(HomeHalfGoals), AwayHalfGoals: n(AwayHalfGoals),
		HomeShots: n(HomeShots), AwayShots: n(AwayShots),
		HomeShotsOnTarget: n(HomeShotsOnTarget), AwayShotsOnTarget: n(AwayShotsOnTarget),
		HomeCorners: n(HomeCorners), AwayCorners: n(AwayCorners),
		HomeFouls: n(HomeFouls), AwayFouls: n(AwayFouls),
		HomeOffsides: n(HomeOffsides), AwayOffsides: n(AwayOffsides),
		HomeWoodwork: n(HomeWoodwork), AwayWoodwork: n(AwayWoodwork),
		HomeYellowCards: n(HomeYellowCards), AwayYellowCards: n(AwayYellowCards),
		HomeRedCards: n(HomeRedCards), AwayRedCards: n(AwayRedCards),
		HomeBookingPoints: n(HomeBookingPoints), AwayBookingPoints: n(AwayBookingPoints),
		KnownAt: f.resultKnownAt(f.statisticsLanded), LandedAt: f.statisticsLanded,
	}
}

// OddsRows are the prices that the files have of a fixture, in the table's
// order.
func (Facts) OddsRows(f *Fixture, id string, line func(int16) *float64) []table.Odds {
	collected, kickoff := f.asOf.UnixMicro(), f.Kickoff.UnixMicro()
	out := make([]table.Odds, len(f.odds))
	for i, c := range f.odds {
		q, landed := &f.numbers.quotes[c.quote], f.numbers.landings[c.landing]
		known := kickoff
		if q.Moment == matchday.PreMatch {
			known = min(collected, landed)
		}
		out[i] = table.Odds{
			FixtureID: id, Bookmaker: q.Bookmaker, Market: q.Market, Selection: q.Selection, Line: line(c.line),
			Moment: q.Moment, Price: c.price, KnownAt: known, LandedAt: landed,
		}
	}
	return out
}

// ListingRow is what the newest edition of a file says of a coming fixture.
func (f *Fixture) ListingRow(id string) table.Listing {
	row := table.Listing{FixtureID: id, Source: Source, Kickoff: f.Kickoff.UnixMicro(), KickoffKnown: f.KickoffKnown, SeenAt: f.listing.seen}
	if f.listing.unlisted != 0 {
		row.UnlistedAt = &f.listing.unlisted
	}
	return row
}

// GoneRows writes the prices before kick-off of a coming fixture that earlier editions
// of a file showed and the newest one does not.
func (a Facts) GoneRows(f *Fixture, id string, line func(int16) *float64, write func(table.GonePrice)) {
	odds := a.OddsRows(f, id, line)
	for _, i := range f.listing.gone {
		if o := odds[i]; o.Moment == matchday.PreMatch {
			write(table.GonePrice{
				FixtureID: id, Source: Source, Bookmaker: o.Bookmaker, Market: o.Market, Selection: o.Selection, Line: o.Line,
				Price: o.Price, KnownAt: o.KnownAt, GoneAt: f.listing.seen,
			})
		}
	}
}

// lastResultDay is the date of the last result; nil without one.
func (e *FileSeason) lastResultDay() *int32 {
	if e.results == 0 {
		return nil
	}
	day := table.Days(e.lastResult)
	return &day
}

// editionRows list the file seasons.
func editionRows(seasons []*FileSeason) []table.Edition {
	out := make([]table.Edition, len(seasons))
	for i, e := range seasons {
		out[i] = table.Edition{
			Division: e.Division, Season: e.Season, File: e.File.ID, SHA256: e.File.SHA256, LandedAt: e.File.newest(),
			Fixtures: int32(len(e.rows)), Results: int32(e.results), LastResult: e.lastResultDay(), Stale: e.stale, Winner: e.winner,
		}
	}
	return out
}

// byEdition is the order of the table editions.
func byEdition(a, b table.Edition) int {
	return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season),
		strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256))
}

// rejectRow is what could not be used of the file as a row of the table rejected.
func (f *Landed) rejectRow(r Reject) table.Reject {
	return table.Reject{
		Source: Source, File: f.ID, SHA256: f.SHA256, Line: int32(r.Line), Reason: r.Reason, Hint: Explain(r.Reason),
		Detail: r.Detail, Row: r.Row, LandedAt: f.LandedAt,
	}
}
