package warehouse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"matchday/warehouse"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// stage publishes tables of a query each as the home's staged layer.
func stage(t testing.TB, h warehouse.Home, tables map[string]string) {
	t.Helper()
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	dir, err := h.Lake().Temp()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for name, query := range tables {
		files[name] = filepath.Join(dir, name)
		if _, err := db.Exec("COPY (" + query + ") TO " + duck.Literal(files[name]) + " (FORMAT parquet)"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Lake().Publish(lake.Staged, files, "raw"); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyHomePublishesEveryTableDocumented(t *testing.T) {
	h := newHome(t)
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	got := ask(t, h, "SELECT table_name FROM duckdb_tables() ORDER BY table_name")
	want := "table_name\nambiguous\nbet_performance\nbet_versions\nbets\ncommands\ncommits\ncrosswalk\ndeployments\neditions\nfixture_versions\nfixtures\nforgotten\ngone_prices\nleagues\nledger\nlineup_updates\nlineups\nlistings\nmarket_predictions_kept\nmeasures\nmodel_parts\nmodel_performance\nmodel_predictions\nmodels\nnames\nodds\nplacements\nplayers\npredictions\npublished\nquotes\nrejected\nresults\nruns\nscores\nseasons\nsidelined\nskips\nsource_values\nsquads\nstandings\nstatistics\nteams\nverdict_divergences\nverdict_drift\nverdict_groups\nverdict_losses\nverdicts\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	bare := ask(t, h, `SELECT table_name, NULL AS column_name FROM duckdb_tables() WHERE comment IS NULL
		UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE comment IS NULL AND NOT internal
		UNION ALL SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal`)
	if bare != "table_name,column_name\n" {
		t.Errorf("not documented:\n%s", bare)
	}
	if got := ask(t, h, "SELECT view_name FROM duckdb_views() WHERE NOT internal"); got != "view_name\nmarket_predictions\n" {
		t.Errorf("the views are %s", got)
	}
}

func TestTheContractsColumnsComeFirst(t *testing.T) {
	h := newHome(t)
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for table, columns := range map[string]string{
		"predictions":       "prediction_id,fixture_id,prediction_time,match_date,home_team,away_team,league,venue,home_win_prob,draw_prob,away_win_prob,predicted_outcome,lineup_available,lineup_coverage_home,lineup_coverage_away,model_version,",
		"model_predictions": "prediction_id,model,",
		"bets":              "bet_id,fixture_id,prediction_id,bet_time,bet_outcome,stake,odds,expected_value,rule_applied,status,actual_outcome,result,profit_loss,",
		"results":           "fixture_id,match_date,home_team,away_team,home_score,away_score,actual_outcome,result_time,",
		"lineup_updates":    "fixture_id,update_time,lineup_available,home_players_found,away_players_found\n",
	} {
		if got := ask(t, h, "FROM "+table); !strings.HasPrefix(got, columns) {
			t.Errorf("%s has the columns %s, expected first %s", table, got, columns)
		}
	}
}

func TestStagedTablesArePublishedAsTheyStand(t *testing.T) {
	h := newHome(t)
	stage(t, h, map[string]string{
		// Columns in another order, one missing, one that nobody documented.
		"scores":  "SELECT 2::BIGINT AS home_goals, 'b' AS fixture_id, 'x' AS weather UNION ALL SELECT 1, 'a', 'y'",
		"weather": "SELECT 'rain' AS sky",
	})
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	want := "fixture_id,home_goals,away_goals,outcome,stated_outcome,known_at,landed_at,weather\nb,2,,,,,,x\na,1,,,,,,y\n"
	if d := cmp.Diff(want, ask(t, h, "FROM scores")); d != "" {
		t.Error(d)
	}
	if got := ask(t, h, "FROM weather"); got != "sky\nrain\n" {
		t.Errorf("an undocumented table holds %s", got)
	}
}

func TestAnOpenShellKeepsWhatItHas(t *testing.T) {
	h := newHome(t)
	replaceAndPublish(t, h, smallBatch("first"))
	shell, err := os.Open(h.Analytics())
	if err != nil {
		t.Fatal(err)
	}
	defer shell.Close()
	replaceAndPublish(t, h, smallBatch("second"))
	before, err := shell.Stat()
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(h.Analytics())
	if err != nil {
		t.Fatal(err)
	}
	if os.SameFile(before, after) {
		t.Error("the copy was written over instead of replaced")
	}
	left, err := filepath.Glob(filepath.Join(h.Dir, "*"+warehouse.Building+"*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestAPathWithAQuestionMarkIsRefused(t *testing.T) {
	h := warehouse.Home{Dir: t.TempDir() + "/why?"}
	if err := warehouse.Publish(t.Context(), h); err == nil || !strings.Contains(err.Error(), "question mark") {
		t.Errorf("got %v", err)
	}
}
