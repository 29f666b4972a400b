package warehouse_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"matchday"
	"matchday/warehouse"
	"matchday/warehouse/duck"
	"matchday/warehouse/lake"
)

// updates is how often the copy was brought up to date since it was made anew.
func updates(t *testing.T, h warehouse.Home) string {
	t.Helper()
	return strings.Fields(ask(t, h, "SELECT row_count FROM published WHERE name = 'made anew'"))[1]
}

// copied is every row of the copy and every comment, in an order of their own.
func copied(t *testing.T, h warehouse.Home) string {
	t.Helper()
	text := `SELECT table_name, NULL AS column_name, comment FROM duckdb_tables()
		UNION ALL SELECT view_name, NULL, comment FROM duckdb_views() WHERE NOT internal
		UNION ALL SELECT table_name, column_name || ' ' || data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL;
		FROM published WHERE name <> 'made anew' ORDER BY ALL`
	for _, table := range strings.Fields(ask(t, h, "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'published' ORDER BY ALL"))[1:] {
		text += fmt.Sprintf("; SELECT '%s' AS at, * FROM %s ORDER BY ALL", table, table)
	}
	return ask(t, h, text)
}

// anew is what a copy of the same home holds that is made of nothing.
func anew(t *testing.T, h warehouse.Home) string {
	t.Helper()
	other := newHome(t)
	must(t, os.MkdirAll(other.Dir, 0o755))
	booksOf(t, h).put(t, other)
	must(t, os.CopyFS(other.Lake().Dir, os.DirFS(h.Lake().Dir)), warehouse.PublishAnew(t.Context(), other))
	return copied(t, other)
}

// world is what is staged: the rows of each partition of a table, in SQL.
type world map[string]map[string][]string

// stage publishes it.
func (w world) stage(t *testing.T, h warehouse.Home) {
	t.Helper()
	db, err := duck.Open(t.Context(), "", duck.Options{Threads: 1})
	must(t, err)
	defer db.Close()
	dir, err := h.Lake().Temp()
	must(t, err)
	g := lake.Generation{Raw: "raw"}
	for name, parts := range w {
		for part, rows := range parts {
			if len(rows) == 0 {
				continue
			}
			file := filepath.Join(dir, name+" "+strings.ReplaceAll(part, "/", " "))
			_, err := db.Exec("COPY (" + strings.Join(rows, " UNION ALL ") + ") TO " + duck.Literal(file) + " (FORMAT parquet)")
			must(t, err)
			g.Written = append(g.Written, lake.Part{Table: name, Partition: part, File: file})
		}
	}
	_, err = h.Lake().PublishParts(lake.Staged, g)
	must(t, err)
}

// odds are prices of fixtures, a month and a half of them in two files.
func odds(price string, fixtures ...string) (rows []string) {
	for _, f := range fixtures {
		rows = append(rows, fmt.Sprintf("SELECT '%s' AS fixture_id, unnest(['B365', 'PS']) AS bookmaker, %s::DECIMAL(9,4) AS price", f, price))
	}
	return rows
}

func newWorld() world {
	return world{
		"odds":    {"season/2024": odds("2.5", "a", "b"), "month/2025-08": odds("3", "c", "d"), "month/2025-09": odds("4", "e")},
		"scores":  {"": {"SELECT 'a' AS fixture_id, 1 AS home_goals", "SELECT NULL, 2"}},
		"weather": {"": {"SELECT 'rain' AS sky", "SELECT 'rain'", "SELECT NULL"}},
	}
}

// publishedHome is a home with one run and a lake, whose copy was published, and brought up
// to date: there is a spare.
func publishedHome(t *testing.T) warehouse.Home {
	t.Helper()
	h, _ := oneRun(t)
	newWorld().stage(t, h)
	must(t, warehouse.Publish(t.Context(), h), warehouse.Publish(t.Context(), h))
	if n := updates(t, h); n != "1" {
		t.Fatalf("the copy was brought up to date %s times", n)
	}
	return h
}

