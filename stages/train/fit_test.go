package train_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/stages/train"
)

// today is when the tests' models are fitted; a season is left to predict.
var today = time.Date(2018, time.June, 30, 2, 0, 0, 0, time.UTC)

// fitted are the four models fitted on what was known at asOf. The ensemble learns from
// the out-of-time predictions of a walk over the seasons before.
func fitted(ctx context.Context, rows *matchday.Rows, conf matchday.Train, market string, asOf time.Time) (train.Models, error) {
	c, err := train.NewWalkForward(rows, conf, market)
	if err != nil {
		return train.Models{}, err
	}
	return c.Fit(ctx, asOf)
}

func fit(t *testing.T, rows *matchday.Rows, market string, asOf time.Time) train.Models {
	t.Helper()
	m, err := fitted(t.Context(), rows, small(), market, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// coming are the rows that the models have not seen.
func coming(rows *matchday.Rows) []int {
	var at []int
	for i := range rows.Fixtures {
		if rows.Fixtures[i].AsOf.After(today) {
			at = append(at, i)
		}
	}
	return at
}

// files are the saved bytes by name.
func files(t *testing.T, m train.Models) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "models")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	return contents(t, dir)
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(text)
	}
	return out
}

func TestTheSameRowsAndSeedGiveTheSameBytes(t *testing.T) {
	first, again := files(t, fit(t, world(), train.MarketOn, today)), files(t, fit(t, world(), train.MarketOn, today))
	names := []string{"dixon_coles.json", "elo.json", "ensemble.json", "ensemble_past.json", "goals_level.json", "lineup.json", "mixture.json", "models.json", "xgboost.json", "xgboost_past.json"}
	for _, name := range names {
		if first[name] == "" || first[name] != again[name] {
			t.Errorf("%s: %d bytes, then %d others", name, len(first[name]), len(again[name]))
		}
	}
	if len(first) != len(names) {
		t.Errorf("%d files; want %d", len(first), len(names))
	}
	conf := small()
	conf.Seed++
	other, err := fitted(t.Context(), world(), conf, train.MarketOn, today)
	if err != nil {
		t.Fatal(err)
	}
	if got := files(t, other); got["xgboost.json"] == first["xgboost.json"] {
		t.Error("another seed grew the same trees")
	}
}

func TestSavedModelsPredictTheSameBits(t *testing.T) {
	for _, market := range []string{train.MarketOff, train.MarketPast, train.MarketOn} {
		m := fit(t, world(), market, today)
		dir := filepath.Join(t.TempDir(), "models")
		if err := m.Save(dir); err != nil {
			t.Fatal(err)
		}
		back, err := train.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		at := coming(world())
		want, err := m.Predict(world(), at)
		if err != nil {
			t.Fatal(err)
		}
		got, err := back.Predict(world(), at)
		if err != nil {
			t.Fatal(err)
		}
		models := 4
		if market == train.MarketOn {
			models = 5
		}
		if d := cmp.Diff(want, got); d != "" || len(want) != models || len(want[train.Ensemble]) != len(at) {
			t.Errorf("market %s: %s", market, d)
		}
		if !back.AsOf.Equal(today) || back.Market != market {
			t.Errorf("loaded as of %s, market %s", back.AsOf, back.Market)
		}
	}
}

func TestAllFourLearnSomething(t *testing.T) {
	at := coming(world())
	said, err := fit(t, world(), train.MarketOff, today).Predict(world(), at)
	if err != nil {
		t.Fatal(err)
	}
	base, err := train.BaseRates(world(), at)
	if err != nil {
		t.Fatal(err)
	}
	prior := logLoss(world(), at, base)
	for name, probs := range said {
		if got := logLoss(world(), at, probs); !(got < prior-0.01) {
			t.Errorf("%s has a log loss of %.4f, base rates %.4f", name, got, prior)
		}
	}
}

