package pipelines

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/lineup"
	"matchday/stages/validate"
)

// saidBy is what one of them says in a report.
func saidBy(r ExplainReport, model string) matchday.Probs {
	for _, s := range r.Said {
		if s.Model == model {
			return s.Probs
		}
	}
	return matchday.Probs{}
}

func logits(p matchday.Probs) [3]float64 {
	return [3]float64{math.Log(p[0]), math.Log(p[1]), math.Log(p[2])}
}

// movedMost is by how much a feature moved one outcome against another at most.
func movedMost(m TreeMoved) float64 { return slices.Max(m.Moved[:]) - slices.Min(m.Moved[:]) }

// addsUp holds the parts of an explanation against what they explain.
func addsUp(t *testing.T, r ExplainReport) {
	t.Helper()
	if r.Trees == nil { // as in the first years of a small league
		r.Trees = &TreeMoves{Start: logits(saidBy(r, train.XGBoost)), Margin: logits(saidBy(r, train.XGBoost))}
	}
	sum := r.Trees.Start
	for _, f := range r.Trees.Features {
		for c := range sum {
			sum[c] += f.Moved[c]
		}
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-5 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	trees, says := matchday.Softmax(sum), saidBy(r, train.XGBoost)
	move := 0.0
	for _, p := range r.Lineups.Parts {
		if p.Value != nil {
			move += *p.Value * p.Weight
		}
	}
	near("the line-up's move", r.Lineups.Move, move)
	after, ensemble := lineup.Adjust(saidBy(r, "ensemble_before_lineups"), r.Lineups.Move), saidBy(r, train.Ensemble)
	z := r.Ensemble.Bias
	for _, w := range r.Ensemble.Weights {
		for c, p := range saidBy(r, w.Model) {
			z[c] += w.Weight * math.Log(p)
		}
	}
	blend := matchday.Softmax(z)
	for c := range trees {
		near("margin", sum[c], r.Trees.Margin[c])
		near("XGBoost by its contributions", trees[c], says[c])
		near("the ensemble by the line-up's move", after[c], ensemble[c])
		if r.Ensemble.How == "weighted" && r.Ensemble.Slope == nil {
			near("the ensemble by its weights", blend[c], saidBy(r, "ensemble_before_lineups")[c])
		}
	}
	for k := 1; k < len(r.Trees.Features); k++ {
		if movedMost(r.Trees.Features[k]) > movedMost(r.Trees.Features[k-1]) {
			t.Errorf("feature %d moved more than the one before it", k)
		}
	}
}

func TestAPredictionIsExplainedByWhatWasKnownThen(t *testing.T) {
	home := liveHome(t)
	first := mustHourly(t, home, liveFriday, HourlyOptions{Within: 96 * time.Hour})
	later := mustHourly(t, home, liveFriday.Add(time.Hour), HourlyOptions{Within: 96 * time.Hour})
	landAt(t, home, liveTuesday) // the results, and later prices
	mustSettle(t, home, liveTuesday)
	env := weeklyEnv(home, liveTuesday)
	bet := first.Bets[0]
	r, err := Explain(t.Context(), env, ExplainOptions{Fixture: bet.FixtureID, Run: first.RunID})
	if err != nil {
		t.Fatal(err)
	}
	if r.Identical == nil || !*r.Identical || r.RunID != first.RunID || !r.AsOf.Equal(liveFriday) {
		t.Errorf("it explains %+v of run %s, as the books have it: %v", r.PredictionID, r.RunID, r.Identical)
	}
	addsUp(t, r)
	if r.Trees == nil || movedMost(r.Trees.Features[0]) == 0 || r.Trees.Features[0].Value == nil {
		t.Errorf("the trees moved nothing: %+v", r.Trees)
	}
	if len(r.Bets) == 0 || len(r.Bets)+len(r.Skips) < 2 || !saidBy(r, marketPre).Valid() || saidBy(r, validate.BaseRate) == matchday.Uniform {
		t.Errorf("%d bets, %d skips, said %v", len(r.Bets), len(r.Skips), r.Said)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"made again to the bit", bet.Strategy + " bet " + bet.Stake.StringFixed(2), "What moved XGBoost most", "start", "The ensemble is the weighted sum"} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("the text does not say %q:\n%s", part, text.String())
		}
	}
	// By name, and the newest without a run.
	newest, err := Explain(t.Context(), env, ExplainOptions{Fixture: strings.ToUpper(r.Home + " - " + r.Away)})
	if err != nil {
		t.Fatal(err)
	}
	if newest.RunID != later.RunID || !*newest.Identical || newest.FixtureID != r.FixtureID {
		t.Errorf("the newest is of run %s", newest.RunID)
	}
}

func TestAFixtureThatNobodyPredictedIsExplainedAsOfNow(t *testing.T) {
	home := liveHome(t)
	first := mustHourly(t, home, liveFriday, HourlyOptions{Within: 24 * time.Hour})
	id := one(t, home, "SELECT fixture_id FROM fixtures WHERE kickoff > TIMESTAMPTZ '2025-03-08 18:00:00Z' AND fixture_id NOT IN (SELECT fixture_id FROM predictions) ORDER BY kickoff LIMIT 1")
	r, err := Explain(t.Context(), weeklyEnv(home, liveFriday.Add(time.Minute)), ExplainOptions{Fixture: id})
	if err != nil {
		t.Fatal(err)
	}
	addsUp(t, r)
	if r.Stored != nil || r.Identical != nil || r.PredictionID != "" || r.Model != first.Model || len(r.Bets)+len(r.Skips) != 0 {
		t.Errorf("of a fixture without a prediction it says %+v", r)
	}
	refused := func(o ExplainOptions, hint string) {
		t.Helper()
		_, err := Explain(t.Context(), weeklyEnv(home, liveFriday.Add(time.Minute)), o)
		if !errors.As(err, new(Refused)) || !strings.Contains(err.Error(), hint) {
			t.Errorf("%+v: %v, want a refusal that says %q", o, err, hint)
		}
	}
	refused(ExplainOptions{Fixture: "Nobody United"}, "no fixture")
	refused(ExplainOptions{Fixture: " - "}, "more than one")
	refused(ExplainOptions{Fixture: id, Run: first.RunID}, "none of them of run")
	played := one(t, home, "SELECT fixture_id FROM fixtures WHERE state = 'finished' ORDER BY kickoff DESC LIMIT 1")
	refused(ExplainOptions{Fixture: played}, "was not one to come")
}
