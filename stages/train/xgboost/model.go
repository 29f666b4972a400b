// Package xgboost predicts outcomes by gradient-boosted trees (Chen & Guestrin
// 2016, "XGBoost: a scalable tree boosting system") that correct the logits of
// a simpler model: a multinomial logistic map or, where it is there, the
// market. The trees are those of the real library, called through its C API.
package xgboost

import (
	"context"
	"fmt"
	"slices"

	"matchday"
)

// Config says what is fitted, and how. DefaultConfig makes one.
type Config struct {
	Params matchday.XGBoost
	Seed   int64 // of the first booster; the others count on from it
	// Features are the columns that the trees may split on.
	Features []string
	// Base are the inputs of the logistic map whose logits the trees start
	// from; none means that they start from nothing.
	Base []string
	// Prior are three columns of probabilities (home, draw, away) whose logs
	// are taken instead of the map's logits in the rows that have them; none
	// means the map alone.
	Prior []string
	// Holdout is the share of the latest training rows on which the number of
	// rounds is chosen, in (0, 1); the trees are then grown again on all rows.
	Holdout float64
}

// Model is a fitted model. It holds the boosters as bytes, so that it needs no
// closing, may be used by many goroutines, and predicts the same to the bit
// before and after it was saved.
type Model struct {
	features []string
	base     base
	library  string   // version that trained it
	rounds   int      // of each booster
	boosters [][]byte // in the library's JSON
}

// Fit learns from the rows train, which are in row order and have results. A
// warm model, if any, lends its number of rounds, so that it is not searched
// again; nothing else of it is used. As many boosters grow at once as there are
// threads; how many makes no difference to the model.
func Fit(ctx context.Context, rows *matchday.Rows, train []int, cfg Config, warm *Model) (*Model, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	sample, err := newSample(ctx, rows, train, cfg)
	if err != nil {
		return nil, err
	}
	m := &Model{features: slices.Clone(cfg.Features), base: sample.base, library: libraryVersion(), rounds: cfg.Params.MaxRounds}
	switch {
	case warm != nil:
		m.rounds = warm.rounds
	case cfg.Params.EarlyStopping > 0:
		if m.rounds, err = searchRounds(ctx, sample, cfg); err != nil {
			return nil, err
		}
	}
	if m.boosters, err = growAll(ctx, sample, cfg, m.rounds); err != nil {
		return nil, err
	}
	return m, nil
}

func (c Config) validate() error {
	p := c.Params
	switch {
	case len(c.Features) == 0:
		return fmt.Errorf("xgboost: no features to split on")
	case len(c.Prior) != 0 && len(c.Prior) != classes:
		return fmt.Errorf("xgboost: %d prior columns; want home, draw and away, or none", len(c.Prior))
	case p.Seeds < 1 || p.Threads < 1 || p.MaxRounds < 0 || p.MaxDepth < 1 || p.MaxBin < 2:
		return fmt.Errorf("xgboost: seeds %d, threads %d, max_rounds %d, max_depth %d, max_bin %d: want at least 1, 1, 0, 1, 2",
			p.Seeds, p.Threads, p.MaxRounds, p.MaxDepth, p.MaxBin)
	case p.EarlyStopping > 0 && !(c.Holdout > 0 && c.Holdout < 1):
		return fmt.Errorf("xgboost: a holdout of %v of the rows to stop early on; want a share between 0 and 1", c.Holdout)
	}
	return nil
}

// Library is the version of libxgboost that grew the trees, e.g. "1.7.4".
func (m *Model) Library() string { return m.library }

// Rounds is the number of boosting rounds, as found by early stopping.
func (m *Model) Rounds() int { return m.rounds }

// Predict gives the probabilities of the rows at, parallel to them: the
// softmax of the boosters' mean margins.
func (m *Model) Predict(rows *matchday.Rows, at []int) ([]matchday.Probs, error) {
	if len(at) == 0 {
		return nil, nil
	}
	sums, err := m.sum(rows, at, asMargin, classes)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	for k := range out {
		var z [classes]float64
		for c := range z {
			z[c] = sums[k*classes+c] / float64(len(m.boosters))
		}
		out[k] = matchday.Softmax(z)
	}
	return out, nil
}

// Contributions explains a row's margins: Shapley values by outcome and
// feature (Lundberg et al. 2018, "Consistent individualized feature
// attribution for tree ensembles"), averaged over the boosters. They and Start
// sum to the margin whose softmax Predict gives.
type Contributions struct {
	// ByFeature is in the order of Features, and so are Values, what the row has
	// of them; NaN is missing.
	ByFeature [classes][]float64
	Values    []float64
	// Start is what the trees started from: the base's logits and a constant.
	Start [classes]float64
}

// Features are the names of the columns that the trees may split on.
func (m *Model) Features() []string { return slices.Clone(m.features) }

// Inputs are the names of all that the model reads: columns, and inputs that are
// derived from columns.
func (m *Model) Inputs() []string {
	var base []string
	if m.base.Map != nil {
		base = m.base.Map.Config.Features
	}
	return slices.Concat(base, m.features, m.base.Prior)
}

// Contributions of the rows at, parallel to them.
func (m *Model) Contributions(rows *matchday.Rows, at []int) ([]Contributions, error) {
	if len(at) == 0 {
		return nil, nil
	}
	n := len(m.features)
	sums, err := m.sum(rows, at, asContributions, classes*(n+1))
	if err != nil {
		return nil, err
	}
	for i := range sums {
		sums[i] /= float64(len(m.boosters))
	}
	inputs, err := gather(rows, at, m.features)
	if err != nil {
		return nil, err
	}
	out := make([]Contributions, len(at))
	for k := range out {
		for _, column := range inputs.Columns {
			out[k].Values = append(out[k].Values, column[k])
		}
		for c := range classes {
			row := sums[(k*classes+c)*(n+1):][:n+1]
			out[k].ByFeature[c], out[k].Start[c] = row[:n:n], row[n]
		}
	}
	return out, nil
}

// sum adds up what the boosters predict of a kind, width values a row.
func (m *Model) sum(rows *matchday.Rows, at []int, kind, width int) ([]float64, error) {
	values, err := dense(rows, at, m.features)
	if err != nil {
		return nil, err
	}
	margins, err := m.base.margins(rows, at)
	if err != nil {
		return nil, err
	}
	sums := make([]float64, len(at)*width)
	err = onThread(func() error {
		x, err := newMatrix(values, len(m.features))
		if err != nil {
			return err
		}
		defer x.free()
		if err := x.set("base_margin", margins); err != nil {
			return err
		}
		for _, saved := range m.boosters {
			if err := addPredictions(sums, saved, x, kind); err != nil {
				return err
			}
		}
		return nil
	})
	return sums, err
}

func addPredictions(sums []float64, saved []byte, x *matrix, kind int) error {
	b, err := loadBooster(saved, x.cols)
	if err != nil {
		return err
	}
	defer b.free()
	out, err := b.predict(x, kind)
	if err != nil {
		return err
	}
	if len(out) != len(sums) {
		return fmt.Errorf("xgboost: predict: %d values from the library; want %d", len(out), len(sums))
	}
	for i, v := range out {
		sums[i] += float64(v)
	}
	return nil
}
