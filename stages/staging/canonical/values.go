package canonical

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchday/stages/staging/answers"
	"matchday/stages/staging/files"
	"matchday/stages/staging/table"
)

// SourceValueRows are the values of the fixtures of which both sources tell, as each
// tells them.
func (j Joined) SourceValueRows() []table.SourceValue {
	var out []table.SourceValue
	for _, f := range j.Fixtures {
		if f.Files == nil || f.API == nil {
			continue
		}
		files := values{table.SourceValue{FixtureID: f.ID, Source: files.Source, SourceID: f.Files.Season.File.ID, LandedAt: f.Files.Landed}, nil}
		files.add("match_date", time.Unix(int64(f.day())*86400, 0).UTC().Format(time.DateOnly))
		if f.Files.KickoffKnown {
			files.add("kickoff", f.Files.Kickoff.UTC().Format(time.DateTime))
		}
		if f.Files.Played {
			files.goals(f.Files.HomeGoals, f.Files.AwayGoals)
		}
		files.statistics(f.Files.StatisticsRow(f.ID))
		api := values{frame: table.SourceValue{
			FixtureID: f.ID, Source: answers.Source, SourceID: answers.SourceID(f.API.ID), LandedAt: f.API.Landed(),
		}}
		api.add("match_date", time.Unix(int64(londonDay(f.API.KickoffTime()))*86400, 0).UTC().Format(time.DateOnly))
		if f.API.Timed {
			api.add("kickoff", f.API.KickoffTime().Format(time.DateTime))
		}
		if f.API.Result.Known() {
			api.goals(f.API.Result[table.Home], f.API.Result[table.Away])
		}
		var row table.Statistics
		f.API.AddStatistics(f.ID, &row)
		api.statistics(row)
		rows := slices.Concat(files.rows, api.rows)
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
