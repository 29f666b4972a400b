package models_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday/pipelines/hometest"
	"matchday/pipelines/models"
	"matchday/stages/deploy"
)

// shown stores a version with a verdict, and returns what is shown of it.
func shown(t *testing.T, verdict string) string {
	t.Helper()
	home := t.TempDir()
	m, err := deploy.Registry{Dir: filepath.Join(home, "models")}.Add(
		deploy.Manifest{CreatedAt: time.Date(2025, 3, 2, 2, 0, 0, 0, time.UTC), Validation: []byte(verdict)},
		func(dir string) error { return os.WriteFile(filepath.Join(dir, "model"), nil, 0o644) })
	if err != nil {
		t.Fatal(err)
	}
	r, err := models.Show(hometest.Env(home, hometest.FirstSunday), m.Version)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheVerdictOfAnOldVersionIsStillShown(t *testing.T) {
	got := shown(t, `{"passed":false,"reasons":["accuracy 48.0 % is not above 50.0 %"],
		"scores":{"candidate":{"n":310,"log_loss":1.02,"brier":0.61,"accuracy":0.48,"calibration":0.04}},
		"groups":[{"name":"others","candidate":{"n":310},"benchmark":{"n":310},"limits":{"n":310,"accuracy":0.5}}],
		"against_market":{"n":300,"value":0.001,"low":-0.002,"high":0.004},"notes":["the champion was not compared"]}`)
	for _, want := range []string{"judged on 310 fixtures", "rejected: accuracy 48.0 % is not above 50.0 %", "note: the champion was not compared"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "99 %") {
		t.Errorf("an interval that nobody measured:\n%s", got)
	}
}

func TestAVerdictIsShownWithItsIntervalsAndDivergences(t *testing.T) {
	got := shown(t, `{"passed":true,"groups":[{"name":"others","against":"base_rate","candidate":{"n":120},"excess":{"value":-0.02,"low":-0.03,"high":-0.01,"max":0.03,"sure":0.004}}],
		"divergences":[{"against":"champion","division":"E1","n":60,"value":0.0001,"bound":0.001},{"against":"champion","division":"E0","n":60,"value":0.0002,"bound":0.003},
		{"against":"serving","division":"E0","n":60,"value":0.0012,"bound":0.009}]}`)
	for _, want := range []string{
		"others, against base_rate: log loss -0.0200 (99 % interval -0.0300 to -0.0100) on 120 fixtures",
		"forecasts against champion: most different in E1, by 0.0001 nats; at most 0.0010 is borne", // the nearest to its bound
		"forecasts against serving: most different in E0, by 0.0012 nats; at most 0.0090 is borne",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}
