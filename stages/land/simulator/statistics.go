package simulator

import (
	"math"
	"math/rand/v2"
)

// statistics are a side's counts after the whole fixture.
type statistics struct {
	onTarget, offTarget, blocked   int
	inside, corners, fouls         int
	yellow, red, offsides, saves   int
	possession                     int // percent
	passes, completed              int
	attacks, dangerous             int
	tackles, interceptions         int
	bigChances, missed             int
	substitutions, goals, keyPass  int
	expectedGoals, expectedOnFrame float64
}

func (s statistics) shots() int { return s.onTarget + s.offTarget + s.blocked }

// playerRow is what one player did.
type playerRow struct {
	minutes                        int
	rating                         float64
	goals, assists, yellow, red    int
	shots, onTarget, keyPasses     int
	passes, accurate, touches      int
	tackles, fouls, saves, against int
	expectedGoals                  float64
}

// measure draws a side's statistics from the rates of the fixture: who is
// stronger shoots more, whatever the goals were.
func (p *play) measure(rng *rand.Rand, s int) {
	f, st := p.f, &p.sides[s].stats
	level := math.Sqrt(f.rates[s] / 1.3)
	edge := f.rates[s] / (f.rates[0] + f.rates[1])
	st.goals = f.goals[s] + f.extra[s]
	st.onTarget = st.goals + poisson(rng, 2.9*level)
	st.offTarget = poisson(rng, 4.7*level)
	st.blocked = poisson(rng, 2.9*level)
	for range st.shots() {
		if rng.Float64() < 0.64 {
			st.inside++
		}
	}
	st.corners = poisson(rng, 4.8*level)
	st.fouls = poisson(rng, 11.2)
	st.offsides = poisson(rng, 1.8)
	if st.possession = 100 - p.sides[0].stats.possession; s == 0 {
		st.possession = min(80, max(20, int(math.Round(50+60*(edge-0.5)+6*rng.NormFloat64()))))
	}
	st.passes = poisson(rng, 8.8*float64(st.possession))
	st.completed = int(float64(st.passes) * (0.72 + 0.0018*float64(st.possession)))
	st.attacks = poisson(rng, 2*float64(st.possession))
	st.dangerous = poisson(rng, 45*level)
	st.tackles, st.interceptions = poisson(rng, 17), poisson(rng, 9)
	st.bigChances = poisson(rng, 1.6*level)
	st.missed = min(st.bigChances, poisson(rng, 1.1*level))
	st.keyPass = poisson(rng, 8*level)
	st.expectedGoals = rounded(0.55*f.rates[s]+0.2*float64(st.goals)+0.2*rng.ExpFloat64(), 4)
	st.expectedOnFrame = rounded(st.expectedGoals*(0.7+0.6*rng.Float64()), 4)
	for _, c := range p.changes {
		if c.side == s {
			st.substitutions++
		}
	}
	for _, c := range p.cards {
		switch {
		case c.side == s && c.kind == eventYellow:
			st.yellow++
		case c.side == s:
			st.red++
		}
	}
	if s == 1 { // a keeper's saves are the other side's shots that did not count
		for side := range p.sides {
			them := p.sides[1-side].stats
			p.sides[side].stats.saves = max(0, them.onTarget-them.goals)
			p.rows(rng, side)
		}
	}
}

// Ratings: an average player of average luck, what a deviation of quality and
// what chance add.
const (
	ratingMean    = 6.75
	ratingQuality = 0.24
	ratingNoise   = 0.42
)

// rows draws what each player of a side did.
func (p *play) rows(rng *rand.Rand, s int) {
	players, sd := p.f.sheets[s].players, &p.sides[s]
	sd.rows = make([]playerRow, len(players))
	margin := float64(p.f.goals[s] - p.f.goals[1-s])
	for i, q := range players {
		r := &sd.rows[i]
		if sd.from[i] < 0 {
			continue
		}
		r.minutes = sd.to[i] - sd.from[i]
		part := float64(r.minutes) / 90
		for _, g := range p.goals {
			switch {
			case g.by == q && g.kind != eventOwnGoal:
				r.goals++
			case g.assist == q:
				r.assists++
			}
			if g.side != s && sd.on(i, g.minute) {
				r.against++
			}
		}
		for _, c := range p.cards {
			switch {
			case c.player == q && c.kind == eventYellow:
				r.yellow++
			case c.player == q:
				r.red++
			}
		}
		r.onTarget = r.goals + poisson(rng, 0.18*part*likely[q.line])
		r.shots = r.onTarget + poisson(rng, 0.45*part*likely[q.line])
		r.keyPasses = r.assists + poisson(rng, 0.4*part*likely[q.line])
		r.passes = poisson(rng, part*float64(sd.stats.passes)/11)
		r.accurate = int(float64(r.passes) * float64(sd.stats.completed) / float64(max(1, sd.stats.passes)))
		r.touches = r.passes + poisson(rng, 14*part)
		r.tackles, r.fouls = poisson(rng, 1.6*part), poisson(rng, 1.0*part)
		r.expectedGoals = rounded(0.09*float64(r.shots)*(0.4+1.2*rng.Float64()), 4)
		if q.line == keeper {
			r.saves = sd.stats.saves
		}
		rating := ratingMean + ratingQuality*q.quality + 0.12*margin + 0.75*float64(r.goals) + 0.4*float64(r.assists) -
			0.9*float64(r.red) + ratingNoise*rng.NormFloat64()
		r.rating = rounded(min(10, max(3, rating)), 2)
	}
}

// rounded keeps a number of decimal places.
func rounded(x float64, places int) float64 {
	scale := math.Pow10(places)
	return math.Round(x*scale) / scale
}
