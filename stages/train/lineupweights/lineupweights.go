// Package lineupweights moves a forecast by what the line-ups are worth, compared
// with those that were to be expected.
//
// Its columns follow from the line-ups known at a row's as-of, so that the same
// model serves before and after the team sheets: a line-up changes inputs, not
// code. Where no line-up history is known the forecast stays the same to the bit.
package lineupweights

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"matchday"
)

// Columns are the features that the model reads, home minus away: rating of the
// eleven less that of the usual one, regulars missing from the squad, and who
// starts against expectation. NaN is missing.
var Columns = []string{"lineup_rating_diff", "lineup_missing_diff", "lineup_regularity_diff"}

// Weights say how far each of Columns moves a forecast, in log odds.
type Weights struct {
	Rating     float64 `json:"rating"`
	Missing    float64 `json:"missing"`
	Regularity float64 `json:"regularity"`
}

// The weights of real football, fixed on the Premier League 2018/19 to 2020/21,
// 1,133 fixtures: half the least-squares coefficients of what the closing price's
// log odds are above the forecast's (docs/lineup-quality.md). Closing prices teach
// more than results, which here would give up to three times as much. Those beside
// forecasts that know no price of the fixture serve both of these market groups.
var (
	BesideModels = Weights{Rating: .038, Missing: -.018, Regularity: .028}
	BesidePrices = Weights{Rating: .0212, Missing: -.0023, Regularity: .0231}
)

// Move is how much the log odds of the home side's win rise and those of the
// away side's fall; 0 where a column is missing.
func (w Weights) Move(rating, missing, regularity float64) float64 {
	z := w.Rating*rating + w.Missing*missing + w.Regularity*regularity
	if math.IsNaN(z) {
		return 0
	}
	return z
}

// Adjust adds z to the logarithm of the home side's probability, takes it from
// that of the away side's, and normalises. Without a move the probabilities keep
// their bits.
func Adjust(p matchday.Probs, z float64) matchday.Probs {
	if z == 0 {
		return p
	}
	return matchday.Probs{p[0] * math.Exp(z), p[1], p[2] * math.Exp(-z)}.Normalised()
}

// Model is the line-up group of a model version.
type Model struct {
	// Unpriced moves forecasts that know no price of the fixture, Priced those
	// that do.
	Unpriced Weights `json:"unpriced"`
	Priced   Weights `json:"priced"`
}

// Default has the weights of real football.
func Default() *Model { return &Model{Unpriced: BesideModels, Priced: BesidePrices} }

// Moves are the moves of the rows at, parallel to at; priced says which of their
// forecasts know a price of the fixture. Rows without the columns are an error
// that names the first.
func (m *Model) Moves(rows *matchday.Rows, at []int, priced []bool) ([]float64, error) {
	cols, err := rows.Select(Columns)
	if err != nil {
		return nil, err
	}
	out := make([]float64, len(at))
	for k, i := range at {
		w := m.Unpriced
		if priced[k] {
			w = m.Priced
		}
		out[k] = w.Move(cols[0][i], cols[1][i], cols[2][i])
	}
	return out, nil
}

// Save writes the model as JSON; the same model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	return to.Encode(m)
}

// Load reads what Save wrote.
func Load(r io.Reader) (*Model, error) {
	from := json.NewDecoder(r)
	from.DisallowUnknownFields()
	m := &Model{}
	if err := from.Decode(m); err != nil {
		return nil, fmt.Errorf("read the line-up model: %w", err)
	}
	return m, nil
}
