package staging

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/files"
	"matchday/stages/staging/table"
)

// The states of a fixture that a file can tell.
const (
	scheduled = "scheduled"
	finished  = "finished"
)

func days(t time.Time) int32 { return int32(t.Unix() / 86400) }

// optional is nil for a number that no file has.
func optional[T int16 | int32](n T) *int32 {
	if n == files.Missing {
		return nil
	}
	v := int32(n)
	return &v
}

// knownBefore is when something could be known that is known at the latest at
// rule: at its landing, if that was earlier. Nothing is known before earliest.
func knownBefore(rule time.Time, landed int64, earliest time.Time) int64 {
	return max(min(rule.UnixMicro(), landed), earliest.UnixMicro())
}

// resultKnownAt is when a result or statistic that landed then was known. No
// clock of ours makes a result known before its kick-off.
func (f *fixture) resultKnownAt(landed int64) int64 {
	return knownBefore(matchday.ResultKnownAt(f.kickoff, f.kickoffKnown, f.row.Date), landed, f.kickoff)
}

func (s *staged) fixtureRows() []table.Fixture {
	out := make([]table.Fixture, len(s.entries))
	each(len(out), func(i int) { out[i] = s.fixtureRow(s.entries[i]) })
	return out
}

// fixtureRow is the fixture as the files tell it.
func (f *fixture) fixtureRow() table.Fixture {
	e := f.edition
	state := scheduled
	if f.played {
		state = finished
	}
	return table.Fixture{
		FixtureID: f.id, Source: files.Source, Country: e.league.country, Division: e.division,
		Level: int32(e.league.level), Season: e.season, MatchDate: days(f.row.Date),
		Kickoff: f.kickoff.UnixMicro(), KickoffKnown: f.kickoffKnown,
		HomeTeam: f.row.Home, AwayTeam: f.row.Away, HomeTeamID: f.homeID, AwayTeamID: f.awayID,
		State: state, Referee: f.referee, Attendance: optional(f.attendance),
		AsOf: f.asOf.UnixMicro(), KnownAt: min(f.asOf.UnixMicro(), f.firstLanded),
		FirstLanded: f.firstLanded, LandedAt: f.landed,
	}
}

func (s *staged) scoreRows() []table.Score {
	out := make([]table.Score, 0, s.results)
	for _, e := range s.entries {
		switch {
		case e.files != nil && e.files.played:
			out = append(out, e.files.scoreRow())
		case e.api != nil && e.api.result.known():
			out = append(out, e.api.scoreRow())
		}
	}
	return out
}

func (f *fixture) scoreRow() table.Score {
	return table.Score{
		FixtureID: f.id, HomeGoals: int32(f.homeGoals), AwayGoals: int32(f.awayGoals),
		Outcome: string(matchday.OutcomeOf(int(f.homeGoals), int(f.awayGoals))), Stated: string(f.stated),
		KnownAt: f.resultKnownAt(f.scoreLanded), LandedAt: f.scoreLanded,
	}
}

func (s *staged) statisticsRows() []table.Statistics {
	out := make([]table.Statistics, 0, len(s.entries))
	for _, e := range s.entries {
		var row table.Statistics
		there := e.files != nil && e.files.hasStatistics
		if there {
			row = e.files.statisticsRow()
		}
		if e.api != nil {
			there = e.api.addStatistics(&row) || there
		}
		if there {
			out = append(out, row)
		}
	}
	return out
}

func (f *fixture) statisticsRow() table.Statistics {
	n := func(s files.Statistic) *int32 { return optional(f.statistics[s]) }
	return table.Statistics{
		FixtureID:     f.id,
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

func (s *staged) leagueRows() []table.League {
	out := make([]table.League, 0, len(s.leagues))
	for division, l := range s.leagues {
		out = append(out, table.League{Division: division, Country: l.country, Level: int32(l.level), Name: l.name})
	}
	slices.SortFunc(out, func(a, b table.League) int { return strings.Compare(a.Division, b.Division) })
	return out
}

func (s *staged) seasonRows() []table.Season {
	type season struct {
		table.Season
		teams map[string]bool
	}
	seasons := map[divisionSeason]*season{}
	for _, e := range s.entries {
		f := e.identity()
		x, ok := seasons[f.divisionSeason]
		if !ok {
			x = &season{table.Season{Division: f.division, Season: f.season, FirstDate: f.day, LastDate: f.day}, map[string]bool{}}
			seasons[f.divisionSeason] = x
		}
		x.FirstDate, x.LastDate = min(x.FirstDate, f.day), max(x.LastDate, f.day)
		x.Fixtures++
		if e.played() {
			x.Results++
		}
		x.teams[f.home], x.teams[f.away] = true, true
	}
	out := make([]table.Season, 0, len(seasons))
	for _, x := range seasons {
		x.Teams = int32(len(x.teams))
		out = append(out, x.Season)
	}
	slices.SortFunc(out, func(a, b table.Season) int {
		return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season))
	})
	return out
}

func (s *staged) editionRows() []table.Edition {
	out := make([]table.Edition, len(s.editions))
	for i, e := range s.editions {
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

// rejectionsOf lists what the files and the editions could not use.
func rejectionsOf(landed []landedFile, editions []*edition, objects []*landedObject) []table.Reject {
	var out []table.Reject
	add := func(f *landedFile, rejects []files.Reject) {
		for _, r := range rejects {
			out = append(out, table.Reject{
				Source: files.Source, File: f.id, SHA256: f.sha256, Line: int32(r.Line), Reason: r.Reason, Detail: r.Detail,
				Row: r.Row, LandedAt: f.landedAt,
			})
		}
	}
	for i := range landed {
		add(&landed[i], landed[i].parsed.Rejects)
	}
	for _, e := range editions {
		add(e.file, e.duplicates)
	}
	for _, o := range objects {
		out = append(out, o.rejects...)
	}
	slices.SortFunc(out, byFileAndLine)
	return out
}

// byFileAndLine is the order of the table rejected.
func byFileAndLine(a, b table.Reject) int {
	return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Line, b.Line),
		strings.Compare(a.Reason, b.Reason), strings.Compare(a.Detail, b.Detail))
}
