package ratings

import "math"

// The state of a filter is μ, the log rate of a mean side, h, the advantage of
// playing at home, and three numbers a club: attack, defence, and its own extra
// home edge. The expected goals of a fixture are e^η with
//
//	η_home = μ + ½h + ½e_home + ½o + a_home − d_away
//	η_away = μ − ½h − ½e_home − ½o + a_away − d_home
//
// where o is an offset known beforehand. These are the log-linear rates of Dixon
// and Coles (1997, section 4.1) with parameters that drift, as in Rue and
// Salvesen (2000), filtered by an extended Kalman filter (Fahrmeir 1992).
const (
	stateMu, stateHome        = 0, 1
	stateClubs                = 2 // the first club's place
	clubStates                = 3
	attack, defence, homeEdge = 0, 1, 2
)

const day = 86400. // seconds

// filterSpec is how fast a filter lets the state move, and what it learns from.
type filterSpec struct {
	clubNoise     float64 // variance of attack and of defence gained a day
	seasonNoise   float64 // and a summer
	priceVariance float64 // of a market's log rate as evidence; 0 if not used
}

// Noise and prior that all filters share.
const (
	attackDefence = .15  // correlation of the daily noise of a club's attack and defence
	muNoise       = 2e-6 // variance a day
	homeNoise     = 1.4e-6

	startMu, startMuVariance     = .25, .05
	startHome, startHomeVariance = .3, .012

	levelStep        = .175 // attack and defence lost from level to level
	newcomerGap      = .04  // of a newcomer to the mean of its division …
	promotedGap      = .18  // … if that is a top one, which it rises to from below
	newcomerVariance = .085
	edgeVariance     = .0068
)

// block is what a filter knows of one club outside any division: its states
// and their covariance, as of a moment.
type block struct {
	x    [clubStates]float64
	p    [clubStates][clubStates]float64
	asOf int64 // Unix seconds
}

// newcomer is a club of which nothing is known but the mean of its like.
func newcomer(mean [clubStates]float64, asOf int64) block {
	b := block{x: mean, asOf: asOf}
	b.p[attack][attack], b.p[defence][defence], b.p[homeEdge][homeEdge] = newcomerVariance, newcomerVariance, edgeVariance
	return b
}

// filter holds the clubs of one division, in slots, with their full covariance.
// Only the lower triangle of p is kept, so it cannot lose its symmetry.
type filter struct {
	spec   filterSpec
	asOf   int64     // Unix seconds of what p holds: when it last learned, or a club came
	n      int       // states in use
	stride int       // of p
	x      []float64 // states
	p      []float64 // covariance; row i, column j ≤ i at i·stride + j
	g1, g2 []float64 // scratch: covariance of the states with an observation
}

func startFilter(spec filterSpec, asOf int64) *filter {
	f := &filter{spec: spec, asOf: asOf}
	f.grow(stateClubs + clubStates*24)
	f.n = stateClubs
	f.x[stateMu], f.x[stateHome] = startMu, startHome
	f.p[0], f.p[f.stride+1] = startMuVariance, startHomeVariance
	return f
}

// grow makes room for n states.
func (f *filter) grow(n int) {
	x, p := make([]float64, n), make([]float64, n*n)
	copy(x, f.x[:f.n])
	for i := range f.n {
		copy(p[i*n:i*n+i+1], f.p[i*f.stride:i*f.stride+i+1])
	}
	f.x, f.p, f.stride = x, p, n
	f.g1, f.g2 = make([]float64, n), make([]float64, n)
}

// cell is where the covariance of two states stands.
func (f *filter) cell(i, j int) *float64 {
	if j > i {
		i, j = j, i
	}
	return &f.p[i*f.stride+j]
}

// clubState is the place of a club's attack, defence or home edge.
func clubState(slot, which int) int { return stateClubs + clubStates*slot + which }

