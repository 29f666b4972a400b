package belief

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"matchday"
)

// Config sets how the weights of one market are learned.
type Config struct {
	// Prior is the weight before anything is known.
	Prior float64
	// AllSpread and GroupSpread are standard deviations: of the weight of all
	// divisions about the prior, and of a group's about that of all.
	AllSpread, GroupSpread float64
	// HalfLife is the age at which a result counts half. After Oldest half-lives it
	// is forgotten.
	HalfLife time.Duration
}

// Oldest is how many half-lives a result is remembered.
const Oldest = 4

// Fit learns the weights as of t by maximum likelihood, held by two normal
// distributions: with b the groups' weights and a that of all divisions it maximises
//
//	Σ_g [ Σ_i w_i·Σ_c won_ic·log p_ic(b_g) − (b_g−a)²/2σ² ] − (a−prior)²/2τ²
//
// (Gelman et al. 2013, "Bayesian Data Analysis", section 5.4, in place of whose
// normal data stands the pool's likelihood; w = ½^(age/half-life)). The sum is
// concave, because each log p is that of an exponential family in b. Weights are then
// cut to [0, 1].
func Fit(c Config, observed []Observation, t time.Time) Weights {
	out := Weights{Prior: c.Prior, Groups: map[string]Estimate{}}
	groups := gather(c, observed, t)
	all, prec := c.Prior, 1/(c.GroupSpread*c.GroupSpread)
	var error2 float64
	for range 100 {
		// Newton's step of all weights at once: the groups' parts are eliminated
		// first, since no group knows another.
		slope, curve := (c.Prior-all)/(c.AllSpread*c.AllSpread), 1/(c.AllSpread*c.AllSpread)
		for _, g := range groups {
			g.slope, g.curve = g.likelihood()
			g.slope += prec * (all - g.weight)
			slope += prec * (g.weight - all)
			g.curve += prec
			slope += prec * g.slope / g.curve
			curve += prec - prec*prec/g.curve
		}
		move := slope / curve
		error2 = 1 / curve
		all += move
		largest := math.Abs(move)
		for _, g := range groups {
			step := (g.slope + prec*move) / g.curve
			g.weight += step
			largest = max(largest, math.Abs(step))
		}
		if largest < 1e-10 {
			break
		}
	}
	out.All = Estimate{Weight: min(max(all, 0), 1), Error: math.Sqrt(error2)}
	for _, g := range groups {
		share := prec / g.curve
		out.Groups[g.name] = Estimate{Weight: min(max(g.weight, 0), 1), Error: math.Sqrt(1/g.curve + share*share*error2), N: len(g.rows)}
		out.All.N += len(g.rows)
	}
	return out
}

// group is the observations of one group of divisions.
type group struct {
	name         string
	rows         []term
	weight       float64
	slope, curve float64
}

// term is an observation as logits: at the weight b those of the selections are
// sharp + b·less, up to a constant.
type term struct {
	sharp, less, won [matchday.NumOutcome]float64
	n                int // selections
	count            float64
}

// gather sorts what was known at t into groups, by name.
func gather(c Config, observed []Observation, t time.Time) []*group {
	oldest, named := t.Add(-Oldest*c.HalfLife), map[string]*group{}
	for i := range observed {
		o := &observed[i]
		if o.KnownAt.After(t) || !o.KnownAt.After(oldest) {
			continue
		}
		g := named[o.Group]
		if g == nil {
			g = &group{name: o.Group, weight: c.Prior}
			named[o.Group] = g
		}
		g.rows = append(g.rows, o.term(math.Exp2(-float64(t.Sub(o.KnownAt))/float64(c.HalfLife))))
	}
	return slices.SortedFunc(maps.Values(named), func(a, b *group) int { return strings.Compare(a.name, b.name) })
}

func (o *Observation) term(count float64) term {
	t := term{won: o.Won, count: count}
	for c := range o.Sharp {
		if o.Sharp[c] > 0 {
			t.sharp[c] = math.Log(o.Sharp[c])
			t.less[c] = matchday.Disagreement(o.Model[c], o.Sharp[c])
			t.n = c + 1
		}
	}
	return t
}

// likelihood is the slope of the log likelihood at the group's weight, and its
// curvature with the sign turned.
func (g *group) likelihood() (slope, curve float64) {
	for i := range g.rows {
		t := &g.rows[i]
		var sum, mean, square, decided, won float64
		for c := range t.n {
			e := math.Exp(t.sharp[c] + g.weight*t.less[c])
			sum += e
			mean += e * t.less[c]
			square += e * t.less[c] * t.less[c]
			decided += t.won[c]
			won += t.won[c] * t.less[c]
		}
		mean, square = mean/sum, square/sum
		slope += t.count * (won - decided*mean)
		curve += t.count * decided * (square - mean*mean)
	}
	return slope, curve
}
