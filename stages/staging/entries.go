package staging

import (
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// entry is one fixture of the house with each source that tells of it.
type entry struct {
	id    string
	files *fixture    // nil if only the API tells
	api   *apiFixture // nil if only the files do
}

// entriesOf lists all fixtures by their ids. x is nil if nothing of the API has
// landed.
func entriesOf(fixtures []*fixture, x *api) []entry {
	out := make([]entry, 0, len(fixtures))
	both := map[*fixture]bool{}
	if x != nil {
		for _, f := range x.fixtures {
			out = append(out, entry{f.canonical, f.partner, f})
			both[f.partner] = true
		}
	}
	for _, f := range fixtures {
		if !both[f] {
			out = append(out, entry{f.id, f, nil})
		}
	}
	slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.id, b.id) })
	return out
}

// played says whether any source has the result.
func (e entry) played() bool {
	return e.files != nil && e.files.played || e.api != nil && e.api.result.known()
}

// identity is what of a fixture its season counts.
type identity struct {
	divisionSeason
	day        int32
	home, away string
}

// identity is the files' where they tell of the fixture.
func (e entry) identity() identity {
	if f := e.files; f != nil {
		return identity{divisionSeason{f.edition.division, f.edition.season}, days(f.row.Date), f.homeID, f.awayID}
	}
	f := e.api
	return identity{divisionSeason{f.division, f.season}, londonDay(f.kickoffTime()), f.homeID, f.awayID}
}

// fixtureRow is the fixture as its table shows it. Where both sources tell, the
// API's kick-off, state and venue count, because it follows a fixture that
// moves; teams, season and date stay the files'.
func (s *staged) fixtureRow(e entry) table.Fixture {
	if e.api == nil {
		return e.files.fixtureRow()
	}
	f := e.api
	l := s.leagues[f.division]
	r := table.Fixture{
		Source: answers.Source, Country: l.country, Division: f.division, Level: int32(l.level),
		Season: f.season, MatchDate: londonDay(f.kickoffTime()), HomeTeam: f.teams[homeSide].name, AwayTeam: f.teams[awaySide].name,
		HomeTeamID: f.homeID, AwayTeamID: f.awayID, State: f.state(), FirstLanded: f.first.fetchedAt, LandedAt: f.landed(),
	}
	if e.files != nil {
		r = e.files.fixtureRow()
		r.FirstLanded, r.LandedAt = min(r.FirstLanded, f.first.fetchedAt), max(r.LandedAt, f.landed())
		if state := f.state(); state != scheduled || r.State != finished {
			r.State = state
		}
	}
	r.FixtureID, r.Venue = e.id, f.venue
	r.Kickoff, r.KickoffKnown = f.kickoff, true
	r.AsOf = matchday.CollectionMoment(f.kickoffTime()).UnixMicro()
	r.KnownAt = min(r.AsOf, r.FirstLanded)
	return r
}

// londonDay is the calendar day of a kick-off in the files' own zone.
func londonDay(t time.Time) int32 {
	y, m, d := t.In(matchday.London).Date()
	return days(matchday.Date(y, m, d))
}
