package xgboost

import (
	"math"
	"slices"

	"matchday"
)

// derived are inputs that follow from a row's columns and its fixture, of the
// row alone. Trees and a linear map need them spelt out: neither finds a
// difference or a product of two columns by itself.
var derived = []struct {
	name string
	from []string
	of   func(f *matchday.Fixture, x []float64) float64
}{
	{"log_rate_diff", []string{"log_rate_home", "log_rate_away"}, difference},
	{"log_rate_sum", []string{"log_rate_home", "log_rate_away"}, sum},
	{"past_log_rate_diff", []string{"past_log_rate_home", "past_log_rate_away"}, difference},
	{"past_log_rate_sum", []string{"past_log_rate_home", "past_log_rate_away"}, sum},
	{"past_price_log_rate_diff", []string{"past_price_log_rate_home", "past_price_log_rate_away"}, difference},
	{"past_price_log_rate_sum", []string{"past_price_log_rate_home", "past_price_log_rate_away"}, sum},
	{"stake_diff", []string{"stake_home", "stake_away"}, difference},
	{"stake_diff_latin", []string{"stake_home", "stake_away"}, func(f *matchday.Fixture, x []float64) float64 {
		if !slices.Contains(latin, f.Country) {
			return 0
		}
		return difference(f, x)
	}},
	{"dead_diff", []string{"dead_home", "dead_away"}, difference},
	// A rate says more where it saw shots, and less where prices say it better:
	// there the map has slopes of its own.
	{"shots_known", shots, func(_ *matchday.Fixture, x []float64) float64 { return known(x) }},
	{"log_rate_diff_shots", append([]string{"log_rate_home", "log_rate_away"}, shots...), differenceIfKnown},
	{"log_rate_sum_shots", append([]string{"log_rate_home", "log_rate_away"}, shots...), sumIfKnown},
	{"prices_known", prices, func(_ *matchday.Fixture, x []float64) float64 { return known(x) }},
	{"log_rate_diff_priced", append([]string{"log_rate_home", "log_rate_away"}, prices...), differenceIfKnown},
	{"past_log_rate_diff_priced", append([]string{"past_log_rate_home", "past_log_rate_away"}, prices...), differenceIfKnown},
	{"england", nil, func(f *matchday.Fixture, _ []float64) float64 { return indicator(f.Country == "England") }},
	{"level", nil, func(f *matchday.Fixture, _ []float64) float64 { return float64(f.Level) }},
}

// latin are the countries in which what is at stake moves results most.
var latin = []string{"Italy", "Spain", "Portugal", "Greece", "Turkey"}

// Columns that have a value where the ratings saw shots lately, or prices ever.
var (
	shots  = []string{"shots_20_home", "shots_20_away"}
	prices = []string{"past_price_log_rate_home", "past_price_log_rate_away"}
)

// known is 1 if no value is missing, else 0.
func known(x []float64) float64 { return indicator(!slices.ContainsFunc(x, math.IsNaN)) }

func difference(_ *matchday.Fixture, x []float64) float64 { return x[0] - x[1] }
func sum(_ *matchday.Fixture, x []float64) float64        { return x[0] + x[1] }

// differenceIfKnown and sumIfKnown are 0 unless the columns after the first two
// have values.
func differenceIfKnown(f *matchday.Fixture, x []float64) float64 {
	return difference(f, x) * known(x[2:])
}
func sumIfKnown(f *matchday.Fixture, x []float64) float64 { return sum(f, x) * known(x[2:]) }

func indicator(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// gather returns the rows at, in that order, with the named columns alone:
// those of rows, or derived from them.
func gather(rows *matchday.Rows, at []int, names []string) (*matchday.Rows, error) {
	out := &matchday.Rows{Names: names}
	for _, i := range at {
		out.Fixtures = append(out.Fixtures, rows.Fixtures[i])
		out.HomeGoals = append(out.HomeGoals, rows.HomeGoals[i])
		out.AwayGoals = append(out.AwayGoals, rows.AwayGoals[i])
	}
	for _, name := range names {
		column, err := gatherColumn(rows, at, name)
		if err != nil {
			return nil, err
		}
		out.Columns = append(out.Columns, column)
	}
	return out, nil
}

func gatherColumn(rows *matchday.Rows, at []int, name string) ([]float64, error) {
	from := []string{name}
	of := func(_ *matchday.Fixture, x []float64) float64 { return x[0] }
	for _, d := range derived {
		if d.name == name {
			from, of = d.from, d.of
		}
	}
	columns, err := rows.Select(from)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(at))
	x := make([]float64, len(columns))
	for k, i := range at {
		for j, c := range columns {
			x[j] = c[i]
		}
		out[k] = of(&rows.Fixtures[i], x)
	}
	return out, nil
}
