package warehouse_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"matchday/warehouse"
	"matchday/warehouse/duck"
)

// refilled is how often the copy was filled again since it was made anew.
func refilled(t *testing.T, h warehouse.Home) (n int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(h.Dir, "analytics.json"))
	if err != nil {
		t.Fatal(err)
	}
	var e struct{ Refilled int }
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e.Refilled
}

// copied is every row of the copy, in its order, and every comment.
func copied(t *testing.T, h warehouse.Home) map[string]string {
	t.Helper()
	out := map[string]string{
		"comments": ask(t, h, `SELECT table_name, NULL AS column_name, comment FROM duckdb_tables()
			UNION ALL SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL`),
	}
	for _, table := range append(warehouse.CopiedTables(), "bet_performance", "model_performance", "scores", "weather", "odds") {
		out[table] = ask(t, h, "FROM "+table)
	}
	return out
}

// publishedHome is a home with one run and a lake, whose copy is published.
func publishedHome(t *testing.T) warehouse.Home {
	t.Helper()
	h := newHome(t)
	stage(t, h, map[string]string{"scores": "SELECT 'a' AS fixture_id, 1 AS home_goals", "weather": "SELECT 'rain' AS sky"})
	appended(t, h, nthBatch("1"))
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestACopyThatIsFilledAgainIsTheOneThatIsMadeAnew(t *testing.T) {
	h := publishedHome(t)
	first := copied(t, h)
	before := booksOf(t, h)
	appended(t, h, nthBatch("2"))
	if now := booksOf(t, h); !bytes.Equal(before[""], now[""]) {
		t.Fatal("the second run does not stand in the log alone")
	}
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if n := refilled(t, h); n != 1 {
		t.Fatalf("the copy was filled again %d times", n)
	}
	again := copied(t, h)
	if cmp.Equal(first, again) {
		t.Error("the second run is not in the copy")
	}
	if err := warehouse.PublishAnew(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	if n := refilled(t, h); n != 0 {
		t.Fatalf("the copy was filled again %d times", n)
	}
	if d := cmp.Diff(copied(t, h), again); d != "" {
		t.Errorf("made anew it is otherwise: %s", d)
	}
	for n := range 21 {
		if err := warehouse.Publish(t.Context(), h); err != nil {
			t.Fatal(err)
		}
		if got := refilled(t, h); got != (n+1)%21 {
			t.Errorf("after %d times the copy was filled again %d times", n+1, got)
		}
	}
}

func TestNothingIsMadeOfACopyThatSomebodyWroteTo(t *testing.T) {
	for name, write := range map[string]func(h warehouse.Home) error{
		"a shell's row": func(h warehouse.Home) error {
			db, err := duck.Open(t.Context(), h.Analytics(), duck.Options{})
			if err != nil {
				return err
			}
			_, err = db.Exec("insert into weather values ('snow')")
			return errors.Join(err, db.Close())
		},
		"a log beside it": func(h warehouse.Home) error { return os.WriteFile(warehouse.Wal(h.Analytics()), nil, 0o644) },
		"a newer time":    func(h warehouse.Home) error { return os.Chtimes(h.Analytics(), time.Time{}, time.Now().Add(time.Hour)) },
		"no edition":      func(h warehouse.Home) error { return os.Remove(filepath.Join(h.Dir, "analytics.json")) },
		"half an edition": func(h warehouse.Home) error { return os.Truncate(filepath.Join(h.Dir, "analytics.json"), 20) },
		"another lake": func(h warehouse.Home) error {
			stage(t, h, map[string]string{"scores": "SELECT 'a' AS fixture_id, 1 AS home_goals", "weather": "SELECT 'sun' AS sky"})
			return nil
		},
		"damage that the file does not show": func(h warehouse.Home) error {
			stat, err := os.Stat(h.Analytics())
			if err != nil {
				return err
			}
			return errors.Join(os.WriteFile(h.Analytics(), make([]byte, stat.Size()), 0o644), os.Chtimes(h.Analytics(), time.Time{}, stat.ModTime()))
		},
	} {
		h := publishedHome(t)
		if err := warehouse.Publish(t.Context(), h); err != nil || refilled(t, h) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		if err := write(h); err != nil {
			t.Fatal(err)
		}
		if err := warehouse.Publish(t.Context(), h); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := refilled(t, h); n != 0 {
			t.Errorf("%s: the copy was filled again", name)
		}
		want := "sky\nrain\n"
		if name == "another lake" {
			want = "sky\nsun\n"
		}
		if got := ask(t, h, "FROM weather"); got != want {
			t.Errorf("%s: the copy holds %s", name, got)
		}
	}
}

// What is staged is held against its sums however the copy is made.
func TestADamagedLakeIsNotPublished(t *testing.T) {
	h := publishedHome(t)
	files, err := filepath.Glob(filepath.Join(h.Lake().Dir, "staged", "weather", "*.parquet"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v (%v)", files, err)
	}
	if err := os.Truncate(files[0], 10); err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Publish(t.Context(), h); err == nil {
		t.Error("it was published")
	}
}
