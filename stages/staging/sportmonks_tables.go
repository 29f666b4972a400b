package staging

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday"
	"matchday/stages/staging/answers"
	"matchday/stages/staging/files"
	"matchday/stages/staging/table"
)

// resultKnownAt is when a result or a figure of the match that landed then was
// known.
func (f *apiFixture) resultKnownAt(landed int64) int64 {
	return knownBefore(f.resultRule(), landed, f.kickoffTime())
}

// resultRule is when the result is known by the house's rule.
func (f *apiFixture) resultRule() time.Time {
	return matchday.ResultKnownAt(f.kickoffTime(), true, f.kickoffTime())
}

func (f *apiFixture) scoreRow() table.Score {
	return table.Score{
		FixtureID: f.canonical, HomeGoals: int32(f.result[homeSide]), AwayGoals: int32(f.result[awaySide]),
		Outcome: string(matchday.OutcomeOf(int(f.result[homeSide]), int(f.result[awaySide]))),
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

// addStatistics fills the cells that the files leave empty, and reports whether
// it filled any. A type that is missing is unknown; cards that are missing while
// others are there are none.
func (f *apiFixture) addStatistics(row *table.Statistics) (filled bool) {
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
	if f.scores != nil && f.scores.half.known() {
		fill(&row.HomeHalfGoals, count(f.scores.half[homeSide]), f.resultLanded)
		fill(&row.AwayHalfGoals, count(f.scores.half[awaySide]), f.resultLanded)
	}
	if filled {
		row.FixtureID = f.canonical
		row.LandedAt = max(row.LandedAt, landed)
		row.KnownAt = max(row.KnownAt, f.resultKnownAt(landed))
	}
	return filled
}

// figure is one side's figure as the table statistics counts it.
func (f *apiFixture) figure(kind int32, side int8) *int32 {
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

func (x *api) versionRows() []table.FixtureVersion {
	var out []table.FixtureVersion
	for _, f := range x.fixtures {
		for _, v := range f.versions() {
			s := v.score
			row := table.FixtureVersion{
				FixtureID: f.canonical, Source: answers.Source, SourceID: decimal(f.id), State: stateName(v.state), StateID: int32(v.state),
				Stage: f.stage, Round: f.round, Venue: f.venue,
				HomeGoals: count(v.after90[homeSide]), AwayGoals: count(v.after90[awaySide]),
				HomeHalf: count(s.half[homeSide]), AwayHalf: count(s.half[awaySide]),
				HomeCurrent: count(s.current[homeSide]), AwayCurrent: count(s.current[awaySide]),
				HomeExtra: count(s.extraTime[homeSide]), AwayExtra: count(s.extraTime[awaySide]),
				HomePenalties: count(s.shootOut[homeSide]), AwayPenalties: count(s.shootOut[awaySide]),
				KnownAt: v.from.fetchedAt, LastSeenAt: v.lastSeen, LandedAt: v.from.fetchedAt,
			}
			if v.kickoff != noTime {
				row.Kickoff = &v.kickoff
			}
			out = append(out, row)
		}
	}
	return out
}

func (x *api) measureRows() []table.Measure {
	var out []table.Measure
	for _, f := range x.fixtures {
		from := len(out)
		for key, value := range f.measures {
			out = append(out, table.Measure{
				FixtureID: f.canonical, Source: answers.Source, Side: sideNames[key.side], Type: measureName(key.kind), Value: value,
				KnownAt: f.resultKnownAt(f.measuresLanded), LandedAt: f.measuresLanded,
			})
		}
		slices.SortFunc(out[from:], func(a, b table.Measure) int {
			return cmp.Or(strings.Compare(b.Side, a.Side), strings.Compare(a.Type, b.Type)) // home before away
		})
	}
	return out
}

func (x *api) lineupRows(write func(table.Lineup)) {
	for _, f := range x.fixtures {
		for side, versions := range f.sheets {
			for n, v := range versions {
				for slot, p := range v.players {
					row := table.Lineup{
						FixtureID: f.canonical, Source: answers.Source, Side: sideNames[side], TeamID: [2]string{f.homeID, f.awayID}[side],
						Version: int32(n + 1), Slot: int32(slot + 1), PlayerID: idOf(p.id), PlayerName: p.name, Started: p.started,
						Position: p.position, Formation: v.formation, FormationField: p.field, FormationPosition: positive(p.place), Shirt: positive(p.shirt),
						Confirmed: v.confirmed, Minutes: p.minutes, Rating: p.rating, Measures: p.measures, KnownAt: v.knownAt, LandedAt: v.from.fetchedAt,
					}
					if v.detailsKnownAt != 0 {
						row.DetailsKnownAt = &v.detailsKnownAt
					}
					write(row)
				}
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

func (x *api) quoteRows(write func(table.Quote)) {
	line := lineTable()
	for _, f := range x.fixtures {
		for _, p := range f.points {
			write(table.Quote{
				FixtureID: f.canonical, Source: answers.Source, Bookmaker: p.bookmaker, Market: p.market, Selection: p.selection,
				Line: line(p.line), Price: p.price, Stopped: p.stopped, KnownAt: p.knownAt, LastSeenAt: p.lastSeen,
				LandedAt: p.landed,
			})
		}
	}
}

// lineTable makes one pointer a line.
func lineTable() func(hundredths int16) *float64 {
	lines := map[int16]*float64{}
	return func(hundredths int16) *float64 {
		if hundredths == files.NoLine {
			return nil
		}
		if lines[hundredths] == nil {
			goals := float64(hundredths) / 100
			lines[hundredths] = &goals
		}
		return lines[hundredths]
	}
}

// toldRows are the values of the fixtures of which both sources tell, as each
// tells them.
func (s *staged) toldRows() []table.SourceValue {
	var out []table.SourceValue
	for _, e := range s.entries {
		if e.files == nil || e.api == nil {
			continue
		}
		files := values{table.SourceValue{FixtureID: e.id, Source: files.Source, SourceID: e.files.edition.file.id, LandedAt: e.files.landed}, nil}
		files.add("match_date", time.Unix(int64(days(e.files.row.Date))*86400, 0).UTC().Format(time.DateOnly))
		if e.files.kickoffKnown {
			files.add("kickoff", e.files.kickoff.UTC().Format(time.DateTime))
		}
		if e.files.played {
			files.goals(e.files.homeGoals, e.files.awayGoals)
		}
		files.statistics(e.files.statisticsRow())
		told := values{table.SourceValue{FixtureID: e.id, Source: answers.Source, SourceID: decimal(e.api.id), LandedAt: e.api.landed()}, nil}
		told.add("match_date", time.Unix(int64(londonDay(e.api.kickoffTime()))*86400, 0).UTC().Format(time.DateOnly))
		told.add("kickoff", e.api.kickoffTime().Format(time.DateTime))
		if e.api.result.known() {
			told.goals(e.api.result[homeSide], e.api.result[awaySide])
		}
		var row table.Statistics
		e.api.addStatistics(&row)
		told.statistics(row)
		rows := slices.Concat(files.rows, told.rows)
		slices.SortFunc(rows, func(a, b table.SourceValue) int {
			return cmp.Or(strings.Compare(a.Field, b.Field), strings.Compare(a.Source, b.Source))
		})
		out = append(out, rows...)
	}
	return out
}

// values collects what one source tells of one fixture.
type values struct {
	frame table.SourceValue
	rows  []table.SourceValue
}

func (v *values) add(field, value string) {
	row := v.frame
	row.Field, row.Value = field, value
	v.rows = append(v.rows, row)
}

func (v *values) goals(home, away int16) {
	v.add("home_goals", strconv.Itoa(int(home)))
	v.add("away_goals", strconv.Itoa(int(away)))
}

func (v *values) statistics(r table.Statistics) {
	for _, cell := range []struct {
		field string
		value *int32
	}{
		{"home_half_goals", r.HomeHalfGoals}, {"away_half_goals", r.AwayHalfGoals}, {"home_shots", r.HomeShots}, {"away_shots", r.AwayShots},
		{"home_shots_on_target", r.HomeShotsOnTarget}, {"away_shots_on_target", r.AwayShotsOnTarget},
		{"home_corners", r.HomeCorners}, {"away_corners", r.AwayCorners}, {"home_fouls", r.HomeFouls}, {"away_fouls", r.AwayFouls},
		{"home_yellow_cards", r.HomeYellowCards}, {"away_yellow_cards", r.AwayYellowCards},
		{"home_red_cards", r.HomeRedCards}, {"away_red_cards", r.AwayRedCards},
	} {
		if cell.value != nil {
			v.add(cell.field, strconv.Itoa(int(*cell.value)))
		}
	}
}
