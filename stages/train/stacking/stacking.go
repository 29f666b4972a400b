// Package stacking blends the base models into the ensemble: a multinomial
// logistic regression on their log-probabilities, held to the plain mean of the
// logs by a ridge, and then a calibration that is kept only when it helps on
// later fixtures. It is fitted on out-of-time predictions alone.
package stacking

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"matchday"
)

// Config sets how the ensemble is fitted.
type Config struct {
	// Ridge is the penalty on half the squared distance of the weights from the
	// plain mean and of the biases from zero, in units of log likelihood. The
	// more rows there are, the less it holds.
	Ridge float64 `json:"ridge"`
	// CalibrationShare is the share of rows, the latest, that decides on the
	// calibration: fitted on their first half, kept if it gains on the second.
	CalibrationShare float64 `json:"calibration_share"`
	// CalibrationRows is the least number of those rows; with fewer there is no
	// calibration.
	CalibrationRows int `json:"calibration_rows"`
}

// DefaultConfig is the configuration in use.
func DefaultConfig() Config { return Config{Ridge: 5, CalibrationShare: 0.4, CalibrationRows: 1000} }

// Model is a fitted ensemble.
type Model struct {
	Config Config   `json:"config"`
	Names  []string `json:"names"`
	// All stacks every model. Always stacks those that predicted every row of
	// the fit, for rows on which another, such as the market, is missing; nil
	// if they are the same.
	All    *Stack `json:"all"`
	Always *Stack `json:"always,omitempty"`
}

// Stack is a blend and what calibrates it.
type Stack struct {
	Blend *Blend `json:"blend"`
	// Scaling is nil where calibration did not help.
	Scaling *Scaling `json:"scaling,omitempty"`
	// Gain and GainError are the fall of the log loss by calibration on the
	// rows that judged it, and its standard error; 0 if there were too few.
	Gain      float64 `json:"gain"`
	GainError float64 `json:"gain_error"`
}

