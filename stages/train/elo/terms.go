package elo

import (
	"slices"

	"matchday"
)

// A term is one input of the map: a value made of a fixture and its columns.
type term struct {
	name    string
	columns []string
	value   func(f *matchday.Fixture, c []float64) float64
}

// latin are the countries in which end-of-season stakes move results about
// twice as much as elsewhere, as seen on seasons before 2010.
var latin = []string{"Italy", "Spain", "Portugal", "Greece", "Turkey"}

// terms lists every input that a configuration may name. A difference or sum
// is missing when either side is.
func terms() []term {
	return []term{
		{"elo_diff", []string{"elo_diff"}, first},
		{"elo_sum", []string{"elo_home", "elo_away"}, sum},
		{"stake_diff", []string{"stake_home", "stake_away"}, difference},
		{"stake_diff_latin", []string{"stake_home", "stake_away"}, func(f *matchday.Fixture, c []float64) float64 {
			if slices.Contains(latin, f.Country) {
				return c[0] - c[1]
			}
			return 0
		}},
		{"stake_home", []string{"stake_home"}, first},
		{"dead_diff", []string{"dead_home", "dead_away"}, difference},
		{"draw_ok", []string{"draw_ok"}, first},
		{"level_sum", []string{"level_sum"}, first},
		{"season_progress", []string{"season_progress"}, first},
		{"england", nil, func(f *matchday.Fixture, _ []float64) float64 {
			if f.Country == "England" {
				return 1
			}
			return 0
		}},
		{"level", nil, func(f *matchday.Fixture, _ []float64) float64 { return float64(f.Level) }},
		{"base_home", []string{"base_home"}, first},
		{"base_away", []string{"base_away"}, first},
	}
}

func first(_ *matchday.Fixture, c []float64) float64      { return c[0] }
func sum(_ *matchday.Fixture, c []float64) float64        { return c[0] + c[1] }
func difference(_ *matchday.Fixture, c []float64) float64 { return c[0] - c[1] }
