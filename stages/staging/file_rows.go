package staging

import (
	"cmp"
	"slices"
	"strings"

	"matchday"
	"matchday/stages/staging/files"
	"matchday/stages/staging/table"
)

// optional is nil for a number that no file has.
func optional[T int16 | int32](n T) *int32 {
	if n == files.Missing {
		return nil
	}
	v := int32(n)
	return &v
}

// resultKnownAt is when a result or statistic that landed then was known. No
// clock of ours makes a result known before its kick-off.
func (f *fixture) resultKnownAt(landed int64) int64 {
	return table.KnownBefore(matchday.ResultKnownAt(f.kickoff, f.kickoffKnown, f.row.Date), landed, f.kickoff)
}

// fixtureRow is the fixture as the files tell it, under its canonical id.
func (f *fixture) fixtureRow(id string) table.Fixture {
	e := f.edition
	state := table.Scheduled
	if f.played {
		state = table.Finished
	}
	return table.Fixture{
		FixtureID: id, Source: files.Source, Country: e.league.country, Division: e.division,
		Level: int32(e.league.level), Season: e.season, MatchDate: table.Days(f.row.Date),
		Kickoff: f.kickoff.UnixMicro(), KickoffKnown: f.kickoffKnown,
		HomeTeam: f.row.Home, AwayTeam: f.row.Away, HomeTeamID: f.homeID, AwayTeamID: f.awayID,
		State: state, Referee: f.referee, Attendance: optional(f.attendance),
		AsOf: f.asOf.UnixMicro(), KnownAt: min(f.asOf.UnixMicro(), f.firstLanded),
		FirstLanded: f.firstLanded, LandedAt: f.landed,
	}
}

// scoreRow is the result of a fixture that was played.
func (f *fixture) scoreRow(id string) table.Score {
	return table.Score{
		FixtureID: id, HomeGoals: int32(f.homeGoals), AwayGoals: int32(f.awayGoals),
		Outcome: string(matchday.OutcomeOf(int(f.homeGoals), int(f.awayGoals))), Stated: string(f.stated),
		KnownAt: f.resultKnownAt(f.scoreLanded), LandedAt: f.scoreLanded,
	}
}

// statisticsRow are the figures of the match that the files have.
func (f *fixture) statisticsRow(id string) table.Statistics {
	n := func(s files.Statistic) *int32 { return optional(f.statistics[s]) }
	return table.Statistics{
		FixtureID:     id,
		HomeHalfGoals: n(files.HomeHalfGoals), AwayHalfGoals: n(files.AwayHalfGoals),
		HomeShots: n(files.HomeShots), AwayShots: n(files.AwayShots),
		HomeShotsOnTarget: n(files.HomeShotsOnTarget), AwayShotsOnTarget: n(files.AwayShotsOnTarget),
		HomeCorners: n(files.HomeCorners), AwayCorners: n(files.AwayCorners),
		HomeFouls: n(files.HomeFouls), AwayFouls: n(files.AwayFouls),
		HomeOffsides: n(files.HomeOffsides), AwayOffsides: n(files.AwayOffsides),
		HomeWoodwork: n(files.HomeWoodwork), AwayWoodwork: n(files.AwayWoodwork),
		HomeYellowCards: n(files.HomeYellowCards), AwayYellowCards: n(files.AwayYellowCards),
		HomeRedCards: n(files.HomeRedCards), AwayRedCards: n(files.AwayRedCards),
		HomeBookingPoints: n(files.HomeBookingPoints), AwayBookingPoints: n(files.AwayBookingPoints),
		KnownAt: f.resultKnownAt(f.statisticsLanded), LandedAt: f.statisticsLanded,
	}
}

// oddsRows are the prices that the files have of a fixture, in the table's
// order.
func (a fileFacts) oddsRows(f *fixture, id string, line func(int16) *float64) []table.Odds {
	collected, kickoff := f.asOf.UnixMicro(), f.kickoff.UnixMicro()
	out := make([]table.Odds, len(f.odds))
	for i, c := range f.odds {
		q, landed := &a.quotes.all[c.quote], a.landed[c.file].landedAt
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

// editionRows list the editions.
func (a fileFacts) editionRows() []table.Edition {
	out := make([]table.Edition, len(a.editions))
	for i, e := range a.editions {
		out[i] = table.Edition{
			Division: e.division, Season: e.season, File: e.file.id, SHA256: e.file.sha256, LandedAt: e.file.landedAt,
			Fixtures: int32(len(e.rows)), Results: int32(e.results), Winner: e.winner,
		}
	}
	slices.SortFunc(out, func(a, b table.Edition) int {
		return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season),
			strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256))
	})
	return out
}

// rejects lists what the files and the editions could not use.
func (a fileFacts) rejects() []table.Reject {
	var out []table.Reject
	add := func(f *landedFile, rejects []files.Reject) {
		for _, r := range rejects {
			out = append(out, table.Reject{
				Source: files.Source, File: f.id, SHA256: f.sha256, Line: int32(r.Line), Reason: r.Reason, Detail: r.Detail, Row: r.Row,
				LandedAt: f.landedAt,
			})
		}
	}
	for i := range a.landed {
		add(&a.landed[i], a.landed[i].parsed.Rejects)
	}
	for _, e := range a.editions {
		add(e.file, e.duplicates)
	}
	return out
}
