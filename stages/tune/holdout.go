package tune

import (
	"math"
	"slices"
	"time"

	"matchday"
)

// reportedFrom are the divisions whose seasons the models' quality is reported
// on. From the day given none of their results may be used to choose a setting.
var reportedFrom = map[string]time.Time{
	"E0": matchday.Date(2015, time.July, 1), "E1": matchday.Date(2015, time.July, 1),
	"E2": matchday.Date(2015, time.July, 1), "E3": matchday.Date(2015, time.July, 1),
	"D1": matchday.Date(2010, time.July, 1), "I1": matchday.Date(2010, time.July, 1),
	"SP1": matchday.Date(2010, time.July, 1), "F1": matchday.Date(2010, time.July, 1),
}

// Allowed reports whether a fixture may be used to choose settings. One of a
// reported division may only before the first season that is reported.
func Allowed(f *matchday.Fixture) bool {
	from, ok := reportedFrom[f.Division]
	return !ok || f.MatchDate.Before(from)
}

// HoldOut copies the rows as if the fixtures that are not Allowed had not been
// played: no model learns from them, and none is scored on them.
func HoldOut(rows *matchday.Rows) *matchday.Rows {
	out := *rows
	out.KnownAt = slices.Clone(rows.KnownAt)
	for _, column := range []*[]float64{&out.HomeGoals, &out.AwayGoals, &out.HomeMix, &out.AwayMix} {
		*column = slices.Clone(*column)
	}
	for i := range out.Fixtures {
		if !Allowed(&out.Fixtures[i]) {
			out.KnownAt[i] = time.Time{}
			out.HomeGoals[i], out.AwayGoals[i] = math.NaN(), math.NaN()
			out.HomeMix[i], out.AwayMix[i] = math.NaN(), math.NaN()
		}
	}
	return &out
}