func logLoss(rows *matchday.Rows, at []int, probs []matchday.Probs) float64 {
	sum := 0.0
	for k, i := range at {
		sum -= math.Log(probs[k][rows.Outcome(i).Index()])
	}
	return sum / float64(len(at))
}

func TestWhatBecameKnownLaterMovesNoModel(t *testing.T) {
	want := files(t, fit(t, world(), train.MarketOn, today))
	changed := &matchday.Rows{Fixtures: world().Fixtures, Names: columns}
	changed.KnownAt = slices.Clone(world().KnownAt)
	changed.HomeGoals, changed.AwayGoals = slices.Clone(world().HomeGoals), slices.Clone(world().AwayGoals)
	changed.HomeMix, changed.AwayMix = slices.Clone(world().HomeMix), slices.Clone(world().AwayMix)
	for _, c := range world().Columns {
		changed.Columns = append(changed.Columns, slices.Clone(c))
	}
	for i := range changed.Fixtures {
		if !changed.KnownAt[i].After(today) {
			continue
		}
		changed.HomeGoals[i], changed.AwayGoals[i] = changed.AwayGoals[i]+3, 0
		changed.HomeMix[i] = 9
		if i%3 == 0 {
			changed.KnownAt[i], changed.HomeGoals[i], changed.AwayGoals[i] = time.Time{}, math.NaN(), math.NaN()
		}
		for c := range changed.Columns {
			changed.Columns[c][i] = math.NaN()
		}
	}
	if d := cmp.Diff(want, files(t, fit(t, changed, train.MarketOn, today))); d != "" {
		t.Error(d)
	}
}

func TestACourseGoesOnFromItsLastfitted(t *testing.T) {
	c, err := train.NewWalkForward(world(), small(), train.MarketPast)
	if err != nil {
		t.Fatal(err)
	}
	earlier := today.AddDate(0, 0, -70)
	first, err := c.Fit(t.Context(), earlier)
	if err != nil {
		t.Fatal(err)
	}
	before := files(t, first)
	if _, err := c.Fit(t.Context(), today); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, files(t, first)); d != "" {
		t.Errorf("the later fit changed the earlier: %s", d)
	}
	if d := cmp.Diff(before, files(t, fit(t, world(), train.MarketPast, earlier))); d != "" {
		t.Errorf("the first fit of a course is not Fit: %s", d)
	}
	if _, err := c.Fit(t.Context(), earlier); err == nil || !strings.Contains(err.Error(), "has come to") {
		t.Errorf("going back gave %v", err)
	}
}

func TestBaseRatesOfOneResultAreMixedWithThePrior(t *testing.T) {
	rows := &matchday.Rows{
		Fixtures: make([]matchday.Fixture, 2), Names: []string{"base_home", "base_draw", "base_away"},
		Columns: [][]float64{{1, math.NaN()}, {0, math.NaN()}, {0, math.NaN()}},
	}
	got, err := train.BaseRates(rows, []int{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	want := matchday.Probs{1 - .55*.05/.27, .05, .28 * .05 / .27} // .05/.27 of .45, .27 and .28
	if math.Abs(got[0][0]-want[0])+math.Abs(got[0][1]-want[1])+math.Abs(got[0][2]-want[2]) > 1e-12 || got[1] != matchday.Uniform {
		t.Errorf("got %v, want %v and uniform", got, want)
	}
}

func TestWithLittleToLearnFromPriorsServe(t *testing.T) {
	early := world().Fixtures[250].AsOf
	m := fit(t, world(), train.MarketOn, early)
	dir := filepath.Join(t.TempDir(), "models")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, dir); len(got) != 4 || got["models.json"] == "" || got["goals_level.json"] == "" || got["lineup.json"] == "" || got["mixture.json"] == "" {
		t.Errorf("%d files for no models", len(got))
	}
	back, err := train.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	said, err := back.Predict(world(), []int{300})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range train.Base {
		if d := cmp.Diff(matchday.Probs{.45, .26, .29}, said[name][0], approximately); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if !said[train.Ensemble][0].Valid() {
		t.Errorf("ensemble %v", said[train.Ensemble][0])
	}
}

var approximately = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })

