package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParse: no file ends the program, and what is accepted holds for whoever
// reads it again.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "home: /srv/matchday\nlock_wait: 2m\nlive: {price_age: 3h}\n", "staking:\n  kelly_fraction: 0.1\nbookmakers:\n  BFE: {commission: 0.02}\n",
		"strategies:\n- {name: careful, rule: value, min_edge: 0.08, bankroll: \"500.00\"}\n", "lock_seconds: 60\n", "train: {xgboost_every_days: 1e308}\n",
		"gate:\n  groups:\n  - {name: first, divisions: [X0]}\n", "a: &a [*a]", "strategies: [~]", "bookmakers: {B: ~}", "live: 3", "lock_wait: 1e99h", "lock_wait: -9223372036854775808ns",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := parse(text)
		if err != nil {
			if err.Error() == "" || strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of %q", err)
			}
			return
		}
		stored, err := json.Marshal(c.Config)
		if err != nil {
			t.Fatalf("it cannot be stored: %v", err)
		}
		again, err := Stored(stored)
		if err != nil {
			t.Fatalf("what was stored cannot be read: %v", err)
		}
		if err := again.Validate(); err != nil {
			t.Fatalf("what was stored is not valid: %v", err)
		}
	})
}

// FuzzStored: what the books have stored is read or refused.
func FuzzStored(f *testing.F) {
	whole, err := json.Marshal(Defaults())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"seed":7,"xgboost_every_days":364,"xgboost":{"eta":0.08}}`))
	f.Add([]byte(`{"xgboost_every_days":1e308}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if c, err := Stored(text); err == nil {
			if _, err := json.Marshal(c); err != nil {
				t.Errorf("it cannot be stored again: %v", err)
			}
		}
		if c, err := StoredTrain(text); err == nil {
			if _, err := json.Marshal(c); err != nil {
				t.Errorf("it cannot be stored again: %v", err)
			}
		}
	})
}

func TestAConfigurationFileThatIsTooLargeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(path, []byte(strings.Repeat("# a comment\n", 1<<17)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil || !strings.Contains(err.Error(), "no configuration file") {
		t.Errorf("got %v", err)
	}
}
