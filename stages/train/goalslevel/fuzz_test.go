package goalslevel_test

import (
	"bytes"
	"testing"

	"matchday/stages/train/goalslevel"
)

// FuzzLoad: whatever stands in the file of a level, it is refused or bounded.
func FuzzLoad(f *testing.F) {
	for _, text := range []string{
		`{"memory": 2000, "all": 0.01, "countries": {"A": -0.02}, "learned": 9}`, `{"memory": 2000, "all": 5, "countries": {}}`, "null", `{"memory": -1}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := goalslevel.Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		for _, country := range []string{"A", "none"} {
			if factor := m.Factor(country); !(factor > .49 && factor < 2.02) {
				t.Errorf("the factor of %s is %v", country, factor)
			}
		}
		var saved bytes.Buffer
		if err := m.Save(&saved); err != nil {
			t.Fatal(err)
		}
		if _, err := goalslevel.Load(&saved); err != nil {
			t.Fatalf("what it saved cannot be loaded: %v", err)
		}
	})
}
