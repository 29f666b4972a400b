package mixture_test

import (
	"bytes"
	"testing"

	"matchday"
	"matchday/stages/train/mixture"
)

// FuzzLoad: whatever stands in a mixture's file, it is refused or mixes.
func FuzzLoad(f *testing.F) {
	for _, text := range []string{
		`{"config": {"rate": 0.5, "share": 0.0001}, "experts": ["a", "b"], "weights": {"g": [0.25, 0.75]}, "learned": {"g": 7}}`,
		`{"experts": ["a", "b"], "weights": null}`, `{"experts": ["a", "b"], "weights": {"g": [1e308, 1e308]}}`, "null",
	} {
		f.Add([]byte(text))
	}
	said := []matchday.Probs{{.5, .3, .2}, {.2, .3, .5}}
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := mixture.Load(bytes.NewReader(file), "a", "b")
		if err != nil {
			return
		}
		for _, group := range []string{"g", "none"} {
			if p := m.Mix(group, said); !p.Valid() {
				t.Errorf("group %s gets %v", group, p)
			}
		}
		var saved bytes.Buffer
		if err := m.Save(&saved); err != nil {
			t.Fatal(err)
		}
		if _, err := mixture.Load(&saved, "a", "b"); err != nil {
			t.Fatalf("what it saved cannot be loaded: %v", err)
		}
	})
}
