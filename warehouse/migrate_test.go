package warehouse

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"matchday/warehouse/duck"
)

func TestMigrationsGoDownAgain(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 2 { // the second time changes nothing
		if err := migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	steps, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.DownTo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := db.QueryRow("SELECT count(*) FROM duckdb_tables() WHERE table_name <> $1", versionTable).Scan(&left); err != nil || left > 0 {
		t.Errorf("%d tables left (%v)", left, err)
	}
	if err := migrate(t.Context(), db); err != nil {
		t.Errorf("up again: %v", err)
	}
}

func TestThePassesOfAnOldWarehouseAreItsCommits(t *testing.T) {
	h := Home{Dir: t.TempDir()}
	db, err := duck.Open(t.Context(), h.File(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`insert into runs (run_id, pipeline, kind, started_at, as_of, status, config, seed) values ('r', 'hourly', 'live', now(), now(), 'done', '{}', 7)`,
		`insert into passes (pass, run_id, as_of, arguments, config, seed) values (1, 'r', now(), '{}', '{}', 7), (2, 'r', now(), '{}', '{}', 7)`,
		`insert into bet_versions (bet_id, pass, stake, odds, expected_value, status) values ('b', 2, 5, 2, 0.1, 'pending')`,
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err = AppendLive(t.Context(), h, func(ctx context.Context, tx *Transaction) error {
		return tx.InsertCommit(ctx, Commit{RunID: "r", Arguments: "{}", Config: "{}", Rules: 2})
	})
	if err != nil {
		t.Fatal(err)
	}
	// The migration is kept apart from the warehouse of before.
	kept := 0
	old, err := open(t.Context(), filepath.Join(h.Dir, "warehouse.schema-7.duckdb"), duck.Options{ReadOnly: true})
	if err == nil {
		err = errors.Join(old.QueryRow("select count(*) from passes").Scan(&kept), old.Close())
	}
	if err != nil || kept != 2 {
		t.Errorf("the copy of before the migration holds %d passes (%v)", kept, err)
	}
	all, err := Commits(t.Context(), h)
	if err != nil || len(all) != 3 || all[0].Number != 1 || all[2].Number != 3 {
		t.Errorf("commits %+v (%v), want the two passes and a third", all, err)
	}
	if all[0].Rules != 1 || all[2].Rules != 2 {
		t.Errorf("the rules of the commits are %d, then %d", all[0].Rules, all[2].Rules)
	}
	if err := Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	var bet string
	err = Ask(t.Context(), h, "select bet_id || commit_no from bet_versions", func(scan func(...any) error) error { return scan(&bet) })
	if err != nil || bet != "b2" {
		t.Errorf("the version of the bet is %q (%v), want that of commit 2", bet, err)
	}
}

func TestTheGoalsMarketsOfAnOldWarehouseStandInTheViewAsTheyWere(t *testing.T) {
	h := Home{Dir: t.TempDir()}
	db, err := duck.Open(t.Context(), h.File(), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := migrations(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := steps.UpTo(t.Context(), 13); err != nil {
		t.Fatal(err)
	}
	const prediction = `insert into predictions by name select $1 as prediction_id, 'f' as fixture_id, now() as prediction_time, current_date as match_date,
		'a' as home_team, 'b' as away_team, 'l' as league, 0.5 as home_win_prob, 0.3 as draw_prob, 0.2 as away_win_prob, 'H' as predicted_outcome,
		false as lineup_available, 'm' as model_version, 'r' as run_id, now() as as_of, 'd' as division, 's' as season, now() as kickoff, true as kickoff_known`
	for _, s := range []string{strings.ReplaceAll(prediction, "$1", "'old'"),
		`insert into market_predictions values ('old', 'total', 2.5, 'over', nextafter(0.1, 1.0), 0, 0, 0), ('old', 'score', null, '0-0', 0.125, 0, 0, 0)`} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := steps.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(strings.ReplaceAll(prediction, "$1", "'new'") + ", 1.5 as home_rate, 1.25 as away_rate, -0.06 as rho, 1 as width"); err != nil {
		t.Fatal(err)
	}
	const counted = `select count(*) filter (prediction_id = 'old'), count(*) filter (prediction_id = 'new'),
		max(probability) filter (prediction_id = 'old') = 0.125 and min(probability) filter (prediction_id = 'old') = nextafter(0.1, 1.0) from market_predictions`
	holds := func(what string, scan func(...any) error) error {
		var before, since int
		var same bool
		err := scan(&before, &since, &same)
		if err == nil && (before != 2 || since != 92 || !same) {
			t.Errorf("%s: %d rows of before, which are the same: %v; %d of since", what, before, same, since)
		}
		return err
	}
	if err := holds("the warehouse", db.QueryRow(counted).Scan); err != nil {
		t.Fatal(err)
	}
	if _, err := steps.DownTo(t.Context(), 13); err != nil {
		t.Fatal(err)
	}
	if err := holds("one that went back", db.QueryRow(counted).Scan); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Close(), Publish(t.Context(), h)); err != nil {
		t.Fatal(err)
	}
	if err := Ask(t.Context(), h, counted, func(scan func(...any) error) error { return holds("the copy", scan) }); err != nil {
		t.Fatal(err)
	}
}

// What restores a warehouse is its copy: no table may be missing there.
func TestEveryTableIsCopied(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	copied := append(CopiedTables(), versionTable)
	err = each(t.Context(), db, "select table_name from duckdb_tables()", func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		if !slices.Contains(copied, name) {
			t.Errorf("table %s is not copied", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
