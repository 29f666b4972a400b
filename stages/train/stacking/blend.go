package stacking

import (
	"context"
	"fmt"
	"math"

	"matchday"
	"matchday/stages/train/logistic"
)

// Blend is a weighted geometric mean of models with a bias for each class:
// z_c = Σ_m Weights_m · log p_m,c + bias_c, where the draw's bias is 0.
type Blend struct {
	// Models are the places of the blended models among the names.
	Models  []int     `json:"models"`
	Weights []float64 `json:"weights"`
	Home    float64   `json:"home"` // bias
	Away    float64   `json:"away"` // bias
}

// floor keeps logs finite where a model rules an outcome out.
const floor = 1e-9

// fitBlend maximises the likelihood of the outcomes of the given rows. ridge
// rows' worth of pull holds the weights at one over the number of models and
// the biases at zero.
func fitBlend(ctx context.Context, models, rows []int, probs [][]matchday.Probs, classes []int, ridge float64) (*Blend, error) {
	k := len(models)
	start := make([]float64, k+2)
	for j := range k {
		start[j] = 1 / float64(k)
	}
	theta, err := fitConditional(ctx, conditional{
		rows: len(rows), width: k + 2, target: start, ridge: ridge,
		class: func(i int) int { return classes[rows[i]] },
		fill: func(i int, x [][matchday.NumOutcome]float64) {
			for j, m := range models {
				x[j] = logs(probs[m][rows[i]])
			}
			x[k], x[k+1] = [3]float64{1, 0, 0}, [3]float64{0, 0, 1}
		},
	})
	if err != nil {
		return nil, fmt.Errorf("stack %d models on %d rows: %w", k, len(rows), err)
	}
	return &Blend{Models: models, Weights: theta[:k:k], Home: theta[k], Away: theta[k+1]}, nil
}

// predict blends row i; ok is false where a blended model has no prediction.
func (b *Blend) predict(probs [][]matchday.Probs, i int) (p matchday.Probs, ok bool) {
	z := [matchday.NumOutcome]float64{b.Home, 0, b.Away}
	for j, m := range b.Models {
		if !present(probs[m][i]) {
			return p, false
		}
		for c, l := range logs(probs[m][i]) {
			z[c] += b.Weights[j] * l
		}
	}
	return matchday.Softmax(z), true
}

func present(p matchday.Probs) bool {
	return p[0] >= 0 && p[1] >= 0 && p[2] >= 0 // refuses NaN
}

func logs(p matchday.Probs) (l [matchday.NumOutcome]float64) {
	for c, v := range p {
		l[c] = math.Log(math.Max(v, floor))
	}
	return l
}

// Scaling is a vector scaling of log-probabilities (Guo, Pleiss, Sun &
// Weinberger 2017, section 4.2): z_c = Slope_c · log p_c + bias_c.
type Scaling struct {
	Slope [matchday.NumOutcome]float64 `json:"slope"`
	Home  float64                      `json:"home"` // bias
	Away  float64                      `json:"away"` // bias
}

func fitScaling(ctx context.Context, predicted []matchday.Probs, classes []int, ridge float64) (*Scaling, error) {
	theta, err := fitConditional(ctx, conditional{
		rows: len(predicted), width: 5, target: []float64{1, 1, 1, 0, 0}, ridge: ridge,
		class: func(i int) int { return classes[i] },
		fill: func(i int, x [][matchday.NumOutcome]float64) {
			l := logs(predicted[i])
			x[0], x[1], x[2] = [3]float64{l[0], 0, 0}, [3]float64{0, l[1], 0}, [3]float64{0, 0, l[2]}
			x[3], x[4] = [3]float64{1, 0, 0}, [3]float64{0, 0, 1}
		},
	})
	if err != nil {
		return nil, fmt.Errorf("scale %d predictions: %w", len(predicted), err)
	}
	return &Scaling{Slope: [3]float64(theta[:3]), Home: theta[3], Away: theta[4]}, nil
}

func (s *Scaling) apply(p matchday.Probs) matchday.Probs {
	if s == nil {
		return p
	}
	l := logs(p)
	return matchday.Softmax([matchday.NumOutcome]float64{
		s.Slope[0]*l[0] + s.Home, s.Slope[1] * l[1], s.Slope[2]*l[2] + s.Away,
	})
}

// conditional is a conditional logit (McFadden 1974): logits are linear in
// values that differ between the classes, with one coefficient each.
type conditional struct {
	rows, width int
	fill        func(i int, x [][matchday.NumOutcome]float64)
	class       func(i int) int
	target      []float64 // where the penalty holds the coefficients
	ridge       float64   // half of it times the squared distance is the penalty
}

func fitConditional(ctx context.Context, c conditional) ([]float64, error) {
	n := c.width
	x := make([][matchday.NumOutcome]float64, n)
	return logistic.Newton(ctx, c.target, func(theta, grad, hess []float64) (value float64) {
		for i := range c.rows {
			c.fill(i, x)
			value += observe(x, theta, c.class(i), grad, hess)
		}
		scale := 1 / float64(max(1, c.rows))
		for j := range n {
			d := theta[j] - c.target[j]
			value += c.ridge / 2 * d * d
			grad[j] = scale * (grad[j] + c.ridge*d)
			hess[j*n+j] += c.ridge
		}
		for j := range hess {
			hess[j] *= scale
		}
		return value * scale
	})
}

// observe adds one row's log loss, slopes and curvature.
func observe(x [][matchday.NumOutcome]float64, theta []float64, class int, grad, hess []float64) float64 {
	n := len(x)
	var z [matchday.NumOutcome]float64
	for j, t := range theta {
		for c := range z {
			z[c] += t * x[j][c]
		}
	}
	p := matchday.Softmax(z)
	for j := range n {
		mean := p[0]*x[j][0] + p[1]*x[j][1] + p[2]*x[j][2]
		grad[j] += mean - x[j][class]
		for k := j; k < n; k++ {
			cross, other := 0.0, 0.0
			for c := range p {
				cross += p[c] * x[j][c] * x[k][c]
				other += p[c] * x[k][c]
			}
			hess[j*n+k] += cross - mean*other
		}
	}
	return -math.Log(math.Max(p[class], math.SmallestNonzeroFloat64))
}
