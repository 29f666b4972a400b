package columns

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"matchday/warehouse/duck"
)

// write has DuckDB run a statement that writes a file.
func write(t *testing.T, statement string) {
	t.Helper()
	db, err := duck.Open(t.Context(), "", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// TestEveryTypeIsReadAcrossRowGroups has DuckDB write more rows than fit into
// a row group, with and without dictionaries, every third of them NULL.
func TestEveryTypeIsReadAcrossRowGroups(t *testing.T) {
	const rows = 300_000
	path := filepath.Join(t.TempDir(), "types.parquet")
	write(t, `copy (select
    if(i % 3 = 0, null, i / 7) as many,
    if(i % 3 = 0, null, (i % 5) / 2) as few,
    if(i % 3 = 0, null, i::integer) as number,
    if(i % 3 = 0, null, i % 2 = 0) as flag,
    if(i % 3 = 0, null, date '2001-02-03' + (i % 900)::integer) as day,
    if(i % 3 = 0, null, timestamptz '2001-02-03 04:05:06' + to_seconds(i)) as moment,
    if(i % 3 = 0, null, 'text ' || i) as long,
    if(i % 3 = 0, null, 'text ' || (i % 4)) as short
    from range(`+strconv.Itoa(rows)+`) t(i)) to '`+path+`'`)
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if groups := len(p.table.RowGroups()); p.Rows() != rows || groups < 2 {
		t.Fatalf("%d rows in %d groups", p.Rows(), groups)
	}
	many, few := make([]float64, rows), make([]float64, rows)
	p.Floats("many", many)
	p.Floats("few", few)
	number, flag := make([]int, rows), make([]bool, rows)
	p.Integers("number", func(row, v int) { number[row] = v })
	p.Flags("flag", func(row int, v bool) { flag[row] = v })
	day, moment := make([]time.Time, rows), make([]time.Time, rows)
	p.Dates("day", func(row int, v time.Time) { day[row] = v })
	p.Times("moment", func(row int, v time.Time) { moment[row] = v })
	long, short := make([]string, rows), make([]string, rows)
	p.Texts("long", func(row int, v string) { long[row] = v })
	p.Texts("short", func(row int, v string) { short[row] = v })
	if err := p.Wait(); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if i%3 == 0 {
			if !math.IsNaN(many[i]) || !math.IsNaN(few[i]) || number[i] != 0 || flag[i] || !day[i].IsZero() || !moment[i].IsZero() || long[i] != "" || short[i] != "" {
				t.Fatalf("row %d should be missing: %v %v %v %v %v %v %q %q", i, many[i], few[i], number[i], flag[i], day[i], moment[i], long[i], short[i])
			}
			continue
		}
		if many[i] != float64(i)/7 || few[i] != float64(i%5)/2 || number[i] != i || flag[i] != (i%2 == 0) ||
			!day[i].Equal(time.Date(2001, 2, 3+i%900, 0, 0, 0, 0, time.UTC)) ||
			!moment[i].Equal(time.Date(2001, 2, 3, 4, 5, 6+i, 0, time.UTC)) ||
			long[i] != "text "+strconv.Itoa(i) || short[i] != "text "+strconv.Itoa(i%4) {
			t.Fatalf("row %d: %v %v %v %v %v %v %q %q", i, many[i], few[i], number[i], flag[i], day[i], moment[i], long[i], short[i])
		}
	}
}

func TestAColumnThatIsNotThereIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one.parquet")
	write(t, "copy (select 1::double as a) to '"+path+"'")
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	p.Floats("b", make([]float64, 1))
	if err := p.Wait(); err == nil || !strings.Contains(err.Error(), "no column b") {
		t.Errorf("column b was read: %v", err)
	}
}

func TestAColumnOfAnotherTypeIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one.parquet")
	write(t, "copy (select 1::double as a) to '"+path+"'")
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	p.Texts("a", func(int, string) {})
	if err := p.Wait(); err == nil || !strings.Contains(err.Error(), "column a is DOUBLE, expected BYTE_ARRAY") {
		t.Errorf("column a was read: %v", err)
	}
}
