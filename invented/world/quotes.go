package world

import (
	"math"
	"math/rand/v2"
	"time"
)

// Bookmaker is one maker of prices.
type Bookmaker struct {
	ID          int64
	Name        string
	margin      float64 // its overround
	noise       float64 // standard deviation of its own error in a rate's logarithm
	lag         float64 // its updates come so many hours after the market's
	stops       float64 // its last update comes so many hours before kick-off
	absentShare float64 // share of fixtures without its prices
	Digits      bool    // labels 1X2 as 1, X, 2
	SameSign    bool    // shows both sides of a handicap with the home side's sign
}

// Bookmakers are all bookmakers of the world, under the source's ids.
var Bookmakers = [...]Bookmaker{
	{ID: 1, Name: "10Bet", margin: 0.060, noise: 0.020, lag: 1.0, stops: 8, absentShare: 0.05, Digits: true, SameSign: true},
	{ID: 2, Name: "bet365", margin: 0.050, noise: 0.012, lag: 0, stops: 0.1},
	{ID: 5, Name: "888Sport", margin: 0.062, noise: 0.022, lag: 0.6, stops: 1.2, absentShare: 0.03},
	{ID: 9, Name: "Betfair", margin: 0.040, noise: 0.012, lag: 0.1, stops: 0.2, absentShare: 0.01},
	{ID: 16, Name: "Marathonbet", margin: 0.045, noise: 0.018, lag: 0.4, stops: 0.8, absentShare: 0.04, SameSign: true},
	{ID: 20, Name: "Pncl", margin: 0.025, noise: 0.008, lag: 0, stops: 0.15, absentShare: 0.01},
	{ID: 23, Name: "Unibet", margin: 0.055, noise: 0.020, lag: 0.8, stops: 8, absentShare: 0.03},
	{ID: 39, Name: "Betway", margin: 0.058, noise: 0.020, lag: 0.3, stops: 0.5, absentShare: 0.02},
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

// lineupNewsShare is the part of a line-up's news that prices take in once it is out.
const lineupNewsShare = 0.85

// marketError is the shared error's variance at so many hours before kick-off:
// it shrinks evenly over the days.
func marketError(hours float64) float64 {
	return closingError*closingError + (openingError*openingError-closingError*closingError)*hours/updates[0]
}

// errorPath is the market's error in both directions at every update. It is a random
// walk backwards from the close: the error grows with the time to kick-off.
type errorPath [len(updates)][2]float64

func newErrorPath(rng *rand.Rand) (p errorPath) {
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

// Quote is what one bookmaker asks for a fixture.
type Quote struct {
	*Bookmaker
	Opened, Updated time.Time
	Result          [3]float64
	Total, Handicap [2]float64
	Line            float64 // the home side's handicap, in quarters of a goal
	Stopped         bool
	Repeated        bool // an older quote of the same bookmaker
}

// Quoted reports whether the first bookmaker offers prices. It may be some hours
// wrong: the source's flag is a hint.
func (f *Fixture) Quoted(now time.Time) bool {
	return !f.neverDrawn() && f.status != statusWalkover && now.After(f.StartingAt(now).Add(-ofHours(updates[0])))
}

// Quotes are all bookmakers' prices at a moment; none before the market opens.
func (w *World) Quotes(f *Fixture, now time.Time) []Quote {
	if f.neverDrawn() || f.status == statusWalkover {
		return nil
	}
	base := f.StartingAt(now)
	asOf, frozen := now, false
	if asOf.After(base) {
		asOf = base
	}
	if !f.noticed.IsZero() && now.After(f.noticed) && (f.renewed.IsZero() || now.Before(f.renewed)) && asOf.After(f.noticed) {
		asOf, frozen = f.noticed, true // no bets are taken on a fixture that is called off
	}
	rng := w.rng(f, forOdds)
	errors := newErrorPath(rng)
	out := make([]Quote, 0, len(Bookmakers))
	for i := range Bookmakers {
		b := &Bookmakers[i]
		absent := rng.Float64() < b.absentShare
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
		bk := Quote{Bookmaker: b, Updated: at, Stopped: frozen || paused || stops && asOf.Equal(base)}
		_, bk.Opened = b.step(base, base.Add(-ofHours(updates[0]*jitter-b.lag)), jitter)
		bk.fillPrices(f, errors[step], own, at)
		if late && now.After(base.Add(5*time.Minute)) {
			bk.Updated = base.Add(4 * time.Minute)
		}
		if b.Digits && f.ID%31 == 0 { // once more under the other labels, and stale
			stale := *b
			stale.Digits = false
			first := Quote{Bookmaker: &stale, Opened: bk.Opened, Updated: bk.Opened, Repeated: true}
			first.fillPrices(f, errors[0], own, bk.Opened)
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
func (b *Bookmaker) step(base, asOf time.Time, jitter float64) (int, time.Time) {
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

// fillPrices computes the prices of all markets from the rates as the bookmaker
// estimates them.
func (b *Quote) fillPrices(f *Fixture, shared, own [2]float64, at time.Time) {
	rates := f.expected
	if shown := f.LineupsAt(); !shown.IsZero() && !at.Before(shown) {
		for s := range rates {
			rates[s] = math.Exp(lineupNewsShare*math.Log(f.rates[s]) + (1-lineupNewsShare)*math.Log(f.expected[s]))
		}
	}
	ratio, product := shared[0]+own[0], shared[1]+own[1]
	rates[0] *= math.Exp((ratio + product) / 2)
	rates[1] *= math.Exp((product - ratio) / 2)
	m := scoresOf(rates)
	result, total := m.outcome(), m.total()
	b.Line = math.Round(4*(rates[1]-rates[0])) / 4
	handicap := m.handicap(b.Line)
	b.setPrices(b.Result[:], result[:])
	b.setPrices(b.Total[:], total[:])
	b.setPrices(b.Handicap[:], handicap[:])
}

// setPrices turns probabilities into prices. The margin is a power of the
// probabilities, so that it weighs more on the unlikely, as real margins do.
// Newton's method finds the power at which they sum to one plus the margin.
func (b *Quote) setPrices(prices, p []float64) {
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

// LineupsAt is when the source shows the fixture's line-ups; the zero time means
// never.
func (f *Fixture) LineupsAt() time.Time {
	if !f.Begins() || f.ID%127 == 7 {
		return time.Time{}
	}
	ahead := 55 + f.ID%19
	if f.ID%23 == 5 {
		ahead = 20
	}
	return f.Kickoff.Add(-time.Duration(ahead) * time.Minute)
}

// SecondSheetDelay is how much later the second side's line-up comes: for most
// fixtures not at all.
func (f *Fixture) SecondSheetDelay() time.Duration {
	if f.ID%29 == 3 {
		return 9 * time.Minute
	}
	return 0
}
