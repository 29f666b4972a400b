package main

import (
	"fmt"
	"slices"
)

// A set is a table of the page: the fixtures it is made of, and the walks that
// predict them.
type set struct {
	title  string
	spans  []span
	blocks []block
	// targets are what the ensemble and its models are to reach over all
	// fixtures, by market group and model.
	targets map[source]string
}

// span is the seasons of some divisions, by the years in which the first and
// the last of them began.
type span struct {
	divisions   []string
	first, last int
}

// block is one backtest; a fixture belongs to the first that holds its date.
type block struct{ from, to string }

var (
	england   = []string{"E0", "E1", "E2", "E3"}
	continent = []string{"D1", "I1", "SP1", "F1"}
)

// reported is the set that nothing may be tuned on.
var reported = set{
	title:  "The reported fixtures: E0–E3 2015/16–2017/18; D1, I1, SP1, F1 2010/11–2012/13",
	spans:  []span{{england, 2015, 2017}, {continent, 2010, 2012}},
	blocks: []block{{"2010-07-01", "2013-06-30"}, {"2015-07-01", "2018-06-30"}},
	targets: map[source]string{
		{"off", "dixon_coles"}: "≤ 1.0165", {"off", "elo"}: "≤ 1.0170", {"off", "xgboost"}: "≤ 1.0139",
		{"off", "ensemble"}: "≤ 1.0135; stretch 1.0120", {"past", "ensemble"}: "≤ 1.0110; stretch 1.0095",
		{"on", "ensemble"}: "≤ 1.0076",
	},
}

// later is reported too, and not tuned on either.
var later = set{
	title:  "The later files: E0–E3 2021/22–2023/24; D1, I1, SP1, F1 2013/14–2023/24",
	spans:  []span{{england, 2021, 2023}, {continent, 2013, 2023}},
	blocks: []block{{"2013-07-01", "2024-06-30"}},
}

// tuning is what models may be compared on: earlier seasons of the divisions
// reported, and other divisions.
var tuning = set{
	title: "The tuning fixtures: E0–E3 2007/08–2014/15; D1, I1, SP1, F1 2006/07–2009/10; others 2006/07–2014/15",
	spans: []span{
		{england, 2007, 2014}, {continent, 2006, 2009},
		{[]string{"EC", "D2", "I2", "SP2", "F2", "B1", "P1", "G1", "SC1", "SC2", "SC3"}, 2006, 2014},
	},
	blocks: []block{{"2006-07-01", "2015-06-30"}},
}

// seasons are the labels of a span, as the files have them.
func (s span) seasons() []string {
	var out []string
	for y := s.first; y <= s.last; y++ {
		out = append(out, fmt.Sprintf("%02d%02d", y%100, (y+1)%100))
	}
	return out
}

// group is a part of a set that is scored by itself.
type group struct {
	name string
	has  func(division string) bool
}

// of are the fixtures of the group.
func (g group) of(fixtures []fixture) (out []fixture) {
	for _, f := range fixtures {
		if g.has(f.division) {
			out = append(out, f)
		}
	}
	return out
}

// groups of a set: all, and each of the usual ones that is in it and is not
// all of it.
func (s set) groups() []group {
	var all []string
	for _, span := range s.spans {
		all = append(all, span.divisions...)
	}
	within := func(name string, divisions []string) group {
		return group{name, func(d string) bool { return slices.Contains(divisions, d) }}
	}
	others := slices.DeleteFunc(slices.Clone(all), func(d string) bool {
		return slices.Contains(england, d) || slices.Contains(continent, d)
	})
	out := []group{within("All", all), within("E0", england[:1]), within("E0–E3", england), within("D1 I1 SP1 F1", continent)}
	if len(others) > 0 {
		out = append(out, within("Others", others))
	}
	return out
}

// source is who said something: a model, as it was with a market group. The
// baseline belongs to none.
type source struct{ grp, model string }

// line is a line of a table.
type line struct {
	source
	label string
}

// lines are the lines of every table, in their order. What does not look at
// prices is the same in each group and stands there once.
var lines = []line{
	{source{"off", "base_rate"}, "base rates of the last five seasons"},
	{source{"", "penaltyblog"}, "penaltyblog's Dixon-Coles"},
	{source{"off", "elo"}, "Elo"},
	{source{"off", "dixon_coles"}, "Dixon-Coles, `off`"},
	{source{"off", "xgboost"}, "XGBoost, `off`"},
	{source{"off", "ensemble"}, "**ensemble, `off`**"},
	{source{"past", "dixon_coles"}, "Dixon-Coles, `past`"},
	{source{"past", "xgboost"}, "XGBoost, `past`"},
	{source{"past", "ensemble"}, "**ensemble, `past`**"},
	{marketPre, "market, average pre-match price"},
	{source{"on", "xgboost"}, "XGBoost, `on`"},
	{source{"on", "ensemble"}, "**ensemble, `on`**"},
	{source{"off", "market_close"}, "market, closing price, where there is one"},
}

// What the models are compared with.
var (
	penaltyblog = source{"", "penaltyblog"}
	marketPre   = source{"off", "market_pre"}
)
