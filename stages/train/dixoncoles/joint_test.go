package dixoncoles

import (
	"math"
	"math/rand/v2"
	"testing"

	"matchday"
)

// flatPriors say nothing of what fixtures speak of.
func flatPriors() Priors {
	q := DefaultConfig().Priors
	q.ClubVariance, q.GoalsVariance, q.HomeEdgeVariance, q.RhoVariance = 1e6, 1e6, 1e6, 1e6
	return q
}

// plain is the likelihood of Dixon & Coles (1997, eq. 4.2 and 4.7) of goals as their paper
// writes it, game by game, with the rates by club, division and home advantage. Its
// parameters stand by themselves: attack, defence [clubs each], level, edge [divisions
// each], ρ.
type plain struct {
	games            []game
	weights          []float64
	clubs, divisions int
}

func newPlain(h *history, games []game, newest int32, m memory) *plain {
	p := &plain{games: games, clubs: len(h.clubs), divisions: len(h.divisions)}
	for _, g := range games {
		p.weights = append(p.weights, math.Pow(.5, float64(newest-g.day)/m[g.division]))
	}
	return p
}

// value is the negative log likelihood, but for the factorials.
func (p *plain) value(x []float64) (total float64) {
	n, d := int32(p.clubs), int32(p.divisions)
	rho := x[len(x)-1]
	for i := range p.games {
		g := &p.games[i]
		level, edge := x[2*n+g.division], x[2*n+d+g.division]
		etaHome, etaAway := level+edge/2+x[g.home]-x[n+g.away], level-edge/2+x[g.away]-x[n+g.home]
		lambda, mu := math.Exp(etaHome), math.Exp(etaAway)
		loss := lambda - g.homeGoals*etaHome + mu - g.awayGoals*etaAway
		switch [2]float64{g.homeGoals, g.awayGoals} {
		case [2]float64{0, 0}:
			loss -= math.Log(1 - lambda*mu*rho)
		case [2]float64{0, 1}:
			loss -= math.Log(1 + lambda*rho)
		case [2]float64{1, 0}:
			loss -= math.Log(1 + mu*rho)
		case [2]float64{1, 1}:
			loss -= math.Log(1 - rho)
		}
		total += p.weights[i] * loss
	}
	return total
}

// descend moves the parameters from one on, each in turn to where the likelihood's
// parabola has its lowest point, until a round changes nothing: slow, and hard to get
// wrong.
func (p *plain) descend(x []float64, from int) float64 {
	const h = 1e-4
	best := p.value(x)
	for range 400 {
		before := best
		for i := from; i < len(x); i++ {
			at := x[i]
			x[i] = at + h
			up := p.value(x)
			x[i] = at - h
			down := p.value(x)
			curve := (up - 2*best + down) / (h * h)
			x[i] = at
			if curve < 1e-3 {
				continue
			}
			x[i] = at - (up-down)/(2*h)/curve
			if v := p.value(x); v < best {
				best = v
			} else {
				x[i] = at
			}
		}
		if before-best < 1e-8 {
			break
		}
	}
	return best
}

// of is what a system says, as the parameters of the likelihood.
func (p *plain) of(h *history, s *System) []float64 {
	n, d := p.clubs, p.divisions
	x := make([]float64, 2*n+2*d+1)
	for c, id := range h.clubs {
		if at, ok := s.clubAt[id]; ok {
			x[c], x[n+c] = s.Clubs[at].Attack, s.Clubs[at].Defence
		}
	}
	for k, v := range h.divisions {
		of := s.division(v.name, v.level, Priors{})
		x[2*n+k], x[2*n+d+k] = of.Goals-of.Attack+of.Defence, of.HomeEdge
	}
	x[2*n+2*d] = s.Rho
	return x
}

// threeSeasons are about as many fixtures as a division of twenty clubs plays in three
// seasons, in two linked divisions, whose low scores depend on each other.
func threeSeasons(rho float64) *matchday.Rows {
	r := emptyRows()
	w := newTruth("X", 9)
	w.play(r, 10, 9)
	rng := rand.New(rand.NewPCG(3, 8))
	for i := range r.Fixtures {
		f := &r.Fixtures[i]
		lambda, mu := w.rates(f.HomeTeamID, f.AwayTeamID)
		home, away := drawScore(rng, Matrix(lambda, mu, rho))
		r.HomeGoals[i], r.AwayGoals[i] = float64(home), float64(away)
	}
	return r
}

// aboveTheOptimum is how far the likelihood of goals alone lies above its optimum by
// all parameters together: at what is fitted, and at rates fitted without rho, with
// the best rho for these.
func aboveTheOptimum(t testing.TB, r *matchday.Rows) (joint, apart float64) {
	t.Helper()
	h := histories(r, upTo(r.Len()), ObserveGoals, r.Fixtures[0].AsOf)[0]
	m := h.memory(func(string) float64 { return 300 })
	games, newest := h.knownBy(math.MaxInt64, m)
	p := newPlain(h, games, newest, m)
	fitted := func(games []game) []float64 {
		l := newLikelihood(h, games, newest, flatPriors(), m)
		theta, err := minimise(l.value, l.start(h, nil), l.scales())
		if err != nil {
			t.Fatal(err)
		}
		return p.of(h, l.system(h, theta))
	}
	x := fitted(games)
	joint = p.value(x)
	without := make([]game, len(games))
	for i, g := range games {
		g.low = otherScore
		without[i] = g
	}
	y := fitted(without)
	apart = p.descend(y, len(y)-1)
	best := p.descend(x, 0)
	return joint - best, apart - best
}

func TestRatesAndRhoAreTheOptimumOfBothTogether(t *testing.T) {
	for _, rho := range []float64{-.12, -.05, .02} {
		joint, apart := aboveTheOptimum(t, threeSeasons(rho))
		if !(joint < 1e-4) || joint < -1e-6 {
			t.Errorf("at rho %v the fit is %.2g nats above the joint optimum, want less than 1e-4", rho, joint)
		}
		if rho < 0 && apart < 5e-4 {
			t.Errorf("at rho %v rates without rho are %.2g nats above: they are no measure", rho, apart)
		}
		t.Logf("rho %v: together %.2g nats above the optimum, rho after the rates %.2g", rho, joint, apart)
	}
}

func TestTheLogarithmOfTau(t *testing.T) {
	for z := -.9; z < 3; z += 1e-3 {
		log, slope := logOfTau(z)
		if math.Abs(log-math.Log1p(z)) > 2e-12 || math.Abs(slope*(1+z)-1) > 1e-12 {
			t.Fatalf("of 1 + %v it is %v with slope %v, want %v and %v", z, log, slope, math.Log1p(z), 1/(1+z))
		}
	}
	const h = 1e-6 // from where tau could not be, it goes on as it was there
	log, slope := logOfTau(-.9 - h)
	if want := math.Log(.1) - h/.1; math.Abs(log-want) > 1e-9 || math.Abs(slope-10) > 1e-9 {
		t.Errorf("below it is %v with slope %v, want %v and 10", log, slope, want)
	}
}
