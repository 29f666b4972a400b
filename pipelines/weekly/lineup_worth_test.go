package weekly_test

import (
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"matchday"
	"matchday/invented/api"
	"matchday/invented/world"
	"matchday/pipelines/hometest"
	"matchday/pipelines/ingest"
	"matchday/stages/features"
	"matchday/stages/features/players"
	"matchday/stages/land/sportmonks"
	"matchday/stages/train"
	"matchday/stages/validate"
	"matchday/warehouse/lake"
)

// handed is a client's transport that hands requests to a handler.
type handed struct{ http.Handler }

func (h handed) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// beforeAndAfter is what is said of the same fixtures with the elevens that
// were to be expected and with the announced ones, beside what is so.
type beforeAndAfter struct {
	days                        []time.Time
	before, after, rates, truth []matchday.Probs
	outcomes                    []matchday.Outcome
}

// TestLineUpsBringPredictionsNearerToTheTruth holds, on a simulated season, the
// predictions made of announced elevens to those made of expected ones: same
// models, same fixtures, other inputs. The truth is known there, so that the gain
// can be told from the noise of 1,500 results, which is as large. Under
// MATCHDAY_SOAK twelve seasons of six worlds are pooled, and the results alone
// must tell: a fixture's difference has a standard deviation of .058, so that a
// gain of .0019 is four standard errors of 18,800. Six seasons were too few.
func TestLineUpsBringPredictionsNearerToTheTruth(t *testing.T) {
	t.Parallel()
	worlds, before, seasons := 1, 2, 1
	if os.Getenv("MATCHDAY_SOAK") != "" {
		worlds, before, seasons = 6, 3, 2
	}
	var all beforeAndAfter
	for seed := range worlds {
		all.play(t, uint64(seed+1), before, seasons)
	}
	n := len(all.outcomes)
	mean := func(what string, of func(i int) float64) validate.Interval {
		values := make([]float64, n)
		for i := range values {
			values[i] = of(i)
		}
		m := validate.MeanByDay(all.days, values, rand.New(rand.NewPCG(1, 1)))
		t.Logf("%-60s %+.5f [%+.5f, %+.5f]", what, m.Value, m.Low, m.High)
		return m
	}
	t.Logf("%d fixtures", n)
	mean("log loss with expected elevens", func(i int) float64 { return validate.LogLoss(all.before[i], all.outcomes[i]) })
	mean("log loss with announced elevens", func(i int) float64 { return validate.LogLoss(all.after[i], all.outcomes[i]) })
	loss := mean("the second less the first", func(i int) float64 {
		return validate.LogLoss(all.after[i], all.outcomes[i]) - validate.LogLoss(all.before[i], all.outcomes[i])
	})
	ensemble := mean("divergence from the truth with announced elevens", func(i int) float64 { return validate.Divergence(all.truth[i], all.after[i]) })
	nearer := mean("less that with expected elevens", func(i int) float64 {
		return validate.Divergence(all.truth[i], all.after[i]) - validate.Divergence(all.truth[i], all.before[i])
	})
	rates := mean("divergence of base rates", func(i int) float64 { return validate.Divergence(all.truth[i], all.rates[i]) })
	switch {
	case n < 1500*seasons*worlds:
		t.Errorf("%d fixtures are too few", n)
	case !(nearer.High < -.0005):
		t.Errorf("announced elevens bring predictions nearer to the truth by %.5f, at least %.5f; want .0005", -nearer.Value, -nearer.High)
	case !(ensemble.Value < rates.Value/2):
		t.Errorf("the ensemble lies %.5f from the truth, base rates %.5f", ensemble.Value, rates.Value)
	case !(loss.Value < 0), worlds > 1 && !(loss.High < 0):
		t.Errorf("announced elevens change the log loss by %+.5f [%+.5f, %+.5f]", loss.Value, loss.Low, loss.High)
	}
}

