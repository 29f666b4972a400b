package dixoncoles

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"matchday"
)

func save(t testing.TB, m *Model) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestKnownWorldIsRecovered(t *testing.T) {
	r, w := emptyRows(), newTruth("X", 3)
	w.play(r, 8, 3)
	m := mustFit(t, r, upTo(r.Len()), quick(450), nil)
	var squares, spread float64
	n := 0.0
	f := matchday.Fixture{Country: "X", Division: "X1", Level: 1}
	for a := range 10 {
		for b := range 20 { // across divisions too: promoted clubs tie them
			if a == b {
				continue
			}
			f.HomeTeamID, f.AwayTeamID = fmt.Sprintf("X/club %02d", a), fmt.Sprintf("X/club %02d", b)
			home, away := m.Systems[0].logRates(&f, m.Config.Priors)
			lambda, mu := w.rates(f.HomeTeamID, f.AwayTeamID)
			truth := math.Log(lambda / mu)
			squares += (home - away - truth) * (home - away - truth)
			spread += (truth - w.edge) * (truth - w.edge)
			n++
		}
	}
	if share := squares / spread; share > .12 {
		t.Errorf("errors of log λ/μ have %.2f of the truth's variance, want below 0.12", share)
	}
	for _, c := range []Calibration{m.Calibrations.Results, m.Calibrations.Goals} {
		if math.Abs(c.Difference[1]-1) > .2 || math.Abs(c.Rho) > .08 || math.Abs(c.Width-1) > .12 {
			t.Errorf("calibration %+v: want a slope of about 1, a rho of about 0 and a width of about 1", c)
		}
	}
}

func TestWarmAndColdReachOneOptimum(t *testing.T) {
	r := emptyRows()
	newTruth("X", 5).play(r, 4, 5)
	slices.SortStableFunc(r.Fixtures, func(a, b matchday.Fixture) int { return a.AsOf.Compare(b.AsOf) }) // goals are drawn at random all the same
	for i := range r.Fixtures {
		r.KnownAt[i] = r.Fixtures[i].AsOf.AddDate(0, 0, 2)
	}
	cfg := quick(200)
	earlier := mustFit(t, r, upTo(r.Len()-80), cfg, nil)
	warm := mustFit(t, r, upTo(r.Len()), cfg, earlier)
	cold := mustFit(t, r, upTo(r.Len()), cfg, nil)
	if warm.Calibrations.Results.Rho != earlier.Calibrations.Results.Rho {
		t.Error("a fresh calibration was not kept")
	}
	for i, c := range cold.Systems[0].Clubs {
		w := warm.Systems[0].Clubs[i]
		if c.ID != w.ID || math.Abs(c.Attack-w.Attack) > 1e-4 || math.Abs(c.Defence-w.Defence) > 1e-4 {
			t.Errorf("%+v cold, %+v warm", c, w)
		}
	}
	stale := *earlier
	stale.CalibratedAt = stale.CalibratedAt.AddDate(-2, 0, 0)
	if again := mustFit(t, r, upTo(r.Len()), cfg, &stale); again.Calibrations.Results.Fixtures == 0 || !again.CalibratedAt.After(earlier.CalibratedAt) {
		t.Error("a stale calibration was not renewed")
	}
}

func TestProcessorsDoNotMatter(t *testing.T) {
	r := emptyRows()
	for k := range 5 {
		newTruth(fmt.Sprintf("C%d", k), uint64(k)).play(r, 2, uint64(k))
	}
	run := func(procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		return save(t, mustFit(t, r, upTo(r.Len()), quick(100, 300), nil))
	}
	if run(1) != run(4) {
		t.Error("the models of one and four processors differ")
	}
}

func TestSavedAndLoadedPredictsTheSameBits(t *testing.T) {
	r := emptyRows()
	newTruth("X", 6).play(r, 2, 6)
	m := mustFit(t, r, upTo(r.Len()), quick(150), nil)
	saved := save(t, m)
	loaded, err := Load(strings.NewReader(saved))
	if err != nil {
		t.Fatal(err)
	}
	want, _ := m.Predict(r, upTo(r.Len()))
	got, err := loaded.Predict(r, upTo(r.Len()))
	if err != nil || !slices.Equal(want, got) {
		t.Errorf("predictions differ after saving and loading (%v)", err)
	}
	if next := mustFit(t, r, upTo(r.Len()), quick(150), loaded); next.CalibratedAt != m.CalibratedAt {
		t.Error("a loaded model does not serve as a warm start")
	}
	r.Names = slices.Clone(r.Names)
	r.Names[0] = "other"
	if _, err := loaded.Predict(r, []int{0}); err == nil || !strings.Contains(err.Error(), `"log_rate_home"`) {
		t.Errorf("got %v, want an error that names the absent column", err)
	}
	if _, err := Load(strings.NewReader(`{"config":{"rates":["log_rate"]},"calibrations":{"results":{"difference":[1]}}}`)); err == nil {
		t.Error("a model without its coefficients was loaded")
	}
}

