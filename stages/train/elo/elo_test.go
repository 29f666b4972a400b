package elo_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/train/elo"
)

var ctx = context.Background()

var columns = []string{"elo_diff", "elo_home", "elo_away", "stake_home", "stake_away", "dead_home", "dead_away", "draw_ok", "level_sum", "season_progress", "base_home", "base_draw", "base_away"}

// world draws results from ratings: log odds of home against away win are
// elo_diff/100 + 0.3.
func world(n int) *matchday.Rows {
	rng := rand.New(rand.NewPCG(1, 2))
	r := &matchday.Rows{Names: columns, Columns: make([][]float64, len(columns))}
	for i := range n {
		home, away := 1500+100*rng.NormFloat64(), 1500+100*rng.NormFloat64()
		z := ((home-away)/100 + .3) / 2
		p := matchday.Softmax([3]float64{z, -.2, -z})
		u, hg, ag := rng.Float64(), 0., 0.
		switch {
		case u < p[0]:
			hg = 1
		case u > p[0]+p[1]:
			ag = 1
		}
		at := matchday.Date(2010, 1, 1).Add(time.Duration(i) * time.Hour)
		r.Fixtures = append(r.Fixtures, matchday.Fixture{Country: "England", AsOf: at, Level: 1})
		r.KnownAt = append(r.KnownAt, at)
		r.HomeGoals, r.AwayGoals = append(r.HomeGoals, hg), append(r.AwayGoals, ag)
		values := []float64{home - away, home, away, rng.Float64(), rng.Float64(), 0, 0, 0, 3000, .5, .45, .27, .28}
		for c, v := range values {
			r.Columns[c] = append(r.Columns[c], v)
		}
	}
	return r
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func fit(t *testing.T, r *matchday.Rows, train []int) *elo.Model {
	t.Helper()
	m, err := elo.Fit(ctx, r, train, elo.DefaultConfig(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMapIsThatOfTheWorld(t *testing.T) {
	r := world(20000)
	m := fit(t, r, upTo(19990))
	at := 19995
	for _, diff := range []float64{-200, -50, 0, 50, 200} {
		r.Columns[0][at] = diff
		p, err := m.Predict(r, []int{at})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := math.Log(p[0][0]/p[0][2]), diff/100+.3; math.Abs(got-want) > .12 {
			t.Errorf("difference %v: log odds %.3f, want %.3f", diff, got, want)
		}
	}
}

func TestEveryFixtureIsPredicted(t *testing.T) {
	r := world(300)
	for c := range r.Columns {
		r.Columns[c][7] = math.NaN()
	}
	for _, train := range [][]int{nil, {3}, {7}, upTo(300)} {
		p, err := fit(t, r, train).Predict(r, upTo(300))
		if err != nil {
			t.Fatal(err)
		}
		for i := range p {
			if !p[i].Valid() {
				t.Fatalf("trained on %d rows: row %d gets %v", len(train), i, p[i])
			}
		}
	}
	p, err := fit(t, r, nil).Predict(r, []int{0})
	if err != nil {
		t.Fatal(err)
	}
	for c, want := range elo.DefaultConfig().Prior {
		if math.Abs(p[0][c]-want) > 1e-9 {
			t.Errorf("trained on nothing: %v, want the prior", p[0])
		}
	}
}

func TestSavedAndLoadedPredictsTheSameBits(t *testing.T) {
	r := world(2000)
	m := fit(t, r, upTo(2000))
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		t.Fatal(err)
	}
	loaded, err := elo.Load(&b)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := m.Predict(r, upTo(2000))
	got, err := loaded.Predict(r, upTo(2000))
	if err != nil || !slices.Equal(want, got) {
		t.Errorf("predictions differ after saving and loading (%v)", err)
	}
}

func TestErrorsNameWhatIsMissing(t *testing.T) {
	r := world(10)
	cfg := elo.DefaultConfig()
	cfg.Terms = []string{"luck"}
	if _, err := elo.Fit(ctx, r, nil, cfg, nil); err == nil || !strings.Contains(err.Error(), `"luck"`) {
		t.Errorf("got %v, want an error that names the term", err)
	}
	m := fit(t, r, upTo(10))
	r.Names = slices.Clone(r.Names)
	r.Names[slices.Index(r.Names, "draw_ok")] = "other"
	if _, err := m.Predict(r, []int{0}); err == nil || !strings.Contains(err.Error(), `"draw_ok"`) {
		t.Errorf("got %v, want an error that names the column", err)
	}
}
