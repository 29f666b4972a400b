package staging

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday"
	"matchday/stages/staging/appearances"
	"matchday/stages/staging/table"
	"matchday/warehouse/lake"
)

// landedTable is one landed table of who played.
type landedTable struct {
	id       string
	sha256   string
	rating   string
	landedAt int64 // µs since 1970
	parsed   appearances.Table
}

// readTables reads and parses every table that had landed by until, in µs, in
// the order of landing. Of a table landed again with another rating the last
// landing counts, at the time of the first.
func readTables(ctx context.Context, l lake.Lake, until int64) ([]landedTable, error) {
	paths, err := l.Files(appearances.Folder)
	if err != nil {
		return nil, err
	}
	var raws []appearances.Raw
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rows, err := parquet.ReadFile[appearances.Raw](path)
		if err != nil {
			return nil, fmt.Errorf("read landed file %s: %w; restore it from a backup", path, err)
		}
		raws = append(raws, rows...)
	}
	raws = slices.DeleteFunc(raws, func(r appearances.Raw) bool { return r.FetchedAt > until })
	slices.SortFunc(raws, func(a, b appearances.Raw) int {
		return cmp.Or(cmp.Compare(a.FetchedAt, b.FetchedAt), strings.Compare(a.SHA256, b.SHA256), strings.Compare(a.ID, b.ID))
	})
	place := map[string]int{}
	var out []landedTable
	for _, r := range raws {
		i, ok := place[r.SHA256]
		if !ok {
			i = len(out)
			place[r.SHA256] = i
			out = append(out, landedTable{id: r.ID, sha256: r.SHA256, landedAt: r.FetchedAt})
			raws[i] = r
		}
		out[i].rating = r.Rating
	}
	each(len(out), func(i int) {
		parsed, err := appearances.Parse(raws[i].Payload, out[i].rating)
		if err != nil {
			parsed.Rejects = []appearances.Reject{{Reason: appearances.UnreadableFile, Detail: err.Error()}}
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
	table    *landedTable
	rows     []*appearances.Row
	starters int
	knownAt  int64
}

// sheetKey is whose sheet it is, and who tells.
type sheetKey struct {
	fixture, source string
	side            int
}

// knownFixtures are the canonical fixtures as tables of who played ask for them.
type knownFixtures struct {
	byPairing map[pairingKey][]*table.Fixture
	// club is the identity of a division's club by a spelling of its name.
	club func(division, spelling string) string
	// toldByAPI are the sheets that the API tells itself.
	toldByAPI map[sheetKey]bool
}

// pairingKey is who plays whom in which season.
type pairingKey struct{ division, season, home, away string }

// seasonsOf are the divisions and seasons that tables name.
func seasonsOf(tables []landedTable) map[[2]string]bool {
	named := map[[2]string]bool{}
	for i := range tables {
		for _, r := range tables[i].parsed.Rows {
			named[[2]string{r.Division, r.Season}] = true
		}
	}
	return named
}

// joinAppearances gives the tables' rows their fixtures: rows of the table
// lineups, in its order, and what could not be used.
func joinAppearances(tables []landedTable, known knownFixtures) (rows []table.Lineup, rejects []table.Reject) {
	x := tableJoin{known: known, versions: map[sheetKey][]*tableSheet{}}
	for i := range tables {
		x.add(&tables[i])
	}
	return x.rows(), x.rejected
}

// tableJoin gathers the sheets of all tables, in the order of landing.
type tableJoin struct {
	known    knownFixtures
	versions map[sheetKey][]*tableSheet
	rejected []table.Reject
}

func (x *tableJoin) reject(t *landedTable, r appearances.Reject) {
	x.rejected = append(x.rejected, table.Reject{
		Source: appearances.Source, File: t.id, SHA256: t.sha256, Line: int32(r.Line), Reason: r.Reason, Detail: r.Detail,
		Row: r.Row, LandedAt: t.landedAt,
	})
}

// add takes up one table.
func (x *tableJoin) add(t *landedTable) {
	for _, r := range t.parsed.Rejects {
		x.reject(t, r)
	}
	sheets := map[sheetKey]*tableSheet{}
	seen := map[sheetKey]map[string]bool{}
	var order []sheetKey
	for i := range t.parsed.Rows {
		r := &t.parsed.Rows[i]
		f := x.find(r)
		if f == nil {
			x.reject(t, appearances.Reject{Line: r.Line, Reason: appearances.NoFixture, Detail: fmt.Sprintf("%s %s %s - %s %s", r.Division, r.Season, r.Home, r.Away, r.Date.Format(time.DateOnly))})
			continue
		}
		key := sheetKey{f.FixtureID, t.parsed.Source, table.Away}
		if r.AtHome {
			key.side = table.Home
		}
		if sheets[key] == nil {
			sheets[key] = &tableSheet{fixture: f, side: key.side, table: t}
			seen[key] = map[string]bool{}
			order = append(order, key)
		}
		if seen[key][r.Key] {
			x.reject(t, appearances.Reject{Line: r.Line, Reason: appearances.PlayerTwice, Detail: r.Key})
			continue
		}
		seen[key][r.Key] = true
		sheets[key].add(r)
	}
	for _, key := range order {
		x.version(key, sheets[key])
	}
}

func (v *tableSheet) add(r *appearances.Row) {
	v.rows = append(v.rows, r)
	if r.Started {
		v.starters++
	}
}

// find is the fixture of a row: of the division, the season and the teams, the
// nearest in days.
func (x *tableJoin) find(r *appearances.Row) *table.Fixture {
	key := pairingKey{r.Division, r.Season, x.known.club(r.Division, r.Home), x.known.club(r.Division, r.Away)}
	var best *table.Fixture
	nearest := int32(tableDays + 1)
	for _, f := range x.known.byPairing[key] {
		apart := f.MatchDate - table.Days(r.Date)
		if apart = max(apart, -apart); apart < nearest {
			best, nearest = f, apart
		}
	}
	return best
}

// version adds a sheet to those that landed before. A sheet with fewer starters
// replaces nothing; of two landed after kick-off the later one counts.
func (x *tableJoin) version(key sheetKey, v *tableSheet) {
	slices.SortFunc(v.rows, byTableSheet)
	versions := x.versions[key]
	if x.known.toldByAPI[key] {
		x.reject(v.table, appearances.Reject{Line: v.rows[0].Line, Reason: appearances.ToldByAPI, Detail: key.fixture + " " + table.Sides[key.side]})
		return
	}
	afterKickoff := v.table.landedAt > v.fixture.Kickoff
	v.knownAt = v.table.landedAt
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
		x.reject(v.table, appearances.Reject{Line: v.rows[0].Line, Reason: appearances.PartialSheet, Detail: key.fixture + " " + table.Sides[key.side]})
	case same, afterKickoff && last.table.landedAt > v.fixture.Kickoff:
		v.knownAt = last.knownAt
		versions[len(versions)-1] = v
	default:
		x.versions[key] = append(versions, v)
	}
}

// byTableSheet is the order of a sheet: starters first, from the goal to the
// attack, then by player.
func byTableSheet(a, b *appearances.Row) int {
	order := func(r *appearances.Row) int {
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
func sameChoice(a, b *appearances.Row) bool { return a.Key == b.Key && a.Started == b.Started }

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
	played := table.KnownBefore(rule, v.table.landedAt, kickoff)
	out := make([]table.Lineup, len(v.rows))
	source := v.table.parsed.Source
	details := false
	for i, r := range v.rows {
		out[i] = table.Lineup{
			FixtureID: f.FixtureID, Source: source, Side: table.Sides[v.side], TeamID: [2]string{f.HomeTeamID, f.AwayTeamID}[v.side],
			Version: version, Slot: int32(i + 1), PlayerID: source + "/" + r.Key, PlayerName: r.Name, Started: r.Started, Position: r.Position,
			Minutes: known(r.Minutes), Rating: known(r.Rating), KnownAt: v.knownAt, LandedAt: v.table.landedAt,
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

// known is nil for NaN.
func known(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}
