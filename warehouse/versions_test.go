package warehouse_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"matchday/warehouse"

	"github.com/google/go-cmp/cmp"

	"matchday"
)

var judgedAt = time.Date(2024, 5, 19, 2, 0, 0, 0, time.UTC)

// judged writes a candidate with a verdict of one fixture.
func judged(version string, reasons ...string) func(context.Context, *warehouse.Transaction) error {
	return func(ctx context.Context, l *warehouse.Transaction) error {
		state := warehouse.ModelCandidate
		if len(reasons) > 0 {
			state = warehouse.ModelRejected
		}
		return l.InsertVerdict(ctx, warehouse.ModelVersion{
			Version: version, RunID: "weekly", CreatedAt: judgedAt, TrainedTo: judgedAt, State: state, Fingerprint: "ab", Metrics: `{"n":1}`,
		}, warehouse.Verdict{
			Version: version, RunID: "weekly", Champion: "other", Start: judgedAt.AddDate(0, 0, -70), End: judgedAt, Fixtures: 1,
			Passed: len(reasons) == 0, Reasons: reasons, LogLoss: 1, Brier: .6, Accuracy: .5,
			Difference: matchday.Number(.1), Gate: "{}", Seed: 3, Resamples: 4000, Notes: []string{"mind the gap"},
			Market: matchday.Number(.02), MarketLow: matchday.Number(-.01),
			Groups: []warehouse.VerdictGroup{{
				Name: "others", Benchmark: "market", Fixtures: 1, LogLoss: 1, LogLossLimit: 1.05, Brier: .6, BrierLimit: .61,
				Accuracy: .5, AccuracyLimit: .49, Calibration: .02, CalibrationLimit: .03,
				LogLossLow: .9, LogLossHigh: 1.1, BrierLow: .55, BrierHigh: .65, AccuracyLow: .45, AccuracyHigh: .56,
				Excess: .003, ExcessLow: -.001, ExcessHigh: .007, ExcessMax: .02, ExcessSure: .004,
			}},
			Divergences: []warehouse.VerdictDivergence{
				{Against: "champion", Division: "E0", Fixtures: 7, Divergence: .0002, Bound: .001},
				{Against: "serving", Division: "E0", Fixtures: 8, Divergence: .02, Bound: .003, Rejects: true},
			},
			Losses: []warehouse.VerdictLoss{{
				FixtureID: "E0/2324/A/B/1", Model: "candidate", MatchDate: matchday.Date(2024, 5, 11), Division: "E0",
				Probs: matchday.Probs{.5, .3, .2}, Outcome: matchday.HomeWin, LogLoss: .7, Brier: .4, Correct: true,
			}},
			Drift: []warehouse.VerdictDrift{{Feature: "elo_diff", Stability: .3, MissingLearned: .01, MissingWindow: .02}},
		})
	}
}

// appendAndPublish runs transactions one after the other.
func appendAndPublish(t *testing.T, h warehouse.Home, steps ...func(context.Context, *warehouse.Transaction) error) {
	t.Helper()
	for _, f := range steps {
		if err := warehouse.AppendLive(t.Context(), h, f); err != nil {
			t.Fatal(err)
		}
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
}

func TestAVerdictIsWrittenOnceToTheLastColumn(t *testing.T) {
	h := newHome(t)
	appendAndPublish(t, h, judged("v1", "too bad", "too late"), judged("v1"))
	for text, want := range map[string]string{
		"FROM models": `model_version,run_id,created_at,trained_to,state,fingerprint,metrics
v1,weekly,2024-05-19T02:00:00Z,2024-05-19T02:00:00Z,rejected,ab,"{""n"":1}"
`,
		"SELECT * EXCLUDE (reasons, notes), array_to_string(reasons, '|') AS reasons, array_to_string(notes, '|') AS notes FROM verdicts": `model_version,run_id,champion,window_start,window_end,fixtures,passed,log_loss,brier,accuracy,difference,difference_low,difference_high,gate,seed,resamples,market_difference,market_low,market_high,reasons,notes
v1,weekly,other,2024-03-10T02:00:00Z,2024-05-19T02:00:00Z,1,false,1,0.6,0.5,0.1,,,{},3,4000,0.02,-0.01,,too bad|too late,mind the gap
`,
		"SELECT json_type(m.metrics) AS metrics, json_type(v.gate) AS gate FROM models m, verdicts v": "metrics,gate\nOBJECT,OBJECT\n",
		"FROM verdict_losses": `model_version,fixture_id,model,match_date,division,home_win_prob,draw_prob,away_win_prob,outcome,log_loss,brier,correct
v1,E0/2324/A/B/1,candidate,2024-05-11,E0,0.5,0.3,0.2,H,0.7,0.4,true
`,
		"FROM verdict_groups": `model_version,judged_group,benchmark,fixtures,log_loss,log_loss_limit,brier,brier_limit,accuracy,accuracy_limit,calibration,calibration_limit,log_loss_low,log_loss_high,brier_low,brier_high,accuracy_low,accuracy_high,excess,excess_low,excess_high,excess_max,excess_sure
v1,others,market,1,1,1.05,0.6,0.61,0.5,0.49,0.02,0.03,0.9,1.1,0.55,0.65,0.45,0.56,0.003,-0.001,0.007,0.02,0.004
`,
		"FROM verdict_divergences": `model_version,against,division,fixtures,divergence,bound,rejects
v1,champion,E0,7,0.0002,0.001,false
v1,serving,E0,8,0.02,0.003,true
`,
		"FROM verdict_drift": "model_version,feature,stability,missing_learned,missing_window\nv1,elo_diff,0.3,0.01,0.02\n",
	} {
		if d := cmp.Diff(want, ask(t, h, text)); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

func TestReignsFollowOneAnother(t *testing.T) {
	reign := func(version, replaced string, day int) func(context.Context, *warehouse.Transaction) error {
		return func(ctx context.Context, l *warehouse.Transaction) error {
			_, err := l.InsertDeployment(ctx, warehouse.Deployment{Version: version, At: judgedAt.AddDate(0, 0, day), Replaced: replaced, Why: "day"})
			return err
		}
	}
	h := newHome(t)
	appendAndPublish(t, h, judged("v1"), judged("v2"), reign("v1", "", 0), reign("v1", "", 0), reign("v2", "v1", 7), reign("v1", "", 9))
	if d := cmp.Diff(`model_version,deployed_at,retired_at,replaced,why
v1,2024-05-19T02:00:00Z,2024-05-26T02:00:00Z,,day
v2,2024-05-26T02:00:00Z,2024-05-28T02:00:00Z,v1,day
v1,2024-05-28T02:00:00Z,,,day
`, ask(t, h, "FROM deployments")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff("model_version,state\nv1,champion\nv2,retired\n", ask(t, h, "SELECT model_version, state FROM models")); d != "" {
		t.Error(d)
	}
}

func TestAVerdictThatBreaksARuleLeavesNothingBehind(t *testing.T) {
	h := newHome(t)
	bad := func(ctx context.Context, l *warehouse.Transaction) error {
		if err := judged("v1")(ctx, l); err != nil {
			return err
		}
		return errors.New("and then the power went")
	}
	if err := warehouse.AppendLive(t.Context(), h, bad); err == nil {
		t.Fatal("no error")
	}
	appendAndPublish(t, h)
	if got := ask(t, h, "SELECT (SELECT count(*) FROM models) + (SELECT count(*) FROM verdicts) + (SELECT count(*) FROM verdict_losses) AS n"); got != "n\n0\n" {
		t.Errorf("left behind: %s", got)
	}
}
