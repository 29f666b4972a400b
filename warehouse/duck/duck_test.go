package duck_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"matchday/warehouse/duck"
)

func TestADatabaseIsInUTCAndLoadsNoExtension(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{Threads: 1, MemoryLimit: "100MB", TempDir: t.TempDir()})
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

func TestAViewShowsTheRowsThatMeetAllConditions(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(t.TempDir(), "a person's file.parquet")
	if _, err := db.Exec("copy (select i from range(10) t(i)) to " + duck.Literal(path)); err != nil {
		t.Fatal(err)
	}
	name := `a "view"`
	if err := duck.View(t.Context(), db, name, []string{path}, "i > 2", "i < 6"); err != nil {
		t.Fatal(err)
	}
	var sum int
	if err := db.QueryRow("select sum(i)::integer from " + duck.Identifier(name)).Scan(&sum); err != nil || sum != 3+4+5 {
		t.Errorf("the view's rows add up to %d (%v)", sum, err)
	}
	if err := duck.View(t.Context(), db, "none", []string{path + ".none"}); err == nil {
		t.Error("a file that is not there was read")
	}
}

func TestADecimalIsNeverRounded(t *testing.T) {
	const width, scale = 18, 4
	rapid.Check(t, func(r *rapid.T) {
		coefficient := rapid.Int64().Draw(r, "coefficient")
		exponent := rapid.Int32Range(-8, 2).Draw(r, "exponent")
		d := decimal.New(coefficient, exponent)
		v, err := duck.Decimal(d, width, scale)
		fits := d.Equal(d.Round(scale)) && d.Abs().LessThan(decimal.New(1, width-scale))
		if (err == nil) != fits {
			r.Fatalf("%s: error %v; it fits: %v", d, err, fits)
		}
		if !fits {
			return
		}
		written, err := decimal.NewFromString(duck.TextValue(v, "DECIMAL(18,4)", "NULL"))
		if err != nil || !written.Equal(d) {
			r.Fatalf("%s became %s (%v)", d, written, err)
		}
	})
}
