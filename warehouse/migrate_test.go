package warehouse

import (
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
