package xgboost

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"matchday/config"
)

// BenchmarkFit is the fit of a whole history: 240,000 fixtures, 40 features,
// the default parameters.
func BenchmarkFit(b *testing.B) {
	rows := world(240_000, 1, curved)
	r := rand.New(rand.NewPCG(1, 1))
	cfg := smallConfig()
	cfg.Params, cfg.Holdout = config.Defaults().Train.XGBoost, holdout
	for j := len(cfg.Features); j < 40; j++ {
		column := make([]float64, rows.Len())
		for i := range column {
			column[i] = rows.Columns[0][i] + r.NormFloat64()
		}
		name := fmt.Sprintf("x%d", j)
		rows.Names, rows.Columns = append(rows.Names, name), append(rows.Columns, column)
		cfg.Features = append(cfg.Features, name)
	}
	at := all(rows)
	for b.Loop() {
		m, err := Fit(context.Background(), rows, at, cfg, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(m.rounds), "rounds")
	}
}

// BenchmarkPredict is a week of fixtures.
func BenchmarkPredict(b *testing.B) {
	rows, cfg := world(3000, 1, curved), smallConfig()
	cfg.Params.EarlyStopping = 0
	m, err := Fit(context.Background(), rows, all(rows), cfg, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := m.Predict(rows, all(rows)[:200]); err != nil {
			b.Fatal(err)
		}
	}
}
