package answers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/table"
)

// resultKnownAt is when a result or a figure of the match that landed then was
// known.
func (f *History) resultKnownAt(landed int64) int64 {
	return table.KnownBefore(f.resultRule(), landed, f.KickoffTime())
}

// resultRule is when the result is known by the rule.
func (f *History) resultRule() time.Time {
	y, m, d := f.KickoffTime().In(matchday.London).Date()
	return matchday.ResultKnownAt(f.KickoffTime(), f.Timed, matchday.Date(y, m, d))
}

// ScoreRow is the result under the fixture's canonical id.
func (f *History) ScoreRow(id string) table.Score {
	return table.Score{
		FixtureID: id, HomeGoals: int32(f.Result[table.Home]), AwayGoals: int32(f.Result[table.Away]),
		Outcome: string(matchday.OutcomeOf(int(f.Result[table.Home]), int(f.Result[table.Away]))),
		KnownAt: f.resultKnownAt(f.resultLanded), LandedAt: f.resultLanded,
	}
}

// The API's types of the figures in the table statistics.
const (
	typeShots         = 42
	typeShotsOnTarget = 86
	typeCorners       = 34
	typeFouls         = 56
	typeOffsides      = 51
	typeWoodwork      = 64
	typeYellowCards   = 84
	typeRedCards      = 83
	typeYellowRed     = 85
)

// AddStatistics fills the cells that the files leave empty, and reports whether
// it filled any. A type that is missing is unknown; cards that are missing while
// others are there are none.
func (f *History) AddStatistics(id string, row *table.Statistics) (filled bool) {
	landed := int64(0)
	fill := func(cell **int32, value *int32, at int64) {
		if *cell == nil && value != nil {
			*cell, filled, landed = value, true, max(landed, at)
		}
	}
	for kind, cells := range map[int32][2]**int32{
		typeShots: {&row.HomeShots, &row.AwayShots}, typeShotsOnTarget: {&row.HomeShotsOnTarget, &row.AwayShotsOnTarget},
		typeCorners: {&row.HomeCorners, &row.AwayCorners}, typeFouls: {&row.HomeFouls, &row.AwayFouls},
		typeOffsides: {&row.HomeOffsides, &row.AwayOffsides}, typeWoodwork: {&row.HomeWoodwork, &row.AwayWoodwork},
		typeYellowCards: {&row.HomeYellowCards, &row.AwayYellowCards}, typeRedCards: {&row.HomeRedCards, &row.AwayRedCards},
	} {
		for side := range int8(2) {
			fill(cells[side], f.figure(kind, side), f.measuresLanded)
		}
	}
	if f.scores != nil && f.scores.half.Known() {
		fill(&row.HomeHalfGoals, count(f.scores.half[table.Home]), f.resultLanded)
		fill(&row.AwayHalfGoals, count(f.scores.half[table.Away]), f.resultLanded)
	}
	if filled {
		row.FixtureID = id
		row.LandedAt = max(row.LandedAt, landed)
		row.KnownAt = max(row.KnownAt, f.resultKnownAt(landed))
	}
	return filled
}

// figure is one side's figure as the table statistics counts it.
func (f *History) figure(kind int32, side int8) *int32 {
	value, ok := f.measures[measureKey{kind, side}]
	switch kind {
	case typeRedCards:
		ok = len(f.measures) > 0
	case typeYellowCards: // the files count two yellow cards of one player as his red one only
		value = max(value-2*f.measures[measureKey{typeYellowRed, side}], 0)
		ok = len(f.measures) > 0
	}
	if !ok {
		return nil
	}
	n := int32(value)
	return &n
}

// count is nil where a period has no goals.
func count(n int16) *int32 {
	if n < 0 {
		return nil
	}
	v := int32(n)
	return &v
}

