package simulator

import (
	"math"
	"math/rand/v2"
	"time"
)

// bookmaker is one maker of prices.
type bookmaker struct {
	id     int64
	name   string
	margin float64 // overround of its books
	noise  float64 // standard deviation of its own error in a rate's logarithm
	lag    float64 // its updates come so many hours after the market's
	stops  float64 // hours before kick-off of its last update
	absent float64 // share of fixtures without its prices
	digits bool    // labels 1X2 as 1, X, 2
	same   bool    // shows both sides of a handicap with the home side's sign
}

var bookmakers = [...]bookmaker{
	{id: 1, name: "10Bet", margin: 0.060, noise: 0.020, lag: 1.0, stops: 8, absent: 0.05, digits: true, same: true},
	{id: 2, name: "bet365", margin: 0.050, noise: 0.012, lag: 0, stops: 0.1},
	{id: 5, name: "888Sport", margin: 0.062, noise: 0.022, lag: 0.6, stops: 1.2, absent: 0.03},
	{id: 9, name: "Betfair", margin: 0.040, noise: 0.012, lag: 0.1, stops: 0.2, absent: 0.01},
	{id: 16, name: "Marathonbet", margin: 0.045, noise: 0.018, lag: 0.4, stops: 0.8, absent: 0.04, same: true},
	{id: 20, name: "Pncl", margin: 0.025, noise: 0.008, lag: 0, stops: 0.15, absent: 0.01},
	{id: 23, name: "Unibet", margin: 0.055, noise: 0.020, lag: 0.8, stops: 8, absent: 0.03},
	{id: 39, name: "Betway", margin: 0.058, noise: 0.020, lag: 0.3, stops: 0.5, absent: 0.02},
}

// updates are the hours before kick-off at which the market moves; the first is
// its opening.
var updates = [...]float64{
	156, 144, 132, 120, 108, 96, 84, 72, 64, 56, 48, 42, 36, 30, 27, 24, 21, 18, 15, 12, 10, 8.5, 7, 6, 5, 4, 3, 2.5, 2, 1.5,
	1, 0.75, 0.6, 0.45, 0.3, 0.2, 0.1,
}

// Standard deviations of the error that all bookmakers share, in the logarithm
// of the ratio of the rates and of their product: the market opens wide and
// closes well. In log loss the opening error costs about 0.004, the closing one
// about 0.0003.
const (
	openingError = 0.12
	closingError = 0.03
)

// heed is how much of a line-up's news the market takes in once it is out.
const heed = 0.85

// marketError is the shared error's variance at so many hours before kick-off:
// it shrinks evenly over the days.
func marketError(hours float64) float64 {
	return closingError*closingError + (openingError*openingError-closingError*closingError)*hours/updates[0]
}

// path is the market's error in both directions at every update: a random walk
// backwards from the close, so that late prices know what early ones do not.
type path [len(updates)][2]float64

func newPath(rng *rand.Rand) (p path) {
	before := 0.0
	for i := len(updates) - 1; i >= 0; i-- {
		v := marketError(updates[i])
		for d := range p[i] {
			p[i][d] = math.Sqrt(v-before) * rng.NormFloat64()
			if i < len(updates)-1 {
				p[i][d] += p[i+1][d]
			}
		}
		before = v
	}
	return p
}

// book is what one bookmaker asks for a fixture.
type book struct {
	*bookmaker
	opened, updated time.Time
	result          [3]float64
	total, handicap [2]float64
	line            float64 // the home side's handicap, in quarters of a goal
	stopped         bool
	again           bool // a second book of the same bookmaker
}

// quoted reports whether the first bookmaker has opened its books, near enough
// for the hint that it is.
func (f *fixture) quoted(now time.Time) bool {
	return !f.vacant() && f.fate != walkover && now.After(f.startingAt(now).Add(-ofHours(updates[0])))
}

