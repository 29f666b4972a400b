package world

import (
	"math"
	"math/rand/v2"
)

// Statistics are a side's counts after the whole fixture.
type Statistics struct {
	OnTarget, OffTarget, Blocked    int
	Inside, Corners, Fouls          int
	Yellow, Red, Offsides, Saves    int
	Possession                      int // percent
	Passes, Completed               int
	Attacks, Dangerous              int
	Tackles, Interceptions          int
	BigChances, Missed              int
	Substitutions, Goals, keyPasses int
	ExpectedGoals, ExpectedOnTarget float64
}

// Shots are all shots.
func (s Statistics) Shots() int { return s.OnTarget + s.OffTarget + s.Blocked }

// PlayerStatistics is what one player did.
type PlayerStatistics struct {
	Minutes                        int
	Rating                         float64
	Goals, Assists, Yellow, Red    int
	Shots, OnTarget, KeyPasses     int
	Passes, Accurate, Touches      int
	Tackles, Fouls, Saves, Against int
	ExpectedGoals                  float64
}

// drawStatistics draws a side's statistics from the rates of the fixture: who is
// stronger shoots more, whatever the goals were.
func (p *Play) drawStatistics(rng *rand.Rand, s int) {
	f, st := p.fixture, &p.Sides[s].Statistics
	level := math.Sqrt(f.rates[s] / 1.3)
	edge := f.rates[s] / (f.rates[0] + f.rates[1])
	st.Goals = f.Goals[s] + f.ExtraGoals[s]
	st.OnTarget = st.Goals + poisson(rng, 2.9*level)
	st.OffTarget = poisson(rng, 4.7*level)
	st.Blocked = poisson(rng, 2.9*level)
	for range st.Shots() {
		if rng.Float64() < 0.64 {
			st.Inside++
		}
	}
	st.Corners = poisson(rng, 4.8*level)
	st.Fouls = poisson(rng, 11.2)
	st.Offsides = poisson(rng, 1.8)
	if st.Possession = 100 - p.Sides[0].Statistics.Possession; s == 0 {
		st.Possession = min(80, max(20, int(math.Round(50+60*(edge-0.5)+6*rng.NormFloat64()))))
	}
	st.Passes = poisson(rng, 8.8*float64(st.Possession))
	st.Completed = int(float64(st.Passes) * (0.72 + 0.0018*float64(st.Possession)))
	st.Attacks = poisson(rng, 2*float64(st.Possession))
	st.Dangerous = poisson(rng, 45*level)
	st.Tackles, st.Interceptions = poisson(rng, 17), poisson(rng, 9)
	st.BigChances = poisson(rng, 1.6*level)
	st.Missed = min(st.BigChances, poisson(rng, 1.1*level))
	st.keyPasses = poisson(rng, 8*level)
	st.ExpectedGoals = rounded(0.55*f.rates[s]+0.2*float64(st.Goals)+0.2*rng.ExpFloat64(), 4)
	st.ExpectedOnTarget = rounded(st.ExpectedGoals*(0.7+0.6*rng.Float64()), 4)
	for _, c := range p.Substitutions {
		if c.Side == s {
			st.Substitutions++
		}
	}
	for _, c := range p.Cards {
		switch {
		case c.Side == s && c.Kind == EventYellowCard:
			st.Yellow++
		case c.Side == s:
			st.Red++
		}
	}
	if s == 1 { // a goalkeeper saves the other side's shots on target that are no goals
		for side := range p.Sides {
			them := p.Sides[1-side].Statistics
			p.Sides[side].Statistics.Saves = max(0, them.OnTarget-them.Goals)
			p.drawPlayerRows(rng, side)
		}
	}
}

// Ratings: of an average player, what one standard deviation of quality adds, and
// the standard deviation of chance.
const (
	ratingMean    = 6.75
	ratingQuality = 0.24
	ratingNoise   = 0.42
)

// drawPlayerRows draws what each player of a side did.
func (p *Play) drawPlayerRows(rng *rand.Rand, s int) {
	players, sd := p.fixture.Sheets[s].Players, &p.Sides[s]
	sd.Players = make([]PlayerStatistics, len(players))
	margin := float64(p.fixture.Goals[s] - p.fixture.Goals[1-s])
	for i, q := range players {
		r := &sd.Players[i]
		if sd.from[i] < 0 {
			continue
		}
		r.Minutes = sd.to[i] - sd.from[i]
		part := float64(r.Minutes) / 90
		for _, g := range p.Goals {
			switch {
			case g.Scorer == q && g.Kind != EventOwnGoal:
				r.Goals++
			case g.Assist == q:
				r.Assists++
			}
			if g.Side != s && sd.on(i, g.Minute) {
				r.Against++
			}
		}
		for _, c := range p.Cards {
			switch {
			case c.Player == q && c.Kind == EventYellowCard:
				r.Yellow++
			case c.Player == q:
				r.Red++
			}
		}
		r.OnTarget = r.Goals + poisson(rng, 0.18*part*scoringWeight[q.Line])
		r.Shots = r.OnTarget + poisson(rng, 0.45*part*scoringWeight[q.Line])
		r.KeyPasses = r.Assists + poisson(rng, 0.4*part*scoringWeight[q.Line])
		r.Passes = poisson(rng, part*float64(sd.Statistics.Passes)/11)
		r.Accurate = int(float64(r.Passes) * float64(sd.Statistics.Completed) / float64(max(1, sd.Statistics.Passes)))
		r.Touches = r.Passes + poisson(rng, 14*part)
		r.Tackles, r.Fouls = poisson(rng, 1.6*part), poisson(rng, 1.0*part)
		r.ExpectedGoals = rounded(0.09*float64(r.Shots)*(0.4+1.2*rng.Float64()), 4)
		if q.Line == Goalkeeper {
			r.Saves = sd.Statistics.Saves
		}
		rating := ratingMean + ratingQuality*q.quality + 0.12*margin + 0.75*float64(r.Goals) + 0.4*float64(r.Assists) -
			0.9*float64(r.Red) + ratingNoise*rng.NormFloat64()
		r.Rating = rounded(min(10, max(3, rating)), 2)
	}
}

// rounded keeps a number of decimal places.
func rounded(x float64, places int) float64 {
	scale := math.Pow10(places)
	return math.Round(x*scale) / scale
}
