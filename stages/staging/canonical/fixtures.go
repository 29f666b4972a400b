package canonical

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/files"
	"matchday/stages/staging/parallel"
	"matchday/stages/staging/table"
)

// Fixture is one fixture under its canonical id, with each source that
// tells of it. Division, season and teams are the files' where they tell of it.
type Fixture struct {
	ID               string
	division, season string
	HomeID, AwayID   string
	Files            *files.Fixture   // nil if only the API tells
	API              *answers.History // nil if only the files do

	since     int64              // when the API first told of the match, µs
	firstTwin *Fixture           // of a match under several ids: the one that landed first, if not this one
	others    []*answers.History // under its other ids
}

// withFiles lists all fixtures by their ids: the API's, and those of which only
// the files tell.
func withFiles(api []*Fixture, a files.Facts) []*Fixture {
	both := map[*files.Fixture]bool{}
	for _, f := range api {
		both[f.Files] = true
	}
	alone := make([]Fixture, 0, len(a.Fixtures))
	for _, f := range a.Fixtures {
		if len(both) == 0 || !both[f] {
			alone = append(alone, Fixture{
				ID: f.ID, division: f.Season.Division, season: f.Season.Season, HomeID: f.HomeID, AwayID: f.AwayID, Files: f,
			})
		}
	}
	api = slices.Clone(api)
	slices.SortFunc(api, func(a, b *Fixture) int { return strings.Compare(a.ID, b.ID) })
	out := make([]*Fixture, 0, len(api)+len(alone))
	for i := range alone { // these stand by their ids
		for len(api) > 0 && api[0].ID < alone[i].ID {
			out, api = append(out, api[0]), api[1:]
		}
		out = append(out, &alone[i])
	}
	return append(out, api...)
}

// Of is the join of some of its fixtures.
func (j Joined) Of(fixtures []*Fixture) Joined {
	j.Fixtures = fixtures
	return j
}

// Load reads what only the fixtures' own rows ask for.
func (j Joined) Load(ctx context.Context) error {
	var told []*files.Fixture
	var api []*answers.History
	for _, f := range j.Fixtures {
		if f.Files != nil {
			told = append(told, f.Files)
		}
		if f.API != nil {
			api = append(api, f.API)
		}
	}
	if err := j.files.Load(ctx, told); err != nil || len(api) == 0 {
		return err
	}
	return j.api.Load(ctx, api)
}

// Forget drops what Load read.
func (j Joined) Forget() {
	for _, f := range j.Fixtures {
		if f.Files != nil {
			f.Files.Forget()
		}
	}
	j.forgetAPI()
}

// forgetAPI drops what Load read of the API's fixtures.
func (j Joined) forgetAPI() {
	for f := range j.ByAPI() {
		f.API.Forget()
	}
}

// Played says whether any source has the result.
func (f *Fixture) Played() bool {
	return f.Files != nil && f.Files.Played || f.API != nil && f.API.Result.Known()
}

// Prices counts the prices of all sources.
func (f *Fixture) Prices() int {
	n := 0
	if f.Files != nil {
		n += f.Files.Prices
	}
	if f.API != nil {
		n += f.API.Prices
	}
	return n
}

// day is the files' date, or the day of the API's kick-off in London.
func (f *Fixture) day() int32 {
	if f.Files != nil {
		return f.Files.Day
	}
	return londonDay(f.API.KickoffTime())
}

// londonDay is the calendar day of a kick-off in the files' own zone.
func londonDay(t time.Time) int32 {
	y, m, d := t.In(matchday.London).Date()
	return table.Days(matchday.Date(y, m, d))
}

func (j Joined) FixtureRows() []table.Fixture {
	out := make([]table.Fixture, len(j.Fixtures))
	parallel.Each(len(out), func(i int) { out[i] = j.fixtureRow(j.Fixtures[i]) })
	return out
}

// fixtureRow is the fixture as its table shows it. Where both sources tell, the
// API's kick-off, state and venue count, because it follows a fixture that
// moves; teams, season and date stay the files'.
func (j Joined) fixtureRow(c *Fixture) table.Fixture {
	if c.API == nil {
		return c.Files.FixtureRow(c.ID)
	}
	f := c.API
	l := j.leagues[c.division]
	r := table.Fixture{
		Source: answers.Source, Country: l.Country, Division: c.division, Level: int32(l.Level),
		Season: c.season, MatchDate: c.day(), HomeTeam: f.Teams[table.Home].Name, AwayTeam: f.Teams[table.Away].Name,
		HomeTeamID: c.HomeID, AwayTeamID: c.AwayID, State: f.State(), FirstLanded: f.FirstLanded, LandedAt: f.Landed(),
	}
	if c.Files != nil {
		r = c.Files.FixtureRow(c.ID)
		r.FirstLanded, r.LandedAt = min(r.FirstLanded, f.FirstLanded), max(r.LandedAt, f.Landed())
		if state := f.State(); state != table.Scheduled || r.State != table.Finished {
			r.State = state
		}
	}
	r.FixtureID, r.Venue = c.ID, f.Venue
	if r.Kickoff = c.kickoff(); f.Timed || !r.KickoffKnown {
		r.KickoffKnown = f.Timed
	}
	r.AsOf = matchday.CollectionMoment(time.UnixMicro(r.Kickoff)).UnixMicro()
	r.KnownAt = min(r.AsOf, r.FirstLanded)
	return r
}

