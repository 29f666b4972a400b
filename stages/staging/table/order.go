package table

import (
	"cmp"
	"math"
	"strings"
)

// ByFileAndLine is the order of the table rejected.
func ByFileAndLine(a, b Reject) int {
	return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Line, b.Line),
		strings.Compare(a.Reason, b.Reason), strings.Compare(a.Detail, b.Detail),
		cmp.Compare(a.LandedAt, b.LandedAt), strings.Compare(a.Row, b.Row))
}

// ByOddsKey is the order of the table odds within a fixture.
func ByOddsKey(a, b Odds) int {
	number := func(x *float64) float64 {
		if x == nil {
			return math.Inf(-1)
		}
		return *x
	}
	return cmp.Or(strings.Compare(a.Bookmaker, b.Bookmaker), strings.Compare(a.Market, b.Market), strings.Compare(a.Selection, b.Selection),
		cmp.Compare(number(a.Line), number(b.Line)), strings.Compare(a.Moment, b.Moment), cmp.Compare(a.KnownAt, b.KnownAt))
}

// ByLineupKey is the order of the table lineups; home stands before away.
func ByLineupKey(a, b Lineup) int {
	return cmp.Or(strings.Compare(a.FixtureID, b.FixtureID), strings.Compare(a.Source, b.Source), strings.Compare(b.Side, a.Side),
		cmp.Compare(a.Version, b.Version), cmp.Compare(a.Slot, b.Slot))
}
