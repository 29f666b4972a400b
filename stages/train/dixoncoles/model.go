// Package dixoncoles predicts scores by Dixon & Coles (1997): Poisson goals
// whose rates follow from the clubs' attack and defence, with dependence
// between low scores and weights that fade with time. Clubs of a country are
// fitted together over its linked divisions; the rates are then calibrated, and
// blended with others if so configured, on out-of-sample predictions. All
// markets follow from the one score matrix.
package dixoncoles

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"matchday"
)

// Model holds a fitted system for each country and the calibrations of rates.
type Model struct {
	Config       Config       `json:"config"`
	HalfLives    []HalfLife   `json:"half_lives"` // by division
	ChosenOn     int          `json:"chosen_on"`  // training rows when they were chosen
	Calibrations Calibrations `json:"calibrations"`
	CalibratedAt time.Time    `json:"calibrated_at"`
	Systems      []*System    `json:"systems"` // by country's name
}

// Fit fits all countries on the rows at the indices train that have a result.
// warm may be nil; else it is where the optimiser starts, its half-lives are
// kept until the training rows have doubled, and its calibration until it is
// CalibrateDays old.
func Fit(ctx context.Context, rows *matchday.Rows, train []int, cfg Config, warm *Model) (*Model, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if warm != nil && !warm.Config.equal(cfg) {
		warm = nil
	}
	newest := latestKnown(rows, train)
	m := &Model{Config: cfg}
	if err := m.calibrate(ctx, rows, train, warm, newest); err != nil {
		return nil, fmt.Errorf("dixon-coles calibration: %w", err)
	}
	past := histories(rows, train, cfg.Observe, newest.Add(-days(horizon(slices.Max(cfg.HalfLifeDays)))))
	m.Systems = make([]*System, len(past))
	err := each(ctx, len(past), func(i int) (err error) {
		h := past[i]
		m.Systems[i], err = fitSystem(h, newest.Unix(), cfg.Priors, h.memory(m.halfLife), warm.system(h.country))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("dixon-coles fit: %w", err)
	}
	return m, nil
}

// calibrate keeps the warm model's calibration while it is fresh; with twice
// the rows, or from cold, it chooses the half-lives too.
func (m *Model) calibrate(ctx context.Context, rows *matchday.Rows, train []int, warm *Model, newest time.Time) (err error) {
	m.CalibratedAt = newest
	if warm == nil || len(train) >= 2*warm.ChosenOn {
		m.ChosenOn = len(train)
		m.HalfLives, m.Calibrations, err = ChooseHalfLife(ctx, rows, train, m.Config)
		return err
	}
	m.HalfLives, m.ChosenOn = warm.HalfLives, warm.ChosenOn
	if newest.Sub(warm.CalibratedAt) < days(float64(m.Config.CalibrateDays)) {
		m.Calibrations, m.CalibratedAt = warm.Calibrations, warm.CalibratedAt
		return nil
	}
	in, err := bind(rows, m.Config)
	if err != nil {
		return err
	}
	m.Calibrations, err = recalibrate(ctx, newWalker(rows, train, m.Config), in, m.halfLife)
	return err
}

// halfLife is the one chosen for a division; one that was not there then gets
// the middle candidate.
func (m *Model) halfLife(division string) float64 {
	for _, h := range m.HalfLives {
		if h.Division == division {
			return h.Days
		}
	}
	return m.Config.middle()
}

// latestKnown is when the newest of the training results became known; zero
// without any.
func latestKnown(rows *matchday.Rows, train []int) (newest time.Time) {
	for _, i := range train {
		if t := rows.KnownAt[i]; t.After(newest) {
			newest = t
		}
	}
	return newest
}

func (m *Model) system(country string) *System {
	if m == nil {
		return nil
	}
	for _, s := range m.Systems {
		if s.Country == country {
			return s
		}
	}
	return nil
}

// Rates are a fixture's final rates of home and away goals, the dependence of
// its low scores, and the factor of its wins by two goals or more; they
// determine its score matrix.
type Rates struct{ Home, Away, Rho, Width float64 }

// Matrix is the distribution of scores by the rates.
func (r Rates) Matrix() *matchday.Scores {
	s := Matrix(r.Home, r.Away, r.Rho)
	if r.Width != 1 {
		widen(s, r.Width)
	}
	return s
}

// Parameters are the rates as Matrix uses them, cut to its bounds.
func (r Rates) Parameters() matchday.ScoreParameters {
	return matchday.ScoreParameters{HomeRate: clampRate(r.Home), AwayRate: clampRate(r.Away), Rho: clampRho(r.Rho), Width: r.Width}
}

// Rates returns the final rates of the rows at the indices that are fitted to the
// outcome. Countries, divisions and clubs without history get the priors.
func (m *Model) Rates(rows *matchday.Rows, at []int) ([]Rates, error) {
	return m.rates(rows, at, &m.Calibrations.Results)
}

// GoalRates returns the final rates that are fitted to the score. Their score
// matrix is to be combined with outcome probabilities, see [matchday.Scores.Given].
func (m *Model) GoalRates(rows *matchday.Rows, at []int) ([]Rates, error) {
	return m.rates(rows, at, &m.Calibrations.Goals)
}

func (m *Model) rates(rows *matchday.Rows, at []int, c *Calibration) ([]Rates, error) {
	in, err := bind(rows, m.Config)
	if err != nil {
		return nil, err
	}
	d, s := m.Config.widths()
	difference, sum := make([]float64, d), make([]float64, s)
	out := make([]Rates, len(at))
	for k, i := range at {
		f := &rows.Fixtures[i]
		home, away := m.system(f.Country).logRates(f, m.Config.Priors)
		in.terms(i, home, away, difference, sum)
		out[k].Home, out[k].Away = c.rates(difference, sum)
		out[k].Rho, out[k].Width = c.Rho, c.Width
	}
	return out, nil
}

// Predict returns the outcome probabilities of the rows at the indices.
func (m *Model) Predict(rows *matchday.Rows, at []int) ([]matchday.Probs, error) {
	rates, err := m.Rates(rows, at)
	if err != nil {
		return nil, err
	}
	out := make([]matchday.Probs, len(at))
	for k, r := range rates {
		out[k] = r.Matrix().Result()
	}
	return out, nil
}

// Save writes the model as JSON, whose numbers read back bit for bit.
func (m *Model) Save(w io.Writer) error { return json.NewEncoder(w).Encode(m) }

// Load reads a model that Save wrote.
func Load(r io.Reader) (*Model, error) {
	m := &Model{}
	if err := json.NewDecoder(r).Decode(m); err != nil {
		return nil, fmt.Errorf("read dixon-coles model: %w", err)
	}
	d, s := m.Config.widths()
	for _, c := range []Calibration{m.Calibrations.Results, m.Calibrations.Goals} {
		if len(c.Difference) != d || len(c.Sum) != s || !(c.Width > 0) {
			return nil, fmt.Errorf("read dixon-coles model: %d and %d coefficients of the rates and width %v, the configuration wants %d and %d and a width above 0: fit and save it again",
				len(c.Difference), len(c.Sum), c.Width, d, s)
		}
	}
	for i, system := range m.Systems {
		if system == nil {
			return nil, fmt.Errorf("read dixon-coles model: country %d of %d is absent: fit and save it again", i+1, len(m.Systems))
		}
		system.index()
	}
	return m, nil
}
