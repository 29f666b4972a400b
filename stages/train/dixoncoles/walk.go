package dixoncoles

import (
	"context"
	"maps"
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

// walker predicts the training rows of the configured years out of sample.
type walker struct {
	rows      *matchday.Rows
	cfg       Config
	countries []*history
	moments   []int64 // at which systems are fitted, rising
	until     int64   // closes the last interval
}

func newWalker(rows *matchday.Rows, train []int, cfg Config) *walker {
	newest := latestKnown(rows, train)
	first := newest.Add(-days(cfg.WalkYears * 365.25))
	w := &walker{rows: rows, cfg: cfg, until: newest.Unix()}
	for t := newest.Add(-days(float64(cfg.WalkDays))); t.After(first); t = t.Add(-days(float64(cfg.WalkDays))) {
		w.moments = append(w.moments, t.Unix())
	}
	slices.Reverse(w.moments)
	w.countries = histories(rows, train, cfg.Observe, first.Add(-days(horizon(slices.Max(cfg.HalfLifeDays)))))
	return w
}

// all walks every country, with the half-life given for each division.
func (w *walker) all(ctx context.Context, halfLife func(division string) float64) ([]prediction, error) {
	walked := make([][]prediction, len(w.countries))
	err := each(ctx, len(w.countries), func(i int) (err error) {
		walked[i], err = w.walk(ctx, w.countries[i], w.countries[i].memory(halfLife))
		return err
	})
	return slices.Concat(walked...), err
}

// walk predicts one country: at each moment a system is fitted on what was
// known, for the fixtures whose as-of lies between that moment and the next.
func (w *walker) walk(ctx context.Context, h *history, m memory) ([]prediction, error) {
	var out []prediction
	var system *System
	for k, moment := range w.moments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := w.until
		if k+1 < len(w.moments) {
			next = w.moments[k+1]
		}
		between := h.asOfIn(moment, next)
		if len(between) == 0 {
			continue
		}
		var err error
		if system, err = fitSystem(h, moment, w.cfg.Priors, m, system); err != nil {
			return nil, err
		}
		for _, g := range between {
			home, away := system.logRates(&w.rows.Fixtures[g.row], w.cfg.Priors)
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

// fitCalibration fits rates for what is asked to predictions.
func fitCalibration(in *inputs, asked question, walked []prediction) (Calibration, error) {
	c := newCalibrator(in, asked)
	for _, p := range walked {
		c.add(p)
	}
	return c.fit()
}

// HalfLife is the half-life chosen for a division, with the mean log loss of
// its outcomes out of sample for each candidate in the order of the
// configuration.
type HalfLife struct {
	Division string    `json:"division"`
	Days     float64   `json:"days"`
	LogLoss  []float64 `json:"log_loss"`
}

// ChooseHalfLife walks forward over the configured years before the newest of
// the training results, once for each candidate, calibrates the rates on what
// came, and takes for each division the half-life under which its home wins,
// draws and away wins were likeliest (the S(ξ) of Dixon & Coles 1997). Divisions
// differ: before 2010 the English and Scottish forgot about three times as fast
// as the rest. The calibrations returned are those of the half-lives chosen.
// Divisions are in the order of their names.
func ChooseHalfLife(ctx context.Context, rows *matchday.Rows, train []int, cfg Config) ([]HalfLife, Calibrations, error) {
	if err := cfg.check(); err != nil {
		return nil, Calibrations{}, err
	}
	in, err := bind(rows, cfg)
	if err != nil {
		return nil, Calibrations{}, err
	}
	w := newWalker(rows, train, cfg)
	losses := map[string][]float64{} // by division, one a candidate
	for _, candidate := range cfg.HalfLifeDays {
		walked, err := w.all(ctx, func(string) float64 { return candidate })
		if err != nil {
			return nil, Calibrations{}, err
		}
		calibration, err := fitCalibration(in, whoWins, walked)
		if err != nil {
			return nil, Calibrations{}, err
		}
		for division, loss := range calibration.logLosses(in, walked) {
			losses[division] = append(losses[division], loss)
		}
	}
	chosen := &Model{Config: cfg}
	for _, division := range slices.Sorted(maps.Keys(losses)) {
		l := losses[division]
		best := slices.Index(l, slices.Min(l))
		chosen.HalfLives = append(chosen.HalfLives, HalfLife{division, cfg.HalfLifeDays[best], l})
	}
	calibrations, err := recalibrate(ctx, w, in, chosen.halfLife)
	return chosen.HalfLives, calibrations, err
}

// recalibrate walks with the half-lives chosen and fits their calibrations.
func recalibrate(ctx context.Context, w *walker, in *inputs, halfLife func(division string) float64) (c Calibrations, err error) {
	walked, err := w.all(ctx, halfLife)
	if err != nil {
		return c, err
	}
	if c.Results, err = fitCalibration(in, whoWins, walked); err != nil {
		return c, err
	}
	if c.Goals, err = fitCalibration(in, whatScore, walked); err != nil {
		return c, err
	}
	c.Goals.Width = c.Goals.width(in, walked)
	return c, nil
}

// logLosses is the mean log loss of the outcomes of calibrated predictions, by
// division.
func (c *Calibration) logLosses(in *inputs, predictions []prediction) map[string]float64 {
	d, s := len(c.Difference), len(c.Sum)
	difference, sum := make([]float64, d), make([]float64, s)
	total, fixtures := map[string]float64{}, map[string]float64{}
	for _, p := range predictions {
		in.terms(p.row, p.logHome, p.logAway, difference, sum)
		lambda, mu := c.rates(difference, sum)
		division := in.rows.Fixtures[p.row].Division
		total[division] -= math.Log(Matrix(lambda, mu, c.Rho).Result()[in.rows.Outcome(p.row).Index()])
		fixtures[division]++
	}
	for division, n := range fixtures {
		total[division] /= n
	}
	return total
}

func days(n float64) time.Duration { return time.Duration(n * 24 * float64(time.Hour)) }