func TestEveryFixtureIsPredicted(t *testing.T) {
	r := emptyRows()
	w := newTruth("X", 7)
	w.play(r, 2, 7)
	rng := rand.New(rand.NewPCG(1, 1))
	n := r.Len()
	w.fixture(r, rng, matchday.Date(2003, 1, 1), "X/club 03", "X/newcomer", 1)
	w.fixture(r, rng, matchday.Date(2003, 1, 1), "X/newcomer", "X/another", 3) // a new division
	r.Fixtures[n].HomeTeamID = "X/club 03"
	newTruth("Y", 8).fixture(r, rng, matchday.Date(2003, 1, 1), "Y/a", "Y/b", 1) // a new country
	for _, train := range [][]int{nil, {0}, upTo(5), upTo(n)} {
		m := mustFit(t, r, train, quick(150, 300), nil)
		p, err := m.Predict(r, upTo(r.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for i := range p {
			if !p[i].Valid() || p[i][0] < .02 || p[i][2] < .02 {
				t.Fatalf("trained on %d rows: row %d gets %v", len(train), i, p[i])
			}
		}
		if last := p[r.Len()-1]; !(last[0] > last[2]+.1 && last[0] < .55) {
			t.Errorf("trained on %d rows: an unknown country gets %v, want a home advantage", len(train), last)
		}
	}
}

func TestPromotedClubDoesNotExplode(t *testing.T) {
	r, w := emptyRows(), newTruth("X", 9)
	w.play(r, 2, 9)
	rng := rand.New(rand.NewPCG(1, 1))
	date := matchday.Date(2002, 8, 10)
	w.fixture(r, rng, date, "X/club 00", "X/newcomer", 1)
	i := r.Len() - 1
	r.HomeGoals[i], r.AwayGoals[i], r.HomeMix[i], r.AwayMix[i] = 9, 0, 9, 0
	m := mustFit(t, r, upTo(r.Len()), quick(150), nil)
	c := m.Systems[0].Clubs[m.Systems[0].clubAt["X/newcomer"]]
	d := m.Systems[0].division("X1", 1, m.Config.Priors)
	if !(c.Defence < d.Defence && c.Defence > d.Defence-.5 && math.Abs(c.Attack-d.Attack) < .2) {
		t.Errorf("after one 0–9 the newcomer is %+v in %+v: want it somewhat below the mean", c, d)
	}
}

func TestWhatIsNotInTheTrainingRowsChangesNothing(t *testing.T) {
	r := emptyRows()
	newTruth("X", 10).play(r, 4, 10)
	cut := matchday.Date(2003, 1, 1)
	want := save(t, mustFit(t, r, before(r, cut), quick(100, 300), nil))
	for i, known := range r.KnownAt {
		if known.After(cut) {
			r.HomeGoals[i], r.AwayGoals[i], r.HomeMix[i], r.AwayMix[i] = 7, 7, 7, 7
			r.Fixtures[i].HomeTeamID, r.Fixtures[i].Division = "X/unheard of", "X9"
		}
	}
	if got := save(t, mustFit(t, r, before(r, cut), quick(100, 300), nil)); got != want {
		t.Error("results known after the cut changed the model")
	}
}

func TestRestlessClubsAreForgottenFaster(t *testing.T) {
	for _, c := range []struct {
		drift float64
		want  float64
	}{{0, 450}, {.4, 100}} {
		r, w := emptyRows(), newTruth("X", 11)
		w.drift = c.drift
		w.play(r, 8, 11)
		cfg := quick(100, 450)
		cfg.WalkYears = 3
		lives, _, err := ChooseHalfLife(t.Context(), r, upTo(r.Len()), cfg)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lives {
			if l.Days != c.want {
				t.Errorf("yearly drift %v: %+v, want %v days", c.drift, l, c.want)
			}
		}
	}
}

func TestStakeMovesTheRates(t *testing.T) {
	r, w := emptyRows(), newTruth("X", 12)
	w.play(r, 6, 12)
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range r.Fixtures { // whoever has a stake scores half as much again
		f := &r.Fixtures[i]
		lambda, mu := w.rates(f.HomeTeamID, f.AwayTeamID)
		home, away := rng.Float64(), rng.Float64()
		r.Columns[2][i], r.Columns[3][i] = home, away
		d := .4 * (home - away)
		r.HomeGoals[i], r.AwayGoals[i] = drawGoals(rng, lambda*math.Exp(d)), drawGoals(rng, mu*math.Exp(-d))
		r.HomeMix[i], r.AwayMix[i] = (r.HomeGoals[i]+lambda)/2, (r.AwayGoals[i]+mu)/2
	}
	cfg := quick(300)
	cfg.WalkYears = 4
	m := mustFit(t, r, upTo(r.Len()), cfg, nil)
	if got := m.Calibrations.Results.Difference[3]; math.Abs(got-.8) > .25 {
		t.Errorf("the stake's coefficient in log λ/μ is %v, want about 0.8", got)
	}
}

func TestConfigurationErrorsNameTheKey(t *testing.T) {
	for key, change := range map[string]func(*Config){
		"observe": func(c *Config) { c.Observe = "shots" }, "half_life_days": func(c *Config) { c.HalfLifeDays = []float64{5000} },
		"variance": func(c *Config) { c.Priors.ClubVariance = 0 }, "walk_days": func(c *Config) { c.WalkDays = 0 },
	} {
		cfg := DefaultConfig()
		change(&cfg)
		if _, err := Fit(t.Context(), emptyRows(), nil, cfg, nil); err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: got %v", key, err)
		}
	}
}
