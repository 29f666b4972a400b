package duck_test

import (
	"math"
	"strings"
	"testing"

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
