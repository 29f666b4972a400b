package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"matchday"
	"matchday/config"
)

func TestAFileChangesWhatItNamesAndNothingElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "matchday.yaml")
	text := `
home: elsewhere
staking:
  max_bet: 0.02
bookmakers:
  B365: {tax: 0.05}
strategies:
- {name: mine, rule: value, min_edge: 0.1, bankroll: "50.00"}
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := config.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	want := config.File{Home: "elsewhere", LogLevel: "info", Config: config.Defaults()}
	want.Staking.MaxBet = 0.02
	want.Bookmakers["B365"] = matchday.Bookmaker{Tax: 0.05}
	// The list stands for itself: nothing of the default strategies shines
	// through the one that is named.
	want.Strategies = []matchday.Strategy{{Name: "mine", Rule: "value", MinEdge: 0.1, Bankroll: "50.00"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestWithoutAFileTheDefaultsHold(t *testing.T) {
	got, err := config.Read("")
	if err != nil {
		t.Fatal(err)
	}
	if want := (config.File{Home: "data", LogLevel: "info", Config: config.Defaults()}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
