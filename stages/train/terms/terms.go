// Package terms derives inputs of models from a row's columns and its fixture,
// of the row alone. Trees and linear maps need them spelt out: neither finds a
// difference or a product of two columns by itself.
package terms

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"matchday"
)

// Terms are inputs by name, bound to rows. A name is a column of the rows, one
// of the derived inputs below, or the difference or sum of a pair of columns:
// "stake_diff" is stake_home − stake_away and "stake_sum" their sum.
type Terms struct {
	fixtures []matchday.Fixture
	list     []term
	columns  [][][]float64 // [term][column of the term][row]
}

// term is one input: a value made of a fixture and its columns.
type term struct {
	name  string
	from  []string
	value func(f *matchday.Fixture, x []float64) float64
}

// plain says whether the input is a column as it stands.
func (t term) plain() bool { return len(t.from) == 1 && t.from[0] == t.name }

// derived lists the inputs that are more than a column, a difference or a sum.
// A missing column makes most of them missing.
var derived = []term{
	{"england", nil, func(f *matchday.Fixture, _ []float64) float64 { return indicator(f.Country == "England") }},
	{"level", nil, func(f *matchday.Fixture, _ []float64) float64 { return float64(f.Level) }},
	{"stake_diff_latin", pair("stake"), func(f *matchday.Fixture, x []float64) float64 {
		if !slices.Contains(latin, f.Country) {
			return 0
		}
		return difference(f, x)
	}},
	// A rate is worth more where the ratings saw shots, and less where there are
	// prices: there a map has slopes of its own.
	{"shots_known", shots, func(_ *matchday.Fixture, x []float64) float64 { return known(x) }},
	{"log_rate_diff_shots", append(pair("log_rate"), shots...), differenceIfKnown},
	{"log_rate_sum_shots", append(pair("log_rate"), shots...), sumIfKnown},
	{"prices_known", prices, func(_ *matchday.Fixture, x []float64) float64 { return known(x) }},
	{"log_rate_diff_priced", append(pair("log_rate"), prices...), differenceIfKnown},
	{"past_log_rate_diff_priced", append(pair("past_log_rate"), prices...), differenceIfKnown},
	// Strength matters more in top divisions, where it differs most.
	{"elo_diff_top", []string{"elo_diff"}, ifTop(first)},
	{"log_rate_diff_top", pair("log_rate"), ifTop(difference)},
	// How much home sides gain, and how often nobody wins, where it is played.
	{"base_edge", base, func(_ *matchday.Fixture, x []float64) float64 {
		p := Shares(matchday.Probs(x))
		return math.Log(p[0] / p[2])
	}},
	{"base_draws", base, func(_ *matchday.Fixture, x []float64) float64 {
		p := Shares(matchday.Probs(x))
		return math.Log(p[1] / math.Sqrt(p[0]*p[2]))
	}},
}

// latin are the countries in which end-of-season stakes move results about
// twice as much as elsewhere, as seen on seasons before 2010.
var latin = []string{"Italy", "Spain", "Portugal", "Greece", "Turkey"}

// Columns that have a value where the ratings saw shots lately, or prices ever,
// and those of the division's base rates.
var (
	shots  = pair("shots_20")
	prices = pair("past_price_log_rate")
	base   = []string{"base_home", "base_draw", "base_away"}
)

func pair(name string) []string { return []string{name + "_home", name + "_away"} }

func first(_ *matchday.Fixture, x []float64) float64      { return x[0] }
func difference(_ *matchday.Fixture, x []float64) float64 { return x[0] - x[1] }
func sum(_ *matchday.Fixture, x []float64) float64        { return x[0] + x[1] }

// differenceIfKnown and sumIfKnown are 0 unless the columns after the first two
// have values.
func differenceIfKnown(f *matchday.Fixture, x []float64) float64 {
	return difference(f, x) * known(x[2:])
}
func sumIfKnown(f *matchday.Fixture, x []float64) float64 { return sum(f, x) * known(x[2:]) }

// ifTop is 0 below a country's top division.
func ifTop(value func(*matchday.Fixture, []float64) float64) func(*matchday.Fixture, []float64) float64 {
	return func(f *matchday.Fixture, x []float64) float64 {
		if f.Level != 1 {
			return 0
		}
		return value(f, x)
	}
}

// known is 1 if no value is missing, else 0.
func known(x []float64) float64 { return indicator(!slices.ContainsFunc(x, math.IsNaN)) }

func indicator(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// find is what a name stands for in rows with these columns.
func find(columns []string, name string) term {
	if slices.Contains(columns, name) {
		return term{name, []string{name}, first}
	}
	for _, t := range derived {
		if t.name == name {
			return t
		}
	}
	if of, ok := strings.CutSuffix(name, "_diff"); ok {
		return term{name, pair(of), difference}
	}
	if of, ok := strings.CutSuffix(name, "_sum"); ok {
		return term{name, pair(of), sum}
	}
	return term{name, []string{name}, first}
}

// Columns are those, of the columns that there are, that the inputs are made of. One
// that is not there is left out.
func Columns(there, names []string) (out []string) {
	for _, name := range names {
		for _, column := range find(there, name).from {
			if slices.Contains(there, column) && !slices.Contains(out, column) {
				out = append(out, column)
			}
		}
	}
	return out
}

// Bind finds the columns of the names. One that rows lack is an error that
// names it and the input that wants it.
func Bind(rows *matchday.Rows, names []string) (*Terms, error) {
	t := &Terms{fixtures: rows.Fixtures}
	for _, name := range names {
		found := find(rows.Names, name)
		columns, err := rows.Select(found.from)
		if err != nil {
			return nil, fmt.Errorf("input %s: %w", name, err)
		}
		t.list, t.columns = append(t.list, found), append(t.columns, columns)
	}
	return t, nil
}

// Len is the number of inputs.
func (t *Terms) Len() int { return len(t.list) }

// room is for the columns of one term: none has more.
type room [8]float64

// value is input j of a row.
func (t *Terms) value(j, row int, r *room) float64 {
	values := r[:len(t.columns[j])]
	for k, c := range t.columns[j] {
		values[k] = c[row]
	}
	return t.list[j].value(&t.fixtures[row], values)
}

// Fill writes a row's inputs, in the order of the names; NaN is missing.
func (t *Terms) Fill(row int, x []float64) {
	var r room
	for j := range t.list {
		x[j] = t.value(j, row, &r)
	}
}

// Column writes input j of the rows at, parallel to them. For many rows it is several
// times as fast as Fill, which asks each row for all inputs.
func (t *Terms) Column(j int, at []int, x []float64) {
	if t.list[j].plain() {
		column := t.columns[j][0]
		for k, i := range at {
			x[k] = column[i]
		}
		return
	}
	var r room
	for k, i := range at {
		x[k] = t.value(j, i, &r)
	}
}
