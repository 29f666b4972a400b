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
// rows: those with prior probabilities too, since there are more of them.
func fitBase(ctx context.Context, rows *matchday.Rows, train []int, cfg Config) (base, error) {
	b := base{Prior: cfg.Prior}
	if len(cfg.Base) == 0 {
		return b, nil
	}
	inputs, err := gather(rows, train, cfg.Base)
	if err != nil {
		return base{}, err
	}
	all := make([]int, len(train))
	for k := range all {
		all[k] = k
	}
	b.Map, err = logistic.Fit(ctx, inputs, all, logistic.Defaults(cfg.Base...), nil)
	return b, err
}

// margins are the row-major logits from which the trees start in the rows at.
func (b base) margins(rows *matchday.Rows, at []int) ([]float32, error) {
	logits := make([][matchday.NumOutcome]float64, len(at))
	if b.Map != nil {
		inputs, err := gather(rows, at, b.Map.Config.Features)
		if err != nil {
			return nil, err
		}
		all := make([]int, len(at))
		for k := range all {
			all[k] = k
		}
		if logits, err = b.Map.Logits(inputs, all); err != nil {
			return nil, err
		}
	}
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