// play lands a world's seasons, trains on all before the last ones, and predicts
// these.
func (x *beforeAndAfter) play(t *testing.T, seed uint64, before, seasons int) {
	t.Helper()
	end := time.Date(2026, time.June, 20, 12, 0, 0, 0, time.UTC)
	first := matchday.Date(2025-before-seasons+1, time.July, 1)
	w := world.New(world.Options{Seed: seed, Seasons: before + seasons - 1, Start: end})
	env := hometest.DefaultEnv(t.TempDir())
	env.Now = func() time.Time { return end }
	if _, err := ingest.LandSportmonks(t.Context(), env, ingest.SportmonksOptions{
		From: first, To: end, BaseURL: "http://simulator/v3", Key: sportmonks.NewKey("key"), HTTP: &http.Client{Transport: handed{api.Handler(w, api.Options{RateLimit: math.MaxInt32})}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := features.Run(t.Context(), features.Input{Lake: env.Lake()}); err != nil {
		t.Fatal(err)
	}
	rows, err := features.Read(t.Context(), env.Lake())
	if err != nil {
		t.Fatal(err)
	}
	start := matchday.Date(2025-seasons+1, time.July, 1)
	walk, err := train.NewWalkForward(rows, env.Config.Train, train.MarketPast)
	if err != nil {
		t.Fatal(err)
	}
	models, err := walk.Fit(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	truths := truthsOf(t, env.Lake(), w, start, end)
	var at []int
	for i := range rows.Fixtures {
		if _, ok := truths[rows.Fixtures[i].ID]; ok && rows.Outcome(i) != matchday.NoOutcome {
			at = append(at, i)
			x.days = append(x.days, rows.Fixtures[i].MatchDate)
			x.outcomes = append(x.outcomes, rows.Outcome(i))
			x.truth = append(x.truth, truths[rows.Fixtures[i].ID].Lineups)
		}
	}
	ensemble := func(rows *matchday.Rows) []matchday.Probs {
		said, err := models.Predict(rows, at)
		if err != nil {
			t.Fatal(err)
		}
		return said[train.Ensemble]
	}
	rates, err := train.BaseRates(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	x.rates = append(x.rates, rates...)
	x.before = append(x.before, ensemble(rows)...)
	x.after = append(x.after, ensemble(announced(t, env.Lake(), rows))...)
}

// announced are the rows as they are once the elevens are known.
func announced(t *testing.T, l lake.Lake, rows *matchday.Rows) *matchday.Rows {
	t.Helper()
	staged, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	lineups, err := staged.Paths("lineups")
	if err != nil {
		t.Fatal(err)
	}
	sidelined, err := staged.Paths("sidelined")
	if err != nil {
		t.Fatal(err)
	}
	elevens, err := players.Compute(rows.Fixtures, rows.KnownAt, players.Staged{Lineups: lineups, Sidelined: sidelined, Actual: true})
	if err != nil {
		t.Fatal(err)
	}
	out := *rows
	out.Columns = slices.Clone(rows.Columns)
	for c, name := range players.Names {
		out.Columns[slices.Index(rows.Names, name)] = elevens.Actual[c]
	}
	return &out
}

// truthsOf are the truths of the fixtures that kick off in a span, by our ids.
func truthsOf(t *testing.T, l lake.Lake, w *world.World, from, to time.Time) map[string]world.Truth {
	t.Helper()
	bySource := map[string]world.Truth{}
	for _, truth := range w.Truths(from, to) {
		bySource[strconv.FormatInt(truth.FixtureID, 10)] = truth
	}
	manifest, err := l.Current(lake.Staged)
	if err != nil {
		t.Fatal(err)
	}
	path, err := manifest.Path("crosswalk")
	if err != nil {
		t.Fatal(err)
	}
	pairs, err := parquet.ReadFile[struct {
		Entity      string `parquet:"entity"`
		SourceID    string `parquet:"source_id"`
		CanonicalID string `parquet:"canonical_id"`
	}](path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]world.Truth{}
	for _, p := range pairs {
		if truth, ok := bySource[p.SourceID]; ok && p.Entity == "fixture" {
			out[p.CanonicalID] = truth
		}
	}
	return out
}