// quotes are the books as they stand at a moment; none before the market opens.
func (w *World) quotes(f *fixture, now time.Time) []book {
	if f.vacant() || f.fate == walkover {
		return nil
	}
	base := f.startingAt(now)
	asOf, frozen := now, false
	if asOf.After(base) {
		asOf = base
	}
	if !f.notice.IsZero() && now.After(f.notice) && (f.renewed.IsZero() || now.Before(f.renewed)) && asOf.After(f.notice) {
		asOf, frozen = f.notice, true // nobody takes bets on what is not going to be played
	}
	rng := w.rng(f, forOdds)
	errors := newPath(rng)
	out := make([]book, 0, len(bookmakers))
	for i := range bookmakers {
		b := &bookmakers[i]
		absent := rng.Float64() < b.absent
		own := [2]float64{b.noise * rng.NormFloat64(), b.noise * rng.NormFloat64()}
		jitter := 0.9 + 0.1*rng.Float64()
		late := rng.Float64() < 0.04
		stops := rng.Float64() < 0.2 // at kick-off; the others' last prices stay open
		pause := base.Add(-ofHours(48 * rng.Float64()))
		paused := rng.Float64() < 0.1 && !asOf.Before(pause) && asOf.Before(pause.Add(90*time.Minute))
		step, at := b.step(base, asOf, jitter)
		if absent || step < 0 {
			continue
		}
		bk := book{bookmaker: b, updated: at, stopped: frozen || paused || stops && asOf.Equal(base)}
		_, bk.opened = b.step(base, base.Add(-ofHours(updates[0]*jitter-b.lag)), jitter)
		bk.price(f, errors[step], own, at)
		if late && now.After(base.Add(5*time.Minute)) {
			bk.updated = base.Add(4 * time.Minute)
		}
		if b.digits && f.id%31 == 0 { // once more under the other labels, and stale
			stale := *b
			stale.digits = false
			first := book{bookmaker: &stale, opened: bk.opened, updated: bk.opened, again: true}
			first.price(f, errors[0], own, bk.opened)
			out = append(out, first)
		}
		out = append(out, bk)
	}
	return out
}

func ofHours(h float64) time.Duration {
	return time.Duration(h * float64(time.Hour)).Truncate(time.Second)
}

// step is the bookmaker's latest update at a moment: its number and its time;
// -1 if there was none.
func (b *bookmaker) step(base, asOf time.Time, jitter float64) (int, time.Time) {
	for i := len(updates) - 1; i >= 0; i-- {
		ahead := max(updates[i]*jitter-b.lag, b.stops)
		if i > 0 && updates[i]*jitter-b.lag < b.stops {
			continue
		}
		if at := base.Add(-ofHours(ahead)); !at.After(asOf) {
			return i, at
		}
	}
	return -1, time.Time{}
}

// price makes the books of all markets from the rates as the bookmaker sees
// them.
func (b *book) price(f *fixture, shared, own [2]float64, at time.Time) {
	rates := f.expected
	if shown := f.lineupsAt(); !shown.IsZero() && !at.Before(shown) {
		for s := range rates {
			rates[s] = math.Exp(heed*math.Log(f.rates[s]) + (1-heed)*math.Log(f.expected[s]))
		}
	}
	ratio, product := shared[0]+own[0], shared[1]+own[1]
	rates[0] *= math.Exp((ratio + product) / 2)
	rates[1] *= math.Exp((product - ratio) / 2)
	m := scoresOf(rates)
	result, total := m.outcome(), m.total()
	b.line = math.Round(4*(rates[1]-rates[0])) / 4
	handicap := m.handicap(b.line)
	b.ask(b.result[:], result[:])
	b.ask(b.total[:], total[:])
	b.ask(b.handicap[:], handicap[:])
}

// ask turns probabilities into prices. The margin sits on the probabilities as
// a power, so that it weighs more on the unlikely, as real margins do; Newton's
// method finds the power for which they sum to one and the margin.
func (b *book) ask(prices, p []float64) {
	k := 1.0
	for range 6 {
		excess, slope := -1-b.margin, 0.0
		for _, x := range p {
			part := math.Pow(x, k)
			excess += part
			slope += part * math.Log(x)
		}
		k -= excess / slope
	}
	for i, x := range p {
		prices[i] = max(1.01, rounded(math.Pow(x, -k), 2))
	}
}

// lineupsAt is when the source shows a fixture's line-ups; the zero time if it
// never does.
func (f *fixture) lineupsAt() time.Time {
	if !f.begins() || f.id%127 == 7 {
		return time.Time{}
	}
	ahead := 55 + f.id%19
	if f.id%23 == 5 {
		ahead = 20
	}
	return f.kickoff.Add(-time.Duration(ahead) * time.Minute)
}

// secondSheet is how much later than the first side's some second side's
// line-up comes.
func (f *fixture) secondSheet() time.Duration {
	if f.id%29 == 3 {
		return 9 * time.Minute
	}
	return 0
}
