package warehouse

import (
	"strings"
	"testing"
)

func TestMigrationsGoDownAgain(t *testing.T) {
	db, err := OpenMemory(t.Context(), Options{})
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

func TestMemoryIsUTCAndReachesNothingBySurprise(t *testing.T) {
	db, err := OpenMemory(t.Context(), Options{Threads: 1, MemoryLimit: "100MB", TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var zone, threads string
	if err := db.QueryRow("SELECT current_setting('TimeZone'), current_setting('threads')::VARCHAR").Scan(&zone, &threads); err != nil {
		t.Fatal(err)
	}
	if zone != "UTC" || threads != "1" {
		t.Errorf("zone %s, %s threads", zone, threads)
	}
	if _, err := db.Exec("SELECT * FROM read_csv('https://example.invalid/x.csv')"); err == nil || !strings.Contains(err.Error(), "httpfs") {
		t.Errorf("got %v, want an error about the missing extension", err)
	}
}
