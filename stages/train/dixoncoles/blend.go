package dixoncoles

import (
	"fmt"
	"math"
	"slices"

	"matchday"
)

// latin are the countries in which end-of-season stakes move results about
// twice as much as elsewhere, as seen on seasons before 2010.
var latin = []string{"Italy", "Spain", "Portugal", "Greece", "Turkey"}

// inputs are the columns that move the likelihood's rates, bound to rows.
type inputs struct {
	rows           *matchday.Rows
	rates, effects [][2][]float64 // home and away columns
	totals         [][]float64
}

// bind finds the columns that the configuration names.
func bind(rows *matchday.Rows, cfg Config) (*inputs, error) {
	in := &inputs{rows: rows}
	sides := func(names []string) (out [][2][]float64, err error) {
		for _, name := range names {
			c, err := rows.Select([]string{name + "_home", name + "_away"})
			if err != nil {
				return nil, fmt.Errorf("dixon-coles: %w", err)
			}
			out = append(out, [2][]float64{c[0], c[1]})
		}
		return out, nil
	}
	var err error
	if in.rates, err = sides(cfg.Rates); err != nil {
		return nil, err
	}
	if in.effects, err = sides(cfg.Effects); err != nil {
		return nil, err
	}
	if in.totals, err = rows.Select(cfg.Totals); err != nil {
		return nil, fmt.Errorf("dixon-coles: %w", err)
	}
	return in, nil
}

// widths are the numbers of terms of the difference and of the sum of the log
// rates.
func (in *inputs) widths() (difference, sum int) {
	return 2 + len(in.rates) + 2*len(in.effects), 2 + len(in.rates) + len(in.effects) + len(in.totals)
}

// meanSum is about the sum of two average log rates; sums count from here so
// that their slope and their constant are nearly independent.
const meanSum = 0.4

// terms writes what the difference log λ − log μ and the sum log λ + log μ of
// a row's final rates are linear in. First a constant and the likelihood's own;
// then what each other rate says beyond that; then the effects, in the
// difference also apart for Latin countries; in the sum last the totals.
func (in *inputs) terms(row int, logHome, logAway float64, difference, sum []float64) {
	d0, s0 := logHome-logAway, logHome+logAway
	difference[0], difference[1] = 1, d0
	sum[0], sum[1] = 1, s0-meanSum
	at := 2
	for _, c := range in.rates {
		difference[at] = orZero(c[0][row] - c[1][row] - d0)
		sum[at] = orZero(c[0][row] + c[1][row] - s0)
		at++
	}
	isLatin := slices.Contains(latin, in.rows.Fixtures[row].Country)
	for k, c := range in.effects {
		d := orZero(c[0][row] - c[1][row])
		difference[at+2*k], difference[at+2*k+1] = d, 0
		if isLatin {
			difference[at+2*k+1] = d
		}
		sum[at+k] = orZero(c[0][row] + c[1][row])
	}
	at += len(in.effects)
	for k, c := range in.totals {
		sum[at+k] = orZero(c[row])
	}
}

func orZero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// Calibration turns the likelihood's rates into the final ones, from which the
// score matrix follows.
type Calibration struct {
	// Difference and Sum are the coefficients of log λ − log μ and log λ + log μ.
	Difference []float64 `json:"difference"`
	Sum        []float64 `json:"sum"`
	Rho        float64   `json:"rho"`
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