// ScoreRows are the results: the files', and where they have none the API's.
func (j Joined) ScoreRows() []table.Score {
	out := make([]table.Score, 0, len(j.Fixtures))
	for _, f := range j.Fixtures {
		switch {
		case f.Files != nil && f.Files.Played:
			out = append(out, f.Files.ScoreRow(f.ID))
		case f.API != nil && f.API.Result.Known():
			out = append(out, f.API.ScoreRow(f.ID))
		}
	}
	return out
}

// StatisticsRows are the files' figures; the API fills what they leave empty.
func (j Joined) StatisticsRows() []table.Statistics {
	out := make([]table.Statistics, 0, len(j.Fixtures))
	for _, f := range j.Fixtures {
		var row table.Statistics
		there := f.Files != nil && f.Files.HasStatistics
		if there {
			row = f.Files.StatisticsRow(f.ID)
		}
		if f.API != nil {
			there = f.API.AddStatistics(f.ID, &row) || there
		}
		if there {
			out = append(out, row)
		}
	}
	return out
}

// OddsRows writes the prices of all fixtures.
func (j Joined) OddsRows(write func(table.Odds)) {
	line := table.Lines()
	for _, f := range j.Fixtures {
		var rows []table.Odds
		if f.Files != nil {
			rows = j.files.OddsRows(f.Files, f.ID, line)
		}
		if f.API != nil {
			rows = append(rows, f.API.OddsRows(f.ID, line)...)
		}
		if f.Files != nil && f.API != nil {
			slices.SortStableFunc(rows, table.ByOddsKey)
		}
		for _, r := range rows {
			write(r)
		}
	}
}

// ByAPI are the fixtures of which the API tells.
func (j Joined) ByAPI() iter.Seq[*Fixture] {
	return func(yield func(*Fixture) bool) {
		for _, f := range j.Fixtures {
			if f.API != nil && !yield(f) {
				return
			}
		}
	}
}

func (j Joined) VersionRows() []table.FixtureVersion {
	var out []table.FixtureVersion
	for f := range j.ByAPI() {
		out = append(out, f.API.VersionRows(f.ID)...)
	}
	return out
}

func (j Joined) MeasureRows() []table.Measure {
	var out []table.Measure
	for f := range j.ByAPI() {
		out = append(out, f.API.MeasureRows(f.ID)...)
	}
	return out
}

// LineupRows writes the team sheets that the API tells.
func (j Joined) LineupRows(write func(table.Lineup)) {
	for f := range j.ByAPI() {
		f.API.LineupRows(f.ID, [2]string{f.HomeID, f.AwayID}, write)
	}
}

func (j Joined) QuoteRows(write func(table.Quote)) {
	line := table.Lines()
	for f := range j.ByAPI() {
		f.API.QuoteRows(f.ID, line, write)
	}
}

// ListingRows are what each source last said of the fixtures without a result.
func (j Joined) ListingRows() (out []table.Listing) {
	for _, f := range j.Fixtures {
		if f.Played() {
			continue
		}
		if f.Files != nil && f.Files.Coming() {
			out = append(out, f.Files.ListingRow(f.ID))
		}
		if f.API != nil {
			out = append(out, f.apiListing())
		}
	}
	return out
}

// apiListing is what the API last said. A match under several ids is confirmed under
// any, as long as it tells the same kick-off.
func (f *Fixture) apiListing() table.Listing {
	row := table.Listing{FixtureID: f.ID, Source: answers.Source, Kickoff: f.API.Kickoff, KickoffKnown: f.API.Timed, SeenAt: f.API.Seen()}
	for _, other := range f.others {
		if other.Kickoff == row.Kickoff && other.State() == f.API.State() {
			row.SeenAt = max(row.SeenAt, other.Seen())
		}
	}
	if at := f.API.UntoldAfter(row.SeenAt); at != 0 {
		row.UnlistedAt = &at
	}
	return row
}

// GonePriceRows writes the prices that their sources no longer show, of the fixtures
// without a result.
func (j Joined) GonePriceRows(write func(table.GonePrice)) {
	line := table.Lines()
	for _, f := range j.Fixtures {
		if f.Played() {
			continue
		}
		if f.Files != nil && f.Files.Coming() {
			j.files.GoneRows(f.Files, f.ID, line, write)
		}
		if f.API != nil {
			f.API.GoneRows(f.ID, line, write)
		}
	}
}
