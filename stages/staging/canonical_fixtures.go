package staging

import (
	"iter"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/table"
)

// canonicalFixture is one fixture under its canonical id, with each source that
// tells of it. Division, season and teams are the files' where they tell of it.
type canonicalFixture struct {
	id               string
	division, season string
	homeID, awayID   string
	files            *fixture    // nil if only the API tells
	api              *apiFixture // nil if only the files do
}

// withFiles lists all fixtures by their ids: the API's, and those of which only
// the files tell.
func withFiles(api []*canonicalFixture, a fileFacts) []*canonicalFixture {
	out := slices.Clone(api)
	both := map[*fixture]bool{}
	for _, f := range api {
		both[f.files] = true
	}
	for _, f := range a.fixtures {
		if !both[f] {
			out = append(out, &canonicalFixture{f.id, f.edition.division, f.edition.season, f.homeID, f.awayID, f, nil})
		}
	}
	slices.SortFunc(out, func(a, b *canonicalFixture) int { return strings.Compare(a.id, b.id) })
	return out
}

// played says whether any source has the result.
func (f *canonicalFixture) played() bool {
	return f.files != nil && f.files.played || f.api != nil && f.api.result.known()
}

// prices counts the prices of all sources.
func (f *canonicalFixture) prices() int {
	n := 0
	if f.files != nil {
		n += len(f.files.odds)
	}
	if f.api != nil {
		n += len(f.api.points)
	}
	return n
}

// day is the files' date, or the day of the API's kick-off in London.
func (f *canonicalFixture) day() int32 {
	if f.files != nil {
		return table.Days(f.files.row.Date)
	}
	return londonDay(f.api.kickoffTime())
}

// londonDay is the calendar day of a kick-off in the files' own zone.
func londonDay(t time.Time) int32 {
	y, m, d := t.In(matchday.London).Date()
	return table.Days(matchday.Date(y, m, d))
}

func (j joined) fixtureRows() []table.Fixture {
	out := make([]table.Fixture, len(j.fixtures))
	each(len(out), func(i int) { out[i] = j.fixtureRow(j.fixtures[i]) })
	return out
}

// fixtureRow is the fixture as its table shows it. Where both sources tell, the
// API's kick-off, state and venue count, because it follows a fixture that
// moves; teams, season and date stay the files'.
func (j joined) fixtureRow(c *canonicalFixture) table.Fixture {
	if c.api == nil {
		return c.files.fixtureRow(c.id)
	}
	f := c.api
	l := j.leagues[c.division]
	r := table.Fixture{
		Source: answers.Source, Country: l.country, Division: c.division, Level: int32(l.level),
		Season: c.season, MatchDate: c.day(), HomeTeam: f.teams[table.Home].name, AwayTeam: f.teams[table.Away].name,
		HomeTeamID: c.homeID, AwayTeamID: c.awayID, State: f.state(), FirstLanded: f.first.fetchedAt, LandedAt: f.landed(),
	}
	if c.files != nil {
		r = c.files.fixtureRow(c.id)
		r.FirstLanded, r.LandedAt = min(r.FirstLanded, f.first.fetchedAt), max(r.LandedAt, f.landed())
		if state := f.state(); state != table.Scheduled || r.State != table.Finished {
			r.State = state
		}
	}
	r.FixtureID, r.Venue = c.id, f.venue
	r.Kickoff, r.KickoffKnown = f.kickoff, true
	r.AsOf = matchday.CollectionMoment(f.kickoffTime()).UnixMicro()
	r.KnownAt = min(r.AsOf, r.FirstLanded)
	return r
}

// scoreRows are the results: the files', and where they have none the API's.
func (j joined) scoreRows() []table.Score {
	out := make([]table.Score, 0, len(j.fixtures))
	for _, f := range j.fixtures {
		switch {
		case f.files != nil && f.files.played:
			out = append(out, f.files.scoreRow(f.id))
		case f.api != nil && f.api.result.known():
			out = append(out, f.api.scoreRow(f.id))
		}
	}
	return out
}

// statisticsRows are the files' figures; the API fills what they leave empty.
func (j joined) statisticsRows() []table.Statistics {
	out := make([]table.Statistics, 0, len(j.fixtures))
	for _, f := range j.fixtures {
		var row table.Statistics
		there := f.files != nil && f.files.hasStatistics
		if there {
			row = f.files.statisticsRow(f.id)
		}
		if f.api != nil {
			there = f.api.addStatistics(f.id, &row) || there
		}
		if there {
			out = append(out, row)
		}
	}
	return out
}

// oddsRows writes the prices of all fixtures.
func (j joined) oddsRows(write func(table.Odds)) {
	line := table.Lines()
	for _, f := range j.fixtures {
		var rows []table.Odds
		if f.files != nil {
			rows = j.files.oddsRows(f.files, f.id, line)
		}
		if f.api != nil {
			rows = append(rows, f.api.oddsRows(f.id, line)...)
		}
		if f.files != nil && f.api != nil {
			slices.SortStableFunc(rows, table.ByOddsKey)
		}
		for _, r := range rows {
			write(r)
		}
	}
}

// byAPI are the fixtures of which the API tells.
func (j joined) byAPI() iter.Seq[*canonicalFixture] {
	return func(yield func(*canonicalFixture) bool) {
		for _, f := range j.fixtures {
			if f.api != nil && !yield(f) {
				return
			}
		}
	}
}

func (j joined) versionRows() []table.FixtureVersion {
	var out []table.FixtureVersion
	for f := range j.byAPI() {
		out = append(out, f.api.versionRows(f.id)...)
	}
	return out
}

func (j joined) measureRows() []table.Measure {
	var out []table.Measure
	for f := range j.byAPI() {
		out = append(out, f.api.measureRows(f.id)...)
	}
	return out
}

// lineupRows writes the team sheets that the API tells.
func (j joined) lineupRows(write func(table.Lineup)) {
	for f := range j.byAPI() {
		f.api.lineupRows(f.id, [2]string{f.homeID, f.awayID}, write)
	}
}

func (j joined) quoteRows(write func(table.Quote)) {
	line := table.Lines()
	for f := range j.byAPI() {
		f.api.quoteRows(f.id, line, write)
	}
}