// Whatever comes to the books or to what is staged, the copy that is brought up to date
// holds the rows of one that is made anew.
func TestACopyBroughtUpToDateIsTheOneMadeAnew(t *testing.T) {
	inBooks := func(f func(ctx context.Context, tx *warehouse.Transaction) error) func(*testing.T, warehouse.Home, world) {
		return func(t *testing.T, h warehouse.Home, _ world) {
			t.Helper()
			must(t, warehouse.AppendLive(t.Context(), h, f))
		}
	}
	h, w, first := publishedHome(t), newWorld(), nthBatch("0")
	changes := []struct {
		name string
		do   func(t *testing.T, h warehouse.Home, w world)
		anew bool // there is no other way
	}{
		{"nothing", func(*testing.T, warehouse.Home, world) {}, false},
		{"another run", func(t *testing.T, h warehouse.Home, _ world) { appended(t, h, nthBatch("1")) }, false},
		{"a bet is settled, one confirmed", inBooks(func(ctx context.Context, tx *warehouse.Transaction) error {
			b := first.Bets[1]
			b.Status, b.Result, b.SettledAt, b.ProfitLoss = matchday.Settled, matchday.Loss, at(13, 20), decimal.NewNullDecimal(money("-12.34"))
			return errors.Join(tx.SettleBets(ctx, []matchday.Bet{b}), tx.Place(ctx, matchday.Placement{BetID: b.ID, Decision: matchday.Declined, Time: at(12, 9), AskedPrice: b.Price, AskedStake: b.Stake, RunID: "run 0"}))
		}), false},
		{"a result goes, one comes", inBooks(func(ctx context.Context, tx *warehouse.Transaction) error {
			r := first.Results[0]
			r.FixtureID = first.Predictions[1].FixtureID
			return errors.Join(tx.DeleteResults(ctx, []string{first.Results[0].FixtureID}), tx.UpsertResults(ctx, []matchday.Result{r}))
		}), false},
		{"a prediction of a fixture that has a result", inBooks(func(ctx context.Context, tx *warehouse.Transaction) error {
			b := nthBatch("late")
			b.Predictions[0].FixtureID, b.Bets, b.Ledger, b.Results, b.LineupUpdates = first.Predictions[1].FixtureID, nil, nil, nil, nil
			b.Predictions[0].AsOf, b.Predictions[0].Time = at(20, 1), at(20, 1)
			return errors.Join(tx.Record(ctx, b.Run), tx.Add(ctx, b))
		}), false},
		{"a run goes through its slot again", inBooks(func(ctx context.Context, tx *warehouse.Transaction) error {
			r := first.Run
			r.FinishedAt, r.AsOf = at(21, 0), at(12, 12)
			return errors.Join(tx.Record(ctx, r), tx.InsertCommit(ctx, warehouse.Commit{RunID: r.ID, AsOf: r.AsOf, Arguments: "{}", Config: "{}"}))
		}), false},
		{"the log is written in", func(t *testing.T, h warehouse.Home, _ world) { must(t, warehouse.WriteLogIn(t.Context(), h)) }, false},
		{"prices of one fixture", func(_ *testing.T, _ warehouse.Home, w world) {
			w["odds"]["month/2025-08"] = slices.Concat(odds("3", "c"), odds("3.1", "d"))
		}, false},
		{"a fixture moves to another partition", func(_ *testing.T, _ warehouse.Home, w world) {
			w["odds"]["month/2025-08"], w["odds"]["month/2025-09"] = odds("3", "c"), odds("4", "e", "d")
		}, false},
		{"a fixture is taken out", func(_ *testing.T, _ warehouse.Home, w world) { w["odds"]["month/2025-09"] = odds("4", "e") }, false},
		{"a partition is taken out", func(_ *testing.T, _ warehouse.Home, w world) { delete(w["odds"], "month/2025-09") }, false},
		{"a partition comes, one is written otherwise", func(_ *testing.T, _ warehouse.Home, w world) {
			w["odds"]["month/2025-10"], w["odds"]["season/2024"] = odds("5", "f"), odds("2.5", "b", "a")
		}, false},
		{"all partitions are one file", func(_ *testing.T, _ warehouse.Home, w world) {
			w["odds"] = map[string][]string{"": odds("5", "f", "a", "c", "g")}
		}, false},
		{"one row of two that are the same", func(_ *testing.T, _ warehouse.Home, w world) {
			w["weather"][""], w["scores"][""] = []string{"SELECT NULL AS sky", "SELECT 'rain'", "SELECT NULL"}, []string{"SELECT NULL AS fixture_id, 2 AS home_goals", "SELECT NULL, 2"}
		}, false},
		{"a column that nobody documented", func(_ *testing.T, _ warehouse.Home, w world) {
			w["scores"][""] = []string{"SELECT 'a' AS fixture_id, 1 AS wind"}
		}, true},
		{"of another type", func(_ *testing.T, _ warehouse.Home, w world) {
			w["scores"][""] = []string{"SELECT 'a' AS fixture_id, 'strong' AS wind"}
		}, true},
		{"it goes", func(_ *testing.T, _ warehouse.Home, w world) { w["scores"][""] = []string{"SELECT 'a' AS fixture_id"} }, true},
		{"a table that nobody documented", func(_ *testing.T, _ warehouse.Home, w world) {
			w["moons"] = map[string][]string{"": {"SELECT 1 AS phase"}}
		}, true},
		{"it goes", func(_ *testing.T, _ warehouse.Home, w world) { delete(w, "moons") }, true},
		{"a documented table comes", func(_ *testing.T, _ warehouse.Home, w world) {
			w["teams"] = map[string][]string{"": {"SELECT 'x' AS team_id, ['y', NULL] AS spellings"}}
		}, false},
		{"a week later", func(t *testing.T, h warehouse.Home, _ world) {
			b := nthBatch("2")
			b.Run.AsOf = at(28, 0)
			appended(t, h, b)
		}, true},
	}
	var since []string // it was last compared
	for i, c := range changes {
		c.do(t, h, w)
		w.stage(t, h)
		must(t, warehouse.Publish(t.Context(), h))
		if n := updates(t, h); (n == "0") != c.anew {
			t.Errorf("%s: the copy was brought up to date %s times", c.name, n)
		}
		if since = append(since, c.name); len(since) < 5 && i < len(changes)-1 {
			continue
		}
		if d := cmp.Diff(anew(t, h), copied(t, h)); d != "" {
			t.Errorf("%q: made anew (-) it is otherwise: %s", since, d)
		}
		since = nil
	}
}

