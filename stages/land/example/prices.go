package example

import (
	"math"
	"math/rand/v2"

	"matchday"
)

// bookmaker is one maker of prices of the invented world, under letters that
// the publisher uses.
type bookmaker struct {
	letters string
	margin  float64 // overround of its books
	noise   float64 // standard deviation of its own error, in log-probability
	absent  float64 // share of fixtures without its prices
}

var bookmakers = []bookmaker{
	{"B365", 0.055, 0.015, 0.005},
	{"BW", 0.065, 0.020, 0.010},
	{"IW", 0.080, 0.025, 0.020},
	{"PS", 0.025, 0.010, 0},
	{"WH", 0.060, 0.020, 0.010},
	{"VC", 0.060, 0.020, 0.030},
}

// Standard deviations of the error that all bookmakers share, in
// log-probability: it shrinks until kick-off, so that closing prices are better
// than pre-match ones and a good model has something to find.
const (
	sharedPreMatch = 0.05
	sharedClosing  = 0.02
)

// quote is what one bookmaker asks for all selections of a fixture at one
// moment. Prices are home, draw, away; over, under; home and away at the line.
type quote struct {
	bookmaker string
	closing   bool
	result    [3]float64
	total     [2]float64
	handicap  [2]float64
	line      float64 // the home side's handicap, in quarters of a goal
}

// drawQuotes makes every bookmaker's prices at both moments.
func drawQuotes(rng *rand.Rand, truth matchday.Probs, scores [mostGoals][mostGoals]float64, rates [2]float64) []quote {
	line := math.Round(4*(rates[1]-rates[0])) / 4
	fair := [][]float64{truth[:], overUnder(scores), handicap(scores, line)}
	absent := make([]bool, len(bookmakers)) // at both moments
	for i, b := range bookmakers {
		absent[i] = rng.Float64() < b.absent
	}
	var out []quote
	for _, closing := range []bool{false, true} {
		sd := sharedPreMatch
		if closing {
			sd = sharedClosing
		}
		var seen [][]float64 // the fair probabilities as the market sees them
		for _, p := range fair {
			seen = append(seen, blur(rng, p, sd))
		}
		for i, b := range bookmakers {
			q := quote{bookmaker: b.letters, closing: closing, line: line}
			copy(q.result[:], b.prices(rng, seen[0]))
			copy(q.total[:], b.prices(rng, seen[1]))
			copy(q.handicap[:], b.prices(rng, seen[2]))
			if !absent[i] {
				out = append(out, q)
			}
		}
	}
	return out
}

// prices adds the bookmaker's own error and its margin and rounds to the cent.
// The margin sits on the probabilities as a power, so that it weighs more on
// the unlikely, as real margins do.
func (b bookmaker) prices(rng *rand.Rand, p []float64) []float64 {
	p = blur(rng, p, b.noise)
	// Newton's method for sum p^k = 1 + margin: the sum is convex and falls in
	// k, so that steps from k = 1 cross the root once and then close in on it.
	k := 1.0
	for range 8 {
		excess, slope := -1-b.margin, 0.0
		for _, x := range p {
			share := math.Pow(x, k)
			excess += share
			slope += share * math.Log(x)
		}
		k -= excess / slope
	}
	out := make([]float64, len(p))
	for i, x := range p {
		out[i] = math.Max(1.01, math.Round(100*math.Pow(x, -k))/100)
	}
	return out
}

// blur multiplies probabilities by log-normal errors and scales them to one.
func blur(rng *rand.Rand, p []float64, sd float64) []float64 {
	out, sum := make([]float64, len(p)), 0.0
	for i, x := range p {
		out[i] = x * math.Exp(sd*rng.NormFloat64())
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// overUnder gives the probabilities of more and of fewer than 2.5 goals.
func overUnder(scores [mostGoals][mostGoals]float64) []float64 {
	under := 0.0
	for h := range 3 {
		for a := range 3 - h {
			under += scores[h][a]
		}
	}
	return []float64{1 - under, under}
}

// handicap gives the chances of home and away at the home side's line as shares
// of the stakes that are not returned: a quarter line is two half stakes on the
// lines beside it.
func handicap(scores [mostGoals][mostGoals]float64, line float64) []float64 {
	won, lost := 0.0, 0.0
	for _, half := range []float64{math.Floor(2*line) / 2, math.Ceil(2*line) / 2} {
		for h := range mostGoals {
			for a := range mostGoals {
				switch margin := float64(h-a) + half; {
				case margin > 0:
					won += scores[h][a]
				case margin < 0:
					lost += scores[h][a]
				}
			}
		}
	}
	return []float64{won / (won + lost), lost / (won + lost)}
}
