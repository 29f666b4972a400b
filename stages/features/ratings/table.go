package ratings

import (
	"math"
	"time"
)

// entry is a club's line in a table, from the results known so far.
type entry struct {
	games, points    int
	scored, conceded int
}

// better orders entries as most leagues do: points, goal difference, goals.
func (e *entry) better(o *entry) bool {
	if e.points != o.points {
		return e.points > o.points
	}
	if d, od := e.scored-e.conceded, o.scored-o.conceded; d != od {
		return d > od
	}
	return e.scored > o.scored
}

func (e *entry) add(scored, conceded int) {
	e.games++
	e.scored += scored
	e.conceded += conceded
	switch {
	case scored > conceded:
		e.points += 3
	case scored == conceded:
		e.points++
	}
}

// table is a division's season, with the clubs seen in it so far.
type table struct {
	start           int64 // Unix seconds of the moment at which the season was first seen
	entries         []entry
	place           map[*club]int // of a club in entries
	before          int           // clubs of the division's season before, 0 if unknown
	leaversReleased bool          // the clubs that left the division have been let go
}

// join gives a club its line; once is enough.
func (t *table) join(c *club) {
	t.place[c] = len(t.entries)
	t.entries = append(t.entries, entry{})
}

// of is a club's line, which must have joined.
func (t *table) of(c *club) *entry { return &t.entries[t.place[c]] }

// record enters a result.
func (t *table) record(home, away *club, m *Match) {
	t.of(home).add(m.HomeGoals, m.AwayGoals)
	t.of(away).add(m.AwayGoals, m.HomeGoals)
}

// earlyGames is how many games the leading club has played before the clubs
// seen are taken for all there are.
const earlyGames = 5

// early reports whether the season is too young to know its clubs.
func (t *table) early() bool {
	for i := range t.entries {
		if t.entries[i].games >= earlyGames {
			return false
		}
	}
	return true
}

// size is the number of clubs: those seen so far, and in the season's first
// weeks not fewer than the season before.
func (t *table) size() int {
	if t.early() {
		return max(len(t.entries), t.before)
	}
	return len(t.entries)
}

// gamesOfFormat is how many games a club plays in a season of n clubs: twice
// against each other, but 36 in a division of ten (four times) and 38 in one of
// twelve (three times, then within each half).
func gamesOfFormat(n int) int {
	switch n {
	case 10:
		return 36
	case 12:
		return 38
	}
	return 2 * (n - 1)
}

// standing is where a club stands in the table.
type standing struct {
	position           int     // 1 = first; level clubs share the better place
	pointsPerGame      float64 // NaN before the first game
	gapAbove, gapBelow float64 // points to the neighbours; NaN at either end
}

func (t *table) standing(c *club) standing {
	own := t.of(c)
	s := standing{position: 1, pointsPerGame: float64(own.points) / float64(own.games), gapAbove: math.NaN(), gapBelow: math.NaN()}
	if own.games == 0 {
		s.pointsPerGame = math.NaN()
	}
	place := t.place[c]
	for i := range t.entries {
		other := &t.entries[i]
		if i == place {
			continue
		}
		// Of two clubs level in everything the one seen first stands above.
		above := other.better(own) || !own.better(other) && i < place
		if other.better(own) {
			s.position++
		}
		gap := math.Abs(float64(other.points - own.points))
		if above {
			s.gapAbove = least(s.gapAbove, gap)
		} else {
			s.gapBelow = least(s.gapBelow, gap)
		}
	}
	return s
}

// least is the smaller of two, where a may be missing.
func least(a, b float64) float64 {
	if math.IsNaN(a) {
		return b
	}
	return math.Min(a, b)
}

// years between the starts of two seasons, rounded.
func years(from, to int64) float64 {
	return math.Round(float64(to-from) / (365.25 * 24 * time.Hour.Seconds()))
}
