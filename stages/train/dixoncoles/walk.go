package dixoncoles

import (
	"context"
	"math"
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

// calibrate walks forward over the configured years before newest and fits the
// calibration to what came; of several half-lives it takes the one whose
// calibrated predictions have the highest likelihood of home win, draw and away
// win (Dixon & Coles 1997, eq. 4.8).
func calibrate(ctx context.Context, rows *matchday.Rows, train []int, in *inputs, cfg Config, newest time.Time) (best Calibration, halfLifeDays float64, err error) {
	least := math.Inf(1)
	for _, days := range cfg.HalfLifeDays {
		c, loss, err := evaluate(ctx, rows, train, in, cfg, days, newest)
		if err != nil {
			return Calibration{}, 0, err
		}
		if loss < least || math.IsInf(least, 1) {
			best, halfLifeDays, least = c, days, loss
		}
	}
	return best, halfLifeDays, nil
}

// evaluate calibrates for one half-life and returns the mean log loss of the
// calibrated out-of-sample predictions.
func evaluate(ctx context.Context, rows *matchday.Rows, train []int, in *inputs, cfg Config, halfLifeDays float64, newest time.Time) (Calibration, float64, error) {
	step := time.Duration(cfg.WalkDays) * 24 * time.Hour
	first := newest.Add(-time.Duration(cfg.WalkYears * 365.25 * 24 * float64(time.Hour)))
	var moments []int64
	for t := newest.Add(-step); t.After(first); t = t.Add(-step) {
		moments = append([]int64{t.Unix()}, moments...)
	}
	past := histories(rows, train, cfg.Observe, first.Add(-days(horizon(halfLifeDays))))
	walked := make([][]prediction, len(past))
	err := each(ctx, len(past), func(i int) (err error) {
		walked[i], err = walk(ctx, rows, past[i], moments, newest.Unix(), cfg, halfLifeDays)
		return err
	})
	if err != nil {
		return Calibration{}, 0, err
	}
	c := newCalibrator(in)
	for _, predictions := range walked {
		for _, p := range predictions {
			c.add(in, p)
		}
	}
	fitted, err := c.fit()
	if err != nil {
		return Calibration{}, 0, err
	}
	return fitted, c.logLoss(&fitted), nil
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
