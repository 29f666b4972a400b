package duck_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday/warehouse/duck"
)

func TestColumnsOfSlicesAreReadRowByRowInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db, err := duck.Open(t.Context(), "", duck.Options{Threads: 2})
		if err != nil {
			rt.Fatal(err)
		}
		defer db.Close()
		n := rapid.SampledFrom([]int{0, 1, 2047, 2048, 2049, 5000}).Draw(rt, "rows")
		a, b := make([]float64, n), make([]float64, n)
		missing := rapid.IntRange(1, 5).Draw(rt, "missing")
		for i := range n {
			a[i], b[i] = float64(i)/3, -float64(i)
			if i%missing == 0 {
				b[i] = math.NaN()
			}
		}
		if err := duck.Columns(t.Context(), db, "things", "row_id", n, []duck.Column{{Name: "a", Values: a}, {Name: "never"}, {Name: "b", Values: b}}); err != nil {
			rt.Fatal(err)
		}
		// Read twice beside each other, in order, each time other columns.
		rows, err := db.QueryContext(t.Context(), "select x.row_id, x.a, y.b from things x positional join things y where x.row_id = y.row_id")
		if err != nil {
			rt.Fatal(err)
		}
		defer rows.Close()
		read := 0
		for rows.Next() {
			var id int
			var gotA float64
			var gotB *float64
			if err := rows.Scan(&id, &gotA, &gotB); err != nil {
				rt.Fatal(err)
			}
			if id != read || gotA != a[read] || (gotB == nil) != math.IsNaN(b[read]) || gotB != nil && *gotB != b[read] {
				rt.Fatalf("row %d: read %d, %v, %v", read, id, gotA, gotB)
			}
			read++
		}
		if rows.Err() != nil || read != n {
			rt.Fatalf("read %d of %d rows: %v", read, n, rows.Err())
		}
	})
}

func TestAColumnThatWasNotComputedIsNamedWhereItIsRead(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := duck.Columns(t.Context(), db, "things", "row_id", 1, []duck.Column{{Name: "a"}}); err != nil {
		t.Fatal(err)
	}
	var sum float64
	if err := db.QueryRow("select sum(a) from things").Scan(&sum); err == nil || !strings.Contains(err.Error(), "column a is read") {
		t.Errorf("read %v, %v", sum, err)
	}
	if err := duck.Columns(t.Context(), db, "others", "row_id", 2, []duck.Column{{Name: "b", Values: []float64{1}}}); err == nil || !strings.Contains(err.Error(), "column b has 1 values, expected 2") {
		t.Errorf("a short column: %v", err)
	}
}

func TestRowsAreHandedToGoAsTheyAre(t *testing.T) {
	db, err := duck.Open(t.Context(), "", duck.Options{Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const n = 300_000
	if _, err := db.Exec("create table things as select i, 'text ' || (i % 7) as text, i / 3 as number, (i % 100)::integer as small, i % 2 = 0 as flag, timestamptz '2020-01-01' + to_seconds(i) as moment, date '2020-02-28' + (i % 3)::integer as day from range(300000) r(i);" +
		"update things set text = null, number = null, small = null, flag = null, moment = null, day = null where i % 11 = 0"); err != nil {
		t.Fatal(err)
	}
	seen := make([]bool, n)
	err = duck.Read(t.Context(), db, "(select * from things)", []string{"i", "text", "number", "small", "flag", "moment", "day"}, func(rows *duck.Rows) error {
		for row := range rows.Len() {
			i := rows.Number(0, row)
			seen[i] = true
			text, number, small, flag, moment, day := rows.Text(1, row), rows.Float(2, row), rows.Int(3, row), rows.Flag(4, row), rows.Time(5, row), rows.Time(6, row)
			if i%11 == 0 {
				if text != "" || !math.IsNaN(number) || small != 0 || flag || !moment.IsZero() || !day.IsZero() {
					return fmt.Errorf("row %d: %q %v %v %v %v %v are not missing", i, text, number, small, flag, moment, day)
				}
				continue
			}
			start := time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
			if text != fmt.Sprint("text ", i%7) || number != float64(i)/3 || small != i%100 || flag != (i%2 == 0) ||
				moment != start.Add(time.Duration(i)*time.Second) || day != time.Date(2020, time.February, 28+i%3, 0, 0, 0, 0, time.UTC) {
				return fmt.Errorf("row %d: %q %v %v %v %v %v", i, text, number, small, flag, moment, day)
			}
		}
		return nil
	})
	if err != nil || slices.Contains(seen, false) {
		t.Errorf("not all rows were handed over: %v", err)
	}
	// A column that is read as another type, and an error of the taker, are told.
	for want, take := range map[string]func(*duck.Rows) error{
		"column 0 holds int64": func(rows *duck.Rows) error { rows.Float(0, 0); return nil },
		"column 0 is no text":  func(rows *duck.Rows) error { rows.Text(0, 0); return nil },
		"enough":               func(*duck.Rows) error { return errors.New("enough") },
	} {
		if err := duck.Read(t.Context(), db, "things", []string{"i"}, take); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