func spareOf(h warehouse.Home) string { return filepath.Join(h.Dir, "analytics.spare.duckdb") }

// madeOf publishes and says of what the copy was made: the spare, the newest copy or nothing.
func madeOf(t *testing.T, h warehouse.Home) string {
	t.Helper()
	spare, err := os.Open(spareOf(h)) // so that no other file gets its number
	if err == nil {
		defer spare.Close()
	} else if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	must(t, warehouse.Publish(t.Context(), h))
	if updates(t, h) == "0" {
		return "nothing"
	}
	if spare != nil {
		before, err := spare.Stat()
		now, err2 := os.Stat(h.Analytics())
		must(t, err, err2)
		if os.SameFile(before, now) {
			return "spare"
		}
	}
	return "newest"
}

// What a person, a backup or a damaged disk did to a file is in no copy, and a file that is
// somebody else's too stays as it is.
func TestNothingIsMadeOfAFileThatSomebodyWroteTo(t *testing.T) {
	h := publishedHome(t)
	want := copied(t, h)
	backup := filepath.Join(h.Dir, "backup")
	written := func(path string) error {
		db, err := duck.Open(t.Context(), path, duck.Options{})
		if err != nil {
			return err
		}
		_, err = db.Exec("insert into weather values ('snow')")
		return errors.Join(err, db.Close())
	}
	damaged := func(path string) error {
		stat, err := os.Stat(path)
		return errors.Join(err, os.WriteFile(path, make([]byte, stat.Size()), 0o644), os.Chtimes(path, time.Time{}, stat.ModTime()))
	}
	newer := func(path string) error { return os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)) }
	logged := func(path string) error { return os.WriteFile(warehouse.Wal(path), nil, 0o644) }
	record := filepath.Join(h.Dir, "analytics.json")
	for _, c := range []struct {
		name string
		do   func() error
		from string
	}{
		{"nothing", func() error { return nil }, "spare"},
		{"a row in the spare", func() error { return written(spareOf(h)) }, "newest"},
		{"another time of the spare", func() error { return newer(spareOf(h)) }, "newest"},
		{"a log beside the spare", func() error { return logged(spareOf(h)) }, "newest"},
		{"damage in the spare", func() error { return damaged(spareOf(h)) }, "newest"},
		{"no spare", func() error { return os.Remove(spareOf(h)) }, "newest"},
		{"a second name of the spare", func() error { return os.Link(spareOf(h), backup) }, "newest"},
		{"the newest as the spare", func() error { return errors.Join(os.Remove(spareOf(h)), os.Link(h.Analytics(), spareOf(h))) }, "newest"},
		{"a row in the newest", func() error { return written(h.Analytics()) }, "spare"},
		{"a row in both", func() error { return errors.Join(written(spareOf(h)), written(h.Analytics())) }, "nothing"},
		{"a log beside the newest, and no spare", func() error { return errors.Join(os.Remove(spareOf(h)), logged(h.Analytics())) }, "nothing"},
		{"half a record", func() error { return os.Truncate(record, 20) }, "nothing"},
		{"a record of an older version", func() error { return os.WriteFile(record, []byte(`{"bytes":1,"lake":"x","refilled":1}`), 0o644) }, "nothing"},
	} {
		must(t, c.do())
		if from := madeOf(t, h); from != c.from {
			t.Errorf("%s: the copy was made of %s, want %s", c.name, from, c.from)
		}
		if got := ask(t, h, "FROM weather ORDER BY ALL"); got != "sky\nrain\nrain\n\n" {
			t.Errorf("%s: the copy holds %s", c.name, got)
		}
		if _, err := os.Stat(spareOf(h)); err != nil {
			must(t, warehouse.Publish(t.Context(), h))
		}
	}
	if d := cmp.Diff(want, copied(t, h)); d != "" {
		t.Error(d)
	}
	if sky := queried(t, backup, "from weather order by all"); len(sky) != 3 {
		t.Errorf("the backup holds %q", sky)
	}
}

