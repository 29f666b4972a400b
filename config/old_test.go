package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchday"
	"matchday/config"
)

// readText is what a configuration file of a text is read as.
func readText(t *testing.T, text string) (config.File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "matchday.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return config.Read(path)
}

func TestAnOldKeyIsRefusedWithWhatToWriteInItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		"lock_seconds: 60":               `lock_seconds is now lock_wait: write "lock_wait: 1m"`,
		"lock_seconds: 0.05":             `lock_seconds is now lock_wait: write "lock_wait: 50ms"`,
		"live: {price_age_hours: 6}":     `live.price_age_hours is now live.price_age: write "price_age: 6h"`,
		"live: {price_age_hours: 1.5}":   `write "price_age: 1h30m"`,
		"live: {void_after_hours: 48}":   `live.void_after_hours is now live.void_after: write "void_after: 48h"`,
		"live: {confirm_minutes: 10}":    `live.confirm_minutes is now live.confirm_after: write "confirm_after: 10m"`,
		"train: {xgboost_every_days: 7}": `train.xgboost_every_days is now train.xgboost_every: write "xgboost_every: 7d"`,
		"train: {ensemble_every_days: 3, xgboost_every_days: 364}": `write "xgboost_every: 364d"; train.ensemble_every_days is now ` +
			`train.ensemble_every: write "ensemble_every: 72h"`,
		"gate: {window_days: 70}":             `gate.window_days is now gate.window: write "window: 70d"`,
		"gate: {loss_margin: 0, log_loss: 1}": "gate.loss_margin is no more: chance decides by an interval what a threshold may be missed by: see gate.max_excess; leave the line out",
		"gate: {accuracy_margin: 0.02}":       "gate.accuracy_margin is no more: chance decides",
		"gate: {window_days: seldom}":         `gate.window_days is now gate.window: write "window: <a duration`,
	} {
		if _, err := readText(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the error is %v, want %s", text, err, want)
		}
	}
	// What the error says to write can be read.
	got, err := readText(t, "lock_wait: 50ms\nlive: {price_age: 1h30m, void_after: 48h}\ngate: {window: 70d}")
	if err != nil || got.LockWait != matchday.Duration(50*time.Millisecond) || got.Live.PriceAge != matchday.Duration(90*time.Minute) {
		t.Errorf("read as %+v, error %v", got, err)
	}
}

func TestADurationWithoutUnitsIsRefusedByKeyAndValue(t *testing.T) {
	for text, want := range map[string]string{
		"live: {price_age: 6}":       "key live.price_age: 6 is not a duration with units such as 6h",
		"lock_wait: soon":            `key lock_wait: "soon" is not a duration`,
		"train: {xgboost_every: 7}":  "key train.xgboost_every: 7 is not",
		"gate: {window: [7d, 14d]}":  `key gate.window: ["7d","14d"] is not`,
		"live: {confirm_after: -1m}": "configuration key live.confirm_after: -1m; want at least 0s",
	} {
		if _, err := readText(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the error is %v, want %s", text, err, want)
		}
	}
}

func TestAStoredConfigurationIsReadToTheLastKey(t *testing.T) {
	want := config.Defaults()
	want.Live.PriceAge = matchday.Duration(90 * time.Minute)
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := config.Stored(text)
	if again, _ := json.Marshal(got); err != nil || string(again) != string(text) {
		t.Errorf("read as %s, error %v", again, err)
	}
	for _, old := range []string{`{"lock_seconds":60}`, `{"live":{"price_age_hours":6}}`, `{"gate":{"window":7}}`, `{"gate":{"loss_margin":0.01}}`} {
		if c, err := config.Stored([]byte(old)); err == nil {
			t.Errorf("%s is read as %+v", old, c)
		}
	}
}

func TestTrainingSettingsOfAnOldManifestAreReadWithTheirNewKeys(t *testing.T) {
	want := config.Defaults().Train
	want.Seed = 1<<62 + 1 // more digits than a float has
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.NewReplacer(`"xgboost_every":"364d"`, `"xgboost_every_days":364`, `"ensemble_every":"28d"`, `"ensemble_every_days":28`).Replace(string(text))
	for _, stored := range []string{string(text), old} {
		if got, err := config.StoredTrain([]byte(stored)); err != nil || got != want {
			t.Errorf("%s is read as %+v, error %v", stored, got, err)
		}
	}
	if old == string(text) {
		t.Error("nothing was replaced")
	}
	for _, bad := range []string{`{"xgboost_every_weeks":52}`, `{"xgboost_every_days":"52"}`, `{"xgboost_every":364}`, `7`} {
		if got, err := config.StoredTrain([]byte(bad)); err == nil {
			t.Errorf("%s is read as %+v", bad, got)
		}
	}
}