// VersionRows are the fixture's states in time.
func (f *History) VersionRows(id string) []table.FixtureVersion {
	var out []table.FixtureVersion
	for _, v := range f.versions() {
		s := v.score
		row := table.FixtureVersion{
			FixtureID: id, Source: Source, SourceID: SourceID(f.ID), State: stateName(v.state), StateID: int32(v.state),
			Stage: f.stage, Round: f.round, Venue: f.Venue,
			HomeGoals: count(v.after90[table.Home]), AwayGoals: count(v.after90[table.Away]),
			HomeHalf: count(s.half[table.Home]), AwayHalf: count(s.half[table.Away]),
			HomeCurrent: count(s.current[table.Home]), AwayCurrent: count(s.current[table.Away]),
			HomeExtra: count(s.extraTime[table.Home]), AwayExtra: count(s.extraTime[table.Away]),
			HomePenalties: count(s.shootOut[table.Home]), AwayPenalties: count(s.shootOut[table.Away]),
			KnownAt: v.from.FetchedAt, LastSeenAt: v.lastSeen, LandedAt: v.from.FetchedAt,
		}
		if v.kickoff != noTime {
			row.Kickoff = &v.kickoff
		}
		out = append(out, row)
	}
	return out
}

// MeasureRows are all figures of the match.
func (f *History) MeasureRows(id string) []table.Measure {
	var out []table.Measure
	for key, value := range f.measures {
		out = append(out, table.Measure{
			FixtureID: id, Source: Source, Side: table.Sides[key.side], Type: measureName(key.kind), Value: value,
			KnownAt: f.resultKnownAt(f.measuresLanded), LandedAt: f.measuresLanded,
		})
	}
	slices.SortFunc(out, func(a, b table.Measure) int {
		return cmp.Or(strings.Compare(b.Side, a.Side), strings.Compare(a.Type, b.Type)) // home before away
	})
	return out
}

// LineupRows writes every version of both team sheets. teams are the sides'
// identities.
func (f *History) LineupRows(id string, teams [2]string, write func(table.Lineup)) {
	for side, versions := range f.Sheets {
		for n, v := range versions {
			for slot, p := range v.Players {
				row := table.Lineup{
					FixtureID: id, Source: Source, Side: table.Sides[side], TeamID: teams[side],
					Version: int32(n + 1), Slot: int32(slot + 1), PlayerID: PlayerID(p.ID), PlayerName: p.Name, Started: p.started,
					Position: p.Position, Formation: v.formation, FormationField: p.field, FormationPosition: positive(p.place), Shirt: positive(p.shirt),
					Confirmed: v.confirmed, Minutes: p.minutes, Rating: p.rating, Measures: p.measures, KnownAt: v.knownAt, LandedAt: v.from.FetchedAt,
				}
				if v.detailsKnownAt != 0 {
					row.DetailsKnownAt = &v.detailsKnownAt
				}
				write(row)
			}
		}
	}
}

// positive is nil for a number that is not known.
func positive(n int32) *int32 {
	if n <= 0 {
		return nil
	}
	return &n
}

// QuoteRows writes every version in time of every price.
func (f *History) QuoteRows(id string, line func(int16) *float64, write func(table.Quote)) {
	for _, p := range f.Points {
		write(table.Quote{
			FixtureID: id, Source: Source, Bookmaker: p.bookmaker, Market: p.market, Selection: p.selection,
			Line: line(p.line), Price: p.price, Stopped: p.stopped, KnownAt: p.knownAt, LastSeenAt: p.lastSeen,
			LandedAt: p.landed,
		})
	}
}

// OddsRows are every version in time of the API's prices. All could be bet at
// when they were quoted; the closing one is the last before kick-off.
func (f *History) OddsRows(id string, line func(int16) *float64) []table.Odds {
	out := make([]table.Odds, len(f.Points))
	for i, p := range f.Points {
		out[i] = table.Odds{
			FixtureID: id, Bookmaker: p.bookmaker, Market: p.market, Selection: p.selection, Line: line(p.line),
			Moment: matchday.PreMatch, Price: p.price, KnownAt: p.knownAt, LandedAt: p.landed,
		}
	}
	return out
}

func SourceID(id int64) string { return strconv.FormatInt(id, 10) }
