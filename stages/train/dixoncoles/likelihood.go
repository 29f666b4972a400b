package dixoncoles

import (
	"math"
)

// pair is all meetings of two clubs at one ground in one division: the decayed
// number of fixtures and goals, divided by the division's dispersion. Rates
// depend on the pair only, so one exponential serves all its meetings.
type pair struct {
	home, away, division         int32
	weight, homeGoals, awayGoals float64
}

// low is the decayed number of meetings of a pair that ended in one low score.
type low struct {
	pair   int32
	weight float64
}

// share is the part of a club's decayed fixtures that it played in a division.
type share struct {
	club, division int32
	part           float64
}

// likelihood is the penalised likelihood of one country, of two parts with the same
// weights in time: the quasi-Poisson one of what was observed, goals or a mix,
//
//	log λ = ν_d + h_d/2 + (a_home − A_d) − (b_away − B_d)
//	log μ = ν_d − h_d/2 + (a_away − A_d) − (b_home − B_d)
//
// (Maher 1982, model 2; Dixon & Coles 1997, eq. 4.1, weighted as in their pseudolikelihood),
// and that of the dependence ρ of low scores, log τ (their eq. 4.2), of the goals alone.
// Where goals are what was observed, both are the likelihood of Dixon & Coles.
// Attack a and defence b of a club are the mean A, B of the divisions in which
// it played, by share, plus its own deviation, which the ridge pulls to zero.
//
// The parameters stand in one vector: deviations in attack [clubs] and defence
// [clubs], then A, B, ν, h [divisions each], and ρ.
type likelihood struct {
	clubs, divisions int
	pairs            []pair
	lows             [oneAll][]low // by score; not those of 1-1
	oneAll           float64       // decayed number of fixtures that ended 1-1
	shares           []share
	priors           Priors
	levels           []int
	attack, defence  []float64 // scratch: a, b of all clubs
	gradA, gradB     []float64 // scratch: slopes by a, b
	sides            []sides   // scratch: by pair
}

// sides are λ and μ of a pair and the slopes of the likelihood by their logarithms.
type sides struct{ lambda, mu, byHome, byAway float64 }

func (l *likelihood) size() int { return 2*l.clubs + 4*l.divisions + 1 }

// parts cuts a vector of the parameters, or of their slopes, into its six; the last
// number of it is rho's.
func (l *likelihood) parts(v []float64) (dev, dfn, meanA, meanB, nu, edge []float64) {
	n, d := l.clubs, l.divisions
	return v[:n], v[n : 2*n], v[2*n : 2*n+d], v[2*n+d : 2*n+2*d], v[2*n+2*d : 2*n+3*d], v[2*n+3*d : 2*n+4*d]
}

// newLikelihood sums the games, decayed from the newest day, into pairs.
func newLikelihood(h *history, games []game, newest int32, q Priors, m memory) *likelihood {
	n, d := len(h.clubs), len(h.divisions)
	l := &likelihood{clubs: n, divisions: d, priors: q, levels: make([]int, d),
		attack: make([]float64, n), defence: make([]float64, n), gradA: make([]float64, n), gradB: make([]float64, n)}
	for i, v := range h.divisions {
		l.levels[i] = v.level
	}
	decay := make([][]float64, d) // [division][age in days]
	for i, halfLife := range m {
		decay[i] = make([]float64, int(horizon(halfLife))+1)
		for age := range decay[i] {
			decay[i][age] = math.Exp2(-float64(age) / halfLife)
		}
	}
	place := make([]int32, n*n*d) // of the pair, plus one
	played := make([]float64, n*d)
	moments := make([]moment, d)
	for i := range games {
		g := &games[i]
		w := decay[g.division][newest-g.day]
		at := &place[(int(g.division)*n+int(g.home))*n+int(g.away)]
		if *at == 0 {
			l.pairs = append(l.pairs, pair{home: g.home, away: g.away, division: g.division})
			*at = int32(len(l.pairs))
		}
		p := &l.pairs[*at-1]
		p.weight += w
		p.homeGoals += w * g.homeGoals
		p.awayGoals += w * g.awayGoals
		if g.low != otherScore {
			l.addLow(*at-1, g.low, w)
		}
		played[int(g.home)*d+int(g.division)] += w
		played[int(g.away)*d+int(g.division)] += w
		moments[g.division].add(w, g.homeGoals, g.awayGoals)
	}
	l.sides = make([]sides, len(l.pairs))
	if !h.goalsAlone { // which are Poisson's
		l.disperse(moments)
	}
	l.shareOut(played)
	return l
}

// addLow adds a meeting of a pair that ended with a low score.
func (l *likelihood) addLow(pair int32, score lowScore, w float64) {
	if score == oneAll {
		l.oneAll += w
	} else {
		l.lows[score] = append(l.lows[score], low{pair, w})
	}
}

