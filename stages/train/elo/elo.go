// Package elo turns Elo ratings before kick-off into probabilities of home
// win, draw and away win by a multinomial logistic map fitted by maximum
// likelihood. The ratings themselves are features; the map is all that is
// fitted here.
package elo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"matchday"
	"matchday/stages/train/logistic"
	"matchday/stages/train/terms"
)

// Config says what enters the map and how it is fitted.
type Config struct {
	// Terms are inputs by name, see package terms. A missing input counts as its
	// mean over the training rows, so that a fixture without ratings gets about
	// the base rates.
	Terms        []string       `json:"terms"`
	L2           float64        `json:"l2"` // as logistic.Penalty
	HalfLifeDays float64        `json:"half_life_days"`
	Prior        matchday.Probs `json:"prior"`
	PriorRows    float64        `json:"prior_rows"`
}

// DefaultConfig is the configuration with the lowest log loss on the seasons set
// aside for tuning.
func DefaultConfig() Config {
	return Config{
		Terms: []string{
			"elo_diff", "elo_sum", "elo_diff_top", "stake_diff", "stake_diff_latin", "stake_home", "dead_diff", "draw_ok", "level_sum",
			"base_edge", "base_draws",
		},
		L2: 3e-4, HalfLifeDays: 4 * 365, Prior: matchday.Probs{.45, .27, .28}, PriorRows: 20,
	}
}

// Model is a fitted map with the names of its terms.
type Model struct {
	Config Config        `json:"config"`
	Map    *logistic.Map `json:"map"`
}

// Fit fits the map on the rows at the indices train that have a result. warm
// may be nil; with it the same optimum is reached sooner.
func Fit(ctx context.Context, rows *matchday.Rows, train []int, cfg Config, warm *Model) (*Model, error) {
	in, err := terms.Bind(rows, cfg.Terms)
	if err != nil {
		return nil, err
	}
	labelled, class := logistic.Labelled(rows, train)
	var start *logistic.Map
	if warm != nil && slices.Equal(warm.Config.Terms, cfg.Terms) {
		start = warm.Map
	}
	m, err := logistic.Solve(ctx, logistic.Sample{
		Rows: len(labelled), Width: len(cfg.Terms), Class: class,
		Column: func(j int, x []float64) { in.Column(j, labelled, x) },
		Weight: logistic.Recency(rows, labelled, cfg.HalfLifeDays),
	}, logistic.Penalty{L2: cfg.L2, Prior: cfg.Prior, PriorRows: cfg.PriorRows}, start)
	if err != nil {
		return nil, fmt.Errorf("elo map on %d rows: %w", len(labelled), err)
	}
	return &Model{Config: cfg, Map: m}, nil
}

// Predict returns the outcome probabilities of the rows at the indices.
func (m *Model) Predict(rows *matchday.Rows, at []int) ([]matchday.Probs, error) {
	in, err := terms.Bind(rows, m.Config.Terms)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	x := make([]float64, in.Len())
	for k, i := range at {
		in.Fill(i, x)
		out[k] = matchday.Softmax(m.Map.Logits(x))
	}
	return out, nil
}

// Save writes the model as JSON, whose numbers read back bit for bit.
func (m *Model) Save(w io.Writer) error { return json.NewEncoder(w).Encode(m) }

// Load reads a model that Save wrote.
func Load(r io.Reader) (*Model, error) {
	m := &Model{}
	if err := json.NewDecoder(r).Decode(m); err != nil {
		return nil, fmt.Errorf("read elo model: %w", err)
	}
	if err := m.Map.Check(len(m.Config.Terms)); err != nil {
		return nil, fmt.Errorf("read elo model: %w", err)
	}
	return m, nil
}