// Fit fits the ensemble. probs is [model][row], out of time, in the order of
// names; NaN is missing. outcomes and at are the rows' results and as-ofs; rows
// without a result are left out. With no rows at all the stack is the plain
// mean of the logs.
func Fit(ctx context.Context, cfg Config, names []string, probs [][]matchday.Probs, outcomes []matchday.Outcome, at []time.Time) (*Model, error) {
	if err := check(cfg, names, probs, outcomes, at); err != nil {
		return nil, err
	}
	var rows []int
	classes := make([]int, len(outcomes))
	for i, o := range outcomes {
		if classes[i] = o.Index(); classes[i] >= 0 {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(a, b int) int { return at[a].Compare(at[b]) })
	var all, always []int
	for m := range names {
		all = append(all, m)
		if !slices.ContainsFunc(rows, func(i int) bool { return !present(probs[m][i]) }) {
			always = append(always, m)
		}
	}
	model := &Model{Config: cfg, Names: names}
	var err error
	complete := slices.DeleteFunc(slices.Clone(rows), func(i int) bool {
		return slices.ContainsFunc(all, func(m int) bool { return !present(probs[m][i]) })
	})
	if model.All, err = fitStack(ctx, cfg, all, complete, probs, classes); err != nil {
		return nil, fmt.Errorf("ensemble: %w", err)
	}
	if len(always) > 0 && len(always) < len(all) {
		if model.Always, err = fitStack(ctx, cfg, always, rows, probs, classes); err != nil {
			return nil, fmt.Errorf("ensemble without models that miss rows: %w", err)
		}
	}
	return model, nil
}

func check(cfg Config, names []string, probs [][]matchday.Probs, outcomes []matchday.Outcome, at []time.Time) error {
	if len(names) == 0 || len(probs) != len(names) || len(at) != len(outcomes) {
		return fmt.Errorf("ensemble: %d names, %d models, %d outcomes, %d times: want one name a model and one time an outcome", len(names), len(probs), len(outcomes), len(at))
	}
	for m, p := range probs {
		if len(p) != len(outcomes) {
			return fmt.Errorf("ensemble: model %s has %d predictions for %d rows", names[m], len(p), len(outcomes))
		}
	}
	if !(cfg.Ridge > 0) || !(cfg.CalibrationShare >= 0 && cfg.CalibrationShare < 1) {
		return fmt.Errorf("ensemble: ridge %v and calibration share %v: want above 0, and from 0 to below 1", cfg.Ridge, cfg.CalibrationShare)
	}
	return nil
}

// fitStack fits a blend on rows in order of time, and decides on its
// calibration.
func fitStack(ctx context.Context, cfg Config, models, rows []int, probs [][]matchday.Probs, classes []int) (*Stack, error) {
	blend, err := fitBlend(ctx, models, rows, probs, classes, cfg.Ridge)
	if err != nil {
		return nil, err
	}
	s := &Stack{Blend: blend}
	later := rows[len(rows)-int(cfg.CalibrationShare*float64(len(rows))):]
	if len(later) < max(2, cfg.CalibrationRows) {
		return s, nil
	}
	early, err := fitBlend(ctx, models, rows[:len(rows)-len(later)], probs, classes, cfg.Ridge)
	if err != nil {
		return nil, err
	}
	predicted, outcome := make([]matchday.Probs, len(later)), make([]int, len(later))
	for k, i := range later {
		predicted[k], _ = early.predict(probs, i)
		outcome[k] = classes[i]
	}
	half := len(later) / 2
	candidate, err := fitScaling(ctx, predicted[:half], outcome[:half], cfg.Ridge)
	if err != nil {
		return nil, err
	}
	if s.Gain, s.GainError = gain(candidate, predicted[half:], outcome[half:]); !proven(s.Gain, s.GainError) {
		return s, nil
	}
	s.Scaling, err = fitScaling(ctx, predicted, outcome, cfg.Ridge)
	return s, err
}

// proven reports whether a calibration's gain exceeds twice its standard error.
// The question is put again at every refit, and at one standard error a useless
// calibration would pass about one time in six and then add its noise.
func proven(gain, standardError float64) bool { return gain > 2*standardError }

// gain is the mean fall of the log loss by a scaling, and its standard error.
func gain(scaling *Scaling, predicted []matchday.Probs, classes []int) (mean, standardError float64) {
	n, squares := float64(len(predicted)), 0.0
	for k, p := range predicted {
		g := math.Log(scaling.apply(p)[classes[k]] / p[classes[k]])
		mean += g / n
		squares += g * g / n
	}
	return mean, math.Sqrt(math.Max(0, squares-mean*mean) / n)
}

// Predict returns the ensemble's probabilities; probs is [model][row] in the
// order of the names of the fit, NaN where a model is missing. A row without
// any model is an error.
func (m *Model) Predict(probs [][]matchday.Probs) ([]matchday.Probs, error) {
	if len(probs) != len(m.Names) {
		return nil, fmt.Errorf("ensemble: %d models' predictions given, fitted on %v", len(probs), m.Names)
	}
	for k, p := range probs {
		if len(p) != len(probs[0]) {
			return nil, fmt.Errorf("ensemble: %d predictions of %s and %d of %s", len(p), m.Names[k], len(probs[0]), m.Names[0])
		}
	}
	out := make([]matchday.Probs, len(probs[0]))
	for i := range out {
		s := m.Used(probs, i)
		if s != nil {
			out[i], _ = s.predict(probs, i)
			continue
		}
		var err error
		if out[i], err = plainMean(probs, i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Used is the stack that predicts row i of probs; nil where that is the plain
// mean of the logs, because a model is missing that each stack wants.
func (m *Model) Used(probs [][]matchday.Probs, i int) *Stack {
	for _, s := range []*Stack{m.All, m.Always} {
		if s != nil && !slices.ContainsFunc(s.Blend.Models, func(k int) bool { return !present(probs[k][i]) }) {
			return s
		}
	}
	return nil
}

func (s *Stack) predict(probs [][]matchday.Probs, i int) (matchday.Probs, bool) {
	p, ok := s.Blend.predict(probs, i)
	if !ok {
		return p, false
	}
	return s.Scaling.apply(p), true
}

// plainMean is the geometric mean of the models that predicted row i.
func plainMean(probs [][]matchday.Probs, i int) (matchday.Probs, error) {
	var z [matchday.NumOutcome]float64
	n := 0.0
	for m := range probs {
		if present(probs[m][i]) {
			n++
			for c, l := range logs(probs[m][i]) {
				z[c] += l
			}
		}
	}
	if n == 0 {
		return matchday.Probs{}, fmt.Errorf("ensemble: no model predicts row %d: give at least one", i)
	}
	for c := range z {
		z[c] /= n
	}
	return matchday.Softmax(z), nil
}

// Save writes the model as JSON, whose numbers read back bit for bit.
func (m *Model) Save(w io.Writer) error { return json.NewEncoder(w).Encode(m) }

// Load reads a model that Save wrote.
func Load(r io.Reader) (*Model, error) {
	m := &Model{}
	if err := json.NewDecoder(r).Decode(m); err != nil {
		return nil, fmt.Errorf("read ensemble: %w", err)
	}
	stacks := []*Stack{m.All}
	if m.Always != nil {
		stacks = append(stacks, m.Always)
	}
	for _, s := range stacks {
		if err := s.check(len(m.Names)); err != nil {
			return nil, fmt.Errorf("read ensemble: %w", err)
		}
	}
	return m, nil
}

func (s *Stack) check(names int) error {
	if s == nil || s.Blend == nil || len(s.Blend.Weights) != len(s.Blend.Models) {
		return errors.New("a blend is absent or has not one weight a model: fit and save it again")
	}
	for _, k := range s.Blend.Models {
		if k < 0 || k >= names {
			return fmt.Errorf("a blend has model %d of %d: fit and save it again", k, names)
		}
	}
	return nil
}
