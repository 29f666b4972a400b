package lineupweights_test

import (
	"bytes"
	"testing"

	"matchday"
	"matchday/stages/train/lineupweights"
)

// FuzzLoad: whatever stands in the line-up group's file, it is refused or moves.
func FuzzLoad(f *testing.F) {
	var text bytes.Buffer
	if err := lineupweights.Default().Save(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	for _, t := range []string{"null", "{}", `{"unpriced": null}`, `{"unpriced": []}`, `{"other": 1}`} {
		f.Add([]byte(t))
	}
	rows := &matchday.Rows{Names: lineupweights.Columns, Fixtures: make([]matchday.Fixture, 1)}
	for range lineupweights.Columns {
		rows.Columns = append(rows.Columns, []float64{1})
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		loaded, err := lineupweights.Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		if _, err := loaded.Moves(rows, []int{0}, []bool{true}); err != nil {
			t.Errorf("it moves nothing: %v", err)
		}
		var first, second bytes.Buffer
		if err := loaded.Save(&first); err != nil {
			t.Fatal(err)
		}
		again, err := lineupweights.Load(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("what it saved cannot be loaded: %v", err)
		}
		if err := again.Save(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("saved again it is another (%v)", err)
		}
	})
}