// queried are the rows of a query on a file, of one column.
func queried(t *testing.T, path, query string) (out []string) {
	t.Helper()
	db, err := duck.Open(t.Context(), path, duck.Options{ReadOnly: true})
	must(t, err)
	defer db.Close()
	rows, err := db.Query(query)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var v sql.NullString
		must(t, rows.Scan(&v))
		out = append(out, v.String)
	}
	return out
}

// Who has a copy open keeps its rows, however often another is published; and his file is no
// base until he closes it.
func TestAReaderInAnotherProcessKeepsItsRows(t *testing.T) {
	h := publishedHome(t)
	read, err := os.Open(h.Analytics())
	must(t, err)
	defer read.Close()
	before, err := io.ReadAll(read)
	must(t, err)
	kill := start(t, h, "read")
	for i, want := range []string{"spare", "newest", "spare"} {
		appended(t, h, nthBatch(fmt.Sprint("while ", i)))
		if from := madeOf(t, h); from != want {
			t.Errorf("publish %d while somebody reads was made of %s, want %s", i, from, want)
		}
	}
	after := make([]byte, len(before))
	if _, err := read.ReadAt(after, 0); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file that is read was changed (%v)", err)
	}
	kill()
	if d := cmp.Diff(anew(t, h), copied(t, h)); d != "" {
		t.Error(d)
	}
}

// A kill at any point of a publish leaves the old copy or the new, and the next one is whole.
func TestAKillBetweenLinkAndRenameLeavesACopy(t *testing.T) {
	h := publishedHome(t)
	w := newWorld()
	w["odds"]["month/2025-09"] = odds("4.5", "e")
	w.stage(t, h)
	appended(t, h, nthBatch("1"))
	want := anew(t, h)
	points := []string{"warehouse copied", "linked", "written", "renamed"}
	for n, point := range points {
		out, err := another(t, h, "publish", n+1).CombinedOutput()
		if said := strings.TrimSpace(string(out)); said != "killed: "+point {
			t.Fatalf("step %d: it said %q (%v)", n+1, said, err)
		}
		if predictions := queried(t, h.Analytics(), "select count(*) from predictions"); !slices.Contains([]string{"2", "4"}, predictions[0]) {
			t.Errorf("killed at %q the copy holds %q predictions", point, predictions)
		}
		must(t, warehouse.Publish(t.Context(), h))
		if d := cmp.Diff(want, copied(t, h)); d != "" {
			t.Errorf("after a kill at %q: %s", point, d)
		}
	}
}

// What is staged is held against its sums before it is copied.
func TestADamagedLakeIsNotPublished(t *testing.T) {
	h := publishedHome(t)
	w := newWorld()
	w["weather"][""] = []string{"SELECT 'sun' AS sky"}
	w.stage(t, h)
	staged, err := h.Lake().Current(lake.Staged)
	must(t, err)
	must(t, os.Truncate(filepath.Join(h.Lake().Dir, "staged", staged.Tables["weather"][0]), 10))
	if err := warehouse.Publish(t.Context(), h); err == nil {
		t.Error("it was published")
	}
	if got := ask(t, h, "FROM weather ORDER BY ALL"); got != "sky\nrain\nrain\n\n" {
		t.Errorf("the copy holds %s", got)
	}
}
