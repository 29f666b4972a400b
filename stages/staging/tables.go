package staging

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/warehouse/lake/footballdata"
)

// The states of a fixture that a file can tell.
const (
	scheduled = "scheduled"
	finished  = "finished"
)

func days(t time.Time) int32 { return int32(t.Unix() / 86400) }

// optional is nil for a number that no file has.
func optional[T int16 | int32](n T) *int32 {
	if n == footballdata.Missing {
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

func (s *staged) fixtureRows() []fixtureRow {
	out := make([]fixtureRow, len(s.entries))
	each(len(out), func(i int) { out[i] = s.fixtureRow(s.entries[i]) })
	return out
}

// fixtureRow is the fixture as the files tell it.
func (f *fixture) fixtureRow() fixtureRow {
	e := f.edition
	state := scheduled
	if f.played {
		state = finished
	}
	return fixtureRow{
		FixtureID: f.id, Source: footballdata.Source, Country: e.league.country, Division: e.division,
		Level: int32(e.league.level), Season: e.season, MatchDate: days(f.row.Date),
		Kickoff: f.kickoff.UnixMicro(), KickoffKnown: f.kickoffKnown,
		HomeTeam: f.row.Home, AwayTeam: f.row.Away, HomeTeamID: f.homeID, AwayTeamID: f.awayID,
		State: state, Referee: f.referee, Attendance: optional(f.attendance),
		AsOf: f.asOf.UnixMicro(), KnownAt: min(f.asOf.UnixMicro(), f.firstLanded),
		FirstLanded: f.firstLanded, LandedAt: f.landed,
	}
}

func (s *staged) scoreRows() []scoreRow {
	out := make([]scoreRow, 0, s.results)
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

func (f *fixture) scoreRow() scoreRow {
	return scoreRow{
		FixtureID: f.id, HomeGoals: int32(f.homeGoals), AwayGoals: int32(f.awayGoals),
		Outcome: string(matchday.OutcomeOf(int(f.homeGoals), int(f.awayGoals))), Stated: string(f.stated),
		KnownAt: f.resultKnownAt(f.scoreLanded), LandedAt: f.scoreLanded,
	}
}

func (s *staged) statisticsRows() []statisticsRow {
	out := make([]statisticsRow, 0, len(s.entries))
	for _, e := range s.entries {
		var row statisticsRow
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

func (f *fixture) statisticsRow() statisticsRow {
	n := func(s footballdata.Statistic) *int32 { return optional(f.statistics[s]) }
	return statisticsRow{
		FixtureID:     f.id,
		HomeHalfGoals: n(footballdata.HomeHalfGoals), AwayHalfGoals: n(footballdata.AwayHalfGoals),
		HomeShots: n(footballdata.HomeShots), AwayShots: n(footballdata.AwayShots),
		HomeShotsOnTarget: n(footballdata.HomeShotsOnTarget), AwayShotsOnTarget: n(footballdata.AwayShotsOnTarget),
		HomeCorners: n(footballdata.HomeCorners), AwayCorners: n(footballdata.AwayCorners),
		HomeFouls: n(footballdata.HomeFouls), AwayFouls: n(footballdata.AwayFouls),
		HomeOffsides: n(footballdata.HomeOffsides), AwayOffsides: n(footballdata.AwayOffsides),
		HomeWoodwork: n(footballdata.HomeWoodwork), AwayWoodwork: n(footballdata.AwayWoodwork),
		HomeYellowCards: n(footballdata.HomeYellowCards), AwayYellowCards: n(footballdata.AwayYellowCards),
		HomeRedCards: n(footballdata.HomeRedCards), AwayRedCards: n(footballdata.AwayRedCards),
		HomeBookingPoints: n(footballdata.HomeBookingPoints), AwayBookingPoints: n(footballdata.AwayBookingPoints),
		KnownAt: f.resultKnownAt(f.statisticsLanded), LandedAt: f.statisticsLanded,
	}
}

func (s *staged) leagueRows() []leagueRow {
	out := make([]leagueRow, 0, len(s.leagues))
	for division, l := range s.leagues {
		out = append(out, leagueRow{division, l.country, int32(l.level), l.name})
	}
	slices.SortFunc(out, func(a, b leagueRow) int { return strings.Compare(a.Division, b.Division) })
	return out
}

func (s *staged) seasonRows() []seasonRow {
	type season struct {
		seasonRow
		teams map[string]bool
	}
	seasons := map[divisionSeason]*season{}
	for _, e := range s.entries {
		f := e.identity()
		x, ok := seasons[f.divisionSeason]
		if !ok {
			x = &season{seasonRow{Division: f.division, Season: f.season, FirstDate: f.day, LastDate: f.day}, map[string]bool{}}
			seasons[f.divisionSeason] = x
		}
		x.FirstDate, x.LastDate = min(x.FirstDate, f.day), max(x.LastDate, f.day)
		x.Fixtures++
		if e.played() {
			x.Results++
		}
		x.teams[f.home], x.teams[f.away] = true, true
	}
	out := make([]seasonRow, 0, len(seasons))
	for _, x := range seasons {
		x.Teams = int32(len(x.teams))
		out = append(out, x.seasonRow)
	}
	slices.SortFunc(out, func(a, b seasonRow) int {
		return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season))
	})
	return out
}

func (s *staged) editionRows() []editionRow {
	out := make([]editionRow, len(s.editions))
	for i, e := range s.editions {
		out[i] = editionRow{e.division, e.season, e.file.id, e.file.sha256, e.file.landedAt, int32(len(e.rows)), int32(e.results), e.winner}
	}
	slices.SortFunc(out, func(a, b editionRow) int {
		return cmp.Or(strings.Compare(a.Division, b.Division), strings.Compare(a.Season, b.Season),
			strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256))
	})
	return out
}

// rejectionsOf lists what the files and the editions could not use.
func rejectionsOf(landed []landedFile, editions []*edition, objects []*landedObject) []rejection {
	var out []rejection
	add := func(f *landedFile, rejects []footballdata.Reject) {
		for _, r := range rejects {
			out = append(out, rejection{footballdata.Source, f.id, f.sha256, int32(r.Line), r.Reason, r.Detail, r.Row, f.landedAt})
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
func byFileAndLine(a, b rejection) int {
	return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Line, b.Line),
		strings.Compare(a.Reason, b.Reason), strings.Compare(a.Detail, b.Detail))
}