// moment collects what a division's dispersion is estimated from.
type moment struct{ weight, home, away, homeSquares, awaySquares float64 }

func (m *moment) add(w, home, away float64) {
	m.weight += w
	m.home += w * home
	m.away += w * away
	m.homeSquares += w * home * home
	m.awaySquares += w * away * away
}

// dispersion is the ratio of variance to mean, home and away apart: about 1
// where only goals are known, well below for a mix with shots. Differences between clubs inflate
// it a little; it only sets how much the ridge weighs against the fixtures.
func (m *moment) dispersion() float64 {
	h, a := m.home/m.weight, m.away/m.weight
	variance := m.homeSquares/m.weight - h*h + m.awaySquares/m.weight - a*a
	return min(max(variance/(h+a), 0.2), 2) // NaN, from divisions without goals, ends here too
}

func (l *likelihood) disperse(moments []moment) {
	inverse := make([]float64, len(moments))
	for d := range moments {
		inverse[d] = 1
		if m := &moments[d]; m.home+m.away > 0 {
			inverse[d] = 1 / m.dispersion()
		}
	}
	for i := range l.pairs {
		p := &l.pairs[i]
		p.weight *= inverse[p.division]
		p.homeGoals *= inverse[p.division]
		p.awayGoals *= inverse[p.division]
	}
}

func (l *likelihood) shareOut(played []float64) {
	d := l.divisions
	for c := range l.clubs {
		total := 0.0
		for _, w := range played[c*d : (c+1)*d] {
			total += w
		}
		for k, w := range played[c*d : (c+1)*d] {
			if w > 0 {
				l.shares = append(l.shares, share{int32(c), int32(k), w / total})
			}
		}
	}
}

// strengths fills attack and defence of all clubs.
func (l *likelihood) strengths(theta []float64) {
	dev, dfn, meanA, meanB, _, _ := l.parts(theta)
	copy(l.attack, dev)
	copy(l.defence, dfn)
	for _, s := range l.shares {
		l.attack[s.club] += s.part * meanA[s.division]
		l.defence[s.club] += s.part * meanB[s.division]
	}
}

// value is the negative penalised log likelihood, up to a constant; it fills
// grad, which is nowhere nil.
func (l *likelihood) value(theta, grad []float64) float64 {
	clear(grad)
	clear(l.gradA)
	clear(l.gradB)
	l.strengths(theta)
	value := l.observed(theta)
	tau, byRho := l.dependence(theta[len(theta)-1])
	grad[len(grad)-1] = byRho
	_, _, gMeanA, gMeanB, gNu, gEdge := l.parts(grad)
	for i := range l.pairs {
		p := &l.pairs[i]
		d, gh, ga := p.division, l.sides[i].byHome, l.sides[i].byAway
		l.gradA[p.home] += gh
		l.gradA[p.away] += ga
		l.gradB[p.away] -= gh
		l.gradB[p.home] -= ga
		gNu[d] += gh + ga
		gEdge[d] += (gh - ga) / 2
	}
	for d := range gNu {
		gMeanA[d] -= gNu[d]
		gMeanB[d] += gNu[d]
	}
	for _, s := range l.shares {
		gMeanA[s.division] += s.part * l.gradA[s.club]
		gMeanB[s.division] += s.part * l.gradB[s.club]
	}
	return value + tau + l.penalise(theta, grad)
}

// observed is the part of what was observed, of each pair's rates.
func (l *likelihood) observed(theta []float64) (value float64) {
	_, _, meanA, meanB, nu, edge := l.parts(theta)
	for i := range l.pairs {
		p := &l.pairs[i]
		d := p.division
		base := nu[d] - meanA[d] + meanB[d]
		etaHome := base + edge[d]/2 + l.attack[p.home] - l.defence[p.away]
		etaAway := base - edge[d]/2 + l.attack[p.away] - l.defence[p.home]
		s := sides{lambda: math.Exp(etaHome), mu: math.Exp(etaAway)}
		lambda, mu := p.weight*s.lambda, p.weight*s.mu
		value += lambda - p.homeGoals*etaHome + mu - p.awayGoals*etaAway
		s.byHome, s.byAway = lambda-p.homeGoals, mu-p.awayGoals
		l.sides[i] = s
	}
	return value
}

