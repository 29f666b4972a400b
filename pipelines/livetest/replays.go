package livetest

import (
	"bytes"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"matchday"
	"matchday/pipelines/hometest"
	"matchday/pipelines/job"
	"matchday/pipelines/replay"
	"matchday/stages/train"
	"matchday/stages/train/lineupweights"
)

// ProbsOf is what one of them says in a report.
func ProbsOf(r replay.ExplainReport, model string) matchday.Probs {
	for _, s := range r.Probs {
		if s.Model == model {
			return s.Probs
		}
	}
	return matchday.Probs{}
}

func logits(p matchday.Probs) [3]float64 {
	return [3]float64{math.Log(p[0]), math.Log(p[1]), math.Log(p[2])}
}

// MovedMost is by how much a feature moved one outcome against another at most.
func MovedMost(m replay.TreeMoved) float64 { return slices.Max(m.Moved[:]) - slices.Min(m.Moved[:]) }

// member is what a member of the stack says: a model, or an expert of the mixture.
func member(r replay.ExplainReport, name string) matchday.Probs {
	if r.Mixture != nil {
		for _, e := range r.Mixture.Experts {
			if e.Expert == name {
				return e.Probs
			}
		}
	}
	return ProbsOf(r, name)
}

// AddsUp holds the parts of an explanation against what they explain.
func AddsUp(t *testing.T, r replay.ExplainReport) {
	t.Helper()
	if r.Trees == nil { // as in the first years of a small league
		r.Trees = &replay.TreeMoves{Start: logits(ProbsOf(r, train.XGBoost)), Margin: logits(ProbsOf(r, train.XGBoost))}
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
	trees, says := matchday.Softmax(sum), ProbsOf(r, train.XGBoost)
	move := 0.0
	for _, p := range r.Lineups.Parts {
		if p.Value != nil {
			move += *p.Value * p.Weight
		}
	}
	near("the line-up's move", r.Lineups.Move, move)
	after, ensemble := lineupweights.Adjust(ProbsOf(r, "ensemble_before_lineups"), r.Lineups.Move), ProbsOf(r, train.Ensemble)
	z := r.Ensemble.Bias
	for _, w := range r.Ensemble.Weights {
		for c, p := range member(r, w.Model) {
			z[c] += w.Weight * math.Log(p)
		}
	}
	blend, before := matchday.Softmax(z), ProbsOf(r, "ensemble_before_lineups")
	stack := before
	if r.Mixture != nil {
		mixed := matchday.Probs{}
		for _, e := range r.Mixture.Experts {
			for c, p := range e.Probs {
				mixed[c] += e.Weight * p
			}
			if e.Expert == "stack" {
				stack = e.Probs
			}
		}
		for c := range mixed {
			near("the ensemble by its mixture", mixed[c], before[c])
		}
	}
	for c := range trees {
		near("margin", sum[c], r.Trees.Margin[c])
		near("XGBoost by its contributions", trees[c], says[c])
		near("the ensemble by the line-up's move", after[c], ensemble[c])
		if r.Ensemble.How == "weighted" && r.Ensemble.Slope == nil {
			near("the stack by its weights", blend[c], stack[c])
		}
	}
	for k := 1; k < len(r.Trees.Features); k++ {
		if MovedMost(r.Trees.Features[k]) > MovedMost(r.Trees.Features[k-1]) {
			t.Errorf("feature %d moved more than the one before it", k)
		}
	}
}

// MadeAgain makes n of a home's runs again, those that wrote something before
// others, or all where MATCHDAY_SOAK asks for it.
func MadeAgain(t *testing.T, env job.Env, n int) {
	t.Helper()
	runs := strings.Fields(hometest.Query(t, env.Home, `SELECT run_id FROM runs WHERE pipeline IN ('hourly', 'lineups', 'settle') AND status = 'done'
		ORDER BY run_id IN (SELECT run_id FROM predictions UNION ALL SELECT run_id FROM ledger) DESC, hash(run_id)`))[1:]
	if len(runs) < n {
		t.Fatalf("there are only %d runs to be made again", len(runs))
	}
	if os.Getenv("MATCHDAY_SOAK") == "" {
		runs = runs[:n]
	}
	r, err := replay.Run(t.Context(), env, replay.Options{Runs: runs})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := errors.Join(r.WriteText(&text), r.Err()); err != nil {
		t.Errorf("%v\n%s", err, text.String())
	}
	for _, run := range r.Runs {
		if !run.SameInputs {
			t.Errorf("%s had other inputs", run.RunID)
		}
	}
	t.Logf("made again:\n%s", text.String())
}
