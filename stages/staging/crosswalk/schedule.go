package crosswalk

import (
	"maps"
	"slices"
)

// schedule is a season with its teams numbered in the order of their ids.
type schedule struct {
	*Season
	teams       []string
	number      map[string]int
	games       [][]game // by team, in the order of days
	dated       bool     // every fixture has a day
	rounds      bool     // every fixture has a round
	first, last int32    // days
	named       string   // see sum
}

// game is a fixture as one of its teams sees it.
type game struct {
	day      int32
	fixture  int // index in Season.Fixtures
	opponent int
	home     bool
}

// indexed tells of each season what says whether it may be another; the rest follows
// once it may.
func indexed(seasons []Season) []*schedule {
	out := make([]*schedule, len(seasons))
	for i := range seasons {
		s := &seasons[i]
		x := &schedule{Season: s, dated: len(s.Fixtures) > 0, rounds: len(s.Fixtures) > 0}
		for k, f := range s.Fixtures {
			x.dated = x.dated && f.Day != NoDay
			x.rounds = x.rounds && f.Round > 0
			if k == 0 {
				x.first, x.last = f.Day, f.Day
			}
			x.first, x.last = min(x.first, f.Day), max(x.last, f.Day)
		}
		out[i] = x
	}
	return out
}

// index numbers the teams and sorts their calendars, unless that is done.
func (x *schedule) index() {
	if x.games != nil {
		return
	}
	x.numberTeams()
	days := make([]int32, len(x.Fixtures))
	for i, f := range x.Fixtures {
		days[i] = f.Day
	}
	x.dates(days)
}

// numberTeams numbers the teams, unless that is done.
func (x *schedule) numberTeams() {
	if x.number != nil {
		return
	}
	x.number = map[string]int{}
	for _, f := range x.Fixtures {
		x.number[f.Home], x.number[f.Away] = 0, 0
	}
	x.teams = slices.Sorted(maps.Keys(x.number))
	for i, team := range x.teams {
		x.number[team] = i
	}
}

// dates gives each fixture a day and sorts the calendars by it.
func (x *schedule) dates(days []int32) {
	x.games = make([][]game, len(x.teams))
	for i, f := range x.Fixtures {
		home, away := x.number[f.Home], x.number[f.Away]
		x.games[home] = append(x.games[home], game{days[i], i, away, true})
		x.games[away] = append(x.games[away], game{days[i], i, home, false})
		if i == 0 {
			x.first, x.last = days[i], days[i]
		}
		x.first, x.last = min(x.first, days[i]), max(x.last, days[i])
	}
	for _, g := range x.games {
		slices.SortStableFunc(g, func(a, b game) int { return int(a.day) - int(b.day) })
	}
}

// on is a team's game at home or away nearest to a day, within the tolerance.
func (x *schedule) on(team int, home bool, day, tolerance int32) (game, bool) {
	games := x.games[team]
	from, _ := slices.BinarySearchFunc(games, day-tolerance, func(g game, d int32) int { return int(g.day) - int(d) })
	best, found := game{}, false
	for _, g := range games[from:] {
		if g.day > day+tolerance {
			break
		}
		if g.home == home && (!found || abs(g.day-day) < abs(best.day-day)) {
			best, found = g, true
		}
	}
	return best, found
}

// agreement counts the days of a calendar on which the other calendar has a game
// on the same side, and those that lie within the other's season.
func agreement(h *schedule, j int, o *schedule, i int, tolerance int32) (same, asked int) {
	mine, theirs := o.games[i], h.games[j]
	at := 0
	for _, g := range mine {
		if g.day < h.first-tolerance || g.day > h.last+tolerance {
			continue
		}
		asked++
		for at < len(theirs) && theirs[at].day < g.day-tolerance {
			at++
		}
		for k := at; k < len(theirs) && theirs[k].day <= g.day+tolerance; k++ {
			if theirs[k].home == g.home {
				same++
				break
			}
		}
	}
	return same, asked
}

func abs(n int32) int32 { return max(n, -n) }
