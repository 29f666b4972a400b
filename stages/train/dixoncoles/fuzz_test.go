package dixoncoles

import (
	"bytes"
	"testing"
)

// FuzzLoad: whatever stands in a model's file, it is refused or predicts.
func FuzzLoad(f *testing.F) {
	rows := emptyRows()
	newTruth("A", 1).play(rows, 1, 2)
	last := len(rows.Fixtures) - 1
	cfg := quick(365)
	m, err := Fit(f.Context(), rows, upTo(last), cfg, nil)
	if err != nil {
		f.Fatal(err)
	}
	var text bytes.Buffer
	if err := m.Save(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	const shape = `"calibrations": {"results": {"difference": [0, 1], "sum": [0, 1], "width": 1}, "goals": {"difference": [0, 1], "sum": [0, 1], "width": 1}}`
	for _, t := range []string{
		"null", "{}", `{"systems": [null]}`, "{" + shape + "}", `{"systems": [null], ` + shape + "}",
		`{"systems": [{"country": "A", "clubs": [{"id": "A/club 00", "attack": 1e308, "defence": -1e308}]}], ` + shape + "}",
	} {
		f.Add([]byte(t))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		loaded, err := Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		p, err := loaded.Predict(rows, []int{0, last})
		if err == nil && (!p[0].Valid() || !p[1].Valid()) {
			t.Errorf("it predicts %v", p)
		}
		if _, err := loaded.GoalRates(rows, []int{0, last}); err != nil {
			return
		}
		var saved bytes.Buffer
		if err := loaded.Save(&saved); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(&saved); err != nil {
			t.Fatalf("what it saved cannot be loaded: %v", err)
		}
	})
}
