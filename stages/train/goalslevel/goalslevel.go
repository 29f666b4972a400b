// Package goalslevel follows how many goals are scored, against how many were
// expected, one result after another.
//
// It is a level of the logarithm of both sides' goal rates: one of all fixtures
// and, on top of it, one of each country. After a fixture with n goals of which
// the rates had e expected, both move along the slope of the Poisson likelihood,
// n − e, over the curvature of a usual fixture, by a share of one in Memory
// fixtures: a recursive estimate that forgets exponentially (Ljung & Söderström
// 1983, "Theory and practice of recursive identification").
package goalslevel

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"matchday"
)

// memory is how many fixtures a level remembers; see docs/decisions/0026.
const memory = 2000

// usual is how many goals a fixture has, which is the curvature of its likelihood.
const usual = 2.6

// furthest bounds each level: the fitted rates are nowhere wrong by a half.
const furthest = 0.35

// Model is the levels.
type Model struct {
	Memory    float64            `json:"memory"` // fixtures
	All       float64            `json:"all"`
	Countries map[string]float64 `json:"countries"`
	Learned   int                `json:"learned"` // results
}

// New has not seen a result.
func New() *Model { return &Model{Memory: memory, Countries: map[string]float64{}} }

// Clone is the model as it is now; what the original learns later does not
// change it.
func (m *Model) Clone() *Model {
	out := *m
	out.Countries = maps.Clone(m.Countries)
	return &out
}

// Factor is what multiplies the goal rates of a country's fixtures.
func (m *Model) Factor(country string) float64 {
	return math.Exp(m.All + m.Countries[country])
}

// Learn moves the levels by a fixture of a country with so many goals, of which
// the rates expected so many before any level.
func (m *Model) Learn(country string, expected, goals float64) {
	move := (goals - expected*m.Factor(country)) / usual / m.Memory
	m.All, m.Countries[country] = bounded(m.All+move), bounded(m.Countries[country]+move)
	m.Learned++
}

func bounded(level float64) float64 { return min(max(level, -furthest), furthest) }

// Expected is the mean number of goals in all by a score matrix.
func Expected(s *matchday.Scores) (mean float64) {
	for x := range s {
		for y, p := range s[x] {
			mean += p * float64(x+y)
		}
	}
	return mean
}

// Save writes the model as JSON, whose numbers read back bit for bit; the same
// model gives the same bytes.
func (m *Model) Save(w io.Writer) error {
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	return to.Encode(m)
}

// Load reads what Save wrote.
func Load(r io.Reader) (*Model, error) {
	m := New()
	if err := json.NewDecoder(r).Decode(m); err != nil {
		return nil, fmt.Errorf("read the level of goals: %w", err)
	}
	if !(m.Memory > 0) || m.Countries == nil {
		return nil, fmt.Errorf("read the level of goals: a memory of %v fixtures, %d countries: want more than 0, and a list: train again with \"matchday weekly\"", m.Memory, len(m.Countries))
	}
	for _, level := range append(slices.Collect(maps.Values(m.Countries)), m.All) {
		if bounded(level) != level {
			return nil, fmt.Errorf("read the level of goals: %v: want none beyond ±%v: train again with \"matchday weekly\"", level, furthest)
		}
	}
	return m, nil
}
