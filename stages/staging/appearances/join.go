package appearances

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/parallel"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// Landed is one landed table of who played.
type Landed struct {
	ID       string
	SHA256   string
	Rating   string
	LandedAt int64 // µs since 1970
	parsed   Table
}

// Read reads and parses every table that had landed by until, in µs, in
// the order of landing. Of a table landed again with another rating the last
// landing counts, at the time of the first.
func Read(ctx context.Context, l lake.Lake, until int64) ([]Landed, error) {
	raws, err := lake.ReadFolder[Raw](ctx, l, Folder)
	if err != nil {
		return nil, err
	}
	raws = slices.DeleteFunc(raws, func(r Raw) bool { return r.FetchedAt > until })
	slices.SortFunc(raws, func(a, b Raw) int {
		return cmp.Or(cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.SHA256, b.SHA256), strings.Compare(a.ID, b.ID))
	})
	place := map[string]int{}
	var out []Landed
	for _, r := range raws {
		i, ok := place[r.SHA256]
		if !ok {
			i = len(out)
			place[r.SHA256] = i
			out = append(out, Landed{ID: r.ID, SHA256: r.SHA256, LandedAt: r.FetchedAt})
			raws[i] = r
		}
		out[i].Rating = r.Rating
	}
	parallel.Each(len(out), func(i int) {
		parsed, err := Parse(raws[i].Payload, out[i].Rating)
		if err != nil {
			parsed.Rejects = []Reject{{Reason: UnreadableFile, Detail: err.Error()}}
		}
		out[i].parsed = parsed
	})
	return out, nil
}

// tableDays is within how many days of a fixture's date a table may put it.
const tableDays = 2

// tableSheet is one side's team sheet as one table tells it.
type tableSheet struct {
	fixture  *table.Fixture
	side     int
	table    *Landed
	rows     []*Row
	starters int
	knownAt  int64
}

// Sheet is whose sheet it is, and who tells.
type Sheet struct {
	Fixture, Source string
	Side            int
}

// Known are the canonical fixtures as tables of who played ask for them.
type Known struct {
	ByPairing map[Pairing][]*table.Fixture
	// club is the identity of a division's club by a spelling of its name.
	Club func(division, spelling string) string
	// toldByAPI are the sheets that the API tells itself.
	ToldByAPI map[Sheet]bool
}

// Pairing is who plays whom in which season.
type Pairing struct{ Division, Season, Home, Away string }

// Seasons are the divisions and seasons that tables name.
func Seasons(tables []Landed) map[[2]string]bool {
	named := map[[2]string]bool{}
	for i := range tables {
		for _, r := range tables[i].parsed.Rows {
			named[[2]string{r.Division, r.Season}] = true
		}
	}
	return named
}

// Join gives the tables' rows their fixtures: rows of the table
// lineups, in its order, and what could not be used.
func Join(tables []Landed, known Known) (rows []table.Lineup, rejects []table.Reject) {
	x := tableJoin{known: known, versions: map[Sheet][]*tableSheet{}}
	for i := range tables {
		x.add(&tables[i])
	}
	return x.rows(), x.rejected
}

// tableJoin gathers the sheets of all tables, in the order of landing.
type tableJoin struct {
	known    Known
	versions map[Sheet][]*tableSheet
	rejected []table.Reject
}

func (x *tableJoin) reject(t *Landed, r Reject) {
	x.rejected = append(x.rejected, table.Reject{
		Source: Source, File: t.ID, SHA256: t.SHA256, Line: int32(r.Line), Reason: r.Reason, Hint: Explain(r.Reason), Detail: r.Detail,
		Row: r.Row, LandedAt: t.LandedAt,
	})
}

// add takes up one table.
func (x *tableJoin) add(t *Landed) {
	for _, r := range t.parsed.Rejects {
		x.reject(t, r)
	}
	sheets := map[Sheet]*tableSheet{}
	seen := map[Sheet]map[string]bool{}
	var order []Sheet
	for i := range t.parsed.Rows {
		r := &t.parsed.Rows[i]
		f := x.find(r)
		if f == nil {
			x.reject(t, Reject{
				Line: r.Line, Reason: NoFixture,
				Detail: fmt.Sprintf("%s %s %s - %s %s", r.Division, r.Season, r.Home, r.Away, r.Date.Format(time.DateOnly)),
			})
			continue
		}
		key := Sheet{f.FixtureID, t.parsed.Source, table.Away}
		if r.AtHome {
			key.Side = table.Home
		}
		if sheets[key] == nil {
			sheets[key] = &tableSheet{fixture: f, side: key.Side, table: t}
			seen[key] = map[string]bool{}
			order = append(order, key)
		}
		if seen[key][r.Key] {
			x.reject(t, Reject{Line: r.Line, Reason: PlayerTwice, Detail: r.Key})
			continue
		}
		seen[key][r.Key] = true
		sheets[key].add(r)
	}
	for _, key := range order {
		x.version(key, sheets[key])
	}
}

