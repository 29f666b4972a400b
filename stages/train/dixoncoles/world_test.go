package dixoncoles

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"matchday"
)

// truth is a made-up country whose parameters are known: two divisions of ten
// clubs that exchange two each season.
type truth struct {
	country         string
	attack, defence map[string]float64
	edge, goals     float64
	drift           float64 // share of a club's strengths that a year replaces
}

func newTruth(country string, seed uint64) *truth {
	rng := rand.New(rand.NewPCG(seed, 77))
	w := &truth{country: country, attack: map[string]float64{}, defence: map[string]float64{}, edge: .35, goals: .2}
	for c := range 20 {
		id := fmt.Sprintf("%s/club %02d", country, c)
		level := -.2 * float64(c/10)
		w.attack[id], w.defence[id] = level+.2*rng.NormFloat64(), level+.2*rng.NormFloat64()
	}
	return w
}

// play adds seasons from 2000 on, with goals from the truth and a mix that
// errs half as much.
func (w *truth) play(r *matchday.Rows, seasons int, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 5))
	var clubs []string
	for c := range 20 {
		clubs = append(clubs, fmt.Sprintf("%s/club %02d", w.country, c))
	}
	for season := range seasons {
		for level := range 2 {
			day := 0
			side := clubs[level*10 : level*10+10]
			for i, home := range side {
				for _, away := range side {
					if home != away {
						date := matchday.Date(2000+season, 8, 1).AddDate(0, 0, (day*7+i*23)%270)
						w.fixture(r, rng, date, home, away, level+1)
						day++
					}
				}
			}
		}
		clubs[8], clubs[9], clubs[10], clubs[11] = clubs[10], clubs[11], clubs[8], clubs[9]
		rng.Shuffle(10, func(i, j int) { clubs[i], clubs[j] = clubs[j], clubs[i] })
		rng.Shuffle(10, func(i, j int) { clubs[10+i], clubs[10+j] = clubs[10+j], clubs[10+i] })
		for c := range 20 {
			id := fmt.Sprintf("%s/club %02d", w.country, c)
			w.attack[id] = (1-w.drift)*w.attack[id] + w.drift*rng.NormFloat64()
			w.defence[id] = (1-w.drift)*w.defence[id] + w.drift*rng.NormFloat64()
		}
	}
}

func (w *truth) rates(home, away string) (lambda, mu float64) {
	return math.Exp(w.goals + w.edge/2 + w.attack[home] - w.defence[away]), math.Exp(w.goals - w.edge/2 + w.attack[away] - w.defence[home])
}

func (w *truth) fixture(r *matchday.Rows, rng *rand.Rand, date time.Time, home, away string, level int) {
	lambda, mu := w.rates(home, away)
	r.Fixtures = append(r.Fixtures, matchday.Fixture{
		ID: fmt.Sprintf("%s %s %s", date.Format(time.DateOnly), home, away), Country: w.country, Division: fmt.Sprintf("%s%d", w.country, level), Level: level,
		MatchDate: date, HomeTeamID: home, AwayTeamID: away, AsOf: date.Add(-24 * time.Hour),
	})
	r.KnownAt = append(r.KnownAt, date.Add(20*time.Hour))
	hg, ag := drawGoals(rng, lambda), drawGoals(rng, mu)
	r.HomeGoals, r.AwayGoals = append(r.HomeGoals, hg), append(r.AwayGoals, ag)
	r.HomeMix, r.AwayMix = append(r.HomeMix, (hg+lambda)/2), append(r.AwayMix, (ag+mu)/2)
	for c := range r.Columns {
		r.Columns[c] = append(r.Columns[c], math.NaN())
	}
}

func drawGoals(rng *rand.Rand, rate float64) float64 {
	u, k := rng.Float64(), 0
	for p := math.Exp(-rate); u > p && k < MaxGoals; k++ {
		u -= p
		p *= rate / float64(k+1)
	}
	return float64(k)
}

// emptyRows have the columns that the default configuration reads, and no rows.
func emptyRows() *matchday.Rows {
	names := []string{"log_rate_home", "log_rate_away", "stake_home", "stake_away", "dead_home", "dead_away", "draw_ok", "shots_20_home", "shots_20_away", "base_home", "base_draw", "base_away"}
	return &matchday.Rows{Names: names, Columns: make([][]float64, len(names))}
}

// before are the rows with a result known at t.
func before(r *matchday.Rows, t time.Time) []int { return r.KnownBefore(time.Time{}, t) }

// quick is the default configuration with a short walk.
func quick(halfLives ...float64) Config {
	cfg := DefaultConfig()
	cfg.HalfLifeDays, cfg.WalkDays, cfg.WalkYears = halfLives, 60, 1
	return cfg
}

func mustFit(t testing.TB, r *matchday.Rows, train []int, cfg Config, warm *Model) *Model {
	t.Helper()
	m, err := Fit(t.Context(), r, train, cfg, warm)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
