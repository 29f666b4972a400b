package dixoncoles

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"matchday"
)

// prediction is a fixture's log rates as the likelihood saw them beforehand.
type prediction struct {
	row              int
	logHome, logAway float64
}

// walk predicts the country's fixtures out of sample: at each of the moments a
// system is fitted on what was known, for the fixtures whose as-of lies between
// that moment and the next. until closes the last interval.
func walk(ctx context.Context, rows *matchday.Rows, h *history, moments []int64, until int64, cfg Config, halfLifeDays float64) ([]prediction, error) {
	var out []prediction
	var system *System
	for k, moment := range moments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := until
		if k+1 < len(moments) {
			next = moments[k+1]
		}
		between := h.asOfIn(moment, next)
		if len(between) == 0 {
			continue
		}
		var err error
		if system, err = fitSystem(h, moment, cfg, halfLifeDays, system); err != nil {
			return nil, err
		}
		for _, g := range between {
			home, away := system.logRates(&rows.Fixtures[g.row], cfg.Priors)
			out = append(out, prediction{g.row, home, away})
		}
	}
	return out, nil
}

// asOfIn returns the games with as-of in [from, to), in row order.
func (h *history) asOfIn(from, to int64) (out []*game) {
	for i := range h.games {
		if g := &h.games[i]; g.asOf >= from && g.asOf < to {
			out = append(out, g)
		}
	}
	return out
}

// HalfLife is a candidate with its walk-forward score.
type HalfLife struct {
	Days        float64
	LogLoss     float64 // mean of the outcomes, out of sample; 0 without fixtures
	Calibration Calibration
}

// ChooseHalfLife walks forward over the configured years before the newest of
// the training results, once for each half-life of the configuration, calibrates
// the rates on what came, and scores home win, draw and away win (Dixon & Coles
// 1997, eq. 4.8). It returns the best first; of equals the earlier in the
// configuration.
func ChooseHalfLife(ctx context.Context, rows *matchday.Rows, train []int, cfg Config) ([]HalfLife, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	in, err := bind(rows, cfg)
	if err != nil {
		return nil, err
	}
	out := make([]HalfLife, len(cfg.HalfLifeDays))
	for i, days := range cfg.HalfLifeDays {
		if out[i], err = score(ctx, rows, train, in, cfg, days); err != nil {
			return nil, fmt.Errorf("half-life of %v days: %w", days, err)
		}
	}
	slices.SortStableFunc(out, func(a, b HalfLife) int { return cmp.Compare(a.LogLoss, b.LogLoss) })
	return out, nil
}

// score calibrates for one half-life on out-of-sample predictions.
func score(ctx context.Context, rows *matchday.Rows, train []int, in *inputs, cfg Config, halfLifeDays float64) (HalfLife, error) {
	newest := latestKnown(rows, train)
	first := newest.Add(-days(cfg.WalkYears * 365.25))
	var moments []int64
	for t := newest.Add(-days(float64(cfg.WalkDays))); t.After(first); t = t.Add(-days(float64(cfg.WalkDays))) {
		moments = append(moments, t.Unix())
	}
	slices.Reverse(moments)
	past := histories(rows, train, cfg.Observe, first.Add(-days(horizon(halfLifeDays))))
	walked := make([][]prediction, len(past))
	err := each(ctx, len(past), func(i int) (err error) {
		walked[i], err = walk(ctx, rows, past[i], moments, newest.Unix(), cfg, halfLifeDays)
		return err
	})
	if err != nil {
		return HalfLife{}, err
	}
	c := newCalibrator(in)
	for _, predictions := range walked {
		for _, p := range predictions {
			c.add(in, p)
		}
	}
	fitted, err := c.fit()
	if err != nil {
		return HalfLife{}, err
	}
	return HalfLife{Days: halfLifeDays, LogLoss: c.logLoss(&fitted), Calibration: fitted}, nil
}

// logLoss is the mean log loss of the outcomes under a calibration; 0 without
// fixtures.
func (c *calibrator) logLoss(fitted *Calibration) (loss float64) {
	k := c.differences + c.sums
	for i, home := range c.homeGoals {
		t := c.terms[i*k : (i+1)*k]
		lambda, mu := fitted.rates(t[:c.differences], t[c.differences:])
		outcome := matchday.OutcomeOf(int(home), int(c.awayGoals[i]))
		loss -= math.Log(Matrix(lambda, mu, fitted.Rho).Result()[outcome.Index()])
	}
	return loss / math.Max(1, float64(len(c.homeGoals)))
}

func days(n float64) time.Duration { return time.Duration(n * 24 * float64(time.Hour)) }
