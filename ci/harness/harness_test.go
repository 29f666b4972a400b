package harness

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPredictionsThatAreThereAreNotMadeAgain(t *testing.T) {
	m := &Measurement{Dir: t.TempDir(), bin: filepath.Join(t.TempDir(), "no command")}
	there := filepath.Join(m.Dir, "on.parquet")
	if err := os.WriteFile(there, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if path, err := m.Backtest("on.parquet"); err != nil || path != there {
		t.Errorf("got %s, %v", path, err)
	}
	if _, err := m.Backtest("off.parquet"); err == nil {
		t.Error("a file that is missing was not made")
	}
}

func TestTheKeptFolderIsEmptiedUnlessReused(t *testing.T) {
	for _, reuse := range []bool{false, true} {
		m := &Measurement{Dir: t.TempDir(), reuse: reuse}
		if err := os.WriteFile(filepath.Join(m.Dir, "on.parquet"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := m.inDir(func() error { return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(m.Dir, "on.parquet")); (err == nil) != reuse {
			t.Errorf("reuse %v: %v", reuse, err)
		}
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	m := &Measurement{RealFiles: t.TempDir(), needs: "lineups"}
	for _, want := range []string{"football-data files", "lineups", ""} {
		if got := m.missing(); got != want {
			t.Errorf("missing %q, want %q", got, want)
		}
		next := map[string]string{"football-data files": "football-data", "lineups": "lineups"}[want]
		if err := os.MkdirAll(filepath.Join(m.RealFiles, next), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
