package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"matchday"
	"matchday/pipelines/backtest"
	"matchday/pipelines/job"
	"matchday/stages/features"
	"matchday/stages/settle"
)

// World is a world, invented or real, whose backtest is held against the
// figures that were committed with the program.
type World struct {
	Name string
	// Land fills the lake of an empty home; what it needs for that it may keep
	// in the folder dir.
	Land     func(ctx context.Context, env job.Env, dir string) error
	Now      time.Time // the clock
	Config   matchday.Config
	Backtest backtest.Options

	// leak lets tests change what models see.
	leak func(*matchday.Rows, features.Market)
}

// Figures are what a world's backtest gives. They are rounded to what is the
// same on all machines or, for what XGBoost has a say in, nearly.
type Figures struct {
	World    string           `json:"world"`
	From     string           `json:"from"`
	To       string           `json:"to"`
	Market   string           `json:"market"`
	Fixtures int              `json:"fixtures"` // predicted
	Models   map[string]Score `json:"models"`
	Bets     map[string]Bets  `json:"bets"` // by strategy, and of all
	// Features are the fingerprint of the feature rows, column by column.
	Features map[string]Mark `json:"features"`
	// Seconds by stage are the machine's, and no expectation.
	Seconds map[string]float64 `json:"-"`
}

// Score is how a model fared on the fixtures that it has.
type Score struct {
	N        int     `json:"n"`
	LogLoss  float64 `json:"log_loss"`
	RPS      float64 `json:"rps"`
	Accuracy float64 `json:"accuracy"`
}

// Bets sums up settled bets.
type Bets struct {
	N      int     `json:"n"`
	Staked float64 `json:"staked"` // money
	Profit float64 `json:"profit"` // money
}

// Mark tells one content of a column from another: how many values there are,
// and the mean over all rows of value times a weight in [0, 1) that follows from
// the fixture's id. Two values that change places change it. Sums differ between
// machines in the last digits only, where a checksum would differ altogether.
type Mark struct {
	N    int     `json:"n"`
	Mark float64 `json:"mark"`
}

// Measure lands a world in an empty home and backtests it there.
func Measure(ctx context.Context, env job.Env, w World) (out Figures, err error) {
	if _, err := os.Stat(env.Lake().Dir); err == nil {
		return out, fmt.Errorf("the home %s has a lake: give world %s an empty one", env.Home, w.Name)
	}
	env.Config, env.Now = w.Config, func() time.Time { return w.Now }
	watch := job.NewTimer(env)
	if err := w.Land(ctx, env, filepath.Join(env.Home, "world")); err != nil {
		return out, fmt.Errorf("land world %s: %w", w.Name, err)
	}
	watch.Lap("land")
	w.Backtest.All = true
	w.Backtest.Seen = func(rows *matchday.Rows, bench features.Market) {
		if w.leak != nil {
			w.leak(rows, bench)
		}
		out.Features = marks(rows)
	}
	r, err := backtest.Run(ctx, env, w.Backtest)
	if err != nil {
		return out, fmt.Errorf("backtest world %s: %w", w.Name, err)
	}
	out.World, out.From, out.To, out.Market, out.Fixtures = w.Name, r.From, r.To, r.Market, r.Matches
	out.Models, out.Bets, out.Seconds = map[string]Score{}, map[string]Bets{"all": betsOf(r.Bets.Return)}, r.Seconds
	out.Seconds["land"] = watch.ByStage()["land"]
	for name, m := range r.Models {
		out.Models[name] = Score{N: m.N, LogLoss: round(m.LogLoss, 6), RPS: round(m.RPS, 6), Accuracy: round(m.Accuracy, 6)}
	}
	for name, s := range r.Bets.Strategies {
		out.Bets[name] = betsOf(s.Return)
	}
	return out, nil
}

// ReadFigures reads a committed expectation.
func ReadFigures(path string) (f Figures, err error) {
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	if err != nil {
		return f, fmt.Errorf("read what is expected: %w; \"make ci-backtest UPDATE=1\" writes it", err)
	}
	return f, nil
}

func betsOf(r settle.Return) Bets {
	return Bets{N: r.N, Staked: r.Staked.InexactFloat64(), Profit: r.Profit.InexactFloat64()}
}

// round keeps so many decimals.
func round(x float64, decimals int) float64 {
	unit := math.Pow10(decimals)
	return math.Round(x*unit) / unit
}

// marks are those of every column, goals among them.
func marks(rows *matchday.Rows) map[string]Mark {
	weights := make([]float64, rows.Len())
	for i := range weights {
		h := fnv.New64a()
		_, _ = h.Write([]byte(rows.Fixtures[i].ID)) // never fails
		weights[i] = float64(h.Sum64()>>11) / (1 << 53)
	}
	mark := func(value func(i int) float64) (m Mark) {
		for i, w := range weights {
			if x := value(i); !math.IsNaN(x) {
				m.N++
				m.Mark += x * w / float64(len(weights))
			}
		}
		m.Mark = significant(m.Mark)
		return m
	}
	out := map[string]Mark{
		"home_goals": mark(func(i int) float64 { return float64(rows.HomeGoals[i]) }),
		"away_goals": mark(func(i int) float64 { return float64(rows.AwayGoals[i]) }),
	}
	for j, name := range rows.Names {
		out[name] = mark(func(i int) float64 { return rows.Columns[j][i] })
	}
	return out
}

// markDigits are the significant digits that a mark is written with.
const markDigits = 12

func significant(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', markDigits, 64), 64)
	if err != nil {
		return x // infinite, which no feature may be
	}
	return y
}
