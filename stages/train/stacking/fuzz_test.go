package stacking

import (
	"bytes"
	"testing"

	"matchday"
)

// FuzzLoad: whatever stands in an ensemble's file, it is refused or predicts.
func FuzzLoad(f *testing.F) {
	w := newWorld(400, 1)
	a, b := w.model(.2), w.model(.6)
	m, err := Fit(ctx, DefaultConfig(), []string{"a", "b"}, [][]matchday.Probs{a, b}, w.outcomes, w.at)
	if err != nil {
		f.Fatal(err)
	}
	var text bytes.Buffer
	if err := m.Save(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	for _, t := range []string{"null", "{}", `{"all": {}}`, `{"all": {"blend": {"models": [0], "weights": [1e308]}}, "names": ["a", "b"]}`, `{"all": null, "names": []}`} {
		f.Add([]byte(t))
	}
	given := [][]matchday.Probs{{a[0], {}, a[2]}, {b[0], b[1], {}}}
	f.Fuzz(func(t *testing.T, file []byte) {
		loaded, err := Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		p, err := loaded.Predict(given)
		for i := range p {
			if err == nil && !p[i].Valid() {
				t.Errorf("row %d gets %v", i, p[i])
			}
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
