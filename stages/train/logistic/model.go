package logistic

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"matchday"
)

// Config says what a model is fitted on and how.
type Config struct {
	// Features are the columns of the rows, missing values at their mean.
	Features []string `json:"features"`
	// Base names three probability columns (home, draw, away) whose logs are
	// added to the logits as they stand; empty is none. A row that lacks one of
	// them gets no offset.
	Base []string `json:"base,omitempty"`
	L2   float64  `json:"l2"` // see Penalty
	// HalfLifeDays after which a row weighs half of the newest one; 0 weighs
	// all rows alike.
	HalfLifeDays float64        `json:"half_life_days"`
	Prior        matchday.Probs `json:"prior"` // see Penalty
	PriorRows    float64        `json:"prior_rows"`
}

// Defaults is a configuration for the given features: the penalty that served
// best on English and continental seasons before 2015, and a prior worth a
// few match days with the usual shares of home wins, draws and away wins.
func Defaults(features ...string) Config {
	return Config{Features: features, L2: 3e-4, Prior: matchday.Probs{.45, .27, .28}, PriorRows: 20}
}

// Model is a fitted map with the columns that it reads.
type Model struct {
	Config Config `json:"config"`
	Map    *Map   `json:"map"`
}

// Fit fits a model on the rows at the indices train that have a result; others
// are left out. warm may be nil; a model of the same features is the start.
func Fit(ctx context.Context, rows *matchday.Rows, train []int, cfg Config, warm *Model) (*Model, error) {
	columns, err := rows.Select(cfg.Features)
	if err != nil {
		return nil, fmt.Errorf("logistic: %w", err)
	}
	base, err := baseColumns(rows, cfg.Base)
	if err != nil {
		return nil, fmt.Errorf("logistic: %w", err)
	}
	labelled, class := Labelled(rows, train)
	s := Sample{
		Rows: len(labelled), Width: len(columns), Class: class,
		Column: func(j int, x []float64) {
			for k, i := range labelled {
				x[k] = columns[j][i]
			}
		},
		Weight: Recency(rows, labelled, cfg.HalfLifeDays),
	}
	if base != nil {
		s.Offset = make([][matchday.NumOutcome]float64, len(labelled))
		for k, i := range labelled {
			s.Offset[k] = offset(base, i)
		}
	}
	var start *Map
	if warm != nil && slices.Equal(warm.Config.Features, cfg.Features) {
		start = warm.Map
	}
	m, err := Solve(ctx, s, Penalty{L2: cfg.L2, Prior: cfg.Prior, PriorRows: cfg.PriorRows}, start)
	if err != nil {
		return nil, fmt.Errorf("logistic on %d rows: %w", len(labelled), err)
	}
	return &Model{Config: cfg, Map: m}, nil
}

// Predict returns the outcome probabilities of the rows at the indices.
func (m *Model) Predict(rows *matchday.Rows, at []int) ([]matchday.Probs, error) {
	logits, err := m.Logits(rows, at)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	for k, z := range logits {
		out[k] = matchday.Softmax(z)
	}
	return out, nil
}

// Logits returns the logits of home win, draw and away win, up to a constant a
// row, for models that start from this one.
func (m *Model) Logits(rows *matchday.Rows, at []int) ([][matchday.NumOutcome]float64, error) {
	columns, err := rows.Select(m.Config.Features)
	if err != nil {
		return nil, fmt.Errorf("logistic: %w", err)
	}
	base, err := baseColumns(rows, m.Config.Base)
	if err != nil {
		return nil, fmt.Errorf("logistic: %w", err)
	}
	out := make([][matchday.NumOutcome]float64, len(at))
	x := make([]float64, len(columns))
	for k, i := range at {
		fill(columns, i, x)
		out[k] = m.Map.Logits(x)
		for c, b := range offset(base, i) {
			out[k][c] += b
		}
	}
	return out, nil
}

// Check refuses a map that is absent or not made for width features.
func (m *Map) Check(width int) error {
	if m == nil {
		return fmt.Errorf("it holds no map for its %d features: fit and save it again", width)
	}
	if len(m.Mean) != width || len(m.Scale) != width || len(m.Home) != 1+width || len(m.Away) != 1+width {
		return fmt.Errorf("its map has %d means, %d scales, %d and %d coefficients for %d features: fit and save it again",
			len(m.Mean), len(m.Scale), len(m.Home), len(m.Away), width)
	}
	return nil
}

// Labelled returns those of the row indices that have a result, and the
// results' indices.
func Labelled(rows *matchday.Rows, train []int) (labelled []int, class []int8) {
	labelled, class = make([]int, 0, len(train)), make([]int8, 0, len(train))
	for _, i := range train {
		if c := rows.Outcome(i).Index(); c >= 0 {
			labelled, class = append(labelled, i), append(class, int8(c))
		}
	}
	return labelled, class
}

// Recency weighs rows by 2^(−age/half-life), age counted from the newest row;
// half-life 0 gives nil.
func Recency(rows *matchday.Rows, at []int, halfLifeDays float64) []float64 {
	if halfLifeDays <= 0 || len(at) == 0 {
		return nil
	}
	newest := rows.Fixtures[at[0]].AsOf
	for _, i := range at {
		if t := rows.Fixtures[i].AsOf; t.After(newest) {
			newest = t
		}
	}
	out := make([]float64, len(at))
	for k, i := range at {
		age := float64(newest.Sub(rows.Fixtures[i].AsOf)) / float64(24*time.Hour)
		out[k] = math.Exp2(-age / halfLifeDays)
	}
	return out
}

func fill(columns [][]float64, row int, x []float64) {
	for j, c := range columns {
		x[j] = c[row]
	}
}

func baseColumns(rows *matchday.Rows, names []string) ([][]float64, error) {
	if len(names) == 0 {
		return nil, nil
	}
	if len(names) != matchday.NumOutcome {
		return nil, fmt.Errorf("base names %d columns %v: want three, of home win, draw and away win", len(names), names)
	}
	return rows.Select(names)
}

func offset(base [][]float64, row int) (z [matchday.NumOutcome]float64) {
	if base == nil {
		return z
	}
	for c := range base {
		if !(base[c][row] > 0) {
			return [matchday.NumOutcome]float64{}
		}
		z[c] = math.Log(base[c][row])
	}
	return z
}
