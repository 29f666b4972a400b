package features

import (
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestColumnsWrittenAreTheColumnsRead(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 200).Draw(t, "rows")
		value := rapid.OneOf(rapid.Float64(), rapid.Just(math.NaN()), rapid.Just(0.5))
		a := rapid.SliceOfN(value, n, n).Draw(t, "a")
		b := rapid.SliceOfN(value, n, n).Draw(t, "b")
		path := filepath.Join(folder, "columns.parquet")
		if err := writeColumns(path, n, []column{{"b", b}, {"a", a}}); err != nil {
			t.Fatal(err)
		}
		p, err := openParquet(path)
		if err != nil {
			t.Fatal(err)
		}
		gotA, gotB := make([]float64, n), make([]float64, n)
		p.floats("a", gotA)
		p.floats("b", gotB)
		if err := p.wait(); err != nil {
			t.Fatal(err)
		}
		same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
		if !slices.EqualFunc(a, gotA, same) || !slices.EqualFunc(b, gotB, same) {
			t.Fatalf("read %v and %v, wrote %v and %v", gotA, gotB, a, b)
		}
	})
}

// TestEveryTypeIsReadAcrossRowGroups has DuckDB write more rows than fit into
// a row group, with and without dictionaries, every third of them NULL.
func TestEveryTypeIsReadAcrossRowGroups(t *testing.T) {
	const rows = 300_000
	path := filepath.Join(t.TempDir(), "types.parquet")
	run(t, open(t), `copy (select
    if(i % 3 = 0, null, i / 7) as many,
    if(i % 3 = 0, null, (i % 5) / 2) as few,
    if(i % 3 = 0, null, i::integer) as number,
    if(i % 3 = 0, null, i % 2 = 0) as flag,
    if(i % 3 = 0, null, date '2001-02-03' + (i % 900)::integer) as day,
    if(i % 3 = 0, null, timestamptz '2001-02-03 04:05:06' + to_seconds(i)) as moment,
    if(i % 3 = 0, null, 'text ' || i) as long,
    if(i % 3 = 0, null, 'text ' || (i % 4)) as short
    from range(`+strconv.Itoa(rows)+`) t(i)) to `+quote(path))
	p, err := openParquet(path)
	if err != nil {
		t.Fatal(err)
	}
	if p.rows() != rows || len(p.table.RowGroups()) < 2 {
		t.Fatalf("%d rows in %d groups", p.rows(), len(p.table.RowGroups()))
	}
	many, few := make([]float64, rows), make([]float64, rows)
	p.floats("many", many)
	p.floats("few", few)
	number, flag := make([]int, rows), make([]bool, rows)
	p.integers("number", func(row, v int) { number[row] = v })
	p.flags("flag", func(row int, v bool) { flag[row] = v })
	day, moment := make([]time.Time, rows), make([]time.Time, rows)
	p.dates("day", func(row int, v time.Time) { day[row] = v })
	p.times("moment", func(row int, v time.Time) { moment[row] = v })
	long, short := make([]string, rows), make([]string, rows)
	p.texts("long", func(row int, v string) { long[row] = v })
	p.texts("short", func(row int, v string) { short[row] = v })
	if err := p.wait(); err != nil {
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
	if err := writeColumns(path, 1, []column{{"a", []float64{1}}}); err != nil {
		t.Fatal(err)
	}
	p, err := openParquet(path)
	if err != nil {
		t.Fatal(err)
	}
	p.floats("b", make([]float64, 1))
	if err := p.wait(); err == nil || !strings.Contains(err.Error(), "no column b") {
		t.Errorf("column b was read: %v", err)
	}
}

func TestAColumnOfAnotherTypeIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one.parquet")
	if err := writeColumns(path, 1, []column{{"a", []float64{1}}}); err != nil {
		t.Fatal(err)
	}
	p, err := openParquet(path)
	if err != nil {
		t.Fatal(err)
	}
	p.texts("a", func(int, string) {})
	if err := p.wait(); err == nil || !strings.Contains(err.Error(), "column a is DOUBLE, expected BYTE_ARRAY") {
		t.Errorf("column a was read: %v", err)
	}
}
