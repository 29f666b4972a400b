package ratings

import (
	"math"
	"slices"
)

// stakeGames is how many games a club must have played before anything is at
// stake for it.
const stakeGames = 8

// linePaceSpread is how widely points gained on a line spread, per square root
// of a game left.
const linePaceSpread = 1.84

// line is a border of the table between the k-th and the (k+1)-th place: fixed,
// or counted from the bottom.
type line struct {
	after      int // k, if positive
	fromBottom int // else k = clubs − fromBottom
	drop       bool
}

func (l line) place(clubs int) int {
	if l.after > 0 {
		return l.after
	}
	return clubs - l.fromBottom
}

func top(k int) line           { return line{after: k} }
func dropAfter(k int) line     { return line{after: k, drop: true} }
func dropLast(clubs int) line  { return line{fromBottom: clubs, drop: true} }
func lines(all ...line) []line { return all }

// linesOf are the lines of a division: title, Europe, promotion, relegation.
// onlyDivision says that the division is all that is known of its country and
// that the publisher keeps it in its second layout: nobody there is known to
// be relegated.
func linesOf(division string, clubs int) []line {
	switch division {
	case "E0", "I1", "SP1":
		return lines(top(1), top(4), top(6), dropAfter(17))
	case "E1":
		return lines(top(2), top(6), dropLast(3))
	case "E2":
		return lines(top(2), top(6), dropLast(4))
	case "E3":
		return lines(top(3), top(7), dropLast(2))
	case "EC":
		return lines(top(1), top(5), dropLast(4))
	case "D1":
		return lines(top(1), top(3), top(5), dropAfter(15))
	case "F1":
		return lines(top(1), top(3), top(5), dropAfter(17))
	case "B1":
		return lines(top(1), top(4), dropAfter(16))
	case "P1":
		return lines(top(1), top(5), dropAfter(14))
	case "G1":
		return lines(top(1), top(5), dropAfter(13))
	case "D2":
		return lines(top(3), dropAfter(15))
	case "I2":
		return lines(top(2), top(6), dropAfter(18))
	case "SP2":
		return lines(top(3), top(6), dropAfter(18))
	case "F2":
		return lines(top(3), dropAfter(17))
	case "SC0":
		return lines(top(1), top(3), dropAfter(11))
	case "SC1", "SC2":
		return lines(top(1), top(4), dropAfter(9))
	case "SC3":
		return lines(top(1), top(4))
	}
	if letters(division) == division { // the second layout: one division a country
		return lines(top(1))
	}
	if clubs >= 18 {
		return lines(top(1), dropLast(3))
	}
	return lines(top(1), dropLast(2))
}

// stake is what a club has to play for.
type stake struct {
	value float64 // how much one result moves the chance to end above a line, at most
	dead  bool    // every line is decided
	// safety is the club's points above the drop, and left the games to play,
	// once the season is old enough; hasDrop says that the division has one.
	safety  int
	left    int
	counted bool // the season is old enough for this club
	hasDrop bool
}

// stakeOf weighs the lines of the table for one club: for each, the density of
// the points still to be gained on it at the gap, with the sharper of the two
// neighbours of the line as the rival. points are those of all clubs, highest
// first.
func stakeOf(own entry, points []int, division string) stake {
	clubs := len(points)
	s := stake{left: max(gamesOfFormat(clubs)-own.games, 1)}
	if own.games < stakeGames {
		return s
	}
	s.counted, s.dead = true, true
	above := 0 // clubs with more points
	for above < clubs && points[above] > own.points {
		above++
	}
	for _, l := range linesOf(division, clubs) {
		k := l.place(clubs)
		if k < 1 || k >= clubs {
			continue
		}
		rival := points[k-1]
		if above < k {
			rival = points[k]
		}
		gap := own.points - rival
		if l.drop {
			s.hasDrop, s.safety = true, gap
		}
		if gap > 3*s.left || -gap > 3*s.left {
			continue
		}
		s.dead = false
		s.value = math.Max(s.value, 3*normalDensity(float64(gap), linePaceSpread*math.Sqrt(float64(s.left))))
	}
	return s
}

// normalDensity at x of a normal variable with mean zero.
func normalDensity(x, deviation float64) float64 {
	z := x / deviation
	return math.Exp(-z*z/2) / (deviation * math.Sqrt(2*math.Pi))
}

// drawGames is how late a season must be for a draw to suit both sides.
const drawGames = 3

// drawSuits reports whether both clubs stand above the drop, not yet safe, in
// the last games of the season.
func drawSuits(a, b stake) bool {
	suits := func(s stake) bool {
		return s.counted && s.hasDrop && s.safety >= 0 && s.safety <= 3*s.left && s.left <= drawGames
	}
	return suits(a) && suits(b)
}

// sortedPoints are the points of all clubs, highest first, in the room given.
func (t *table) sortedPoints(room []int) []int {
	room = room[:0]
	for i := range t.entries {
		room = append(room, t.entries[i].points)
	}
	slices.SortFunc(room, func(a, b int) int { return b - a })
	return room
}
