// Package belief learns how far a model is believed against the sharp price of the
// same selections: its weight b in the logarithmic pool of the two,
// p ∝ sharp^(1−b)·model^b (Genest & Zidek 1986, "Combining probability
// distributions: a critique and an annotated bibliography", section 3.2), in which
// model/sharp is cut to matchday.MostApart either way, as Huber (1964, "Robust
// estimation of a location parameter") bounds an observation's influence.
//
// Input: markets whose results are known, with what the sharp price and a forecast
// made before the result said of them. Output: a weight for each group of divisions.
// Guarantee: what was not known at the moment of the fit changes nothing, and
// neither does the order of the observations.
package belief

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"matchday"
)

// Observation is a market of one fixture, at one line, whose result is known. Its
// selections have the order of matchday.Selections; of a line there are two, and
// the last places stay zero.
type Observation struct {
	Group   string // of divisions
	KnownAt time.Time
	// Sharp and Model are probabilities that sum to one. On a line they are shares of
	// the stake that is decided, see matchday.Chances.Probability.
	Sharp, Model [matchday.NumOutcome]float64
	// Won is the part of the stake that a bet on each selection won: 1 or 0, and on
	// a quarter line a half. All are 0 if the stake came back.
	Won [matchday.NumOutcome]float64
}

// Model is the weights of a model version.
type Model struct {
	Markets map[matchday.Market]Weights `json:"markets"`
}

// Weights are those of one market.
type Weights struct {
	Prior float64 `json:"prior"` // before anything is known
	// All serves groups without observations. The others lie between it and what
	// their own results say.
	All    Estimate            `json:"all"`
	Groups map[string]Estimate `json:"groups"`
}

// Estimate is a weight, 0 to 1, its standard error, and the observations behind it.
type Estimate struct {
	Weight float64 `json:"weight"`
	Error  float64 `json:"error"`
	N      int     `json:"n"`
}

// Of is the weights of a group of divisions, by market.
func (m *Model) Of(group string) matchday.Belief {
	out := make(matchday.Belief, len(m.Markets))
	for market, w := range m.Markets {
		out[market] = w.All.Weight
		if g, ok := w.Groups[group]; ok {
			out[market] = g.Weight
		}
	}
	return out
}

// Save writes the model as JSON; the same model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	return to.Encode(m)
}

// Load reads what Save wrote. A weight that is not between 0 and 1 is an error.
func Load(r io.Reader) (*Model, error) {
	from := json.NewDecoder(r)
	from.DisallowUnknownFields()
	m := &Model{}
	if err := from.Decode(m); err != nil {
		return nil, fmt.Errorf("read the weights of belief: %w", err)
	}
	for _, market := range slices.Sorted(maps.Keys(m.Markets)) {
		w := m.Markets[market]
		if !(w.All.Weight >= 0 && w.All.Weight <= 1) {
			return nil, fmt.Errorf("read the weights of belief: %s of all divisions is %v; want 0 to 1: train the models again", market, w.All.Weight)
		}
		for _, group := range slices.Sorted(maps.Keys(w.Groups)) {
			if b := w.Groups[group].Weight; !(b >= 0 && b <= 1) {
				return nil, fmt.Errorf("read the weights of belief: %s of %s is %v; want 0 to 1: train the models again", market, group, b)
			}
		}
	}
	return m, nil
}