// advance lets time pass up to a moment; an earlier one changes nothing.
func (f *filter) advance(to int64) {
	if to <= f.asOf {
		return
	}
	days := float64(to-f.asOf) / day
	f.asOf = to
	f.p[0] += muNoise * days
	f.p[f.stride+1] += homeNoise * days
	q := f.spec.clubNoise * days
	for i := stateClubs; i < f.n; i += clubStates {
		f.p[i*f.stride+i] += q
		f.p[(i+1)*f.stride+i+1] += q
		f.p[(i+1)*f.stride+i] += attackDefence * q
	}
}

// addSeason adds the uncertainty of as many summers to a club.
func (f *filter) addSeason(slot int, summers float64) {
	for _, which := range []int{attack, defence} {
		i := clubState(slot, which)
		*f.cell(i, i) += f.spec.seasonNoise * summers
	}
}

// put gives a club the next slot, independent of the others, and lets the time
// pass that it was away. The filter must have been advanced.
func (f *filter) put(b block) {
	if f.n+clubStates > f.stride {
		f.grow(2 * f.stride)
	}
	first := f.n
	f.n += clubStates
	for i := range clubStates {
		row := f.p[(first+i)*f.stride : (first+i)*f.stride+first+i+1]
		clear(row)
		copy(row[first:], b.p[i][:i+1])
		f.x[first+i] = b.x[i]
	}
	if away := float64(f.asOf-b.asOf) / day; away > 0 {
		q := f.spec.clubNoise * away
		*f.cell(first, first) += q
		*f.cell(first+1, first+1) += q
		*f.cell(first+1, first) += attackDefence * q
	}
}

// take removes a club from its slot; the last slot's club moves there.
func (f *filter) take(slot int) block {
	b := block{asOf: f.asOf}
	from, last := clubState(slot, 0), f.n-clubStates
	for i := range clubStates {
		b.x[i] = f.x[from+i]
		for j := range clubStates {
			b.p[i][j] = *f.cell(from+i, from+j)
		}
	}
	if from != last {
		for i := range clubStates {
			f.x[from+i] = f.x[last+i]
			for j := range last {
				if j < from || j >= from+clubStates {
					*f.cell(from+i, j) = *f.cell(last+i, j)
				}
			}
			for j := range i + 1 {
				*f.cell(from+i, from+j) = *f.cell(last+i, last+j)
			}
		}
	}
	f.n = last
	return b
}

// mean is the mean attack and defence over the clubs of the division; ok is
// false if there are none. A home edge is zero on average by definition.
func (f *filter) mean() (x [clubStates]float64, ok bool) {
	clubs := float64(f.n-stateClubs) / clubStates
	if clubs == 0 {
		return x, false
	}
	for i := stateClubs; i < f.n; i += clubStates {
		x[attack] += f.x[i+attack] / clubs
		x[defence] += f.x[i+defence] / clubs
	}
	return x, true
}

// term is one state's part in a log rate.
type term struct {
	state  int
	weight float64
}

// rates of a fixture are the two sums of states that make its log rates.
type rates [2][5]term

func ratesOf(home, away int) rates {
	edge := clubState(home, homeEdge)
	return rates{
		{{stateMu, 1}, {stateHome, .5}, {edge, .5}, {clubState(home, attack), 1}, {clubState(away, defence), -1}},
		{{stateMu, 1}, {stateHome, -.5}, {edge, -.5}, {clubState(away, attack), 1}, {clubState(home, defence), -1}},
	}
}

// predict gives the log rates of a fixture between the clubs of two slots.
func (f *filter) predict(home, away int, offset float64) (etaHome, etaAway float64) {
	r := ratesOf(home, away)
	return f.sum(&r[0]) + offset/2, f.sum(&r[1]) - offset/2
}

func (f *filter) sum(terms *[5]term) (total float64) {
	for _, t := range terms {
		total += t.weight * f.x[t.state]
	}
	return total
}

