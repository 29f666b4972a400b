package features

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"matchday/stages/features/columns"
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
		p, err := columns.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		gotA, gotB := make([]float64, n), make([]float64, n)
		p.Floats("a", gotA)
		p.Floats("b", gotB)
		if err := p.Wait(); err != nil {
			t.Fatal(err)
		}
		same := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }
		if !slices.EqualFunc(a, gotA, same) || !slices.EqualFunc(b, gotB, same) {
			t.Fatalf("read %v and %v, wrote %v and %v", gotA, gotB, a, b)
		}
	})
}
