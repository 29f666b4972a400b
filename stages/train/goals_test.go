package train_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchday"
	"matchday/stages/train"
	"matchday/stages/train/dixoncoles"
)

func TestTheScoreMatrixSaysWhatTheEnsembleSays(t *testing.T) {
	rows := world()
	at := coming(rows)[:40]
	m := fit(t, rows, train.MarketPast, today)
	said, err := m.Predict(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	scores, parameters, err := m.Scores(rows, at, said[train.Ensemble])
	if err != nil {
		t.Fatal(err)
	}
	moved := 0.0
	for k, s := range scores {
		got := s.Result()
		for o, p := range said[train.Ensemble][k] {
			if math.Abs(got[o]-p) > 1e-12 {
				t.Fatalf("the matrix gives %v, the ensemble %v", got, said[train.Ensemble][k])
			}
		}
		g := parameters[k].V
		rates := dixoncoles.Rates{Home: g.HomeRate, Away: g.AwayRate, Rho: g.Rho, Width: g.Width}
		if !parameters[k].Valid || *rates.Matrix().Given(said[train.Ensemble][k]) != *s {
			t.Fatalf("the parameters %+v make another matrix", g)
		}
		moved = max(moved, math.Abs(said[train.DixonColes][k][0]-said[train.Ensemble][k][0]))
	}
	if moved == 0 {
		t.Error("Dixon-Coles says what the ensemble says: the test showed nothing")
	}
	if none, of, err := (train.Models{}).Scores(rows, at[:1], []matchday.Probs{matchday.Uniform}); err != nil || none[0] != nil || of[0].Valid {
		t.Errorf("without Dixon-Coles there is a matrix: %v (%v)", none, err)
	}
}

func TestTheLevelOfGoalsScalesTheRatesAndMovesNo1X2(t *testing.T) {
	rows := world()
	at := coming(rows)[:20]
	m := shared(t, onWorld)
	dir := filepath.Join(t.TempDir(), "models")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	var level struct {
		All       float64
		Countries map[string]float64
		Learned   int
	}
	text, err := os.ReadFile(filepath.Join(dir, "goals_level.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &level); err != nil {
		t.Fatal(err)
	}
	if level.Learned < 500 || level.All == 0 || level.Countries["Nowhere"] != level.All {
		t.Errorf("the level is %+v", level)
	}
	// A version of before there was a level.
	path := filepath.Join(dir, "models.json")
	if text, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), `,
    "goals_level"`, "", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := train.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	then, err := before.Goals(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	now, err := m.Goals(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	saidThen, err := before.Predict(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	said, err := m.Predict(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	factor := math.Exp(2 * level.All)
	for k := range at {
		if math.Abs(now[k].Home-then[k].Home*factor) > 1e-12 || math.Abs(now[k].Away-then[k].Away*factor) > 1e-12 || now[k].Rho != then[k].Rho {
			t.Errorf("rates %+v, without a level %+v; the factor is %v", now[k], then[k], factor)
		}
		if said[train.Ensemble][k] != saidThen[train.Ensemble][k] {
			t.Errorf("the level moved %v to %v", saidThen[train.Ensemble][k], said[train.Ensemble][k])
		}
	}
}

func TestOnAndPastExpectTheSameGoals(t *testing.T) {
	rows := unpriced()
	at := coming(rows)[:20]
	past, err := fit(t, rows, train.MarketPast, today).Goals(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	on, err := shared(t, onUnpriced).Goals(rows, at)
	if err != nil {
		t.Fatal(err)
	}
	for k := range at {
		if past[k] != on[k] {
			t.Errorf("row %d: past expects %+v, on %+v", at[k], past[k], on[k])
		}
	}
}
