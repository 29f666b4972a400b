package xgboost

import (
	"bytes"
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"matchday/config"
)

// refused checks that an error is one readable line that says what it should.
func refused(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q lacks %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "Stack trace") {
		t.Errorf("error %q is more than a line", err)
	}
}

func TestRowsWithoutAFeatureAreRefusedByName(t *testing.T) {
	rows := world(300, 1, curved)
	m := fit(t, rows, smallConfig())
	other := *rows
	other.Names = []string{"a", "c", "p_home", "p_draw", "p_away"}
	_, err := m.Predict(&other, []int{0})
	refused(t, err, `"b"`)
	_, err = Fit(context.Background(), &other, all(rows), smallConfig(), nil)
	refused(t, err, `"b"`)
	// The library itself would have predicted from fewer columns without a word.
	_, err = DefaultConfig(rows, "past", config.Defaults().Train.XGBoost, 1)
	refused(t, err, "log_rate_diff", "past_log_rate_sum", "rebuild")
	_, err = DefaultConfig(rows, "closing", config.Defaults().Train.XGBoost, 1)
	refused(t, err, `"closing"`, `"past"`)
}

func TestValuesThatCannotBeLearnedFromNameTheFixture(t *testing.T) {
	rows := world(300, 2, curved)
	rows.Columns[0][17] = math.Inf(1)
	_, err := Fit(context.Background(), rows, all(rows), smallConfig(), nil)
	refused(t, err, "X/1/17", `"a"`, "+Inf")
	rows = world(300, 2, curved)
	rows.HomeGoals[9], rows.AwayGoals[9] = math.NaN(), math.NaN()
	_, err = Fit(context.Background(), rows, all(rows), smallConfig(), nil)
	refused(t, err, "X/1/9", "no result")
	_, err = Fit(context.Background(), rows, nil, smallConfig(), nil)
	refused(t, err, "no rows")
	_, err = Fit(context.Background(), rows, []int{0, 1, 2}, smallConfig(), nil)
	refused(t, err, "3 training rows", "as-ofs")
}

func TestParametersThatCannotServeAreRefused(t *testing.T) {
	rows := world(300, 3, curved)
	for what, change := range map[string]func(*Config){
		"threads": func(c *Config) { c.Params.Threads = 0 },
		"seeds":   func(c *Config) { c.Params.Seeds = 0 },
		"holdout": func(c *Config) { c.Holdout = 1 },
		"prior":   func(c *Config) { c.Prior = []string{"p_home"} },
		"feature": func(c *Config) { c.Features = nil },
		// Left to the library, whose text is passed on.
		"subsample": func(c *Config) { c.Params.Subsample = 3 },
	} {
		cfg := smallConfig()
		change(&cfg)
		_, err := Fit(context.Background(), rows, all(rows), cfg, nil)
		refused(t, err, what)
	}
}

func TestTheLibrarysOwnErrorsAreReadable(t *testing.T) {
	err := onThread(func() error {
		x, err := newMatrix([]float32{1, 2, 3, 4}, 2)
		if err != nil {
			return err
		}
		defer x.free()
		b, err := newBooster([]param{{"max_depth", "zzz"}}, []string{"a", "b"})
		if err != nil {
			return err
		}
		defer b.free()
		return b.update(0, x)
	})
	refused(t, err, "max_depth", "zzz")
	refused(t, onThread(func() error {
		_, err := loadBooster([]byte(`{"a":1}`), 2)
		return err
	}), "load booster")
}

func TestAMatrixOfAnotherWidthIsRefused(t *testing.T) {
	m := fit(t, world(300, 4, curved), smallConfig())
	refused(t, onThread(func() error {
		_, err := loadBooster(m.boosters[0], 3)
		return err
	}), "2 features", "3")
	refused(t, onThread(func() error {
		x, err := newMatrix([]float32{1}, 1)
		if err != nil {
			return err
		}
		defer x.free()
		b, err := loadBooster(m.boosters[0], 2)
		if err != nil {
			return err
		}
		defer b.free()
		_, err = b.predict(x, asMargin)
		return err
	}), "1 features", "2")
	_, err := newMatrix([]float32{1, 2, 3}, 2)
	refused(t, err, "3 values", "2 columns")
}

func TestACancelledFitStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	cfg := smallConfig()
	cfg.Base = nil // so that the trees are what is stopped
	_, err := Fit(ctx, world(300, 5, curved), all(world(300, 5, curved)), cfg, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want %v", err, context.Canceled)
	}
}

func FuzzLoad(f *testing.F) {
	rows, cfg := world(60, 6, curved), smallConfig()
	cfg.Params.MaxRounds, cfg.Params.EarlyStopping, cfg.Params.Seeds = 1, 0, 1
	m, err := Fit(context.Background(), rows, all(rows), cfg, nil)
	if err != nil {
		f.Fatal(err)
	}
	var text bytes.Buffer
	if err := m.Save(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	f.Add([]byte(`{"format":"matchday xgboost 1","boosters":[null]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, file []byte) {
		loaded, err := Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := loaded.Save(&again); err != nil {
			t.Fatal(err)
		}
		// Only the model itself has its fingerprint, however it is spaced.
		if !bytes.Equal(again.Bytes(), text.Bytes()) {
			t.Errorf("a file that is not the model was loaded")
		}
	})
}
