package world

import (
	"math/rand/v2"
	"slices"
)

// starterWorth is what one standard deviation of one starter's quality adds to the
// logarithms of goals. His line says how it is shared between attack and defence.
//
// The value makes knowledge of the elevens worth 0.002 nats of log loss, as in
// real football. A side's eleven differs from the expected one because regulars
// are rested: the sum of its qualities has a variance of about 1.9. In x, half
// the logarithm of the ratio of the two rates, that is a variance of
// starterWorth^2 * 1.9 / 2. The outcome's Fisher information in x is about 1.8 at
// these leagues' rates. The mean Kullback-Leibler divergence between the
// probabilities with and without the elevens is half of the product, 0.0017;
// midweek rotation raises it to 0.0019. TestLineupsAreWorthTwoThousandths
// measures it over whole seasons.
const starterWorth = 0.045

// attackShare is the part of starterWorth that goes to attack, by line. The rest
// goes to defence.
var attackShare = [Lines]float64{0, 0.25, 0.5, 0.85}

// restedShare is the probability that an available regular does not start.
var restedShare = [Lines]float64{0.04, 0.12, 0.14, 0.15}

// rotationFactor multiplies restedShare in fixtures that matter less or follow soon
// after another.
const rotationFactor = 1.8

// Formation is how many players stand in each row, from the back.
type Formation struct {
	Name  string
	Rows  []int
	lines [Lines]int
}

var formations = []Formation{
	{"4-4-2", []int{4, 4, 2}, [Lines]int{1, 4, 4, 2}},
	{"4-2-3-1", []int{4, 2, 3, 1}, [Lines]int{1, 4, 5, 1}},
	{"4-3-3", []int{4, 3, 3}, [Lines]int{1, 4, 3, 3}},
	{"3-5-2", []int{3, 5, 2}, [Lines]int{1, 3, 5, 2}},
}

// choice is how one line of an eleven is chosen: each of the first choices is
// rested with the same probability, and backups replace the rested in order until
// none is left.
type choice struct {
	first, backup []*Player
	probability   float64
}

// lineup lists the line when the first choices whose bits are set in mask are rested.
func (c choice) lineup(mask uint, into []*Player) []*Player {
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
				p *= c.probability
			} else {
				p *= 1 - c.probability
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

// drawRested draws which of the first choices are rested.
func (c choice) drawRested(rng *rand.Rand) uint {
	mask := uint(0)
	for i := range c.first {
		if rng.Float64() < c.probability {
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

// TeamSheet is one side's team sheet: the eleven, row by row from the goalkeeper,
// then the bench.
type TeamSheet struct {
	Formation *Formation
	Players   []*Player
}

// Starters is how many players of a team sheet start; the others sit on the bench.
const Starters = 11

// selectTeam chooses a club's team for a fixture from the available players. It
// returns the eleven's strength and the strength's distribution before the choice.
func (c *Club) selectTeam(rng *rand.Rand, available []*Player, factor float64) (TeamSheet, strength, spread) {
	var byLine [Lines][]*Player
	for _, p := range available {
		byLine[p.Line] = append(byLine[p.Line], p)
	}
	var s TeamSheet
	var on strength
	var expected spread
	s.Formation = c.formation
	s.Players = make([]*Player, 0, Starters+9)
	for line, of := range byLine {
		slices.SortStableFunc(of, func(a, b *Player) int {
			switch {
			case a.quality > b.quality:
				return -1
			case a.quality < b.quality:
				return 1
			}
			return 0
		})
		n := min(c.formation.lines[line], len(of))
		ch := choice{first: of[:n], backup: of[n:], probability: min(0.5, factor*restedShare[line])}
		mean, variance := ch.moments()
		up, back := starterWorth*attackShare[line], starterWorth*(1-attackShare[line])
		expected.mean.attack += up * mean
		expected.mean.defence += back * mean
		expected.variance.attack += up * up * variance
		expected.variance.defence += back * back * variance
		expected.covariance += up * back * variance
		from := len(s.Players)
		s.Players = ch.lineup(ch.drawRested(rng), s.Players)
		for _, p := range s.Players[from:] {
			on.attack += up * p.quality
			on.defence += back * p.quality
		}
	}
	s.addBench(byLine)
	return s, on, expected
}

// benchLines is how many substitutes of each line sit on the bench.
var benchLines = [Lines]int{1, 3, 3, 2}

// addBench adds the bench: the best of each line who do not start.
func (s *TeamSheet) addBench(byLine [Lines][]*Player) {
	for line, of := range byLine {
		seats := benchLines[line]
		for _, p := range of {
			if seats > 0 && !slices.Contains(s.Players, p) {
				s.Players = append(s.Players, p)
				seats--
			}
		}
	}
}
