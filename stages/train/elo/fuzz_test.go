package elo_test

import (
	"bytes"
	"testing"

	"matchday/stages/train/elo"
)

// FuzzLoad: whatever stands in a model's file, it is refused or predicts.
func FuzzLoad(f *testing.F) {
	rows := world(60)
	m, err := elo.Fit(ctx, rows, upTo(60), elo.DefaultConfig(), nil)
	if err != nil {
		f.Fatal(err)
	}
	var text bytes.Buffer
	if err := m.Save(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	for _, t := range []string{"null", "{}", `{"map": null}`, `{"map": {"mean": [], "scale": [], "home": [1], "away": [1e308]}}`} {
		f.Add([]byte(t))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		loaded, err := elo.Load(bytes.NewReader(file))
		if err != nil {
			return
		}
		p, err := loaded.Predict(rows, []int{0, 59})
		if err == nil && (!p[0].Valid() || !p[1].Valid()) {
			t.Errorf("it predicts %v", p)
		}
		var first, second bytes.Buffer
		if err := loaded.Save(&first); err != nil {
			t.Fatal(err)
		}
		again, err := elo.Load(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("what it saved cannot be loaded: %v", err)
		}
		if err := again.Save(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("saved again it is another (%v)", err)
		}
	})
}