func (v *tableSheet) add(r *Row) {
	v.rows = append(v.rows, r)
	if r.Started {
		v.starters++
	}
}

// find is the fixture of a row: of the division, the season and the teams, the
// nearest in days.
func (x *tableJoin) find(r *Row) *table.Fixture {
	key := Pairing{r.Division, r.Season, x.known.Club(r.Division, r.Home), x.known.Club(r.Division, r.Away)}
	var best *table.Fixture
	nearest := int32(tableDays + 1)
	for _, f := range x.known.ByPairing[key] {
		apart := f.MatchDate - table.Days(r.Date)
		if apart = max(apart, -apart); apart < nearest {
			best, nearest = f, apart
		}
	}
	return best
}

// version adds a sheet to those that landed before. A sheet with fewer starters
// replaces nothing; of two landed after kick-off the later one counts.
func (x *tableJoin) version(key Sheet, v *tableSheet) {
	slices.SortFunc(v.rows, byTableSheet)
	versions := x.versions[key]
	if x.known.ToldByAPI[key] {
		x.reject(v.table, Reject{Line: v.rows[0].Line, Reason: ToldByAPI, Detail: key.Fixture + " " + table.Sides[key.Side]})
		return
	}
	afterKickoff := v.table.LandedAt > v.fixture.Kickoff
	v.knownAt = v.table.LandedAt
	if afterKickoff && len(versions) == 0 {
		v.knownAt = time.UnixMicro(v.fixture.Kickoff).Add(-table.LineupLead).UnixMicro()
	}
	if len(versions) == 0 {
		x.versions[key] = []*tableSheet{v}
		return
	}
	last := versions[len(versions)-1]
	switch same := slices.EqualFunc(last.rows, v.rows, sameChoice); {
	case v.starters < min(last.starters, table.FullSheet):
		x.reject(v.table, Reject{Line: v.rows[0].Line, Reason: PartialSheet, Detail: key.Fixture + " " + table.Sides[key.Side]})
	case same, afterKickoff && last.table.LandedAt > v.fixture.Kickoff:
		v.knownAt = last.knownAt
		versions[len(versions)-1] = v
	default:
		x.versions[key] = append(versions, v)
	}
}

// byTableSheet is the order of a sheet: starters first, from the goal to the
// attack, then by player.
func byTableSheet(a, b *Row) int {
	order := func(r *Row) int {
		place := slices.Index(table.Positions, r.Position)
		if place < 0 {
			place = len(table.Positions)
		}
		if !r.Started {
			place += 2 * len(table.Positions)
		}
		return place
	}
	return cmp.Or(cmp.Compare(order(a), order(b)), strings.Compare(a.Key, b.Key))
}

// sameChoice says whether two rows are the same player in the same role.
func sameChoice(a, b *Row) bool { return a.Key == b.Key && a.Started == b.Started }

// rows are all sheets in the order of the table lineups.
func (x *tableJoin) rows() []table.Lineup {
	var out []table.Lineup
	for _, versions := range x.versions {
		for n, v := range versions {
			out = append(out, v.lineupRows(int32(n+1))...)
		}
	}
	slices.SortFunc(out, table.ByLineupKey)
	return out
}

func (v *tableSheet) lineupRows(version int32) []table.Lineup {
	f := v.fixture
	kickoff := time.UnixMicro(f.Kickoff).UTC()
	rule := matchday.ResultKnownAt(kickoff, f.KickoffKnown, time.Unix(int64(f.MatchDate)*86400, 0).UTC())
	played := table.KnownBefore(rule, v.table.LandedAt, kickoff)
	out := make([]table.Lineup, len(v.rows))
	source := v.table.parsed.Source
	details := false
	for i, r := range v.rows {
		out[i] = table.Lineup{
			FixtureID: f.FixtureID, Source: source, Side: table.Sides[v.side], TeamID: [2]string{f.HomeTeamID, f.AwayTeamID}[v.side],
			Version: version, Slot: int32(i + 1), PlayerID: source + "/" + r.Key, PlayerName: r.Name, Started: r.Started, Position: r.Position,
			Minutes: matchday.Pointer(matchday.UnlessNaN(r.Minutes)), Rating: matchday.Pointer(matchday.UnlessNaN(r.Rating)), KnownAt: v.knownAt, LandedAt: v.table.LandedAt,
		}
		for _, m := range r.Measures {
			out[i].Measures = append(out[i].Measures, table.NamedValue(m))
		}
		details = details || out[i].Minutes != nil || out[i].Rating != nil
	}
	for i := range out {
		if details {
			out[i].DetailsKnownAt = &played
		}
	}
	return out
}
