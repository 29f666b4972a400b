package simulator

import (
	"math/rand/v2"
	"slices"
)

// worth is what one standard deviation of one starter's quality adds to the
// logarithms of goals, shared between his side's attack and defence by line.
//
// It is fixed so that knowing the elevens is worth 0.002 nats of log loss, as
// in real football. A side's eleven departs from the expected one because
// regulars are rested: the sum of its qualities has a variance of about 1.9. In
// x, half the logarithm of the ratio of the two rates, that is a variance of
// worth^2 * 1.9 / 2; the outcome's Fisher information in x is about 1.8 at these
// leagues' rates; and the mean Kullback-Leibler divergence between the
// probabilities with and without the elevens is half of the product, 0.0017,
// which midweek rotation lifts to 0.0019. TestLineupsAreWorthTwoThousandths
// measures it over whole seasons.
const worth = 0.045

// share is the part of worth that goes to attack, by line; the rest goes to
// defence.
var share = [lines]float64{0, 0.25, 0.5, 0.85}

// rested is the probability that an available regular does not start.
var rested = [lines]float64{0.04, 0.12, 0.14, 0.15}

// rotation multiplies rested where the fixture matters less or comes soon after
// another.
const rotation = 1.8

// formation is how many players stand in each row, from the back.
type formation struct {
	name  string
	rows  []int
	lines [lines]int
}

var formations = []formation{
	{"4-4-2", []int{4, 4, 2}, [lines]int{1, 4, 4, 2}},
	{"4-2-3-1", []int{4, 2, 3, 1}, [lines]int{1, 4, 5, 1}},
	{"4-3-3", []int{4, 3, 3}, [lines]int{1, 4, 3, 3}},
	{"3-5-2", []int{3, 5, 2}, [lines]int{1, 3, 5, 2}},
}

// choice is how one line of an eleven comes about: each of the first choices is
// rested with the same probability, and the backups come in for the rested in
// order until none is left.
type choice struct {
	first, backup []*player
	rest          float64
}

// after lists the line if the first choices whose bits are set are rested.
func (c choice) after(mask uint, into []*player) []*player {
	next := 0
	for i, p := range c.first {
		if mask>>i&1 == 1 && next < len(c.backup) {
			p = c.backup[next]
			next++
		}
		into = append(into, p)
	}
	return into
}

// moments are the exact mean and variance of the line's summed quality, over
// all ways to rest its first choices.
func (c choice) moments() (mean, variance float64) {
	n := len(c.first)
	square := 0.0
	for mask := range uint(1) << n {
		p := 1.0
		for i := range n {
			if mask>>i&1 == 1 {
				p *= c.rest
			} else {
				p *= 1 - c.rest
			}
		}
		sum := 0.0
		next := 0
		for i, regular := range c.first {
			if mask>>i&1 == 1 && next < len(c.backup) {
				sum += c.backup[next].quality
				next++
			} else {
				sum += regular.quality
			}
		}
		mean += p * sum
		square += p * sum * sum
	}
	return mean, square - mean*mean
}

// pick draws which of the first choices are rested.
func (c choice) pick(rng *rand.Rand) uint {
	mask := uint(0)
	for i := range c.first {
		if rng.Float64() < c.rest {
			mask |= 1 << i
		}
	}
	return mask
}

// strength is an eleven's part of the logarithms of goals: for, and against.
type strength struct{ attack, defence float64 }

// spread is the distribution of a strength before the eleven is known.
type spread struct {
	mean, variance strength
	covariance     float64
}

// sheet is one side's team sheet: the eleven, row by row from the goalkeeper,
// then the bench.
type sheet struct {
	formation *formation
	players   []*player
}

const starters = 11

// selection chooses a club's team for a fixture from the players who are
// available, and gives the eleven's strength with its distribution before the
// choice.
func (c *club) selection(rng *rand.Rand, available []*player, factor float64) (sheet, strength, spread) {
	var byLine [lines][]*player
	for _, p := range available {
		byLine[p.line] = append(byLine[p.line], p)
	}
	var s sheet
	var on strength
	var expected spread
	s.formation = c.formation
	s.players = make([]*player, 0, starters+9)
	for line, of := range byLine {
		slices.SortStableFunc(of, func(a, b *player) int {
			switch {
			case a.quality > b.quality:
				return -1
			case a.quality < b.quality:
				return 1
			}
			return 0
		})
		n := min(c.formation.lines[line], len(of))
		ch := choice{first: of[:n], backup: of[n:], rest: min(0.5, factor*rested[line])}
		mean, variance := ch.moments()
		up, back := worth*share[line], worth*(1-share[line])
		expected.mean.attack += up * mean
		expected.mean.defence += back * mean
		expected.variance.attack += up * up * variance
		expected.variance.defence += back * back * variance
		expected.covariance += up * back * variance
		from := len(s.players)
		s.players = ch.after(ch.pick(rng), s.players)
		for _, p := range s.players[from:] {
			on.attack += up * p.quality
			on.defence += back * p.quality
		}
	}
	s.seat(byLine)
	return s, on, expected
}

// benchLines is how many substitutes of each line sit on the bench.
var benchLines = [lines]int{1, 3, 3, 2}

// seat adds the bench: the best of each line who do not start.
func (s *sheet) seat(byLine [lines][]*player) {
	for line, of := range byLine {
		seats := benchLines[line]
		for _, p := range of {
			if seats > 0 && !slices.Contains(s.players, p) {
				s.players = append(s.players, p)
				seats--
			}
		}
	}
}
