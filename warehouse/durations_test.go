package warehouse

import (
	"database/sql"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday"
	"matchday/config"
	"matchday/warehouse/duck"
)

// Before the seventh migration durations were numbers, whose keys had the units.
const (
	oldTrain  = `{"seed":9007199254740993,"burn_in_seasons":4,"xgboost_every_days":364,"ensemble_every_days":28,"xgboost":{"eta":0.08}}`
	oldGate   = `{"window_days":70,"min_fixtures":300,"log_loss":1.05}`
	oldConfig = `{"strategies":[{"name":"value","rule":"value","min_edge":0.05,"bankroll":"1000.00"}],"bet_at":null,"bookmakers":{},
		"train":` + oldTrain + `,"gate":` + oldGate + `,"live":{"price_age_hours":1.5,"void_after_hours":48,"confirm_minutes":10},"lock_seconds":0.05}`
)

func TestStoredConfigurationsAreRewrittenWithUnits(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	steps, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 6); err != nil {
		t.Fatal(err)
	}
	asked := `{"From":"2024-07-01","StepHours":168,"Config":` + oldConfig + `}`
	before := map[string]string{}
	for id, stored := range map[string]string{"hourly": oldConfig, "backtest": asked, "none": "{}"} {
		if _, err := db.Exec(`INSERT INTO runs (run_id, pipeline, kind, started_at, as_of, status, config, seed) VALUES ($1, $1, 'live', now(), now(), 'done', $2, 7)`, id, stored); err != nil {
			t.Fatal(err)
		}
		before["run "+id] = stored
	}
	before["pass"], before["gate"] = oldConfig, oldGate
	for _, statement := range []string{
		`INSERT INTO passes (pass, run_id, as_of, arguments, config, seed) SELECT 1, run_id, as_of, '{}', config, seed FROM runs WHERE run_id = 'hourly'`,
		`INSERT INTO verdicts (model_version, run_id, champion, window_start, window_end, fixtures, passed, reasons, log_loss, brier, accuracy, gate, seed, resamples)
			SELECT 'v', 'weekly', '', now(), now(), 1, true, [], 1, 1, 1, config -> '$.gate', 7, 100 FROM runs WHERE run_id = 'hourly'`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := steps.UpTo(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	after := storedConfigs(t, db)
	var backtest struct {
		From   string
		Step   matchday.Duration
		Config json.RawMessage
	}
	if err := json.Unmarshal([]byte(after["run backtest"]), &backtest); err != nil || backtest.Step != matchday.Duration(7*24*time.Hour) || backtest.From != "2024-07-01" {
		t.Errorf("the backtest's arguments are %s, error %v", after["run backtest"], err)
	}
	want := matchday.Config{
		Strategies: []matchday.Strategy{{Name: "value", Rule: "value", MinEdge: 0.05, Bankroll: "1000.00"}}, Bookmakers: map[string]matchday.Bookmaker{},
		Train: matchday.Train{
			Seed: 9007199254740993, BurnInSeasons: 4, XGBoostEvery: matchday.Duration(364 * 24 * time.Hour),
			EnsembleEvery: matchday.Duration(28 * 24 * time.Hour), XGBoost: matchday.XGBoost{Eta: 0.08},
		},
		Gate: matchday.Gate{Window: matchday.Duration(70 * 24 * time.Hour), MinFixtures: 300, Thresholds: matchday.Thresholds{LogLoss: 1.05}},
		Live: matchday.Live{
			PriceAge: matchday.Duration(90 * time.Minute), VoidAfter: matchday.Duration(48 * time.Hour), ConfirmAfter: matchday.Duration(10 * time.Minute),
		},
		LockWait: matchday.Duration(50 * time.Millisecond),
	}
	for what, text := range map[string]string{"run": after["run hourly"], "pass": after["pass"], "backtest": string(backtest.Config)} {
		if got, err := config.Stored([]byte(text)); err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("the configuration of the %s is %s: %v\n%s", what, text, err, cmp.Diff(want, got))
		}
	}
	if got := after["gate"]; got != `{"min_fixtures":300,"log_loss":1.05,"window":"70d"}` {
		t.Errorf("the gate of a verdict is %s", got)
	}
	if after["run none"] != "{}" {
		t.Errorf("an empty configuration became %s", after["run none"])
	}
	if _, err := steps.DownTo(t.Context(), 6); err != nil {
		t.Fatal(err)
	}
	for what, text := range storedConfigs(t, db) {
		if diff := cmp.Diff(tree(t, before[what]), tree(t, text)); diff != "" {
			t.Errorf("%s, down again:\n%s", what, diff)
		}
	}
}

// storedConfigs are the configurations of a warehouse, and a verdict's gate.
func storedConfigs(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := each(t.Context(), db, `SELECT 'run ' || run_id, config::VARCHAR FROM runs UNION ALL SELECT 'pass', config::VARCHAR FROM passes
		UNION ALL SELECT 'gate', gate::VARCHAR FROM verdicts`, func(scan func(...any) error) error {
		var what, text string
		err := scan(&what, &text)
		out[what] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tree(t *testing.T, text string) (out any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