// variance is that of the difference of the two log rates as of a moment: what it
// was when the filter last learned, and what it has gained by the time since.
func (f *filter) variance(home, away int, now int64) (total float64) {
	difference := [6]term{
		{stateHome, 1}, {clubState(home, homeEdge), 1},
		{clubState(home, attack), 1}, {clubState(away, defence), -1},
		{clubState(away, attack), -1}, {clubState(home, defence), 1},
	}
	for i, a := range difference {
		total += a.weight * a.weight * *f.cell(a.state, a.state)
		for _, b := range difference[:i] {
			total += 2 * a.weight * b.weight * *f.cell(a.state, b.state)
		}
	}
	if now > f.asOf {
		// Each side has its attack and its defence in the difference, with one sign.
		total += (homeNoise + 4*(1+attackDefence)*f.spec.clubNoise) * float64(now-f.asOf) / day
	}
	return math.Max(total, 0)
}

// evidence is how an observation speaks of a log rate.
type evidence struct {
	// dispersion, if positive, makes it a count: mean e^η, variance
	// dispersion·e^η. Otherwise it is η itself, with this variance …
	dispersion, variance float64
	// … and a surprise of more than clip standard deviations counts as that many.
	clip float64
}

// surprise linearises the observation at η: how far η is off, and with what
// variance. For a count this divides the usual innovation by the rate.
func (e evidence) surprise(eta, observed float64) (off, variance float64) {
	if e.dispersion > 0 {
		rate := math.Exp(eta)
		return observed/rate - 1, e.dispersion / rate
	}
	return observed - eta, e.variance
}

// observe learns what both sides did, the home side's first.
func (f *filter) observe(home, away int, offset, didHome, didAway float64, e evidence) {
	r := ratesOf(home, away)
	g1, g2 := f.g1[:f.n], f.g2[:f.n]

	f.covariance(&r[0], g1)
	s1 := f.learn(&r[0], g1, offset/2, didHome, e)

	// The covariance as the first observation leaves it, without writing it.
	f.covariance(&r[1], g2)
	shared := 0.0
	for _, t := range r[1] {
		shared += t.weight * g1[t.state]
	}
	shared /= s1
	for i := range g2 {
		g2[i] -= shared * g1[i]
	}
	s2 := f.learn(&r[1], g2, -offset/2, didAway, e)
	f.subtract(g1, g2, 1/s1, 1/s2)
}

// learn moves the states by one observation and returns its variance.
func (f *filter) learn(terms *[5]term, g []float64, offset, did float64, e evidence) (s float64) {
	off, noise := e.surprise(f.sum(terms)+offset, did)
	for _, t := range terms {
		s += t.weight * g[t.state]
	}
	s = math.Max(s, 0) + noise
	if limit := e.clip * math.Sqrt(s); limit > 0 {
		off = math.Max(-limit, math.Min(limit, off))
	}
	x := f.x[:len(g)]
	for i := range x {
		x[i] += g[i] * off / s
	}
	return s
}

// covariance of all states with a log rate.
func (f *filter) covariance(terms *[5]term, g []float64) {
	clear(g)
	for _, t := range terms {
		row := f.p[t.state*f.stride : t.state*f.stride+t.state]
		for j, v := range row {
			g[j] += t.weight * v
		}
		at := t.state*f.stride + t.state
		for i := t.state; i < len(g); i++ {
			g[i] += t.weight * f.p[at]
			at += f.stride
		}
	}
}

// subtract takes both observations out of the covariance:
// P −= w1·g1·g1ᵀ + w2·g2·g2ᵀ.
func (f *filter) subtract(g1, g2 []float64, w1, w2 float64) {
	for i := range g1 {
		a, b := w1*g1[i], w2*g2[i]
		row := f.p[i*f.stride : i*f.stride+i+1]
		left, right := g1[:len(row)], g2[:len(row)]
		for j := range row {
			row[j] -= a*left[j] + b*right[j]
		}
	}
}
