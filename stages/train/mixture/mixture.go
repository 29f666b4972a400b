// Package mixture combines forecasts by weights that are learned one result
// after another, and can be unlearned again.
//
// The mixture is the weighted mean of the experts' probabilities,
// p = Σ w_i·p_i. After each result y every weight moves by the exponentiated
// gradient of the log loss (Kivinen & Warmuth 1997, "Exponentiated gradient
// versus gradient descent for linear predictors", eq. 2.2), and then a share of
// all of them is spread evenly (Herbster & Warmuth 1998, "Tracking the best
// expert", the fixed share):
//
//	w_i ← w_i·exp(η·p_i(y)/p(y)), normalised; w_i ← (1 − α)·w_i + α/n
//
// No weight falls so low that an expert who is right again could not rise.
package mixture

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"matchday"
)

// Config says how fast weights are learned and forgotten.
type Config struct {
	Rate  float64 `json:"rate"`  // η
	Share float64 `json:"share"` // α, spread evenly at each result
}

// DefaultConfig is the configuration in use; docs/decisions/0026 has what else
// was tried.
func DefaultConfig() Config { return Config{Rate: 0.5, Share: 1e-4} }

// Model is the weights of the experts by group. A group that has not seen a
// result weighs all alike.
type Model struct {
	Config  Config               `json:"config"`
	Experts []string             `json:"experts"`
	Weights map[string][]float64 `json:"weights"` // by group, in the order of Experts
	Learned map[string]int       `json:"learned"` // results, by group
}

// New has not seen a result.
func New(cfg Config, experts ...string) *Model {
	return &Model{Config: cfg, Experts: experts, Weights: map[string][]float64{}, Learned: map[string]int{}}
}

// Clone is the model as it is now; what the original learns later does not
// change it.
func (m *Model) Clone() *Model {
	out := *m
	out.Learned, out.Weights = maps.Clone(m.Learned), map[string][]float64{}
	for group, w := range m.Weights {
		out.Weights[group] = slices.Clone(w)
	}
	return &out
}

// Of are the weights of a group, in the order of Experts.
func (m *Model) Of(group string) []float64 {
	if w, ok := m.Weights[group]; ok {
		return slices.Clone(w)
	}
	return slices.Repeat([]float64{1 / float64(len(m.Experts))}, len(m.Experts))
}

// least keeps a ratio finite where all experts rule an outcome out.
const least = 1e-9

// Mix is the mixture of what the experts say, in the order of Experts.
func (m *Model) Mix(group string, said []matchday.Probs) matchday.Probs {
	return mean(m.Of(group), said)
}

func mean(weights []float64, said []matchday.Probs) (p matchday.Probs) {
	for i, w := range weights {
		for c := range p {
			p[c] += w * said[i][c]
		}
	}
	return p.Normalised()
}

// Learn moves the weights of a group by the result of a fixture of which the
// experts had said so much.
func (m *Model) Learn(group string, said []matchday.Probs, result matchday.Outcome) {
	w, moves := m.Of(group), make([]float64, len(said))
	y, p, sum := result.Index(), mean(m.Of(group), said), 0.0
	for i := range moves {
		moves[i] = m.Config.Rate * said[i][y] / math.Max(p[y], least)
	}
	for i := range w {
		w[i] *= math.Exp(moves[i] - slices.Max(moves)) // a factor of all
		sum += w[i]
	}
	for i := range w {
		w[i] = (1-m.Config.Share)*w[i]/sum + m.Config.Share/float64(len(w))
	}
	m.Weights[group] = w
	m.Learned[group]++
}

// Save writes the model as JSON, whose numbers read back bit for bit; the same
// model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	return to.Encode(m)
}

// Load reads what Save wrote, of a mixture of these experts.
func Load(r io.Reader, experts ...string) (*Model, error) {
	m := New(Config{})
	if err := json.NewDecoder(r).Decode(m); err != nil {
		return nil, fmt.Errorf("read the mixture: %w", err)
	}
	if !slices.Equal(m.Experts, experts) {
		return nil, fmt.Errorf("read the mixture: it is one of %v, this program mixes %v: train again with \"matchday weekly\"", m.Experts, experts)
	}
	for group, w := range m.Weights {
		sum := 0.0
		for _, v := range w {
			if !(v >= 0) {
				sum = math.NaN()
			}
			sum += v
		}
		if len(w) != len(experts) || !(math.Abs(sum-1) < 1e-6) {
			return nil, fmt.Errorf("read the mixture: the weights %v of group %q: want one for each of %v, none below 0, that sum to 1: train again with \"matchday weekly\"", w, group, experts)
		}
	}
	return m, nil
}
