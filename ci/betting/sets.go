package main

import (
	"slices"
	"strings"
)

// A set is a section of the page.
type set struct {
	title  string
	use    use
	blocks []block
}

// use is what a set is for.
type use string

const (
	choose use = "choose" // rules are chosen on it
	report use = "report"
	later  use = "later" // nobody had seen it when targets were set
)

// block is one backtest, with a bankroll of its own.
type block struct {
	from, to  string
	divisions []string
}

func (b block) name() string { return b.from + "-" + b.to + "-" + b.divisions[0] }
func (b block) list() string { return strings.Join(b.divisions, ",") }

var (
	england   = []string{"E0", "E1", "E2", "E3"}
	continent = []string{"D1", "I1", "SP1", "F1"}
	others    = []string{"EC", "D2", "I2", "SP2", "F2", "B1", "P1", "G1", "SC1", "SC2", "SC3"}
)

// design is what rules may be chosen on: the tuning seasons, and the divisions that
// no other table reports, six years longer.
var design = set{"Design: all divisions 2006/07–2009/10; without D1 I1 SP1 F1 2010/11–2014/15; without E0–E3 too 2015/16–2020/21", choose, []block{
	{"2006-07-01", "2010-06-30", slices.Concat(england, continent, others)},
	{"2010-07-01", "2015-06-30", slices.Concat(england, others)},
	{"2015-07-01", "2021-06-30", others},
}}

// What nothing may be chosen on.
var (
	reported = set{"Reported: E0–E3 2015/16–2017/18; D1 I1 SP1 F1 2010/11–2012/13", report, []block{
		{"2010-07-01", "2013-06-30", continent}, {"2015-07-01", "2018-06-30", england},
	}}
	laterEngland   = set{"Later: E0–E3 2021/22–2023/24", later, []block{{"2021-07-01", "2024-06-30", england}}}
	laterContinent = set{"Later: D1 I1 SP1 F1 2013/14–2023/24", later, []block{{"2013-07-01", "2024-06-30", continent}}}
)
