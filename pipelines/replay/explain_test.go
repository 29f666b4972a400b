package replay_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/live"
	"matchday/pipelines/livetest"
	"matchday/pipelines/replay"
	"matchday/pipelines/weekly"
	"matchday/stages/train"
	"matchday/stages/validate"
)

func TestAPredictionIsExplainedByWhatWasKnownThen(t *testing.T) {
	home := livetest.Home(t)
	first := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 96 * time.Hour})
	later := livetest.MustHourly(t, home, hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{Within: 96 * time.Hour})
	hometest.LandEdition(t, home, hometest.LiveTuesday) // the results, and later prices
	livetest.MustSettle(t, home, hometest.LiveTuesday)
	env := hometest.Env(home, hometest.LiveTuesday)
	bet := first.Bets[0]
	r, err := replay.Explain(t.Context(), env, replay.ExplainOptions{Fixture: bet.FixtureID, Run: first.RunID})
	if err != nil {
		t.Fatal(err)
	}
	if r.Identical == nil || !*r.Identical || r.RunID != first.RunID || !r.AsOf.Equal(hometest.LiveFriday) {
		t.Errorf("it explains %+v of run %s, as the warehouse has it: %v", r.PredictionID, r.RunID, r.Identical)
	}
	livetest.AddsUp(t, r)
	if r.Trees == nil || livetest.MovedMost(r.Trees.Features[0]) == 0 || r.Trees.Features[0].Value == nil {
		t.Errorf("the trees moved nothing: %+v", r.Trees)
	}
	if len(r.Bets) == 0 || len(r.Bets)+len(r.Skips) < 2 || !livetest.ProbsOf(r, validate.MarketPre).Valid() || livetest.ProbsOf(r, validate.BaseRate) == matchday.Uniform {
		t.Errorf("%d bets, %d skips, said %v", len(r.Bets), len(r.Skips), r.Probs)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"made again to the bit", bet.Strategy + " bet " + bet.Stake.StringFixed(2), "(model 0.", ", sharp price 0.", "What moved XGBoost most", "start",
		"The ensemble is the weighted sum", "The weight of the forecast against the sharp price: 1x2 ",
	} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("the text does not say %q:\n%s", part, text.String())
		}
	}
	// By name, and the newest without a run.
	newest, err := replay.Explain(t.Context(), env, replay.ExplainOptions{Fixture: strings.ToUpper(r.Home + " - " + r.Away)})
	if err != nil {
		t.Fatal(err)
	}
	if newest.RunID != later.RunID || !*newest.Identical || newest.FixtureID != r.FixtureID {
		t.Errorf("the newest is of run %s", newest.RunID)
	}
}

func TestOnIsExplainedByTheMixtureAndStoresWhatPastSays(t *testing.T) {
	home := livetest.Home(t)
	if _, err := weekly.Run(t.Context(), hometest.Env(home, hometest.LiveFriday), weekly.Options{Market: train.MarketOn, Force: true}); err != nil {
		t.Fatal(err)
	}
	run := livetest.MustHourly(t, home, hometest.LiveFriday.Add(time.Hour), live.HourlyOptions{Within: 96 * time.Hour})
	asked := "SELECT p.fixture_id FROM predictions p JOIN model_predictions a USING (prediction_id) JOIN model_predictions m USING (prediction_id) " +
		"WHERE a.model = 'ensemble_past' AND m.model = 'market_pre' AND a.home_win_prob <> p.home_win_prob LIMIT 1"
	r, err := replay.Explain(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(2*time.Hour)), replay.ExplainOptions{Fixture: hometest.QueryOne(t, home, asked), Run: run.RunID})
	if err != nil {
		t.Fatal(err)
	}
	livetest.AddsUp(t, r)
	if r.Mixture == nil || len(r.Mixture.Experts) != 4 || r.Mixture.Group != "others" || r.Mixture.Learned < 300 || !*r.Identical {
		t.Errorf("it is explained by %+v; identical: %v", r.Mixture, *r.Identical)
	}
	stored := hometest.QueryOne(t, home, "SELECT printf('%.17g', home_win_prob) FROM model_predictions WHERE model = 'ensemble_past' AND prediction_id = '"+r.PredictionID+"'")
	if said := fmt.Sprintf("%.17g", livetest.ProbsOf(r, train.EnsemblePast)[0]); said != stored {
		t.Errorf("past says %s, stored is %s", said, stored)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"The ensemble is the weighted mean", "× average (", "results (others).", "The stack is the weighted sum", "ensemble_past"} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("the text does not say %q:\n%s", part, text.String())
		}
	}
}

func TestAFixtureThatNobodyPredictedIsExplainedAsOfNow(t *testing.T) {
	home := livetest.Home(t)
	first := livetest.MustHourly(t, home, hometest.LiveFriday, live.HourlyOptions{Within: 24 * time.Hour})
	id := hometest.QueryOne(t, home, "SELECT fixture_id FROM fixtures WHERE kickoff > TIMESTAMPTZ '2025-03-08 18:00:00Z' AND fixture_id NOT IN (SELECT fixture_id FROM predictions) ORDER BY kickoff LIMIT 1")
	r, err := replay.Explain(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(time.Minute)), replay.ExplainOptions{Fixture: id})
	if err != nil {
		t.Fatal(err)
	}
	livetest.AddsUp(t, r)
	if r.Stored != nil || r.Identical != nil || r.PredictionID != "" || r.Model != first.Model || len(r.Bets)+len(r.Skips) != 0 {
		t.Errorf("of a fixture without a prediction it says %+v", r)
	}
	refused := func(o replay.ExplainOptions, hint string) {
		t.Helper()
		_, err := replay.Explain(t.Context(), hometest.Env(home, hometest.LiveFriday.Add(time.Minute)), o)
		if !errors.As(err, new(job.BadInput)) || !strings.Contains(err.Error(), hint) {
			t.Errorf("%+v: %v, want a refusal that says %q", o, err, hint)
		}
	}
	refused(replay.ExplainOptions{Fixture: "Nobody United"}, "no fixture")
	refused(replay.ExplainOptions{Fixture: " - "}, "more than one")
	refused(replay.ExplainOptions{Fixture: id, Run: first.RunID}, "none of the 0 stored predictions")
	played := hometest.QueryOne(t, home, "SELECT fixture_id FROM fixtures WHERE state = 'finished' ORDER BY kickoff DESC LIMIT 1")
	refused(replay.ExplainOptions{Fixture: played}, "was not a coming one")
}
