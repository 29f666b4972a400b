package main

// A set is fixtures that are scored together.
type set struct {
	title   string
	tables  []string // of who played, all seasons that ratings learn from
	rating  string   // their column of the players' rating
	seasons []string // scored
}

// The walk that predicts all fixtures of the sets.
const (
	walkFrom, walkTo = "2017-07-01", "2024-06-30"
	divisions        = "E0,D1,I1,SP1,F1"
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
	tuning   = set{"Premier League 2018/19–2020/21, on which the group was tuned", premierLeague[:5], ratingColumn, []string{"1819", "1920", "2021"}}
	reported = set{"Premier League 2021/22–2023/24, reported", premierLeague, ratingColumn, []string{"2122", "2223", "2324"}}
	pooled   = set{"Both together", premierLeague, ratingColumn, []string{"1819", "1920", "2021", "2122", "2223", "2324"}}
	// Of the columns that the other leagues have, this one explained the moves
	// of prices best in the Premier League 2017/18, which is among the tables.
	abroad = set{"Germany, Italy, Spain and France 2017/18, weights carried over", []string{
		"wyscout/D1_1718", "wyscout/I1_1718", "wyscout/SP1_1718", "wyscout/F1_1718",
	}, "touches_other", []string{"1718"}}
	italy = set{"Italy 2021/22, weights carried over", []string{"soccerment/I1_2122"}, "touches", []string{"2122"}}
	sets  = []set{reported, tuning, pooled, italy, abroad}
)

// kinds are columns that a player's strength may be made of; the price is what
// the fantasy game put on a player before the match, the others follow after it.
var kinds = []struct{ column, name string }{
	{"ict_index", "influence, creativity and threat together"}, {"bps", "bonus points"}, {"total_points", "points of the fantasy game"},
	{"influence", "influence"}, {"creativity", "creativity"}, {"threat", "threat"},
	{"value", "price in the fantasy game"}, {"selected", "how many people chose him in the game"}, {"minutes", "minutes alone"},
}

// markets are the market groups that are walked.
var markets = []string{"off", "past", "on"}
