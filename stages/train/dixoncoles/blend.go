package dixoncoles

import (
	"fmt"
	"math"

	"matchday"
	"matchday/stages/train/terms"
)

// inputs are the columns that move the likelihood's rates, bound to rows.
type inputs struct {
	rows              *matchday.Rows
	rates             [][2][]float64 // home and away columns
	differences, sums *terms.Terms
}

// bind finds the columns that the configuration names.
func bind(rows *matchday.Rows, cfg Config) (in *inputs, err error) {
	in = &inputs{rows: rows}
	for _, name := range cfg.Rates {
		c, err := rows.Select([]string{name + "_home", name + "_away"})
		if err != nil {
			return nil, fmt.Errorf("dixon-coles: %w", err)
		}
		in.rates = append(in.rates, [2][]float64{c[0], c[1]})
	}
	if in.differences, err = terms.Bind(rows, cfg.Differences); err != nil {
		return nil, fmt.Errorf("dixon-coles: %w", err)
	}
	if in.sums, err = terms.Bind(rows, cfg.Sums); err != nil {
		return nil, fmt.Errorf("dixon-coles: %w", err)
	}
	return in, nil
}

// widths are the numbers of terms of the difference and of the sum of the log
// rates.
func (c Config) widths() (difference, sum int) {
	return 2 + len(c.Rates) + len(c.Differences), 2 + len(c.Rates) + len(c.Sums)
}

// meanSum is about the sum of two average log rates; sums count from here so
// that their slope and their constant are nearly independent.
const meanSum = 0.4

// terms writes the terms in which the difference log λ − log μ and the sum
// log λ + log μ of a row's final rates are linear: first a constant and the
// likelihood's own, then by how much each other rate differs from that, then the
// inputs that the configuration names, zero where they are missing.
func (in *inputs) terms(row int, logHome, logAway float64, difference, sum []float64) {
	d0, s0 := logHome-logAway, logHome+logAway
	difference[0], difference[1] = 1, d0
	sum[0], sum[1] = 1, s0-meanSum
	for k, c := range in.rates {
		difference[2+k] = orZero(c[0][row] - c[1][row] - d0)
		sum[2+k] = orZero(c[0][row] + c[1][row] - s0)
	}
	for _, named := range []struct {
		terms *terms.Terms
		x     []float64
	}{{in.differences, difference}, {in.sums, sum}} {
		x := named.x[2+len(in.rates):]
		named.terms.Fill(row, x)
		for j, v := range x {
			x[j] = orZero(v)
		}
	}
}

func orZero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// Calibrations are one for each question asked of the rates.
type Calibrations struct {
	Results Calibration `json:"results"` // who wins
	Goals   Calibration `json:"goals"`   // what the score is, given the outcome
}

// Calibration turns the likelihood's rates into the final ones, from which the
// score matrix follows.
type Calibration struct {
	// Difference and Sum are the coefficients of log λ − log μ and log λ + log μ.
	Difference []float64 `json:"difference"`
	Sum        []float64 `json:"sum"`
	Rho        float64   `json:"rho"`
	Width      float64   `json:"width"`    // factor of wins by two goals or more; 1 where who wins is asked
	Fixtures   int       `json:"fixtures"` // out-of-sample fixtures that it was fitted on
}

// rates are the final rates of terms that inputs.terms wrote.
func (c *Calibration) rates(difference, sum []float64) (lambda, mu float64) {
	d, s := dot(c.Difference, difference), dot(c.Sum, sum)
	return clampRate(math.Exp((s + d) / 2)), clampRate(math.Exp((s - d) / 2))
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