// dependence is the part of log τ, with its slope by ρ; those by the rates it adds to
// each pair's. Rates are cut as tauSlopes cuts them.
func (l *likelihood) dependence(rho float64) (value, byRho float64) {
	log, slope := logOfTau(-rho)
	value, byRho = -l.oneAll*log, l.oneAll*slope
	for _, v := range l.lows[noGoals] {
		s := &l.sides[v.pair]
		h, a := clampRate(s.lambda), clampRate(s.mu)
		log, slope := logOfTau(-h * a * rho)
		by := v.weight * slope * h * a
		value, byRho = value-v.weight*log, byRho+by
		s.byHome += by * rho * within(h, s.lambda)
		s.byAway += by * rho * within(a, s.mu)
	}
	for _, v := range l.lows[awayGoal] {
		s := &l.sides[v.pair]
		h := clampRate(s.lambda)
		log, slope := logOfTau(h * rho)
		by := v.weight * slope * h
		value, byRho = value-v.weight*log, byRho-by
		s.byHome -= by * rho * within(h, s.lambda)
	}
	for _, v := range l.lows[homeGoal] {
		s := &l.sides[v.pair]
		a := clampRate(s.mu)
		log, slope := logOfTau(a * rho)
		by := v.weight * slope * a
		value, byRho = value-v.weight*log, byRho-by
		s.byAway -= by * rho * within(a, s.mu)
	}
	return value, byRho
}

// within is 1 where a rate is not cut, else 0.
func within(cut, rate float64) float64 {
	if cut == rate {
		return 1
	}
	return 0
}

// leastTau is the tau below which its logarithm goes on as a straight line. A fit is
// not held to RhoBounds, which are for matches of the highest rates; on its way it may come to
// rates and a rho at which a score that was seen could not be.
const (
	leastTau = .1
	nearTau  = .25
)

// logOfTau is the logarithm of 1 + z, and its slope. Most of a fit is spent here and in
// exponentials, so that where z is small, as it mostly is, it is a series.
func logOfTau(z float64) (log, slope float64) {
	switch v := 1 + z; {
	case -nearTau < z && z < nearTau: // 2·atanh(z/(2 + z)), to 2e-12
		s := z / (2 + z)
		q := s * s
		return 2 * s * (1 + q*(1./3+q*(1./5+q*(1./7+q*(1./9+q*(1./11)))))), 1 / v
	case v >= leastTau:
		return math.Log(v), 1 / v
	default:
		return math.Log(leastTau) + v/leastTau - 1, 1 / leastTau
	}
}

// penalise adds the slopes of the deviations and of all priors.
func (l *likelihood) penalise(theta, grad []float64) (value float64) {
	pull := func(v, mean, variance float64, g *float64) {
		value += (v - mean) * (v - mean) / (2 * variance)
		*g += (v - mean) / variance
	}
	dev, dfn, meanA, meanB, nu, edge := l.parts(theta)
	gDev, gDfn, gMeanA, gMeanB, gNu, gEdge := l.parts(grad)
	q := l.priors
	for c := range dev {
		gDev[c] += l.gradA[c]
		gDfn[c] += l.gradB[c]
		pull(dev[c], 0, q.ClubVariance, &gDev[c])
		pull(dfn[c], 0, q.ClubVariance, &gDfn[c])
	}
	for d := range nu {
		pull(meanA[d], q.level(l.levels[d]), q.LevelVariance, &gMeanA[d])
		pull(meanB[d], q.level(l.levels[d]), q.LevelVariance, &gMeanB[d])
		pull(nu[d], q.Goals, q.GoalsVariance, &gNu[d])
		pull(edge[d], q.HomeEdge, q.HomeEdgeVariance, &gEdge[d])
	}
	pull(theta[len(theta)-1], q.Rho, q.RhoVariance, &grad[len(grad)-1])
	return value
}

// scales are the inverse roots of the curvature's diagonal at the observed
// goals: in units of them all parameters are about equally stiff, which is what
// L-BFGS starts from.
func (l *likelihood) scales() []float64 {
	out := make([]float64, l.size())
	dev, dfn, meanA, meanB, nu, edge := l.parts(out)
	fixtures := 0.0
	for i := range l.pairs {
		p := &l.pairs[i]
		fixtures += p.weight
		dev[p.home] += p.homeGoals
		dev[p.away] += p.awayGoals
		dfn[p.away] += p.homeGoals
		dfn[p.home] += p.awayGoals
		nu[p.division] += p.homeGoals + p.awayGoals
		edge[p.division] += (p.homeGoals + p.awayGoals) / 4
	}
	for _, s := range l.shares { // clubs of one division alone cancel out
		meanA[s.division] += s.part * (1 - s.part) * dev[s.club]
		meanB[s.division] += s.part * (1 - s.part) * dfn[s.club]
	}
	q := l.priors
	invert := func(v []float64, variance float64) {
		for i := range v {
			v[i] = 1 / math.Sqrt(v[i]+1/variance)
		}
	}
	invert(dev, q.ClubVariance)
	invert(dfn, q.ClubVariance)
	invert(meanA, q.LevelVariance)
	invert(meanB, q.LevelVariance)
	invert(nu, q.GoalsVariance)
	invert(edge, q.HomeEdgeVariance)
	out[len(out)-1] = 1 / math.Sqrt(fixtures/2+1/q.RhoVariance)
	return out
}
