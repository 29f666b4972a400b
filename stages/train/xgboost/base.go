package xgboost

import (
	"context"
	"fmt"
	"math"

	"matchday"
	"matchday/stages/train/logistic"
)

// base is what the trees start from and correct: in each row the logs of its
// prior probabilities, or else the logits of a multinomial logistic map.
type base struct {
	Prior []string        `json:"prior,omitempty"`
	Map   *logistic.Model `json:"map,omitempty"`
}

// fitBase fits the map, if the configuration asks for one, on all training
// rows: those with prior probabilities too, since there are more of them. It returns
// the margins of these rows with it.
func fitBase(ctx context.Context, rows *matchday.Rows, train []int, cfg Config) (base, []float32, error) {
	b := base{Prior: cfg.Prior}
	if len(cfg.Base) == 0 {
		margins, err := b.margins(rows, train)
		return b, margins, err
	}
	inputs, err := gather(rows, train, cfg.Base)
	if err != nil {
		return b, nil, err
	}
	all := places(len(train))
	if b.Map, err = logistic.Fit(ctx, inputs, all, logistic.Defaults(cfg.Base...), nil); err != nil {
		return b, nil, err
	}
	logits, err := b.Map.Logits(inputs, all)
	if err != nil {
		return b, nil, err
	}
	margins, err := b.from(logits, rows, train)
	return b, margins, err
}

// places are 0 … n−1.
func places(n int) []int {
	all := make([]int, n)
	for k := range all {
		all[k] = k
	}
	return all
}

// margins are the row-major logits from which the trees start in the rows at.
func (b base) margins(rows *matchday.Rows, at []int) ([]float32, error) {
	logits := make([][matchday.NumOutcome]float64, len(at))
	if b.Map != nil {
		inputs, err := gather(rows, at, b.Map.Config.Features)
		if err != nil {
			return nil, err
		}
		if logits, err = b.Map.Logits(inputs, places(len(at))); err != nil {
			return nil, err
		}
	}
	return b.from(logits, rows, at)
}

// from are the margins of the rows at, whose logits the map gave.
func (b base) from(logits [][matchday.NumOutcome]float64, rows *matchday.Rows, at []int) ([]float32, error) {
	prior, err := rows.Select(b.Prior)
	if err != nil {
		return nil, err
	}
	out := make([]float32, 0, len(at)*classes)
	for k, i := range at {
		if len(prior) == classes {
			if p := (matchday.Probs{prior[0][i], prior[1][i], prior[2][i]}); p.Valid() {
				logits[k] = [matchday.NumOutcome]float64{math.Log(p[0]), math.Log(p[1]), math.Log(p[2])}
			}
		}
		for _, z := range logits[k] {
			if math.IsNaN(z) || math.IsInf(z, 0) {
				return nil, fmt.Errorf("xgboost: the logistic map gives fixture %s the logits %v; look for infinite values in its inputs %v",
					rows.Fixtures[i].ID, logits[k], b.Map.Config.Features)
			}
			out = append(out, float32(z))
		}
	}
	return out, nil
}
