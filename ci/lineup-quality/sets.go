package main

import "slices"

// A set is fixtures that are scored together.
type set struct {
	title   string
	tables  []string // of who played, all seasons that ratings learn from
	rating  string   // their column of the players' rating
	seasons []string // scored
	targets string   // a sentence; empty: none
}

// The walk that predicts all fixtures of the sets. It refits every four weeks:
// what elevens add is the same as beside weekly refits.
const (
	walkFrom, walkTo = "2017-07-01", "2024-06-30"
	divisions        = "E0,D1,I1,SP1,F1"
	step             = "28d"
)

var premierLeague = []string{
	"fpl_sportmonks/E0_1617", "fpl_sportmonks/E0_1718", "fpl_sportmonks/E0_1819", "fpl_sportmonks/E0_1920",
	"fpl_sportmonks/E0_2021", "fpl_sportmonks/E0_2122", "fpl_sportmonks/E0_2223", "fpl_sportmonks/E0_2324",
}

// ratingColumn is what the players' strength is made of in England. It and the
// constants of stages/features/players and stages/train/lineup were chosen on
// the set tuning and what lies before it.
const ratingColumn = "ict_index"

var (
	tuning = set{
		title:  "Premier League 2018/19–2020/21, on which the group was tuned",
		tables: premierLeague[:5], rating: ratingColumn, seasons: []string{"1819", "1920", "2021"},
	}
	reported = set{
		title:  "Premier League 2021/22–2023/24, reported",
		tables: premierLeague, rating: ratingColumn, seasons: []string{"2122", "2223", "2324"},
		targets: "Targets: with actual elevens at least 0.002 less on `off` and on `past`, and 0.001 less on `on`; R² at least 0.14, stretch 0.20;\n" +
			"divergence of the market with actual elevens at most 0.0021.",
	}
	pooled = set{
		title:  "Both together",
		tables: premierLeague, rating: ratingColumn, seasons: slices.Concat(tuning.seasons, reported.seasons),
	}
	italy = set{
		title:  "Italy 2021/22, weights carried over",
		tables: []string{"soccerment/I1_2122"}, rating: "touches", seasons: []string{"2122"},
	}
	// Of the columns that these tables have, this one explained the moves of
	// prices best in the Premier League 2017/18, which is among them too.
	abroad = set{
		title:  "Germany, Italy, Spain and France 2017/18, weights carried over",
		tables: []string{"wyscout/D1_1718", "wyscout/I1_1718", "wyscout/SP1_1718", "wyscout/F1_1718"}, rating: "touches_other", seasons: []string{"1718"},
	}
	sets = []set{reported, tuning, pooled, italy, abroad}
)

// kinds are columns that a player's strength may be made of; the price is what
// the fantasy game put on a player before the match, the others follow after it.
var kinds = []struct{ column, name string }{
	{"ict_index", "influence, creativity and threat together"}, {"bps", "bonus points"}, {"total_points", "points of the fantasy game"},
	{"influence", "influence"}, {"creativity", "creativity"}, {"threat", "threat"},
	{"value", "price in the fantasy game"}, {"selected", "how many people chose him in the game"}, {"minutes", "minutes alone"},
}