func TestSavingOverModelsAndLoadingHalfOfThemAreRefused(t *testing.T) {
	m := fit(t, world(), train.MarketOff, today)
	dir := filepath.Join(t.TempDir(), "models")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	if err := m.Save(dir); err == nil {
		t.Error("saved over saved models")
	}
	if err := os.Remove(filepath.Join(dir, "elo.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := train.Load(dir); err == nil || !strings.Contains(err.Error(), "elo") {
		t.Errorf("without elo.json: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "models.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := train.Load(dir); err == nil || !strings.Contains(err.Error(), "holds none") {
		t.Errorf("without the list of models: %v", err)
	}
}

func TestAnUnknownMarketAndALackingColumnAreNamed(t *testing.T) {
	if _, err := fitted(t.Context(), world(), small(), "all", today); err == nil || !strings.Contains(err.Error(), `"all"`) {
		t.Errorf("market all: %v", err)
	}
	lacking := *world()
	lacking.Names = slices.Clone(columns)
	lacking.Names[slices.Index(columns, "log_rate_home")] = "elsewhere"
	if _, err := fitted(t.Context(), &lacking, small(), train.MarketOff, today); err == nil || !strings.Contains(err.Error(), "log_rate") {
		t.Errorf("without log_rate_home: %v", err)
	}
	m := fit(t, world(), train.MarketOff, today)
	if _, err := m.Predict(&lacking, []int{5000}); err == nil || !strings.Contains(err.Error(), "log_rate_home") {
		t.Errorf("predict without log_rate_home: %v", err)
	}
}

func TestAnInfiniteFeatureIsNamedWithItsFixture(t *testing.T) {
	broken := *world()
	broken.Columns = slices.Clone(broken.Columns)
	column := slices.Index(columns, "elo_home")
	broken.Columns[column] = slices.Clone(broken.Columns[column])
	broken.Columns[column][7] = math.Inf(-1)
	_, err := fitted(t.Context(), &broken, small(), train.MarketOff, today)
	if err == nil || !strings.Contains(err.Error(), `"elo_home" of fixture `+world().Fixtures[7].ID+" is -Inf") {
		t.Errorf("got %v", err)
	}
}

func TestAFitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fitted(ctx, world(), small(), train.MarketOff, today); err == nil {
		t.Error("no error")
	}
}

func TestAWalkPredictsItsRangeByModelsOfThePast(t *testing.T) {
	from, to := matchday.Date(2018, time.August, 1), matchday.Date(2018, time.October, 31)
	var last float64
	walk := train.Walk{Rows: world(), From: from, To: to, Step: 7 * 24 * time.Hour, Market: train.MarketPast, Config: small(),
		Progress: func(share float64) {
			if share < last {
				t.Errorf("progress fell from %v to %v", last, share)
			}
			last = share
		}}
	p, err := walk.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var want []int
	for i := range world().Fixtures {
		if d := world().Fixtures[i].MatchDate; !d.Before(from) && !d.After(to) {
			want = append(want, i)
		}
	}
	if d := cmp.Diff(want, p.At); d != "" || len(want) == 0 || last != 1 {
		t.Errorf("rows predicted: %s; progress ended at %v", d, last)
	}
	// Models fitted for the second round of fixtures say what the walk said.
	m := fit(t, world(), train.MarketPast, world().Fixtures[p.At[0]].AsOf)
	said, err := m.Predict(world(), p.At[:1])
	if err != nil {
		t.Fatal(err)
	}
	if d := math.Abs(said[train.Elo][0][0] - p.Probs[train.Elo][0][0]); d > 0.02 {
		t.Errorf("Elo of a fit and of a walk differ by %v", d)
	}
}
